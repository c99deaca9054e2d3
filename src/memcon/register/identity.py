"""Who somebody is: what the register answers, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from memcon.model.record import ActorKind
from memcon.register.names import Word


@dataclass(frozen=True)
class Identity:
    """Who somebody is on a day. ``head`` is the folded common noun that names them, if any."""

    name: str
    kind: ActorKind
    country: str | None = None
    organisation: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    person: str | None = None
    basis: str | None = "register"
    head: str | None = None
    former: bool = False
    sure: bool = True

    @property
    def sector(self) -> str | None:
        """The primary PLOVER sector."""
        return self.sectors[0] if self.sectors else None


def shown(words: list[Word], end: int) -> str:
    """The first ``end`` words as they are written, without what hangs on the last."""
    text = ""
    for i, word in enumerate(words[:end]):
        joint = "" if not i else "-" if word.hyphen_before and words[i - 1].hyphen_after else " "
        text += joint + (word.raw.rstrip(".") if len(word.raw) > 4 else word.raw)
    return text.removesuffix("'s").removesuffix("’s")
