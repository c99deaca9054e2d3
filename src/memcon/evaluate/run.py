"""Run evaluations by name and hold them against the floors."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from pathlib import Path

from memcon.evaluate.score import Result
from memcon.model.errors import BadOption

NAMES = [
    "relation", "coding_cameo", "coding_petrarch2", "attribution", "time", "places", "factuality", "actors", "stories", "casebook",
    "stances", "coreference", "readings",
]  # fmt: skip


def evaluate(name: str, gold: Path, fast: bool = False) -> Result:
    """One evaluation by its name. Raises `BadOption` for no such name and `NotFound` for a missing gold file."""
    return _runner(name)(gold, fast)


def _runner(name: str) -> Callable[[Path, bool], Result]:
    if name not in NAMES:
        raise BadOption(f"no evaluation '{name}'; there are {', '.join(NAMES)} and all")
    module, _, part = name.partition("_")
    # imported by name: each needs another part of the house
    found = importlib.import_module(f"memcon.evaluate.{module}")
    runner: Callable[[Path, bool], Result] = getattr(found, f"evaluate_{part}" if part else "evaluate")
    return runner


def below_floor(result: Result, floors: Path, fast: bool = False) -> list[str]:
    """Measures under their floor, as lines; a floor on a rate of errors is a ceiling (its key begins with 'max ')."""
    wanted = tomllib.loads(floors.read_text(encoding="utf-8")).get(result.name + (" --fast" if fast else ""), {})
    by_name = {m.name: m for m in result.measures}
    said = []
    for key, bound in wanted.items():
        ceiling = key.startswith("max ")
        measure = by_name.get(key.removeprefix("max "))
        if measure is None:
            said.append(f"{result.name}: no measure '{key}'")
        elif (measure.value > bound) if ceiling else (measure.value < bound):
            said.append(f"{result.name}: {measure.name} is {measure.value:.3f}, {'ceiling' if ceiling else 'floor'} {bound}")
    return said
