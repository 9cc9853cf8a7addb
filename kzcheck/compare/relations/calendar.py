"""Days that no calendar has: a weekday that is not that of its date, 31 June, 29 February of a common year."""

from __future__ import annotations

import calendar
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import numpy as np

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.phrasing import quoted
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import Judgement
from kzcheck.lang import languages, read, tokenize
from kzcheck.model import Interval

_LAST_DAY = 31
_YEAR = 4
"""Digits of a year."""
_LEAP = 2024
"""A year that has 29 February, for dates that name none."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the dates that name a weekday or a day of a month, each with what the calendar has."""
    table = scope.table
    rows = np.flatnonzero((table.kind == "date") & ~table.left_out)
    surfaces = table.text("surface")
    for row in rows.tolist():
        said = tokenize(surfaces[row]).words
        period = table.period(row)
        statement = None
        if period is None:
            statement = _no_day(table.statement(row), said)
        elif period.days == 1 and str(period.start.year) in said:
            statement = _weekday(table.statement(row), said, period.start)
        rule = scope.rule(table.metric(row), "calendar")
        if statement is None or rule is None:
            continue
        yield Candidate(
            equation=Equation(relation="calendar", left=(Term(0),), right=(), op=SUM, known=Interval.point(0)),
            rows=(row,),
            rule=rule.id,
            severity=rule.severity,
            message=rule.message,
            quiet=True,
            statements=(statement,),
        )


@cache
def _named(name: str) -> Mapping[str, int]:
    """Give the words of months or weekdays with their numbers, of every language."""
    found: dict[str, int] = {}
    for language in languages():
        with contextlib.suppress(FileNotFoundError, KeyError):
            for number, said in read(language, "periods")["classes"][name].items():
                found.update(dict.fromkeys(str(said).split(), int(number)))
    return found


def _weekday(s: Statement, said: Sequence[str], day: date) -> Statement | None:
    """Give how far the weekday that a date names is from its own; None where it names none."""
    named = {_named("weekday")[word] for word in said if word in _named("weekday")}
    if len(named) != 1:
        return None
    off = (named.pop() - day.weekday()) % 7
    return _off(s, off, f"that day is a {day:%A}")


def _no_day(s: Statement, said: Sequence[str]) -> Statement | None:
    """Give by how many days a day lies beyond its month; None where it does not."""
    months = {**_named("month"), **_named("abbreviated")}
    years = [int(word) for word in said if word.isdecimal() and len(word) == _YEAR]
    for i, word in enumerate(said):
        if word not in months:
            continue
        for j in (i - 1, i + 1):
            if 0 <= j < len(said) and said[j].isdecimal() and int(said[j]) <= _LAST_DAY:
                last = calendar.monthrange(years[0] if years and years[0] else _LEAP, months[word])[1]
                if int(said[j]) > last:
                    return _off(s, int(said[j]) - last, f"that month has {last} days")
    return None


def _off(s: Statement, days: int, note: str) -> Statement:
    at = Interval.point(Fraction(days))
    return replace(s, value=Fraction(days), interval=at, ulp=Fraction(1), factor=Fraction(1), unit="day", note=note)


def _said(_: Equation, statements: Sequence[Statement], __: Judgement) -> str:
    return f"{quoted(statements[0])} is not a valid date: {statements[0].note}"


def _mended(statements: Sequence[Statement]) -> str:
    return f"{quoted(statements[0])} would have to be another day"


DECLARES: tuple[Relation, ...] = (
    Relation(name="calendar", holds="the calendar has the day", sentence=_said, mend=_mended, alone=True),
)
