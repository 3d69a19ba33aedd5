#!/usr/bin/env python3
"""Seeds faults into the engine, one at a time, and shows that the tests notice each.

    python3 tests/faults/seed.py            all of them (some minutes: every fault is a build)
    python3 tests/faults/seed.py half-even  only those whose name contains a word given

The tree is copied to target/faults and changed there only.
Exit code 0 when the tests pass as they are and fail with every fault.
"""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ROOT / "target" / "faults"
TREES = ["src", "tests/it", "tests/findings", "tests/peers", "docs", "rules", "benches", "Cargo.toml", "Cargo.lock"]
TESTS = ["lang::", "policy::cases", "policy::trials", "settle::", "money::"]

# name, file, what stands there, what somebody writes by mistake
FAULTS = [
    ("且 and 或 with a missing side are missing", "src/lang/evaluate/logic.rs",
     "(Ok(x), _) | (_, Ok(x)) if x == settles",
     "(Ok(x), Ok(_)) if x == settles"),
    ("不超过 leaves out the number itself", "src/lang/ast.rs",
     "Self::AtMost => Ordering::is_le",
     "Self::AtMost => Ordering::is_lt"),
    ("a band's edge always belongs to the upper band", "src/lang/evaluate/banded.rs",
     "(from == x && row.from_included)",
     "from == x"),
    ("a sum leaves missing values out", "src/lang/evaluate/records.rs",
     "*slot = state.max(*slot);",
     "let _ = (slot, state);"),
    ("a record whose filter is missing does not count", "src/lang/evaluate/records.rs",
     "missing => Err(missing.max(State::Empty)),",
     "_ => Ok(false),"),
    ("an overflow wraps around", "src/lang/evaluate/numbers.rs",
     "x.checked_add(*y))?,\n        (1, 1, true)",
     "Some(x.wrapping_add(*y)))?,\n        (1, 1, true)"),
    ("a quotient is cut to twelve decimals", "src/lang/evaluate/numbers.rs",
     "Exact::new(*d, *n)?",
     "Exact::scaled(d.checked_mul(1_000_000_000_000)?.checked_div(*n)?, 12)?"),
    ("half-even instead of half away from zero", "src/money.rs",
     "RoundingMode::HalfUp => half.is_ge()",
     "RoundingMode::HalfUp => half.is_gt() || (half.is_eq() && whole % 2 != 0)"),
    ("largest remainder without the remainders", "src/money.rs",
     "    order.sort_unstable();\n",
     ""),
    ("the floor is tested after rounding", "src/settle/amount.rs",
     "Some(Some(floor)) => gross < floor",
     "Some(Some(floor)) => rounded.exact() < floor"),
    ("a missing cap always holds", "src/settle/amount.rs",
     "Some(None) => relieved(award, &causes::frame_of_one(plan, &batch.awarded, enterprise), rounded),",
     "Some(None) => None,"),
    ("the later of two equal titles wins", "src/settle/stacking.rs",
     "then(j.cmp(i))",
     "then(i.cmp(j))"),
]


def run(tree: pathlib.Path) -> tuple[bool, list[str]]:
    """Builds and tests; did everything pass, and what did not."""
    command = ["cargo", "test", "--quiet", "--test", "it", "--"] + TESTS
    environment = dict(os.environ, CARGO_TARGET_DIR=str(BUILT), RUST_BACKTRACE="0")
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    if done.returncode and "error: could not compile" in done.stderr:
        sys.exit(done.stderr)
    failed = sorted({line.split("'")[1] for line in (done.stdout + done.stderr).splitlines()
                     if line.startswith("thread '") and "panicked at" in line})
    return done.returncode == 0, failed


def main() -> int:
    wanted = [f for f in FAULTS if not sys.argv[1:] or any(word in f[0] for word in sys.argv[1:])]
    # one place for all runs: the tests remember where their files are. `copy` gives every file the present time, so that
    # nothing built of a faulty source is taken for fresh
    tree = BUILT / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    for name in TREES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, copy_function=shutil.copy)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, tree / name)
    passed, failed = run(tree)
    if not passed:
        print("the tests fail without any fault:", ", ".join(failed))
        return 1
    missed = 0
    for name, file, right, wrong in wanted:
        path = tree / file
        text = path.read_text(encoding="utf-8")
        if text.count(right) != 1:
            print(f"{file} does not say exactly once: {right}")
            return 1
        path.write_text(text.replace(right, wrong), encoding="utf-8")
        passed, failed = run(tree)
        path.write_text(text, encoding="utf-8")
        missed += passed
        print(f"{'NOT NOTICED' if passed else 'noticed'}: {name}")
        for test in failed:
            print(f"    {test}")
        sys.stdout.flush()
    print(f"{len(wanted) - missed} of {len(wanted)} faults noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
