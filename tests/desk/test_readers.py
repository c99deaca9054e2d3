"""Many read while one keeps: no error, and never half of what was kept in one step."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from threading import Event, Thread

import httpx2
import msgspec

from memcon.desk.app import make_app
from memcon.keep import open_store

PAGES = ("/?format=json", "/events?words=Kept", "/actors/USA", "/matrix", "/dyads/USA-VEN", "/method?format=json")
READERS, ROUNDS, BATCH = 50, 6, 3


def test_fifty_readers_while_records_are_kept(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(folder, store)
    pattern = next(r for r in open_store(store).records() if len(r.events) == 2)
    before = open_store(store).count("articles")
    done = Event()
    kept: list[int] = []

    def write() -> None:
        number = 0
        while not done.is_set():
            batch = []
            for _ in range(BATCH):
                number += 1
                article = msgspec.structs.replace(pattern.article, id=f"{number:016x}", title=f"Kept {number}")
                batch.append(msgspec.structs.replace(pattern, article=article))
            open_store(store).keep(batch)
            if len(kept) % 4 == 3:
                open_store(store).compact()
            kept.append(BATCH)

    async def read() -> list[tuple[int, int]]:
        seen: list[tuple[int, int]] = []
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(make_app(store)), base_url="http://desk", timeout=120) as client:

            async def reader(at: int) -> None:
                for turn in range(ROUNDS):
                    page = ("/?format=json", "/events?words=Kept", "/actors/USA", "/matrix", "/dyads/USA-VEN", "/method?format=json")[
                        (at + turn) % 6
                    ]
                    answer = await client.get(page)
                    assert answer.status_code == 200, (page, answer.text[:300])
                    if page.startswith("/?"):
                        seen.append((answer.json()["articles"], answer.json()["events"]))

            await asyncio.gather(*(reader(i) for i in range(READERS)))
        return seen

    events = open_store(store).count("events")
    writer = Thread(target=write)
    writer.start()
    try:
        seen = asyncio.run(read())
    finally:
        done.set()
        writer.join(60)
    assert len(kept) > 3 and len(seen) >= READERS - 2
    for articles, found in seen:
        more = articles - before
        assert more % BATCH == 0 and found - events == 2 * more, "half of a step was seen"
    assert len({a for a, _ in seen}) > 1, "nothing was kept while they read"
