"""TOML as data: every scalar under its key path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from kzcheck.documents import trees
from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.metadata import Reading
from kzcheck.documents.trees import Leaf, Node
from kzcheck.documents.writing import Writer
from kzcheck.model import Notice

NAME = "toml"
SUFFIXES: tuple[str, ...] = (".toml",)

_AT = re.compile(r"at line (\d+), column (\d+)")
_TABLE = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(
    r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=\s*"
)
_PART = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")


class _Number(str):
    """A number as the file writes it."""

    __slots__ = ()


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError naming line and column where it is no TOML."""
    text, said = decoded(name, data)
    try:
        values = tomllib.loads(text, parse_float=_Number)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at else (0, 0)
        raise NotTextError("data", f"no readable TOML: {error}", line=line, column=column) from None
    writer = Writer()
    trees.lay_out(writer, _tree(values, (), dict(_places(text))))
    if writer.empty:
        return [], [*said, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], said


def _tree(value: Any, path: tuple[str, ...], places: dict[tuple[str, ...], tuple[int, int]]) -> Node:
    if isinstance(value, dict):
        return {key: _tree(child, (*path, key), places) for key, child in value.items()}
    if isinstance(value, list):
        return [_tree(child, path, places) for child in value]
    line, column = places.get(path, (1, 1))
    number = isinstance(value, (int, _Number)) and not isinstance(value, bool)
    text = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
    return Leaf(text.replace("_", "") if number else text, number=number, line=line, column=column)


def _places(text: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Give where the keys stand, by their path; those in lists of tables by the last of them."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if (m := _KEY.match(line)) is not None:
            yield (*table, *_parts(m[1])), (number, m.end() + 1)
        elif (m := _TABLE.match(line)) is not None:
            table = _parts(m[1])


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(key))
