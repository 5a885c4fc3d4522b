"""Rules over a Parquet file, by peers of the Python world.

The first line of standard input is {"peer": name, "rows": path, "rules": [[[condition, ...], ...], ...], "ask": what}; a rule is a
list of alternatives that must all hold, each of conditions of which one must. A line {"version"} answers it. Every further line
asks once and is answered by {"ms", "answer", "peak": KiB}. `ask` and its answer:

hits     of each rule the bad and the good rows that it hits (state 0 and 1)
amounts  the same, each with its amount behind it
overlap  rows that every two rules share, all and bad ones, pair by pair; of iguanas the places of the rules that its correlation
         filter keeps, the first of two being more important
"""

import json
import resource
import sys
import time


def polars_rules(given, column_of):
    """Each rule as an expression, of columns that `column_of` gives."""

    def one(condition):
        column, op, value = column_of(condition["column"]), condition["op"], condition["value"]
        if op == "in":
            return column.is_in(value)
        if op == "true":
            return column
        return {">": column > value, "<=": column <= value, "==": column == value}[op]

    def joined(parts, both):
        found = parts[0]
        for part in parts[1:]:
            found = both(found, part)
        return found

    either = lambda conditions: joined([one(each) for each in conditions], lambda a, b: a | b)
    return [joined([either(each) for each in rule], lambda a, b: a & b) for rule in given["rules"]]


def polars_peer(given):
    import polars as pl

    rows = pl.read_parquet(given["rows"])
    bad, good, amount = pl.col("state") == 0, pl.col("state") == 1, pl.col("amount")
    asked = []
    for i, hit in enumerate(polars_rules(given, pl.col)):
        asked += [(hit & bad).sum().alias(f"b{i}"), (hit & good).sum().alias(f"g{i}")]
        if given["ask"] == "amounts":
            asked += [
                (amount * (hit & bad)).sum().alias(f"ba{i}"),
                (amount * (hit & good)).sum().alias(f"ga{i}"),
            ]

    def run():
        row = rows.lazy().select(asked).collect().row(0)
        if given["ask"] == "hits":
            return [list(row[2 * i : 2 * i + 2]) for i in range(len(given["rules"]))]
        return [[row[4 * i], row[4 * i + 2], row[4 * i + 1], row[4 * i + 3]] for i in range(len(given["rules"]))]

    return run, pl.__version__


def pandas_peer(given):
    import numpy as np
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

    def counts():
        answer = []
        for rule in given["rules"]:
            hit = every(rule)
            b, g = hit & bad, hit & good
            if given["ask"] == "hits":
                answer.append([int(b.sum()), int(g.sum())])
            else:
                answer.append([int(b.sum()), int(amount[b].sum()), int(g.sum()), int(amount[g].sum())])
        return answer

    if given["ask"] != "overlap":
        return counts, pd.__version__
    hits = np.stack([every(rule) for rule in given["rules"]], axis=1)

    def overlap():
        # A product of matrices, some rows at a time: whole numbers this small are exact in floats.
        size = hits.shape[1]
        shared, shared_bad = np.zeros((size, size)), np.zeros((size, size))
        for start in range(0, len(hits), 100_000):
            part = hits[start : start + 100_000].astype(np.float32)
            of_bad = part[bad[start : start + 100_000]]
            shared += part.T @ part
            shared_bad += of_bad.T @ of_bad
        pairs = np.triu_indices(size, 1)
        return [[int(a), int(b)] for a, b in zip(shared[pairs], shared_bad[pairs])]

    return overlap, pd.__version__


def iguanas_peer(given):
    from importlib.metadata import version

    import polars as pl
    from iguanas.metrics import compute_metrics
    from iguanas.rule_evaluation import apply_rules
    from iguanas.rule_selection import filter_correlated_rules

    rows = pl.read_parquet(given["rows"])
    rows = rows.with_columns(pl.col(pl.String).cast(pl.Categorical))
    bad, amount = rows["state"] == 0, rows["amount"].cast(pl.Int64)

    def one(condition):
        column, op, value = f'X["{condition["column"]}"]', condition["op"], condition["value"]
        if op == "in":
            return f"({column}.is_in({json.dumps(value)}))"
        return f"({column})" if op == "true" else f"({column} {op} {json.dumps(value)})"

    texts = []
    for rule in given["rules"]:
        parts = ["(" + " | ".join(one(each) for each in conditions) + ")" for conditions in rule]
        texts.append(" & ".join(parts))
    # Its columns are named by the rules' texts.
    different = list(dict.fromkeys(texts))

    def counts():
        weights = amount if given["ask"] == "amounts" else None
        told = compute_metrics(apply_rules(rows, different), bad, weights=weights)
        names = ["TP", "FP"] if weights is None else ["TP", "TP_weight", "FP", "FP_weight"]
        by_rule = {row[0]: list(row[1:]) for row in told.select(["rule", *names]).rows()}
        return [by_rule[text] for text in texts]

    if given["ask"] != "overlap":
        return counts, version("iguanas")
    predictions = apply_rules(rows, different)
    importance = {text: float(-place) for place, text in enumerate(different)}

    def overlap():
        return [texts.index(text) for text in filter_correlated_rules(predictions, importance)]

    return overlap, version("iguanas")


given = json.loads(sys.stdin.readline())
run, version = {"polars": polars_peer, "pandas": pandas_peer, "iguanas": iguanas_peer}[given["peer"]](given)
print(json.dumps({"version": version}), flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    answer = run()
    ms = (time.perf_counter() - began) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"ms": ms, "answer": answer, "peak": peak}), flush=True)
