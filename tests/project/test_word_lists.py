"""Word lists stay such that a person can read and edit them: short lines, no word twice, a corpus that runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzcheck.storage import load_yaml

ROOT = Path(__file__).parents[2]
LANG = ROOT / "kzcheck" / "lang"
LISTS = [p for p in sorted(LANG.glob("*/*.yaml")) if len(list(p.parent.glob("*.yaml"))) > 1]
CONCEPTS = sorted((ROOT / "kzcheck" / "concepts").glob("*.yaml"))
IDS = [str(p.relative_to(ROOT / "kzcheck")) for p in (*LISTS, *CONCEPTS)]


def twice(node: object, path: str = "") -> Iterator[str]:
    """Give where a list holds a word twice."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from twice(value, f"{path}/{key}")
    elif isinstance(node, list):
        words = [word for word in node if isinstance(word, str)]
        yield from (f"{path}: {word}" for word in sorted({w for w in words if words.count(w) > 1}))
        for n, value in enumerate(node):
            yield from twice(value, f"{path}/{n}")


@pytest.mark.parametrize("path", [*LISTS, *CONCEPTS], ids=IDS)
def test_lines_are_short_and_no_list_holds_a_word_twice(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [n for n, line in enumerate(text.splitlines(), 1) if len(line) > 120] == []
    assert [*twice(load_yaml(text.encode(), cache=False))] == []


@pytest.mark.parametrize("path", sorted((LANG / "en").glob("*.yaml")), ids=lambda p: p.stem)
def test_each_file_of_words_names_what_exercises_it(path: Path) -> None:
    named = re.search(r"(?m)^# Exercised by: (.+)$", path.read_text(encoding="utf-8"))
    assert named
    for place in named[1].split(", "):
        assert (path.parent / place).exists() or (ROOT / place).exists(), place
