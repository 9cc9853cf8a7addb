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


def steps() -> list[tuple[str, int, list[str]]]:
    """Give (command, exit code, output lines shown) of every command in the README, in order."""
    found: list[tuple[str, int, list[str]]] = []
    for block in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for line in block.splitlines():
            if m := COMMAND.match(line):
                found.append((m["command"].strip(), int(m["code"] or 0), []))
            elif line.strip() not in ("", "...") and found:
                found[-1][2].append(line)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a new user has it: a checkout's seeds, rules and Makefile."""
    here = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "rules"):
        shutil.copytree(ROOT / name, here / name)
    shutil.copy(ROOT / "Makefile", here)
    shutil.copy(ROOT / "pyproject.toml", here)
    return here


def test_readme_shows_the_main_commands() -> None:
    said = " ".join(command for command, _, _ in steps())
    for needed in ("make report", "make test", "kzcheck report", "kzcheck check", "kzcheck extract", "kzcheck explain"):
        assert needed in said


@pytest.mark.parametrize(("command", "code", "shown"), steps(), ids=[command for command, _, _ in steps()])
def test_readme_command(command: str, code: int, shown: list[str], folder: Path) -> None:
    if command.startswith("make "):
        command = command.replace("make ", "make --dry-run ")
    elif command.startswith(("pip ", "pipx ", "uvx ", "git ")):
        pytest.skip("installs from outside; the wheel's test installs for real")
    bin_folder = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": bin_folder + os.pathsep + os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.returncode == code, done.stderr
    said = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    missing = [line for line in shown if line.rstrip() not in said]
    assert not missing, f"the README shows lines that {command!r} does not print:\n" + "\n".join(missing)
