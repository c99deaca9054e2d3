"""Where an actor's name leads: a state or an organisation to its code, everybody else to the name."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from memcon.register.names import fold
from memcon.register.register import load_register


def code_named(name: str) -> str | None:
    """The code of the state or organisation that bears a name or a code, or None."""
    register = load_register()
    if name in register.states or name in register.organisations:
        return name
    for entry in register.names.get(fold(name), ()):
        if entry.kind in ("state", "organisation"):
            return entry.code
    return None


def actor_href(name: str, codes: Sequence[str] = (), alone: bool = True) -> str:
    """The address of an actor's page. A common name ("police") keeps its home with it where that is certain."""
    code = code_named(name) or _seat_of(name, codes)
    if code and (not codes or code in codes):
        return f"/actors/{quote(code, safe='')}"
    home = f"?home={quote(codes[0], safe='')}" if alone and len(codes) == 1 else ""
    return f"/actors/{quote(name, safe='')}{home}"


def _seat_of(name: str, codes: Sequence[str]) -> str | None:
    """The state that a capital or a palace stands for, where the record took it so."""
    entries = load_register().names.get(fold(name), ()) if codes else ()
    return next((e.code for e in entries if e.kind in ("capital", "seat") and e.code in codes), None)
