"""Every form of number is read with its value and its stated precision."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzcheck.extract.number.numerals import numbers, parse_digits, read_numeral
from kzcheck.lang import tokenize

WORDS = numbers("en")


def reading(text, **how):
    return read_numeral(tokenize(text), 0, WORDS, **how)


@pytest.mark.parametrize(
    ("text", "value", "ulp"),
    [
        ("533.4 million", 533_400_000, 100_000),
        ("1.50", Fraction(3, 2), Fraction(1, 100)),
        ("٣٤٫٥", Fraction(69, 2), Fraction(1, 10)),
        ("1,500,000", 1_500_000, 100_000),
        ("12,34,567", 1_234_567, 1),
        ("1 500 000", 1_500_000, 100_000),
        ("1\u202f500\u00a0000 t", 1_500, 100),
        ("1\u202f500\u202f000 t", 1_500_000, 100_000),
        ("1'500'000", 1_500_000, 100_000),
        ("1 , 118 copies", 1_118, 1),
        ("1.500.000", 1_500_000, 100_000),
        ("2,56 million", 2_560_000, 10_000),
        ("1.234,5", Fraction(12345, 10), Fraction(1, 10)),
        (".4 seconds", Fraction(2, 5), Fraction(1, 10)),
        ("-5 degrees", -5, 1),
        ("\u22123.2 %", Fraction(-16, 5), Fraction(1, 10)),
        ("minus five", -5, 1),
        ("1.5e6", 1_500_000, 100_000),
        ("3 x 10^6", 3_000_000, 1_000_000),
        ("3 \u00d7 10\u207b\u2074", Fraction(3, 10_000), Fraction(1, 10_000)),
        ("10\u2076", 1_000_000, 1_000_000),
        ("2\u00bd", Fraction(5, 2), Fraction(1, 100)),
        ("2 1/2 in", Fraction(5, 2), Fraction(1, 2)),
        ("3/4", Fraction(3, 4), Fraction(1, 4)),
        ("5 and a half minutes", Fraction(11, 2), Fraction(1, 10)),
        ("two and a half million", 2_500_000, 100_000),
        ("one hundred and five", 105, 1),
        ("twenty-five", 25, 1),
        ("three hundred twelve thousand", 312_000, 1_000),
        ("two point five", Fraction(5, 2), Fraction(1, 10)),
        ("a million", 1_000_000, 1_000_000),
        ("a dozen", 12, 1),
        ("two dozen", 24, 1),
        ("half a dozen", 6, 1),
        ("a couple of hundred", 200, 100),
        ("half a billion", 500_000_000, 100_000_000),
        ("half-million", 500_000, 100_000),
        ("a quarter of a million", 250_000, 10_000),
        ("three quarters of a million", 750_000, 10_000),
        ("two-thirds", Fraction(2, 3), Fraction(1, 10)),
        ("one in five", Fraction(1, 5), Fraction(1, 5)),
        ("9 out of 10", Fraction(9, 10), Fraction(1, 10)),
        ("250k lines", 250_000, 10_000),
        ("7B parameters", 7_000_000_000, 1_000_000_000),
        ("5m users", 5_000_000, 1_000_000),
        ("6.3 mln", 6_300_000, 100_000),
        ("1 million 84 thousand", 1_084_000, 1_000),
        ("5 crore", 50_000_000, 10_000_000),
        ("tens of thousands of", 10_000, 10_000),
        ("fivefold", 5, 1),
        ("five-fold", 5, 1),
        ("tripled", 3, 1),
        ("halved", Fraction(1, 2), Fraction(1, 10)),
    ],
)
def test_number_has_its_value_and_its_last_stated_place(text, value, ulp):
    read = reading(text)
    assert (read.value, read.ulp) == (value, ulp)


@pytest.mark.parametrize(
    ("text", "value"), [("5m", 5_000_000), ("1.2bn", 1_200_000_000), ("3 t", 3), ("4 M", 4_000_000)]
)
def test_letters_are_scales_behind_a_currency(text, value):
    assert reading(text, money=True).value == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5-7 billion", 5 * 10**9, 7 * 10**9),
        ("15,000-20,000", 15_000, 20_000),
        ("10 000-12 000", 10_000, 12_000),
        ("10-100x", 10, 100),
        ("four- to fivefold", 4, 5),
        ("two to three", 2, 3),
        ("seven or eight", 7, 8),
        ("900 thousand to 1.2 million", 900_000, 1_200_000),
    ],
)
def test_range_keeps_both_ends(text, low, high):
    read = reading(text)
    assert read.value is None
    assert (read.low, read.high) == (low, high)


@pytest.mark.parametrize("text", ["5 and 6 kg", "5 -7", "7-5", "3 or 12 people"])
def test_what_is_no_range_stays_one_number(text):
    assert reading(text).low is None


@pytest.mark.parametrize("text", ["0.0.30", "192.168.1.2", "1.2.3.4", "1,2,3", "9" * 60])
def test_what_is_no_number_is_none(text):
    assert reading(text) is None


@given(st.integers(0, 10**12), st.sampled_from([",", " ", "\u202f", "'"]))
def test_thousands_separators_change_nothing(number, separator):
    text = f"{number:,}".replace(",", separator)
    assert reading(text).value == number


@given(st.decimals(0, 10**6, places=3))
def test_decimals_are_exact_and_stated_to_their_last_place(number):
    read = reading(f"{number:f}")
    assert read.value == Fraction(number)
    assert read.ulp == Fraction(1, 1000)


@given(st.integers(1, 10**6))
def test_stated_place_is_that_of_the_last_figure_other_than_zero(number):
    read = reading(str(number))
    assert read.value % read.ulp == 0
    assert read.value % (read.ulp * 10) != 0


@given(st.text(alphabet="0123456789.,", min_size=1, max_size=30))
@example("0,000")
def test_any_run_of_digits_is_read_or_refused(text):
    read = parse_digits(text) if text[0].isdigit() and text[-1].isdigit() and ".." not in text else None
    assert read is None or read[0] >= 0
