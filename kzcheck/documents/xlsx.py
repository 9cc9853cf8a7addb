"""Excel workbooks (.xlsx, .xlsm): the cells as they are displayed, with what is stored behind them.

Macros are never looked at, formulas never computed: their stored results are shown. Hidden sheets, rows and columns are
left out and counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kzcheck.documents import number_format, sheets
from kzcheck.documents.archive import Archive, attribute, elements, installed, local
from kzcheck.documents.metadata import Reading
from kzcheck.documents.office import properties
from kzcheck.documents.sheets import LeftOut, Sheet, SheetCell
from kzcheck.documents.writing import Piece, Writer
from kzcheck.model import MarkKind, Notice

if TYPE_CHECKING:
    from lxml import etree

NAME = "xlsx"
SUFFIXES: tuple[str, ...] = (".xlsx", ".xlsm", ".xltx", ".xltm")

_WHAT = "an Excel workbook"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHORT = re.compile(r"-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{0,5}[1-9])?")  # shown as it is stored
_SHOWN_ONCE = 60_000


@dataclass(frozen=True, slots=True)
class _Style:
    """What a cell's style says of how it is shown."""

    code: str
    indent: int
    struck: bool
    date: bool


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    strings: list[str | tuple[Piece, ...]]
    styles: list[_Style]
    from_1904: bool
    left_out: LeftOut
    cells: int = 0


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a workbook; raises NotTextError where it cannot be read."""
    with installed("office", _WHAT):
        import lxml.etree  # noqa: F401
    archive = Archive(data, _WHAT)
    main = archive.of_kind("", "officeDocument") or "xl/workbook.xml"
    root = archive.xml(main)
    related = archive.related(main)
    book = _Book(
        strings=_strings(archive, archive.of_kind(main, "sharedStrings")),
        styles=_styles(archive, archive.of_kind(main, "styles")),
        from_1904=any(local(e) == "workbookPr" and attribute(e, "date1904") in {"1", "true"} for e in root),
        left_out=LeftOut(),
    )
    writer = Writer()
    for entry in (e for e in root.iter() if local(e) == "sheet"):
        part, kind = related.get(attribute(entry, "id"), ("", ""))
        title = attribute(entry, "name")
        if kind != "worksheet" or part not in archive:
            continue
        if attribute(entry, "state") in {"hidden", "veryHidden"}:
            book.left_out.sheets.append(title)
            continue
        sheets.lay_out(writer, _sheet(archive.read(part), part, title, book))
    notices = book.left_out.notices(name)
    if writer.empty:
        return [], [*notices, Notice(severity="error", code="empty", message="the workbook shows nothing", where=name)]
    return [properties(archive).describe(writer.document(name, NAME))], notices


def _strings(archive: Archive, part: str) -> list[str | tuple[Piece, ...]]:
    if not part:
        return []
    return [_rich(item) for item in elements(archive.read(part), part, ("{*}si",))]


def _rich(item: etree._Element) -> str | tuple[Piece, ...]:
    """Give the text of a string, in pieces where some of it is raised, lowered or struck."""
    pieces: list[Piece] = []
    for child in item:
        tag = local(child)
        if tag == "t":
            pieces.append(Piece(_plain(child.text or "")))
        elif tag == "r":
            text = "".join(_plain(t.text or "") for t in child if local(t) == "t")
            pieces.append(Piece(text, _marks(next((p for p in child if local(p) == "rPr"), None))))
    if not any(piece.marks for piece in pieces):
        return "".join(piece.text for piece in pieces)
    return tuple(pieces)


def _marks(properties_: etree._Element | None) -> tuple[MarkKind, ...]:
    marks = []
    for one in properties_ if properties_ is not None else ():
        tag, value = local(one), attribute(one, "val")
        if tag == "strike" and value not in {"0", "false"}:
            marks.append(MarkKind.DELETED)
        elif tag == "vertAlign" and value == "superscript":
            marks.append(MarkKind.SUPERSCRIPT)
        elif tag == "vertAlign" and value == "subscript":
            marks.append(MarkKind.SUBSCRIPT)
    return tuple(marks)


def _plain(text: str) -> str:
    """Undo the escapes that Excel writes for control characters: they are shown as nothing."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if int(m[1], 16) >= 32 else " ", text)


def _styles(archive: Archive, part: str) -> list[_Style]:
    if not part:
        return []
    codes = dict(number_format.BUILT_IN)
    struck: list[bool] = []
    out: list[_Style] = []
    for group in archive.xml(part):
        match local(group):
            case "numFmts":
                codes.update(
                    (int(attribute(f, "numFmtId") or -1), attribute(f, "formatCode"))
                    for f in group
                    if local(f) == "numFmt"
                )
            case "fonts":
                struck = [MarkKind.DELETED in _marks(font) for font in group if local(font) == "font"]
            case "cellXfs":
                for style in group:
                    code = codes.get(int(attribute(style, "numFmtId") or 0), number_format.GENERAL)
                    font = int(attribute(style, "fontId") or 0)
                    indent = next((int(attribute(a, "indent") or 0) for a in style if local(a) == "alignment"), 0)
                    is_struck = font < len(struck) and struck[font]
                    out.append(_Style(code, indent, is_struck, number_format.is_date(code)))
    return out


def _sheet(data: bytes, part: str, title: str, book: _Book) -> Sheet:
    sheet = Sheet(title)
    hidden_columns: set[int] = set()
    hidden_rows: set[int] = set()
    cells = _Cells(book, title)
    before = -1
    for element in elements(data, part, ("{*}col", "{*}row", "{*}mergeCell")):
        tag = local(element)
        if tag == "row":
            row = int(element.get("r") or before + 2) - 1
            before = row
            if _is_hidden(element):
                hidden_rows.add(row)
            elif found := cells.of_row(element, row):
                sheet.rows[row] = found
        elif tag == "col" and _is_hidden(element):
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            hidden_columns.update(range(first - 1, min(last, 16_384)))
        elif tag == "mergeCell":
            _merge(sheet, element.get("ref") or "")
    sheet.hidden_columns, sheet.hidden_rows = frozenset(hidden_columns), frozenset(hidden_rows)
    book.left_out.rows += len(hidden_rows)
    used = {column for cells_ in sheet.rows.values() for column in cells_} if hidden_columns else set()
    book.left_out.columns += len(hidden_columns & used)
    if hidden_columns & used:
        sheets.hide_columns(sheet)
    return sheet


def _is_hidden(element: etree._Element) -> bool:
    size = element.get("ht") or element.get("width") or "1"
    return element.get("hidden") in {"1", "true"} or size in {"0", "0.0"}


def _merge(sheet: Sheet, text: str) -> None:
    first, _, last = text.partition(":")
    a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if a and b:
        row, column = int(a[2]) - 1, _column(a[1])
        sheet.merges[row, column] = (int(b[2]) - row, _column(b[1]) - column + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Cells:
    """Reads the cells of a sheet's rows. Numbers that come again in the same style are shown once."""

    def __init__(self, book: _Book, title: str) -> None:
        self._book = book
        self._title = title
        self._columns: dict[str, int] = {}
        self._shown: dict[tuple[str, str], SheetCell] = {}

    def of_row(self, element: etree._Element, row: int) -> dict[int, SheetCell]:
        """Give the cells of a row that show something, by their column."""
        out: dict[int, SheetCell] = {}
        book = self._book
        column = -1
        for cell in element:
            name = cell.get("r")
            if name is None:
                column += 1
            else:
                letters = name.rstrip("0123456789")
                found = self._columns.get(letters)
                column = found if found is not None else self._columns.setdefault(letters, _column(letters))
            if book.cells >= sheets.MOST_CELLS:
                book.left_out.beyond += 1
                continue
            made = self._cell(cell, row, column)
            if made is not None and made.text:
                book.cells += 1
                out[column] = made
        return out

    def _cell(self, cell: etree._Element, row: int, column: int) -> SheetCell | None:
        kind = cell.get("t") or "n"
        value: str | None = None
        formula = False
        for child in cell:
            tag = local(child)
            if tag == "v":
                value = child.text
            elif tag == "f":
                formula = True
            elif tag == "is":
                return self._text(cell, _rich(child))
        if value is None:
            if formula and kind != "str":
                self._book.left_out.formula(self._title, sheets.reference(row, column))
            return None
        match kind:
            case "n":
                return self._number(value, cell.get("s") or "0")
            case "s":
                index = int(value)
                strings = self._book.strings
                return self._text(cell, strings[index]) if 0 <= index < len(strings) else None
            case "b":
                return SheetCell("TRUE" if value in {"1", "true"} else "FALSE")
            case "d":
                return SheetCell(value.partition("T")[0] if value.endswith("T00:00:00") else value, date=True)
            case "str":
                return self._text(cell, _plain(value))
            case _:
                return SheetCell(value)

    def _text(self, cell: etree._Element, text: str | tuple[Piece, ...]) -> SheetCell:
        style = self._style(cell.get("s") or "0")
        if isinstance(text, str):
            text = number_format.show_text(text, style.code)
            # Leading blanks set a label in, as an indent does.
            indent = style.indent or (len(text) - len(text.lstrip(" "))) // 2
            if style.struck:
                return SheetCell((Piece(text, (MarkKind.DELETED,)),), indent=indent)
            return SheetCell(text.strip(), indent=indent)
        return SheetCell(text, indent=style.indent)

    def _number(self, value: str, index: str) -> SheetCell:
        key = (value, index)
        found = self._shown.get(key)
        if found is None:
            if len(self._shown) > _SHOWN_ONCE:
                self._shown.clear()
            found = self._shown[key] = self._show(value, self._style(index))
        return found

    def _show(self, value: str, style: _Style) -> SheetCell:
        if style.code == number_format.GENERAL and not style.struck and _SHORT.fullmatch(value):
            return SheetCell(value, Decimal(value), style.code, style.indent)
        try:
            number = number_format.decimal(value)
        except ValueError:
            return SheetCell(value)
        shown = number_format.show(number, style.code, from_1904=self._book.from_1904)
        text = (Piece(shown.text, (MarkKind.DELETED,)),) if style.struck else shown.text
        stored: Decimal | None = None if style.date else number
        return SheetCell(text, stored, style.code, style.indent, style.date)

    def _style(self, index: str) -> _Style:
        styles = self._book.styles
        number = int(index)
        return styles[number] if number < len(styles) else _NO_STYLE


_NO_STYLE = _Style(number_format.GENERAL, 0, struck=False, date=False)
