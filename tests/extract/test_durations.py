"""Lengths of time in words and digits."""

from fractions import Fraction

import pytest

from kzcheck.extract.calendar_durations import duration
from kzcheck.lang import tokenize


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3 days", [(3, "day")]),
        ("3.5 years", [(Fraction(7, 2), "year")]),
        ("twenty-four hours", [(24, "hour")]),
        ("an hour and a half", [(Fraction(3, 2), "hour")]),
        ("two and a half months", [(Fraction(5, 2), "month")]),
        ("half a year", [(Fraction(1, 2), "year")]),
        ("a couple of weeks", [(2, "week")]),
        ("a five-minute", [(5, "minute")]),
        ("1 year 2 months 3 days", [(1, "year"), (2, "month"), (3, "day")]),
    ],
)
def test_duration(text: str, parts: list[tuple[Fraction, str]]) -> None:
    tokens = tokenize(text)
    found = next(d for i in range(len(tokens)) if (d := duration(tokens, i)) is not None)
    assert list(found.parts) == parts
    assert found.last == len(tokens) - 1


@pytest.mark.parametrize("text", ["three ships", "5 percent", "year", "a"])
def test_no_duration(text: str) -> None:
    assert duration(tokenize(text), 0) is None
