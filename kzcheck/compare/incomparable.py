"""What was not compared although it names one metric, and what keeps it apart: period, parties, scope, mood, unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from kzcheck.compare.candidates import Scope
from kzcheck.compare.quantities import ACTUAL, AHEAD
from kzcheck.compare.remarks import same_figure
from kzcheck.compare.screen import groups

_PAIRS = 20
_MOODS = {0: "an outcome", 1: "a plan or forecast", 2: "a capacity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two claims (rows) that are not compared: what differs, in words; `alike` counts further pairs of this sort."""

    rows: tuple[int, int]
    reason: str
    alike: int = 0
    remarks: tuple[str, ...] = ()


def apart(scope: Scope, judged: Callable[[int, int], bool]) -> Iterator[Apart]:
    """Give the pairs that share metric and kind and were not judged; of many, one a reason with the count of others."""
    table = scope.table
    metric = table.quantity
    chosen = np.flatnonzero(~table.left_out & (table.coded("metric") != ""))
    sort = np.where(table.level[chosen], 1, np.where(table.growth[chosen], 2, 0))
    chosen, sort = chosen[sort > 0], sort[sort > 0]
    for members in groups(metric[chosen] * 3 + sort):
        rows = sorted(chosen[members].tolist())
        if len(rows) <= _PAIRS:
            for a, b in combinations(rows, 2):
                reason = difference(scope, a, b)
                if reason and not judged(a, b):
                    yield Apart(rows=(a, b), reason=reason, remarks=_assumption(scope, a, b) + same_figure(scope, a, b))
            continue
        yield from _summary(scope, rows, judged)


def _summary(scope: Scope, rows: list[int], judged: Callable[[int, int], bool]) -> Iterator[Apart]:
    """Give one pair of neighbours a reason; the count says how many pairs of neighbours differ alike."""
    first: dict[str, tuple[int, int, str]] = {}
    count: Counter[str] = Counter()
    for a, b in pairwise(rows):
        reason = difference(scope, a, b)
        if reason and not judged(a, b):
            sort = reason.partition(":")[0]
            count[sort] += 1
            first.setdefault(sort, (a, b, reason))
    for sort, (a, b, reason) in first.items():
        yield Apart(rows=(a, b), reason=reason, alike=count[sort] - 1)


def difference(scope: Scope, a: int, b: int) -> str:
    """Say what keeps two claims of one metric apart, or "" where nothing does."""
    table = scope.table
    if table.mood[a] < 0 or table.mood[b] < 0:
        return "modality: one of them is denied or supposed"
    if table.family[a] != table.family[b]:
        parties, qualifiers = table.text("parties"), table.text("basis")
        if parties[a] != parties[b]:
            return f"parties: {_list(parties[a])} and {_list(parties[b])}"
        if qualifiers[a] != qualifiers[b]:
            return f"scope: {_list(qualifiers[a])} and {_list(qualifiers[b])}"
        return "another group of documents"
    if table.mood[a] != table.mood[b]:
        return f"modality: {_MOODS[int(table.mood[a])]} and {_MOODS[int(table.mood[b])]}"
    if table.growth[a]:
        return _growth(scope, a, b)
    if table.dimension[a] != table.dimension[b]:
        units = table.text("unit")
        return f"unit: {units[a]} and {units[b]}, and no rate is given"
    if table.node[a] == table.node[b]:
        return ""
    return _periods(scope, a, b)


def _growth(scope: Scope, a: int, b: int) -> str:
    table = scope.table
    if not (table.dated[a] and table.dated[b]):
        if not (table.symbolic[a] or table.symbolic[b]):
            return "period: not known of both growths"
        if table.growth_node[a] == table.growth_node[b]:
            return ""
        symbol, base = table.text("period_symbol"), table.text("base_symbol")
        one_time = (table.start[a], symbol[a]) == (table.start[b], symbol[b])
        return "base: said in other words" if one_time and base[a] != base[b] else _periods(scope, a, b)
    if table.growth_node[a] == table.growth_node[b]:
        return "" if table.based[a] else "base: not known"
    if (table.start[a], table.end[a]) != (table.start[b], table.end[b]):
        return f"period: {table.period(a)} and {table.period(b)}"
    return f"base: {table.base(a) or 'not known'} and {table.base(b) or 'not known'}"


def _periods(scope: Scope, a: int, b: int) -> str:
    table = scope.table
    one, other = table.period(a), table.period(b)
    if one is None or other is None:
        return f"period: {_said(scope, a)} and {_said(scope, b)}"
    part, whole = (one, other) if other.covers(one) else (other, one)
    if whole.covers(part) and table.mood[a] == ACTUAL:
        return f"period: {part} is a part of {whole}, and the figure may not add up over time"
    if whole.covers(part) and table.mood[a] == AHEAD:
        return f"period: a plan for {part} and one for {whole}"
    return f"period: {one} and {other}"


def _said(scope: Scope, row: int) -> str:
    """Name the period of a row by its dates, else by its words and the document that they count from."""
    table = scope.table
    period, words = table.period(row), table.text("period_text")[row]
    if period is not None or not table.text("period_symbol")[row]:
        return str(period or "not known")
    said = f"'{' '.join(words.split())}' of {table.text('document')[row]}"
    return said if table.text("published")[row] else f"{said}, whose date is not known"


def _assumption(scope: Scope, a: int, b: int) -> tuple[str, ...]:
    """Say which assumption would make a conflict of two claims of which one names no period."""
    table = scope.table
    if bool(table.dated[a]) == bool(table.dated[b]) or table.family[a] != table.family[b] or not table.level[a]:
        return ()
    if table.dimension[a] != table.dimension[b] or table.mood[a] != table.mood[b]:
        return ()
    if table.low[a] <= table.high[b] and table.low[b] <= table.high[a]:
        return ()
    return (f"a conflict if both mean {table.period(a) or table.period(b)}",)


def _list(text: str) -> str:
    return text.strip("[]").replace('"', "") or "none named"
