"""The columns that the bench `computing` invents, and how the peers print what they compute."""

import csv
import sys
import time

RULES = ["first", "renewal", "increment", "cooperation", "institution", "platform", "gazelle", "giant",
         "registration", "intensity", "talent", "loan"]
AMOUNTS = ["revenue", "output", "research_before", "research", "paid", "registered", "overdue"]
FLAGS = ["small", "deducted", "key_area", "industrial", "gazelle"]


def read(path):
    """The columns of a file, by name, as whole numbers: amounts in 分."""
    with open(path, newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        return {name: [int(cell) for cell in column] for name, column in zip(names, zip(*rows))}


def arguments():
    """The file of columns and the number of rounds."""
    return sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1


def timed(rounds, rows, compute):
    """Runs `compute` and prints each round's time in nanoseconds an enterprise; gives the last result."""
    for _ in range(rounds):
        start = time.perf_counter()
        result = compute()
        print(f"time {(time.perf_counter() - start) * 1e9 / rows:.1f}")
    return result


def say(rule, payable, others):
    """A rule's payables, and what others than the city pay of them, summed in 分."""
    print(f"sum {rule} {payable} {others}")
