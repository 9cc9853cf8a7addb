"""The machine forms: JSON, JSON lines and CSV say the same, plainly, and as the published schemas promise."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from runs import empty_run, harbour_run, hostile_run

from kzcheck.model import Interval, Run
from kzcheck.render import Options, formats, render
from kzcheck.render.csv import claims_csv
from kzcheck.render.json import claim_row, dumps, run_json
from kzcheck.render.numbers import plain
from kzcheck.render.promises import json_schema

RUNS = [harbour_run(), hostile_run(), empty_run()]
COLUMNS = (
    "claim_id document start end surface sentence speaker publisher published source kind digits value unit unit_text "
    "ulp hedge low high low_closed high_closed range_low range_high modality metric parties period_start period_end "
    "period_how base_start base_end base_how cumulative why"
)


def schema(name: str) -> Draft202012Validator:
    found = json_schema(name)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found, format_checker=FormatChecker())


@pytest.mark.parametrize("run", RUNS, ids=["harbour", "hostile", "empty"])
@pytest.mark.parametrize("every", [False, True])
def test_runs_are_valid_against_the_published_schema(run: Run, every: bool) -> None:
    schema("run").validate(json.loads(render(run, "json", Options(every=every))))


def test_lines_are_valid_against_the_published_schema() -> None:
    lines = render(harbour_run(), "jsonl").splitlines()
    assert len(lines) == len(harbour_run().claims)
    for line in lines:
        schema("claim").validate(json.loads(line))


def test_schemas_describe_every_field_and_no_other() -> None:
    run = schema("run").schema
    made = run_json(harbour_run(), every=True)
    assert set(made) == set(run["properties"]) == set(run["required"])
    for part, name in (
        ("documents", "document"),
        ("claims", "claim"),
        ("comparisons", "comparison"),
        ("notices", "notice"),
    ):
        row = made[part][0]  # type: ignore[index]
        assert set(row) == set(run["$defs"][name]["properties"])
    claim = {k: v for k, v in schema("claim").schema.items() if not k.startswith("$")}
    assert claim == run["$defs"]["claim"]


def test_a_row_has_the_columns_that_the_design_fixes() -> None:
    row = claim_row(harbour_run().claims[0])
    assert set(COLUMNS.split()) <= set(row)
    assert (row["period_start"], row["period_end"]) == ("2024-01-01", "2025-01-01")
    assert row["value"] == 470_000_000
    assert isinstance(row["value"], int)


def test_a_range_has_its_ends_and_no_value() -> None:
    claim = replace(harbour_run().claims[0], value=None, range_low=Fraction(5), range_high=Fraction(7))
    row = claim_row(claim)
    assert (row["value"], row["range_low"], row["range_high"]) == (None, 5, 7)


def test_only_conflicts_unless_every_comparison_is_asked_for() -> None:
    run = harbour_run()
    assert [c["verdict"] for c in run_json(run)["comparisons"]] == ["conflict", "conflict"]  # type: ignore[attr-defined]
    assert len(run_json(run, every=True)["comparisons"]) == len(run.comparisons)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (Fraction(533_400_000), 533_400_000),
        (Fraction("0.1"), 0.1),
        (Fraction(529, 109), 529 / 109),
        (Fraction(10**17 * 2 + 1, 2), 10**17),
        (None, None),
    ],
)
def test_numbers_are_plain(value: Fraction | None, want: float | None) -> None:
    assert plain(value) == want
    assert type(plain(value)) is type(want)


def test_small_numbers_have_no_exponent_and_strings_keep_theirs() -> None:
    text = dumps({"ulp": 1e-05, "sentence": '"ulp": 1e-05,\n1e-05', "list": [2.5e-07, 1]})
    assert text == '{"ulp": 0.00001, "sentence": "\\"ulp\\": 1e-05,\\n1e-05", "list": [0.00000025, 1]}'
    with pytest.raises(ValueError, match="JSON"):
        dumps(float("nan"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(min_value=-1e15, max_value=1e15) | st.text(),
    lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["a", "why", "low_closed"]), x),
    max_leaves=8,
)


@given(VALUES)
def test_json_comes_back_as_it_went(value: object) -> None:
    text = dumps(value)
    assert json.loads(text) == value
    assert "\n" not in text


def test_half_characters_do_not_break_the_file() -> None:
    claim = replace(hostile_run().claims[0], sentence="\ud800 lone")
    run = replace(hostile_run(), claims=(claim,), comparisons=(), findings=())
    for name in (one.name for one in formats()):
        text = render(run, name)
        assert text or name in {"html", "rdjsonl"}
        text.encode("utf-8")


def test_csv_reads_back_with_numbers_as_numbers() -> None:
    run = harbour_run()
    rows = list(csv.DictReader(io.StringIO(claims_csv(run))))
    assert [row["claim_id"] for row in rows] == [c.claim_id for c in run.claims]
    assert [float(row["value"]) for row in rows] == [float(c.value or 0) for c in run.claims]
    assert rows[0]["high_closed"] == "false"
    assert rows[2]["why"].startswith("<number> <scale> <currency>: ")


@given(st.text(max_size=30), st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6))
def test_csv_holds_no_formula(text: str, value: Fraction) -> None:
    claim = replace(
        harbour_run().claims[0], sentence=text, speaker=f"={text}", value=value, interval=Interval.point(value)
    )
    made = claims_csv(replace(harbour_run(), claims=(claim,)))
    (row,) = csv.DictReader(io.StringIO(made, newline=""))
    numeric = {"value", "low", "high", "ulp", "start", "end"}
    assert not any(v.startswith(tuple("=+-@\t\r\n")) for k, v in row.items() if k not in numeric)
    assert float(row["value"]) == float(value)
    assert "e" not in row["value"].lower()


def test_the_scorers_read_it(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(shared / "tools")
    import gold

    try:
        rows = [json.loads(line) for line in render(harbour_run(), "jsonl").splitlines()]
        fold = next(row for row in rows if row["kind"] == "ratio")
        said = {"value": 5, "unit": "x", "period": "2023", "baseline_period": "2020"}
        assert gold.same_value(said, fold)
        assert gold.same_unit(said, fold)
        assert gold.same_period(said, fold)
        assert gold.same_period(said, fold, "baseline_period", "base_start", "base_end")
        assert gold.hedge_class("almost") == gold.hedge_class(fold["hedge"])
        assert date.fromisoformat(rows[0]["period_start"]) == date(2024, 1, 1)
    finally:
        sys.modules.pop("gold", None)
