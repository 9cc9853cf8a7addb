"""PC-Axis, the cube files of statistical offices: keywords with values, and the cells in the order of stub and heading.

In the data "-" is zero; "." and ".." are missing, as are "..." to "......". What is told for another language than the
file's own (`TITLE[en]`) is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from kzcheck.documents.cubes import Cube, Observation, lay_out
from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.metadata import Reading
from kzcheck.documents.writing import Writer
from kzcheck.model import Notice, Place, line_starts

NAME = "pc-axis"
SUFFIXES: tuple[str, ...] = (".px",)

_BEGINS = re.compile(rb"\s*(?:CHARSET|AXIS-VERSION)\s*=")
_CODE_PAGE = re.compile(rb'CODEPAGE\s*=\s*"([A-Za-z0-9_-]{3,20})"')
_KEYWORD = re.compile(r'\s*([A-Z][A-Z0-9-]*)(\[[a-z-]+\])?(?:\(((?:"[^"]*"|[^")])*)\))?\s*=')
_STRING = re.compile(r'"([^"]*)"')
_CELL = re.compile(r'"(\.{1,6}|-)"|"[^"]*"|[^\s,;"]+')
_MISSING = frozenset("." * n for n in range(1, 7))


class _Keyword(NamedTuple):
    """A keyword with what it is of, its value as written, and where that begins."""

    name: str
    of: tuple[str, ...]
    value: str
    at: int


def looks_like(data: bytes) -> bool:
    """Tell whether a file begins as PC-Axis does."""
    return _BEGINS.match(data) is not None and b"DATA=" in data.replace(b" ", b"")


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it is no PC-Axis."""
    text, said = _text(name, data)
    found: dict[tuple[str, tuple[str, ...]], _Keyword] = {}
    for keyword in _keywords(text):
        found.setdefault((keyword.name, keyword.of), keyword)
    if ("DATA", ()) not in found:
        raise NotTextError("data", "no readable PC-Axis: DATA is missing")
    if any(key == "KEYS" for key, _ in found):
        raise NotTextError("data", "PC-Axis whose data are told by KEYS is not read: save it without them")
    cube, missing = _cube(text, found)
    writer = Writer()
    lay_out(writer, cube)
    notices = list(said)
    if missing:
        message = f"{missing} cells hold no number and are left out"
        notices.append(Notice(severity="info", code="missing", message=message, where=name))
    if writer.empty:
        return [], [*notices, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], notices


def _text(name: str, data: bytes) -> tuple[str, list[Notice]]:
    """Decode a file by the code page that it names."""
    told = _CODE_PAGE.search(data[:4096])
    if told is not None:
        try:
            return data.decode(told[1].decode()), []
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(name, data)


def _keywords(text: str) -> Iterator[_Keyword]:
    at = 0
    while (m := _KEYWORD.match(text, at)) is not None:
        end = _end(text, m.end())
        if m[2] is None:
            yield _Keyword(m[1], tuple(_STRING.findall(m[3] or "")), text[m.end() : end], m.end())
        at = end + 1
    if text[at:].strip():
        line = text.count("\n", 0, at) + 1
        raise NotTextError("data", "no readable PC-Axis: a keyword was expected", line=line, column=1)


def _end(text: str, at: int) -> int:
    """Give where the semicolon stands that ends a value, outside of quotes."""
    while True:
        stop, quote = text.find(";", at), text.find('"', at)
        if quote < 0 or 0 <= stop < quote:
            return stop if stop >= 0 else len(text)
        close = text.find('"', quote + 1)
        if close < 0:
            return len(text)
        at = close + 1


def _strings(keyword: _Keyword | None) -> list[str]:
    """Give the quoted strings of a value; those without a comma between them are one."""
    if keyword is None:
        return []
    out: list[str] = []
    last = 0
    for m in _STRING.finditer(keyword.value):
        if out and "," not in keyword.value[last : m.start()]:
            out[-1] += m[1]
        else:
            out.append(m[1])
        last = m.end()
    return out


def _cube(text: str, found: dict[tuple[str, tuple[str, ...]], _Keyword]) -> tuple[Cube, int]:
    stub, heading = _strings(found.get(("STUB", ()))), _strings(found.get(("HEADING", ())))
    names = [*stub, *heading]
    values = [_strings(found.get(("VALUES", (n,)))) or _strings(found.get(("CODES", (n,)))) for n in names]
    if not names or not all(values):
        raise NotTextError("data", "no readable PC-Axis: STUB, HEADING or VALUES are missing")
    title = " ".join((_strings(found.get(("TITLE", ()))) or _strings(found.get(("CONTENTS", ()))))[:1])
    units = {key[1][0] if key[1] else "": " ".join(_strings(k)) for key, k in found.items() if key[0] == "UNITS"}
    cube = Cube(title, names, list(range(len(stub), len(names))))
    data = found["DATA", ()]
    lines = line_starts(text)
    cells = _CELL.finditer(data.value)
    missing = 0
    for labels in product(*values):
        cell = next(cells, None)
        if cell is None:
            raise NotTextError("data", "no readable PC-Axis: DATA holds fewer cells than its dimensions ask for")
        said = (cell[1] or cell[0]).strip('"')
        number = "0" if said == "-" else said
        if said in _MISSING or not number.lstrip("-")[:1].isdecimal():
            missing += 1
            continue
        line = bisect_right(lines, data.at + cell.start())
        place = Place(line=line, column=data.at + cell.start() - lines[line - 1] + 1)
        unit = next((units[label] for label in labels if label in units), units.get("", ""))
        cube.add(Observation(labels, number, unit, place=place))
    if next(cells, None) is not None:
        raise NotTextError("data", "no readable PC-Axis: DATA holds more cells than its dimensions ask for")
    return cube, missing
