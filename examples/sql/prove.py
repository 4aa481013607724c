#!/usr/bin/env python3
"""Proves the joins of this folder: what a database answers from the tables is what `screen` answers.

    python examples/sql/prove.py duckdb --rows 1000000
    python examples/sql/prove.py duckdb spark --rows 10000000

Draws random questions from the rules (not from the tables), and asks besides for every edge of every stretch in the tables; lets `screen` and
the database answer them, and compares row by row. Exit status 1, with the first rows that differ, if any does.
"""

import argparse
import csv
import datetime
import itertools
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# What is compared, of each row: all that `screen` appends but the text of an error.
COMPARED = ["row", "verdict", "duty", "risk", "membership", "warrant", "from", "until"]
SHOWN = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="+", choices=["duckdb", "spark"], metavar="duckdb|spark")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--known-at", metavar="DAY", help="both sides as known on a day")
    parser.add_argument("--rules", metavar="DIR", default=str(ROOT / "rules"))
    parser.add_argument("--build", default="--release", help="how Cargo builds the examples; as they are built already saves minutes")
    parser.add_argument("--folder", metavar="DIR", help="keep the files here, and use again what is there of tables/, questions.csv, screened.csv")
    options = parser.parse_args()

    if options.folder:
        folder = pathlib.Path(options.folder).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        prove(options, folder)
    else:
        with tempfile.TemporaryDirectory(prefix="prove-") as folder:
            prove(options, pathlib.Path(folder))


def prove(options, folder):
    made = [("tables", tables), ("questions.csv", draw), ("screened.csv", screen)]
    for name, make in made:
        if not (folder / name).exists():
            with timed(name):
                # Under its name only when it is whole.
                make(options, folder, folder / f"{name}.partial")
                (folder / f"{name}.partial").rename(folder / name)
    for name in options.databases:
        {"duckdb": duckdb, "spark": spark}[name](folder)
        with timed("compared"):
            rows, unanswered, differing = compare(folder, name)
        if differing:
            sys.exit(f"{differing:,} of {rows:,} rows differ")
        print(f"{name}: {rows:,} rows are equal to those of screen, {unanswered:,} of them without an answer on both sides", flush=True)


class timed:
    """Says how long something took."""

    def __init__(self, what):
        self.what = what

    def __enter__(self):
        self.begun = time.monotonic()

    def __exit__(self, failed, *_):
        if not failed:
            print(f"{self.what}: {time.monotonic() - self.begun:.1f} s", flush=True)


def example(name, options, *arguments, **how):
    known = ["--known-at", options.known_at] if options.known_at else []
    command = ["cargo", "run", "--quiet", *options.build.split(), "--example", name, "--", "--rules", os.path.abspath(options.rules), *known]
    return subprocess.run([*command, *map(str, arguments)], cwd=ROOT, **how).returncode


def tables(options, folder, path):
    if example("table", options, "--out", path, stdout=subprocess.DEVNULL):
        sys.exit("no tables")


def screen(options, folder, path):
    with open(path, "wb") as output:
        # 1 says that some rows have no answer, which is meant; whether they are the right ones is compared.
        status = example("screen", options, folder / "questions.csv", stdout=output)
    if status not in (0, 1):
        sys.exit("no answers from screen")


def duckdb(folder):
    import duckdb as engine

    os.chdir(folder)
    with timed(f"DuckDB {engine.__version__}"), engine.connect() as connection:
        connection.execute((HERE / "duckdb.sql").read_text())


def spark(folder):
    from pyspark import __version__
    from pyspark.sql import SparkSession

    os.chdir(folder)
    builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "4g").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    session = builder.config("spark.sql.warehouse.dir", str(folder / "warehouse")).config("spark.local.dir", str(folder)).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    with timed(f"Spark {__version__}"):
        for statement in (HERE / "spark.sql").read_text().split(";\n"):
            if statement.strip():
                session.sql(statement)
    session.stop()


def answers(paths):
    """The rows that a database wrote, in files that follow each other; in which order, their first rows tell."""
    files = []
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            header, first = next(csv.reader(file), COMPARED), next(csv.reader(file), None)
            if header != COMPARED:
                sys.exit(f"{path}: unexpected columns {header}")
            if first:
                files.append((int(first[0]), path))
    for _, path in sorted(files):
        with open(path, newline="", encoding="utf-8") as file:
            yield from itertools.islice(csv.reader(file), 1, None)


def compare(folder, database):
    """How many rows there are, how many neither side answers, and how many differ, of which it prints the first."""
    paths = folder.glob({"duckdb": "answers.csv", "spark": "answers/*.csv"}[database])
    with open(folder / "screened.csv", newline="", encoding="utf-8") as file:
        screened = csv.reader(file)
        header = next(screened)
        places = [header.index(name) for name in COMPARED]
        rows = unanswered = differing = 0
        for row, answer in itertools.zip_longest(screened, answers(paths)):
            rows += 1
            wanted = row and [row[place] for place in places]
            if wanted != answer:
                differing += 1
                if differing <= SHOWN:
                    print(f"screen:   {row}\n{database}: {answer}", file=sys.stderr)
            elif not wanted[1]:
                unanswered += 1
        return rows, unanswered, differing


def draw(options, folder, path):
    random.seed(options.seed)
    persons, destinations = names(options.rules, "persons"), names(options.rules, "states", "territories")
    dates = days(options.rules)
    borders = edges(folder / "tables" / "visit.csv", options)
    choice, chance = random.choice, random.random
    everybody, everywhere = list(persons.values()), list(destinations.values())
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row", "person", "destination", "date"])
        for row in range(options.rows - len(borders)):
            person, destination, date = choice(choice(everybody)), choice(choice(everywhere)), choice(dates)
            if chance() < 0.02:
                person = choice(["Nobody", "", "Put", "Vladimir", "!?", destination, person + " x"])
            if chance() < 0.02:
                destination = choice(["Atlantis", "", "Congo", "Guinea B", "Korea", person, destination[:-1]])
            if chance() < 0.02:
                date = choice(["2023-02-30", "2023-2-3", "12.10.2023", "", "tomorrow", "2023-10-12T00:00", "0000-01-01", "20231012", f" {date} "])
            writer.writerow([row, person, destination, date])
        for row, (person, destination, date) in enumerate(borders, options.rows - len(borders)):
            writer.writerow([row, choice(persons[person]), choice(destinations[destination]), date])


def edges(path, options):
    """Of every stretch in the table, the first day, the last day and the day after, so that none can be wrong unseen; of many, as many
    as are half of the rows."""
    found = set()
    with open(path, newline="", encoding="utf-8") as file:
        for stretch in csv.DictReader(file):
            until = datetime.date.fromisoformat(stretch["until"])
            after = until + datetime.timedelta(days=1) if until < datetime.date.max else until
            found |= {(stretch["person"], stretch["destination"], day) for day in (stretch["from"], str(until), str(after))}
    # Not from the one source of chance, whose draws stay the same whatever the table holds.
    return random.Random(options.seed).sample(sorted(found), min(len(found), options.rows // 2))


def names(rules, *folders):
    """Of each thing, by id, every name that the rules give it, as it stands and as people may write it."""
    things = {}
    for path in sorted(path for folder in folders for path in pathlib.Path(rules, folder).glob("*.toml")):
        for key, thing in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(thing, dict) and "name" in thing:
                codes = [key, *filter(None, [thing.get("alpha3")])]
                written = [*codes, thing["name"], *thing.get("names", {}).values(), *thing.get("aliases", [])]
                # Codes are what most files have.
                things[key] = codes * len(written) + written + [variant(name) for name in written for _ in range(8)]
    return things


def variant(name):
    """A name with another case, other accents, other punctuation, other white space."""
    changes = [
        str.upper,
        str.lower,
        str.title,
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))),
        lambda name: name.replace(" ", "-"),
        lambda name: name.replace("-", " "),
        lambda name: name.replace(" ", "  "),
        lambda name: name.replace(" ", "\u00a0"),
        lambda name: name.replace(" ", " ."),
        lambda name: f"  {name} ",
        lambda name: f"«{name}»",
        lambda name: name.replace("'", "’"),
        lambda name: name.replace("a", "a\u0301", 1),
        lambda name: name.replace("i", "ı").replace("l", "ł"),
        lambda name: name.replace("ا", "ا\u0640").replace("ي", "ی").replace("ك", "ک"),
        lambda name: "\u200f" + name + "\u200e",
    ]
    for change in random.sample(changes, random.randint(1, 3)):
        name = change(name)
    return name


def days(rules):
    """Every day from 1998 to 2030; those that the rules name, and their neighbours, more often; a few far away."""
    first, last = datetime.date(1998, 1, 1), datetime.date(2030, 12, 31)
    every = [first + datetime.timedelta(days=place) for place in range((last - first).days + 1)]
    told = "".join(path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(rules).rglob("*.toml")))
    edges = {datetime.date.fromisoformat(day) for day in re.findall(r"\b(?:19|20)\d\d-\d\d-\d\d\b", told)}
    beside = [day + datetime.timedelta(days=step) for day in sorted(edges) for step in (-1, 0, 1)]
    far = ["0001-01-01", "1900-02-28", "1997-12-31", "2031-01-01", "2400-02-29", "9999-12-31"]
    return [day.isoformat() for day in every + beside] + far


if __name__ == "__main__":
    main()
