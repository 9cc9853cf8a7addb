"""The first steps of a new user: init, units."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest


def test_init_writes_files_that_work_and_explain_themselves(kz, here: Path) -> None:
    done = kz("init", "--ci", "github")
    assert done.returncode == 0, done.stderr
    names = re.findall(r"^wrote +(\S+):", done.stdout, re.MULTILINE)
    assert names == ["kzcheck.toml", "sources.yaml", "kzcheck-baseline.yaml", ".github/workflows/kzcheck.yml"]
    assert all(Path(name).read_text(encoding="utf-8").startswith("# ") for name in names)
    Path("a.md").write_text("In 2023 Borfeld had 4,210 pupils.\n", encoding="utf-8")
    Path("b.md").write_text("Borfeld had 4,377 pupils in 2023.\n", encoding="utf-8")
    checked = kz("check")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "error" not in checked.stderr


def test_init_leaves_what_is_there(kz, here: Path) -> None:
    Path("kzcheck.toml").write_text('fail-on = "warning"\n', encoding="utf-8")
    done = kz("init")
    assert "kept   kzcheck.toml: it was there already" in done.stdout
    assert Path("kzcheck.toml").read_text(encoding="utf-8") == 'fail-on = "warning"\n'
    again = kz("init")
    assert "wrote" not in again.stdout
    assert again.returncode == 0


@pytest.mark.parametrize(("word", "unit"), [("tonne", "t"), ("euro", "EUR"), ("basis point", "bp")])
def test_units_are_found_by_their_words(kz, here: Path, word: str, unit: str) -> None:
    done = kz("units", word)
    assert done.returncode == 0
    assert re.search(rf"^{unit} ", done.stdout, re.MULTILINE), done.stdout


def test_an_unknown_unit_is_named(kz, here: Path) -> None:
    done = kz("units", "florpwatt")
    assert (done.returncode, done.stdout) == (1, "no unit, dimension or word holds florpwatt\n")


def test_the_command_that_a_report_names_next_works_as_it_is_printed(kz, tmp_path: Path) -> None:
    texts = tmp_path / "two texts"
    texts.mkdir()
    for name, deaths in (("a", 85), ("b", 97)):
        said = f"The flood in Velm killed {deaths} people in 2024.\n"
        (texts / f"{name}.txt").write_text(f"---\npublisher: {name}\npublished: 2025-01-01\n---\n{said}", "utf-8")
    done = kz("report", str(texts), "--no-rules", "--format", "markdown", "--output", str(tmp_path / "out"))
    command = done.stdout.rstrip().splitlines()[-1].strip()
    assert command.startswith("kzcheck explain ")
    again = kz(*shlex.split(command)[1:])
    assert again.returncode == 0, again.stderr
    assert "85 people" in again.stdout


@pytest.mark.parametrize(("undated", "code", "said"), [("together", 1, "1 new"), ("apart", 0, "0 new")])
def test_documents_without_any_date_can_be_told_to_be_of_different_times(
    kz, here: Path, undated: str, code: int, said: str
) -> None:
    Path("a.txt").write_text("The flood in Velm killed 85 people.\n", encoding="utf-8")
    Path("b.txt").write_text("The flood in Velm killed 88 people.\n", encoding="utf-8")
    done = kz("check", "a.txt", "b.txt", "--no-rules", "--undated", undated, "--fail-on", "suspected")
    assert done.returncode == code, done.stdout
    assert said in done.stdout


def test_a_drafted_pack_of_rules_loads_and_finds_what_kzcheck_found_without(kz, here: Path) -> None:
    Path("a.md").write_text("In 2023 Borfeld had 4,210 pupils.\n", encoding="utf-8")
    Path("b.md").write_text("Borfeld had 4,377 pupils in 2023.\n", encoding="utf-8")
    done = kz("rules", "new", "a.md", "b.md", "--output", "pack.yaml")
    assert done.returncode == 0, done.stderr
    lint = kz("rules", "lint", "pack.yaml")
    assert "1 metrics, 1 rules: no errors" in lint.stdout
    assert "rule 'draft-same' has no example of 'conflict' and 'agree' yet" in lint.stderr
    assert "[draft-same]" in kz("check", "a.md", "b.md", "--rules", "pack.yaml", "--format", "concise").stdout
    again = kz("rules", "new", "a.md", "b.md", "--output", "pack.yaml")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


def test_nothing_is_drafted_where_no_quantity_is_stated_twice(kz, here: Path) -> None:
    Path("a.md").write_text("In 2023 Borfeld had 4,210 pupils.\n", encoding="utf-8")
    done = kz("rules", "new", "a.md")
    assert done.returncode == 2
    assert "nothing to draft" in done.stderr
