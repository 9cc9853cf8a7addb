"""The same content in another format gives the same claims: formats differ in their readers alone."""

from __future__ import annotations

import io
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl makes the workbooks of these tests")

from kzcheck.documents import load  # noqa: E402
from kzcheck.extract import extract  # noqa: E402

CAPTIONS = ("USD thousand", "EUR million", "thousand tons")
HEADS = (("2024", "2023"), ("Q1 2024", "Q1 2023"), ("June 30, 2024", "December 31, 2023"))
ROWS = (
    (("Sales", "1,234", "1,111"), ("Cost of sales", "(834)", "(811)"), ("Profit", "400", "300")),
    (("North", "45.5", "41.2"), ("South", "54.5", "58.8"), ("Total", "100.0", "100.0")),
)
CASES = [(f"{c}, {h[0]}, {r[0][0]}", c, h, r) for c, h, r in product(CAPTIONS, HEADS, ROWS)]


def markdown(caption, heads, rows) -> str:
    lines = [f"Figures of the works ({caption})", "", f"| | {' | '.join(heads)} |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def html(caption, heads, rows) -> str:
    cells = ["".join(f"<th>{h}</th>" for h in ("", *heads)), *("".join(f"<td>{c}</td>" for c in row) for row in rows)]
    table = "".join(f"<tr>{c}</tr>" for c in cells)
    style = "<style>td, th {padding: 2px 8px}</style>"
    return (
        f"<html><head>{style}</head><body><p>Figures of the works ({caption})</p><table>{table}</table></body></html>"
    )


def workbook(caption, heads, rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ([f"Figures of the works ({caption})"], ["", *heads], *rows):
        sheet.append(row)
    for row in sheet.iter_rows(min_row=3, min_col=2):
        for cell in row:
            text = str(cell.value)
            places = len(text.partition(".")[2])
            cell.value = float(text.strip("()").replace(",", "")) * (-1 if text.startswith("(") else 1)
            cell.number_format = f"#,##0{'.' * bool(places)}{'0' * places}_);(#,##0)"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def claims(path: Path) -> list[tuple[object, ...]]:
    (document,), _ = load([str(path)])
    found, _ = extract(document)
    return [(c.surface, c.value, c.unit, c.period, c.metric) for c in found if c.kind != "date"]


@pytest.mark.parametrize(("caption", "heads", "rows"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_table_says_the_same_in_markdown_html_and_a_workbook(tmp_path, caption, heads, rows):
    content = (caption, heads, rows)
    (tmp_path / "a.md").write_text(markdown(*content))
    (tmp_path / "a.html").write_text(html(*content))
    (tmp_path / "a.xlsx").write_bytes(workbook(*content))
    said = claims(tmp_path / "a.md")
    assert len(said) == 2 * len(rows)
    assert claims(tmp_path / "a.html") == said
    assert claims(tmp_path / "a.xlsx") == said


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_tables_say_the_same_in_word_and_opendocument(tmp_path, office, suffix):
    pages = [html(*case[1:]) for case in CASES[::5]]
    (tmp_path / "a.html").write_text("".join(pages))
    made = office(tmp_path / "a.html", f"{suffix}:{'MS Word 2007 XML' if suffix == 'docx' else 'writer8'}")
    assert claims(made) == claims(tmp_path / "a.html")


def test_tables_say_the_same_printed_as_pdf(tmp_path):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not there")
    (tmp_path / "a.html").write_text("".join(html(*case[1:]) for case in CASES[::5]))
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=a.pdf"]
    subprocess.run([program, *options, "a.html"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert claims(tmp_path / "a.pdf") == claims(tmp_path / "a.html")
