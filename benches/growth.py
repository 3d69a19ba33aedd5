"""The whole program at one size: `duixian run` on the clean roster, all files; above a city's size without the enterprises' own
workbooks, which then go into one archive."""

import shutil
import statistics

import child
from prepare import BENCH, REPOSITORY, roster

# 0 nothing to report, 1 done with findings: the sample city has held awards
DONE = (0, 1)


CITY = REPOSITORY / "rules/zhuzhou"


def command(rows, rules, out):
    return [REPOSITORY / "target/release/duixian", "run", roster(rows), "--rules", rules,
            "--year", 2023, "--out", out, "--force", "--sheets", "active" if rows <= CITY_ROWS else "none"]


# the largest city
CITY_ROWS = 10_000


def measure(rows, rounds, rules=CITY):
    """The medians of some runs by a pack, the city's with all its measures; small cities are run more often."""
    rounds = rounds * 5 if rows <= 10_000 else rounds
    out = BENCH / (f"out-{rows}" if rules == CITY else f"out-{rows}-{rules.name}")
    runs = []
    for _ in range(rounds):
        shutil.rmtree(out, ignore_errors=True)
        run = child.run(command(rows, rules, out))
        if run.code not in DONE:
            raise SystemExit(f"the run of {rows} rows failed ({run.code}): {run.output}")
        runs.append(run)
    median = lambda of: statistics.median(of(run) for run in runs)
    return child.Measured(0, median(lambda r: r.wall), median(lambda r: r.processor), max(r.peak for r in runs), "")
