"""What must hold for every set of claims, checked on generated ones and against an independent linear program."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import claim, conflicts

from kzcheck.compare import compare
from kzcheck.model import Claim, Interval, Pack, Period
from kzcheck.table import frame

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
YEARS = range(2018, 2023)


@st.composite
def worlds(draw: st.DrawFn) -> list[Claim]:
    """Levels and growths of one quantity over five years, said at random: some sets hold together, some do not."""
    made = []
    for _ in range(draw(st.integers(2, 7))):
        year = draw(st.sampled_from(YEARS))
        fields = {"document": f"d{draw(st.integers(0, 9))}", "period": year}
        if draw(st.booleans()):
            hedge = draw(st.sampled_from(("exact", "exact", "about", "over", "nearly")))
            made.append(claim(str(draw(st.integers(90, 130))), hedge=hedge, **fields))
        else:
            years = draw(st.integers(1, 2))
            made.append(claim(str(draw(st.integers(-9, 29))), kind="change", base=year - years, **fields))
    return made


def feasible(claims: list[Claim], slack: float = 0.0) -> bool:
    """Tell by linear programming over logarithms whether all claims can be true; `slack` widens each end."""
    optimize = pytest.importorskip("scipy.optimize")
    periods = sorted({p.start.year for c in claims for p in (c.period, c.base) if p is not None})
    at = {year: i for i, year in enumerate(periods)}
    rows, bounds = [], []
    for c in claims:
        row = [0.0] * len(periods)
        row[at[c.period.start.year]] += 1
        low, high = c.interval.low, c.interval.high
        if c.base is not None:
            row[at[c.base.start.year]] -= 1
            low, high = (None if x is None else 1 + x / 100 for x in (low, high))
        if high is not None:
            rows.append(row)
            bounds.append(math.log(high) + slack)
        if low is not None and low > 0:
            rows.append([-x for x in row])
            bounds.append(-math.log(low) + slack)
    found = optimize.linprog(
        [0.0] * len(periods), A_ub=rows, b_ub=bounds, bounds=[(None, None)] * len(periods), method="highs"
    )
    return found.status == 0


@FEW
@given(worlds())
def test_what_is_called_a_conflict_cannot_all_be_true_and_is_minimal(claims):
    by_id = {c.claim_id: c for c in claims}
    for ids in conflicts(claims):
        members = [by_id[i] for i in ids]
        assert not feasible(members, slack=-1e-6)  # the solver's own tolerance is 1e-7
        for left_out in members:
            assert feasible([c for c in members if c is not left_out], slack=1e-6)


@FEW
@given(worlds())
def test_what_cannot_all_be_true_by_more_than_cutting_off_is_found(claims):
    # Cutting off moves one figure by half a unit of its last place, at most 5 % of these ("100", "110").
    if not feasible(claims, slack=0.06):
        assert conflicts(claims)


@FEW
@given(worlds(), worlds())
def test_adding_claims_dissolves_nothing(claims, more):
    if conflicts(claims):
        assert conflicts([*claims, *more])


@FEW
@given(worlds(), st.randoms())
def test_order_does_not_matter(claims, rng):
    shuffled = list(claims)
    rng.shuffle(shuffled)
    first, second = (compare(frame(c), Pack(), every=True) for c in (claims, shuffled))
    assert first == second


@FEW
@given(worlds(), st.integers(-30, 30))
def test_shifting_all_years_changes_no_verdict(claims, years):
    def shifted(c: Claim) -> Claim:
        base = None if c.base is None else c.base.shift_years(years)
        return replace(c, period=c.period.shift_years(years), base=base)

    assert conflicts(claims) == conflicts(map(shifted, claims))


@FEW
@given(worlds(), st.sampled_from(("kg", "kt")))
def test_another_unit_changes_no_verdict(claims, unit):
    factor = Fraction(1000) if unit == "kg" else Fraction(1, 1000)

    def in_unit(c: Claim) -> Claim:
        if c.kind != "level":
            return c
        return replace(c, unit=unit, value=c.value * factor, ulp=c.ulp * factor, interval=c.interval.scale(factor))

    def verdicts(some: list[Claim]) -> set[tuple[str, tuple[str, ...]]]:
        return {(c.verdict, c.claims) for c in compare(frame(some), Pack(), every=True)}

    assert verdicts(claims) == verdicts([in_unit(c) for c in claims])


@FEW
@given(worlds())
def test_duplicating_a_document_changes_no_verdict(claims):
    home = claims[0].document
    copies = [replace(c, claim_id=f"{c.claim_id}-copy", document=f"{home}-copy") for c in claims if c.document == home]
    assert conflicts(claims) == conflicts([*claims, *copies])


@FEW
@given(worlds(), st.fractions(Fraction(0), Fraction(1, 2)))
def test_widening_an_interval_makes_no_conflict(claims, share):
    def widened(c: Claim) -> Claim:
        low, high = c.interval.low, c.interval.high
        low = None if low is None else low - abs(low) * share
        high = None if high is None else high + abs(high) * share
        return replace(c, interval=Interval(low, high))

    if not conflicts(claims):
        assert not conflicts(map(widened, claims))


@FEW
@given(worlds())
def test_the_margin_dissolves_the_conflict_and_the_repair_mends_it(claims):
    for c in compare(frame(claims), Pack()):
        assert c.gap is not None
        assert c.gap.margin > 0
        assert c.gap.repair
        members = [x for x in claims if x.claim_id in c.claims]
        assert feasible(members, slack=-math.log1p(-float(c.gap.margin)) + 1e-6)


def said(rng: random.Random, true: float, **fields: object) -> Claim:
    """Say a true value as texts do: rounded, cut off, hedged."""
    places = rng.choice((0, 1, 2))
    way = rng.choice(("round", "round", "round", "about", "over", "nearly"))
    if way == "over":
        return claim(f"{math.floor(true * 0.97):d}", hedge="over", **fields)
    if way == "nearly":
        return claim(f"{math.ceil(true * 1.02):d}", hedge="nearly", **fields)
    if way == "about":
        # About a number of three digits or more is within a unit and a half of its last place (DESIGN section 4).
        return claim(f"{true + rng.uniform(-1, 1) / 10**places:.{places}f}", hedge="about", **fields)
    return claim(f"{true:.{places}f}", **fields)


def world(rng: random.Random, name: str) -> list[Claim]:
    """Claims about one quantity that are all true: levels, changes, multiples, parts of the year."""
    value = {2018: rng.uniform(120, 900)}
    for year in range(2019, 2023):
        value[year] = value[year - 1] * rng.uniform(0.7, 1.6)
    made = []
    for _ in range(8):
        year = rng.choice(range(2019, 2023))
        base = rng.choice(range(2018, year))
        fields = {"metric": name, "period": year, "document": f"{name}{rng.randrange(4)}"}
        kind = rng.choice(("level", "level", "change", "ratio", "part"))
        if kind == "level":
            made.append(said(rng, value[year], **fields))
        elif kind == "change":
            growth = 100 * (value[year] / value[base] - 1)
            made.append(claim(f"{growth:.1f}", kind="change", base=base, **fields))
        elif kind == "ratio":
            made.append(claim(f"{value[year] / value[base]:.2f}", kind="ratio", base=base, **fields))
        else:
            months = rng.randrange(2, 12)
            fields["period"] = Period.of_months(year, 1, months)
            made.append(claim(f"{value[year] * months / 12:.1f}", cumulative=True, **fields))
    return made


def test_true_worlds_never_conflict():
    rng = random.Random(1)  # noqa: S311  claims, not keys
    claims = [c for n in range(1000) for c in world(rng, f"w{n}")]
    found = compare(frame(claims), Pack())
    assert [c.reason for c in found] == []


def test_a_planted_error_larger_than_the_slack_is_found():
    rng = random.Random(2)  # noqa: S311  claims, not keys
    planted, claims = set(), []
    for n in range(400):
        name = f"p{n}"
        true = rng.uniform(200, 900)
        growth = rng.uniform(-20, 40)
        before = claim(f"{true:.1f}", metric=name, period=2020, document=f"{name}a")
        change = claim(f"{growth:.1f}", metric=name, kind="change", period=2021, base=2020, document=f"{name}b")
        after = claim(f"{true * (1 + growth / 100):.1f}", metric=name, period=2021, document=f"{name}b")
        if n % 2:
            after = claim(f"{true * (1 + growth / 100) * 1.05:.1f}", metric=name, period=2021, document=f"{name}b")
            planted.add(frozenset(c.claim_id for c in (before, change, after)))
        claims += [before, change, after]
    assert conflicts(claims) == planted


@pytest.mark.parametrize("length", [3, 6, 40])
def test_a_contradiction_along_a_chain_is_found_whatever_its_length(length):
    first, last = 1900, 1900 + length
    chain = [
        claim("2.0", kind="change", period=year, base=year - 1, document=f"g{year}")
        for year in range(first + 1, last + 1)
    ]
    start, end = claim("100.0", period=first), claim(f"{100 * 1.02**length * 1.4:.1f}", period=last)
    (found,) = conflicts([start, *chain, end])
    assert found == {c.claim_id for c in (start, *chain, end)}
    assert not conflicts([start, *chain[:-1], end])


def test_growth_over_two_years_against_the_growth_of_each():
    one = claim("10.0", kind="change", period=2021, base=2020)
    two = claim("10.0", kind="change", period=2022, base=2021)
    for both, expected in (("21.0", 0), ("30.0", 1)):
        over = claim(both, kind="change", period=2022, base=2020)
        assert len(conflicts([one, two, over])) == expected


def test_a_contradiction_is_judged_the_same_with_and_without_the_comparisons_that_hold():
    rng = random.Random(3)  # noqa: S311  claims, not keys
    claims = [c for n in range(30) for c in world(rng, f"w{n}")]
    broken = [
        replace(c, value=c.value * 2, interval=c.interval.scale(2)) if c.kind == "level" and i % 5 == 0 else c
        for i, c in enumerate(claims)
    ]
    few = {c.id for c in compare(frame(broken), Pack())}
    every = {c.id for c in compare(frame(broken), Pack(), every=True) if c.verdict == "conflict"}
    assert few == every


def test_each_set_of_claims_is_judged_once():
    rng = random.Random(4)  # noqa: S311  claims, not keys
    found = compare(frame([c for n in range(20) for c in world(rng, f"w{n}")]), Pack(), every=True)
    sets = [frozenset(c.claims) for c in found]
    assert len(sets) == len(set(sets))
    assert len({c.id for c in found}) == len(found)
    assert not any(a.id == b.id for a, b in combinations(found, 2))
