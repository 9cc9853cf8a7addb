"""Run the command as a user does, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command runs in: a repository, so that no configuration is looked for above it."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kz(here: Path) -> Run:
    """Run `kzcheck` in a process and give what it printed and its exit code."""

    def run(
        *args: str, stdin: str = "", env: Mapping[str, str] | None = None, cwd: Path = here
    ) -> subprocess.CompletedProcess[str]:
        plain = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "KZCHECK_DEBUG"}}
        return subprocess.run(
            [sys.executable, "-m", "kzcheck", *args],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            cwd=cwd,
            env={**plain, **(env or {})},
            check=False,
            timeout=120,
        )

    return run
