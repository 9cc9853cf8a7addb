"""Reports of prose and tables: left alone as they are, and most slips in prose, cells and totals found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kzcheck.compare import compare
from kzcheck.model import Pack
from kzcheck.pipeline import Settings, read

REPORTS = YAML(typ="safe").load((Path(__file__).parent / "long_reports.yaml").read_text(encoding="utf-8"))
MISSED = {
    ("gallery_visitors", "total"): "the column was dated a month that the prose names",
    ("otter_survey", "prose"): "the prose was dated the year of an earlier survey",
    ("otter_survey", "cell"): "the first number of 97 of 143 sites has no claim of its own",
    ("otter_survey", "total"): "the prose names otters and the table the catchment",
    ("city_transport", "prose"): "millions of passengers were taken for euros",
    ("court_service", "prose"): "only the column tells what was received from what was decided",
    ("marathon", "prose"): "the prose tells the day and the table the year",
    ("marathon", "cell"): "the prose tells the day and the table the year",
}
"""Slips that need not be found, and why they were not."""


def planted() -> Iterator[tuple[str, str, str, str]]:
    """Give the field, the kind, the text with the slip and the wrong number of each slip."""
    for report in REPORTS:
        for kind, slip in report["slips"].items():
            told = re.compile(r"\s+".join(map(re.escape, slip["old"].split())))
            text, count = told.subn(slip["new"], report["text"])
            assert count == 1
            (new,) = set(slip["new"].split()) - set(slip["old"].split())
            yield report["id"], kind, text, new.strip("$£€.,")


def conflicts(text: str) -> list[set[str]]:
    """Give what the claims of each conflict say."""
    found = read(Settings(cache=False), given=[{"id": "report.md", "text": text}])
    said = {c.claim_id: c.surface for c in found.claims}
    return [{said[claim] for claim in c.claims} for c in compare(found.table, Pack()) if c.verdict == "conflict"]


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r["id"])
def test_a_report_whose_numbers_fit_is_left_alone(report: Mapping[str, Any]) -> None:
    assert conflicts(report["text"]) == []


@pytest.mark.parametrize(
    ("field", "kind", "text", "new"), [*planted()], ids=[f"{field}-{kind}" for field, kind, _, _ in planted()]
)
def test_a_slip_is_found_and_nothing_else_is_blamed(field: str, kind: str, text: str, new: str) -> None:
    found = conflicts(text)
    assert all(any(new in said for said in claims) for claims in found)
    assert found or (field, kind) in MISSED
