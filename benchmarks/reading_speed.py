"""How fast files are read: PDF pages to claims and cells of a workbook to the grid, beside what their libraries take.

The floor is what pypdfium2 takes to give the bare text of the same pages, and openpyxl to give the bare values of the
same cells; the ratio to it says what reading places, formats and tables costs, whatever the machine.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable

ROWS, COLUMNS, PAGES = 4_000, 20, 60


def workbook() -> bytes:
    """Make a workbook of a label and figures in each row."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in range(ROWS):
        sheet.append([f"Works {row}", *(row * column + 0.5 for column in range(1, COLUMNS))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def report() -> bytes:
    """Make a PDF of pages with prose and a table each."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in range(PAGES):
        prose = (f"Output of the works was {page * 17 + i} thousand tons in {2000 + i}." for i in range(12))
        drawn = [(72, 740 - 12 * i, said) for i, said in enumerate(prose)]
        for i in range(24):
            figures = (f"{i * 731 + page + k:,}" for k in range(4))
            drawn.append((72, 560 - 14 * i, f"Works {i}"))
            drawn += [(250 + 90 * k, 560 - 14 * i, figure) for k, figure in enumerate(figures)]
        text = "".join(f"BT /F 10 Tf 1 0 0 1 {x} {y} Tm ({said}) Tj ET\n" for x, y, said in drawn)
        kids.append(f"{len(objects) + 1} 0 R")
        font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
        sides = f"/MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {sides} /Resources << {font} >> >>")
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}endstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {PAGES} >>"
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode()


def taken(work: Callable[[], object]) -> float:
    """Give the best of three times of a work, in seconds of the processor."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def bare_pages(data: bytes) -> None:
    """Read the text of each page, as pypdfium2 gives it."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.get_textpage().get_text_bounded()


def bare_cells(data: bytes) -> None:
    """Read the value of each cell, as openpyxl gives it."""
    import openpyxl

    for row in openpyxl.load_workbook(io.BytesIO(data), read_only=True).active.iter_rows(values_only=True):
        len(row)


def section() -> str:
    """Measure and write the table."""
    from kzcheck.documents import pdf, xlsx
    from kzcheck.extract import extract

    pages, cells = report(), workbook()
    text, values = taken(lambda: bare_pages(pages)), taken(lambda: bare_cells(cells))
    rows = [
        ("PDF pages to claims", PAGES, taken(lambda: extract(pdf.read("a.pdf", pages)[0][0])), text),
        ("PDF pages to text and tables", PAGES, taken(lambda: pdf.read("a.pdf", pages)), text),
        ("XLSX cells to the grid", ROWS * COLUMNS, taken(lambda: xlsx.read("a.xlsx", cells)), values),
    ]
    lines = ["## Reading files", "", "| what | a second | times the floor |", "|---|---|---|"]
    lines += [f"| {name} | {count / ours:,.0f} | {ours / floor:.1f} |" for name, count, ours, floor in rows]
    note = "The floor is the bare text by pypdfium2 and the bare values by openpyxl; one processor, the best of three."
    return "\n".join([*lines, "", note, ""])
