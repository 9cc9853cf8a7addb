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
