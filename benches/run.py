#!/usr/bin/env python3
"""Sets up, measures every stage, the whole and the peers, and prints which figure is met.

python3 benches/run.py [--quick]: --quick stops at 100,000 rows.
Needs Rust, Python 3.9 with venv, Linux. Everything it makes lies under target/bench/. A peer that cannot be installed
is reported as NOT MEASURED, in the table too, and the exit code is then 1; so it is when a figure is missed.
"""

import argparse
import re
import statistics
import sys

import agreement
import child
import five
import growth
import prepare
from prepare import BENCH, PEERS, PYTHON

FIGURES = []


def figure(what, wanted, measured, met):
    """Keeps a line of the closing table; `met` is None where nothing could be measured."""
    FIGURES.append((what, wanted, measured, met))


def cargo_bench(name, rows, rounds):
    """Runs one of our benches, shows what it says, and gives its output and its ratios, block by block."""
    command = ["cargo", "bench", "--quiet", "--bench", name, "--"]
    for n in rows:
        command += ["--rows", n]
    done = child.run([*command, "--rounds", rounds])
    print(done.output, flush=True)
    if done.code:
        sys.exit(f"the bench {name} failed")
    blocks = re.findall(r"^(\w.*)\n((?:  .*\n)+)", done.output, re.M)
    ratios = [(title, dict(re.findall(r"^  (\S.*?)\s{2,}([\d.]+) ×", lines, re.M))) for title, lines in blocks]
    return done.output, ratios


def largest(ratios, title, name):
    """The largest ratio of that name in the blocks of that title."""
    return max(float(found[name]) for said, found in ratios if said.startswith(title))


def computing(rows, rounds):
    output, ratios = cargo_bench("computing", rows, rounds)
    # code by hand gives no reasons, waterfall or reconciliation: what a settlement costs is told, only the same work is judged
    for title, what, most in [("formulas", "12 rules as formulas", 1.5), ("settlement", "12 measures settled", None)]:
        by_hand = largest(ratios, title, "engine / rust_decimal, one thread, processor")
        wanted, met = ("told", True) if most is None else (f"≤ {most}×", by_hand <= most)
        figure(f"{what}, one thread, against amounts by hand in rust_decimal", wanted, f"{by_hand:.2f}×", met)
        second = largest(ratios, title, "engine, one / two threads, fastest on the wall")
        figure(f"{what}, a second thread", "≥ 1.6×", f"{second:.2f}×", second >= 1.6)
    exact = len(re.findall(r"^  0 amounts of", output, re.M)) == 4 * len(rows)
    figure(f"amounts that differ from the exact ones, {rows[-1]:,} rows", "0", "0" if exact else "some", exact)


def peers(rows, rounds, missing):
    """The same rules in other languages, in turn with the engine."""
    columns = BENCH / f"columns-{rows}.csv"
    engine = prepare.bench_program("computing")
    child.run([engine, "--rows", rows, "csv"], output=columns)
    ways = {
        "ZEN expressions": ([BENCH / "zen/release/zen-peer", columns, 1], "zen", 4),
        "DuckDB DECIMAL": ([PYTHON, PEERS / "duckdb_rules.py", columns, 3, 1], "duckdb", 0.7),
        "Python decimal": ([PYTHON, PEERS / "decimal_rules.py", columns, 1], "python", 10),
        "OpenFisca": ([PYTHON, PEERS / "openfisca_rules.py", columns, 3], "openfisca-core", None),
    }
    ours, times, sums, expected = [], {name: [] for name in ways}, {}, {}
    for _ in range(rounds):
        said = child.run([engine, "--rows", rows, "--rounds", 3]).output
        ours.append(float(re.search(r"engine, one thread\s+.*processor\s+([\d.]+)", said)[1]))
        expected = agreement.sums(said)
        for name, (command, package, _) in ways.items():
            if package in missing:
                continue
            done = child.run(command)
            if done.code:
                print(done.output)
                sys.exit(f"{name} failed")
            times[name] += [float(t) for t in re.findall(r"^time ([\d.]+)", done.output, re.M)]
            sums[name] = agreement.sums(done.output)
    engine_time = statistics.median(ours)
    print(f"the same 12 rules, {rows:,} enterprises, ns an enterprise, one thread (engine: processor time)")
    print(f"  {'engine':<20} {engine_time:>10.0f}")
    for name, (_, package, least) in ways.items():
        if package in missing:
            figure(f"against {name}", "measured", f"NOT MEASURED: {missing[package]}", None)
            continue
        time = statistics.median(times[name])
        wrong = [rule for rule, sum_ in expected.items() if sums[name].get(rule) != sum_]
        said = f"wrong sums: {', '.join(wrong)}" if wrong else "the same sums"
        print(f"  {name:<20} {time:>10.0f}   {time / engine_time:>6.2f} × the engine's   {said}")
        if least is None:
            figure(f"against {name}: exact", "exact", f"engine exact; {name}: {said}", True)
        else:
            met = time / engine_time >= least and not wrong
            figure(f"against {name}", f"≥ {least}×", f"{time / engine_time:.1f}×, {said}", met)


def reading(rows, rounds):
    _, ratios = cargo_bench("reading", rows, rounds)
    slowest = largest(ratios, "reading", "reading / floor, one thread, processor")
    figure("reading with all checks, against the inflate floor", "≤ 12×", f"{slowest:.1f}×", slowest <= 12)


def whole(sizes, rounds):
    """The program from start to end, and how it grows."""
    print("the whole: duixian run, every measure of the city, all files")
    taken = {rows: growth.measure(rows, rounds) for rows in sizes}
    for rows, run in taken.items():
        print(f"  {rows:>9,} rows   wall {run.wall:>7.2f} s   processor {run.processor:>7.2f} s   peak {run.peak:>6.0f} MiB")
    for rows, most, what in [(3_000, 3, "a city of 3,000"), (100_000, 10, "a province of 100,000"),
                             (1_000_000, 40, "1,000,000 rows, every line to CSV and the workbook")]:
        if rows in taken:
            figure(what, f"≤ {most} s", f"{taken[rows].wall:.2f} s", taken[rows].wall <= most)
    largest = max(taken)
    figure(f"peak memory at {largest:,} rows", "≤ 3 GiB", f"{taken[largest].peak / 1024:.2f} GiB",
           taken[largest].peak <= 3 * 1024)
    more = (taken[largest].processor / largest) / (taken[10_000].processor / 10_000)
    figure(f"growth of processor time a row, 10,000 to {largest:,} rows", "≤ 1.15×", f"{more:.2f}×", more <= 1.15)
    return taken


def province(taken, rounds, missing):
    """The bureau's script on the same roster, against ours with the same five rules; compared line by line."""
    if "pandas" in missing:
        figure("against the bureau's script", "≥ 12×", f"NOT MEASURED: {missing['pandas']}", None)
        return
    out = BENCH / "bureau"
    done = child.run([PYTHON, PEERS / "bureau.py", BENCH / "100000/roster.xlsx", out])
    if done.code:
        sys.exit(f"the bureau's script failed: {done.output}")
    ours = growth.measure(100_000, rounds, five.pack())
    compared, different = agreement.bureau(out / "amounts.csv", BENCH / "out-100000-five/awards.csv")
    ratio, every = done.wall / ours.wall, done.wall / taken[100_000].wall
    print(f"a bureau's script, 100,000 rows, five rules: wall {done.wall:.1f} s ({done.output.strip()}), peak {done.peak:.0f} MiB")
    print(f"  ours, the same five rules: wall {ours.wall:.2f} s, peak {ours.peak:.0f} MiB; {different} of {compared} amounts differ\n")
    figure("a province against the bureau's script, five rules", "≥ 12×",
           f"{ratio:.1f}×, {different} of {compared} amounts differ", ratio >= 12 and different == 0)
    figure("the same, ours with every measure of the city", "told", f"{every:.1f}×", True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="stop at 100,000 rows")
    quick = parser.parse_args().quick
    sizes = [3_000, 100_000] if quick else [3_000, 100_000, 1_000_000]
    rounds = 3
    missing = prepare.all_of_it()
    for package, why in missing.items():
        print(f"!! {package} is NOT INSTALLED and will not be measured: {why}")
    computing(sizes, rounds)
    peers(100_000, rounds, missing)
    reading(sizes, rounds)
    cargo_bench("writing", [3_000, 100_000], rounds)
    taken = whole(sorted([*sizes, 10_000]), 1 if quick else 3)
    province(taken, rounds, missing)
    print(f"{'figure':<72} {'to reach':<10} measured")
    for what, wanted, measured, met in FIGURES:
        print(f"{what:<72} {wanted:<10} {measured}: {'not measured' if met is None else 'met' if met else 'MISSED'}")
    print(f"machine: {prepare.machine()}")
    sys.exit(0 if all(met for *_, met in FIGURES) else 1)


if __name__ == "__main__":
    main()
