"""The parser's files are checked, and a damaged one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon.annotate.parse import check_model, parse_sentences
from memcon.model.errors import NoModel


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"half a file")
    with pytest.raises(NoModel, match="reinstall"):
        check_model(tmp_path, "model", "0" * 64)
    with pytest.raises(NoModel, match="missing"):
        check_model(tmp_path, "nothing", "0" * 64)


def test_each_text_is_one_sentence() -> None:
    docs = list(parse_sentences(["He came. She went.", "", "Yes."]))
    assert [len(list(d.sents)) for d in docs] == [1, 0, 1]
