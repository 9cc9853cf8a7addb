"""The same table in two documents: silent where they agree, and a changed cell is a conflict of that cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcheck import pipeline
from kzcheck.storage import load_yaml

CASES = load_yaml(Path(__file__).with_name("tables_told_twice.yaml").read_bytes())
PLANTED = [(case, wrong) for case in CASES for wrong in case["wrong"]]


@pytest.fixture
def conflicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Give the surfaces of each conflict between some documents."""
    monkeypatch.chdir(tmp_path)

    def found(documents: dict[str, str]) -> list[list[str]]:
        for name, text in documents.items():
            Path(name).write_text(text, encoding="utf-8")
        reading = pipeline.read(pipeline.Settings(paths=tuple(documents), cache=False))
        surfaces = {c.claim_id: c.surface for c in reading.claims}
        made = pipeline._compare(reading, None, every=False)
        return [[surfaces[k] for k in c.claims] for c in made if c.verdict == "conflict"]

    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_tables_that_agree_or_are_of_two_things_are_silent(conflicts, case):
    assert conflicts(case["documents"]) == []


@pytest.mark.parametrize(("case", "wrong"), PLANTED, ids=[f"{case['name']}: {wrong}" for case, wrong in PLANTED])
def test_a_changed_cell_is_a_conflict(conflicts, case, wrong):
    old, new = wrong.split(" -> ")
    (first, one), (second, other) = case["documents"].items()
    assert other.count(old) == 1
    digits = [part.strip("| ").split(",198,")[-1] for part in (old, new)]
    assert sorted(digits) in [sorted(some) for some in conflicts({first: one, second: other.replace(old, new)})]
