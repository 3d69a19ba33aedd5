#!/usr/bin/env python3
"""A random city in several years, and the oracle's opinion of each, in one process.

    python3 cities.py --seed 4 --year 2023:2500 --year 2022:1000 --out DIR

writes `DIR/city-2023/*.csv` (of 2500 enterprises), `DIR/opinion-2023/*.csv` and so on.
"""
import argparse
import gc
import os
import sys

import oracle
import random_city


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--year", action="append", required=True, metavar="YEAR:ROWS")
    p.add_argument("--empty", default="0.03")
    p.add_argument("--out", required=True)
    args = p.parse_args(argv)
    gc.disable()    # nothing here is a cycle worth looking for, and looking takes a seventh of the time
    for word in args.year:
        year, rows = word.split(":")
        city = os.path.join(args.out, "city-" + year)
        random_city.main(["--seed", str(args.seed), "--rows", rows, "--year", year, "--empty", args.empty, "--out", city])
        code = oracle.main([city, "--year", year, "--out", os.path.join(args.out, "opinion-" + year)])
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
