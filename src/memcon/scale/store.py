"""A finished run's records into a store, a shard at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from memcon.keep import Kept, open_store
from memcon.model.record import Record
from memcon.scale.plan import Plan
from memcon.scale.shard import paths_of

BATCH = 5_000


def keep_run(folder: Path, store: Path) -> Kept:
    """Put all of a run's records into a store under the run's coding; those that are there are passed over. Raises `StoreError`."""
    plan = msgspec.json.decode((folder / "plan.json").read_bytes(), type=Plan)
    home = open_store(store, create=True)
    added = already = 0
    records = _records(folder, plan.shards)
    while batch := list(islice(records, BATCH)):
        kept = home.keep(batch, plan.coding, plan.versions)
        added += kept.added
        already += kept.already
    return Kept(added, already)


def _records(folder: Path, shards: int) -> Iterator[Record]:
    for number in range(shards):
        with paths_of(folder, number)[0].open("rb") as handle:
            for line in handle:
                yield msgspec.json.decode(line, type=Record)
