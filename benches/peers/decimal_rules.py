"""The twelve rules of benches/rules/ in plain Python over `decimal`, row by row, as a careful script would have them."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal as D

import columns

ZERO, ONE, CENT = D(0), D(1), D("0.01")
STEPS = [ZERO, D(100000), D(200000), D(500000)]


def down(amount, unit=ONE):
    return amount.quantize(unit, ROUND_DOWN)


def payables(r):
    """All twelve payables of an enterprise, each with the part that others than the city pay."""
    year = r["issued"] // 10000
    first = D(100000) if r["kind"] == 1 and year == 2023 else ZERO
    yield first, down(first * D("0.3"))
    renewal = D(50000) if r["kind"] == 2 and year == 2023 else ZERO
    yield renewal, down(renewal * D("0.4"))

    increment = ZERO
    more = r["research"] - r["research_before"]
    if r["deducted"] and more > 0:
        gross = more * (D("0.12") if r["key_area"] else D("0.08"))
        if gross >= 10000:
            increment = min(down(gross), D(10000000))
    yield increment, increment - down(increment * D("0.5"))

    cooperation = ZERO
    if r["issued"] <= 20231231 < r["issued"] + 30000 or r["small"]:
        gross = r["paid"] * D("0.1")
        if gross >= 1000:
            cooperation = min(down(gross), D(200000))
    share = D("0.7") if r["county"] == 0 else D("0.2") if r["county"] in (7, 8) else D("0.5")
    yield cooperation, down(cooperation * share)

    institution = ZERO
    if r["industrial"] and r["research"] > 0:
        institution = D(500000) if r["output"] >= 10**9 else D(200000) if r["output"] >= 10**8 else ZERO
    yield institution, ZERO
    yield min(r["national"] * 1000000 + r["provincial"] * 500000, D(2000000)), ZERO
    yield D(200000) if r["gazelle"] else ZERO, ZERO
    yield STEPS[r["giant"]], ZERO

    registered = r["registered"]
    gross = (min(registered, D(100000)) * D("0.01") + max(min(registered, D(1000000)) - 100000, ZERO) * D("0.005")
             + max(registered - 1000000, ZERO) * D("0.001"))
    yield min(down(gross), D(50000)), ZERO

    intensity, revenue, research = ZERO, r["revenue"], r["research"]
    if revenue > 0:
        least = D("0.05") if revenue <= 50000000 else D("0.04") if revenue <= 200000000 else D("0.03")
        if research >= revenue * least:
            rate = D("0.01") if research < 5000000 else D("0.015") if research < 50000000 else D("0.02")
            intensity = min(down(research * rate / 100) * 100, D(3000000))
    yield intensity, ZERO

    talent = min(r["talents_b"] * 500000 + r["talents_d"] * 100000, D(3000000))
    yield talent, down(talent * D("0.4"))
    loan = (r["overdue"] * D("0.8")).quantize(CENT, ROUND_HALF_UP)
    yield loan, loan - down(loan * D("0.5"), CENT)


def main():
    path, rounds = columns.arguments()
    table = columns.read(path)
    for name in columns.AMOUNTS:
        table[name] = [D(fen).scaleb(-2) for fen in table[name]]
    for name in ["national", "provincial", "talents_b", "talents_d"]:
        table[name] = [D(n) for n in table[name]]
    rows = [dict(zip(table, row)) for row in zip(*table.values())]
    results = columns.timed(rounds, len(rows), lambda: [list(payables(row)) for row in rows])
    for i, rule in enumerate(columns.RULES):
        fen = [int(sum(row[i][part] for row in results) * 100) for part in (0, 1)]
        columns.say(rule, *fen)


if __name__ == "__main__":
    main()
