"""Periods: half-open spans of calendar days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_DATES = re.compile(r"[a-z]+: [0-9]{4}(?:-[0-9]{2}){0,2}(?:, [0-9]{4}(?:-[0-9]{2}){0,2})*")
_KEPT_YEARS = 512


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that holds no day."""
        if self.start >= self.end:
            raise ValueError(f"a period must start before it ends, not {self.start}..{self.end}")

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Give a calendar year."""
        return _year(year)

    @classmethod
    def of_months(cls, year: int, first: int, count: int = 1) -> Period:
        """Give `count` whole months from month `first` (1 to 12, or beyond: 13 is January of the next year)."""
        return cls(_month(year, first), _month(year, first + count))

    @classmethod
    def of_day(cls, day: date) -> Period:
        """Give a single day."""
        return cls(day, day + timedelta(days=1))

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.end - self.start).days

    @property
    def whole_year(self) -> int | None:
        """Name the calendar year that this is, or None."""
        return self.start.year if self == Period.of_year(self.start.year) else None

    def covers(self, other: Period) -> bool:
        """Tell whether `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def shift_years(self, years: int) -> Period:
        """Give the same part of another year; where it has no 29 February, 28 February stands for it."""
        return Period(_shift(self.start, years, 28), _shift(self.end, years, 29))

    def __str__(self) -> str:
        """Write it shortly: 2024, 2024-Q1, 2024-H1, 2024-03, 2024-01/2024-09, 2024-03-11."""
        s, e = self.start, self.end
        if self.days == 1:
            return s.isoformat()
        if s.day != 1 or e.day != 1:
            return f"{s.isoformat()}/{(e - timedelta(days=1)).isoformat()}"
        months = (e.year - s.year) * 12 + e.month - s.month
        if months == 1:
            return f"{s:%Y-%m}"
        if months == 12 and s.month == 1:
            return f"{s.year}"
        if months == 3 and s.month % 3 == 1:
            return f"{s.year}-Q{(s.month + 2) // 3}"
        if months == 6 and s.month % 6 == 1:
            return f"{s.year}-H{(s.month + 5) // 6}"
        last = e - timedelta(days=1)
        if s.month == 1 and e.month == 1:
            return f"{s.year}/{last.year}"
        return f"{s:%Y-%m}/{last:%Y-%m}"


def is_named(symbol: str) -> bool:
    """Tell whether a period's symbol means one time in every text, rather than from publication.

    So do fiscal periods ("fiscal/2024-Q3") and lists of dates ("several: 2019-01-01, 2019-01-03").
    """
    fiscal, slash, _ = symbol.partition("/")
    return (bool(slash) and fiscal.isalpha()) or _DATES.fullmatch(symbol) is not None


@lru_cache(maxsize=_KEPT_YEARS)
def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _shift(day: date, years: int, last: int) -> date:
    """Give the same day of another year; `last` is the day of February, from 28 on, that stands for a missing 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28) + timedelta(days=last - 28)
