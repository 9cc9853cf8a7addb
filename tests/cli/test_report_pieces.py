"""Which files `kzcheck report` writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kzcheck.model import Run
from kzcheck.render.html import page

Command = Callable[..., "CompletedProcess[str]"]
USUAL = {"index.html", "claims.csv", "claims.parquet", "findings.json"}


@pytest.fixture
def sources(here: Path) -> Path:
    folder = here / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text("Exports of grain reached 5.1 million tons in 2023.\n", encoding="utf-8")
    (folder / "b.txt").write_text("In 2023, exports of grain came to 7.4 million tons.\n", encoding="utf-8")
    return folder


def test_four_files_without_being_asked(kz: Command, sources: Path, here: Path) -> None:
    assert kz("report", "docs", "--no-rules").returncode == 0
    assert {p.name for p in (here / "reports").iterdir()} == USUAL


def test_only_the_pieces_that_were_asked_for(kz: Command, sources: Path, here: Path) -> None:
    done = kz("report", "docs", "--no-rules", "--format", "markdown", "--format", "csv", "--output", "out")
    assert done.returncode == 0
    assert {p.name for p in (here / "out").iterdir()} == {"report.md", "claims.csv"}
    assert "Page:" not in done.stdout
    assert (here / "out" / "report.md").read_text(encoding="utf-8").startswith("## ")


def test_an_unknown_piece_is_answered_with_the_known_ones(kz: Command, sources: Path) -> None:
    done = kz("report", "docs", "--format", "pdf")
    assert done.returncode == 2
    assert "markdown" in done.stderr


def test_pages_of_an_earlier_bigger_report_are_removed(kz: Command, sources: Path, here: Path) -> None:
    reports = here / "reports"
    reports.mkdir()
    (reports / "quantities-3.html").write_text(page(Run(documents=(), claims=(), comparisons=(), findings=())), "utf-8")
    (reports / "quantities-of-flour.html").write_text("mine", encoding="utf-8")
    (reports / "notes.html").write_text("mine", encoding="utf-8")
    assert kz("report", "docs", "--no-rules").returncode == 0
    assert {p.name for p in reports.iterdir()} == USUAL | {"notes.html", "quantities-of-flour.html"}
