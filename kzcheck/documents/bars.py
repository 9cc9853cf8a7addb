"""Tables drawn with bars in plain text and Markdown: the same grid as that of any other format.

A row is a line with bars between its cells. A line of dashes and colons (GitHub Flavored Markdown 4.10) below one row
makes that row the head, and the outer bars may then be missing. Lines that begin with a bar are a table without it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kzcheck.model import Cell, Table

_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?")
_BORDER = re.compile(r"[ \t]*[+|][-=+|: \t]*[-=][-=+|: \t]*\r?")
_INNER = re.compile(r"(?<!\\)\|")
Line = tuple[int, int]


def tables(text: str, skip: Sequence[tuple[int, int]] = (), body: int = 0) -> tuple[Table, ...]:
    """Find the tables of a text from `body` on, outside the blocks of code in `skip` (half-open spans, in order)."""
    return tuple(_tables(text, skip, body)) if "|" in text else ()


def _tables(text: str, skip: Sequence[tuple[int, int]], at: int) -> Iterator[Table]:
    rows: list[Line] = []
    above: Line | None = None
    closed = [*skip, (len(text) + 1, len(text) + 1)]
    k = 0
    while at < len(text):
        while closed[k][1] <= at:
            k += 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        inside = closed[k][0] <= at
        line = (at, end)
        if not inside and rows and _is_row(text, line, open_=True):
            rows.append(line)
        else:
            if (table := _table(text, rows)) is not None:
                yield table
            rows = []
            if not inside and _is_row(text, line, open_=False):
                rows = [line]
            elif not inside and above is not None and _is_head(text, above, line):
                rows = [above, line]
        above = None if inside or rows else line
        at = end + 1
    if (table := _table(text, rows)) is not None:
        yield table


def _is_row(text: str, line: Line, *, open_: bool) -> bool:
    """Tell whether a line is a row: between two bars, or with one at least where a table is `open_`."""
    start, end = line
    said = text[start:end].strip()
    return (said.startswith("|") and said.count("|") > 1) or (open_ and "|" in said) or (open_ and said[:1] == "+")


def _is_head(text: str, above: Line, line: Line) -> bool:
    """Tell whether a rule stands below a line of as many cells."""
    if "|" not in text[above[0] : above[1]] or _RULE.fullmatch(text, *line) is None or "-" not in text[slice(*line)]:
        return False
    return len(_cells(text, above)) + _lacks_first(text, above, line) == len(_cells(text, line))


def _lacks_first(text: str, row: Line, rule: Line | None) -> bool:
    """Tell whether the bar that a row begins with stands after an empty first cell, for its rule has no outer bars."""
    if rule is None or text[slice(*rule)].lstrip().startswith("|") or not text[slice(*row)].lstrip().startswith("|"):
        return False
    return len(_cells(text, row)) + 1 == len(_cells(text, rule))


def _cells(text: str, line: Line) -> list[Line]:
    """Give the spans of the cells of a row, without the white space around them."""
    start, end = line
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    bars = [m.start() for m in _INNER.finditer(text, start, end)]
    edges = [start - 1 if not bars or bars[0] > start else start]
    edges += [bar for bar in bars if bar > edges[0]]
    if not bars or bars[-1] < end - 1:
        edges.append(end)
    return [_trimmed(text, a + 1, b) for a, b in pairwise(edges)]


def _trimmed(text: str, start: int, end: int) -> Line:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _table(text: str, lines: Sequence[Line]) -> Table | None:
    cells: list[Cell] = []
    row = columns = 0
    head = 0
    rule = next((line for line in lines if _RULE.fullmatch(text, *line)), None)
    for line in lines:
        if _RULE.fullmatch(text, *line) or _BORDER.fullmatch(text, *line):
            head = head or row
            continue
        spans = _cells(text, line)
        if _lacks_first(text, line, rule):
            spans.insert(0, (line[0], line[0]))
        columns = max(columns, len(spans))
        cells.extend(Cell(row=row, column=c, start=a, end=b) for c, (a, b) in enumerate(spans))
        row += 1
    if columns < 2 or not any(cell.end > cell.start for cell in cells):
        return None
    if head:
        cells = [
            Cell(row=c.row, column=c.column, start=c.start, end=c.end, header=True) if c.row < head else c
            for c in cells
        ]
    return Table(start=lines[0][0], end=lines[-1][1], rows=row, columns=columns, cells=tuple(cells))
