"""OpenDocument spreadsheets (.ods): the stored values, shown by the file's own formats whatever its language.

The text that a file keeps beside a value is in the notation of whoever saved it; it is taken for texts alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kzcheck.documents import number_format, odf, sheets
from kzcheck.documents.archive import Archive, attribute, installed, local
from kzcheck.documents.metadata import Reading
from kzcheck.documents.sheets import LeftOut, Sheet, SheetCell
from kzcheck.documents.writing import BREAK, Piece, Writer
from kzcheck.model import Notice

if TYPE_CHECKING:
    from lxml import etree

NAME = "ods"
SUFFIXES: tuple[str, ...] = (".ods", ".ots")

_WHAT = "an OpenDocument spreadsheet"
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_CONDITION = re.compile(r"value\(\)\s*([<>=!]+)\s*(-?[\d.]+)")
_DATES = {"day": "d", "month": "m", "year": "y", "hours": "h", "minutes": "m", "seconds": "s", "day-of-week": "ddd"}


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it cannot be read."""
    with installed("office", _WHAT):
        import lxml.etree  # noqa: F401
    archive = Archive(data, _WHAT)
    content = archive.xml("content.xml")
    styles = odf.Styles.of(archive, content)
    left_out = LeftOut()
    writer = Writer()
    for table in (e for e in odf.body(content, "spreadsheet") if local(e) == "table"):
        if not _displayed(styles, table):
            left_out.sheets.append(attribute(table, "name"))
        else:
            sheets.lay_out(writer, _Reader(styles, left_out).sheet(table))
    notices = left_out.notices(name)
    if writer.empty:
        return [], [*notices, Notice(severity="error", code="empty", message="the workbook shows nothing", where=name)]
    return [odf.properties(archive).describe(writer.document(name, NAME))], notices


def _displayed(styles: odf.Styles, table: etree._Element) -> bool:
    style = styles.elements.get(("table", attribute(table, "style-name")))
    return style is None or all(attribute(child, "display") != "false" for child in style)


class _Reader:
    """Reads the cells of one sheet."""

    def __init__(self, styles: odf.Styles, left_out: LeftOut) -> None:
        self._runs = odf.Runs(styles)
        self._styles = styles
        self._left_out = left_out
        self._codes: dict[str, str] = {}
        self._defaults: list[tuple[int, str]] = []
        self._count = 0

    def sheet(self, table: etree._Element) -> Sheet:
        """Give the visible cells of a sheet."""
        sheet = Sheet(attribute(table, "name"))
        sheet.hidden_columns = frozenset(self._columns(table))
        hidden: set[int] = set()
        row = 0
        for element in _inside(table, "table-row", {"table-rows", "table-header-rows", "table-row-group"}):
            times = odf.repeats(element, "number-rows-repeated", _MOST_ROWS)
            cells, merges = self._row(element)
            if attribute(element, "visibility") in {"collapse", "filter"}:
                hidden.update(range(row, row + times) if cells else ())
                self._left_out.rows += times if cells else 0
            elif cells:
                for one in range(row, min(row + times, row + max(1, sheets.MOST_CELLS // len(cells)))):
                    sheet.rows[one] = dict(cells)
                    sheet.merges |= {(one, column): span for column, span in merges.items()}
            row += times
        sheet.hidden_rows = frozenset(hidden)
        used = {column for cells in sheet.rows.values() for column in cells} & sheet.hidden_columns
        self._left_out.columns += len(used)
        if used:
            sheets.hide_columns(sheet)
        return sheet

    def _columns(self, table: etree._Element) -> set[int]:
        hidden: set[int] = set()
        column = 0
        for element in _inside(table, "table-column", {"table-columns", "table-header-columns", "table-column-group"}):
            times = odf.repeats(element, "number-columns-repeated", _MOST_COLUMNS)
            self._defaults.append((column + times, attribute(element, "default-cell-style-name")))
            if attribute(element, "visibility") in {"collapse", "filter"}:
                hidden.update(range(column, column + times))
            column += times
        return hidden

    def _row(self, element: etree._Element) -> tuple[dict[int, SheetCell], dict[int, tuple[int, int]]]:
        cells: dict[int, SheetCell] = {}
        merges: dict[int, tuple[int, int]] = {}
        column = 0
        for cell in element:
            tag = local(cell)
            if tag not in {"table-cell", "covered-table-cell"}:
                continue
            times = odf.repeats(cell, "number-columns-repeated", _MOST_COLUMNS)
            made = self._cell(cell, column) if tag == "table-cell" else None
            if made is not None and made.text:
                for one in range(column, column + times):
                    self._count += 1
                    if self._count > sheets.MOST_CELLS:
                        self._left_out.beyond += 1
                        continue
                    cells[one] = made
                span = (
                    odf.repeats(cell, "number-rows-spanned", _MOST_ROWS),
                    odf.repeats(cell, "number-columns-spanned", _MOST_COLUMNS),
                )
                if span != (1, 1):
                    merges[column] = span
            column += times
        return cells, merges

    def _cell(self, cell: etree._Element, column: int) -> SheetCell | None:
        kind = attribute(cell, "value-type")
        if kind in {"float", "percentage", "currency"}:
            return self._number(cell, attribute(cell, "value"), column)
        if kind == "date":
            value = attribute(cell, "date-value")
            return SheetCell(value.removesuffix("T00:00:00").replace("T", " "), date=True)
        if kind == "time":
            seconds = _seconds(attribute(cell, "time-value"))
            return None if seconds is None else SheetCell(f"{_plain(seconds)} s")
        if kind == "boolean":
            return SheetCell(attribute(cell, "boolean-value").upper())
        pieces: list[Piece] = []
        for paragraph in (child for child in cell if local(child) == "p"):
            if pieces:
                pieces.append(Piece(BREAK))
            pieces.extend(self._runs.of(paragraph))
        if not any(piece.text.strip() for piece in pieces):
            if attribute(cell, "formula") and not kind:
                self._left_out.formula("", sheets.column_name(column))
            return None
        if any(piece.marks for piece in pieces):
            return SheetCell(tuple(pieces))
        text = "".join(piece.text for piece in pieces).replace(BREAK, " ")
        return SheetCell(text.strip(), indent=(len(text) - len(text.lstrip())) // 2)

    def _number(self, cell: etree._Element, value: str, column: int) -> SheetCell | None:
        try:
            number = number_format.decimal(value)
        except ValueError:
            return None
        name = attribute(cell, "style-name") or next((n for end, n in self._defaults if column < end), "")
        style = self._styles.get("table-cell", name)
        code = self._code(style.data, attribute(cell, "currency"))
        text: str | tuple[Piece, ...] = number_format.show(number, code).text
        if style.marks and isinstance(text, str):
            text = (Piece(text, style.marks),)
        return SheetCell(text, number, code)

    def _code(self, name: str, currency: str) -> str:
        key = f"{name} {currency}"
        if key not in self._codes:
            self._codes[key] = format_code(self._styles, name, currency) if name else number_format.GENERAL
        return self._codes[key]


def format_code(styles: odf.Styles, name: str, currency: str = "", depth: int = 0) -> str:
    """Write a data style as the format code of other spreadsheets (OpenDocument 1.3 part 3, 16.29)."""
    style = styles.data.get(name)
    if style is None or depth > 1:
        return number_format.GENERAL
    own = "".join(_part(part, currency) for part in style) or number_format.GENERAL
    if depth:
        return own
    sections: list[tuple[str, str]] = []
    for rule in (part for part in style if local(part) == "map"):
        m = _CONDITION.fullmatch(attribute(rule, "condition"))
        if m is not None:
            sign = {"!=": "<>"}.get(m[1], m[1])
            sections.append((f"{sign}{m[2]}", format_code(styles, attribute(rule, "apply-style-name"), currency, 1)))
    if [condition for condition, _ in sections] in (([">=0"]), ([">0", "<0"])):
        # Positive; negative, whose sign the format writes; zero.
        return ";".join([*(code for _, code in sections), own])
    return ";".join([*(f"[{condition}]{code}" for condition, code in sections[:2]), own])


def _part(part: etree._Element, currency: str) -> str:
    tag = local(part)
    match tag:
        case "text":
            words = part.text or ""
            # The sign of percent is a text here, and what multiplies elsewhere.
            quoted = words.replace('"', "")
            percent = local(part.getparent()) == "percentage-style" if part.getparent() is not None else False  # type: ignore[arg-type]
            return "%".join(f'"{w}"' if w else "" for w in quoted.split("%")) if percent else f'"{quoted}"'
        case "currency-symbol":
            return f'"{part.text or currency}"'
        case "number":
            places = attribute(part, "decimal-places") or attribute(part, "min-decimal-places")
            return _digits(part, int(places) if places.isdecimal() else None)
        case "scientific-number":
            places = attribute(part, "decimal-places")
            return f"0.{'0' * int(places)}E+00" if places.isdecimal() and int(places) else "0E+00"
        case "fraction":
            return "# ?/?"
        case _ if tag in _DATES:
            return _DATES[tag] * (2 if attribute(part, "style") == "long" and tag != "year" else 1)
        case _:
            return ""


def _digits(part: etree._Element, places: int | None) -> str:
    if places is None:
        return number_format.GENERAL
    least = attribute(part, "min-integer-digits")
    whole = "0" * min(int(least) if least.isdecimal() else 1, 20)
    if attribute(part, "grouping") == "true":
        whole = "#,##" + (whole or "#") if len(whole) < 2 else f"#,{whole}"
    try:
        factor = Fraction(Decimal(attribute(part, "display-factor") or "1"))
    except ArithmeticError:
        factor = Fraction(1)
    commas = 0
    while factor >= 1000:
        factor /= 1000
        commas += 1
    return whole + ("." + "0" * min(places, 20) if places else "") + "," * commas


def _inside(element: etree._Element, name: str, through: set[str]) -> list[etree._Element]:
    out = []
    for child in element:
        if local(child) == name:
            out.append(child)
        elif local(child) in through:
            out.extend(_inside(child, name, through))
    return out


def _seconds(text: str) -> Decimal | None:
    m = _DURATION.fullmatch(text)
    if m is None:
        return None
    total = sum(Decimal(m[i] or 0) * size for i, size in ((2, 86_400), (3, 3_600), (4, 60), (5, 1)))
    return -Decimal(total) if m[1] else Decimal(total)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
