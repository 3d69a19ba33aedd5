"""The twelve rules of benches/rules/ in SQL over DuckDB's DECIMAL: one query from a table in memory into another."""

import sys

import columns
import duckdb

QUERY = """
create or replace table results as
with payable as (select *,
    case when kind = 1 and year = 2023 then 100000 else 0 end::decimal(18,2) as first,
    case when kind = 2 and year = 2023 then 50000 else 0 end::decimal(18,2) as renewal,
    case when deducted and research - research_before > 0
          and (research - research_before) * (case when key_area then 0.12 else 0.08 end) >= 10000
         then least(trunc((research - research_before) * (case when key_area then 0.12 else 0.08 end)), 10000000)
         else 0 end::decimal(18,2) as increment,
    case when ((issued <= 20231231 and 20231231 < issued + 30000) or small) and paid * 0.1 >= 1000
         then least(trunc(paid * 0.1), 200000) else 0 end::decimal(18,2) as cooperation,
    case when industrial and research > 0
         then case when output >= 1000000000 then 500000 when output >= 100000000 then 200000 else 0 end
         else 0 end::decimal(18,2) as institution,
    least(national * 1000000 + provincial * 500000, 2000000)::decimal(18,2) as platform,
    case when is_gazelle then 200000 else 0 end::decimal(18,2) as gazelle,
    case level when 3 then 500000 when 2 then 200000 when 1 then 100000 else 0 end::decimal(18,2) as giant,
    least(trunc(least(registered, 100000.00) * 0.01 + greatest(least(registered, 1000000.00) - 100000, 0) * 0.005
         + greatest(registered - 1000000, 0) * 0.001), 50000)::decimal(18,2) as registration,
    case when revenue > 0 and research >= revenue
         * (case when revenue <= 50000000 then 0.05 when revenue <= 200000000 then 0.04 else 0.03 end)
         then least(trunc(research * (case when research < 5000000 then 0.010 when research < 50000000 then 0.015
              else 0.020 end) * 0.01) * 100, 3000000) else 0 end::decimal(18,2) as intensity,
    least(talents_b * 500000 + talents_d * 100000, 3000000)::decimal(18,2) as talent,
    round(overdue * 0.8, 2)::decimal(18,2) as loan
  from enterprises)
select first, trunc(first * 0.3)::decimal(18,2) as first_others,
    renewal, trunc(renewal * 0.4)::decimal(18,2) as renewal_others,
    increment, (increment - trunc(increment * 0.5))::decimal(18,2) as increment_others,
    cooperation, trunc(cooperation * (case when county = 0 then 0.7 when county in (7, 8) then 0.2 else 0.5 end)
    )::decimal(18,2) as cooperation_others,
    institution, 0::decimal(18,2) as institution_others, platform, 0::decimal(18,2) as platform_others,
    gazelle, 0::decimal(18,2) as gazelle_others, giant, 0::decimal(18,2) as giant_others,
    registration, 0::decimal(18,2) as registration_others, intensity, 0::decimal(18,2) as intensity_others,
    talent, trunc(talent * 0.4)::decimal(18,2) as talent_others,
    loan, (loan - trunc(loan * 0.5, 2))::decimal(18,2) as loan_others
  from payable
"""


def main():
    path, rounds = columns.arguments()
    base = duckdb.connect()
    base.execute(f"set threads to {sys.argv[3] if len(sys.argv) > 3 else 1}")
    # DuckDB divides decimals in binary; whole 分 become 元 by a product with 0.01, which is exact
    amounts = ", ".join(f"(({name})::decimal(16,0) * 0.01)::decimal(14,2) as {name}" for name in columns.AMOUNTS)
    flags = ", ".join(f"({name} = 1) as {'is_gazelle' if name == 'gazelle' else name}" for name in columns.FLAGS)
    base.execute(f"""create table enterprises as select county, kind, issued, issued // 10000 as year, giant as level,
        {flags}, {amounts}, national, provincial, talents_b, talents_d from read_csv('{path}')""")
    (rows,) = base.execute("select count(*) from enterprises").fetchone()
    columns.timed(rounds, rows, lambda: base.execute(QUERY))
    for rule in columns.RULES:
        sums = base.execute(f"select sum({rule}) * 100, sum({rule}_others) * 100 from results").fetchone()
        columns.say(rule, *(int(s) for s in sums))


if __name__ == "__main__":
    main()
