"""The register in memory: every name it knows, and who held which office on which day."""

from __future__ import annotations

import atexit
import csv
import gc
import os
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from memcon.model.errors import BadRow
from memcon.register import tables
from memcon.register.lists import FOLDER, word_set
from memcon.register.names import Word, fold, words_of
from memcon.register.tables import Agent, Body, Holding, Organisation, State

Kind = Literal[
    "state",
    "adjective",
    "demonym",
    "capital",
    "seat",
    "organisation",
    "body",
    "person",
    "surname",
    "agent",
    "office",
    "city",
]
_LONGEST = 9
_LARGE = 150_000  # inhabitants of a city that places a body
_KNOWN = 400_000  # of one that does so though people bear its name
_NO_SURNAMES = word_set("no_surnames")
# states whose people are written family name first
_FAMILY_FIRST = {"CHN", "TWN", "HKG", "MAC", "KOR", "PRK"}
_GIVEN_FIRST = word_set("given_first")
# offices that are none: such people are known by their whole names only
_FIGURES = {"bus", "lab", "soc", "cvl", "jrn", "edu"}
PARTICLES = word_set("particles")


class Entry(NamedTuple):
    """One meaning of one name. ``cased`` names must be capitalised in the text, ``acronym`` ones all capitals."""

    kind: Kind
    code: str
    ref: State | Organisation | Body | Agent | Person | Office | City
    cased: bool = True
    acronym: bool = False


@dataclass(frozen=True)
class Office:
    """A title phrase and the office it names."""

    phrase: str
    office: str
    sector: str


@dataclass(frozen=True)
class City:
    """A city that places an actor in a country."""

    name: str
    country: str


@dataclass
class Person:
    """Everybody of one name in the register, with every office they held."""

    name: str
    aliases: set[str] = field(default_factory=set)
    holdings: list[Holding] = field(default_factory=list)
    surnamed: bool = False

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True)
class Match:
    """A register name found in a phrase: word range ``[first, last)`` and its meanings."""

    first: int
    last: int
    entries: tuple[Entry, ...]

    def of(self, *kinds: str) -> Entry | None:
        """The first meaning of one of these kinds, or None."""
        return next((e for e in self.entries if e.kind in kinds), None)


class Register:
    """Names and tenures. Build with `load_register`; lookups never change it."""

    def __init__(self) -> None:
        self.names: dict[str, list[Entry]] = {}
        self.longest: dict[str, int] = {}
        self.states: dict[str, State] = {}
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[tuple[str, str], Person] = {}
        self.tenures: dict[tuple[str, str], list[Holding]] = defaultdict(list)
        self.titled: dict[tuple[str, str, str], list[Holding]] = defaultdict(list)
        self.offices: dict[str, Office] = {}
        self.refused: list[BadRow] = []
        self.parliamentary: set[str] = set()
        self.territories: set[str] = set()
        self.regional: dict[str, str] = {}
        self.spellings: dict[str, set[str]] = {}  # filled when first asked for

    def add(self, name: str, entry: Entry) -> None:
        """File one name under its folded form."""
        key = fold(name)
        if not key:
            return
        entries = self.names.get(key)
        if entries is None:  # most names
            entries = self.names[key] = []
        for i in range(max(0, len(entries) - 8), len(entries)):  # a meaning filed twice comes twice in a row
            e = entries[i]
            if e.ref is entry.ref and e.kind == entry.kind:
                if (e.acronym and not entry.acronym) or (e.cased and not entry.cased):
                    entries[i] = entry  # "RENAMO" that is also written "Renamo", "Anti-Balaka" that is also "anti-balaka"
                return
        entries.append(entry)
        first, _, rest = key.partition(" ")
        words = rest.count(" ") + 2 if rest else 1
        if words > self.longest.get(first, 0):
            self.longest[first] = min(words, _LONGEST)

    def add_proper(self, kind: Kind, code: str, ref: State | Organisation | Body | Person | City, names: Iterable[str]) -> None:
        """File proper names: capitalised in text, and all capitals where the name itself is."""
        for name in names:
            acronym = name.isupper() and sum(map(str.isalpha, name)) <= 6  # nearly no name gets past the first half
            cased = name[:1].isupper() or next((c for c in name if c.isalpha()), "").isupper()
            self.add(name, Entry(kind, code, ref, cased=cased, acronym=acronym))

    def state_code(self, code: str) -> str | None:
        """The code where it is a state's, None where it is an organisation's or nobody's."""
        return code if code in self.states else None

    def find(self, words: list[Word]) -> list[Match]:
        """Register names in a phrase, longest first from the left, never overlapping."""
        found = []
        shouting = all(w.raw.isupper() for w in words if w.raw.isalpha()) and len(words) > 2
        at = 0
        while at < len(words):
            limit = min(self.longest.get(words[at].fold, 0), len(words) - at)
            for n in range(limit, 0, -1):
                key = " ".join(w.fold for w in words[at : at + n])
                entries = self.names.get(key)
                if entries:
                    raw = words[at].raw if n == 1 else words[at].raw + words[at + n - 1].raw
                    fits = tuple(e for e in entries if _fits(e, raw, words[at].raw, shouting))
                    if fits:
                        found.append(Match(at, at + n, fits))
                        at += n - 1
                        break
            at += 1
        return found

    def holders(self, country: str, office: str, day: str | None, titles: Collection[str] | None = None) -> list[Holding]:
        """Who held an office on an ISO day (None: the latest), undisputed holders first; ``titles``: only under these, folded."""
        if titles is None:
            tenures = self.tenures.get((country, office), [])
        else:  # of many ministers only the few so called are gone through
            tenures = [h for title in sorted(titles) for h in self.titled.get((country, office, title), ())]
        if day is None:
            return sorted(tenures, key=lambda h: (h.until == "", h.since), reverse=True)[:1]
        held = [h for h in tenures if h.on(day)]
        return sorted(held, key=lambda h: (h.standing == "disputed", _negative(h.since)))

    def add_holding(self, held: Holding) -> None:
        """File a tenure, its person and their names."""
        self.spellings = {}
        key = (fold(held.person), held.country)
        person = self.people.get(key)
        if person is None:
            person = self.people[key] = Person(held.person)
            self.add_proper("person", held.country, person, [held.person])
        if not person.surnamed and held.office not in _FIGURES:
            person.surnamed = True
            words = held.person.split()
            if len(words) > 1:
                self._add_surname(held.country, person, words)
        for alias in held.aliases:
            if alias not in person.aliases:
                person.aliases.add(alias)
                whole = " " in alias and fold(alias).split()[0] not in PARTICLES  # "de Boer" is a surname
                self.add_proper("person" if whole else "surname", held.country, person, [alias])
        person.holdings.append(held)
        self.tenures[(held.country, held.office)].append(held)
        self.titled[(held.country, held.office, fold(held.title))].append(held)

    def _add_surname(self, country: str, person: Person, words: list[str]) -> None:
        """File what a person of several names is called for short."""
        if country in _FAMILY_FIRST and len(words) in (2, 3) and words[0] not in _GIVEN_FIRST:
            # "Xi Jinping", "Lee Jae-myung", "Kim Il Sung"; but "Annette Lu", "Carrie Lam" by their last name too
            if fold(words[0]) not in _NO_SURNAMES:
                self.add_proper("surname", country, person, [words[0]])
            if len(words) == 3 or "-" in words[-1]:
                return
        last = fold(words[-1])
        if last not in _NO_SURNAMES and words[-1].strip("IVX"):  # nobody is called X for short who reigns as the tenth
            self.add_proper("surname", country, person, [words[-1]])
        if len(words) > 2 and fold(words[-2]) in PARTICLES:
            self.add_proper("surname", country, person, [" ".join(words[-2:])])
        elif "-" in words[-1] and fold(words[-1].split("-")[0]) in PARTICLES:
            self.add_proper("surname", country, person, [words[-1].split("-", 1)[1]])
        if len(words) > 2 and all(len(w.strip(".")) <= 2 for w in words[1:-1]):
            self.add_proper("person", country, person, [f"{words[0]} {words[-1]}"])


def _negative(day: str) -> str:
    return "".join(chr(0x39 - ord(c) + 0x30) if c.isdigit() else c for c in day)


def _fits(entry: Entry, raw: str, first: str, shouting: bool) -> bool:
    if entry.acronym:
        letters = [c for c in raw if c.isalpha()]
        return all(c.isupper() for c in letters) or (raw.endswith("s") and all(c.isupper() for c in letters[:-1]) and len(letters) > 3)
    if entry.cased:
        return first[:1].isupper() and (shouting or not (raw.isupper() and 1 < len(raw) <= 3))
    return True


@lru_cache(maxsize=1)
def load_register(folder: Path = FOLDER) -> Register:
    """The register as packaged and the user's own files after it, once a process. Bad rows are kept in ``refused``; the rest loads."""
    register = Register()
    with _uncollected():
        layer(register, folder)
        if folder == FOLDER:
            for path in user_files():
                layer_file(register, path)
    return register


@contextmanager
def _uncollected() -> Iterator[None]:
    """Build what stays for good without the garbage collector: it would look through it all again and again, a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            gc.enable()


@atexit.register
def _thaw() -> None:
    """Let go of what was frozen where DuckDB is there: it complains at the end of what of its own cannot be freed."""
    if "duckdb" in sys.modules:
        gc.unfreeze()


def user_folder() -> Path:
    """Where a user's own register files are kept: ``$MEMCON_REGISTER``, else ``register`` in the user's data folder."""
    if named := os.environ.get("MEMCON_REGISTER"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("memcon", appauthor=False)) / "register"


def user_files() -> list[Path]:
    """The user's own register files, in the order in which they are loaded."""
    return sorted(user_folder().glob("*.csv"))


def layer_file(register: Register, path: Path) -> int:
    """Add one user's file over what is there, whatever table its columns say it is. The number of rows added."""
    from memcon.register.own import read_own

    with _uncollected():
        return sum(1 for row in read_own(path, register, register.refused.append) if _file_row(register, row))


def _file_row(register: Register, row: Holding | Body | Organisation | Agent) -> bool:
    """Add one row of a user's table."""
    if isinstance(row, Holding):
        register.add_holding(row)
    elif isinstance(row, Body):
        register.add_proper("body", row.country, row, (row.name, *row.names))
    elif isinstance(row, Organisation):
        register.organisations[row.code] = row
        register.add_proper("organisation", row.code, row, (row.name, *row.names))
    else:
        for form in _forms(row.phrase):
            register.add(form, Entry("agent", row.sectors[0], row, cased=False))
    return True


def layer(register: Register, folder: Path) -> None:
    """Add a folder of register files (same names and columns as ours) over what is there."""
    refuse = register.refused.append
    if (path := folder / "states.csv").exists():
        for state in tables.read_rows(path, tables.state, refuse):
            register.states[state.code] = state
            register.add_proper("state", state.code, state, (state.name, *state.names))
            register.add_proper("adjective", state.code, state, state.adjectives)
            register.add_proper("demonym", state.code, state, state.demonyms)
            register.add_proper("capital", state.code, state, state.capitals)
            register.add_proper("seat", state.code, state, state.seats)
    if (path := folder / "organisations.csv").exists():
        for organisation in tables.read_rows(path, tables.organisation, refuse):
            register.organisations[organisation.code] = organisation
            register.add_proper("organisation", organisation.code, organisation, (organisation.name, *organisation.names))
    for name in ("bodies.csv", "groups.csv", "media.csv"):
        if (path := folder / name).exists():
            for body in tables.read_rows(path, tables.body, refuse):
                if name == "media.csv":
                    body = Body(body.name, body.names, body.country, ("JRN",), "media", "", "")
                register.add_proper("body", body.country, body, (body.name, *body.names))
    if (path := folder / "offices.csv").exists():
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                office = register.offices[fold(row["phrase"])] = Office(row["phrase"], row["office"], row["sector"])
                register.add(row["phrase"], Entry("office", row["office"], office, cased=False))
    if (path := folder / "parliamentary.csv").exists():
        with path.open(encoding="utf-8", newline="") as handle:
            register.parliamentary |= {row["country"] for row in csv.DictReader(handle)}
    if (path := folder / "territories.csv").exists():
        for row in tables.read_rows(path, dict, refuse):
            state = register.states[row["country"]]
            for kind, cell in (("state", row["names"]), ("adjective", row["adjectives"])):
                register.territories |= {fold(n) for n in tables.many(cell)}
                register.regional |= {fold(n): fold(tables.many(row["names"])[0]) for n in tables.many(cell)}
                register.add_proper("state" if kind == "state" else "adjective", state.code, state, tables.many(cell))
    if (path := folder / "peoples.csv").exists():
        for row in tables.read_rows(path, dict, refuse):
            state = register.states[row["country"]]
            register.add_proper("adjective", state.code, state, tables.many(row["adjectives"]))
            register.add_proper("demonym", state.code, state, tables.many(row["demonyms"]))
            register.regional |= {fold(n): fold(row["place"]) for n in tables.many(row["adjectives"])}
    if (path := folder / "agents.csv").exists():
        for agent in tables.read_rows(path, tables.agent, refuse):
            for form in _forms(agent.phrase):
                register.add(form, Entry("agent", agent.sectors[0], agent, cased=False))
    for path in sorted((folder / "holders").glob("*.csv")):
        for held in tables.read_holdings(path, refuse):
            register.add_holding(held)
    if (path := folder.parent / "places" / "cities.csv").exists():
        _layer_places(register, path.parent)


def _layer_places(register: Register, folder: Path) -> None:
    """Provinces and large cities, as what places a body: "Shanghai police". The file of cities goes from large to small."""
    for row in tables.read_rows(folder / "regions.csv", dict, register.refused.append):
        if row["kind"] == "admin1" and row["country"]:
            for name in (row["name"], *tables.many(row["names"])):
                _layer_place(register, name, row["country"])
    for row in tables.read_rows(folder / "exonyms.csv", dict, register.refused.append):
        _layer_place(register, row["name"], row["country"])
    with (folder / "cities.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        next(reader, None)
        for _, name, _, country, _, _, _, population in reader:
            if int(population) < _LARGE:
                break
            if int(population) >= _KNOWN or fold(name) not in register.names:  # George is a man before he is a town
                _layer_place(register, name, country)


def _layer_place(register: Register, name: str, country: str) -> None:
    if len(name) > 3 and not any(e.kind != "surname" for e in register.names.get(fold(name), ())):
        register.add_proper("city", country, City(name, country), [name])


def _forms(phrase: str) -> list[str]:
    """A common-noun phrase with its plural: "heads of state" of "head of state"."""
    lead, of, rest = phrase.partition(" of ")
    if of:
        return [f"{form} of {rest}" for form in _forms(lead)]
    head = phrase.split()[-1]
    stem = phrase[: len(phrase) - len(head)]
    if head.endswith("s") and not head.endswith("ss"):
        return [phrase]
    if head.endswith(("man", "woman")) and head not in ("human",):
        plural = head[:-2] + "en"
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        plural = head[:-1] + "ies"
    elif head.endswith(("s", "x", "ch", "sh")) and not head.endswith("arch"):
        plural = head + "es"
    elif head == "person":
        plural = "people"
    else:
        plural = head + "s"
    return [phrase, stem + plural]


__all__ = [
    "FOLDER",
    "Agent",
    "Body",
    "City",
    "Entry",
    "Holding",
    "Match",
    "Office",
    "Person",
    "Register",
    "layer",
    "layer_file",
    "load_register",
    "user_files",
    "user_folder",
    "words_of",
]
