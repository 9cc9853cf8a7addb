"""JSON as data: every scalar under its key path, its digits as the file writes them and its line and column kept."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from kzcheck.documents import trees
from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.metadata import Reading
from kzcheck.documents.trees import DEEPEST, Leaf, Node
from kzcheck.documents.writing import Writer
from kzcheck.model import Notice, line_starts

NAME = "json"
SUFFIXES: tuple[str, ...] = (".json", ".geojson")

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError naming line and column where it is no JSON."""
    text, said = decoded(name, data)
    writer = Writer()
    trees.lay_out(writer, parsed(text))
    if writer.empty:
        return [], [*said, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], said


def parsed(text: str, *, line: int = 0) -> Node:
    """Parse a text, in which `line` lines stand before; of a key that comes twice, both values are kept."""
    return _Parser(text, line).document()


class _Parser:
    """A parser that keeps places and digits; depth is bounded, so recursion is."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._lines = line_starts(text)
        self._before = line

    def document(self) -> Node:
        """Give the one value of the text."""
        node, at = self._value(self._skip(0), 0)
        at = self._skip(at)
        if at < len(self._text):
            raise self._wrong(at, "something follows the value")
        return node

    def _skip(self, at: int) -> int:
        m = _SPACE.match(self._text, at)
        return at if m is None else m.end()

    def _value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > DEEPEST:
            raise self._wrong(at, f"nested more than {DEEPEST} deep")
        text = self._text
        opening = text[at : at + 1]
        if opening == "{":
            return self._mapping(at, depth)
        if opening == "[":
            return self._list(at, depth)
        line, column = self._place(at)
        if opening == '"':
            said, end = self._string(at)
            return Leaf(" ".join(said.split()), line=line, column=column), end
        if (m := _NUMBER.match(text, at)) is not None:
            return Leaf(plain(m[0]), number=True, line=line, column=column), m.end()
        word = next((word for word in _WORDS if text.startswith(word, at)), "")
        if not word:
            raise self._wrong(at, "a value was expected")
        return Leaf("" if word in {"null", "NaN"} else word, line=line, column=column), at + len(word)

    def _mapping(self, at: int, depth: int) -> tuple[Node, int]:
        out: dict[str, Node] = {}
        at = self._skip(at + 1)
        while self._text[at : at + 1] != "}":
            if self._text[at : at + 1] != '"':
                raise self._wrong(at, 'a key in quotes, or "}", was expected')
            key, at = self._string(at)
            at = self._expect(self._skip(at), ":")
            node, at = self._value(self._skip(at), depth + 1)
            free = key
            while free in out:
                free += " (again)"
            out[free] = node
            at = self._skip(at)
            if self._text[at : at + 1] == "}":
                break
            at = self._skip(self._expect(at, ","))
        return out, at + 1

    def _list(self, at: int, depth: int) -> tuple[Node, int]:
        out: list[Node] = []
        at = self._skip(at + 1)
        while self._text[at : at + 1] != "]":
            node, at = self._value(at, depth + 1)
            out.append(node)
            at = self._skip(at)
            if self._text[at : at + 1] == "]":
                break
            at = self._skip(self._expect(at, ","))
        return out, at + 1

    def _string(self, at: int) -> tuple[str, int]:
        try:
            said, end = json.decoder.scanstring(self._text, at + 1, False)  # type: ignore[attr-defined]
        except json.JSONDecodeError as error:
            raise self._wrong(error.pos, error.msg) from None
        return re.sub("[\ud800-\udfff]", "\ufffd", said), end

    def _expect(self, at: int, sign: str) -> int:
        if self._text[at : at + 1] != sign:
            raise self._wrong(at, f"{sign!r} was expected")
        return at + 1

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._lines, at)
        return line + self._before, at - self._lines[line - 1] + 1

    def _wrong(self, at: int, what: str) -> NotTextError:
        line, column = self._place(min(at, len(self._text)))
        return NotTextError("data", f"no readable JSON: {what}", line=line, column=column)


def plain(number: str) -> str:
    """Write a number without an exponent where that is short: data write 1e6 where texts write 1000000."""
    if "e" not in number.lower():
        return number
    mantissa, _, power = number.lower().partition("e")
    exponent = int(power) if len(power) < 5 else 999
    if abs(exponent) > 18:
        return number
    from decimal import Decimal

    return f"{Decimal(mantissa).scaleb(exponent):f}"
