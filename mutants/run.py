"""Runs the tests against every mutant that cargo-mutants knows of decision, timeline, statute and engine. See README.md."""

import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

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
    ("icc_arrest_risk", "what_is_tied"),
]
# The tests in the order in which they are tried: the quick ones that find much come first.
QUICK = "pinned story icc_arrest_risk statute engine kit scenarios overlays pivots facts no_warrant_known record between bad".split()
LATE = "broken_law policy_example languages hostile laws reference".split()
CHECK = "cargo check --profile woven --lib".split()
PROFILE = """
[profile.woven]
inherits = "dev"
opt-level = 2
debug = 0
"""


def environment(**more):
    return dict(os.environ, CARGO_TARGET_DIR=str(WORK / "build"), CARGO_TERM_COLOR="never", PROPTEST_CASES="64", **more)


def copy():
    shutil.rmtree(COPY, ignore_errors=True)
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, names):
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, COPY / name)
    # They change the rules themselves, and would take long.
    (COPY / "tests/mutants.rs").unlink()
    manifest = COPY / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('missing_docs = "deny"', 'missing_docs = "allow"') + PROFILE)


def build():
    """The test programs by name; None where they do not compile."""
    command = "cargo test --profile woven --all-features --no-run --lib --tests --message-format=json".split()
    out = subprocess.run(command, cwd=COPY, env=environment(), capture_output=True, text=True)
    if out.returncode != 0:
        return None
    said = [json.loads(line) for line in out.stdout.splitlines() if line.startswith("{")]
    built = [one for one in said if one.get("executable") and one.get("profile", {}).get("test")]
    return {one["target"]["name"]: one["executable"] for one in built}


def stages():
    skips = [argument for _, test in LONG for argument in ("--skip", test)]
    return [(name, skips) for name in QUICK] + [(name, [test]) for name, test in LONG] + [(name, []) for name in LATE]


def judged(programs, number=None, limit=60):
    """`caught` or `timeout` and by which test, or `missed`."""
    more = {} if number is None else {"MUTANT": str(number)}
    for name, arguments in stages():
        command = [programs[name], "--test-threads=1", "-q", *arguments]
        try:
            done = subprocess.run(command, cwd=COPY, env=environment(**more), capture_output=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return ["timeout", name]
        if done.returncode != 0:
            return ["caught", name]
    return ["missed", ""]


def alone(mutant):
    """A mutant that could not be woven, by itself in the plain source: `unviable` where it does not compile."""
    path = COPY / mutant["file"]
    plain = path.read_text()
    start, end = span(plain, mutant)
    data = plain.encode()
    path.write_bytes(data[:start] + mutant["replacement"].encode() + data[end:])
    check = subprocess.run(CHECK, cwd=COPY, env=environment(), capture_output=True)
    programs = build() if check.returncode == 0 else None
    found = judged(programs) if programs else ["unviable", ""]
    path.write_text(plain)
    return found


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    listing = ["cargo", "mutants", "--list", "--json", "-e", "src/**/tests.rs", "-e", "src/**/tests/**"] + [word for name in FILES for word in ("-f", name)]
    mutants = json.loads(subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    for number, mutant in enumerate(mutants):
        mutant["number"] = number
    results = json.loads(RESULTS.read_text()) if "--resume" in sys.argv else {}

    def keep(mutant, found):
        results[mutant["name"]] = found
        RESULTS.write_text(json.dumps(results, indent=1))

    copy()
    left_out = weave(COPY, mutants, CHECK, environment())
    programs = build()
    if judged(programs, limit=600) != ["missed", ""]:
        raise SystemExit("the tests fail without any mutant")
    waiting = [mutant for mutant in mutants if mutant["number"] not in left_out and mutant["name"] not in results]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(judged, programs, mutant["number"]): mutant for mutant in waiting}
        for run in concurrent.futures.as_completed(runs):
            keep(runs[run], run.result())
    copy()
    for mutant in mutants:
        if mutant["number"] in left_out and mutant["name"] not in results:
            keep(mutant, alone(mutant))
    counts = collections.Counter(found[0] for found in results.values())
    viable = len(results) - counts["unviable"]
    print(f"{len(results)} mutants, {viable} of them viable: {dict(counts)}")
    print(f"noticed: {100 * (viable - counts['missed']) / viable:.1f} % of the viable ones; not noticed:")
    print("\n".join(sorted(name for name, found in results.items() if found[0] == "missed")))


if __name__ == "__main__":
    main()
