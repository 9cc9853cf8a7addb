"""Inline XBRL: tags are facts on the text, and the claims of tagged numbers are what the tags say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from kzcheck.documents import html
from kzcheck.extract import extract
from kzcheck.model import Document, Interval, Period

MILLION, LOSS, NIL = 'scale="6"', 'scale="6" sign="-"', 'xsi:nil="true"'
YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
HEAD = """<div style="display:none"><ix:header><ix:hidden><ix:nonFraction name="dei:Hidden" contextRef="y" unitRef="u"
 decimals="0">77</ix:nonFraction></ix:hidden><ix:resources>
<xbrli:context id="y"><xbrli:entity><xbrli:identifier scheme="x">0001</xbrli:identifier><xbrli:segment>
<xbrldi:explicitMember dimension="us-gaap:Axis">co:North</xbrldi:explicitMember></xbrli:segment></xbrli:entity>
<xbrli:period><xbrli:startDate>2024-01-01</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate></xbrli:period>
</xbrli:context><xbrli:context id="i"><xbrli:entity><xbrli:identifier>0001</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:instant>2024-12-31</xbrli:instant></xbrli:period></xbrli:context>
<xbrli:unit id="u"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>
<xbrli:unit id="p"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
<xbrli:unit id="s"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>
<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>
</ix:resources></ix:header></div>"""


def tag(words: str, more: str = "", *, unit: str = "u", context: str = "y", decimals: str = "-6") -> str:
    attributes = f'name="us-gaap:Sales" contextRef="{context}" unitRef="{unit}" decimals="{decimals}" {more}'
    return f"<ix:nonFraction {attributes}>{words}</ix:nonFraction>"


def read(body: str) -> Document:
    (document,), _ = html.read("filing.html", f"<html><body>{HEAD}{body}</body></html>".encode())
    return document


@pytest.mark.parametrize(
    ("words", "more", "value"),
    [
        ("1,234", 'scale="6" sign="-" format="ixt:num-dot-decimal"', -1_234_000_000),
        ("12.5", 'scale="-2" format="ixt:num-dot-decimal"', Fraction("0.125")),
        ("—", 'format="ixt:fixed-zero"', 0),
        ("twenty-one", 'scale="6" format="ixt-sec:numwordsen"', 21_000_000),
        ("two hundred and five thousand", 'format="ixt-sec:numwordsen"', 205_000),
        ("1\u00a0234,5", 'format="ixt:num-comma-decimal"', Fraction("1234.5")),
        ("1\u202f234,5", 'format="ixt:numspacecomma"', Fraction("1234.5")),
        ("12 dollars 34 cents", 'format="ixt:num-unit-decimal"', Fraction("12.34")),
        ("1<b>,2</b>34", 'scale="3"', 1_234_000),
    ],
)
def test_value_scale_and_sign_are_worked_out(words, more, value):
    assert read(f"<p>Sales were {tag(words, more)} in all.</p>").facts[-1].value == value


def test_what_is_nil_is_no_fact():
    assert [f.value for f in read(f"<p>x {tag('5', NIL)}</p>").facts] == [77]


def test_hidden_facts_have_no_text_and_the_header_is_none():
    document = read(f"<p>Sales were {tag('5', MILLION)}.</p>")
    assert document.text.strip() == "Sales were 5."
    hidden, shown = document.facts
    assert (hidden.start, hidden.end, hidden.value) == (0, 0, 77)
    assert document.text[shown.start : shown.end] == "5"
    assert (shown.unit, shown.period, shown.entity, shown.concept) == ("USD", YEAR, "0001", "us-gaap:Sales")
    assert shown.dimensions == ("us-gaap:Axis=co:North",)


def test_nested_facts_are_two_on_one_text():
    document = read(f"<p>Sales were {tag(tag('5', unit='p'))}.</p>")
    assert [(f.unit, document.text[f.start : f.end]) for f in document.facts[1:]] == [("pure", "5"), ("USD", "5")]


def claim(body: str):
    claims, _ = extract(read(body))
    return next(c for c in claims if c.kind != "date")


def test_a_cell_has_the_value_unit_and_period_of_its_tag():
    row = f"<tr><td>Sales</td><td>{tag('1,234', MILLION)}</td></tr>"
    found = claim(f"<table><tr><th></th><th>All</th></tr>{row}<tr><td>Cost</td><td>5</td></tr></table>")
    assert (found.value, found.unit, found.ulp, found.period) == (1_234_000_000, "USD", 1_000_000, YEAR)
    assert found.interval == Interval(Fraction(1_233_500_000), Fraction(1_234_500_000))


def test_a_share_tagged_as_a_number_stays_a_percentage():
    scale = 'scale="-2"'
    found = claim(f"<p>The margin was {tag('12.5', scale, unit='p', decimals='3', context='i')} % then.</p>")
    assert (found.value, found.unit, found.ulp) == (Fraction("12.5"), "percent", Fraction("0.1"))
    assert found.period == Period.of_day(date(2024, 12, 31))


def test_words_of_loss_keep_their_direction_in_prose():
    found = claim(f"<p>There was a loss of ${tag('5', LOSS)} million.</p>")
    assert abs(found.value) == 5_000_000
    assert found.value > 0


def test_money_by_the_share():
    found = claim(f"<p>Earnings were ${tag('1.57', unit='s', decimals='2')} per share.</p>")
    assert (found.value, found.unit) == (Fraction("1.57"), "USD/count")
