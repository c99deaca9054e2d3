"""``memcon evaluate``: scores against gold, with intervals, misses and floors."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from memcon.evaluate.run import NAMES, below_floor, evaluate
from memcon.evaluate.score import Result
from memcon.model.errors import BadOption


def run(name: str, gold: Path, floors: Path | None, misses: int, fast: bool, format: str | None) -> int:
    """Run one evaluation or all. Returns 1 when a measure is under its floor."""
    format = format or "table"
    if format not in ("table", "json"):
        raise BadOption(f"no format '{format}'; use table or json")
    under: list[str] = []
    results = []
    for one in NAMES if name == "all" else [name]:
        result = evaluate(one, gold, fast)
        results.append(result)
        if floors is not None:
            under += below_floor(result, floors, fast)
        if format == "table":
            _print(result, misses)
    if format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(results), indent=1).decode() + "\n")
    for line in under:
        sys.stderr.write(f"memcon: below its floor: {line}\n")
    return 1 if under else 0


def _print(result: Result, misses: int) -> None:
    say = sys.stdout.write
    say(f"{result.name}\n")
    for m in result.measures:
        interval = f"  [{m.low:.3f}, {m.high:.3f}]" if m.low is not None and m.high is not None else ""
        say(f"  {m.name:<48} {m.value:7.3f}{interval}  n={m.rows}\n")
    for line in result.misses[:misses]:
        say(f"    · {' '.join(line.split())}\n")
    sys.stdout.flush()
