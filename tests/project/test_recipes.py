"""The recipes of CONTRIBUTING.md work: each is carried out, step by step, in a copy of the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = re.compile(r"(?m)^### (.+)\n((?:(?!^###? ).*\n?)*)")
STEP = re.compile(
    r"(?:In `(?P<file>[^`]+)`, (?P<where>below|above|in place of) `(?P<anchor>[^`]+)`"
    r"|A new file `(?P<new>[^`]+)`):\n\n```\w+\n(?P<text>.*?)```"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)
COMMAND = re.compile(r"\$ (?P<command>.*?)(?:\s+# exit (?P<code>\d))?$")


def recipes() -> dict[str, str]:
    """Give the recipes by their titles."""
    whole = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Adding things")[2]
    return {m[1]: m[2] for m in RECIPE.finditer(whole)}


def edit(tree: Path, step: re.Match[str]) -> None:
    """Make the one change to a file that a step asks for."""
    if step["new"]:
        file = tree / step["new"]
        assert not file.exists()
        file.write_text(step["text"], encoding="utf-8")
        return
    file, anchor, new = tree / step["file"], step["anchor"], step["text"]
    lines = file.read_text(encoding="utf-8").split("\n")
    if step["where"] == "in place of":
        (at,) = [n for n, line in enumerate(lines) if line.startswith(anchor)]
        lines[at] = new.rstrip("\n") + lines[at].removeprefix(anchor)
    else:
        places = [n for n, line in enumerate(lines) if line == anchor]
        assert places, f"{step['file']} has no line {anchor!r}"
        for at in reversed(places):
            lines.insert(at + (step["where"] == "below"), new.rstrip("\n"))
    file.write_text("\n".join(lines), encoding="utf-8")


def run(tree: Path, console: str) -> None:
    """Run the commands of a console block; each line shown below one must be printed, "..." standing for anything."""
    shown: list[str] = []
    said = ""
    for line in console.splitlines():
        if m := COMMAND.match(line):
            starter = tree / "bin" / "kzcheck"
            starter.parent.mkdir(exist_ok=True)
            code = "import sys; from kzcheck.cli import main; main(sys.argv[1:])"
            starter.write_text(f"#!/bin/sh\nexec {sys.executable} -P -c '{code}' \"$@\"\n", encoding="utf-8")
            starter.chmod(0o755)
            env = os.environ | {"PYTHONPATH": str(tree), "PATH": f"{starter.parent}{os.pathsep}{os.environ['PATH']}"}
            done = subprocess.run(  # noqa: S602  the shell that a reader has
                m["command"], shell=True, cwd=tree, env=env, capture_output=True, encoding="utf-8", check=False
            )
            assert done.returncode == int(m["code"] or 0), (m["command"], done.stdout, done.stderr)
            said = done.stdout
        else:
            shown.append(line)
            pattern = ".*".join(map(re.escape, line.split("...")))
            assert re.search(f"(?m)^{pattern}$", said), (line, said)


def test_there_are_recipes_for_what_grows() -> None:
    assert list(recipes()) == ["A unit", "A hedge", "A relation", "A document format", "An output", "A language"]


@pytest.mark.skipif(os.name != "posix", reason="the recipes are for a POSIX shell")
@pytest.mark.parametrize("name", recipes())
def test_recipe_works(name: str, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "corpus")
    shutil.copytree(ROOT / "kzcheck", tmp_path / "kzcheck", ignore=ignored)
    steps = list(STEP.finditer(recipes()[name]))
    assert steps[-1]["console"], "a recipe ends with a check"
    for step in steps:
        if step["console"]:
            run(tmp_path, step["console"])
        else:
            edit(tmp_path, step)
