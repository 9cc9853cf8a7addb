"""The README's commands do what it shows: each `$` line of a console block is run on the shipped sources."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<command>[^#\n]*?)(?:\s*#(?: exit (?P<code>\d))?.*)?$")


def blocks() -> list[list[tuple[str, int, list[str]]]]:
    """Give the console blocks of the README, each as (command, exit code, output lines shown) in order."""
    return [_steps(block) for block in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))]


def _steps(block: str) -> list[tuple[str, int, list[str]]]:
    found: list[tuple[str, int, list[str]]] = []
    for line in block.splitlines():
        if m := COMMAND.match(line):
            found.append((m["command"].strip(), int(m["code"] or 0), []))
        elif line.strip() not in ("", "...") and found:
            found[-1][2].append(line)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a new user has it: a checkout's seeds, rules and Makefile."""
    for name in ("seeds", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_readme_shows_the_main_commands() -> None:
    said = " ".join(command for steps in blocks() for command, _, _ in steps)
    for needed in ("make report", "make test", "kzcheck report", "kzcheck check", "kzcheck extract", "kzcheck explain"):
        assert needed in said


@pytest.mark.parametrize("steps", blocks(), ids=[steps[0][0] for steps in blocks()])
def test_readme_commands_do_what_is_shown(steps: list[tuple[str, int, list[str]]], folder: Path) -> None:
    """The commands of a block may need one another, so they run one after another, in a folder of their own."""
    installs = [command for command, _, _ in steps if command.startswith(("pip ", "pipx ", "uvx ", "git "))]
    for command, code, shown in steps:
        if command not in installs:
            _run(command.replace("make ", "make --dry-run "), code, shown, folder)
    if len(installs) == len(steps):
        pytest.skip("installs from outside; the wheel's test installs for real")


def _run(command: str, code: int, shown: list[str], folder: Path) -> None:
    bin_folder = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": bin_folder + os.pathsep + os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.returncode == code, f"{command}: {done.stderr}"
    said = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    missing = [line for line in shown if line.rstrip() not in said]
    assert not missing, f"the README shows lines that {command!r} does not print:\n" + "\n".join(missing)
