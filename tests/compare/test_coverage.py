"""Coverage: what was compared, and which pairs were not, for which reason."""

from __future__ import annotations

from pathlib import Path

import pytest

import kzcheck
from kzcheck.model import Coverage, Skip
from kzcheck.render.coverage import headline


def coverage_of(folder: Path, *texts: str) -> Coverage:
    """Check some texts without rules and give what was covered."""
    for n, text in enumerate(texts):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    return kzcheck.check([folder], rules=[]).coverage


def test_numbers_of_one_quantity_and_year_are_counted_as_compared(tmp_path: Path) -> None:
    said = coverage_of(
        tmp_path, "In 2023 Borfeld had 4,210 pupils.", "Borfeld had 4,210 pupils in 2023. It rained on 12 days."
    )
    assert (said.numbers, said.compared) == (3, 2)


def test_a_number_without_a_date_is_skipped_beside_dated_ones(tmp_path: Path) -> None:
    said = coverage_of(tmp_path, "In 2023 Borfeld had 4,210 pupils.", "Borfeld had 4,377 pupils.")
    assert said.compared == 0
    assert [(s.reason, s.pairs) for s in said.skipped] == [(Skip.UNDATED, 1)]


def test_different_years_are_no_fault_that_a_date_would_settle(tmp_path: Path) -> None:
    said = coverage_of(tmp_path, "In 2023 Borfeld had 4,210 pupils.", "In 2022 Borfeld had 4,377 pupils.")
    assert [s.reason for s in said.skipped] == [Skip.OTHER_PERIOD]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "Nothing was read."),
        (["Nobody counted."], "No number was found, so nothing was compared."),
        (["The bridge is 300 m long."], "Nothing was compared: no two of 1 number are of one quantity and period."),
    ],
)
def test_nothing_compared_is_said(tmp_path: Path, texts: list[str], said: str) -> None:
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    assert headline(kzcheck.check([tmp_path], rules=[])) == said
