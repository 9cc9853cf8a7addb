"""Lay out the cells of a spreadsheet as captions, tables and paragraphs.

A sheet is a plane on which people put a title, a table, a note, another table. Blank rows part these; a run of rows
that goes on in the columns of the table above without a head of its own continues it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import NamedTuple, overload

from kzcheck.documents.writing import GridCell, Piece, Writer
from kzcheck.model import BlockKind, Notice, Place
from kzcheck.storage import load_yaml

MOST_CELLS = 3_000_000
"""Cells of one file that are read; what lies beyond is said to be left out."""

_YEARS = range(1900, 2101)
_NAMED = 5
_LABEL = 80


class SheetCell(NamedTuple):
    """What stands in a cell: the text shown, the number stored, its format, how far the text is set in."""

    text: str | Sequence[Piece]
    stored: Decimal | None = None
    format: str = ""
    indent: int = 0
    date: bool = False


@dataclass(slots=True)
class Sheet:
    """The visible cells of one sheet by row and column (0-based), in order, and the ranges that were merged.

    `merges` gives how many rows and columns a cell covers; `hidden_columns` and `hidden_rows` are not shown.
    """

    name: str
    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    merges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()


@dataclass(slots=True)
class LeftOut:
    """What a workbook holds and its reader does not see, counted to be said."""

    sheets: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    unknown: list[str] = field(default_factory=list)
    unknown_count: int = 0
    beyond: int = 0

    def formula(self, sheet: str, reference: str) -> None:
        """Count a formula whose result is not stored."""
        self.unknown_count += 1
        if len(self.unknown) < _NAMED:
            self.unknown.append(place_name(sheet, reference))

    def notices(self, name: str) -> list[Notice]:
        """Say what was left out."""
        out = []
        hidden = [
            f"{count} hidden {word}{'s' * (count != 1)}"
            for count, word in ((len(self.sheets), "sheet"), (self.rows, "row"), (self.columns, "column"))
            if count
        ]
        if hidden:
            named = f" ({', '.join(self.sheets[:_NAMED])})" if self.sheets else ""
            message = f"left out: {', '.join(hidden)}{named}"
            out.append(Notice(severity="info", code="hidden", message=message, where=name))
        if self.unknown_count:
            more = ", ..." if self.unknown_count > len(self.unknown) else ""
            message = (
                f"{self.unknown_count} formula{'s' * (self.unknown_count != 1)} without a stored result"
                f" ({', '.join(self.unknown)}{more}): open and save the file in a spreadsheet program"
            )
            out.append(Notice(severity="warning", code="formula", message=message, where=name))
        if self.beyond:
            message = f"only the first {MOST_CELLS:,} cells were read, {self.beyond:,} were not"
            out.append(Notice(severity="error", code="too-large", message=message, where=name))
        return out


class CellPlaces(Sequence[Place]):
    """The places of cells, made when they are asked for: a workbook may have millions."""

    __slots__ = ("_cells", "_sheet")

    def __init__(self, sheet: str, cells: Sequence[tuple[int, int]]) -> None:
        """Take the sheet's name and the rows and columns of the cells."""
        self._sheet = sheet
        self._cells = cells

    def __len__(self) -> int:
        """Count the places."""
        return len(self._cells)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | Sequence[Place]:
        """Give the place of one cell."""
        if isinstance(index, slice):
            return CellPlaces(self._sheet, self._cells[index])
        row, column = self._cells[index]
        return Place(sheet=self._sheet, cell=reference(row, column))

    def __repr__(self) -> str:
        """Name the sheet alone: which of its cells are shown, the tables of the document tell."""
        first, last = self._cells[:1], self._cells[-1:]
        return f"{type(self).__name__}({self._sheet!r}, {len(self._cells)}, {first!r}, {last!r})"


@cache
def column_name(column: int) -> str:
    """Give the letters of a column (0-based): 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def reference(row: int, column: int) -> str:
    """Give what a spreadsheet calls a cell: row 6, column 2 is C7."""
    return f"{column_name(column)}{row + 1}"


def place_name(sheet: str, cell: str) -> str:
    """Give a cell with its sheet."""
    return f"{sheet}!{cell}"


@cache
def _plain_names() -> tuple[str, ...]:
    words = load_yaml(files("kzcheck.documents").joinpath("sheet_names.yaml").read_bytes())
    return tuple(word.lower() for word in words)


def tells_something(name: str) -> bool:
    """Tell whether someone chose the name of a sheet; "Sheet1" is the program's."""
    word = name.lower().rstrip("0123456789").strip()
    return bool(name.strip()) and word not in _plain_names()


def lay_out(writer: Writer, sheet: Sheet) -> None:
    """Write what a sheet shows."""
    if sheet.rows and tells_something(sheet.name):
        first = next(iter(sheet.rows))
        place = Place(sheet=sheet.name, cell=reference(first, next(iter(sheet.rows[first]))))
        writer.block(BlockKind.HEADING, sheet.name, level=2, place=place)
    for part in _tables(sheet):
        _write(writer, sheet, part)


def hide_columns(sheet: Sheet) -> None:
    """Take out the cells of hidden columns; a merged cell that reaches beyond them is still shown."""
    hidden = sheet.hidden_columns
    for row, cells in list(sheet.rows.items()):
        shown: dict[int, SheetCell] = {}
        for column, cell in cells.items():
            tall, wide = sheet.merges.get((row, column), (1, 1))
            seen = [c for c in range(column, column + wide) if c not in hidden]
            if seen and seen[0] not in shown:
                shown[seen[0]] = cell
                if (row, column) in sheet.merges:
                    sheet.merges[row, seen[0]] = (tall, seen[-1] - seen[0] + 1)
        if shown:
            sheet.rows[row] = shown
        else:
            del sheet.rows[row]


@dataclass(slots=True)
class _Part:
    """Rows of a sheet that are one table, with the lone texts above and below it."""

    above: list[int]
    rows: list[int]
    below: list[int]
    last: int


def _groups(sheet: Sheet) -> list[list[int]]:
    """Give the runs of rows without a blank one that is shown."""
    out: list[list[int]] = []
    before = -2
    for row in sheet.rows:
        gap = row - before - 1
        if gap and gap <= len(sheet.hidden_rows):
            gap -= sum(between in sheet.hidden_rows for between in range(before + 1, row))
        if out and not gap:
            out[-1].append(row)
        else:
            out.append([row])
        before = row
    joined: list[list[int]] = []
    for group in out:
        if joined and _is_head_of(sheet, joined[-1], group):
            joined[-1].extend(group)
        else:
            joined.append(group)
    return joined


def _is_head_of(sheet: Sheet, above: Sequence[int], group: Sequence[int]) -> bool:
    """Tell whether rows end in heads alone, which stand over the figures of the rows below a blank one.

    No head stands over the labels there, but for a corner in the last row: a list of words is none.
    """
    heads = [i for i, row in enumerate(above) if len(sheet.rows[row]) > 1]
    below = [sheet.rows[row] for row in group]
    if not heads or any(_is_amount(cell) for row in above for cell in sheet.rows[row].values()):
        return False
    figures = {column for cells in below for column, cell in cells.items() if cell.stored is not None}
    if not _covered(sheet, above[heads[0] :]) & figures:
        return False
    edge = min(min(cells) for cells in below)
    over = [min(sheet.rows[row]) > edge for row in above[heads[0] :]]
    if all(over):
        return True
    first = next((cells for cells in below if len(cells) > 1), None)
    return all(over[:-1]) and heads[-1] == len(above) - 1 and first is not None and not _is_head(first)


def _covered(sheet: Sheet, rows: Sequence[int]) -> set[int]:
    """Give the columns that the cells of rows stand in or reach over."""
    return {
        covered
        for row in rows
        for column in sheet.rows[row]
        for covered in range(column, column + sheet.merges.get((row, column), (1, 1))[1])
    }


def _tables(sheet: Sheet) -> list[_Part]:
    out: list[_Part] = []
    for group in _groups(sheet):
        several = [i for i, row in enumerate(group) if len(sheet.rows[row]) > 1]
        if not several:
            out.append(_Part(group, [], [], group[-1]))
            continue
        first, last = several[0], several[-1]
        # A lone head stands over its column, a caption at the table's own edge.
        edge = min(min(sheet.rows[group[i]]) for i in several)
        while first and min(sheet.rows[group[first - 1]]) > edge:
            first -= 1
        table, below = group[first : last + 1], group[last + 1 :]
        before = out[-1] if out and out[-1].rows else None
        if before is not None and _continues(sheet, before.rows, table) and _is_section(sheet, before):
            before.rows.extend((*before.below, *group[: last + 1]))
            before.below, before.last = below, group[-1]
        else:
            out.append(_Part(group[:first], table, below, group[-1]))
    return out


def _is_section(sheet: Sheet, part: _Part) -> bool:
    """Tell whether what stands below a table, if anything, is the label of a section of what goes on under it."""
    if len(part.below) != 1:
        return not part.below
    (column, cell), *more = sheet.rows[part.below[0]].items()
    text = _text(cell)
    return not more and column == min(_covered(sheet, part.rows)) and len(text) <= _LABEL and text[-1:] not in ".!?"


def _continues(sheet: Sheet, above: Sequence[int], rows: Sequence[int]) -> bool:
    """Tell whether rows go on in the columns of a table above, without a head of their own."""
    columns = _covered(sheet, above)
    head = sheet.rows[rows[0]]
    if not any(_is_amount(cell) for row in above for cell in sheet.rows[row].values()):
        return False
    return not _is_head(head) and all(column in columns for row in rows for column in sheet.rows[row])


def _is_head(cells: dict[int, SheetCell]) -> bool:
    """Tell whether a row holds words, years and dates alone behind its first cell."""
    return not any(_is_amount(cell) for cell in list(cells.values())[1:])


def _is_amount(cell: SheetCell) -> bool:
    """Tell whether a cell holds a number that is no date and no year."""
    return cell.stored is not None and not cell.date and cell.stored not in _YEARS


def _write(writer: Writer, sheet: Sheet, part: _Part) -> None:
    for row in part.above if not part.rows else ():
        _lone(writer, sheet, row)
    if part.rows:
        captions = [_text(cell) for row in part.above for cell in sheet.rows[row].values()]
        columns = sorted({column for row in part.rows for column in sheet.rows[row]})
        index = {column: i for i, column in enumerate(columns)}
        cells: list[GridCell] = []
        places: list[tuple[int, int]] = []
        merges = sheet.merges
        for number, row in enumerate(part.rows):
            for column, (text, stored, code, indent, _) in sheet.rows[row].items():
                tall = wide = 1
                if merges and (span := merges.get((row, column))):
                    tall = max(1, sum(row <= other < row + span[0] for other in part.rows[number : number + span[0]]))
                    wide = max(1, sum(column <= other < column + span[1] for other in columns[index[column] :]))
                value = None if stored is None else Fraction(stored)
                cells.append(GridCell(number, index[column], text, tall, wide, False, indent, value, code))
                places.append((row, column))
        writer.table(cells, CellPlaces(sheet.name, places), captions=captions)
    for row in part.below:
        _lone(writer, sheet, row)


def _lone(writer: Writer, sheet: Sheet, row: int) -> None:
    for column, cell in sheet.rows[row].items():
        text = [Piece(cell.text)] if isinstance(cell.text, str) else cell.text
        writer.block(BlockKind.PARAGRAPH, text, place=Place(sheet=sheet.name, cell=reference(row, column)))


def _text(cell: SheetCell) -> str:
    return cell.text if isinstance(cell.text, str) else "".join(piece.text for piece in cell.text)
