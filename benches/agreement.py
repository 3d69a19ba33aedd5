"""Whether two ways give the same amounts."""

import collections
import csv
import re
from decimal import Decimal


def sums(output):
    """What a way printed: by rule, payables and what others than the city pay, in 分."""
    found = re.findall(r"^ *sum (\S+) (\d+) (\d+)$", output, re.M)
    return {rule: (int(payable), int(others)) for rule, payable, others in found}


def bureau(theirs, ours):
    """Compares the bureau's amounts with ours up to the floor, line by line: how many, and how many differ.

    Left out: what we hold (the script takes an empty cell for nothing), and codes that stand there twice.
    """
    known = {}
    with open(ours, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["status"] != "held":
                steps = (row["gross"], row["rounding"], row["cap"], row["floor"])
                known[row["uscc"], row["measure"]] = sum(map(Decimal, steps))
    amounts = collections.defaultdict(list)
    with open(theirs, newline="") as file:
        for row in csv.DictReader(file):
            amounts[row["uscc"], row["measure"]].append(Decimal(row["amount"]))
    compared = [key for key, found in amounts.items() if len(found) == 1 and key in known]
    return len(compared), sum(amounts[key][0] != known[key] for key in compared)
