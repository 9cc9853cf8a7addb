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
from kzcheck.model import Differs

_PAIRS = 20
_MOODS = {0: "an outcome", 1: "a plan or forecast", 2: "a capacity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two claims (rows) that are not compared: what differs, and how in words; `alike` counts further such pairs."""

    rows: tuple[int, int]
    differs: Differs
    detail: str = ""
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
                found = difference(scope, a, b)
                if found is not None and not judged(a, b):
                    remarks = _assumption(scope, a, b) + same_figure(scope, a, b)
                    yield Apart(rows=(a, b), differs=found[0], detail=found[1], remarks=remarks)
            continue
        yield from _summary(scope, rows, judged)


def _summary(scope: Scope, rows: list[int], judged: Callable[[int, int], bool]) -> Iterator[Apart]:
    """Give one pair of neighbours a reason; the count says how many pairs of neighbours differ alike."""
    first: dict[Differs, tuple[int, int, str]] = {}
    count: Counter[Differs] = Counter()
    for a, b in pairwise(rows):
        found = difference(scope, a, b)
        if found is not None and not judged(a, b):
            count[found[0]] += 1
            first.setdefault(found[0], (a, b, found[1]))
    for differs, (a, b, detail) in first.items():
        yield Apart(rows=(a, b), differs=differs, detail=detail, alike=count[differs] - 1)


def difference(scope: Scope, a: int, b: int) -> tuple[Differs, str] | None:
    """Say what keeps two claims of one metric apart, and how in words; None where nothing does."""
    table = scope.table
    if table.mood[a] < 0 or table.mood[b] < 0:
        return Differs.MODALITY, "one of them is denied or supposed"
    if table.family[a] != table.family[b]:
        parties, qualifiers = table.text("parties"), table.text("basis")
        if parties[a] != parties[b]:
            return Differs.PARTIES, f"{_list(parties[a])} and {_list(parties[b])}"
        if qualifiers[a] != qualifiers[b]:
            return Differs.SCOPE, f"{_list(qualifiers[a])} and {_list(qualifiers[b])}"
        return Differs.GROUP, ""
    if table.mood[a] != table.mood[b]:
        return Differs.MODALITY, f"{_MOODS[int(table.mood[a])]} and {_MOODS[int(table.mood[b])]}"
    if table.growth[a]:
        return _growth(scope, a, b)
    if table.dimension[a] != table.dimension[b]:
        units = table.text("unit")
        return Differs.UNIT, f"{units[a]} and {units[b]}, and no rate is given"
    if table.node[a] == table.node[b]:
        return None
    return _periods(scope, a, b)


def _growth(scope: Scope, a: int, b: int) -> tuple[Differs, str] | None:
    table = scope.table
    if not (table.dated[a] and table.dated[b]):
        if not (table.symbolic[a] or table.symbolic[b]):
            return Differs.PERIOD, "at least one of the growth figures has no known period"
        if table.growth_node[a] == table.growth_node[b]:
            return None
        symbol, base = table.text("period_symbol"), table.text("base_symbol")
        one_time = (table.start[a], symbol[a]) == (table.start[b], symbol[b])
        if one_time and base[a] != base[b]:
            return Differs.BASE, "said in other words"
        return _periods(scope, a, b)
    if table.growth_node[a] == table.growth_node[b]:
        return None if table.based[a] else (Differs.BASE, "not known")
    if (table.start[a], table.end[a]) != (table.start[b], table.end[b]):
        return Differs.PERIOD, f"{table.period(a)} and {table.period(b)}"
    bases = table.base(a), table.base(b)
    if bases == (None, None):
        return Differs.BASE, "neither says what it is counted from"
    return Differs.BASE, " and ".join(str(base or "not known") for base in bases)


def _periods(scope: Scope, a: int, b: int) -> tuple[Differs, str]:
    table = scope.table
    one, other = table.period(a), table.period(b)
    if one is None or other is None:
        said = _said(scope, a), _said(scope, b)
        if one is other is None and len(set(said)) == 1:
            return Differs.PERIOD, "neither names one, and they were published at different times"
        return Differs.PERIOD, " and ".join(said)
    part, whole = (one, other) if other.covers(one) else (other, one)
    if whole.covers(part) and table.mood[a] == ACTUAL:
        return Differs.PERIOD, f"{part} is a part of {whole}, and the figure may not add up over time"
    if whole.covers(part) and table.mood[a] == AHEAD:
        return Differs.PERIOD, f"a plan for {part} and one for {whole}"
    return Differs.PERIOD, f"{one} and {other}"


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
