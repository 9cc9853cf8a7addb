"""A record is passed by no level before it: "an all-time high", "the lowest since 2015"."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.quantities import ACTUAL, NO_DATE, Array
from kzcheck.compare.screen import positions
from kzcheck.compare.verdict import AGREE, CONFLICT, ROUND
from kzcheck.model import Period

_DAYS_APART = 3
"""Months, quarters and years of one kind differ in length by this many days at most."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give each record with the levels before it, of periods as long, that come nearest to passing it or do."""
    table = scope.table
    side = table.coded("record")
    known = table.level & table.dated & ~table.vague & (table.mood == ACTUAL)
    records = np.flatnonzero(known & (side != ""))
    if not len(records):
        return
    series = positions(known & np.isin(table.series, table.series[records]), table.series)
    for record in records.tolist():
        rule = scope.rule(table.metric(record), "record")
        if rule is None:
            continue
        high = side[record] == "high"
        before = _before(scope, np.asarray(series[int(table.series[record])]), record, int(table.record_from[record]))
        # The highest of what was before (the lowest, for a low) is the one that a record has to pass.
        order = np.argsort(-table.low[before] if high else table.high[before], kind="stable")[:PAIRS]
        for level in before[order].tolist():
            small, large = (level, record) if high else (record, level)
            if not scope.every and table.low[small] <= table.high[large]:
                break
            yield Candidate(
                equation=Equation(relation="record", left=(Term(0),), right=(Term(1),), equal=False),
                rows=(small, large),
                rule=rule.id,
                certainty=scope.certainty((small, large)),
                severity=rule.severity,
            )


def _before(scope: Scope, rows: Array, record: int, reach: int) -> Array:
    """Give the levels of a record's quantity that it bounds; a total of part of a year bounds the same part only."""
    table = scope.table
    start, days = int(table.start[record]), int(table.end[record] - table.start[record])
    chosen = (table.end[rows] <= start) & (np.abs(table.end[rows] - table.start[rows] - days) <= _DAYS_APART)
    if reach != NO_DATE:
        chosen &= table.start[rows] >= reach
    if table.cumulative[record]:
        own = table.period(record)
        chosen &= np.array([_same_part(table.period(row), own) for row in rows.tolist()], dtype=bool)
    return np.asarray(rows[chosen])


def _same_part(one: Period | None, other: Period | None) -> bool:
    """Tell whether two periods start on one day of the year."""
    if one is None or other is None:
        return False
    return (one.start.month, one.start.day) == (other.start.month, other.start.day)


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="record",
        holds="no earlier figure passes a record",
        rules=("record", "order", "same"),
        direct=True,
        bounds=True,
        words={CONFLICT: "no record, then", AGREE: "the record stands", ROUND: "the record is reached, not passed"},
    ),
)
