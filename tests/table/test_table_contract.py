"""The contract: every kind of broken row is caught and named, silently, offline and only once."""

import random
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from kzcheck.model import Claim, Document, Expectation, Interval, Metric, Pack, Period
from kzcheck.table import frame, start, validate

TEXT = "In 2023 Silesia mined 12.5 t of coal."
DOCUMENTS = (Document(id="a.md", text=TEXT),)
PACK = Pack(
    metrics=(Metric(name="coal.output", title="Coal", unit="t", units=("t",)),),
    expectations=(Expectation(metric="coal.output", low=Fraction(1), high=Fraction(1000)),),
)


def claim(**fields):
    fixed = {
        "claim_id": "a.md#1",
        "document": "a.md",
        "start": TEXT.index("12.5"),
        "end": TEXT.index(" of coal"),
        "surface": "12.5 t",
        "sentence": TEXT,
        "sentence_start": 0,
        "kind": "level",
        "digits": "12.5",
        "value": Fraction("12.5"),
        "unit": "t",
        "ulp": Fraction("0.1"),
        "interval": Interval(Fraction("12.45"), Fraction("12.55"), high_closed=False),
        "metric": "coal.output",
        "period": Period.of_year(2023),
        "period_how": "stated",
    }
    return Claim(**fixed | fields)


KEPT = {
    "plain": {},
    "bound": {"hedge": "over", "interval": Interval(Fraction("12.5"), None, low_closed=False)},
    "range": {
        "value": None,
        "range_low": Fraction(12),
        "range_high": Fraction(13),
        "interval": Interval(Fraction(12), Fraction(13)),
    },
    "change": {"kind": "change", "unit": "percent", "value": Fraction(40), "interval": Interval(None, None)},
    "rate of a flow": {"unit": "t/year"},
    "kilograms": {"unit": "kg", "value": Fraction(12500), "interval": Interval(Fraction(12450), Fraction(12550))},
    "no period": {"period": None, "period_how": ""},
    "date": {"kind": "date", "digits": "", "value": None, "unit": "", "ulp": None, "interval": Interval(None, None)},
}
BROKEN = {
    "claim ids are unique": {"claim_id": "a.md#plain"},
    "kind is a known one": {"kind": "levle"},
    "hedge is a known one": {"hedge": "maybe"},
    "modality is a known one": {"modality": "wish"},
    "period_how is a known one": {"period_how": "guessed"},
    "base_how is a known one": {"base_how": "guessed", "base": Period.of_year(2022)},
    "start >= 0": {"start": -3, "sentence_start": -5},
    "start < end": {"end": 3},
    "sentence_start <= start": {"sentence_start": 30},
    "the document is one that was read": {"document": "b.md"},
    "end <= length of the document": {"end": 400},
    "the quote is the document's text from start to end": {"surface": "12.6 t"},
    "a numeric claim has digits": {"digits": ""},
    "a numeric claim has a value or a range": {"value": None},
    "the unit is a known one": {"unit": "zorkmid", "metric": ""},
    "low <= high": {"interval": Interval(Fraction(13), Fraction(12)), "value": None, "range_low": Fraction(12)},
    "low <= value": {"interval": Interval(Fraction(13), None)},
    "value <= high": {"interval": Interval(None, Fraction(12))},
    "range_low <= range_high": {"range_low": Fraction(13), "range_high": Fraction(12)},
    "ulp >= 0": {"ulp": Fraction(-1)},
    "period_how tells whether there is a period": {"period": None},
    "base_how tells whether there is a base period": {"base": Period.of_year(2022)},
    "the unit measures what the metric does": {"unit": "USD"},
    "the value is not below the metric's least plausible one": {
        "value": Fraction(1, 2),
        "interval": Interval(None, None),
    },
    "the value is not above the metric's greatest plausible one": {
        "value": Fraction(1001),
        "interval": Interval(None, None),
    },
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The verdict on one table with every broken row, since a suite takes longer to start than to run."""
    kept = [claim(claim_id=f"a.md#{name}", **fields) for name, fields in KEPT.items()]
    broken = [claim(**{"claim_id": f"a.md#{i}"} | fields) for i, fields in enumerate(BROKEN.values())]
    table = frame([*kept, *broken])
    # A period cannot be built wrong, but a table from elsewhere can hold one.
    table.loc[table["claim_id"] == "a.md#0", "period_start"] = table["period_end"].max()
    rows = table.iloc[: len(kept)], table
    folder = tmp_path_factory.mktemp("contract")
    return [validate(t, DOCUMENTS, PACK, folder) for t in rows]


def test_a_sound_table_keeps_it(whole):
    good, _ = whole
    assert good.failures == ()
    assert (good.success, good.checked, good.cached) == (True, len(KEPT), False)


@pytest.mark.parametrize(("number", "expectation"), list(enumerate(BROKEN))[1:])
def test_a_broken_row_is_named_with_what_it_breaks(whole, number, expectation):
    _, bad = whole
    mine = [line for line in bad.failures if line.startswith(f"claim a.md#{number} ")]
    assert any(f"breaks {expectation!r}" in line for line in mine), bad.failures


def test_equal_ids_are_named(whole):
    _, bad = whole
    assert [line for line in bad.failures if "claim ids are unique" in line] == [
        "claim a.md#plain breaks 'claim ids are unique' (level, coal.output, t)"
    ] * 2


def test_no_sound_row_is_blamed(whole):
    _, bad = whole
    blamed = {line.split(" breaks ")[0] for line in bad.failures}
    assert blamed & {f"claim a.md#{name}" for name in KEPT} == {"claim a.md#plain"}


def test_a_period_that_ends_before_it_starts_is_caught(tmp_path):
    table = frame([claim(), claim(claim_id="a.md#2", base=Period.of_year(2022), base_how="stated")])
    table.loc[0, "period_start"] = table.loc[0, "period_end"]
    table.loc[1, "base_start"] = table.loc[1, "period_end"]
    result = validate(table, DOCUMENTS, PACK, tmp_path)
    assert result.failures == (
        (
            "claim a.md#1 breaks 'period_start < period_end'"
            " (level, coal.output, t, period_end 2024-01-01, period_start 2024-01-01)"
        ),
        (
            "claim a.md#2 breaks 'base_start < base_end'"
            " (level, coal.output, t, base_end 2023-01-01, base_start 2024-01-01)"
        ),
    )


def test_many_failures_are_counted(tmp_path):
    table = frame([claim(claim_id=f"a.md#{i}", modality="wish") for i in range(130)])
    lines = validate(table, DOCUMENTS, PACK, tmp_path).failures
    assert len(lines) == 101
    assert lines[-1] == "30 more claims break 'modality is a known one'"


def test_an_empty_table_keeps_it(tmp_path):
    assert start(frame([]), (), Pack(), tmp_path).result().success


def test_another_process_says_the_same_and_the_verdict_is_kept(tmp_path):
    table = frame([claim(), claim(claim_id="a.md#2", modality="wish", value=Fraction(5))])
    here = validate(table, DOCUMENTS, PACK, tmp_path / "one")
    there = start(table, DOCUMENTS, PACK, tmp_path / "two").result()
    assert here == there
    assert not here.success
    again = start(table, DOCUMENTS, PACK, tmp_path / "two")
    assert again.done()
    assert again.result().cached
    assert again.result().failures == here.failures


@pytest.mark.parametrize(
    "changed",
    [
        {"documents": (Document(id="a.md", text=TEXT.replace("12.5", "12.6")),)},
        {
            "pack": Pack(
                metrics=PACK.metrics, expectations=(Expectation(metric="coal.output", low=None, high=Fraction(9)),)
            )
        },
        {"table": frame([claim(modality="wish")])},
    ],
    ids=["document", "bounds", "table"],
)
def test_a_kept_verdict_is_not_used_for_other_inputs(tmp_path, changed):
    inputs = {"table": frame([claim()]), "documents": DOCUMENTS, "pack": PACK}
    assert validate(**inputs, cache=tmp_path).success
    other = validate(**inputs | changed, cache=tmp_path)
    assert (other.success, other.cached) == (False, False)


def test_what_was_judged_before_is_judged_the_same(tmp_path):
    """Only rows unlike any that kept the contract are judged anew; what is said is what judging all of them says."""
    rng = random.Random(11)  # noqa: S311  no secret
    learned = tmp_path / "learned"
    verdicts = []
    for turn in range(12):
        some = list(KEPT.values()) * 3 + (list(BROKEN.values()) if turn % 3 == 2 else [])
        rows = [rng.choice(some) for _ in range(rng.randint(1, 8))]
        table = frame([claim(**{"claim_id": f"a.md#{n}"} | fields) for n, fields in enumerate(rows)])
        before = validate(table, DOCUMENTS, PACK, learned)
        anew = validate(table, DOCUMENTS, PACK, tmp_path / f"{turn}")
        assert not anew.cached
        assert replace(before, cached=False) == anew
        verdicts.append((before.cached, before.success))
    assert (True, True) in verdicts
    assert (False, False) in verdicts


ALONE = """
import socket, sys

def refuse(*args, **kwargs):
    raise AssertionError("the network was asked for")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse

from pathlib import Path
sys.path.insert(0, {here!r})
from test_table_contract import DOCUMENTS, PACK, claim
from kzcheck.table import frame, validate

result = validate(frame([claim(), claim(claim_id="a.md#2")]), DOCUMENTS, PACK, Path({folder!r}))
assert result.success, result.failures
print(result.cached, "great_expectations" in sys.modules)
"""


def test_it_is_silent_offline_and_imported_only_when_it_has_to_be(tmp_path, request):
    code = ALONE.format(here=str(request.path.parent), folder=str(tmp_path))
    run = [
        subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
        for _ in range(2)
    ]
    assert [r.stdout for r in run] == ["False True\n", "True False\n"], run[0].stderr
    assert [r.stderr for r in run] == ["", ""]
