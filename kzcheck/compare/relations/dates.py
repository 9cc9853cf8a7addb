"""Two dates of one event: the day lies in the month or the year that another sentence names.

That two sentences speak of one event is read off a word that both have and few others. So such a comparison only ever
says that the dates fit; whether they are of one event, no word decides for certain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import AGREE, ROUND
from kzcheck.model import Interval

_WORD = re.compile(r"[^\W\d_]{5,}")
_MOST = 200
_FEW = 6
_MONTH = 31


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give a day or a month with the month or year that covers it, where the sentences share a telling word."""
    table = scope.table
    if not scope.every:
        return
    days = table.end - table.start
    rows = np.flatnonzero((table.kind == "date") & table.dated & ~table.left_out & (days <= 366)).tolist()
    used = _periods_of_figures(scope)
    document = table.text("document")
    rows = [row for row in rows if not _now(scope, row) and (document[row], int(table.sentence[row])) not in used]
    if not rows or len(rows) > _MOST:
        return
    words = {row: frozenset(_WORD.findall(table.text("sentence")[row].casefold())) for row in rows}
    sentences = {(table.text("document")[row], int(table.sentence[row])): words[row] for row in rows}
    often = Counter(word for some in sentences.values() for word in some)
    for first, second in combinations(rows, 2):
        one, other = table.period(first), table.period(second)
        if one is None or other is None or one == other or not (one.covers(other) or other.covers(one)):
            continue
        if min(one.days, other.days) > _MONTH:
            continue  # a window is no event
        shared = sorted(word for word in words[first] & words[second] if often[word] <= _FEW)
        apart = (document[first], table.sentence[first]) != (document[second], table.sentence[second])
        if shared and apart:
            yield Candidate(
                equation=Equation(relation="date", left=(Term(0),), right=(Term(1),), op="sum"),
                rows=(first, second),
                rule="date",
                certainty="assumed",
                lenient=True,
                fits=True,
                statements=tuple(_day(scope, row) for row in (first, second)),
                remarks=(f"both sentences speak of: {', '.join(shared[:5])}",),
            )


def _periods_of_figures(scope: Scope) -> set[tuple[str, int]]:
    """Give the sentences whose dates say when a figure was measured."""
    table = scope.table
    document = table.text("document")
    return {(document[r], int(table.sentence[r])) for r in np.flatnonzero(table.level | table.growth).tolist()}


def _now(scope: Scope, row: int) -> bool:
    """Tell whether a date is that of publication, which is no event's."""
    period, issued = scope.table.period(row), scope.table.issued(row)
    return period is not None and issued is not None and period.days == 1 and period.start.toordinal() == issued


def _day(scope: Scope, row: int) -> Statement:
    """Read a date as a day, counted from the year 1."""
    period = scope.table.period(row)
    assert period is not None  # noqa: S101  only dated rows are asked about
    days = Interval(Fraction(period.start.toordinal()), Fraction(period.end.toordinal() - 1))
    return replace(
        scope.table.statement(row), value=None, interval=days, factor=Fraction(1), unit="day of event", note=str(period)
    )


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="date",
        holds="the dates of one event lie in one another",
        of_dates=True,
        words={AGREE: "one lies in the other", ROUND: "one lies in the other"},
    ),
)
