"""How long a person waits: `kzcheck --help` and `kzcheck report` on the shipped seeds, beside bare Python and pandas.

The rows are measured in turn, round after round, so that a busy machine slows all of them alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 7


def section() -> str:
    """Measure and give the table."""
    with tempfile.TemporaryDirectory() as folder:
        kzcheck = [sys.executable, "-m", "kzcheck"]
        report = [*kzcheck, "report", "seeds", "--rules", "rules", "--output", f"{folder}/reports"]
        rows = {
            "`python -c pass`": [sys.executable, "-c", "pass"],
            "`python -c 'import pandas'`": [sys.executable, "-c", "import pandas"],
            "`kzcheck --help`": [*kzcheck, "--help"],
            "`kzcheck extract seeds`": [*kzcheck, "extract", "seeds", "--rules", "rules"],
            "`kzcheck report seeds`, contract cached": report,
        }
        environment = os.environ | {"KZCHECK_CACHE": f"{folder}/cache"}
        first = _seconds(report, environment)
        times: dict[str, list[float]] = {name: [] for name in rows}
        for _ in range(ROUNDS):
            for name, command in rows.items():
                times[name].append(_seconds(command, environment))
    said = (
        f"Seconds, the median and the best of {ROUNDS} rounds; the first report, with an empty cache, took {first:.2f}."
    )
    lines = [
        "## Start\n",
        f"{said}\n",
        "| command | median | best |",
        "|---|---|---|",
        *(f"| {name} | {statistics.median(t):.3f} | {min(t):.3f} |" for name, t in times.items()),
    ]
    return "\n".join(lines) + "\n"


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    return time.perf_counter() - began
