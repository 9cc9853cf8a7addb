"""The files for other people's CI name options and commands that exist, and the project passes its own gate."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kzcheck.cli.app import app
from kzcheck.ledger import read_baseline
from kzcheck.storage import load_yaml

ROOT = Path(__file__).parents[2]
FILES = (
    "action.yml",
    ".pre-commit-hooks.yaml",
    "docs/examples/github-workflow.yml",
    "docs/examples/gitlab-job.yml",
    "docs/ci.md",
    "docs/baseline.md",
    "Makefile",
)


def options(*names: str) -> set[str]:
    command = app
    for name in names:
        command = command.commands[name]  # type: ignore[attr-defined,assignment]
    return {opt for param in command.params for opt in (*param.opts, *param.secondary_opts)}


@pytest.mark.parametrize("name", FILES)
def test_every_command_and_option_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    text = re.sub(r">-\n((?:\s{4,}.*\n)+)", lambda m: " ".join(m[1].split()) + "\n", text)
    calls = re.findall(r"\bkzcheck (check|verify|diff|report|cache \w+|baseline (?!\w*s\b)\w+)([^\n`]*)", text)
    for command, rest in calls:
        if command.split()[-1] in {"PATH", "merges"}:
            continue
        known = options(*command.split())
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest):
            assert option in known, f"{name}: kzcheck {command} {option}"


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith(("yml", "yaml"))])
def test_they_are_yaml(name: str) -> None:
    assert load_yaml((ROOT / name).read_bytes(), cache=False)


def test_the_script_of_the_action_is_a_script() -> None:
    action = load_yaml((ROOT / "action.yml").read_bytes(), cache=False)
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    for script in scripts:
        assert "${{" not in script
        assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


def test_every_accepted_finding_of_the_seeds_has_a_reason() -> None:
    baseline = read_baseline(ROOT / "kzcheck-baseline.yaml")
    assert baseline.entries
    assert all(entry.reason for entry in baseline.entries.values())


SCHEMAS = (
    ("github-actions", "action.yml"),
    ("github-workflows", ".github/workflows/release.yml"),
    ("github-workflows", "docs/examples/github-workflow.yml"),
    ("github-workflows", "kzcheck/cli/starters/github.yml"),
    ("gitlab-ci", "docs/examples/gitlab-job.yml"),
    ("gitlab-ci", "kzcheck/cli/starters/gitlab.yml"),
)


@pytest.mark.parametrize(("schema", "name"), SCHEMAS)
def test_they_keep_the_published_schemas_of_the_forges(schema: str, name: str) -> None:
    command = [sys.executable, "-P", "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_pre_commit_takes_the_hooks() -> None:
    command = [sys.executable, "-P", "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, check=False).returncode == 0


def test_ci_installs_what_is_declared() -> None:
    lines = (ROOT / ".ci/lock.txt").read_text(encoding="utf-8").splitlines()
    locked = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for line in (*project["dependencies"], *extras["dev"], *extras["office"], *extras["pdf"]):
        wanted = Requirement(line)
        if wanted.name != "kzcheck":
            assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line


def test_every_dependency_has_its_reason_and_a_licence_that_fits() -> None:
    command = [sys.executable, "-P", str(ROOT / "tools/make_dependencies.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
