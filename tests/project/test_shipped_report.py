"""The report under version control is what the shipped sources give today."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHIPPED = ("index.html", "claims.csv", "findings.json")


def make_report_command() -> tuple[str, list[str]]:
    """Give the epoch and the arguments of the Makefile's report target."""
    line = next(x for x in (ROOT / "Makefile").read_text().splitlines() if "kzcheck report" in x)
    epoch = re.search(r"SOURCE_DATE_EPOCH:-(\d+)", line)
    assert epoch
    return epoch[1], line.split("kzcheck report", 1)[1].split()


def test_shipped_report_is_fresh(tmp_path: Path) -> None:
    epoch, arguments = make_report_command()
    arguments[arguments.index("--output") + 1] = str(tmp_path)
    command = [sys.executable, "-m", "kzcheck", "report", *arguments, "--no-cache"]
    done = subprocess.run(
        command, cwd=ROOT, env={"SOURCE_DATE_EPOCH": epoch, "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    stale = [n for n in SHIPPED if (tmp_path / n).read_bytes() != (ROOT / "reports" / n).read_bytes()]
    assert not stale, f"run `make report` and commit reports/: {', '.join(stale)} changed"
