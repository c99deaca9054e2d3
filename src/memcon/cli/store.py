"""``memcon store``: say what a store holds, check it, merge, rebuild, migrate, index and export it."""

from __future__ import annotations

import sys
from pathlib import Path

from memcon.keep import default_store, open_store
from memcon.keep.compact import GRACE
from memcon.keep.migrate import migrate
from memcon.keep.store import Store, rebuild
from memcon.model.errors import BadOption

ACTIONS = ("info", "check", "compact", "rebuild", "migrate", "index", "export")


def run(action: str, store: Path | None, out: Path | None = None, coding: str | None = None, grace: float = GRACE) -> int:
    """One action on the store. Returns 3 when a check found something wrong. Raises `BadOption`, `StoreError`."""
    folder = store or default_store()
    say = sys.stdout.write
    if action not in ACTIONS:
        raise BadOption(f"no action '{action}'; use {', '.join(ACTIONS[:-1])} or {ACTIONS[-1]}")
    if (out or coding) and action != "export":
        raise BadOption("--out and --coding go with export only")
    if action == "rebuild":
        say(f"{rebuild(folder):,} articles: {folder}\n")
        _index(open_store(folder), anew=True)
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
        before = home.compact(grace)
        say(f"{_groups(before)} made {len(home.manifest.groups)}: {folder}\n")
    elif action == "migrate":
        say(f"{_groups(migrate(folder, grace))} brought to schema {open_store(folder).manifest.schema}: {folder}\n")
    elif action == "index":
        say(f"{_index(home):,} articles came to the index of words: {folder}\n")
    elif action == "export":
        count = _export(home, out, coding)
        if out is not None:
            say(f"{count:,} records: {out}\n")
    else:
        _info(home)
    return 0


def _groups(count: int) -> str:
    return f"{count} group{'' if count == 1 else 's'}"


def _info(home: Store) -> None:
    manifest = home.manifest
    say = sys.stdout.write
    say(f"{home.folder}\nschema {manifest.schema}, {_groups(len(manifest.groups))}\n")
    for table in ("articles", "events", "statements"):
        say(f"{home.count(table):,} {table}\n")
    for coding, versions in manifest.codings.items():
        say(f"coding {coding}: " + (", ".join(f"{k} {v}" for k, v in versions.items()) or "versions not noted") + "\n")
    if len(manifest.groups) > 20:
        say("many groups: 'memcon store compact' makes questions faster\n")


def _index(home: Store, anew: bool = False) -> int:
    """Bring the index of words up to date, or make it anew where there is one."""
    from memcon.keep.words import NAME, index_words

    path = home.folder / "index" / NAME
    if anew:
        if not path.exists():
            return 0
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    return index_words(home)


def _export(home: Store, out: Path | None, coding: str | None) -> int:
    """Every article's newest record, or one coding's, a JSON line each: `memcon keep` takes them back."""
    from memcon.keep.files import written
    from memcon.keep.sides import raw_of_store

    lines = raw_of_store(home, coding or "")
    if out is None:
        count = 0
        for count, line in enumerate(lines, 1):  # noqa: B007
            sys.stdout.write(line + "\n")
        return count
    count = 0
    with written(out) as path, path.open("w", encoding="utf-8", newline="") as handle:
        for line in lines:
            handle.write(line + "\n")
            count += 1
    return count
