"""The gazetteer: what places a name may mean. Cities from GeoNames (CC BY 4.0), regions and states from our own tables."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from memcon.register.names import Word, fold
from memcon.register.register import load_register

FOLDER = Path(__file__).parent.parent / "knowledge" / "places"
_LONGEST = 6


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
    """Places by folded name. Build with `load_gazetteer`."""

    def __init__(self) -> None:
        self.names: dict[str, list[Spot]] = defaultdict(list)
        self.longest: dict[str, int] = {}

    def add(self, spot: Spot, names: tuple[str, ...]) -> None:
        """File a place under its names."""
        for name in dict.fromkeys(fold(n) for n in names):
            if not name:
                continue
            self.names[name].append(spot)
            first, words = name.split(" ", 1)[0], name.count(" ") + 1
            if words > self.longest.get(first, 0):
                self.longest[first] = min(words, _LONGEST)

    def find(self, words: list[Word], at: int) -> tuple[int, list[Spot]] | None:
        """The longest name that begins at a word: how many words it has, and the places it may mean."""
        for n in range(min(self.longest.get(words[at].fold, 0), len(words) - at), 0, -1):
            spots = self.names.get(" ".join(w.fold for w in words[at : at + n]))
            if spots:
                return n, spots
        return None


@lru_cache(maxsize=1)
def load_gazetteer(folder: Path = FOLDER) -> Gazetteer:
    """The gazetteer as packaged, once a process."""
    gazetteer = Gazetteer()
    states = load_register().states
    placed: set[str] = set()
    if (folder / "regions.csv").exists():
        with (folder / "regions.csv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                country = row["country"] or None
                names = (row["name"], *_many(row["names"]))
                if row["kind"] == "country" and country in states:
                    state = states[country]
                    names = (*names, state.name, *state.names)
                    placed.add(country)
                gazetteer.add(
                    Spot(
                        row["name"],
                        row["kind"],
                        country,
                        row["name"] if row["kind"] == "admin1" else None,
                        _number(row["latitude"]),
                        _number(row["longitude"]),
                        int(row["geonames"]) if row["geonames"] else None,
                        0,
                    ),
                    names,
                )
    for code, state in states.items():
        if code not in placed:
            gazetteer.add(Spot(state.name, "country", code, None, None, None, None, 0), (state.name, *state.names))
    with (folder / "cities.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        next(reader)
        for number, name, variants, city_country, admin1, latitude, longitude, population in reader:
            gazetteer.add(
                Spot(name, "city", city_country, admin1 or None, float(latitude), float(longitude), int(number), int(population)),
                (name, *_many(variants)),
            )
    return gazetteer


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
