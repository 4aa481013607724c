"""Runs the tests against every mutant that cargo-mutants knows of decision, timeline, statute and engine. See README.md."""

import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

from weave import span, weave

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target/mutants"
COPY, RESULTS = WORK / "woven", WORK / "results.json"
FILES = ["src/decision/**", "src/timeline.rs", "src/statute.rs", "src/engine/**"]
# Tests that take long, one by one at the end.
LONG = [
    ("icc_arrest_risk", "proof_agrees"),
    ("icc_arrest_risk", "the_shipped_rules_are"),
    ("statute", "history_agrees"),
    ("statute", "a_notification_changes"),
    ("engine", "every_question_about"),
    ("overlays", "diagonal_answers"),
    ("between", "from_one_day"),
    ("between", "a_rule_and_a_ruling"),
    ("between", "an_office_a_warrant"),
    ("between", "a_state_changes"),
    ("icc_arrest_risk", "what_is_tied"),
]
# The tests in the order in which they are tried: the quick ones that find much come first. `broken_law`, `laws` and `reference` are left out,
# which take minutes: so what is counted as noticed is the least that is.
QUICK = "pinned story kit engine pivots languages statute between scenarios overlays icc_arrest_risk facts no_warrant_known record policy_example hostile bad".split()
CHECK = "cargo check --profile woven --lib".split()
PROFILE = """
[profile.woven]
inherits = "dev"
opt-level = 2
debug = 0
"""


def environment(**more):
    return dict(os.environ, CARGO_TARGET_DIR=str(WORK / "build"), CARGO_TERM_COLOR="never", PROPTEST_CASES="64", RUST_BACKTRACE="0", **more)


def copy():
    shutil.rmtree(COPY, ignore_errors=True)
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, names):
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        # With the time of the copy: by an older one a file that changed during the last build would not be built again.
        shutil.copy(ROOT / name, COPY / name)
    # They change the rules themselves, and would take long.
    (COPY / "tests/mutants.rs").unlink()
    manifest = COPY / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('missing_docs = "deny"', 'missing_docs = "allow"') + PROFILE)


def build(names=None):
    """The test programs of these names, or all that are run, by name; None where they do not compile."""
    names = names or sorted({name for name, _ in stages()})
    targets = [word for name in names for word in (["--lib"] if name == "icc_arrest_risk" else ["--test", name])]
    command = [*"cargo test --profile woven --all-features --no-run --message-format=json".split(), *targets]
    out = subprocess.run(command, cwd=COPY, env=environment(), capture_output=True, text=True)
    if out.returncode != 0:
        return None
    said = [json.loads(line) for line in out.stdout.splitlines() if line.startswith("{")]
    built = [one for one in said if one.get("executable") and one.get("profile", {}).get("test")]
    return {one["target"]["name"]: one["executable"] for one in built}


def stages():
    skips = [argument for _, test in LONG for argument in ("--skip", test)]
    return [(name, skips) for name in QUICK] + [(name, [test]) for name, test in LONG]


def tested(programs, stage, number=None, limit=None):
    (name, arguments), more = stage, {} if number is None else {"MUTANT": str(number)}
    return subprocess.run([programs[name], "--test-threads=1", "-q", *arguments], cwd=COPY, env=environment(**more), capture_output=True, timeout=limit)


def limits(programs):
    """How long each stage may take, by what it takes without any mutant."""
    limits = []
    for stage in stages():
        start = time.monotonic()
        if tested(programs, stage).returncode != 0:
            raise SystemExit(f"{stage[0]} fails without any mutant")
        limits.append(15 + 5 * (time.monotonic() - start))
    return limits


# The stages that noticed something in a file, the last first: most likely they notice the next mutant too.
noticed = collections.defaultdict(list)


def judged(programs, limits, mutant):
    """`caught` or `timeout` and by which test, or `missed`."""
    own = noticed[mutant["file"]]
    order = sorted(range(len(limits)), key=lambda place: own.index(place) if place in own else len(own) + place)
    for place in order:
        stage = stages()[place]
        if stage[0] not in programs:
            continue
        try:
            found = "caught" if tested(programs, stage, mutant["number"], limits[place]).returncode != 0 else "missed"
        except subprocess.TimeoutExpired:
            found = "timeout"
        if found != "missed":
            noticed[mutant["file"]] = [place, *(other for other in own if other != place)]
            return [found, stage[0]]
    return ["missed", ""]


def alone(mutant, limits):
    """A mutant that could not be woven, by itself in the plain source: `unviable` where it does not compile."""
    path = COPY / mutant["file"]
    plain = path.read_text()
    start, end = span(plain, mutant)
    data = plain.encode()
    path.write_bytes(data[:start] + mutant["replacement"].encode() + data[end:])
    found = ["unviable", ""]
    # The tests that find most are built first, and the rest only for what they miss.
    for names in (["icc_arrest_risk", "pinned"], None):
        if subprocess.run(CHECK, cwd=COPY, env=environment(), capture_output=True).returncode == 0 and (programs := build(names)):
            found = judged(programs, limits, mutant)
        if found[0] != "missed":
            break
    path.write_text(plain)
    return found


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    listing = ["cargo", "mutants", "--list", "--json", "-e", "src/**/tests.rs", "-e", "src/**/tests/**"] + [word for name in FILES for word in ("-f", name)]
    mutants = json.loads(subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    for number, mutant in enumerate(mutants):
        mutant["number"] = number
    # What was missed is tried again, and first: since then tests may have been written for it.
    before = json.loads(RESULTS.read_text()) if "--resume" in sys.argv else {}
    names = {mutant["name"] for mutant in mutants}
    results = {name: found for name, found in before.items() if name in names and found[0] != "missed"}

    def keep(mutant, found):
        results[mutant["name"]] = found
        RESULTS.write_text(json.dumps(results, indent=1))

    copy()
    left_out = weave(COPY, mutants, CHECK, environment())
    programs = build()
    allowed = limits(programs)
    waiting = [mutant for mutant in mutants if mutant["number"] not in left_out and mutant["name"] not in results]
    waiting.sort(key=lambda mutant: mutant["name"] not in before)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(judged, programs, allowed, mutant): mutant for mutant in waiting}
        for run in concurrent.futures.as_completed(runs):
            keep(runs[run], run.result())
    copy()
    for mutant in mutants:
        if mutant["number"] in left_out and mutant["name"] not in results:
            # What a function may not return behind a number, it may not return at all.
            hopeless = mutant["genre"] == "FnValue" and not mutant["constant"]
            keep(mutant, ["unviable", ""] if hopeless else alone(mutant, allowed))
    counts = collections.Counter(found[0] for found in results.values())
    viable = len(results) - counts["unviable"]
    print(f"{len(results)} mutants, {viable} of them viable: {dict(counts)}")
    print(f"noticed: {100 * (viable - counts['missed']) / viable:.1f} % of the viable ones; not noticed:")
    print("\n".join(sorted(name for name, found in results.items() if found[0] == "missed")))


if __name__ == "__main__":
    main()
