"""What 100,000 added actors cost: the time to load them, and what they add to annotating news.

    python tools/bench_register.py ARTICLES.jsonl [--rows 100000] [--rounds 5]

Each measurement is a process of its own and counts its processor time. Times of annotation alternate with and without the added file, and
the least of each is told, for what else runs on the machine only ever adds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_LOAD = """
import sys, time
from memcon.register.register import FOLDER, Register, _uncollected, layer, layer_file
from pathlib import Path
register = Register()
with _uncollected():
    layer(register, FOLDER)
start = time.process_time()
added = layer_file(register, Path(sys.argv[1]))
print(time.process_time() - start, added, len(register.refused))
"""

_RUN = """
import json, sys, time
from memcon.annotate import annotate_many
from memcon.evaluate.gold import plain_report
from memcon.register.gazetteer import load_gazetteer
from memcon.register.register import load_register
load_register(); load_gazetteer()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")][:int(sys.argv[2])]
articles = [plain_report(text, "2024-05-14").article for text in texts]
list(annotate_many(articles[:3]))
start = time.process_time()
n = sum(len(r.mentions) for r in annotate_many(articles))
print(time.process_time() - start, n)
"""

_CODES = "FRA DEU GBR ITA ESP POL UKR TUR EGY NGA KEN ZAF IND PAK CHN JPN KOR IDN BRA ARG MEX COL USA CAN AUS".split()
_SYLLABLES = "ba be di do fa ga ha ji ka la ma na o pe ra sa ta u va wo ya zi ko lu mi ne qua ri sho tu vel win xan yor zeb".split()


def made_up(rng: random.Random) -> str:
    """A name that nobody has: two or three words of two to four syllables."""
    return " ".join("".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 4))).title() for _ in range(rng.randint(2, 3)))


def write_rows(path: Path, rows: int) -> None:
    """A file of made-up holders, one in three with an alias."""
    rng = random.Random(7)
    with path.open("w", encoding="utf-8") as out:
        out.write("country,office,title,person,aliases,from,to\n")
        for i in range(rows):
            alias = made_up(rng) if i % 3 == 0 else ""
            year = rng.randint(1995, 2025)
            out.write(f"{rng.choice(_CODES)},gov,deputy minister,{made_up(rng)},{alias},{year}-0{rng.randint(1, 9)}-11,\n")


def run(code: str, arguments: list[str], folder: Path) -> list[float]:
    """The numbers that a process prints, with the user's register in ``folder``."""
    environment = {**os.environ, "MEMCON_REGISTER": str(folder)}
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=True)
    return [float(part) for part in done.stdout.split()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=int, default=124, help="articles")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        empty, full = Path(name) / "empty", Path(name) / "full"
        empty.mkdir()
        full.mkdir()
        write_rows(full / "mine.csv", options.rows)
        loads = [run(_LOAD, [str(full / "mine.csv")], empty) for _ in range(options.rounds)]
        told: dict[str, object] = {"rows": int(loads[0][1]), "refused": int(loads[0][2]), "load, s": round(min(x[0] for x in loads), 2)}
        arguments = [str(options.articles), str(options.most)]
        without, with_them = [], []
        for _ in range(options.rounds):
            without.append(run(_RUN, arguments, empty)[0])
            with_them.append(run(_RUN, arguments, full)[0])
        told["annotate without, s"] = round(min(without), 2)
        told["annotate with, s"] = round(min(with_them), 2)
        told["slower by"] = f"{100 * (min(with_them) / min(without) - 1):.1f} %"
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
