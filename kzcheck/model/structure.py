"""What a document is made of beside its text: blocks, marks, tables as grids of cells, and where each character stands.

All spans are half-open code points of the document's text, which stays the one canonical form. Readers of every
format build these types; whoever reads claims asks them, and counts no bars and no tags.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from kzcheck.model.period import Period


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    CODE = "code"
    TABLE = "table"


class MarkKind(StrEnum):
    """What is special about a span of text. Deleted, hidden and code text is never a claim."""

    EMPHASIS = "emphasis"
    LINK = "link"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    DELETED = "deleted"
    HIDDEN = "hidden"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text; `level` is that of a heading (1 the highest) or the depth of an item, 0 for the others."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A span inside the text that is set apart: a link, a superscript, struck-out text."""

    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: where it stands in the grid (0-based), how far it spans, and its text (start == end: empty).

    `header` tells what the source says of it (a `th`, the row above a rule); a reader of numbers may know better.
    `stored` is the number that a spreadsheet or a tag holds for what is shown, None where only the text is known, and
    `format` the format by which the number is shown ("" where there is none). `indent` counts how far the text is set
    in, in steps of the source's own measure (0 for none).
    """

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    indent: int = 0
    stored: Fraction | None = None
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid of cells in the order of the text, a line of text a row with its cells between bars.

    `caption` is the span of the caption, where the source marks one as such.
    """

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    caption: tuple[int, int] | None = None
    _starts: list[int] = field(default_factory=list, init=False, repr=False, compare=False, hash=False)

    def index_at(self, offset: int) -> int | None:
        """Give the index in `cells` of the cell whose text holds a character, None where no text of a cell does."""
        if not self._starts:
            self._starts.extend(cell.start for cell in self.cells)
        # Empty cells share the place of what follows them: go back over those.
        i = bisect_right(self._starts, offset) - 1
        while i >= 0 and self.cells[i].start == self.cells[i].end and self.cells[i].start == offset:
            i -= 1
        return i if i >= 0 and self.cells[i].start <= offset < self.cells[i].end else None

    def cell_at(self, offset: int) -> Cell | None:
        """Give the cell whose text holds a character."""
        i = self.index_at(offset)
        return None if i is None else self.cells[i]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A tagged number (inline XBRL): the span of text that it tags (start == end: hidden), and what the tag says.

    `value` has sign and scale worked out, `unit` no prefixes ("USD/shares"). It is rounded to `decimals` places (None
    where the tag does not say), or `exact`. `concept` is the tag's name, `dimensions` are "axis=member", sorted.
    """

    start: int
    end: int
    value: Fraction
    unit: str = ""
    decimals: int | None = None
    exact: bool = False
    period: Period | None = None
    concept: str = ""
    entity: str = ""
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person finds a character; numbers are 1-based and 0 where the format knows no such thing.

    `line` and `column` (in code points) of a text file; `page` and `box` (left, bottom, right, top in points from the
    page's lower left corner); `sheet` and `cell` ("C7"); `slide`; `paragraph`; or the `table` with its row and column.
    """

    line: int = 0
    column: int = 0
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    sheet: str = ""
    cell: str = ""
    slide: int = 0
    paragraph: int = 0
    table: int = 0
    table_row: int = 0
    table_column: int = 0

    def __str__(self) -> str:
        """Write the place as its users call it: 12:5, p12, Sheet1!C7, slide 4, paragraph 12; "" where none is known."""
        if self.line:
            return f"{self.line}:{self.column}"
        if self.page:
            return f"p{self.page}"
        if self.cell:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        parts = [f"slide {self.slide}"] if self.slide else []
        if self.table:
            parts.append(f"table {self.table}, row {self.table_row}, column {self.table_column}")
        elif self.paragraph:
            parts.append(f"paragraph {self.paragraph}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMap:
    """From a character of the text to its place in the source.

    The text is cut into stretches at `starts` (ascending, the first 0). Where `lines` is given (where the
    lines of a source text begin), `targets` are offsets into that source text, and inside a stretch both go on alike.
    Else `targets` are indexes into `places`, and the whole stretch stands there. `ends` gives for the end of a stretch
    that is longer in the source ("&amp;") where it ends there.
    """

    starts: Sequence[int]
    targets: Sequence[int]
    lines: Sequence[int] = ()
    places: Sequence[Place] = ()
    ends: Mapping[int, int] = field(default_factory=dict)

    def place(self, offset: int) -> Place:
        """Give the place of one character."""
        i = max(bisect_right(self.starts, offset) - 1, 0)
        if not self.lines:
            return self.places[self.targets[i]]
        at = self.targets[i] + offset - self.starts[i]
        if i + 1 < len(self.targets):
            at = min(at, max(self.targets[i + 1], self.targets[i]))
        return self._in_line(at)

    def end(self, offset: int) -> Place:
        """Give the place just behind the character before an offset, whatever markup stands between it and the next."""
        if not self.lines:
            return self.place(max(offset - 1, 0))
        i = max(bisect_left(self.starts, offset) - 1, 0)
        return self._in_line(self.ends.get(offset, self.targets[i] + offset - self.starts[i]))

    def _in_line(self, at: int) -> Place:
        line = bisect_right(self.lines, at)
        return Place(line, at - self.lines[line - 1] + 1)

    def places_of(self, start: int, end: int) -> list[Place]:
        """Give the places of all stretches that text[start:end] touches, in order, without repeats."""
        if self.lines:
            return [self.place(start)]
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, 0)
        return [self.places[target] for target in dict.fromkeys(self.targets[first : last + 1])]


def line_starts(text: str) -> list[int]:
    """Give the offsets at which the lines of a text begin."""
    out, at = [], 0
    while at >= 0:
        out.append(at)
        at = text.find("\n", at) + 1 or -1
    return out
