"""Write the text of a document whose file holds none: blocks, marks, tables and places are noted as it grows.

Headings, items and rows are written as in Markdown ("## Output", "- first", "| a | b |"), so that the same content has
the same text whatever the format of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, overload

from kzcheck.model import Block, BlockKind, Cell, Document, Mark, MarkKind, Place, SourceMap, Table

BREAK = "\v"
"""Stands for a new line inside a block, in pieces that are handed over."""

_SPACE = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_WHITE = " \t\n"
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_EXPONENT = re.compile(r"[+\-−]?[0-9]{1,3}")
_NOWHERE = Place()


class Piece(NamedTuple):
    """A stretch of text, what is special about it, and its place where that is not the whole block's."""

    text: str
    marks: tuple[MarkKind, ...] = ()
    place: Place | None = None


class GridCell(NamedTuple):
    """A cell to be written, as `kzcheck.model.Cell` has it; rows and columns count from 0."""

    row: int
    column: int
    text: str | Sequence[Piece]
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    indent: int = 0
    stored: Fraction | None = None
    format: str = ""


class _Places(Sequence[Place]):
    """Places, some of which are made when they are asked for: a workbook may have millions of cells."""

    __slots__ = ("_items",)

    def __init__(self, items: Sequence[Place | tuple[Sequence[Place], int]]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | Sequence[Place]:
        if isinstance(index, slice):
            return _Places(self._items[index])
        item = self._items[index]
        return item if isinstance(item, Place) else item[0][item[1]]

    def __repr__(self) -> str:
        """Write what tells these places from others, the same in every run: kept claims are found by it."""
        return f"{type(self).__name__}({self._items!r})"


class Writer:
    """The text so far, and what was noted of it. Each stretch of text stands at the place that was told last."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._at = 0
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._tables: list[Table] = []
        self._starts: list[int] = []
        self._places: list[Place | tuple[Sequence[Place], int]] = []

    def block(
        self,
        kind: BlockKind,
        pieces: str | Iterable[Piece],
        *,
        level: int = 0,
        label: str = "-",
        place: Place = _NOWHERE,
    ) -> bool:
        """Write a block on lines of its own, white space as a reader sees it; tells whether there was any text.

        `level` and `label` are those of a heading or an item ("3.").
        """
        laid = _laid(pieces)
        if not any(piece.text.strip() for piece in laid):
            return False
        self._part()
        self.stand(place)
        start = self._at
        if kind is BlockKind.HEADING:
            self._write("#" * min(max(level, 1), 6) + " ")
        elif kind is BlockKind.ITEM:
            self._write("  " * max(level - 1, 0) + label + " ")
        self._pieces(laid)
        self._blocks.append(Block(kind, start, self._at, level))
        self._write("\n")
        return True

    def code(self, text: str, *, place: Place = _NOWHERE) -> None:
        """Write a block of code line by line; no claim is read from it."""
        if not text.strip():
            return
        self._part()
        self.stand(place)
        start = self._at
        self._write("```\n" + text.strip("\n").replace("```", "'''") + "\n```")
        self._blocks.append(Block(BlockKind.CODE, start, self._at))
        self._write("\n")

    def table(self, cells: Sequence[GridCell], places: Sequence[Place] = (), *, captions: Sequence[str] = ()) -> None:
        """Write a table, a line a row; `cells` in the order of rows and columns, `places` one for each of them.

        Captions stand on lines of their own before it. Rows without any text are left out of the text and keep their
        number in the grid.
        """
        if not any(cell.text for cell in cells):
            return
        above: tuple[int, int] | None = None
        if self._blocks and self._blocks[-1].kind is BlockKind.CAPTION:
            above = (self._blocks[-1].start, self._blocks[-1].end)
        for caption in captions:
            if self.block(BlockKind.CAPTION, caption, place=places[0] if places else _NOWHERE):
                above = (above[0] if above else self._blocks[-1].start, self._blocks[-1].end)
        self._part()
        start = self._at
        width = max(cell.column + cell.column_span for cell in cells)
        rows = max(cell.row + cell.row_span for cell in cells)
        made: list[Cell] = []
        first = 0
        while first < len(cells):
            last = first
            row = cells[first].row
            while last < len(cells) and cells[last].row == row:
                last += 1
            made.extend(self._row(cells, places, first, last, width))
            first = last
        end = self._at - 1
        self._blocks.append(Block(BlockKind.TABLE, start, end))
        self._tables.append(
            Table(start=start, end=end, rows=rows, columns=width, cells=tuple(made), caption=above),
        )

    def _row(self, cells: Sequence[GridCell], places: Sequence[Place], first: int, last: int, width: int) -> list[Cell]:
        """Write one row: a bar opens it, and one closes each cell, those that are empty or covered too."""
        made: list[Cell] = []
        parts: list[str] = []
        at = self._at
        column = 0
        starts, noted = self._starts, self._places
        for index in range(first, last):
            row, where, said, tall, wide, header, indent, stored, code = cells[index]
            bars = where - column + (not column)
            parts.append("| " * bars)
            at += 2 * bars
            if places:
                starts.append(at)
                noted.append((places, index))
            start = at
            if isinstance(said, str) and said.isprintable():
                parts.append(said)
                at += len(said)
            else:
                self._parts.extend(parts)
                parts.clear()
                self._at = at
                self._pieces(_laid(said, line=" "))
                at = self._at
            made.append(
                Cell(
                    row=row,
                    column=where,
                    start=start,
                    end=at,
                    row_span=tall,
                    column_span=wide,
                    header=header,
                    indent=indent,
                    stored=stored,
                    format=code,
                )
            )
            parts.append(" | " if at > start else "| ")
            at += len(parts[-1])
            column = where + 1
        parts.append("| " * (width - column))
        line = "".join(parts)
        self._parts.append(line.removesuffix(" ") + "\n")
        self._at = at + 2 * (width - column)
        return made

    def stand(self, place: Place) -> None:
        """Tell where in the source the text that follows stands."""
        if self._places and self._places[-1] is place:
            return
        if self._starts and self._starts[-1] == self._at:
            self._places[-1] = place
            return
        self._starts.append(self._at)
        self._places.append(place)

    def document(self, name: str, format_: str, *, is_data: bool = False) -> Document:
        """Give the document, whose text leads to the places told."""
        starts = self._starts if self._starts and self._starts[0] == 0 else [0, *self._starts]
        places = self._places if len(starts) == len(self._places) else [_NOWHERE, *self._places]
        source = SourceMap(starts=starts, targets=range(len(starts)), places=_Places(places))
        return Document(
            id=name,
            text="".join(self._parts),
            format=format_,
            is_data=is_data,
            blocks=tuple(self._blocks),
            marks=tuple(self._marks),
            tables=tuple(self._tables),
            source=source,
        )

    @property
    def empty(self) -> bool:
        """Tell whether nothing was written yet."""
        return not self._at

    def _part(self) -> None:
        if self._at:
            self._write("\n")

    def _write(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._at += len(text)

    def _pieces(self, pieces: Sequence[Piece]) -> None:
        for text, marks, place in pieces:
            if place is not None:
                self.stand(place)
            start = self._at
            self._write(text)
            for kind in marks:
                if self._marks and self._marks[-1].kind is kind and self._marks[-1].end == start:
                    self._marks[-1] = Mark(kind, self._marks[-1].start, self._at)
                elif text:
                    self._marks.append(Mark(kind, start, self._at))


def _laid(pieces: str | Iterable[Piece], *, line: str = "\n") -> list[Piece]:
    """Give pieces with each run of white space as one blank, none at either end, and raised digits as such signs.

    A tab stays one, since it parts words as no blank does; what `BREAK` stands for is written as `line`. Deleted
    characters inside a word or number ("1", "2" deleted, "3.5") are left out: what is left of it is one.
    """
    if isinstance(pieces, str):
        text = pieces.strip(" \t\r\n")
        if text.isprintable() and "  " not in text:
            return [Piece(text)]
        pieces = (Piece(text),)
    given = list(pieces)
    if any(MarkKind.DELETED in piece.marks for piece in given):
        given = _without_inner_deletions(given)
    out: list[Piece] = []
    fresh = True
    for piece in given:
        text = _SPACE.sub(_blank, piece.text.strip() if MarkKind.SUPERSCRIPT in piece.marks else piece.text)
        if MarkKind.SUPERSCRIPT in piece.marks and _EXPONENT.fullmatch(text):
            text = text.translate(_RAISED)
        if BREAK in text:
            text = text.replace(BREAK, line)
        if fresh:
            text = text.lstrip(_WHITE)
        if text:
            fresh = text[-1] in _WHITE
            out.append(Piece(text, piece.marks, piece.place))
    while out and out[-1].text[-1] in _WHITE:
        last = out.pop()
        if text := last.text.rstrip(_WHITE):
            out.append(last._replace(text=text))
    return out


def _without_inner_deletions(pieces: Sequence[Piece]) -> list[Piece]:
    said = [piece for piece in pieces if piece.text]
    edges = ["", *(piece.text[-1] for piece in said)], [*(piece.text[0] for piece in said[1:]), ""]
    return [
        piece
        for piece, before, after in zip(said, *edges, strict=False)
        if MarkKind.DELETED not in piece.marks
        or not (((before + piece.text[0]).isalnum() and before) or ((piece.text[-1] + after).isalnum() and after))
    ]


def _blank(m: re.Match[str]) -> str:
    if BREAK in m[0]:
        return BREAK
    return "\t" if "\t" in m[0] else " "
