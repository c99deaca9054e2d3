"""One report coded from Python."""

from __future__ import annotations

from typing import Any

from memcon.face.shown import Shown, shown


def code_text(text: str, *, fast: bool = False, **told: Any) -> Shown:
    """The record of one report; ``told`` as for `memcon.read.read_text`: ``published``, ``outlet``, ``url``, ``title``, ``key``.

    Raises `NoText` where it holds no report, `BadOption`, `NoModel`.
    """
    from memcon.coder import Options, code_report
    from memcon.read import read_text

    return shown(code_report(read_text(text, **told), Options(fast=fast)))
