"""Excel 97-2003 workbooks (.xls): the cells as they are displayed, by xlrd, which runs no macro and no formula."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kzcheck.documents import number_format, sheets
from kzcheck.documents.archive import installed
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.metadata import Reading
from kzcheck.documents.sheets import LeftOut, Sheet, SheetCell
from kzcheck.documents.writing import Piece, Writer
from kzcheck.model import MarkKind, Notice

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlrd.sheet import Sheet as OldSheet

NAME = "xls"
SUFFIXES: tuple[str, ...] = (".xls", ".xlt")

# Types of cells (xlrd.biffh), and how BIFF numbers raised and lowered text ([MS-XLS] 2.5.129).
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_RAISED = {1: MarkKind.SUPERSCRIPT, 2: MarkKind.SUBSCRIPT}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a workbook; raises NotTextError where it cannot be read."""
    with installed("office", "an Excel 97-2003 workbook"):
        import xlrd
        from xlrd.biffh import XLRDError
    try:
        book: Book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except XLRDError as error:
        encrypted = "encrypt" in str(error).lower()
        why = "encrypted: save it without a password" if encrypted else f"damaged: {error}"
        raise NotTextError("encrypted" if encrypted else "damaged", why) from None
    except Exception as error:  # noqa: BLE001  xlrd checks few of the bounds of what it reads
        raise NotTextError("damaged", f"damaged: no readable Excel workbook ({type(error).__name__})") from None
    left_out = LeftOut()
    writer = Writer()
    for old in book.sheets():
        if old.visibility:
            left_out.sheets.append(old.name)
        else:
            sheets.lay_out(writer, _sheet(book, old, left_out))
    notices = left_out.notices(name)
    if writer.empty:
        return [], [*notices, Notice(severity="error", code="empty", message="the workbook shows nothing", where=name)]
    return [writer.document(name, NAME)], notices


def _sheet(book: Book, old: OldSheet, left_out: LeftOut) -> Sheet:
    hidden_rows = {row for row, info in old.rowinfo_map.items() if info.hidden}
    hidden_columns = {column for column, info in old.colinfo_map.items() if info.hidden}
    merges = {(top, left): (bottom - top, right - left) for top, bottom, left, right in old.merged_cells}
    sheet = Sheet(old.name, merges=merges, hidden_columns=frozenset(hidden_columns), hidden_rows=frozenset(hidden_rows))
    for row in range(old.nrows):
        cells = {column: cell for column, cell in _row(book, old, row) if cell.text}
        if cells and row in hidden_rows:
            left_out.rows += 1
        elif cells:
            sheet.rows[row] = cells
    used = {column for cells in sheet.rows.values() for column in cells}
    left_out.columns += len(used & hidden_columns)
    if used & hidden_columns:
        sheets.hide_columns(sheet)
    return sheet


def _row(book: Book, old: OldSheet, row: int) -> Iterator[tuple[int, SheetCell]]:
    for column, (kind, value) in enumerate(zip(old.row_types(row), old.row_values(row), strict=True)):
        if kind in {_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR}:
            yield column, _cell(book, old, row, column, kind, value)


def _cell(book: Book, old: OldSheet, row: int, column: int, kind: int, value: float | str) -> SheetCell:
    style = book.xf_list[old.cell_xf_index(row, column)]
    struck = bool(book.font_list[style.font_index].struck_out)
    indent = style.alignment.indent_level if style.alignment is not None else 0
    number: Decimal | None = None
    code = ""
    match kind:
        case 4:
            text: str | Sequence[Piece] = "TRUE" if value else "FALSE"
        case 5:
            text = _ERRORS.get(int(value), "#N/A")
        case 1:
            runs = old.rich_text_runlist_map.get((row, column))
            text = _rich(str(value), runs, book.font_list) if runs else str(value)
        case _:
            known = book.format_map.get(style.format_key)
            code = known.format_str if known is not None else number_format.GENERAL
            number = number_format.decimal(str(value))
            text = number_format.show(number, code, from_1904=bool(book.datemode)).text
            number = None if kind == _DATE else number
    if struck and isinstance(text, str):
        text = (Piece(text, (MarkKind.DELETED,)),)
    return SheetCell(text, number, code, indent, kind == _DATE)


def _rich(text: str, runs: Sequence[tuple[int, int]], fonts: Sequence[Font]) -> tuple[Piece, ...]:
    """Cut a text where its font changes."""
    starts = [0, *(start for start, _ in runs), len(text)]
    marks = [(), *(_marks(fonts[font]) for _, font in runs)]
    return tuple(Piece(text[a:b], m) for a, b, m in zip(starts, starts[1:], marks, strict=False) if a < b)


def _marks(font: Font) -> tuple[MarkKind, ...]:
    raised = _RAISED.get(font.escapement)
    struck = (MarkKind.DELETED,) if font.struck_out else ()
    return (*struck, raised) if raised is not None else struck
