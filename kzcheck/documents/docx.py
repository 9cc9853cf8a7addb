"""Word documents (.docx): the text that a reader of the page sees, by a walk over the file's own XML.

Inserted and moved text is in, once; deleted, moved-away and hidden text is out, and so is what only leads through the
document (tables of contents, page numbers, running heads). Field results, content controls, text boxes and notes are
read. Element names are those of ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kzcheck.documents.archive import Archive, attribute, installed, local
from kzcheck.documents.metadata import Reading
from kzcheck.documents.office import properties
from kzcheck.documents.wordlists import Lists
from kzcheck.documents.wordstyles import Style, Styles, is_on
from kzcheck.documents.writing import BREAK, GridCell, Piece, Writer
from kzcheck.model import BlockKind, MarkKind, Notice, Place

if TYPE_CHECKING:
    from lxml import etree

NAME = "docx"
SUFFIXES: tuple[str, ...] = (".docx", ".docm", ".dotx", ".dotm")

_WHAT = "a Word document"
# What is walked through as if it were not there, and what is not seen.
_THROUGH = frozenset(
    {
        "sdt",
        "sdtContent",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "hyperlink",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
        "body",
    }
)
_UNSEEN = frozenset({"del", "moveFrom", "rPr", "pPr", "sdtPr", "tblPr", "tcPr", "trPr", "instrText", "delText", "rt"})
# Fields whose result is the place of something in the document, and no part of what it says.
_LEADING = frozenset({"TOC", "PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES", "INDEX"})
_LAYOUT_FROM = 80
_SYMBOLS = {
    0x2B: "+",
    0x2D: "−",
    0x25: "%",
    0xB1: "±",
    0xA3: "≤",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "·",
    0xD7: "·",
    0xBB: "≈",
}
"""Signs of the font Symbol that stand in or beside numbers, by their code there."""


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it cannot be read."""
    with installed("office", _WHAT):
        import lxml.etree  # noqa: F401
    archive = Archive(data, _WHAT)
    main = archive.of_kind("", "officeDocument") or "word/document.xml"
    walk = _Walk(
        styles=Styles.of(archive, archive.of_kind(main, "styles")),
        lists=Lists.of(archive, archive.of_kind(main, "numbering")),
    )
    walk.blocks(archive.xml(main))
    walk.end_paragraph()
    walk.notes(archive, main)
    if walk.writer.empty:
        return [], [Notice(severity="error", code="empty", message="the document holds no text", where=name)]
    notices = []
    if walk.left_out:
        said = ", ".join(f"{count} {what}" for what, count in sorted(walk.left_out.items()))
        notices.append(Notice(severity="info", code="hidden", message=f"left out: {said}", where=name))
    return [properties(archive).describe(walk.writer.document(name, NAME))], notices


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    @property
    def unseen(self) -> bool:
        """Tell whether what comes now is the instruction, or a result that only leads through the document."""
        return not self.result or (self.instruction.split() or [""])[0].upper() in _LEADING


@dataclass(slots=True)
class _Walk:
    """The walk through a document, in its order."""

    styles: Styles
    lists: Lists
    writer: Writer = field(default_factory=Writer)
    fields: list[_Field] = field(default_factory=list)
    noted: list[tuple[str, str]] = field(default_factory=list)  # kind and id of the notes referred to, in order
    boxes: list[etree._Element] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    pending: list[Piece] = field(default_factory=list)  # of a paragraph whose mark was deleted: it goes on in the next
    pending_style: etree._Element | None = None
    paragraph: int = 0
    table: int = 0

    def blocks(self, element: Iterable[etree._Element]) -> None:
        """Write the paragraphs and tables below an element."""
        for child in element:
            tag = local(child)
            if tag == "p":
                self._paragraph(child)
            elif tag == "tbl":
                self.end_paragraph()
                self._table(child)
            elif tag == "AlternateContent":
                self.blocks(_chosen(child))
            elif tag in _THROUGH:
                self.blocks(child)

    def _paragraph(self, element: etree._Element) -> None:
        own = _child(element, "pPr")
        pieces = [*self.pending, *self.pieces(element)]
        first = self.pending_style if self.pending_style is not None else element
        mark = _child(own, "rPr")
        if any(_child(mark, name) is not None for name in ("del", "moveFrom")) or is_on(_child(mark, "vanish")):
            self.pending, self.pending_style = pieces, first
            return
        self.pending, self.pending_style = pieces, first
        self.end_paragraph()

    def end_paragraph(self) -> None:
        """Write the paragraph that is pending, and after it the text boxes that hang on it."""
        pieces, element = self.pending, self.pending_style
        self.pending, self.pending_style = [], None
        if element is not None:
            style = self.styles.of_paragraph(_child(element, "pPr"))
            label = self.lists.label(_child(element, "pPr"), style.lists) if style.level == 0 else None
            self.paragraph += any(piece.text.strip() for piece in pieces)
            place = Place(paragraph=self.paragraph)
            if not style.leads:
                kind = _kind(style, label)
                level = style.level or (label.level if label else 0)
                self.writer.block(kind, pieces, level=level, label=label.text if label else "", place=place)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def notes(self, archive: Archive, main: str) -> None:
        """Write the footnotes and endnotes that the text refers to, in the order in which it does."""
        texts: dict[tuple[str, str], etree._Element] = {}
        for kind in ("footnote", "endnote"):
            if part := archive.of_kind(main, f"{kind}s"):
                texts |= {(kind, attribute(note, "id")): note for note in archive.xml(part) if local(note) == kind}
        for number, key in enumerate(list(self.noted), start=1):
            if key in texts:
                pieces = [Piece(BREAK) if p is None else p for p in self._lines(texts[key])]
                self.writer.block(
                    BlockKind.FOOTNOTE,
                    [Piece(f"[{number}] "), *pieces],
                    place=Place(paragraph=self.paragraph),
                )

    def pieces(self, element: Iterable[etree._Element]) -> Iterator[Piece]:
        """Give the visible text below an element of a paragraph."""
        for child in element:
            tag = local(child)
            if tag == "r":
                yield from self._run(child)
            elif tag == "fldSimple":
                if (attribute(child, "instr").split() or [""])[0].upper() not in _LEADING:
                    yield from self.pieces(child)
            elif tag == "AlternateContent":
                yield from self.pieces(_chosen(child))
            elif tag in {"oMath", "oMathPara"}:
                yield from _formula(child)
            elif tag == "del":
                self._count("deletions")
            elif tag in _THROUGH:
                yield from self.pieces(child)

    def _run(self, run: etree._Element) -> Iterator[Piece]:
        style = self.styles.of_run(_child(run, "rPr"))
        if style.hidden:
            self._count("hidden passages")
            return
        for child in run:
            tag = local(child)
            if tag == "fldChar":
                self._field(attribute(child, "fldCharType"))
            elif tag == "instrText" and self.fields:
                self.fields[-1].instruction += child.text or ""
            elif tag in _UNSEEN or any(f.unseen for f in self.fields):
                continue
            elif tag in {"footnoteReference", "endnoteReference"}:
                self.noted.append((tag.removesuffix("Reference"), attribute(child, "id")))
                if attribute(child, "customMarkFollows") not in {"1", "true", "on"}:
                    yield Piece(str(len(self.noted)), (MarkKind.SUPERSCRIPT,))
            elif tag in {"drawing", "pict", "AlternateContent", "object"}:
                self.boxes.extend(_boxes(child))
            elif text := _text(tag, child):
                yield Piece(text, style.marks)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _count(self, what: str) -> None:
        self.left_out[what] = self.left_out.get(what, 0) + 1

    def _lines(self, element: etree._Element) -> Iterator[Piece | None]:
        """Give the text of the paragraphs below an element; None parts them. Tables inside are laid flat."""
        joined = True
        for paragraph in _inner(element, "p"):
            if not joined:
                yield None
            yield from self.pieces(paragraph)
            mark = _child(_child(paragraph, "pPr"), "rPr")
            joined = any(_child(mark, name) is not None for name in ("del", "moveFrom"))

    def _table(self, element: etree._Element) -> None:
        rows = [row for row in _rows(element) if not _is_deleted(row)]
        self.table += 1
        table = self.table
        cells: list[GridCell] = []
        places: list[Place] = []
        open_cells: dict[int, int] = {}  # index of the cell that goes on downwards, by column
        for number, row in enumerate(rows):
            properties_ = _child(row, "trPr")
            head = is_on(_child(properties_, "tblHeader"))
            column = _number(_child(properties_, "gridBefore"))
            for one in _inner(row, "tc"):
                own = _child(one, "tcPr")
                wide = max(1, _number(_child(own, "gridSpan"), 1))
                merge = _child(own, "vMerge")
                down = merge is not None and attribute(merge, "val") != "restart"
                pieces = [Piece(BREAK) if p is None else p for p in self._lines(one)]
                if down and column in open_cells:
                    above = open_cells[column]
                    cells[above] = cells[above]._replace(row_span=number - cells[above].row + 1)
                else:
                    if merge is not None:
                        open_cells[column] = len(cells)
                    else:
                        open_cells.pop(column, None)
                    text: list[Piece] | str = pieces if any(p.text.strip() for p in pieces) else ""
                    indent = self.styles.indent(next(_inner(one, "p"), None))
                    cells.append(GridCell(number, column, text, 1, wide, head, indent))
                    places.append(Place(table=table, table_row=number + 1, table_column=column + 1))
                column += wide
        self._lay(cells, places)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def _lay(self, cells: list[GridCell], places: list[Place]) -> None:
        """Write a table, or the lines of one that only lays out the page: a single column, or prose without numbers."""
        texts = ["".join(piece.text for piece in cell.text) for cell in cells if not isinstance(cell.text, str)]
        columns = {cell.column for cell in cells if cell.text}
        prose = sum(map(len, texts)) > _LAYOUT_FROM * len(texts) and not any(c.isdigit() for t in texts for c in t[:20])
        if len(columns) > 1 and not prose:
            self.writer.table(cells, places)
            return
        for cell, place in zip(cells, places, strict=True):
            if cell.text and not isinstance(cell.text, str):
                self.writer.block(BlockKind.PARAGRAPH, cell.text, place=place)


def _kind(style: Style, label: object) -> BlockKind:
    if style.level:
        return BlockKind.HEADING
    if style.caption:
        return BlockKind.CAPTION
    return BlockKind.ITEM if label is not None else BlockKind.PARAGRAPH


def _text(tag: str, element: etree._Element) -> str:
    """Give what an element of a run shows."""
    match tag:
        case "t":
            return element.text or ""
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return BREAK
        case "noBreakHyphen":
            return "-"
        case "sym":
            code = attribute(element, "char")
            number = int(code, 16) & 0xFF if len(code) == 4 else 0
            return _SYMBOLS.get(number, " ") if "symbol" in attribute(element, "font").lower() else " "
        case _:
            return ""


def _formula(element: etree._Element) -> Iterator[Piece]:
    """Give a formula as a line: raised parts raised, a fraction with its stroke."""
    tag = local(element)
    for child in element:
        name = local(child)
        if name == "t":
            yield Piece(child.text or "")
        elif name in {"sup", "sub"} and tag != "nary":
            mark = MarkKind.SUPERSCRIPT if name == "sup" else MarkKind.SUBSCRIPT
            yield from (Piece(piece.text, (mark,)) for piece in _formula(child))
        elif name == "den":
            yield Piece("/")
            yield from _formula(child)
        elif name not in {"rPr", "ctrlPr"}:
            yield from _formula(child)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Give the contents of the text boxes below a drawing, each once: a second form for older programs is left."""
    for child in _chosen(element) if local(element) == "AlternateContent" else element:
        if local(child) == "txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _chosen(element: etree._Element) -> Iterable[etree._Element]:
    """Give the first form of an alternative that holds anything: they all show the same."""
    return next((child for child in element if local(child) in {"Choice", "Fallback"} and len(child)), ())


def _inner(element: Iterable[etree._Element], name: str) -> Iterator[etree._Element]:
    """Give the elements of a name below another one, through what only wraps them, not inside one another."""
    for child in element:
        tag = local(child)
        if tag == name:
            yield child
        elif tag in _THROUGH or tag in {"tbl", "tr", "tc"} or tag == "AlternateContent":
            yield from _inner(_chosen(child) if tag == "AlternateContent" else child, name)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        tag = local(child)
        if tag == "tr":
            yield child
        elif tag in _THROUGH:
            yield from _rows(child)


def _is_deleted(row: etree._Element) -> bool:
    own = _child(row, "trPr")
    return _child(own, "del") is not None or is_on(_child(own, "hidden"))


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    if element is None:
        return None
    return next((child for child in element if local(child) == name), None)


def _number(element: etree._Element | None, other: int = 0) -> int:
    value = "" if element is None else attribute(element, "val")
    return int(value) if value.isdecimal() and len(value) < 6 else other
