"""``memcon code``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.cli.inputs import may_hold_several, reports_from
from memcon.cli.jsonl import Json
from memcon.cli.progress import Progress
from memcon.model.errors import BadOption, MemconError, Uncodable
from memcon.model.record import Record, Report

if TYPE_CHECKING:
    from memcon.coder import Options


def run(
    sources: list[str],
    format: str | None,
    *,
    published: str | None,
    outlet: str | None,
    url: str | None,
    title: str | None,
    min_confidence: float,
    fast: bool,
    lexicons: tuple[Path, ...],
    allow_private: bool,
) -> int:
    """Code the sources and print them. Returns the exit status: 3 when some could not be coded."""
    format = format or ("memo" if sys.stdout.isatty() else "json")
    if format not in ("memo", "json", "jsonl", "csv"):
        raise BadOption(f"no format '{format}'; use memo, json, jsonl or csv")
    from memcon.coder import Options

    options = Options(lexicons, fast, min_confidence)
    given = {"published": published, "outlet": outlet, "url": url, "title": title}
    outcomes = code_each(reports_from(sources, given, allow_private), options)
    failed = done = 0
    writer = _Writer(format, may_hold_several(sources))
    told = Errors("; --format jsonl tells each")
    with Progress("coding", failures=True, results=True) as progress:
        for outcome in outcomes:
            progress.step(failed=isinstance(outcome, MemconError))
            if isinstance(outcome, Record):
                done += 1
                writer.record(outcome)
            else:
                failed += 1
                if format == "jsonl":
                    writer.error(outcome)
                else:
                    told.add(outcome)
    told.close()
    writer.close()
    if failed and (done or failed > 1 or format == "jsonl"):
        sys.stderr.write(f"memcon: {failed} of {done + failed} could not be coded\n")
    return 3 if failed else 0


def code_each(inputs: Iterator[Report | MemconError], options: object) -> Iterator[Record | MemconError]:
    """Records and errors in the order of the inputs; reports between two errors are parsed in batches."""
    from memcon.coder import Options

    assert isinstance(options, Options)
    pending: list[Report] = []
    size = 0
    for item in inputs:
        if isinstance(item, MemconError):
            yield from _coded(pending, options)
            pending, size = [], 0
            yield item
            continue
        pending.append(item)
        size += len(item.article.text)
        if size > 60_000:
            yield from _coded(pending, options)
            pending, size = [], 0
    yield from _coded(pending, options)


def _coded(reports: list[Report], options: Options) -> Iterator[Record | MemconError]:
    """Records of a batch; where one report breaks the coder, the rest of its batch is coded singly and it alone is named."""
    from memcon.coder import code_report, code_reports

    try:
        yield from list(code_reports(reports, options))
        return
    except MemconError:
        raise
    except Exception:
        pass
    for report in reports:
        try:
            yield code_report(report, options)
        except MemconError:
            raise
        except Exception as error:
            failed = Uncodable(
                f"coding failed ({type(error).__name__}: {error}); please report it with this text",
                place=report.article.url or report.article.id,
            )
            failed.key = report.key
            yield failed


def print_error(error: MemconError) -> None:
    """A named error on one line of standard error."""
    sys.stderr.write(f"memcon: {error.line()}\n")


class Errors:
    """Named errors on standard error, a line each; beyond the first so many they are counted by kind and told at the end."""

    MOST = 50

    def __init__(self, hint: str = "") -> None:
        self.hint = hint
        self.told = 0
        self.more: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many there were, printed or not."""
        return self.told + self.more.total()

    def add(self, error: MemconError) -> None:
        """Print or count one."""
        if self.told < self.MOST:
            self.told += 1
            print_error(error)
        else:
            self.more[error.kind] += 1

    def close(self) -> None:
        """Tell how many there were that were not printed."""
        if self.more:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in self.more.most_common())
            sys.stderr.write(f"memcon: {self.more.total():,} more errors: {kinds}{self.hint}\n")


class _Writer:
    """Records to standard output in one format."""

    def __init__(self, format: str, several: bool) -> None:
        self.format = format
        self.json = Json(several and format == "json")
        if format == "memo":
            from memcon.cli.memo import Memo

            self.memo = Memo()
        if format == "csv":
            import csv

            from memcon.cli.rows import COLUMNS

            self.csv = csv.writer(sys.stdout)
            self.csv.writerow(COLUMNS)

    def record(self, record: Record) -> None:
        """Print one record."""
        import msgspec

        if self.format == "memo":
            self.memo.show(record)
        elif self.format == "csv":
            from memcon.cli.rows import rows_of

            self.csv.writerows(rows_of(record))
        elif self.format == "jsonl":
            sys.stdout.write(msgspec.json.encode(record).decode() + "\n")
        else:
            self.json.add(record)
        sys.stdout.flush()

    def error(self, error: MemconError) -> None:
        """Print one error in a record's place."""
        import msgspec

        body = {"key": getattr(error, "key", None), "error": {"kind": error.kind, "message": error.line()}}
        sys.stdout.write(msgspec.json.encode(body).decode() + "\n")

    def close(self) -> None:
        """End the output."""
        self.json.close()
