"""Records: no level before one passes it."""

from __future__ import annotations

from datetime import date

import pytest
from making import claim, judged

from kzcheck.model import Metric, Pack, Period, Rule

FREIGHT = Pack(metrics=(Metric(name="freight", title="Freight", unit="t"),))


def related(*claims, pack=None):
    return [c for c in judged(*claims, pack=pack or Pack()) if c.relation == "record"]


@pytest.mark.parametrize(
    ("side", "earlier", "expected"),
    [
        ("high", "6.2", "conflict"),
        ("high", "4.1", "agree"),
        ("high", "5.04", "round"),
        ("low", "4.1", "conflict"),
        ("low", "6.2", "agree"),
    ],
)
def test_a_record_against_an_earlier_level(side, earlier, expected):
    (comparison,) = related(claim("5.0", period=2024, record=side), claim(earlier, period=2019))
    assert comparison.verdict == expected


def test_a_higher_level_afterwards_is_no_contradiction():
    assert not related(claim("5.0", period=2019, record="high"), claim("6.2", period=2024))


def test_what_lies_before_the_reach_is_not_bound():
    record = claim("5.0", period=2024, record="high", record_from=date(2016, 1, 1))
    assert not related(record, claim("6.2", period=2015))
    assert [c.verdict for c in related(record, claim("6.2", period=2016))] == ["conflict"]


def test_periods_of_another_length_are_not_bound():
    record = claim("5.0", period=Period.of_months(2024, 4), record="high")
    assert not related(record, claim("60", period=2019))
    assert [c.verdict for c in related(record, claim("6.2", period=Period.of_months(2019, 9)))] == ["conflict"]


def test_a_part_of_the_year_is_a_record_among_the_same_parts():
    record = claim("5.0", period=Period.of_months(2024, 1, 3), record="high", cumulative=True)
    assert not related(record, claim("6.2", period=Period.of_months(2019, 7, 3)))
    assert related(record, claim("6.2", period=Period.of_months(2019, 1, 3), cumulative=True))


def test_plans_break_no_record():
    assert not related(claim("5.0", period=2024, record="high"), claim("6.2", period=2023, modality="target"))


def test_of_many_earlier_levels_the_nearest_to_passing_are_shown():
    levels = [claim(str(n / 10), period=1980 + n) for n in range(10, 40)]
    found = related(claim("3.55", period=2024, record="high"), *levels)
    assert len(found) == 12
    assert [c.verdict for c in found[:4]] == ["conflict"] * 3 + ["round"]


def test_a_rule_can_turn_it_off():
    off = Rule(id="levels", relation="same", metrics=("freight",), severity="off")
    pack = Pack(metrics=FREIGHT.metrics, rules=(off,))
    assert not related(claim("5.0", period=2024, record="high"), claim("6.2", period=2019), pack=pack)
