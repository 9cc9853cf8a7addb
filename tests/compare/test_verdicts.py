"""Verdicts on single comparisons, by kind of relation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from making import claim, judged, spread, verdict

from kzcheck.compare import implied
from kzcheck.model import Cause, Frame, Metric, Pack, Period, Rule, Slip, Slot
from kzcheck.table import frame

HALF = Period.of_months(2024, 1, 6)
NINE = Period.of_months(2024, 1, 9)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("533.4", {}), ("533.4", {}), "agree"),
        (("529", {}), ("529.4", {}), "round"),
        (("0.8", {}), ("0.759", {}), "round"),
        (("533.4", {}), ("470", {}), "conflict"),
        (("2.7", {}), ("2.764", {}), "round"),  # cut off
        (("2.7", {}), ("2.8", {}), "conflict"),  # rounded to one place: neither is the other cut off
        (("748000", {}), ("749000", {}), "conflict"),
        (("750000", {}), ("749000", {}), "round"),  # stated to other places
        (("2.7", {}), ("2.9", {}), "conflict"),
        (("1.4", {}), ("1.5", {"hedge": "nearly"}), "round"),
        (("1.7", {}), ("1.5", {"hedge": "nearly"}), "conflict"),
        (("533.4", {}), ("530", {"hedge": "over"}), "agree"),
        (("461.9", {}), ("500", {"hedge": "over"}), "conflict"),
        (("1.4", {}), ("1.4", {"hedge": "over"}), "round"),  # "surpassed 1.4" is not 1.4 as stated
        (("700", {"hedge": "over"}), ("700", {"hedge": "over"}), "agree"),
        (("440", {"kind": "count"}), ("700", {"kind": "count", "hedge": "over"}), "conflict"),
        (("23", {"kind": "count"}), ("24", {"kind": "count"}), "conflict"),
        (("2.76", {}), ("2.8", {"hedge": "about"}), "agree"),
    ],
)
def test_two_levels_of_one_period(first, second, expected):
    one, other = (claim(numeral, period=2024, **fields) for numeral, fields in (first, second))
    assert verdict(one, other) == expected


@pytest.mark.parametrize(
    ("start", "growth", "end", "expected"),
    [
        ("109", ("5", {"kind": "ratio", "hedge": "nearly"}), "529", "agree"),
        ("109", ("5", {"kind": "ratio"}), "529", "round"),  # 4.853 is not fivefold as stated
        ("100", ("5", {"kind": "ratio"}), "500", "agree"),
        ("0.8", ("5", {"kind": "ratio", "hedge": "nearly"}), "4.5", "conflict"),
        ("0.25", ("5.5", {"kind": "ratio"}), "1.392", "round"),  # 5.57, cut off
        ("0.586", ("2.5", {"kind": "ratio"}), "1.485", "agree"),
        ("2.764", ("62", {"kind": "change"}), "4.484", "agree"),
        ("2.8", ("62", {"kind": "change"}), "4.5", "round"),
        ("1.37", ("10", {"kind": "change"}), "1.5", "agree"),  # +9.5 % is 10 % to tens
        ("1.485", ("65", {"kind": "change"}), "2.764", "conflict"),
        ("4.484", ("-8.1", {"kind": "change"}), "4.119", "agree"),
        ("4.484", ("8.1", {"kind": "change"}), "4.119", "conflict"),  # it fell
        ("1.485", ("1.4", {"kind": "difference", "hedge": "nearly", "unit": "t"}), "2.764", "conflict"),
        ("1.485", ("1.3", {"kind": "difference", "unit": "t"}), "2.764", "agree"),
    ],
)
def test_growth_between_two_levels(start, growth, end, expected):
    numeral, fields = growth
    claims = (
        claim(start, period=2023),
        claim(numeral, period=2024, base=2023, **fields),
        claim(end, period=2024),
    )
    assert verdict(*claims) == expected


def test_cutting_off_is_not_granted_to_a_level_that_others_are_computed_from():
    # 4.45 / 0.9 would be below 5 if 0.8 could stand for 0.89.
    start, ratio = claim("0.8", period=2019), claim("5", kind="ratio", hedge="nearly", period=2024, base=2019)
    assert verdict(start, ratio, claim("4.5", period=2024)) == "conflict"


@pytest.mark.parametrize(("part", "expected"), [("280.6", "agree"), ("612", "conflict"), ("533.4", "agree")])
def test_a_part_of_the_year_is_not_above_the_year(part, expected):
    assert verdict(claim(part, period=HALF, cumulative=True), claim("533.4", period=2024)) == expected


def test_a_later_part_of_the_year_is_not_below_an_earlier_one():
    first, later = claim("1.9", period=HALF, cumulative=True), claim("1.2", period=NINE, cumulative=True)
    assert verdict(first, later) == "conflict"


def test_a_part_of_the_year_against_a_year_that_growth_implies():
    # 2.76 / 1.65 = 1.67 in 2023, below 1.84 in its first nine months.
    nine = claim("1.84", period=Period.of_months(2023, 1, 9), cumulative=True)
    level = claim("2.76", period=2024, document="one")
    growth = claim("65", kind="change", period=2024, base=2023, document="one")
    assert verdict(nine, level, growth) == "conflict"


def test_a_stock_may_be_higher_within_the_year():
    pack = Pack(
        metrics=(Metric(name="debt", title="Debt", unit="t", nature="stock"),),
        rules=(Rule(id="debt-part", relation="part_year", metrics=("debt",)),),
    )
    half = claim("612", metric="debt", period=HALF, cumulative=True)
    assert verdict(half, claim("533", metric="debt", period=2024), pack=pack) != "conflict"


@pytest.mark.parametrize(("total", "expected"), [("358", "agree"), ("348", "conflict")])
def test_parts_and_total_of_one_statement(total, expected):
    tie = {"document": "one", "tie": "1", "kind": "count"}
    parts = [claim(n, role="part", metric=f"trains.{n}", **tie) for n in ("146", "212")]
    assert verdict(*parts, claim(total, role="total", metric="trains", **tie)) == expected


def test_parts_may_be_fewer_than_the_total_where_the_text_names_only_some():
    tie = {"document": "one", "tie": "1", "kind": "count"}
    parts = [claim(n, role="part", metric=f"trains.{n}", **tie) for n in ("46", "112")]
    assert verdict(*parts, claim("358", role="total", metric="trains", **tie)) == ""


def test_share_part_and_whole_by_a_rule():
    pack = Pack(
        metrics=tuple(Metric(name=n, title=n, unit="t") for n in ("oil", "all", "oil.share")),
        rules=(
            Rule(id="oil-share", relation="share", metrics=("oil",), others=(("total", "all"), ("share", "oil.share"))),
        ),
    )
    whole, part = claim("24.6", metric="all", period=2024), claim("18.4", metric="oil", period=2024)
    said = {n: claim(n, kind="share", metric="oil.share", period=2024) for n in ("74.7", "74.8", "84.7")}
    assert [verdict(whole, part, said[n], pack=pack) for n in said] == ["round", "agree", "conflict"]


def test_numbers_of_one_statement_need_no_period():
    tie = {"document": "one", "tie": "1"}
    start, end = claim("109", role="start", **tie), claim("529", role="end", **tie)
    ratio = claim("5", kind="ratio", role="ratio", **tie)
    assert verdict(start, ratio, end) == "round"
    assert verdict(start, claim("7", kind="ratio", role="ratio", **tie), end) == "conflict"


def test_difference_and_multiple_of_one_end():
    tie = {"document": "one", "tie": "1"}
    end, ratio = claim("2.8", role="end", **tie), claim("2", kind="ratio", role="ratio", **tie)
    assert verdict(end, claim("1.4", kind="difference", unit="t", role="difference", **tie), ratio) == "agree"
    assert verdict(end, claim("2.1", kind="difference", unit="t", role="difference", **tie), ratio) == "conflict"


def test_two_pairs_of_units_in_one_text_imply_one_rate():
    def pair(barrels, tons, tie):
        same = {"document": "one", "tie": tie, "role": "equivalent"}
        return claim(barrels, unit="bbl", **same), claim(tons, unit="t", **same)

    assert verdict(*pair("1.2", "0.16", "1"), *pair("3.99", "0.531", "2")) in ("agree", "round")
    assert verdict(*pair("1.2", "0.14", "1"), *pair("3.99", "0.531", "2")) == "conflict"


def test_anniversary_against_the_year_of_the_event():
    event = claim("1", kind="date", unit="date", period=Period.of_day(date(2005, 5, 24)), metric="treaty")
    for years, expected in (("20", "agree"), ("25", "conflict")):
        assert verdict(claim(years, kind="anniversary", unit="year", period=2025, metric="treaty"), event) == expected


def test_ordinals_count_upwards_in_time():
    def meeting(number, day):
        return claim(number, kind="ordinal", unit="count", period=Period.of_day(day), metric="council")

    first, second = date(2024, 3, 11), date(2025, 10, 21)
    assert verdict(meeting("1", first), meeting("2", second)) == "agree"
    assert verdict(meeting("2", first), meeting("1", second)) == "conflict"
    assert verdict(meeting("1", first), meeting("1", second)) == "conflict"


def test_a_plan_that_doubles_says_what_it_starts_from():
    plan = {"document": "one", "sentence_start": 0, "modality": "target", "published": "2025-10-21"}
    double, goal = claim("2", kind="ratio", exact=False, **plan), claim("1000", **plan)
    assert verdict(claim("533.4", period=2024), double, goal) == "round"
    assert verdict(claim("233.4", period=2024), double, goal) == ""


def test_plans_of_different_times_are_superseded_and_of_one_time_contradict():
    goal = claim("1.7", modality="target", period=2025, published="2025-10-15")
    assert verdict(goal, claim("1.2", modality="target", period=2025, published="2024-01-10")) == "incomparable"
    assert verdict(goal, claim("1.2", modality="target", period=2025, published="2025-10-02")) == "conflict"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"period": 2023}, "period: 2024 and 2023"),
        ({"period": 2024, "modality": "forecast"}, "modality: an outcome and a plan or forecast"),
        (
            {"period": 2024, "about": Frame(qualifiers=(Slot(value="transit", basis=True),))},
            "scope: none named and transit",
        ),
        ({"period": 2024, "unit": "bbl"}, "unit: t and bbl, and no rate is given"),
    ],
)
def test_what_is_not_compared_says_why(fields, reason):
    (only,) = judged(claim("533.4"[:3], period=2024), claim("470", **fields))
    assert only.verdict == "incomparable"
    assert reason in only.reason


def test_an_assumption_that_would_make_a_conflict_is_shown():
    (only,) = judged(claim("533.4", period=2024), claim("470"))
    assert only.verdict == "incomparable"
    assert only.remarks == ("a conflict if both mean 2024",)


def test_ranges_contain_what_others_give():
    speedup = spread("10", "100", kind="ratio", period=2024)
    assert verdict(speedup, claim("58", kind="ratio", period=2024)) == "agree"
    assert verdict(speedup, claim("161", kind="ratio", period=2024)) == "conflict"


def test_units_of_one_dimension_are_compared_in_one():
    assert verdict(claim("4.5", scale=10**6, period=2024), claim("4500", unit="kt", period=2024)) in ("agree", "round")
    assert verdict(claim("4.5", scale=10**6, period=2024), claim("3300", unit="kt", period=2024)) == "conflict"


def test_a_conflict_comes_with_gap_margin_repair_and_steps():
    claims = (
        claim("529.4", period=2023, document="b"),
        claim("14.3", kind="change", period=2023, base=2022, document="b"),
        claim("500", hedge="over", period=2022, document="a", surface="over 500"),
    )
    (found,) = [c for c in judged(*claims) if c.verdict == "conflict"]
    assert found.gap is not None
    assert Fraction(7, 100) < found.gap.share < Fraction(8, 100)
    assert 0 < found.gap.margin < found.gap.share
    assert "would have to be" in found.gap.repair
    assert "529.4 / 1.143 = 463.2" in found.reason
    assert len(found.chain) == 5


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({}, "error"),
        ({"period_how": "assumed"}, "warning"),
        ({"period_how": "inferred"}, "error"),
        ({"source": "one agency"}, "error"),
    ],
)
def test_severity_says_how_sure_it_is(fields, severity):
    (found,) = judged(claim("533.4", period=2024), claim("470", period=2024, **fields))
    assert found.severity == severity


def test_two_agencies_are_a_warning_with_that_cause():
    one, other = claim("533.4", period=2024, source="A"), claim("470", period=2024, source="B")
    (found,) = judged(one, other)
    assert (found.severity, found.cause) == ("warning", Cause(slip=Slip.OTHER_AGENCY, told=("A", "B")))


@pytest.mark.parametrize(
    ("first", "second", "cause"),
    [
        ("533.4", "533400", Slip.FACTOR_1000),
        ("533.4", "533400000", Slip.FACTOR_MILLION),
        ("533.4", "53.34", Slip.FACTOR_10),
        ("0.74", "74.1", Slip.FACTOR_100),
        ("533.4", "353.4", Slip.DIGITS_SWAPPED),
        ("533.4", "543.4", Slip.DIGIT_CHANGED),
        ("53334", "5334", Slip.DIGIT_DOUBLED),
        ("5274", "527", Slip.FACTOR_10),  # a lost last digit is a factor
        ("5274", "524", Slip.DIGIT_LOST),
        ("533.4", "533.5", Slip.OFF_BY_ONE),
        ("533.4", "-533.4", Slip.SIGN_LOST),
    ],
)
def test_causes_are_offered_where_they_fit(first, second, cause):
    (found,) = judged(claim(first, period=2024), claim(second, period=2024))
    assert found.cause == Cause(slip=cause)


def test_a_shifted_year_is_suspected():
    here, there = claim("461.9", period=2023), claim("529.4", period=2023)
    found = judged(here, there, claim("461.9", period=2022))
    told = Cause(slip=Slip.OTHER_YEAR, told=("461.9", "2022"))
    assert [c.cause for c in found if c.verdict == "conflict"] == [told]


def test_two_years_whose_figures_changed_places_are_named():
    here, there = (claim(x, period=y, document="a") for x, y in (("461.9", 2023), ("529.4", 2022)))
    found = judged(here, there, claim("529.4", period=2023), claim("461.9", period=2022))
    assert {c.cause.slip for c in found if c.verdict == "conflict"} == {Slip.PERIODS_SWAPPED}


def test_copies_of_a_sentence_are_one_voice():
    text = {"sentence": "Freight was 533.4 tons in 2024.", "period": 2024, "start": 12, "sentence_start": 0}
    copies = [claim("533.4", document=name, **text) for name in ("a", "b", "c")]
    found = judged(*copies, claim("470", period=2024))
    assert [c.verdict for c in found] == ["conflict"]


def test_within_groups_only():
    one, other = claim("533.4", period=2024, document="a"), claim("470", period=2024, document="b")
    assert not [c for c in judged(one, other, within={"a": "1", "b": "2"}) if c.verdict == "conflict"]
    assert [c.verdict for c in judged(one, other, within={"a": "1", "b": "1"})] == ["conflict"]


def test_many_claims_of_one_quantity_are_gathered_into_camps():
    claims = [claim("533.4", period=2024) for _ in range(40)] + [claim("470", period=2024) for _ in range(30)]
    found = [c for c in judged(*claims) if c.verdict == "conflict"]
    assert len(found) == 1
    assert any("39 more claims say the same as '533.4'" in remark for remark in found[0].remarks)


def test_a_rule_that_is_off_makes_no_comparison():
    metrics = (Metric(name="freight", title="Freight", unit="t"),)
    one, other = claim("533.4", period=2024), claim("470", period=2024)
    for severity, expected in (("off", []), ("warning", ["warning"])):
        pack = Pack(metrics=metrics, rules=(Rule(id="r", relation="same", metrics=("fr*",), severity=severity),))
        assert [c.severity for c in judged(one, other, pack=pack) if c.verdict == "conflict"] == expected


def test_what_the_sources_jointly_imply_for_a_year_that_none_states():
    level = claim("500", hedge="over", period=2022, metric="trade", claim_id="level")
    growth = claim("40", kind="change", period=2022, base=2021, metric="trade", claim_id="growth")
    half = claim("120.0", period=Period.of_months(2020, 1, 6), cumulative=True, metric="trade", claim_id="half")
    before = claim("2", kind="ratio", period=2021, base=2020, metric="trade", claim_id="double", hedge="at_least")
    found = {str(b.period): b for b in implied(frame([level, growth, half, before]), Pack())}
    assert found["2021"].interval.low == 500 / Fraction("1.405")
    assert found["2021"].low_claims == ("level", "growth")
    assert found["2021"].interval.high is None
    assert found["2020"].interval.low == Fraction("119.95")
    assert found["2020"].low_claims == ("half",)


def test_a_contradiction_does_not_spoil_what_is_implied():
    claims = [
        claim("100.0", period=2020, claim_id="start"),
        claim("10.0", kind="change", period=2021, base=2020, claim_id="growth"),
        claim("300.0", period=2020, claim_id="odd"),
        claim("100.1", period=2020, claim_id="other"),
    ]
    (bound,) = [b for b in implied(frame(claims), Pack()) if str(b.period) == "2021"]
    assert bound.interval.low is not None
    assert bound.interval.high is not None
    assert 109 < bound.interval.low < bound.interval.high < 111
