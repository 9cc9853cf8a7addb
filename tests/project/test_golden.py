"""The freeze of all that is found and judged: what it reads, and how it shows what a change has changed."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def golden() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden", ROOT / "tools/golden.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["golden"] = module
    spec.loader.exec_module(module)
    return module


def claim(**fields: object) -> dict[str, object]:
    plain = {
        "document": "a.md",
        "start": 3,
        "end": 9,
        "surface": "5 tons",
        "kind": "level",
        "sentence": "S.",
        "value": 5,
    }
    return plain | fields


def frozen(folder: Path, claims: list[dict[str, object]], comparisons: list[dict[str, object]]) -> Path:
    folder.mkdir()
    for kind, rows in (("claims", claims), ("comparisons", comparisons)):
        (folder / f"x.{kind}.jsonl").write_text("".join(f"{json.dumps(r)}\n" for r in rows), encoding="utf-8")
    return folder


def test_sentences_of_the_corpora_and_examples_of_rules_are_read(golden: ModuleType) -> None:
    parts = {part.name: part for part in golden._parts(filings=False)}
    corpus = [text for texts in parts["corpus"].groups.values() for text, _ in texts]
    assert "Exports rose to 5 million tons in 2024." in corpus
    assert not any("⟦" in text for text in corpus)
    assert len(corpus) > 2000
    examples = list(parts["rules"].groups.values())
    assert all(texts and all(text for text, _ in texts) for texts in examples)
    assert len(examples) > 50


def test_equal_freezes_are_the_same(golden: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (frozen(tmp_path / name, [claim()], []) for name in ("old", "new"))
    assert golden.differences(old, new, ["x"]) == 0
    assert capsys.readouterr().out == "x claims: the same 1\nx comparisons: the same 0\n"


def test_differences_are_grouped_by_field(
    golden: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = {
        "relation": "same",
        "claims": ["a.md:1", "b.md:1"],
        "id": "1",
        "verdict": "conflict",
        "reason": "5 is not 6",
    }
    old = frozen(tmp_path / "old", [claim(), claim(start=20, end=26)], [pair])
    new = frozen(
        tmp_path / "new", [claim(value=7), claim(start=40, end=46)], [{**pair, "verdict": "round", "reason": "near"}]
    )
    assert golden.differences(old, new, ["x"]) == 1
    said = capsys.readouterr().out
    assert "x claims: 2 before, 2 now" in said
    for what in ("added: 1", "removed: 1", "value: 1", "verdict: 1", "reason: 1"):
        assert f"  {what}\n" in said
    assert ": 5 -> 7\n" in said
    assert 'same of a.md:1, b.md:1  [round] near: "conflict" -> "round"\n' in said


def test_a_part_frozen_once_is_named(golden: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = frozen(tmp_path / "old", [], [])
    new = tmp_path / "new"
    new.mkdir()
    assert golden.differences(old, new, ["x"]) == 1
    assert "x: claims are frozen on one side only" in capsys.readouterr().out


def test_the_code_of_a_tree_runs_on_texts_in_groups(golden: ModuleType, tmp_path: Path) -> None:
    sales = [("Acme sold 5 cars in 2024.", "2025-01-05"), ("Acme sold 9 cars in 2024.", "2025-01-06")]
    golden.freeze(ROOT, [golden.Part(name="x", groups={"one": sales, "two": sales[:1]}, rules=False)], tmp_path)
    made = [json.loads(line) for line in (tmp_path / "x.comparisons.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["verdict"], row["claims"]) for row in made] == [("conflict", ["x.jsonl#one.0:1", "x.jsonl#one.1:1"])]
