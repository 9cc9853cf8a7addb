"""A real git repository of documents that contradict one another, and the command run in it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sized
from concurrent.futures import Future
from pathlib import Path

import pytest
from repositories import AGENCY, BUREAU, document

from kzcheck.cli import main
from kzcheck.model import ContractResult

Git = Callable[..., str]
Kz = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a new repository, apart from the user's settings."""
    for name in [n for n in os.environ if n.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.org")

    def run(*args: str, check: bool = True) -> str:
        done = subprocess.run(["git", *args], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    run("init", "-q", "-b", "main")
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture
def repository(git: Git, tmp_path: Path) -> Path:
    """Two documents that contradict one another, committed."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "agency.md").write_text(document("Agency", AGENCY), encoding="utf-8")
    (docs / "bureau.md").write_text(document("Bureau", BUREAU), encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "two sources")
    return tmp_path


def _contract(table: Sized, *_: object) -> Future[ContractResult]:
    """Call the contract kept: it has tests of its own, and its library takes seconds to start for every new table."""
    future: Future[ContractResult] = Future()
    future.set_result(ContractResult(success=True, checked=len(table)))
    return future


@pytest.fixture
def kz(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kz:
    """Run the command in this process, which spares the imports, and give what a process of its own would."""

    def run(*args: str, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        capfd.readouterr()
        with monkeypatch.context() as patch:
            patch.chdir(cwd)
            patch.setattr("kzcheck.table.contract.start", _contract)
            with pytest.raises(SystemExit) as ended:
                main(args)
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(args, int(str(ended.value.code)), out, err)

    return run
