"""What "about" allows depends on how many digits the number has."""

from fractions import Fraction

import pytest

from kzcheck.extract import extract
from kzcheck.model import Document, Interval


def interval(text):
    claims, _ = extract(Document(id="text", text=text))
    (claim,) = (c for c in claims if c.kind != "date")
    return claim.interval


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The yield was approximately 59.98%.", "59.965", "59.995"),
        ("The mill sold about 41,200 rolls.", 41_050, 41_350),
        ("The mill sold about 65 rolls.", "60.45", "69.55"),
        ("The mill sold about 400 rolls.", 360, 440),
        ("The mill lost roughly $1.35 million.", 1_335_000, 1_365_000),
    ],
)
def test_about_is_as_wide_as_the_digits_are_few(text, low, high):
    assert interval(text) == Interval(Fraction(low), Fraction(high))


def test_both_ends_of_a_range_are_about_as_wide_as_their_digits_allow():
    found = interval("The mill sold about 41,200 to 41,900 rolls.")
    assert (found.low, found.high) == (41_050, 42_050)
