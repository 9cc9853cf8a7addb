"""How judging grows: from a thousand claims to a million, and a network of 10^5 quantities with one planted cycle.

Beside it, in the same run, two ways that do not scale: every pair of claims, and networkx' Bellman-Ford where that
package is installed.
"""

from __future__ import annotations

import resource
import time
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from kzcheck.compare import compare
from kzcheck.model import Pack
from kzcheck.table.frame import typed
from kzcheck.table.schema import COLUMNS, DAY, FLAG, NUMBER, PLACE

SIZES = (10**3, 10**4, 10**5, 10**6)
PAIRWISE = 10**4
_NOTHING: dict[str, Any] = {DAY: None, NUMBER: None, FLAG: False, PLACE: 0}
_EPOCH = date(1970, 1, 1).toordinal()


def section() -> str:
    """Measure and give the tables."""
    lines = [
        "## Judging",
        "",
        "| claims | quantities and periods | seconds | microseconds a claim | peak MB | conflicts |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for size in SIZES:
        frame = claims(size)
        start = time.perf_counter()
        found = compare(frame, Pack())
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        lines.append(
            f"| {size:,} | {size // 10:,} | {took:.2f} | {took / size * 1e6:.1f} | {peak:,} | {len(found):,} |"
        )
    lines += ["", f"Every pair of {PAIRWISE:,} claims, in plain Python: {pairwise(claims(PAIRWISE)):.1f} s.", ""]
    frame = network(10**5, 3 * 10**5)
    start = time.perf_counter()
    found = compare(frame, Pack())
    took = time.perf_counter() - start
    lines.append(
        f"A network of 100,000 quantities and 300,000 growths with one planted contradiction over ten years: "
        f"{took:.2f} s, {len(found)} found{_networkx(frame)}."
    )
    return "\n".join([*lines, ""])


def claims(count: int, seed: int = 1) -> pd.DataFrame:
    """Make a table of true levels and growths, ten claims a quantity and period, with twenty figures spoilt."""
    rng = np.random.default_rng(seed)
    metrics = max(2, count // 100)
    metric, year = rng.integers(0, metrics, count), 2010 + rng.integers(0, 10, count)
    growth = rng.normal(0.05, 0.03, (metrics, 10)).clip(-0.3, 0.5)
    level = rng.lognormal(3, 1, metrics)[:, None] * np.cumprod(1 + growth, axis=1)
    is_growth = (rng.random(count) < 0.2) & (year > 2010)
    tenths = np.where(is_growth, growth[metric, year - 2010] * 1000, level[metric, year - 2010] * 10)
    stated = np.round(tenths).astype(int)
    spoilt = rng.choice(count, 20, replace=False)
    stated[spoilt] = stated[spoilt] * 3 // 2 + 50
    return _frame(stated, is_growth, metric, year, year - 1)


def network(quantities: int, growths: int, seed: int = 2) -> pd.DataFrame:
    """Make growths between random years of many quantities, all true, and one chain of ten years that is not."""
    rng = np.random.default_rng(seed)
    metrics, years = quantities // 20, 20
    level = rng.uniform(0, 1, (metrics, years)).cumsum(axis=1) / 10 + 5
    metric, one, other = (
        rng.integers(0, metrics, growths),
        rng.integers(0, years, growths),
        rng.integers(1, years, growths),
    )
    base, year = np.minimum(one, (one + other) % years), np.maximum(one, (one + other) % years)
    stated = np.round((np.exp(level[metric, year] - level[metric, base]) - 1) * 1000).astype(int)
    chain = np.arange(10)
    metric = np.r_[metric, np.full(11, metrics)]
    base, year = np.r_[base, chain, 0], np.r_[year, chain + 1, 10]
    stated = np.r_[stated, np.full(10, 20), 500]  # ten times 2 % make 21.9 %, not 50 %
    return _frame(stated, np.ones(len(stated), bool), metric, year + 2000, base + 2000)


def _frame(stated: Any, is_growth: Any, metric: Any, year: Any, base: Any) -> pd.DataFrame:
    n = len(stated)
    day = {y: date(y, 1, 1).toordinal() - _EPOCH for y in range(1990, 2040)}
    tenths, grows = stated.tolist(), is_growth.tolist()
    documents = [f"d{i // 10}" for i in range(n)]
    same: dict[str, Any] = {"ulp": 0.1, "ulp_exact": "1/10", "hedge": "exact", "low_closed": True, "modality": "actual"}
    same |= {"metric_how": "stated", "period_how": "stated", "base_how": "stated", "published": "2025"}
    columns = {c.name: [same.get(c.name, _NOTHING.get(c.dtype, ""))] * n for c in COLUMNS} | {
        "claim_id": [f"c{i}" for i in range(n)],
        "document": documents,
        "publisher": documents,
        "start": [i % 10 * 100 for i in range(n)],
        "end": [i % 10 * 100 + 10 for i in range(n)],
        "surface": [str(x / 10) for x in tenths],
        "sentence": [f"s{i}" for i in range(n)],
        "sentence_start": [i % 10 * 100 for i in range(n)],
        "kind": ["change" if g else "level" for g in grows],
        "value": [x / 10 for x in tenths],
        "value_exact": [f"{x}/10" for x in tenths],
        "low": [x / 10 - 0.05 for x in tenths],
        "low_exact": [f"{2 * x - 1}/20" for x in tenths],
        "high": [x / 10 + 0.05 for x in tenths],
        "high_exact": [f"{2 * x + 1}/20" for x in tenths],
        "unit": ["percent" if g else "t" for g in grows],
        "dimension": ["ratio" if g else "mass" for g in grows],
        "factor": [0.01 if g else 1e6 for g in grows],
        "factor_exact": ["1/100" if g else "1000000" for g in grows],
        "metric": [f"m{m}" for m in metric.tolist()],
        "period_start": [day[y] for y in year.tolist()],
        "period_end": [day[y + 1] for y in year.tolist()],
        "base_start": [day[y] if g else None for y, g in zip(base.tolist(), grows, strict=True)],
        "base_end": [day[y + 1] if g else None for y, g in zip(base.tolist(), grows, strict=True)],
    }
    return typed(columns)


def pairwise(frame: pd.DataFrame) -> float:
    """Give the seconds that a look at every pair takes."""
    rows = list(zip(*(frame[c].tolist() for c in ("metric", "kind", "period_start", "low", "high")), strict=True))
    start = time.perf_counter()
    sum(a[:3] == b[:3] and (a[3] > b[4] or b[3] > a[4]) for a, b in combinations(rows, 2))
    return time.perf_counter() - start


def _networkx(frame: pd.DataFrame) -> str:
    try:
        import networkx as nx
    except ImportError:
        return " (networkx is not installed)"
    graph = nx.DiGraph()
    columns = (frame[c].tolist() for c in ("metric", "base_start", "period_start", "low", "high"))
    for metric, base, year, low, high in zip(*columns, strict=True):
        for a, z, weight in ((base, year, np.log1p(high / 100)), (year, base, -np.log1p(low / 100))):
            known = graph.get_edge_data((metric, a), (metric, z))
            if known is None or weight < known["weight"]:
                graph.add_edge((metric, a), (metric, z), weight=weight)
    start = time.perf_counter()
    nx.negative_edge_cycle(graph)
    return f"; networkx says whether there is one in {time.perf_counter() - start:.1f} s"
