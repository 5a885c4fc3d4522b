"""Count and sum over the past of several keys, [t - w, t), by Polars.

The first line of standard input is {"rows": path, "keys": n, "windows": [microseconds, ...]}; the rows are in the order of time,
with `t` (microseconds), `amount` and the hashed keys `k0`, ... A line {"version"} answers it. Every further line asks once and is
answered by {"ms", "answer": [[...], ...], "peak": KiB}: of every key, window and measure its sum over all rows, and one that tells
where each value stands.
"""

import json
import resource
import sys
import time

import polars as pl

given = json.loads(sys.stdin.readline())
rows = pl.read_parquet(given["rows"]).with_columns(pl.col("t").cast(pl.Datetime("us")).set_sorted(), pl.lit(1).alias("one"))


def run():
    """The features as columns."""
    asked = []
    for key in range(given["keys"]):
        for window in given["windows"]:
            for name, column in (("n", "one"), ("s", "amount")):
                over = pl.col(column).rolling_sum_by("t", window_size=f"{window}us", closed="left").over(f"k{key}")
                asked.append(over.fill_null(0).cast(pl.Int64).alias(f"{name}{key}_{window}"))
    return rows.select(asked)


def told(found):
    place = pl.Series(range(found.height), dtype=pl.Int64) % 1009
    return [[int(column.sum()), int((column * place).sum())] for column in found.get_columns()]


print(json.dumps({"version": pl.__version__}), flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    found = run()
    ms = (time.perf_counter() - began) * 1000
    answer = told(found)
    del found
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"ms": ms, "answer": answer, "peak": peak}), flush=True)
