"""Weights of evidence and logistic regression by scikit-learn on a table, and how well they tell bad from good out of sample.

The first line of standard input is {"rows": path of a CSV, "label": column, "bad": its text, "categories": [columns], "leave":
[columns not to be read], "splits": n}. Row r (from 0) is held out in split s where a hash of both (see `held_out`) is below 3 tenths
of 2^32. A line {"version"} answers it. Every further line asks once and is answered by {"ms", "answer": [[Gini of split 0, ...],
[bad rows held out in split 0, ...]], "peak": KiB}.

Numbers are cut by a decision tree of at most 6 leaves with 5 % of the training rows or more, categories stand by themselves; both
get weights of evidence with one half added to each class, 0 where training had no such value. Maximum likelihood without penalty.
"""

import csv
import json
import resource
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore", category=FutureWarning)
given = json.loads(sys.stdin.readline())
with open(given["rows"], encoding="utf-8-sig", newline="") as file:
    table = list(csv.DictReader(file))
bad = np.array([row[given["label"]] == given["bad"] for row in table], dtype=int)
names = [name for name in table[0] if name != given["label"] and name not in given["leave"]]
columns = {
    name: np.array([row[name] for row in table], dtype=object if name in given["categories"] else float) for name in names
}
place = np.arange(len(table), dtype=np.uint64)


def held_out(split):
    x = (place * 2654435761 + split * 2246822519) % 2**32
    x = ((x ^ (x >> 15)) * 2246822519) % 2**32
    x = ((x ^ (x >> 13)) * 3266489917) % 2**32
    return (x ^ (x >> 16)) < 0.3 * 2**32


def evidence(bins, train):
    """Weights of evidence of the bins of every row by the training rows."""
    found = {}
    seen = set(bins[train])
    goods, bads = (bad[train] == 0).sum() + len(seen) / 2, bad[train].sum() + len(seen) / 2
    for one in seen:
        rows = train & (bins == one)
        b = bad[rows].sum()
        found[one] = np.log(((rows.sum() - b + 0.5) / goods) / ((b + 0.5) / bads))
    return np.array([found.get(one, 0.0) for one in bins])


def gini(split):
    test = held_out(split)
    train = ~test
    values = []
    for name, column in columns.items():
        bins = column
        if name not in given["categories"]:
            tree = DecisionTreeClassifier(max_leaf_nodes=6, min_samples_leaf=0.05, random_state=0)
            tree.fit(column[train].reshape(-1, 1), bad[train])
            bins = tree.apply(column.reshape(-1, 1))
        values.append(evidence(bins, train))
    x = np.column_stack(values)
    model = LogisticRegression(C=np.inf, max_iter=1000).fit(x[train], bad[train])
    return 2 * roc_auc_score(bad[test], model.predict_proba(x[test])[:, 1]) - 1


print(json.dumps({"version": sklearn.__version__}), flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    splits = range(given["splits"])
    answer = [[gini(split) for split in splits], [int(bad[held_out(split)].sum()) for split in splits]]
    ms = (time.perf_counter() - began) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"ms": ms, "answer": answer, "peak": peak}), flush=True)
