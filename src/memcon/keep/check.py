"""Look whether every part of a store is there, whole, and what the manifest says of it."""

from __future__ import annotations

from pathlib import Path

from memcon.keep.manifest import Manifest
from memcon.keep.parts import digest_of, part, quoted
from memcon.keep.rows import TABLES, lacking
from memcon.keep.source import source_of
from memcon.model.errors import StoreError


def wrong_with(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong, a line each: parts that are missing, torn or changed, articles kept twice, rows without their article."""
    import duckdb

    wrong = []
    for group in manifest.groups:
        for table, expected in (("articles", group.articles), ("events", group.events), ("statements", group.statements)):
            path = part(folder, group.name, table)
            try:
                told = group.sha256.get(table)
                if told and digest_of(path) != told:
                    wrong.append(f"{path.name}: its bytes are not those that were written")
                    continue
                with duckdb.connect() as connection:
                    columns = ", ".join(f"count({c})" for c in TABLES[table] if c not in lacking(table, group.schema))
                    row = connection.execute(f"SELECT count(*), {columns} FROM read_parquet({quoted(path)})").fetchone()
                if row is None or row[0] != expected:
                    wrong.append(f"{path.name}: {row[0] if row else 0} rows, the manifest says {expected}")
            except duckdb.Error as error:
                wrong.append(f"{path.name}: {str(error).splitlines()[0][:160]}")
            except StoreError as error:
                wrong.append(f"{path.name}: {error.message}")
    return wrong or _among(folder, manifest)


def _among(folder: Path, manifest: Manifest) -> list[str]:
    """What only shows when the parts are held against each other."""
    import duckdb

    wrong = []
    sources = {table: source_of(folder, manifest.groups, table) for table in TABLES}
    with duckdb.connect() as connection:
        twice = connection.execute(
            f"SELECT article_id, coding, count(*) FROM {sources['articles']} GROUP BY ALL HAVING count(*) > 1 LIMIT 20"
        ).fetchall()
        wrong += [f"article {article} of coding {coding} is kept {count} times" for article, coding, count in twice]
        for table, key in (("events", "event_id"), ("statements", "statement_id")):
            rows = connection.execute(
                f"SELECT article_id, count(*) FROM {sources[table]} ANTI JOIN {sources['articles']} a USING (article_id, coding)"
                " GROUP BY ALL LIMIT 20"
            ).fetchall()
            wrong += [f"{count} {table} of article {article}, which is not there" for article, count in rows]
            double = connection.execute(
                f"SELECT article_id, {key}, count(*) FROM {sources[table]} GROUP BY article_id, coding, {key} HAVING count(*) > 1 LIMIT 20"
            ).fetchall()
            wrong += [f"{table[:-1]} {name} of article {article} is there {count} times" for article, name, count in double]
        missing = connection.execute(
            f"SELECT article_id FROM {sources['articles']} a LEFT JOIN (SELECT article_id, coding, count(*) AS n FROM {sources['events']}"
            " GROUP BY ALL) e USING (article_id, coding) WHERE a.events <> coalesce(e.n, 0) LIMIT 20"
        ).fetchall()
        wrong += [f"article {article} has not the number of events that it says" for (article,) in missing]
    return wrong
