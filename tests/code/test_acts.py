"""The act model: the same answer in any company, probabilities that add up, and named errors for damaged files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.annotate import annotate_many
from memcon.annotate.reading import Reading
from memcon.code.acts import MAX_PIECES, ActModel, inside, load_act_model
from memcon.code.code import find_drafts, weigh
from memcon.evaluate.gold import plain_report
from memcon.model.errors import NoModel

CALL = "The French president telephoned his Kenyan counterpart on Monday."


def read(text: str) -> Reading:
    return next(annotate_many([plain_report(text, "2026-01-15", True).article]))


def test_a_sentence_reads_the_same_in_any_company() -> None:
    model = load_act_model()
    alone = model.read(CALL).types
    for other in ("Rain fell.", "Police fired tear gas at thousands of students in the capital. " * 3):
        model.read(other)
        assert np.array_equal(model.read(CALL).types, alone)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_probabilities(text: str) -> None:
    acts = load_act_model().read(text)
    assert len(acts.spans) <= MAX_PIECES + 2
    assert np.allclose(acts.types.sum(axis=1), 1, atol=1e-4)
    pieces = inside(acts.spans, (0, len(text)))
    for start, end in acts.spans[1:-1]:
        assert 0 <= start <= end <= len(text)
    if pieces:
        assert np.allclose(acts.roles_at(pieces[:1]).sum(axis=1), 1, atol=0.2)
        assert abs(sum(acts.between((0, len(text)), None).values()) - 1) < 1e-6


def test_what_is_said_of_a_pair_depends_on_its_direction() -> None:
    text = "Police in Nairobi arrested twelve students."
    acts = load_act_model().read(text)
    police, students = (0, 6), (text.index("twelve"), len(text) - 1)
    assert max(acts.between(police, students).items(), key=lambda x: x[1])[0] == "COERCE"


def test_weighed_drafts_keep_their_spans() -> None:
    text = "Gunmen shot dead two soldiers in Mali on Sunday, and the French president condemned the killing."
    reading = read(text)
    for draft in weigh(reading, find_drafts(reading)):
        for start, end in (draft.trigger, *draft.evidence, *draft.actor_spans, *draft.recipient_spans):
            assert 0 <= start < end <= len(text)
        assert not set(draft.actors) & set(draft.recipients)


def test_a_missing_or_damaged_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoModel):
        load_act_model(tmp_path / "none.onnx")
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a model")
    with pytest.raises(NoModel):
        ActModel(broken)
