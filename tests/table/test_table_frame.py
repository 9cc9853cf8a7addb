"""Claims to the typed table and back: nothing is lost, and the types are those of the schema."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.model import HEDGES, KINDS, MODALITIES, Claim, Frame, Interval, Period, Slot, Source, Step
from kzcheck.table import claims_of, frame, read_parquet, write_parquet
from kzcheck.table.schema import COLUMNS


def claim(**fields):
    fixed = {
        "claim_id": "a.md#1",
        "document": "a.md",
        "start": 6,
        "end": 18,
        "surface": "12.5 Mt coal",
        "sentence": "It is 12.5 Mt coal.",
        "sentence_start": 0,
        "kind": "level",
        "digits": "12.5",
        "value": Fraction("12.5"),
        "unit": "t",
        "ulp": Fraction("0.1"),
        "interval": Interval(Fraction("12.45"), Fraction("12.55"), high_closed=False),
    }
    return Claim(**fixed | fields)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.none() | st.fractions(max_denominator=10**9)
days = st.dates(date(1, 1, 2), date(9998, 1, 1))
periods = st.none() | st.builds(lambda d, n: Period(d, d + timedelta(days=n)), days, st.integers(1, 400))
slots = st.builds(Slot, value=texts, text=texts, source=st.sampled_from(Source))
qualifiers = st.lists(
    st.builds(Slot, value=texts, text=texts, source=st.sampled_from(Source), basis=st.booleans()),
    max_size=3,
    unique_by=lambda q: q.value,
)
frames = st.builds(Frame, entity=slots, concept=slots, qualifiers=qualifiers.map(tuple), measure=texts, title=texts)
claims = st.builds(
    Claim,
    claim_id=texts,
    document=texts,
    start=st.integers(0, 2**40),
    end=st.integers(0, 2**40),
    surface=texts,
    sentence=texts,
    sentence_start=st.integers(0, 2**40),
    kind=st.sampled_from(KINDS) | texts,
    digits=texts,
    value=numbers,
    range_low=numbers,
    range_high=numbers,
    unit=st.sampled_from(["", "t", "USD", "percent", "no unit at all"]),
    unit_text=texts,
    ulp=numbers,
    hedge=st.sampled_from(HEDGES),
    hedge_text=texts,
    interval=st.builds(Interval, numbers, numbers, st.booleans(), st.booleans()),
    modality=st.sampled_from(MODALITIES),
    negated=st.booleans(),
    metric=texts,
    metric_how=texts,
    subject=texts,
    frame=texts,
    about=frames,
    parties=st.lists(texts, max_size=3).map(tuple),
    period=periods,
    period_how=texts,
    period_text=texts,
    base=periods,
    base_how=texts,
    cumulative=st.booleans(),
    speaker=texts,
    source=texts,
    publisher=texts,
    published=texts,
    tie=texts,
    role=texts,
    why=st.lists(st.builds(Step, texts, texts), max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(claims, max_size=5))
def test_a_table_holds_all_that_its_claims_say(some):
    table = frame(some)
    assert claims_of(table) == some
    pd.testing.assert_frame_equal(frame(claims_of(table)), table)


@pytest.mark.parametrize("some", [[], [claim()], [claim(value=None, unit="", period=None), claim(kind="new kind")]])
def test_the_columns_and_their_types_are_those_of_the_schema(some):
    table = frame(some)
    assert list(table.columns) == [c.name for c in COLUMNS]
    assert {n: str(t) for n, t in table.dtypes.items()} == {c.name: c.dtype for c in COLUMNS}
    assert list(table.index) == list(range(len(some)))


def test_every_column_is_explained():
    assert [c.name for c in COLUMNS if not c.meaning] == []


def test_every_field_of_a_claim_has_its_columns():
    columns = {c.name.removesuffix("_exact") for c in COLUMNS}
    stand_for = {"interval": "low", "period": "period_start", "base": "base_start", "about": "concept"}
    assert {stand_for.get(f, f) for f in Claim.__dataclass_fields__} <= columns


def test_units_become_exact_factors():
    table = frame([claim(unit="t"), claim(unit="kg"), claim(unit="percent"), claim(unit="zorkmid"), claim(unit="")])
    assert table["dimension"].tolist()[:2] == ["mass", "mass"]
    ton, kilogram = (Fraction(f) for f in table["factor_exact"][:2])
    assert ton / kilogram == 1000
    assert table["dimension"].tolist()[3:] == ["", ""]
    assert table["factor"].isna().tolist() == [False, False, False, True, True]


def test_exact_numbers_stand_beside_floats():
    row = frame([claim(value=Fraction(1, 3))]).iloc[0]
    assert (row["value"], row["value_exact"]) == (1 / 3, "1/3")
    assert (row["low"], row["low_exact"]) == (12.45, "249/20")


def test_what_is_unbounded_or_unknown_is_missing():
    row = frame([claim(value=None, interval=Interval(None, Fraction(5)))]).iloc[0]
    assert pd.isna(row["value"])
    assert pd.isna(row["low"])
    assert pd.isna(row["period_start"])
    assert (row["value_exact"], row["low_exact"], row["high_exact"]) == ("", "", "5")


def test_numbers_beyond_floats_do_not_break_the_table():
    some = [claim(value=Fraction(10) ** 400, ulp=Fraction(1, 10**400))]
    assert claims_of(frame(some)) == some


def test_parquet_gives_the_table_back(tmp_path):
    some = [
        claim(
            period=Period.of_year(2024),
            about=Frame(qualifiers=(Slot(value="black; shiny", text="Black; shiny"), Slot(value="hard"))),
            why=(Step("number", "12.5"),),
        ),
        claim(claim_id="a.md#2", kind="date", value=None, unit="", interval=Interval(None, None)),
    ]
    table = frame(some)
    write_parquet(table, tmp_path / "out" / "claims.parquet")
    again = read_parquet(tmp_path / "out" / "claims.parquet")
    pd.testing.assert_frame_equal(again, table)
    assert claims_of(again) == some
