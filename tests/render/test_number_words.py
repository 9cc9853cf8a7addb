"""Numbers, intervals and dates as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.model import Interval, Period
from kzcheck.render.numbers import digits, humane, humane_date, humane_period, interval_words, percent_of


@pytest.mark.parametrize(
    ("value", "unit", "want"),
    [
        ("529400000", "USD", "$529.4 million"),
        ("-4000000", "USD", "-$4 million"),
        ("1485000", "t", "1.485 million t"),
        ("494000", "t", "494,000 t"),
        ("1200000000", "KZT", "1.2 billion KZT"),
        ("62", "percent", "62 %"),
        ("5", "x", "5 times"),
        ("1234567", "count", "1,234,567"),
        ("1000000000000", "EUR", "€1 trillion"),
        ("353.6", "ms", "353.6 ms"),
        ("80", "USD/bbl", "$80 a barrel"),
        ("1500000", "t/year", "1.5 million t/year"),
        ("20", "year", "20 years"),
        ("1", "year", "1 year"),
        ("2005", "year", "2,005 years"),
        ("3", "pp", "3 percentage points"),
        ("0.00012", "g", "0.00012 g"),
        ("0", "t", "0 t"),
    ],
)
def test_quantities(value: str, unit: str, want: str) -> None:
    assert humane(Fraction(value), unit) == want


def test_numbers_without_an_end_are_rounded() -> None:
    assert humane(Fraction(529, 109), "x") == "4.853 times"
    assert humane(Fraction(2, 3), "percent") == "0.6667 %"
    assert digits(Fraction(1, 3000)) == "0.0003333"
    assert digits(Fraction(1234567, 7)) == "176,367"


def test_counts_say_what_is_counted() -> None:
    assert humane(Fraction(23), "count", "universities") == "23 universities"


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**7), st.integers(2, 8))
def test_rounding_stays_within_the_digits_kept(value: Fraction, significant: int) -> None:
    written = Fraction(digits(value, significant=significant).replace(",", ""))
    assert abs(written - value) <= max(abs(value) * Fraction(1, 10 ** (significant - 1)), Fraction(0))


@pytest.mark.parametrize(
    ("interval", "unit", "want"),
    [
        (Interval(Fraction(1_350_000), Fraction(1_450_000), high_closed=False), "t", "1.35 to 1.45 million t"),
        (Interval(Fraction(465 * 10**6), Fraction(475 * 10**6)), "USD", "$465 to $475 million"),
        (Interval(Fraction(950_000), Fraction(1_050_000)), "USD", "$950,000 to $1.05 million"),
        (Interval(Fraction(500), None, low_closed=False), "km", "more than 500 km"),
        (Interval(Fraction(500), None), "km", "at least 500 km"),
        (Interval(None, Fraction(500)), "km", "at most 500 km"),
        (Interval(None, Fraction(500), high_closed=False), "km", "less than 500 km"),
        (Interval(None, None), "km", "any number"),
        (Interval.point(23), "count", "exactly 23"),
    ],
)
def test_intervals(interval: Interval, unit: str, want: str) -> None:
    assert interval_words(interval, unit) == want


def test_ends_that_differ_are_told_apart() -> None:
    narrow = Interval(Fraction(10_000, 5335), Fraction(100_000, 53_349))
    assert interval_words(narrow, "x", significant=4) == "1.87441 to 1.87445 times"


@pytest.mark.parametrize(
    ("period", "want"),
    [
        (Period.of_year(2024), "2024"),
        (Period.of_months(2024, 1, 3), "first quarter of 2024"),
        (Period.of_months(2024, 7, 6), "second half of 2024"),
        (Period.of_months(2024, 3), "March 2024"),
        (Period.of_months(2022, 1, 9), "January to September 2022"),
        (Period.of_months(2022, 11, 4), "November 2022 to February 2023"),
        (Period(date(2015, 1, 1), date(2020, 1, 1)), "2015 to 2019"),
        (Period.of_day(date(2025, 3, 13)), "13 March 2025"),
        (Period(date(2025, 3, 13), date(2025, 3, 20)), "13 March 2025 to 19 March 2025"),
    ],
)
def test_periods(period: Period, want: str) -> None:
    assert humane_period(period) == want


def test_dates_and_shares() -> None:
    assert [humane_date(t) for t in ("2025-03-13", "2024-03", "2024", "spring")] == [
        "13 March 2025",
        "March 2024",
        "2024",
        "spring",
    ]
    assert [percent_of(Fraction(n)) for n in ("0.0824", "0.12", "1.5", "0.001")] == ["8.2 %", "12 %", "150 %", "0.1 %"]
