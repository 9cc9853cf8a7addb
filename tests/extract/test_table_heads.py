"""Heads of columns beside one another: each gives the unit, the scale and the period of its own column."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcheck import pipeline
from kzcheck.storage import load_yaml

TABLES = load_yaml(Path(__file__).with_name("table_heads.yaml").read_bytes())


@pytest.mark.parametrize("table", TABLES, ids=[table["text"].split("\n")[0][:40] for table in TABLES])
def test_each_head_measures_its_column(table, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.md").write_text(table["text"], encoding="utf-8")
    claims = pipeline.read(pipeline.Settings(paths=("t.md",), cache=False)).claims
    read = {c.surface: c for c in claims if c.table}
    for surface, (unit, value, *starts) in table["reads"].items():
        claim = next(c for s, c in read.items() if surface.startswith(s))
        assert float(claim.value) == pytest.approx(value)
        assert unit is None or claim.unit.replace("**", "") == unit
        assert [str(claim.period.start) for _ in starts] == starts


def test_a_lone_column_has_its_head(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("load\n455\n130\n", encoding="utf-8")
    claims = pipeline.read(pipeline.Settings(paths=("t.csv",), cache=False)).claims
    assert [(c.surface, c.column, c.ulp) for c in claims] == [("455", ("load",), 1), ("130", ("load",), 1)]
