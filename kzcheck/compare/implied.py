"""What the sources jointly imply for a quantity in a period, stated or not: "2021 was above 356 million dollars"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from kzcheck.compare.comparing import compare
from kzcheck.compare.copies import copies
from kzcheck.compare.equation import form_of
from kzcheck.compare.network import Network, set_aside
from kzcheck.compare.ordering import in_order
from kzcheck.compare.quantities import ACTUAL, Array, Quantities
from kzcheck.compare.verdict import CONFLICT
from kzcheck.compare.widths import widened
from kzcheck.model import Comparison, Interval, Pack, Period

_TIGHTER = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What claims together imply for a metric in a period, and the claims (ids) that give the low and the high end.

    The interval is exact and stands in `unit`; an end that nothing bounds is None.
    """

    metric: str
    period: Period
    unit: str
    interval: Interval
    low_claims: tuple[str, ...] = ()
    high_claims: tuple[str, ...] = ()


def implied(
    frame: pd.DataFrame,
    pack: Pack,
    *,
    within: Mapping[str, str] | None = None,
    apart: bool = False,
    comparisons: Iterable[Comparison] | None = None,
) -> tuple[Bound, ...]:
    """Give the bounds that claims together imply and none states alone, by metric and period.

    Takes the table of claims as `compare` does, and its conflicts where they are at hand. Of the claims of each
    contradiction the most blamed are left out first, so that what remains can all be true.
    """
    frame = widened(in_order(frame), pack)
    table = Quantities(frame, without=copies(frame, within), within=within, apart=apart)
    place = {claim: row for row, claim in enumerate(table.text("claim_id"))}
    judged = compare(frame, pack, within=within, apart=apart) if comparisons is None else comparisons
    known = [[place[claim] for claim in c.claims] for c in judged if c.verdict == CONFLICT]
    left_out = np.zeros(table.size, dtype=bool)
    left_out[sorted(set_aside(known))] = True
    upper, lower = Network(table), Network(table, lower=True)
    if not len(upper.claim):
        return ()
    highs = _reach(upper, left_out)
    lows = _reach(lower, left_out)
    found = []
    for node in sorted(highs.keys() | lows.keys()):
        bound = _bound(table, upper, node, highs.get(node), lows.get(node))
        if bound is not None:
            found.append(bound)
    return tuple(sorted(found, key=lambda b: (b.metric, b.period, b.unit)))


def _reach(network: Network, left_out: Array) -> dict[int, list[int]]:
    """Give, for each node whose bound comes from elsewhere, the claims that give it: a level and growths."""
    own, giver = network.highs(left_out)
    bound, came, ring = network.spread(own, left_out)
    if ring is not None:
        return {}
    found = {}
    for node in np.flatnonzero((came >= 0) & (bound < own - _TIGHTER)).tolist():
        first, edges = network.path(node, came)
        # A growth away from the level counts positive, one towards it negative; zero is a part of a whole.
        steps = [(int(network.claim[e]) + 1) * (1 if network.forward[e] else -1) for e in edges]
        found[node] = [int(network.level[giver[first]]), *(s for s in steps if s)]
    return found


def _bound(
    table: Quantities, network: Network, node: int, high: list[int] | None, low: list[int] | None
) -> Bound | None:
    key = network.key.iloc[node]
    if int(key["mood"]) != ACTUAL:
        return None
    period = table.span_of(int(key["start"]), int(key["end"]))
    claims = high or low
    if claims is None or period is None:
        return None
    level = table.statement(claims[0])
    top = _end(table, high, upper=True) if high else None
    bottom = _end(table, low, upper=False) if low else None
    ids = table.text("claim_id")
    return Bound(
        metric=table.metric(claims[0]),
        period=period,
        unit=level.unit,
        interval=Interval(
            None if bottom is None else bottom[0] / level.factor,
            None if top is None else top[0] / level.factor,
            bottom is not None and bottom[1],
            top is not None and top[1],
        ),
        low_claims=tuple(ids[row] for row in _rows(low)),
        high_claims=tuple(ids[row] for row in _rows(high)),
    )


def _rows(claims: list[int] | None) -> list[int]:
    return [] if claims is None else [claims[0], *(abs(step) - 1 for step in claims[1:])]


def _end(table: Quantities, claims: list[int], *, upper: bool) -> tuple[Fraction, bool] | None:
    """Multiply out the path that gives a bound: the level's end times the growths' ends, exactly."""
    start = table.statement(claims[0]).interval
    value, closed = (start.high, start.high_closed) if upper else (start.low, start.low_closed)
    for step in claims[1:]:
        row = abs(step) - 1
        growth = form_of(table.statement(row).interval, table.term(row, 0).form)
        # The highest end needs the highest growth ahead and the lowest one back; the lowest end the other way round.
        top = (step > 0) == upper
        end, end_closed = (growth.high, growth.high_closed) if top else (growth.low, growth.low_closed)
        if value is None or not end:
            return None
        value = value * end if step > 0 else value / end
        closed = closed and end_closed
    return None if value is None else (value, closed)
