"""OpenDocument texts (.odt): what a reader of the page sees, without deleted and hidden text and lists of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kzcheck.documents import odf
from kzcheck.documents.archive import Archive, attribute, installed, local
from kzcheck.documents.metadata import Reading
from kzcheck.documents.wordlists import numeral
from kzcheck.documents.writing import BREAK, GridCell, Piece, Writer
from kzcheck.model import BlockKind, Notice, Place

if TYPE_CHECKING:
    from lxml import etree

NAME = "odt"
SUFFIXES: tuple[str, ...] = (".odt", ".ott")

_WHAT = "an OpenDocument text"
_CONTENTS = frozenset({"table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index"})
_HEADING = re.compile(r"title|heading (\d)")
_MOST_REPEATED = 1000
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it cannot be read."""
    with installed("office", _WHAT):
        import lxml.etree  # noqa: F401
    archive = Archive(data, _WHAT)
    content = archive.xml("content.xml")
    walk = _Walk(odf.Runs(odf.Styles.of(archive, content)))
    walk.blocks(odf.body(content, "text"))
    walk.notes()
    if walk.writer.empty:
        return [], [Notice(severity="error", code="empty", message="the document holds no text", where=name)]
    return [odf.properties(archive).describe(walk.writer.document(name, NAME))], []


@dataclass(slots=True)
class _Walk:
    """The walk through a document, in its order."""

    runs: odf.Runs
    writer: Writer = field(default_factory=Writer)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    paragraph: int = 0
    table: int = 0
    done: int = 0

    def blocks(self, element: Iterable[etree._Element]) -> None:
        """Write the paragraphs, lists and tables below an element."""
        for child in element:
            tag = local(child)
            if tag in {"p", "h"}:
                self._paragraph(child)
            elif tag == "list":
                self._list(child, attribute(child, "style-name"), 1)
            elif tag == "table":
                self._table(child)
            elif tag not in _CONTENTS and tag not in {"tracked-changes", "annotation", "sequence-decls", "forms"}:
                self.blocks(child)

    def _paragraph(self, element: etree._Element, label: str = "", level: int = 0) -> None:
        style = self.runs.styles.get("paragraph", attribute(element, "style-name"))
        pieces = list(self.runs.of(element, style.marks))
        if style.hidden or style.name.startswith("contents "):
            return
        self.paragraph += any(piece.text.strip() for piece in pieces)
        kind, depth = BlockKind.PARAGRAPH, level
        if local(element) == "h":
            outline = attribute(element, "outline-level")
            kind, depth = BlockKind.HEADING, int(outline) if outline.isdecimal() else 1
        elif (heading := _HEADING.fullmatch(style.name)) is not None:
            kind, depth = BlockKind.HEADING, int(heading[1] or 1)
        elif label:
            kind = BlockKind.ITEM
        elif style.name in {"caption", "table", "illustration"}:
            kind = BlockKind.CAPTION
        self.writer.block(kind, pieces, level=min(depth, 6), label=label, place=Place(paragraph=self.paragraph))
        self._objects()

    def _objects(self) -> None:
        objects, self.runs.objects = self.runs.objects, []
        for one in objects:
            self.blocks(one)

    def _list(self, element: etree._Element, style: str, level: int) -> None:
        form, start = self._form(style, level)
        key = (style, level)
        if level > 1 or attribute(element, "continue-numbering") != "true":
            self.counts[key] = start - 1
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            value = attribute(item, "start-value")
            self.counts[key] = int(value) if value.isdecimal() else self.counts.get(key, start - 1) + 1
            label = f"{numeral(self.counts[key], form)}." if form else "-"
            for child in item:
                if local(child) == "list":
                    self._list(child, attribute(child, "style-name") or style, level + 1)
                elif local(child) in {"p", "h"}:
                    self._paragraph(child, label if local(item) == "list-item" else "", level)
                    label = ""
                else:
                    self.blocks((child,))

    def _form(self, style: str, level: int) -> tuple[str, int]:
        """Give how the items of a list are numbered ("" for bullets), and from where."""
        levels = self.runs.styles.lists.get(style, ())
        for one in levels:
            if local(one) == "list-level-style-number" and attribute(one, "level") == str(level):
                start = attribute(one, "start-value")
                form = _FORMS.get(attribute(one, "num-format"), "")
                return form, int(start) if start.isdecimal() else 1
        return "", 1

    def _table(self, element: etree._Element) -> None:
        self.table += 1
        cells: list[GridCell] = []
        places: list[Place] = []
        row = 0
        for head, one in _rows(element, head=False):
            for _ in range(odf.repeats(one, "number-rows-repeated", _MOST_REPEATED)):
                column = 0
                for cell in one:
                    if local(cell) not in {"table-cell", "covered-table-cell"}:
                        continue
                    times = odf.repeats(cell, "number-columns-repeated", _MOST_REPEATED)
                    pieces = self._cell(cell) if local(cell) == "table-cell" else []
                    for _ in range(times if pieces else 0):
                        wide = odf.repeats(cell, "number-columns-spanned", _MOST_REPEATED)
                        tall = odf.repeats(cell, "number-rows-spanned", _MOST_REPEATED)
                        cells.append(GridCell(row, column, pieces, tall, wide, head))
                        places.append(Place(table=self.table, table_row=row + 1, table_column=column + 1))
                        column += 1
                    column += 0 if pieces else times
                row += 1
        if len({cell.column for cell in cells}) > 1:
            self.writer.table(cells, places)
        else:
            for made, place in zip(cells, places, strict=True):
                self.writer.block(BlockKind.PARAGRAPH, made.text, place=place)
        self._objects()

    def _cell(self, cell: etree._Element) -> list[Piece]:
        out: list[Piece] = []
        for paragraph in odf.paragraphs(cell):
            if out:
                out.append(Piece(BREAK))
            out.extend(self.runs.of(paragraph))
        return out if any(piece.text.strip() for piece in out) else []

    def notes(self) -> None:
        """Write the notes that the text refers to, in the order in which it does."""
        for number, note in enumerate(list(self.runs.notes), start=1):
            inner = next((e for e in note if local(e) == "note-body"), None)
            pieces = [] if inner is None else self._cell(inner)
            place = Place(paragraph=self.paragraph)
            self.writer.block(BlockKind.FOOTNOTE, [Piece(f"[{number}] "), *pieces], place=place)


def _rows(element: etree._Element, *, head: bool) -> Iterable[tuple[bool, etree._Element]]:
    for child in element:
        tag = local(child)
        if tag == "table-row":
            yield head, child
        elif tag in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child, head=head or tag == "table-header-rows")
