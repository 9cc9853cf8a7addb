"""Functions stay short enough to be read at once; ruff counts their branches and statements, this their lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 60
REASON = re.compile(r"#.*\blong: \w+")


def long_functions(source: str) -> Iterator[tuple[str, int]]:
    """Give the functions of more lines than that, by name, each with its lines; not those with a reason beside them."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            head = "".join(lines[node.lineno - 1 : node.body[0].lineno - 1])
            if count > MOST and not REASON.search(head):
                yield node.name, count


@pytest.mark.parametrize("folder", ["kzcheck", "tools", "benchmarks"])
def test_no_function_is_long_without_a_reason(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    found = [(file.name, *one) for file in files for one in long_functions(file.read_text(encoding="utf-8"))]
    assert found == [], f"more than {MOST} lines: cut them up, or say why in '# long: ...' beside the def"


def test_a_long_function_is_seen_and_a_reason_beside_it_taken() -> None:
    body = "    x = 1\n" * MOST
    assert list(long_functions(f"def f():\n{body}")) == [("f", MOST + 1)]
    assert list(long_functions(f"def f():\n{body.removesuffix('    x = 1' + chr(10))}")) == []
    assert list(long_functions(f"def f():  # long: a line a field\n{body}")) == []
    assert list(long_functions(f"def f():  # longer than others\n{body}")) == [("f", MOST + 1)]
