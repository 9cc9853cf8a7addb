"""Figures that no words date: the time of the report they stand in, of the note under a table, of several times."""

from __future__ import annotations

import pytest

from kzcheck.documents.markdown import read
from kzcheck.extract import extract
from kzcheck.model import Claim, Document

TABLE = """
| Segment | 2024 (1) | 2023 (2) |
|---|---|---|
| Ferries | 120 | 110 |
| Harbours (3) | 80 | 75 |

(1) Includes a gain of $5 million.

(2) Includes:

- a loss of $7 million
- fees of $2 million

(3) Includes rent of $4 million.

The company has 40 ships.
"""


def figures(text: str) -> list[Claim]:
    document = Document(id="d.md", text=text)
    return [c for c in extract(document)[0] if c.kind != "date"]


def of_markdown(text: str) -> dict[str, Claim]:
    (document,), _ = read("d.md", text.encode())
    return {c.surface: c for c in extract(document)[0]}


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Annual report 2024", "2024"),
        ("# Harbour Trust: annual accounts for 2024", "2024"),
        ("Half-year report 2025", "2025-H1"),
        ("Quarterly report Q3 2025", "2025-Q3"),
        ("For the quarterly period ended June 30, 2025", "2025-Q2"),
        ("For the fiscal year ended December 31, 2024", "2024"),
        ("Norvik reports third quarter 2024 results", "2024-Q3"),
    ],
)
def test_figures_without_a_time_are_of_the_time_that_their_report_is_on(title: str, period: str) -> None:
    *_, ships = figures(f"{title}\n\nThe company has 40 ships.")
    assert (str(ships.period), ships.period_how) == (period, "assumed")
    assert any(step.rule == "period.report" for step in ships.why)


@pytest.mark.parametrize(
    "text",
    [
        "Quarterly report 2025\n\nThe company has 40 ships.",  # which quarter?
        "Our story since 2024\n\nThe company has 40 ships.",
        "A survey of 2024\n\nThe company has 40 ships.",
        "Annual report 2024\n\nWe were busy.\n\nThe company bought 40 ships.",  # what was may have been at any time
        "Annual report 2024\n\nIn 2011 the company moved. It has 40 ships.",
        "Annual report 2024\n\nInterim report Q1 2025\n\nThe company has 40 ships.",
    ],
)
def test_no_time_is_taken_from_a_title_that_does_not_tell_it(text: str) -> None:
    assert figures(text)[-1].period is None


def test_a_note_is_of_the_column_or_row_whose_mark_it_bears() -> None:
    claims = of_markdown(TABLE)
    assert str(claims["$5 million"].period) == "2024"
    assert str(claims["$7 million"].period) == str(claims["$2 million"].period) == "2023"
    assert claims["$4 million"].period is None  # the row has two years
    assert claims["40 ships"].period is None
    assert claims["$5 million"].period_how == "inferred"


def test_a_figure_said_of_several_times_is_told_once_of_each() -> None:
    claims = [c for c in figures("The rate was 21 % in both 2023 and 2024.") if c.unit == "percent"]
    assert [str(c.period) for c in claims] == ["2023", "2024"]
    assert len({c.claim_id for c in claims}) == 2
    claims = figures("As of June 30, 2025 and 2024, 25 million shares were authorized.")
    assert [str(c.period) for c in claims] == ["2025-06-30", "2024-06-30"]
    together = figures("The library lent 5 million books in 2023 and 2024.")
    assert [c.period for c in together] == [None]
