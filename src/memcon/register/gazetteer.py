"""The gazetteer: what places a name may mean. Towns from GeoNames (CC BY 4.0), regions and states from our own tables."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from memcon.register.names import Word, fold
from memcon.register.register import load_register

FOLDER = Path(__file__).parent.parent / "knowledge" / "places"
_LONGEST = 6
_TOWN = 5000  # inhabitants


@dataclass(frozen=True)
class Spot:
    """One place. ``kind`` is city, country, admin1, continent, sea, river, island, …; degrees are WGS 84."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    population: int


class Gazetteer:
    """Places by folded name. Build with `load_gazetteer`.

    Regions and states are held as such; the 200,000 towns and counties stay lines of text, sorted by name, and are read when asked for.
    """

    def __init__(self, lines: list[str] | None = None, everyday: frozenset[str] = frozenset()) -> None:
        self.regions: dict[str, list[Spot]] = defaultdict(list)
        self.everyday = everyday
        self.short: dict[str, list[Spot]] = defaultdict(list)  # abbreviations that count right behind a place only
        self.codes: dict[tuple[str, str], str] = {}  # state and province's code in the towns' lines -> its name
        self.exonyms: dict[str, tuple[str, str]] = {}  # an English name -> its town's own, folded, and state
        self._lines = lines or []
        self._longest: dict[str, int] = {}
        self._known: dict[str, list[Spot]] = {}

    def add(self, spot: Spot, names: tuple[str, ...]) -> None:
        """File a region or state under its names."""
        for name in dict.fromkeys(fold(n) for n in names):
            if name:
                self.regions[name].append(spot)

    def places(self, name: str) -> list[Spot]:
        """What a folded name may mean: regions and states, then towns and counties, the most populous first."""
        known = self._known.get(name)
        if known is None:
            towns = self._towns(name)
            own = self.regions.get(name, [])
            placed = {(s.kind, s.country) for s in own}
            if name in self.exonyms:
                town, country = self.exonyms[name]
                own = [*own, *[t for t in self._towns(town) if t.country == country and t.kind == "city"][:1]]
            known = [*own, *(t for t in towns if (t.kind, t.country) not in placed or t.kind not in ("admin1", "country"))]
            if len(self._known) < 100_000:
                self._known[name] = known
        return known

    def find(self, words: list[Word], at: int) -> tuple[int, list[Spot]] | None:
        """The longest name that begins at a word: how many words it has, and the places it may mean."""
        for n in range(min(self._limit(words[at].fold), len(words) - at), 0, -1):
            spots = self.places(" ".join(w.fold for w in words[at : at + n]))
            if spots:
                return n, spots
        return None

    def is_name(self, name: str) -> bool:
        """Whether a folded name is a region's or that of a town of some size."""
        return any(s.kind != "city" or s.population >= _TOWN for s in self.places(name))

    def _towns(self, name: str) -> list[Spot]:
        start, found = name + ",", []
        for i in range(bisect_left(self._lines, start), len(self._lines)):
            line = self._lines[i]
            if not line.startswith(start):
                break
            _, shown, kind, country, admin1, latitude, longitude, number, population = line.split(",")
            found.append(
                Spot(
                    shown,
                    kind,
                    country or None,
                    admin1 or None,
                    float(latitude),
                    float(longitude),
                    int(number) if number else None,
                    int(population),
                )
            )
        return sorted(found, key=lambda s: -s.population)

    def _limit(self, first: str) -> int:
        """How many words the longest name has that begins with a word."""
        limit = self._longest.get(first)
        if limit is None:
            limit = 0
            if any(True for _ in self._starting(first + ",")):
                limit = 1
            limit = max((line[: line.index(",")].count(" ") + 1 for line in self._starting(first + " ")), default=limit)
            limit = max((limit, *(n.count(" ") + 1 for n in self.exonyms if n.split(" ", 1)[0] == first)))
            self._longest[first] = limit = min(limit, _LONGEST)
        return limit

    def _starting(self, start: str) -> Iterator[str]:
        for i in range(bisect_left(self._lines, start), len(self._lines)):
            if not self._lines[i].startswith(start):
                return
            yield self._lines[i]

    def settle(self) -> None:
        """Make ready for look-ups once every region is filed."""
        longest: dict[str, int] = {}
        for name in self.regions:
            first = name.split(" ", 1)[0]
            longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
        for first, words in longest.items():
            self._longest[first] = min(_LONGEST, max(words, self._limit(first)))


@lru_cache(maxsize=1)
def load_gazetteer(folder: Path = FOLDER) -> Gazetteer:
    """The gazetteer as packaged, once a process."""
    lines = (folder / "towns.csv").read_text("utf-8").splitlines()[1:] if (folder / "towns.csv").exists() else []
    everyday = (folder / "words.txt").read_text("utf-8").split("\n") if (folder / "words.txt").exists() else []
    gazetteer = Gazetteer(lines, frozenset(everyday))
    if (folder / "exonyms.csv").exists():
        with (folder / "exonyms.csv").open(encoding="utf-8", newline="") as handle:
            gazetteer.exonyms = {fold(row["name"]): (fold(row["town"]), row["country"]) for row in csv.DictReader(handle)}
    states = load_register().states
    placed: set[str] = set()
    with (folder / "regions.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    # what lies in a state and has its own row is not another name of the state here: England, Darfur
    parts = {(row["country"], fold(n)) for row in rows if row["kind"] != "country" for n in (row["name"], *_many(row["names"]))}
    for row in rows:
        country = row["country"] or None
        names = (row["name"], *_many(row["names"]))
        if row["kind"] == "country" and country in states:
            state = states[country]
            names = (*names, state.name, *(n for n in state.names if (country, fold(n)) not in parts))
            placed.add(country)
        spot = Spot(
            row["name"],
            row["kind"],
            country,
            row["name"] if row["kind"] == "admin1" else None,
            _number(row["latitude"]),
            _number(row["longitude"]),
            int(row["geonames"]) if row["geonames"] else None,
            0,
        )
        gazetteer.add(spot, names)
        for name in _many(row["short"]):
            gazetteer.short[fold(name)].append(spot)
            if country and len(name) == 2:
                gazetteer.codes[(country, name)] = fold(row["name"])
    for code, state in states.items():
        if code not in placed:
            gazetteer.add(Spot(state.name, "country", code, None, None, None, None, 0), (state.name, *state.names))
    gazetteer.settle()
    return gazetteer


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
