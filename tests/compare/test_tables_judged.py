"""Totals, balances, changes, shares, averages, rates of tables: silent where they hold, found where a cell is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcheck import pipeline
from kzcheck.storage import load_yaml

CASES = [
    c
    for name in ("tables", "tables_second", "tables_third")
    for c in load_yaml(Path(__file__).with_name(f"{name}.yaml").read_bytes())
]
PLANTED = [(case, wrong) for case in CASES for wrong in case.get("wrong", ())]


@pytest.fixture
def conflicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Give the surfaces of each conflict in a text."""
    monkeypatch.chdir(tmp_path)

    def found(text: str, case: dict[str, object]) -> list[list[str]]:
        name = f"report.{'html' if case.get('html') else 'csv' if case.get('csv') else 'md'}"
        Path(name).write_text(text, encoding="utf-8")
        reading = pipeline.read(pipeline.Settings(paths=(name,), cache=False))
        surfaces = {c.claim_id: c.surface for c in reading.claims}
        made = pipeline._compare(reading, None, every=False)
        return [[surfaces[k] for k in c.claims] for c in made if c.verdict == "conflict"]

    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_right_table_is_silent(conflicts, case):
    assert conflicts(case["text"], case) == []


@pytest.mark.parametrize(("case", "wrong"), PLANTED, ids=[f"{case['name']}: {wrong}" for case, wrong in PLANTED])
def test_a_wrong_cell_is_found(conflicts, case, wrong):
    old, new = wrong.split(" -> ")
    assert case["text"].count(old) == 1
    digits = _digits(new.strip("| ").split()[-1].split(">")[-1])
    found = conflicts(case["text"].replace(old, new), case)
    assert any(digits in _digits(surface) for surfaces in found for surface in surfaces)


def _digits(said: str) -> str:
    return "".join(c for c in said if c.isdecimal())
