"""The library calls give what the commands print."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import kzcheck
from kzcheck.documents import InputError

TEXT = "Exports reached 3.5 million tons in 2023.\n"
OTHER = "Exports reached 4.5 million tons in 2023.\n"


def test_claims_are_a_frame(here: Path) -> None:
    (here / "a.txt").write_text(TEXT, encoding="utf-8")
    table = kzcheck.claims("a.txt", rules=[], published="2024")
    row = table[table["unit"] == "t"].iloc[0]
    assert (row["value"], row["published"], row["surface"][:3]) == (3.5e6, "2024", "3.5")


def test_check_gives_a_run(here: Path) -> None:
    (here / "a.txt").write_text(TEXT, encoding="utf-8")
    (here / "b.txt").write_text(OTHER, encoding="utf-8")
    run = kzcheck.check([here / "a.txt", Path("b.txt")], rules=[])
    assert [d.id for d in run.documents] == ["a.txt", "b.txt"]
    assert [f.status for f in run.findings] == ["new"]
    assert run.contract is not None
    assert run.contract.success
    assert run.made_at == ""


def test_faults_are_exceptions(here: Path) -> None:
    with pytest.raises(InputError, match="no such path: none"):
        kzcheck.check("none", rules=[])
    with pytest.raises(ValueError, match="is not a valid date"):
        kzcheck.claims(".", rules=[], published="soon")


def test_importing_is_light() -> None:
    code = "import sys, kzcheck; print([m for m in ('pandas', 'pint', 'click', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_texts_in_memory_are_checked() -> None:
    run = kzcheck.check(texts={"mill": TEXT, "port": OTHER}, rules=[])
    assert [d.id for d in run.documents] == ["mill", "port"]
    (row,) = run.findings_frame().to_dict("records")
    assert (row["severity"], sorted(row["values"])) == ("error", ["3.5 million t", "4.5 million t"])
    assert "4.5 million" in run._repr_html_()


def test_a_frame_of_texts_is_read_with_its_columns() -> None:
    news = pd.DataFrame(
        {"said": ["Sales were 12 tons last year.", "<b>&"], "day": pd.to_datetime(["2024-05-01", None])},
        index=["first", "second"],
    )
    table = kzcheck.claims(frame=news, text="said", published="day", rules=[])
    row = table[table["unit"] == "t"].iloc[0]
    assert (row["document"], row["published"], str(row["period_start"])[:10]) == ("first", "2024-05-01", "2023-01-01")
    assert list(kzcheck.check(texts=["Sales were 12 tons."], rules=[]).claims_frame().columns) == list(table.columns)


def test_what_a_notebook_shows_is_escaped() -> None:
    run = kzcheck.check(texts={"<script>": TEXT, "port": OTHER}, rules=[])
    assert "<script>" not in run._repr_html_()


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(TypeError, match="give one of"):
        kzcheck.check("a.txt", texts=["b"])
    with pytest.raises(TypeError, match="no such argument: publishd"):
        kzcheck.claims(texts=["b"], publishd="x")
    with pytest.raises(KeyError, match="no column 'body' in the frame; it has text"):
        kzcheck.claims(frame=pd.DataFrame({"text": ["b"]}), text="body")
