"""Presentations (.pptx, .odp): slide by slide the title, the texts and tables in their order, and the notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kzcheck.documents import odf
from kzcheck.documents.archive import Archive, attribute, installed, local
from kzcheck.documents.metadata import Reading
from kzcheck.documents.office import properties
from kzcheck.documents.writing import BREAK, GridCell, Piece, Writer
from kzcheck.model import BlockKind, MarkKind, Notice, Place

if TYPE_CHECKING:
    from lxml import etree

NAME = "slides"
SUFFIXES: tuple[str, ...] = (".pptx", ".pptm", ".ppsx", ".odp")

_WHAT = "a presentation"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_OBJECTS = frozenset({"sp", "graphicFrame", "grpSp", "pic", "cxnSp"})
_RAISED_FROM = 5_000
_MOST_SPANNED = 1_000


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a presentation; raises NotTextError where it cannot be read."""
    with installed("office", _WHAT):
        import lxml.etree  # noqa: F401
    archive = Archive(data, _WHAT)
    if "content.xml" in archive:
        return _open_document(name, archive)
    main = archive.of_kind("", "officeDocument") or "ppt/presentation.xml"
    related = archive.related(main)
    writer = Writer()
    hidden = 0
    number = 0
    for entry in (e for e in archive.xml(main).iter() if local(e) == "sldId"):
        part, _ = related.get(_relation(entry), ("", ""))
        if part not in archive:
            continue
        number += 1
        slide = archive.xml(part)
        if attribute(slide, "show") in {"0", "false"}:
            hidden += 1
            continue
        _Slide(writer, number).write(slide)
        if notes := archive.of_kind(part, "notesSlide"):
            _Slide(writer, number, notes=True).write(archive.xml(notes))
    return _ended(name, writer, hidden, archive)


def _relation(entry: etree._Element) -> str:
    """Give the id of the relation: the attribute r:id beside the slide's own id."""
    return next((str(v) for k, v in entry.attrib.items() if str(k).endswith("}id")), "")


def _ended(name: str, writer: Writer, hidden: int, archive: Archive) -> Reading:
    notices = []
    if hidden:
        message = f"left out: {hidden} hidden slide{'s' * (hidden > 1)}"
        notices.append(Notice(severity="info", code="hidden", message=message, where=name))
    if writer.empty:
        return [], [*notices, Notice(severity="error", code="empty", message="the slides hold no text", where=name)]
    known = odf.properties(archive) if "content.xml" in archive else properties(archive)
    return [known.describe(writer.document(name, NAME))], notices


@dataclass(slots=True)
class _Slide:
    """Writes one slide, its title first."""

    writer: Writer
    number: int
    notes: bool = False
    tables: int = 0

    def write(self, root: etree._Element) -> None:
        """Write what the slide shows."""
        shapes = list(_shapes(root))
        for shape in sorted(shapes, key=lambda s: _place(s) not in _TITLES):
            place = _place(shape)
            if place in _FURNITURE or _is_hidden(shape):
                continue
            for table in (e for e in shape.iter() if local(e) == "tbl"):
                self._table(table)
            for body in (e for e in shape if local(e) == "txBody"):
                self._texts(body, title=place in _TITLES and not self.notes)

    def _texts(self, body: etree._Element, *, title: bool) -> None:
        for paragraph in (e for e in body if local(e) == "p"):
            own = next((e for e in paragraph if local(e) == "pPr"), None)
            level = attribute(own, "lvl") if own is not None else ""
            bullet = own is not None and any(local(e) in {"buChar", "buAutoNum"} for e in own)
            kind = (
                BlockKind.HEADING
                if title
                else BlockKind.ITEM
                if bullet or level not in {"", "0"}
                else BlockKind.PARAGRAPH
            )
            depth = 2 if title else int(level or 0) + 1
            self.writer.block(kind, list(_runs(paragraph)), level=depth, place=Place(slide=self.number))

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        cells: list[GridCell] = []
        places: list[Place] = []
        rows = [e for e in table if local(e) == "tr"]
        own = next((e for e in table if local(e) == "tblPr"), None)
        headed = own is not None and attribute(own, "firstRow") in {"1", "true"}
        for row, element in enumerate(rows):
            for column, cell in enumerate(e for e in element if local(e) == "tc"):
                if {"hMerge", "vMerge"} & {
                    str(k).rpartition("}")[2] for k, v in cell.attrib.items() if v in {"1", "true"}
                }:
                    continue
                wide, tall = (_span(attribute(cell, k)) for k in ("gridSpan", "rowSpan"))
                text: list[Piece] = []
                for paragraph in (e for e in cell.iter() if local(e) == "p"):
                    text += [Piece(BREAK)] if text else []
                    text += _runs(paragraph)
                cells.append(GridCell(row, column, text, tall, wide, headed and not row))
                places.append(Place(slide=self.number, table=self.tables, table_row=row + 1, table_column=column + 1))
        self.writer.table(cells, places)


def _span(text: str) -> int:
    return max(1, min(int(text), _MOST_SPANNED)) if text.isdecimal() and len(text) < 6 else 1


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    """Give the shapes of a slide, those in groups too."""
    for child in root:
        tag = local(child)
        if tag in {"sp", "graphicFrame"}:
            yield child
        elif tag not in {"pic", "cxnSp", "extLst", "timing"}:
            yield from _shapes(child)


def _place(shape: etree._Element) -> str:
    """Give what place of the layout a shape fills: title, body, sldNum."""
    return next((attribute(e, "type") or "body" for e in shape.iter() if local(e) == "ph"), "")


def _is_hidden(shape: etree._Element) -> bool:
    return any(local(e) == "cNvPr" and attribute(e, "hidden") in {"1", "true"} for e in shape.iter())


def _runs(paragraph: etree._Element) -> list[Piece]:
    out: list[Piece] = []
    for child in paragraph:
        tag = local(child)
        if tag == "br":
            out.append(Piece(BREAK))
        elif tag == "r" or (tag == "fld" and attribute(child, "type") != "slidenum"):
            own = next((e for e in child if local(e) == "rPr"), None)
            text = "".join(e.text or "" for e in child if local(e) == "t")
            out.append(Piece(text, _marks(own)))
    return out


def _marks(own: etree._Element | None) -> tuple[MarkKind, ...]:
    if own is None:
        return ()
    marks = [MarkKind.DELETED] if attribute(own, "strike") in {"sngStrike", "dblStrike"} else []
    raised = attribute(own, "baseline")
    if raised.lstrip("-").isdecimal() and abs(int(raised)) >= _RAISED_FROM:
        marks.append(MarkKind.SUPERSCRIPT if int(raised) > 0 else MarkKind.SUBSCRIPT)
    return tuple(marks)


def _open_document(name: str, archive: Archive) -> Reading:
    content = archive.xml("content.xml")
    runs = odf.Runs(odf.Styles.of(archive, content))
    writer = Writer()
    hidden = 0
    number = 0
    for page in (e for e in odf.body(content, "presentation") if local(e) == "page"):
        number += 1
        style = runs.styles.elements.get(("drawing-page", attribute(page, "style-name")))
        if style is not None and any(attribute(e, "visibility") == "hidden" for e in style):
            hidden += 1
            continue
        place = Place(slide=number)
        frames = sorted(page, key=lambda e: attribute(e, "class") != "title")
        for frame in frames:
            title = attribute(frame, "class") == "title"
            if attribute(frame, "class") in {"page-number", "date-time", "footer", "header", "page"}:
                continue
            for table in (e for e in frame.iter() if local(e) == "table"):
                _open_table(writer, runs, table, number)
            for paragraph in odf.paragraphs(e for e in frame if local(e) != "table"):
                kind = BlockKind.HEADING if title else BlockKind.PARAGRAPH
                writer.block(kind, list(runs.of(paragraph)), level=2 * title, place=place)
    return _ended(name, writer, hidden, archive)


def _open_table(writer: Writer, runs: odf.Runs, table: etree._Element, slide: int) -> None:
    cells = []
    for row, element in enumerate(e for e in table.iter() if local(e) == "table-row"):
        for column, cell in enumerate(e for e in element if local(e) in {"table-cell", "covered-table-cell"}):
            text = [piece for p in odf.paragraphs(cell) for piece in runs.of(p)]
            if local(cell) == "table-cell":
                wide = odf.repeats(cell, "number-columns-spanned", _MOST_SPANNED)
                tall = odf.repeats(cell, "number-rows-spanned", _MOST_SPANNED)
                cells.append(GridCell(row, column, text, tall, wide))
    writer.table(cells, [Place(slide=slide, table=1, table_row=c.row + 1, table_column=c.column + 1) for c in cells])
