"""Measurements for docs/scale.md. Run from the checkout: ``python -m tests.scale.measure WHAT …``; the functions say what they take."""

from __future__ import annotations

import gzip
import hashlib
import html
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from memcon.casebook.parse import read_casebook
from memcon.keep import Filter, Store, open_store

CASEBOOK = Path(__file__).parents[2] / "casebook"


def say(text: str) -> None:
    """One line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


GERMAN = (
    "Die Außenminister beider Länder trafen sich am Dienstag in der Hauptstadt, um über den Streit um die Grenze zu sprechen.",
    "Nach Angaben der Polizei wurden bei der Kundgebung am Wochenende mehr als zwanzig Menschen festgenommen.",
    "Die Regierung wies den Vorwurf zurück und kündigte an, den Vertrag im kommenden Jahr nicht zu verlängern.",
)


def crawl(out: str, pages: str, language: str = "en") -> None:
    """Write a crawl of so many pages of about 75 kB, each with 8 to 32 sentences drawn from the casebook; 2% are not found."""
    rng = random.Random(1)
    sentences = [html.escape(case.text) for case in read_casebook(CASEBOOK)] if language == "en" else list(GERMAN)
    with open(out, "wb") as handle:
        for n in range(int(pages)):
            links = "".join(f"<a href='/s/{rng.getrandbits(64):x}'>Section {i}</a>" for i in range(150))
            nav = f"<div class='nav'>{links}</div><script>{rng.randbytes(4000).hex()}{'var x = 1; ' * 2200}</script>"
            told = [rng.choice(sentences) for _ in range(rng.randint(8, 32))]
            text = "".join(f"<p>{' '.join(told[at : at + 2])}</p>" for at in range(0, len(told), 2))
            page = f"<html><head><title>Report {n}</title></head><body>{nav}<article><h1>Report {n}</h1>{text}</article>{nav}</body></html>"
            status = "200 OK" if n % 50 else "404 Not Found"
            body = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-03-{1 + n % 28:02d}T10:00:00Z\r\n"
            head += f"WARC-Record-ID: <urn:uuid:{n:08d}>\r\nWARC-Target-URI: http://news.example/{n}\r\n"
            head += f"Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
            handle.write(gzip.compress(head.encode() + body + b"\r\n\r\n", 6, mtime=0))
    say(f"{pages} pages, {Path(out).stat().st_size:,} bytes packed")


def index(path: str) -> None:
    """How fast a crawl is cut into its records."""
    from memcon.scale.crawls import pages_in

    began = time.process_time()
    spans = pages_in(Path(path)) or []
    busy = time.process_time() - began
    size = Path(path).stat().st_size
    say(f"{len(spans)} records in {busy:.2f} CPU seconds: {size / busy / 1e6:.0f} MB packed a second, {busy / size * 1e9:.0f} s a GB")


def read(path: str) -> None:
    """What it takes to read a crawl's pages without coding them."""
    from memcon.model.record import Report
    from memcon.read.sources import read_many

    began = time.process_time()
    reports = [r for r in read_many(Path(path)) if isinstance(r, Report)]
    busy = time.process_time() - began
    each, text = busy / len(reports) * 1000, sum(len(r.article.text) for r in reports) / len(reports)
    say(f"{len(reports)} pages read in {busy:.2f} CPU seconds: {each:.1f} ms a page, {text:,.0f} characters")


def copies(folder: str, number: int) -> Iterator[bytes]:
    """So many records like a run's, as lines, each with an id and a day of its own."""
    lines = [line for path in sorted(Path(folder).glob("records/*.jsonl")) for line in path.read_bytes().splitlines()]
    for n in range(number):
        record = msgspec.json.decode(lines[n % len(lines)])
        mark = hashlib.sha256(f"{n}".encode()).hexdigest()
        record["article"]["id"] = mark[:16]
        record["article"]["published"] = f"2026-{1 + n % 12:02d}-{1 + n // 12 % 28:02d}"
        for event in record["events"]:
            event["id"] = hashlib.sha256((event["id"] + mark).encode()).hexdigest()[:16]
        yield msgspec.json.encode(record)


def store(folder: str, number: str, out: str) -> None:
    """Keep so many copies of a run's records in steps of 5,000: seconds a step as the store grows, bytes, and a question's time."""
    from memcon.model.record import Record
    from memcon.scale.store import BATCH

    home = open_store(out, create=True)
    batch: list[Record] = []
    raw = 0
    steps = []
    for line in copies(folder, int(number)):
        raw += len(line) + 1
        batch.append(msgspec.json.decode(line, type=Record))
        if len(batch) == BATCH:
            began = time.monotonic()
            home.keep(batch, "c1", {})
            steps.append(time.monotonic() - began)
            batch = []
            if len(steps) % 4 == 0:
                say(f"{len(steps) * BATCH:>8,} articles: the last step {steps[-1]:.1f} s")
    say(f"JSON lines {raw / int(number):,.0f} bytes an article, store {_bytes(out) / int(number):,.0f}")
    say(f"a dyad's month: {_asked(home):.2f} s")
    began = time.monotonic()
    home.compact()
    say(f"compacted in {time.monotonic() - began:.1f} s to {_bytes(out) / int(number):,.0f} bytes an article")
    say(f"a dyad's month after that: {_asked(home):.2f} s")
    say(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def _bytes(folder: str) -> int:
    return sum(path.stat().st_size for path in Path(folder).rglob("*.parquet"))


def _asked(home: Store) -> float:
    began = time.monotonic()
    home.events(Filter(dyad="USA-RUS", since="2026-03-01", until="2026-03-31", limit=100), "event_id")
    return time.monotonic() - began


def stories(folder: str, *numbers: str) -> None:
    """Fold the first so many of a run's articles into stories, all told of one month."""
    from memcon.gather.stories import stories_of
    from memcon.model.record import Record

    lines = [line for path in sorted(Path(folder).glob("records/*.jsonl")) for line in path.read_bytes().splitlines()]
    for number in map(int, numbers):
        records = [msgspec.json.decode(line, type=Record) for line in lines[:number]]
        began = time.process_time()
        found = stories_of(records)
        say(f"{len(records)} articles: {len(found)} stories in {time.process_time() - began:.2f} CPU seconds")


def outside(path: str, fast: str = "") -> None:
    """A crawl to records in one shard: CPU seconds of the pages' extraction, of coding, and of all else (cutting, reading, writing)."""
    import tempfile

    import memcon.read.sources.warc as warc
    import memcon.scale.shard as shard
    from memcon.coder import Options
    from memcon.scale.plan import input_of, make_plan
    from memcon.scale.worker import load

    spent = {"extraction": 0.0, "coding": 0.0}
    read_one, code_reports = warc.read_one, shard.code_reports

    def extracting(*args: Any, **told: Any) -> Any:
        began = time.process_time()
        try:
            return read_one(*args, **told)
        finally:
            spent["extraction"] += time.process_time() - began

    def coding(*args: Any) -> Any:
        began = time.process_time()
        try:
            return list(code_reports(*args))
        finally:
            spent["coding"] += time.process_time() - began

    setattr(warc, "read_one", extracting)  # noqa: B010
    setattr(shard, "code_reports", coding)  # noqa: B010
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside)
        make_plan([Path(path)], folder, Options(fast=bool(fast)), 1, 1)
        load(input_of(folder, 0))
        spent.update(extraction=0.0, coding=0.0)
        (folder / "plan.json").unlink()
        (folder / "done").mkdir()
        began = time.process_time()
        make_plan([Path(path)], folder, Options(fast=bool(fast)), 1, 1)
        done = shard.code_shard(input_of(folder, 0), folder)
        whole = time.process_time() - began
    rest = whole - sum(spent.values())
    say(f"{done.records} records: {whole:.1f} CPU seconds, extraction {spent['extraction']:.1f}, coding {spent['coding']:.1f}")
    say(f"all else {rest:.2f}: {rest / whole:.1%}")


def engines(path: str, folder: str, processes: str = "2") -> None:
    """The same crawl by one process, by several and by Daft: the clock's and CPU seconds, and that the bytes are the same."""
    import json
    import subprocess

    lines: dict[str, list[bytes]] = {}
    for name, engine, count in (("one", "local", "1"), ("several", "local", processes), ("daft", "daft", processes)):
        out = Path(folder) / name
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "memcon.cli.main", "scale", "run", path, str(out), "--fast", "--shards", "16"]
        subprocess.run([*command, "--engine", engine, "--processes", count], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        report = json.loads((out / "report.json").read_text())
        lines[name] = sorted(line for part in out.glob("records/*.jsonl") for line in part.read_bytes().splitlines())
        say(f"{name}: {report['seconds']:.1f} s, {cpu:.1f} CPU seconds in all, {report['cpu_seconds']:.1f} of them coding")
    say(f"the same bytes: {lines['one'] == lines['several'] == lines['daft']}")


def memory(number: str, folder: str, processes: str = "1") -> None:
    """Run over so many short articles, and tell the memory of all processes as the run goes on.

    An article has two or three of the casebook's sentences, some of their names exchanged for made-up ones: as in the news, words that
    were never seen before keep coming.
    """
    import json
    import subprocess

    rng = random.Random(2)
    sentences = [case.text for case in read_casebook(CASEBOOK)]
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    with (home / "in.jsonl").open("w") as handle:
        for n in range(int(number)):
            told = " ".join(_renamed(rng.choice(sentences), rng) for _ in range(rng.randint(2, 3)))
            handle.write(json.dumps({"key": f"k{n}", "text": f"Report {n}\n\n{told}", "date": f"2026-01-{1 + n % 28:02d}"}) + "\n")
    out = home / "out"
    command = [
        sys.executable,
        "-m",
        "memcon.cli.main",
        "scale",
        "run",
        str(home / "in.jsonl"),
        str(out),
        "--fast",
        "--processes",
        processes,
        "--shards",
        "100",
    ]
    process = subprocess.Popen(command)
    steps: list[tuple[int, float]] = []
    while process.poll() is None:
        time.sleep(2)
        try:
            done = json.loads((out / "report.json").read_text())["articles"]
        except (OSError, ValueError):
            continue
        held = _held(process.pid)
        if held and done and (not steps or done - steps[-1][0] >= int(number) // 50):
            steps.append((done, held))
            say(f"{done:>8,} articles: {held:,.0f} MiB in all processes")
    tenth = max(1, len(steps) // 10)
    first, last = (sum(m for _, m in part) / len(part) for part in (steps[:tenth], steps[-tenth:]))
    say(f"first tenth {first:,.0f} MiB, last tenth {last:,.0f} MiB: {last / first:.2f} times; most {max(m for _, m in steps):,.0f} MiB")


_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


def _renamed(sentence: str, rng: random.Random) -> str:
    """A sentence with every third name in it made up."""
    return _NAME.sub(lambda m: _made_up(rng) if rng.random() < 1 / 3 else m[0], sentence)


def _made_up(rng: random.Random) -> str:
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4))).capitalize() + rng.choice("nrsl")


def _held(pid: int) -> float:
    """Resident memory of a process and all below it, MiB; pages that they share are counted in each."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
    family, kilobytes = {pid}, 0
    while more := {p for p, above in parents.items() if above in family} - family:
        family |= more
    for one in family:
        try:
            kilobytes += next(
                int(line.split()[1]) for line in Path(f"/proc/{one}/status").read_text().splitlines() if line.startswith("VmRSS")
            )
        except (OSError, StopIteration):
            continue
    return kilobytes / 1024


_WHAT = {f.__name__: f for f in (crawl, index, read, store, stories, memory, outside, engines)}

if __name__ == "__main__":
    _WHAT[sys.argv[1]](*sys.argv[2:])
