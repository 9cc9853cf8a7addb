"""Read a PDF page by page: running heads taken off, tables that go on over pages joined, what is not read named."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kzcheck.documents.archive import installed
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.metadata import Reading, typed
from kzcheck.documents.pdf.columns import flows
from kzcheck.documents.pdf.glyphs import Layer, Page, Reader
from kzcheck.documents.pdf.prose import Where, body_size, bullet, paragraphs, pieces
from kzcheck.documents.pdf.rows import Row
from kzcheck.documents.pdf.running import Key, edge_rows, running
from kzcheck.documents.pdf.tables import (
    Grid,
    continued,
    hanging_heads,
    hanging_labels,
    is_leader,
    leading_rows,
    parts,
    with_heads,
    without_leader,
)
from kzcheck.documents.writing import GridCell, Writer
from kzcheck.model import BlockKind, Document, Notice, Place

_WHAT = "a PDF"
_AROUND = 6
_MOST_PAGES = 10_000
_UNMAPPED = 0.2
_RIGHT_TO_LEFT = 0.3
_NAMED = 8
_FLATTENED = 1  # FLATTEN_SUCCESS of fpdf_flatten.h


@dataclass(slots=True)
class _Report:
    """What of a file was not read, by page."""

    scanned: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    right_to_left: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unseen: Counter[str] = field(default_factory=Counter)
    running: int = 0
    contents: int = 0

    def notices(self, name: str) -> Iterator[Notice]:
        """Say it."""
        for pages, code, why in (
            (self.scanned, "scanned", "scanned: a picture without text"),
            (self.garbled, "garbled", "garbled: the font has no map to letters"),
            (self.right_to_left, "right-to-left", "written from right to left, which is not read"),
            (self.broken, "damaged", "damaged"),
        ):
            if pages:
                message = f"{len(pages)} page{'s' * (len(pages) > 1)} not read ({_pages(pages)}): {why}"
                yield Notice(severity="error", code=code, message=message, where=name)
        parts_ = [f"{count} characters {why}" for why, count in sorted(self.unseen.items())]
        parts_ += [f"{self.running} running heads and page numbers"] * bool(self.running)
        parts_ += [f"{self.contents} lines of contents"] * bool(self.contents)
        if parts_:
            yield Notice(severity="info", code="hidden", message=f"left out: {', '.join(parts_)}", where=name)


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it cannot be read."""
    with installed("pdf", _WHAT):
        import pypdfium2
    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NotTextError("encrypted", "encrypted: save it without a password") from None
        raise NotTextError("damaged", f"damaged: no readable PDF ({error})") from None
    try:
        return _read(name, pdf, count)
    finally:
        pdf.close()


def _read(name: str, pdf: Any, count: int) -> Reading:
    report = _Report()
    writer = Writer()
    assembly = _Assembly(writer, report)
    for page in _windowed(_pages_of(pdf, min(count, _MOST_PAGES), report), report):
        assembly.add(page)
    assembly.end()
    notices = list(report.notices(name))
    if count > _MOST_PAGES:
        message = f"only the first {_MOST_PAGES} of {count} pages were read"
        notices.append(Notice(severity="error", code="too-large", message=message, where=name))
    if writer.empty:
        if not any(n.severity == "error" for n in notices):
            notices.append(Notice(severity="error", code="empty", message="the PDF holds no text", where=name))
        return [], notices
    return [_described(pdf, writer.document(name, "pdf"))], notices


def _described(pdf: Any, document: Document) -> Document:
    """Give the title that a file says; when it was made tells nothing of when it was published."""
    title = str(pdf.get_metadata_dict().get("Title") or "").strip()
    known, _ = typed({"title": title} if title else {})
    return known.describe(document)


def _pages_of(pdf: Any, count: int, report: _Report) -> Iterator[Page]:
    reader = Reader()
    if pdf.get_formtype():
        pdf.init_forms()
    for index in range(count):
        try:
            page = _filled(pdf, index)
        except Exception:  # noqa: BLE001  pypdfium2 tells all failures by one kind of error of its own
            report.broken.append(index + 1)
            continue
        try:
            found = reader.page(page, index + 1)
        finally:
            page.close()
        report.unseen.update(found.unseen)
        seen = found.letters + sum(found.unseen.values())
        if found.unmapped > _UNMAPPED * (found.letters + found.unmapped):
            report.garbled.append(found.number)
        elif found.right_to_left > _RIGHT_TO_LEFT * max(found.letters, 1):
            report.right_to_left.append(found.number)
        elif not found.letters and found.pictured:
            report.scanned.append(found.number)
        elif found.letters or not seen:
            yield found
            continue
        yield Page(found.number, found.width, found.height)


def _filled(pdf: Any, index: int) -> Any:
    """Give a page; the values of the fields of a form are drawn into it, as a reader sees them."""
    page = pdf[index]
    if pdf.formenv is not None and page.flatten() == _FLATTENED:
        page.close()
        return pdf[index]
    return page


Edges = list[tuple[tuple[Key, ...], Row]]


def _windowed(pages: Iterator[Page], report: _Report) -> Iterator[Page]:
    """Take running heads and page numbers off the pages, each seen among those around it."""
    held: deque[tuple[Page, Edges]] = deque()
    around: Counter[Key] = Counter()
    done = 0
    for page in pages:
        rows = edge_rows(page)
        held.append((page, rows))
        around.update(key for keys, _ in rows for key in keys)
        if len(held) > _AROUND:
            yield _stripped(*held[done], around, report)
            done += 1
        if len(held) > 2 * _AROUND:
            _, old = held.popleft()
            done -= 1
            around.subtract(key for keys, _ in old for key in keys)
            around = +around
    for page, rows in list(held)[done:]:
        yield _stripped(page, rows, around, report)


def _stripped(page: Page, rows: Edges, around: Counter[Key], report: _Report) -> Page:
    if page.layers:
        gone = running(page, rows, around)
        report.running += sum(1 for _, row in rows if id(row.words[0]) in gone)
        page.layers[0].words = [word for word in page.layers[0].words if id(word) not in gone]
    return page


@dataclass(slots=True)
class _Open:
    """A table that may go on over the page."""

    edges: list[tuple[float, float]]
    size: float
    cells: list[GridCell]
    places: list[Place]
    rows: int


class _Assembly:
    """Writes what pages say, in their order."""

    def __init__(self, writer: Writer, report: _Report) -> None:
        self._writer = writer
        self._report = report
        self._body = 0.0
        self._open: _Open | None = None
        self._hanging: tuple[list[Row], Where] | None = None

    def add(self, page: Page) -> None:
        """Write one page."""
        for layer in page.layers:
            if layer.words:
                self._layer(page, layer)

    def end(self) -> None:
        """Write what was held back, since it might have gone on over the page."""
        if self._open is not None:
            self._writer.table(self._open.cells, self._open.places)
            self._open = None
        if self._hanging is not None:
            rows, where = self._hanging
            self._hanging = None
            self._prose(rows, where)

    def _layer(self, page: Page, layer: Layer) -> None:
        found = [part for rows in flows(layer.words, layer.rules) for part in (*parts(rows, layer.rules), None)]
        rows = [part for part in found if isinstance(part, Row)]
        # The size of the body is that of the pages so far: a page of headings alone has none of its own.
        size = body_size(iter(rows)) if sum(len(r.words) for r in rows) > 60 or not self._body else 0.0
        self._body = size or self._body
        where = Where(page.number, layer.turn)
        found = self._going_on(found, layer, page.number)
        hanging = self._hangs(found)
        del found[len(found) - 1 - len(hanging) : len(found) - 1]
        for is_row, group in groupby(found, key=lambda part: isinstance(part, Row)):
            if is_row:
                self.end()
                self._prose([part for part in group if isinstance(part, Row)], where)
            else:
                for part in group:
                    if isinstance(part, Grid):
                        self._table(part, where)
        if hanging:
            self._hanging = (hanging, where)

    def _hangs(self, found: Sequence[Row | Grid | None]) -> list[Row]:
        """Give the rows at the end of a page that belong to what the next one begins with."""
        tail = _tail(found)
        if heads := hanging_heads(tail):
            return heads
        grid = next((part for part in reversed(found) if isinstance(part, Grid)), None)
        return [] if grid is None else hanging_labels(tail, grid)

    def _going_on(self, found: list[Row | Grid | None], layer: Layer, number: int) -> list[Row | Grid | None]:
        """Join what a page begins with to the head, or the table, that the one before ends with."""
        first = next((i for i, part in enumerate(found) if not isinstance(part, Row)), len(found))
        grid = found[first] if first < len(found) else None
        rows = [part for part in found[:first] if isinstance(part, Row)]
        hanging = self._hanging[0] if self._hanging is not None else []
        if self._open is None:
            headed = (
                with_heads(hanging, rows, grid if isinstance(grid, Grid) else None, layer.rules) if hanging else None
            )
            if headed is None:
                self.end()
                return found
            self._hanging = None
            whole, length = headed
            return [whole, *found[length + (length == first and isinstance(grid, Grid)) :]]
        if self._open.places[-1].page == number - 1:
            edges = self._open.edges
            some = leading_rows(rows, edges)
            for taken, length in (
                ([*rows, *grid.rows] if isinstance(grid, Grid) else [], first + 1),
                (rows[:some], some),
            ):
                part = continued(edges, hanging, taken, layer.rules)
                if part is not None:
                    self._hanging = None
                    return [part, *found[length:]]
        if hanging:
            self.end()
        return found

    def _prose(self, rows: list[Row], where: Where) -> None:
        kept = [row for row in rows if not is_leader(row)]
        self._report.contents += len(rows) - len(kept)
        for paragraph in paragraphs(kept, self._body):
            label = bullet(paragraph) if paragraph.kind is BlockKind.ITEM else ""
            lines = [[piece.words for piece in row.pieces] for row in paragraph.rows]
            text = pieces(lines, where)
            if text:
                place = next(piece.place for piece in text if piece.place is not None)
                self._writer.block(paragraph.kind, text, level=paragraph.level, label=label, place=place)

    def _table(self, grid: Grid, where: Where) -> None:
        cells: list[GridCell] = []
        places: list[Place] = []
        left = grid.edges[0][0] if grid.edges else 0.0
        for cell in grid.cells:
            text = pieces([[without_leader(words)] for words in cell.lines], where)
            size = cell.lines[0][0].size
            indent = max(0, round((cell.left - left) / size)) if cell.column == 0 else 0
            cells.append(GridCell(cell.row, cell.column, text, 1, cell.span, indent=indent))
            places.append(where.place([word for words in cell.lines for word in words]))
        size = grid.rows[0].size
        made = _Open(grid.edges, size, cells, places, max(cell.row for cell in cells) + 1)
        if self._open is not None and _same_columns(self._open, made) and places[0].page > self._open.places[-1].page:
            _extend(self._open, made)
        else:
            self.end()
            self._open = made


def _tail(found: Sequence[Row | Grid | None]) -> list[Row]:
    """Give the rows that a page ends with, below its last table."""
    out: list[Row] = []
    for part in reversed(found):
        if isinstance(part, Grid):
            break
        if part is not None:
            out.insert(0, part)
    return out


def _same_columns(above: _Open, below: _Open) -> bool:
    """Tell whether a table on a new page stands in the columns of the one before."""
    return len(above.edges) == len(below.edges) and all(
        a[0] < b[1] and b[0] < a[1] and min(abs(a[0] - b[0]), abs(a[1] - b[1])) < 2 * above.size
        for a, b in zip(above.edges, below.edges, strict=True)
    )


def _extend(above: _Open, below: _Open) -> None:
    """Let a table go on, without the head that is written again."""
    repeated = 0
    while repeated < below.rows and _row_text(above, repeated) == _row_text(below, repeated):
        repeated += 1
    for cell, place in zip(below.cells, below.places, strict=True):
        if cell.row >= repeated:
            above.cells.append(cell._replace(row=cell.row - repeated + above.rows))
            above.places.append(place)
    above.rows += below.rows - repeated


def _row_text(table: _Open, row: int) -> list[str]:
    return ["".join(piece.text for piece in cell.text) for cell in table.cells if cell.row == row]  # type: ignore[union-attr]


def _pages(numbers: list[int]) -> str:
    named = ", ".join(f"p{n}" for n in numbers[:_NAMED])
    return f"{named}, ..." if len(numbers) > _NAMED else named
