"""The twelve rules of benches/rules/ as OpenFisca variables: whole columns at a time, in binary numbers of 32 bits."""

import columns
import numpy
from openfisca_core import entities, periods, taxbenefitsystems, variables
from openfisca_core.simulations import SimulationBuilder

YEAR = "2023"
enterprise = entities.build_entity(key="enterprise", plural="enterprises", label="", is_person=True)


def where(condition, yes, no=0):
    return numpy.where(condition, yes, no)


def down(amount):
    return numpy.floor(amount)


def increment(v):
    more = v["research"] - v["research_before"]
    gross = more * where(v["key_area"], 0.12, 0.08)
    due = v["deducted"] & (more > 0) & (gross >= 10000)
    return where(due, numpy.minimum(down(gross), 10000000))


def cooperation(v):
    valid = (v["issued"] <= 20231231) & (20231231 < v["issued"] + 30000)
    gross = v["paid"] * 0.1
    return where((valid | v["small"]) & (gross >= 1000), numpy.minimum(down(gross), 200000))


def registration(v):
    sum_ = v["registered"]
    gross = (numpy.minimum(sum_, 100000) * 0.01 + numpy.maximum(numpy.minimum(sum_, 1000000) - 100000, 0) * 0.005
             + numpy.maximum(sum_ - 1000000, 0) * 0.001)
    return numpy.minimum(down(gross), 50000)


def intensity(v):
    revenue, research = v["revenue"], v["research"]
    least = where(revenue <= 50000000, 0.05, where(revenue <= 200000000, 0.04, 0.03))
    rate = where(research < 5000000, 0.01, where(research < 50000000, 0.015, 0.02))
    amount = numpy.minimum(down(research * rate / 100) * 100, 3000000)
    return where((revenue > 0) & (research / revenue >= least), amount)


PAYABLE = {
    "first": lambda v: where((v["kind"] == 1) & (v["issued"] // 10000 == 2023), 100000),
    "renewal": lambda v: where((v["kind"] == 2) & (v["issued"] // 10000 == 2023), 50000),
    "increment": increment,
    "cooperation": cooperation,
    "institution": lambda v: where(
        v["industrial"] & (v["research"] > 0),
        where(v["output"] >= 1e9, 500000, where(v["output"] >= 1e8, 200000))),
    "platform": lambda v: numpy.minimum(v["national"] * 1000000 + v["provincial"] * 500000, 2000000),
    "gazelle": lambda v: where(v["is_gazelle"], 200000),
    "giant": lambda v: numpy.choose(v["level"], [0, 100000, 200000, 500000]),
    "registration": registration,
    "intensity": intensity,
    "talent": lambda v: numpy.minimum(v["talents_b"] * 500000 + v["talents_d"] * 100000, 3000000),
    "loan": lambda v: numpy.floor(v["overdue"] * 0.8 * 100 + 0.5) / 100,
}
OTHERS = {
    "first": lambda x, v: down(x * 0.3),
    "renewal": lambda x, v: down(x * 0.4),
    "increment": lambda x, v: x - down(x * 0.5),
    "cooperation": lambda x, v: down(
        x * where(v["county"] == 0, 0.7, where((v["county"] == 7) | (v["county"] == 8), 0.2, 0.5))),
    "talent": lambda x, v: down(x * 0.4),
    "loan": lambda x, v: x - down(x * 0.5 * 100) / 100,
}
# OpenFisca's names are one space: the flag and the level must not be called like the rules
INPUTS = {"gazelle": "is_gazelle", "giant": "level"}


def variable(name, kind, formula=None):
    body = {"value_type": kind, "entity": enterprise, "definition_period": periods.YEAR, "label": name}
    if formula:
        body["formula"] = formula
    return type(name, (variables.Variable,), body)


class Reader:
    """Inputs by name, for the formulas above."""

    def __init__(self, enterprises, period):
        self.enterprises, self.period = enterprises, period

    def __getitem__(self, name):
        return self.enterprises(name, self.period)


# a formula may have no further arguments: OpenFisca counts them
def of_inputs(formula):
    return lambda enterprises, period: formula(Reader(enterprises, period))


def of_payable(rule, formula):
    if formula is None:
        return lambda enterprises, period: enterprises(rule, period) * 0
    return lambda enterprises, period: formula(enterprises(rule, period), Reader(enterprises, period))


def system(inputs):
    made = taxbenefitsystems.TaxBenefitSystem([enterprise])
    for name in inputs:
        flag = name in columns.FLAGS or name == "is_gazelle"
        made.add_variable(variable(name, bool if flag else float if name in columns.AMOUNTS else int))
    for rule in columns.RULES:
        made.add_variable(variable(rule, float, of_inputs(PAYABLE[rule])))
        made.add_variable(variable(rule + "_others", float, of_payable(rule, OTHERS.get(rule))))
    return made


def main():
    path, rounds = columns.arguments()
    table = {INPUTS.get(name, name): numpy.array(column) for name, column in columns.read(path).items()}
    rows = len(table["county"])
    made = system(table)

    def prepared():
        simulation = SimulationBuilder().build_default_simulation(made, count=rows)
        for name, column in table.items():
            simulation.set_input(name, YEAR, column / 100 if name in columns.AMOUNTS else column)
        return simulation

    waiting = [prepared() for _ in range(rounds)]

    def compute():
        simulation = waiting.pop()
        return {rule: (simulation.calculate(rule, YEAR), simulation.calculate(rule + "_others", YEAR))
                for rule in columns.RULES}

    results = columns.timed(rounds, rows, compute)
    for rule in columns.RULES:
        # summed in 64 bits, so that only the amounts themselves are OpenFisca's
        columns.say(rule, *(round(float(part.astype(numpy.float64).sum()) * 100) for part in results[rule]))


if __name__ == "__main__":
    main()
