"""The library calls give what the commands print."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
    with pytest.raises(ValueError, match="is no date"):
        kzcheck.claims(".", rules=[], published="soon")


def test_importing_is_light() -> None:
    code = "import sys, kzcheck; print([m for m in ('pandas', 'pint', 'click', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
