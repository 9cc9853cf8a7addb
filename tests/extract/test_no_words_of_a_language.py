"""The grammar's code holds no word of a language: what it compares tokens with stands in the files of the languages."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kzcheck.lang import CAPITAL, languages, read, words_of

ROOT = Path(__file__).parents[2] / "kzcheck"
FILES = sorted([*(ROOT / "extract").rglob("*.py"), *(ROOT / "lang").glob("*.py")])
# A field of a type (a kind, a form, a role, a unit, ...) is compared with the names that its type lists.
TYPED = (ast.Attribute, ast.Call)
NAMES_OF_TYPES = frozenset(
    {"kind", "unit", "dimension", "form", "role", "hedge", "sense", "size", "how", "relation", "modality", "per"}
)


# Names in the language files that say what a pattern or a policy does, and are no words of a text.
NAMES = {
    "extract/subject/naming.py": {"UN"},
    "extract/time/attachment.py": {"none", "year", "decade"},
    "extract/time/mentions.py": {"strong"},
    "extract/time/patterns.py": {"decimal", "dotted", "glued", "op", "say"},
    "extract/time/readings.py": {"yy", "rel", "WHOLE", "month", "last", "by"},
    "extract/time/references.py": {"near"},
}


@cache
def known() -> frozenset[str]:
    """Give every word of more than one letter in the files of the languages."""
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, str):
            found.update(word for word in words_of(node) if word.isalpha() and len(word) > 1)

    for language in languages():
        for path in (ROOT / "lang" / language).glob("*.yaml"):
            walk(read(language, path.stem))
    return frozenset(found)


def constants(node: ast.expr) -> Iterator[str]:
    """Give the texts that stand in an operand."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for item in node.elts:
            yield from constants(item)


def is_typed(operand: ast.expr) -> bool:
    """Tell whether an operand is a field of a type, a name for one, an entry under a fixed key, or a set of such."""
    if isinstance(operand, ast.Set):
        return all(map(is_typed, operand.elts))
    if isinstance(operand, ast.Subscript):
        return isinstance(operand.slice, ast.Constant) and isinstance(operand.slice.value, str)
    return isinstance(operand, TYPED) or (isinstance(operand, ast.Name) and operand.id in NAMES_OF_TYPES)


def compared(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Give line, text and source of each text that something other than a typed field is compared with."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        operands = [node.left, *node.comparators]
        others = [o for o in operands if not list(constants(o))]
        if not others or not all(map(is_typed, others)):
            for operand in operands:
                for text in constants(operand):
                    yield node.lineno, text, ast.unparse(node)


@pytest.mark.parametrize("path", FILES, ids=[p.relative_to(ROOT).as_posix() for p in FILES])
def test_no_word_is_compared(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = NAMES.get(path.relative_to(ROOT).as_posix(), set())
    found = [(line, text, source) for line, text, source in compared(tree) if text not in names]
    words = [f"{line}: {source}" for line, text, source in found if text.lower() in known()]
    assert words == []


def test_capitals_are_those_of_every_script() -> None:
    """A pattern that asks for [A-Z] asks for the capitals of English."""
    assert [p.relative_to(ROOT).as_posix() for p in FILES if "[A-Z]" in p.read_text(encoding="utf-8")] == []


def test_names_begin_with_a_capital_of_any_script() -> None:
    letters = [chr(n) for n in range(0x10000)]
    found = {letter for letter in letters if re.fullmatch(CAPITAL, letter)}
    assert set("AZÀÉØŁİΩЖԱႠǅ") <= found
    capitals = {letter for letter in letters if unicodedata.category(letter) in {"Lu", "Lt"}}
    assert found <= capitals
    assert {unicodedata.normalize("NFKC", letter) for letter in capitals - found} <= {*found, *"eiγπ∏∑"}, (
        "symbols alone"
    )


def test_the_test_sees_words() -> None:
    source = 'w[i] == "million"\nword in ("about", ".")\nquantity.kind == "level"\n"." in w\n'
    assert [text for _, text, _ in compared(ast.parse(source)) if text in known()] == ["million", "about"]
    assert len(known()) > 2000
