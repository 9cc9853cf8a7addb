"""CSV and TSV as data: the delimiter is sniffed, the notation of numbers told by column, and said where it is not sure.

A row is a row of the table: its texts, years and dates are labels, its numbers what they label.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.metadata import Reading
from kzcheck.documents.notation import NONE, Mark, is_number, mark_of, plain
from kzcheck.documents.trees import MOST_LEAVES, words
from kzcheck.documents.writing import GridCell, Piece, Writer
from kzcheck.model import BlockKind, MarkKind, Notice, Place

NAME = "csv"
SUFFIXES: tuple[str, ...] = (".csv", ".tsv", ".tab")

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 60
_NAMED = 5
_SEPARATOR = re.compile(r"sep=(.)\r?\n")
_DATE = re.compile(
    r"(?:1[89]|20|21)\d\d(?:[-/.]?(?:Q[1-4]|H[12]|M?(?:0[1-9]|1[0-2])(?:[-/.](?:0[1-9]|[12]\d|3[01]))?))?"
)
_LABELS = 0.5

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table hold: which label the row, and how the others write numbers."""

    labels: frozenset[int]
    marks: dict[int, Mark]


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it is no table."""
    text, said = decoded(name, data)
    rows, delimiter = _rows(text)
    width = Counter(len(cells) for _, cells in rows).most_common(1)[0][0] if rows else 0
    if not rows:
        raise NotTextError("empty", "the file holds no rows")
    writer = Writer()
    start = next((i for i, (_, cells) in enumerate(rows) if sum(bool(c.strip()) for c in cells) > min(1, width - 1)), 0)
    for line, cells in rows[:start]:
        writer.block(BlockKind.PARAGRAPH, " ".join(c for c in cells if c), place=Place(line=line, column=1))
    notices = [*said, *_table(writer, rows[start:], delimiter, name)]
    if writer.empty:
        return [], [*notices, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], notices


def _rows(text: str) -> tuple[list[Row], str]:
    """Give the rows that hold anything with their lines, and the delimiter."""
    told = _SEPARATOR.match(text)
    delimiter = told[1] if told else _sniff(text)
    reader = csv.reader(io.StringIO(text[told.end() :] if told else text), delimiter=delimiter, skipinitialspace=True)
    out: list[Row] = []
    count = 0
    line = 2 if told else 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                out.append((line, cells))
                count += len(cells)
                if count > MOST_LEAVES:
                    raise NotTextError(
                        "too-large", f"holds more than the {MOST_LEAVES:,} values that are read of a file"
                    )
            line = reader.line_num + (2 if told else 1)
    except csv.Error as error:
        raise NotTextError("data", f"no readable table: {error}", line=line, column=1) from None
    return out, delimiter


def _sniff(text: str) -> str:
    """Choose the delimiter that parts the first lines into the most equal rows."""
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE])
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
        except csv.Error:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
        if width < 2:
            continue
        cells = [cell for row in rows for cell in row]
        torn = sum(not is_number(cell) and any(d in cell for d in _DELIMITERS[1:]) for cell in cells)
        score = (count / len(rows)) ** 2 * min(width - 1, 6) * (1 - torn / len(cells))
        if score > most:
            best, most = delimiter, score
    return best


def _table(writer: Writer, rows: Sequence[Row], delimiter: str, name: str) -> list[Notice]:
    head = rows[0][1] if _is_head(rows) else []
    body = rows[1:] if head else rows
    columns, notices = _columns(body, head, delimiter, name)
    cells: list[GridCell] = []
    places: list[Place] = []
    order = _order(max(len(r) for _, r in rows), columns)
    for at, column in enumerate(order):
        if column < len(head) and head[column].strip():
            cells.append(GridCell(0, at, words(head[column].strip()), header=True))
            places.append(Place(line=rows[0][0], column=column + 1))
    for number, (line, row) in enumerate(body, start=bool(head)):
        for at, column in enumerate(order):
            text = row[column].strip() if column < len(row) else ""
            if text and (made := _cell(text, number, at, column, columns)) is not None:
                cells.append(made)
                places.append(Place(line=line, column=column + 1))
    writer.table(cells, places)
    return notices


def _cell(text: str, row: int, at: int, column: int, columns: _Columns) -> GridCell | None:
    if column in columns.labels:
        return GridCell(row, at, text, header=True)
    if text.lower() in NONE:
        return None
    if column not in columns.marks or not is_number(text):
        return GridCell(row, at, text)
    mark = columns.marks[column]
    if mark is Mark.UNSURE and ("." in text or "," in text):
        return GridCell(row, at, [Piece(text, (MarkKind.HIDDEN,))])
    number, flag = plain(text, mark)
    if not flag:
        return GridCell(row, at, number)
    # A flag stands behind its number as the mark of a note does.
    return GridCell(row, at, [Piece(f"{number} ("), Piece(flag, (MarkKind.SUPERSCRIPT,)), Piece(")")])


def _is_head(rows: Sequence[Row]) -> bool:
    """Tell whether the first row names columns: it holds no number but years, and the rows below do."""
    first = [cell.strip() for cell in rows[0][1]]
    if any(is_number(cell) and _DATE.fullmatch(cell) is None for cell in first):
        return False
    return len(rows) > 1


def _columns(body: Sequence[Row], head: Sequence[str], delimiter: str, name: str) -> tuple[_Columns, list[Notice]]:
    values: dict[int, list[str]] = {}
    for _, row in body:
        for column, cell in enumerate(row):
            if cell.strip() and cell.strip().lower() not in NONE:
                values.setdefault(column, []).append(cell.strip())
    labels = {
        column
        for column, cells in values.items()
        if sum(map(is_number, cells)) < _LABELS * len(cells) or all(_DATE.fullmatch(cell) for cell in cells)
    }
    if len(labels) == len(values):
        labels = {column for column in labels if not all(is_number(cell) for cell in values[column])}
    marks = {column: mark_of(cells) for column, cells in values.items() if column not in labels}
    shown = {mark for mark in marks.values() if mark}
    # A file writes its numbers in one way; a comma that parts cells is no decimal mark of unquoted ones.
    other = next(iter(shown)) if len(shown) == 1 else Mark.POINT if delimiter == "," and not shown else Mark.UNSURE
    told = {column: (other if mark is Mark.UNSURE else mark or Mark.POINT) for column, mark in marks.items()}
    unsure = [column for column, mark in told.items() if mark is Mark.UNSURE]
    notices = []
    if unsure:
        named = ", ".join(repr(head[c]) if c < len(head) else f"column {c + 1}" for c in unsure[:_NAMED])
        example = next(v for v in values[unsure[0]] if "." in v or "," in v)
        message = f"the numbers of {named} may be read in two ways ({example}): they are left out"
        notices.append(Notice(severity="warning", code="notation", message=message, where=name))
    return _Columns(frozenset(labels), told), notices


def _order(width: int, columns: _Columns) -> list[int]:
    """Give the columns with those that label a row first."""
    return sorted(range(width), key=lambda column: column not in columns.labels)
