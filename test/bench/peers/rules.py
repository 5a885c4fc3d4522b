"""Rules over a Parquet file: hits that are bad and good per rule (state 0 and 1), and their amounts.

Reads {"rows": path, "rules": [[[condition, ...], ...], ...], "rounds": n, "peer": name} from standard input; a rule is a
list of alternatives that must all hold, each of conditions of which one must. Writes {"ms": [...], "answer": [...],
"peak": KiB}; with no rounds it answers once, for whoever measures the whole process.
"""

import json
import resource
import sys
import time


def polars_peer(given):
    import polars as pl

    rows = pl.read_parquet(given["rows"])

    def one(condition):
        column, op, value = pl.col(condition["column"]), condition["op"], condition["value"]
        if op == "in":
            return column.is_in(value)
        if op == "true":
            return column
        return {">": column > value, "<=": column <= value, "==": column == value}[op]

    def either(conditions):
        found = one(conditions[0])
        for condition in conditions[1:]:
            found = found | one(condition)
        return found

    def every(rule):
        found = either(rule[0])
        for conditions in rule[1:]:
            found = found & either(conditions)
        return found

    bad, good, amount = pl.col("state") == 0, pl.col("state") == 1, pl.col("amount")
    asked = []
    for i, rule in enumerate(given["rules"]):
        hit = every(rule)
        asked += [
            (hit & bad).sum().alias(f"b{i}"),
            (hit & good).sum().alias(f"g{i}"),
            (amount * (hit & bad)).sum().alias(f"ba{i}"),
            (amount * (hit & good)).sum().alias(f"ga{i}"),
        ]

    def run():
        row = rows.lazy().select(asked).collect().row(0)
        return [[row[4 * i], row[4 * i + 2], row[4 * i + 1], row[4 * i + 3]] for i in range(len(given["rules"]))]

    return run, pl.__version__


def pandas_peer(given):
    import pandas as pd

    rows = pd.read_parquet(given["rows"])
    bad, good = (rows["state"] == 0).to_numpy(), (rows["state"] == 1).to_numpy()
    amount = rows["amount"].to_numpy()

    def one(condition):
        column, op, value = rows[condition["column"]], condition["op"], condition["value"]
        if op == "in":
            return column.isin(value).to_numpy()
        if op == "true":
            return column.to_numpy()
        return {">": column.gt, "<=": column.le, "==": column.eq}[op](value).to_numpy()

    def every(rule):
        found = None
        for conditions in rule:
            part = one(conditions[0])
            for condition in conditions[1:]:
                part = part | one(condition)
            found = part if found is None else found & part
        return found

    def run():
        answer = []
        for rule in given["rules"]:
            hit = every(rule)
            b, g = hit & bad, hit & good
            answer.append([int(b.sum()), int(amount[b].sum()), int(g.sum()), int(amount[g].sum())])
        return answer

    return run, pd.__version__


given = json.load(sys.stdin)
run, version = {"polars": polars_peer, "pandas": pandas_peer}[given["peer"]](given)
answer = run()
times = []
for _ in range(given["rounds"]):
    began = time.perf_counter()
    again = run()
    times.append((time.perf_counter() - began) * 1000)
    assert again == answer
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
json.dump({"version": version, "ms": times, "answer": answer, "peak": peak}, sys.stdout)
