"""What the guides show is executed."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from shutil import copytree

import pytest

from kzcheck.cli import main
from kzcheck.compare.relations import asked
from kzcheck.pipeline import check_texts
from kzcheck.rules import load, run_examples
from kzcheck.table.schema import COLUMNS

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```yaml\n(metrics:.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "docs/rules.md"])
def test_pack_in_guide_passes_its_examples(name: str, tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        (tmp_path / "pack.yaml").write_text(block, encoding="utf-8")
        pack = load([tmp_path])
        results = run_examples(pack, check_texts(pack))
        assert results
        assert not [r for r in results if not r.passed]


def test_files_that_the_architecture_names_are_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.py)?)`", text)
    assert len(named) > 25
    absent = [n for n in named if not ((ROOT / "kzcheck" / n).exists() or (ROOT / n).exists())]
    assert absent == []


@pytest.mark.parametrize(
    "page", ["ARCHITECTURE.md", "CONTRIBUTING.md", *(f"docs/{n}.md" for n in ("semantics", "security"))]
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    file = ROOT / page
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_what_the_page_on_security_bounds_is_what_the_code_does() -> None:
    from kzcheck.documents import files, grids, metadata
    from kzcheck.extract.text import passages
    from kzcheck.rules import fields
    from kzcheck.storage import store, yaml

    said = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    assert f"| {files._LARGEST >> 20} megabytes;" in said
    assert f"| {yaml._DEEPEST} levels;" in said
    assert yaml._MOST == 1_000_000
    assert "one million values" in said
    assert f"| {metadata._LONGEST:,} characters |" in said
    assert f"spans of {grids._WIDEST:,}; none from the {grids._FURTHEST:,}th column" in said
    assert f"| {passages._LONGEST:,} characters;" in said
    assert f"| {fields._LONGEST_NUMBER} characters," in said
    assert store.LIMIT == 1 << 29


def test_the_pages_list_the_columns_and_relations_that_are_declared() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import make_lists
    finally:
        sys.path.pop(0)
    assert (ROOT / "docs/columns.md").read_text(encoding="utf-8") == make_lists.columns(), "run tools/make_lists.py"
    assert make_lists.relations() in (ROOT / "docs/rules.md").read_text(encoding="utf-8"), "run tools/make_lists.py"
    for relation in asked():
        assert f"| `{relation.name}` | {relation.holds} |" in make_lists.relations()
    for column in COLUMNS:
        assert f"| `{column.name}` | {column.dtype} |" in make_lists.columns()


PAGES = ["tutorial", *(f"people/{path.stem}" for path in sorted((ROOT / "docs/people").glob("*.md")))]
CONSOLE = re.compile(r"^( *)```console\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def commands(page: str) -> list[tuple[str, list[str]]]:
    """Give the commands of a page, each with the lines that it is said to print ("..." is left out)."""
    found: list[tuple[str, list[str]]] = []
    for block in CONSOLE.finditer((ROOT / f"docs/{page}.md").read_text(encoding="utf-8")):
        for line in block[2].splitlines():
            shown = line.removeprefix(block[1])
            if shown.startswith("$ "):
                found.append((shown.removeprefix("$ "), []))
            elif shown.strip() not in {"", "..."}:
                found[-1][1].append(" ".join(shown.split()))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_guide_prints_what_the_guide_shows(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copytree(ROOT / "docs/examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path / "examples")
    some = commands(page)
    assert some
    for command, lines in some:
        name, *words = shlex.split(command)
        assert name == "kzcheck"
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = capsys.readouterr()
        assert ended.value.code in {0, 1}, (command, said.err)
        printed = [" ".join(line.split()) for line in said.out.splitlines()]
        for line in lines:
            assert any(one.startswith(line) for one in printed), (command, line, said.out)


def test_python_in_the_guides_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs/people/data-person.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "data-person.md", "exec"), {})  # noqa: S102  the guide's own lines
    assert "4,210 pupils" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["index", *PAGES, "columns"])
def test_links_of_the_guides_lead_somewhere(page: str) -> None:
    file = ROOT / f"docs/{page}.md"
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_the_site_names_every_page_that_it_lists() -> None:
    listed = re.findall(r": ([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert {f"{page}.md" for page in ["index", *PAGES, "columns"]} <= set(listed)
    assert all((ROOT / "docs" / name).is_file() for name in listed)
