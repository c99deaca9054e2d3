"""``memcon store``: check, compact, rebuild, and say what a store holds."""

from __future__ import annotations

import sys
from pathlib import Path

from memcon.keep import default_store, open_store
from memcon.keep.store import rebuild
from memcon.model.errors import BadOption


def run(action: str, store: Path | None) -> int:
    """One action on the store. Returns 3 when a check found something wrong."""
    folder = store or default_store()
    say = sys.stdout.write
    if action == "rebuild":
        say(f"{rebuild(folder):,} articles: {folder}\n")
        return 0
    home = open_store(folder)
    if action == "check":
        wrong = home.check()
        for line in wrong:
            say(line + "\n")
        if wrong:
            return 3
        say(f"whole: {home.count('articles'):,} articles, {home.count('events'):,} events, {home.count('statements'):,} statements\n")
    elif action == "compact":
        say(f"{home.compact()} groups made one: {folder}\n")
    elif action == "info":
        say(f"{folder}\nschema {home.manifest.schema}, {len(home.manifest.groups)} groups\n")
        for table in ("articles", "events", "statements"):
            say(f"{home.count(table):,} {table}\n")
        for coding, versions in home.manifest.codings.items():
            say(f"coding {coding}: " + ", ".join(f"{k} {v}" for k, v in versions.items()) + "\n")
    else:
        raise BadOption(f"no action '{action}'; use info, check, compact or rebuild")
    return 0
