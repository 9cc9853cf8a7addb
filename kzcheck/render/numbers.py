"""Numbers and dates as people write them, and as machines read them."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache

from kzcheck.model import Interval, PartialDate, Period
from kzcheck.units import per_words, unit_words

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_MOST_DIGITS = 12
NUMBER_SPACE = re.compile(
    r"(?<=\d) (?=\d{3}\b|[%‰×]|(?:thousand|million|billion|trillion|percent|percentage|pp|t|kg|km|x|times)\b)"
    r"|(?<=million) (?=t\b)|(?<=billion) (?=t\b)|(?<=[$€£¥]) (?=\d)"
)
"""A space that holds a number together: between groups of digits, before a scale word or a unit."""
_FLOAT_IS_EXACT_BELOW = 2**53


def plain(value: Fraction | None) -> int | float | None:
    """Give an exact number to a machine: an int where it is whole, else the nearest float; None stays None.

    Beyond 2**53 a float has no fraction to show, so the number is rounded to an int.
    """
    if value is None:
        return None
    if value.denominator == 1 or abs(value) >= _FLOAT_IS_EXACT_BELOW:
        return round(value)
    return float(value)


def digits(value: Fraction, *, significant: int = 4, places: int = 6) -> str:
    """Write a number with its thousands grouped: in full where it ends within `places` decimals, else rounded.

    Rounding keeps `significant` digits, and never cuts into the whole part.
    """
    number, rest = divmod(value.numerator * 10**places, value.denominator)
    if rest:
        whole = len(str(abs(value.numerator) // value.denominator)) if abs(value) >= 1 else 0
        leading = whole or -_zeros_after_point(value)
        places = max(0, significant - leading)
        number = round(value * 10**places)
    sign = "-" if number < 0 else ""
    head, tail = divmod(abs(number), 10**places)
    decimals = f"{tail:0{places}d}".rstrip("0") if places else ""
    return f"{sign}{head:,}{'.' if decimals else ''}{decimals}"


def scale_of(value: Fraction) -> tuple[int, str]:
    """Choose the scale word that people would use for a number: (1000000, "million"), or (1, "")."""
    size = abs(value.numerator) // value.denominator
    return next(((n, word) for n, word in _SCALES if size >= n), (1, ""))


@lru_cache(maxsize=1 << 16)
def humane(value: Fraction, unit: str = "", noun: str = "", *, significant: int = 4, counted: bool = True) -> str:
    """Write a quantity as people do: "$529.4 million", "1.485 million t", "62 %", "5 times", "23 universities".

    `unit` is the pint name; `noun` the words of the text for what is counted. Numbers that do not end
    are rounded to `significant` digits; where nothing was `counted`, because the number was worked out, all are.
    """
    base = unit.partition("/")[0]
    factor, word = scale_of(value)
    if base in {"percent", "x", "pp", "bp", "permille", "ppm", "year"}:
        factor, word = 1, ""
    if not counted:
        value = _to_digits(value, significant)
    elif factor > 1 and (value / factor * 10**5).denominator != 1 and value.denominator == 1:
        # 1,234,567 things are counted one by one: nobody writes 1.234567 million.
        factor, word = 1, ""
    number = digits(value / factor, significant=significant)
    sign, number = ("-", number[1:]) if number.startswith("-") else ("", number)
    scaled = f"{number} {word}" if word else number
    if base in _SYMBOLS:
        text = f"{sign}{_SYMBOLS[base]}{scaled}"
    else:
        text = f"{sign}{scaled} {unit_words(base, noun, one=abs(value) == 1)}".rstrip()
    return text if base == "count" and noun else text + per_words(unit, noun)


@lru_cache(maxsize=1 << 16)
def interval_words(
    interval: Interval, unit: str = "", noun: str = "", *, significant: int = 6, counted: bool = True
) -> str:
    """Say what an interval allows: "1.35 to 1.45 million t", "more than $500 million", "exactly 23 universities".

    Ends are written to `significant` digits, or more where they would look the same; `counted` as for `humane`.
    """
    low, high = interval.low, interval.high

    def write(x: Fraction) -> str:
        return humane(x, unit, noun, significant=significant, counted=counted)

    if low is not None and high is not None:
        while low != high and write(low) == write(high) and significant < _MOST_DIGITS:
            significant += 1
        return f"exactly {write(low)}" if low == high else _span(write(low), write(high))
    if low is not None:
        return f"{'at least' if interval.low_closed else 'more than'} {write(low)}"
    if high is not None:
        return f"{'at most' if interval.high_closed else 'less than'} {write(high)}"
    return "any number"


def _span(low: str, high: str) -> str:
    """Say "1.35 to 1.45 million t" where both ends are followed by the same words."""
    first, _, words = low.partition(" ")
    return f"{first if words and words == high.partition(' ')[2] else low} to {high}"


def percent_of(share: Fraction) -> str:
    """Write a share for people: 0.0824 is "8.2 %", 0.12 is "12 %"; tiny ones keep two digits."""
    return f"{digits(share * 100, significant=2, places=0)} %"


def humane_date(text: str) -> str:
    """Write an ISO date as people do: "2025-03-13" is "13 March 2025", "2024-03" is "March 2024"; others stay."""
    try:
        known = PartialDate.parse(text)
    except ValueError:
        return text
    if known.month is None:
        return f"{known.year}"
    month = f"{_MONTHS[known.month - 1]} {known.year}"
    return month if known.day is None else f"{known.day} {month}"


def humane_period(period: Period) -> str:
    """Write a period as people do: "2024", "first quarter of 2024", "January to September 2022", "13 March 2025"."""
    text = str(period)
    last = period.end - timedelta(days=1)
    if period.whole_year is not None:
        return text
    if "-Q" in text:
        year, _, number = text.partition("-Q")
        return f"{('first', 'second', 'third', 'fourth')[int(number) - 1]} quarter of {year}"
    if "-H" in text:
        year, _, number = text.partition("-H")
        return f"{('first', 'second')[int(number) - 1]} half of {year}"
    if "/" not in text:
        return humane_date(text)
    if period.start.month == 1 and period.start.day == 1 and last.month == 12 and last.day == 31:
        return f"{period.start.year} to {last.year}"
    if period.start.day != 1 or period.end.day != 1:
        return f"{humane_date(period.start.isoformat())} to {humane_date(last.isoformat())}"
    first = _MONTHS[period.start.month - 1]
    year = "" if period.start.year == last.year else f" {period.start.year}"
    return f"{first}{year} to {_MONTHS[last.month - 1]} {last.year}"


def _to_digits(value: Fraction, significant: int) -> Fraction:
    if not value:
        return value
    leading = len(str(abs(value.numerator) // value.denominator)) if abs(value) >= 1 else -_zeros_after_point(value)
    return round(value, significant - leading)


def _zeros_after_point(value: Fraction) -> int:
    count = 0
    rest = abs(value)
    while rest and rest < Fraction(1, 10):
        rest *= 10
        count += 1
    return count
