"""Arithmetic on calendar periods: units, shifts, parts and windows. No language, no document, no clock."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from kzcheck.model import PartialDate, Period

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
"""Months of each unit that is a number of months; days and weeks are counted in days."""

DAYS = {"day": 1, "week": 7, "fortnight": 14}

_EARLIEST, _LATEST = 1, 9999


def year(number: int) -> Period | None:
    """Give a calendar year, or None where Python's calendar ends."""
    return Period.of_year(number) if _EARLIEST <= number < _LATEST else None


def years(first: int, last: int) -> Period | None:
    """Give whole years, both included, or None where they are in the wrong order."""
    if not (_EARLIEST <= first <= last < _LATEST):
        return None
    return Period(date(first, 1, 1), date(last + 1, 1, 1))


def day(year_number: int, month: int, number: int) -> Period | None:
    """Give a day, or None where the calendar has no such day."""
    try:
        return Period.of_day(date(year_number, month, number))
    except (ValueError, OverflowError):
        return None


def span(first: Period, last: Period) -> Period | None:
    """Give the days from the start of one period to the end of another, or None in the wrong order."""
    return Period(first.start, last.end) if first.start < last.end and first.start <= last.start else None


def add_months(start: date, months: int) -> date | None:
    """Move a date by months; a day that the month lacks becomes its last. None where the calendar ends."""
    index = start.year * 12 + start.month - 1 + months
    if not _EARLIEST <= index // 12 < _LATEST:
        return None
    for number in range(start.day, start.day - 4, -1):
        try:
            return date(index // 12, index % 12 + 1, number)
        except ValueError:
            continue
    return None


def add(start: date, count: Fraction | int, unit: str) -> date | None:
    """Move a date by a count of units; half months and half days are refused (None), half years are months."""
    if unit in MONTHS:
        months = Fraction(count) * MONTHS[unit]
        return add_months(start, months.numerator) if months.denominator == 1 else None
    days = Fraction(count) * DAYS[unit]
    try:
        return start + timedelta(days=days.numerator) if days.denominator == 1 else None
    except OverflowError:
        return None


def containing(moment: PartialDate, unit: str) -> Period | None:
    """Give the calendar unit (week: from Monday) that holds a date, or None where the date is too coarse for it."""
    if unit in DAYS:
        if moment.day is None or unit == "fortnight":
            return None
        start = moment.period.start
        if unit == "week":
            start -= timedelta(days=start.weekday())
        return _from(start, 1, unit)
    if unit in ("month", "quarter", "half"):
        if moment.month is None:
            return None
        size = MONTHS[unit]
        return Period.of_months(moment.year, (moment.month - 1) // size * size + 1, size)
    size = MONTHS[unit] // 12
    first = moment.year // size * size
    return years(first, first + size - 1)


@lru_cache(maxsize=4096)
def shifted(moment: PartialDate, unit: str, count: int) -> Period | None:
    """Give the calendar unit `count` after the one that holds a date (negative: before)."""
    here = containing(moment, unit)
    start = None if here is None else add(here.start, count, unit)
    return None if start is None else _from(start, 1, unit)


def _from(start: date, count: Fraction | int, unit: str) -> Period | None:
    end = add(start, count, unit)
    return None if end is None or end <= start else Period(start, end)


def first_of(whole: Period, count: Fraction | int, unit: str) -> Period | None:
    """Give the first `count` units of a period, or None where it holds fewer."""
    start = whole.start
    if unit == "week":
        # The first week of a month or year is the one that holds most of its first seven days, as ISO 8601 counts.
        start = _first_monday(start)
    part = _from(start, count, unit)
    return part if part is not None and part.end <= whole.end + timedelta(days=4 if unit == "week" else 0) else None


def last_of(whole: Period, count: Fraction | int, unit: str) -> Period | None:
    """Give the last `count` units of a period, or None where it holds fewer."""
    if unit == "week":
        end = _first_monday(whole.end)
        start = add(end, -count, unit)
    else:
        end = whole.end
        start = add(end, -count, unit)
    return Period(start, end) if start is not None and whole.start - timedelta(days=4) <= start < end else None


def nth_of(whole: Period, number: int, unit: str) -> Period | None:
    """Give the unit numbered 1, 2, ... of a period, or None where it has no such unit."""
    start = _first_monday(whole.start) if unit == "week" else whole.start
    begin = add(start, number - 1, unit)
    part = None if begin is None else _from(begin, 1, unit)
    return part if part is not None and part.start < whole.end and (unit == "week" or part.end <= whole.end) else None


def _first_monday(start: date) -> date:
    thursday = start + timedelta(days=(3 - start.weekday()) % 7)
    return thursday - timedelta(days=3)


def before(moment: PartialDate, count: Fraction | int, unit: str) -> Period | None:
    """Give the window of `count` units that ends at a date; the date must be known to the unit or to the month.

    Known to the day it ends with the day before; known to the month (or year) only, it ends where that month begins.
    """
    end = _edge(moment, unit)
    start = None if end is None else add(end, -count, unit)
    return None if start is None or end is None else Period(start, end)


def after(moment: PartialDate, count: Fraction | int, unit: str) -> Period | None:
    """Give the window of `count` units that starts after a date."""
    end = _edge(moment, unit)
    start = None if end is None else moment.period.end
    return None if start is None else _from(start, count, unit)


def _edge(moment: PartialDate, unit: str) -> date | None:
    if moment.day is None and (unit in DAYS or (moment.month is None and unit in ("month", "quarter", "half"))):
        return None
    return moment.period.start


def same_part(part: Period, of: Period) -> Period | None:
    """Give the part of the year `of` that corresponds to `part` of its own year ("the same months of 2023")."""
    number = of.whole_year
    if number is None:
        return None
    return part.shift_years(number - part.start.year)


def is_part_year(period: Period) -> bool:
    """Tell whether a period starts a year, is longer than a month and shorter than the year: a running total."""
    start, end = period.start, period.end
    return (
        start.month == 1
        and start.day == 1
        and (end.year == start.year or (end.year == start.year + 1 and end.month == 1 and end.day == 1))
        and 31 < period.days < 365
    )


def last_full_year(published: PartialDate) -> Period:
    """Give the calendar year before the one of publication."""
    return Period.of_year(published.year - 1)
