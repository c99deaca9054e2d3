"""One actor: what the register knows of it, and everything that the store holds of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from memcon.desk.data import filter_of
from memcon.desk.links import actor_href, code_named
from memcon.desk.matrix import name_of
from memcon.desk.rows import PAGE, REAL, ask, hold, shown, single
from memcon.desk.series import series
from memcon.keep.rows import code_of
from memcon.keep.store import Store
from memcon.model.errors import BadOption, NotFound
from memcon.model.record import Actor
from memcon.register.names import fold
from memcon.register.register import Person, load_register
from memcon.register.tables import Body, Holding

# how many of the newest reports are read for spellings and people
REPORTS = 60
_ID = re.compile(r"a[0-9a-f]{10}")
_PRONOUNS = set(
    "he him his she her hers it its they them their theirs we us our ours i me my mine you your who whom whose which that".split()
)


def canonical(store: Store, name: str) -> str | None:
    """The address under which an actor is kept, where it was asked for by another: a record's actor id, a state's name."""
    if name in load_register().states or name in load_register().organisations:
        return None
    if code := code_named(name.upper() if len(name) <= 8 and name.islower() else name):
        return actor_href(code)
    if not _ID.fullmatch(name):
        return None
    with store.connect() as connection:
        row = connection.execute("SELECT article_id FROM articles WHERE contains(record, ?) LIMIT 1", [f'"id":"{name}"']).fetchone()
    for record in store.records([row[0]] if row else []):
        for one in record.actors:
            if one.id == name:
                return actor_href(one.name, [c] if (c := code_of(one)) else [])
    return None


def actor(store: Store, name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """What is known of an actor: by its code for a state or an organisation, else by its name. Raises `NotFound`, `BadOption`."""
    register = load_register()
    code = name if name in register.states or name in register.organisations else None
    home = query.get("home", "")[:20].upper() or None
    ours, theirs = ("actor_codes", "recipient_codes") if code else ("actors", "recipients")
    me = code or name
    mine, given = f"(list_contains({ours}, ?) OR list_contains({theirs}, ?))", [me, me]
    spoke, said = ("speaker_code = ?", [me]) if code else ("speaker = ?", [me])
    if home and not code:
        mine += " AND (list_contains(actor_codes, ?) OR list_contains(recipient_codes, ?))"
        given += [home, home]
        spoke += " AND speaker_code = ?"
        said.append(home)
    wanted = filter_of(query)
    real = "TRUE" if wanted.status else f"status IN {REAL}"
    columns = f"list_contains({ours}, ?) AS acts, list_contains({theirs}, ?) AS suffers, {ours} AS ours, {theirs} AS theirs, {real} AS real"
    with store.connect() as connection:
        hold(connection, wanted, mine, given, columns, [me, me])
        summed = ask(
            connection,
            'SELECT count(*) AS "all", count(*) FILTER (acts) AS acts, count(*) FILTER (suffers) AS suffers FROM hit WHERE inside',
        )[0]
        told = series(connection, "hit WHERE real AND day IS NOT NULL")
        types = ask(connection, "SELECT type, count(*) AS events FROM hit WHERE inside GROUP BY type ORDER BY events DESC, type")
        others = connection.execute(
            "SELECT other, count(*) FILTER (quad <= 2), count(*) FILTER (quad > 2) FROM (SELECT quad,"
            " unnest(list_distinct(IF(acts, theirs, []) || IF(suffers, ours, []))) AS other FROM hit WHERE inside)"
            " GROUP BY other ORDER BY count(*) DESC, other LIMIT 24"
        ).fetchall()
        newest = connection.execute(
            f"SELECT article_id FROM hit WHERE inside GROUP BY article_id ORDER BY max(day) DESC NULLS LAST, article_id LIMIT {REPORTS}"
        ).fetchall()
        rows = shown(connection, "hit WHERE inside", wanted.offset)
        spoken = ask(
            connection,
            f"SELECT statement_id, article_id, published, speaker, stance, channel, form, content FROM statements WHERE {spoke}"
            " ORDER BY published DESC NULLS LAST, article_id, statement_id LIMIT 40",
            said,
        )
        (spoke_count,) = single(connection, f"SELECT count(*) FROM statements WHERE {spoke}", said)
        (last,) = single(connection, "SELECT max(published) FROM articles")
    on = _day(query.get("on"), str(last) if last else date.today().isoformat())
    entry = _code_entry(code, on) if code else _name_entry(name, home, on)
    reports = list(dict.fromkeys([*(r[0] for r in newest), *(s["article_id"] for s in spoken)]))[:REPORTS]
    if entry is None and not reports:
        # named in some report, but in no event and without a word of its own
        reports = _naming(store, name)
        if not reports:
            raise NotFound("no such actor in the register or the store", place=name[:60])
    spellings, people = _in_texts(store, reports, code, name, home)
    return {
        "id": name,
        "name": name_of(code) if code else name,
        "home": home,
        "code": code,
        "register": entry,
        "spellings": spellings,
        "people": people,
        **summed,
        "since": wanted.since,
        "until": wanted.until,
        "series": told,
        "types": types,
        "counterparts": [_counterpart(other, good, bad, code is not None) for other, good, bad in others],
        "said": spoke_count,
        "statements": spoken,
        "reports_read": len(reports),
        "events": rows,
        "page": int(query.get("page") or 0),
        "more": len(rows) == PAGE,
    }


def _naming(store: Store, name: str) -> list[str]:
    """The reports whose record has an actor of this name."""
    with store.connect() as connection:
        rows = connection.execute(
            "SELECT article_id FROM articles WHERE contains(record, ?) ORDER BY published DESC NULLS LAST, article_id LIMIT ?",
            [f'"name":{msgspec.json.encode(name).decode()},"kind":', REPORTS],
        ).fetchall()
    return [row[0] for row in rows]


def _day(given: str | None, otherwise: str) -> str:
    try:
        return date.fromisoformat(given).isoformat() if given else otherwise
    except ValueError:
        raise BadOption(f"'{given}' is no day; write YYYY-MM-DD") from None


def _code_entry(code: str, on: str) -> dict[str, Any]:
    register = load_register()
    held = [h for (home, _), some in register.tenures.items() if home == code for h in some]
    entry: dict[str, Any] = {"offices": _offices(held, on)}
    if state := register.states.get(code):
        return {
            "kind": "state" if state.kind == "member" else state.kind,
            "names": [state.name, *state.names],
            "adjectives": [*state.adjectives, *state.demonyms],
            "stands_for_it": [*state.capitals, *state.seats],
            "members": [],
            "country": None,
            **entry,
        }
    organisation = register.organisations[code]
    return {
        "kind": "organisation",
        "names": [organisation.name, *organisation.names],
        "adjectives": [],
        "stands_for_it": [],
        "members": list(organisation.members),
        "country": organisation.country or None,
        **entry,
    }


def _name_entry(name: str, home: str | None, on: str) -> dict[str, Any] | None:
    """A person with every office, or a named body; None where the register knows neither by this whole name."""
    entries = load_register().names.get(fold(name), [])
    here = [e for e in entries if home is None or e.code == home or not e.code] or entries
    people = [e.ref for e in here if e.kind == "person" and isinstance(e.ref, Person)]
    if people:
        held = list(dict.fromkeys(h for p in people for h in p.holdings))
        aliases = sorted({a for p in people for a in p.aliases})
        return {"kind": "person", "names": [people[0].name, *aliases], "country": None, "offices": _offices(held, on), **_NO_STATE}
    for one in here:
        if one.kind == "body" and isinstance(one.ref, Body):
            body = one.ref
            return {
                "kind": body.kind,
                "names": [body.name, *body.names],
                "sectors": list(body.sectors),
                "country": body.country or None,
                "offices": {"on": on, "held": [], "other": []},
                **_NO_STATE,
            }
    return None


_NO_STATE: dict[str, list[str]] = {"adjectives": [], "stands_for_it": [], "members": []}


def _offices(held: list[Holding], on: str) -> dict[str, Any]:
    """Tenures on a day, and the others, the newest first. Each with where the row is from."""
    rank = {o: i for i, o in enumerate(("hos", "hog", "leader", "sg", "vp", "fm", "dm", "int", "fin", "spk", "opp"))}
    rows = [
        {
            "office": h.office,
            "title": h.title or h.office,
            "person": h.person,
            "country": h.country,
            "since": h.since or None,
            "until": h.until or None,
            "standing": h.standing or None,
            "source": h.source or None,
            "checked": h.checked or None,
            "on": h.on(on),
        }
        for h in held
    ]
    now = sorted((r for r in rows if r["on"]), key=lambda r: (rank.get(str(r["office"]), 99), str(r["since"] or "")))
    other = sorted((r for r in rows if not r["on"]), key=lambda r: str(r["since"] or ""), reverse=True)
    return {"on": on, "held": now, "other": other}


def _in_texts(
    store: Store, reports: list[str], code: str | None, name: str, home: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """How the newest reports write it, and, of a state or an organisation, who stands for it there."""
    written: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for record in store.records(reports):
        for one in record.actors:
            if not _is(one, code, name, home):
                continue
            if code and one.kind not in ("state", "government") and code_named(one.name) != code:
                people[one.name] += 1
                continue
            for start, end in one.spans:
                words = " ".join(record.article.text[start:end].split())
                if fold(words) not in _PRONOUNS:
                    written[words] += 1
    return (
        [{"words": w, "times": n} for w, n in written.most_common(24)],
        [{"name": p, "reports": n} for p, n in people.most_common(24)],
    )


def _is(one: Actor, code: str | None, name: str, home: str | None) -> bool:
    if code:
        return code_of(one) == code
    return one.name == name and (home is None or code_of(one) == home)


def _counterpart(other: str, good: int, bad: int, coded: bool) -> dict[str, Any]:
    """Who stood on the other side, with the balance of cooperation and conflict."""
    return {
        "id": other,
        "name": name_of(other) if coded else other,
        "events": good + bad,
        "cooperation": good,
        "conflict": bad,
        "balance": round((good - bad) / (good + bad), 3),
    }
