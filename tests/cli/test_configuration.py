"""kzcheck.toml and [tool.kzcheck]: found upwards, checked, and weaker than the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TEXT = "Last year exports reached 3.5 million tons.\n"


@pytest.fixture
def docs(here: Path) -> Path:
    folder = here / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.md").write_text(TEXT, encoding="utf-8")
    return folder


def documents(output: str) -> set[str]:
    return {json.loads(line)["document"] for line in output.splitlines()}


def published(output: str) -> set[str]:
    return {json.loads(line)["published"] for line in output.splitlines()}


def test_values_apply_and_options_win(kz, docs: Path, here: Path) -> None:
    (here / "kzcheck.toml").write_text(
        'paths = ["docs"]\npublished = "2020-05"\nexclude = ["*.md"]\nno-rules = true\njobs = 1\nfail-on = "never"\n',
        encoding="utf-8",
    )
    plain = kz("extract")
    assert plain.returncode == 0, plain.stderr
    assert documents(plain.stdout) == {"docs/a.txt"}
    assert published(plain.stdout) == {"2020-05"}
    told = kz("extract", "docs/b.md", "--published", "2021")
    assert (documents(told.stdout), published(told.stdout)) == ({"docs/b.md"}, {"2021"})


def test_pyproject_is_read_from_a_folder_below(kz, docs: Path, here: Path) -> None:
    (here / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.kzcheck]\npublished = "2019"\npaths = ["docs"]\nno-rules = true\n',
        encoding="utf-8",
    )
    done = kz("extract", cwd=docs)
    assert documents(done.stdout) == {"a.txt", "b.md"}
    assert published(done.stdout) == {"2019"}


def test_nothing_is_looked_for_above_a_repository(kz, docs: Path, here: Path) -> None:
    (here / "kzcheck.toml").write_text("nonsense = 1\n", encoding="utf-8")
    inner = here / "inner"
    (inner / ".git").mkdir(parents=True)
    (inner / "a.txt").write_text(TEXT, encoding="utf-8")
    assert kz("extract", "--no-rules", cwd=inner).returncode == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jobs = 1\npublishd = 2020\n", "kzcheck.toml:2: unknown key 'publishd'; did you mean 'published'?"),
        ('jobs = "many"\n', "kzcheck.toml:1: jobs: 'many' is not a valid integer range"),
        ('\nfail-on = "all"\n', "kzcheck.toml:2: fail-on: 'all' is not one of 'error', 'warning',"),
        ('rules = "rules"\n', "kzcheck.toml:1: rules: expected a list"),
        ("within = 5\n", "kzcheck.toml:1: within: expected a text in quotes, not 5"),
        ("strict = 1\n", "kzcheck.toml:1: strict: expected true or false"),
        ("jobs = \n", "kzcheck.toml:1:8: not valid TOML: "),
        ("[check]\njobs = 1\n", "kzcheck.toml:1: unknown key 'check'"),
    ],
)
def test_faults_name_file_line_and_the_right_key(kz, docs: Path, here: Path, text: str, said: str) -> None:
    (here / "kzcheck.toml").write_text(text, encoding="utf-8")
    done = kz("extract", "docs")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kzcheck: error: {said}")
    assert len(done.stderr.splitlines()) == 1


def test_the_report_folder_is_no_output_of_other_commands(kz, docs: Path, here: Path) -> None:
    (here / "kzcheck.toml").write_text('output = "pages"\nno-rules = true\n', encoding="utf-8")
    assert documents(kz("extract", "docs").stdout) == {"docs/a.txt", "docs/b.md"}
    assert kz("report", "docs").returncode == 0
    assert (here / "pages/index.html").exists()


def test_rules_on_the_command_line_win_over_configured_no_rules(kz, docs: Path, here: Path) -> None:
    (here / "kzcheck.toml").write_text("no-rules = true\n", encoding="utf-8")
    assert "no such file or folder of rules" in kz("extract", "docs", "--rules", "none").stderr


def test_paths_are_meant_from_the_file(kz, docs: Path, here: Path) -> None:
    (here / "packs").mkdir()
    (here / "packs/r.yaml").write_text("metrics:\n  a.b:\n    titel: T\n", encoding="utf-8")
    (here / "kzcheck.toml").write_text('rules = ["packs"]\n', encoding="utf-8")
    done = kz("check", ".", cwd=docs)
    assert done.returncode == 2
    assert "../packs/r.yaml:3:5" in done.stderr


def test_help_works_with_a_broken_configuration_elsewhere(kz, here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.other]\nx = 1\n", encoding="utf-8")
    assert kz("--help").returncode == 0
