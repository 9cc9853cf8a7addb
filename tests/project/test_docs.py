"""What the guides show is executed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzcheck.pipeline import check_texts
from kzcheck.rules import load, run_examples

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
