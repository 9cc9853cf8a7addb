"""PDF: what is seen on the page, in the order in which it is read."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pypdfium2", reason="pypdfium2 reads PDF files")

from kzcheck.documents import load, pdf
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.pdf.picture import pictures
from kzcheck.model import BlockKind, Document, MarkKind, Place
from kzcheck.pipeline import Settings, judge, with_pictures
from kzcheck.pipeline import read as read_documents
from kzcheck.render.html import pages


def made(*pages: str, page: str = "", resources: str = "", extra: tuple[str, ...] = (), trailer: str = "") -> bytes:
    """Make a PDF of pages given as their drawing operators; the fonts are F (Helvetica), B (bold) and C (Courier)."""
    fonts = "".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >> "
        for name, base in (("F", "Helvetica"), ("B", "Helvetica-Bold"), ("C", "Courier"))
    )
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    for i, content in enumerate(pages):
        box = "" if "/MediaBox" in page else "/MediaBox [0 0 612 792]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} {page} /Contents {4 + 2 * i} 0 R "
            f"/Resources << /Font << {fonts} >> {resources} >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    objects.extend(extra)
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010d} 00000 n \n".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def at(x: float, y: float, words: str, size: float = 10, font: str = "F", before: str = "") -> str:
    return f"q {before} BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET Q\n"


def lines(x: float, y: float, *words: str, step: float = 12, size: float = 10, font: str = "F") -> str:
    return "".join(at(x, y - step * i, text, size, font) for i, text in enumerate(words))


def read(*pages: str, **options: str) -> Document:
    (document,), _ = pdf.read("report.pdf", made(*pages, **options))
    return document


def text(*pages: str, **options: str) -> str:
    return read(*pages, **options).text.rstrip("\n")


def grid(document: Document, number: int = 0) -> list[list[str]]:
    table = document.tables[number]
    out = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = document.text[cell.start : cell.end]
    return out


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (at(72, 700, "Output was 4.5") + at(137, 704, "1", 6) + at(143, 700, "million."), "Output was 4.5¹ million."),
        (at(72, 700, "It sold 10") + at(113, 704, "6", 6) + at(119, 700, "barrels."), "It sold 10⁶ barrels."),
        (at(72, 700, "410") + at(90.7, 700, "455"), "410\t455"),
        (at(72, 700, "1\xa0234\xa0567 tons"), "1 234 567 tons"),
        (lines(72, 700, "Costs fell to 45 mil-", "lion dollars."), "Costs fell to 45 million dollars."),
        (lines(72, 700, "in the years 2023-", "2024 it rose"), "in the years 2023-2024 it rose"),
        (lines(72, 700, "the change was -", "5.3 percent"), "the change was -5.3 percent"),
        (at(72, 700, "Output was 5 t") + at(160, 700, "6 t", before="1 g"), "Output was 5 t"),
        (at(72, 700, "Output was 5 t") + at(160, 700, "6 t", before="3 Tr"), "Output was 5 t"),
        (at(72, 700, "Output was 5 t") + at(700, 700, "6 t"), "Output was 5 t"),
        ("0 0 0.5 rg 70 690 200 30 re f\n" + at(72, 700, "Output was 5 t", before="1 g"), "Output was 5 t"),
        (at(72, 700, "5 tons", before="3 Tr") + at(72, 600, "7 t"), "7 t"),
        (at(72, 700, "Output was 5 t") + at(144, 700, "on Monday"), "Output was 5 t on Monday"),
        ("q 0 1 -1 0 300 300 cm BT /F 10 Tf (455) Tj ET Q\n" + at(72, 700, "Output"), "Output\n\n455"),
        (at(72, 700, "Output") + "q 0.7 0.7 -0.7 0.7 300 300 cm BT /F 40 Tf (DRAFT 7) Tj ET Q\n", "Output"),
        (at(200, 700, "-5.3 percent") + at(72, 700, "It was a fall of"), "It was a fall of\t-5.3 percent"),
    ],
)  # fmt: skip
def test_a_page_reads_as_it_is_seen(content, seen):
    assert text(content) == seen


def test_a_struck_figure_is_marked_and_the_underlined_is_not():
    rules = "0.5 w 118 703.3 m 131 703.3 l S 140 698 m 160 698 l S\n"
    document = read(at(72, 700, "The price") + at(118, 700, "17") + at(140, 700, "19 dollars") + rules)
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == [(MarkKind.DELETED, "17")]


def test_what_is_not_seen_is_counted():
    hidden = at(72, 680, "white", before="1 g") + at(72, 660, "unseen", before="3 Tr") + at(72, 900, "off")
    _, notices = pdf.read("report.pdf", made(at(72, 700, "Output was 5 t") + hidden))
    assert [n.message for n in notices] == [
        "left out: 6 characters invisible, 3 characters off the page, 5 characters white"
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_an_upright_one(turn):
    way = {90: "0 1 -1 0 500 100 cm", 180: "-1 0 0 -1 500 700 cm", 270: "0 -1 1 0 100 500 cm"}[turn]
    document = read(f"q {way}\n{at(0, 0, 'Output was 5 t')}{at(0, -14, 'in 2024.')}Q", page=f"/Rotate {turn}")
    assert document.text == "Output was 5 t in 2024.\n"


LEFT = """Sales of the northern works reached
120 million dollars in 2023 and 135
million dollars in 2024, which is more
than the southern works ever sold in
a single year since it was opened.""".splitlines()
RIGHT = """Costs fell by 3 percent to 45 million
dollars. The board expects that they
will fall further, to 40 million in
the next year, when the old furnace
is taken down and sold for scrap.""".splitlines()


@pytest.mark.parametrize("shift", [0, 6])
def test_two_columns_are_read_one_after_the_other(shift):
    head = at(72, 740, "The works in 2024, as the board sees them after a long and eventful year of trade", 10)
    assert text(head + lines(72, 700, *LEFT) + lines(320, 700 - shift, *RIGHT)).split("\n\n") == [
        "The works in 2024, as the board sees them after a long and eventful year of trade",
        " ".join(LEFT),
        " ".join(RIGHT),
    ]


def table(*rows: tuple[str, ...], x: tuple[float, ...] = (72, 300, 400), y: float = 700, step: float = 15) -> str:
    return "".join(at(x[i], y - step * n, cell) for n, row in enumerate(rows) for i, cell in enumerate(row) if cell)


def test_a_table_without_rules_is_a_grid():
    head = at(325, 715, "Year ended December 31,")
    document = read(
        head + table(("", "2024", "2023"), ("Net sales", "$ 1,234", "$ 1,111"), ("Cost", "\\(834\\)", "—"[:0] or "-"))
    )
    assert grid(document) == [
        ["", "Year ended December 31,", ""],
        ["", "2024", "2023"],
        ["Net sales", "$ 1,234", "$ 1,111"],
        ["Cost", "(834)", "-"],
    ]
    assert document.tables[0].cells[0].column_span == 2


def test_a_label_over_two_lines_is_one():
    rows = (("", "2024", "2023"), ("Cost of sales, including", "", ""), ("freight and all duties", "834", "811"))
    document = read(table(*rows, ("Other", "5", "6"), ("More", "7", "8"), x=(72, 190, 250), step=11.5))
    assert grid(document)[1] == ["Cost of sales, including freight and all duties", "834", "811"]


def test_the_head_of_a_section_is_a_row_of_its_own():
    document = read(
        table(("", "2024", "2023"), ("Operating expenses:", "", ""), ("Wages", "5", "6"), ("Rent", "7", "8"))
    )
    assert [row[0] for row in grid(document)] == ["", "Operating expenses:", "Wages", "Rent"]


def test_a_ruled_cell_of_two_lines_is_one():
    rules = "".join(f"{x} 650 0.5 70 re f\n" for x in (68, 200, 280)) + "".join(
        f"68 {y} 212 0.5 re f\n" for y in (650, 690, 720)
    )
    content = at(72, 705, "Region") + at(204, 705, "Tons") + at(72, 678, "South and") + at(72, 666, "the islands")
    document = read(rules + content + at(204, 672, "545") + at(72, 635, "North") + at(204, 635, "455"))
    assert grid(document)[1] == ["South and the islands", "545"]


def test_a_table_that_goes_on_over_the_page_is_one():
    first = table(("Works", "2024", "2023"), ("North", "5", "6"), ("South", "7", "8"), y=120)
    second = table(("Works", "2024", "2023"), ("East", "9", "10"), ("West", "11", "12"), y=740)
    document = read(first, second)
    assert [row[0] for row in grid(document)] == ["Works", "North", "South", "East", "West"]
    assert document.where(document.text.index("East")) == "report.pdf:p2"


def test_running_heads_and_page_numbers_are_told_apart():
    pages = [
        at(72, 760, "Annual report of the works")
        + at(72, 700, f"Output was {n * n + 3} t in a part.")
        + at(300, 30, str(n))
        for n in range(1, 5)
    ]
    said = [f"Output was {n * n + 3} t in a part." for n in range(1, 5)]
    assert text(*pages).split("\n\n") == said


def test_headings_and_notes_are_told_by_their_letters():
    document = read(
        at(72, 740, "The works", 18) + lines(72, 700, *LEFT) + at(72, 600, "Costs", font="B") + lines(72, 580, *RIGHT)
        + at(72, 503, "1", 5) + at(76, 500, "Without the islands, 4 million.", 8)
    )  # fmt: skip
    assert [(b.kind, b.level) for b in document.blocks] == [
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 4),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.FOOTNOTE, 0),
    ]


def test_a_table_of_contents_is_no_text():
    leaders = lines(72, 700, "1 Output ........................ 5", "2 Costs ......................... 12")
    assert text(leaders + at(72, 600, "Output was 5 t.")) == "Output was 5 t."


def test_a_figure_is_found_on_its_page_with_its_box():
    document = read(at(72, 700, "Output was 455 t."))
    place = document.location(document.text.index("455"))
    assert place.page == 1
    assert place.box is not None
    left, bottom, right, top = place.box
    assert 122 < left < right < 145
    assert 697 < bottom < 700 < top < 710


PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    "\nstream\n0\nendstream"
)


def test_a_scanned_page_is_said_and_not_read():
    data = made("q 600 0 0 780 0 0 cm /P Do Q", resources="/XObject << /P 5 0 R >>", extra=(PICTURE,))
    documents, notices = pdf.read("scan.pdf", data)
    assert documents == []
    assert [n.message for n in notices] == ["1 page not read (p1): scanned: a picture without text"]


def test_a_scan_whose_text_lies_unseen_below_the_picture_is_no_text():
    page = at(72, 700, "0utput was S t", before="3 Tr") + "q 600 0 0 780 0 0 cm /P Do Q"
    documents, notices = pdf.read("scan.pdf", made(page, resources="/XObject << /P 5 0 R >>", extra=(PICTURE,)))
    assert documents == []
    assert [n.code for n in notices if n.severity == "error"] == ["scanned"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (made(at(72, 700, "5 t"))[:200], "damaged"),
        (b"%PDF-1.7\n" + b"x" * 5000, "damaged"),
        (
            made(
                at(72, 700, "5 t"),
                extra=(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>",),
                trailer=f"/Encrypt 5 0 R /ID [<{'43' * 16}> <{'43' * 16}>]",
            ),
            "encrypted",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(data, code):
    with pytest.raises(NotTextError) as raised:
        pdf.read("report.pdf", data)
    assert raised.value.code == code


def test_a_pdf_under_another_name_is_read_by_its_content(tmp_path):
    (tmp_path / "report.txt").write_bytes(made(at(72, 700, "Output was 5 t.")))
    (document,), _ = load([str(tmp_path / "report.txt")])
    assert (document.format, document.text) == ("pdf", "Output was 5 t.\n")


def test_three_thousand_pages_are_read():
    assert (
        len(read(*(at(72, 700, f"Output was {n * 7 % 1000} t in this part.") for n in range(3000))).text.split("\n\n"))
        == 3000
    )


PAGE = """<html><body><h1>The works</h1><p>Output was 12<sup>1</sup> million tons in 2024, up 4.5 % on 2023.</p>
<p>(in millions of dollars)</p><table><tr><th></th><th>2024</th><th>2023</th></tr>
<tr><td>Net sales</td><td>1,234.5</td><td>1,111.0</td></tr>
<tr><td>Cost of sales</td><td>(834.5)</td><td>(811.0)</td></tr></table></body></html>"""
SEEN = """# The works

Output was 12¹ million tons in 2024, up 4.5 % on 2023.

(in millions of dollars)

| | 2024 | 2023 |
| Net sales | 1,234.5 | 1,111.0 |
| Cost of sales | (834.5) | (811.0) |
"""


def test_chromium_prints_the_same_text(tmp_path: Path):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not there")
    (tmp_path / "page.html").write_text(PAGE)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=page.pdf"]
    subprocess.run([program, *options, "page.html"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert pdf.read("page.pdf", (tmp_path / "page.pdf").read_bytes())[0][0].text == SEEN


def test_libreoffice_prints_the_same_text(tmp_path: Path, office):
    (tmp_path / "page.html").write_text(PAGE)
    made_pdf = office(tmp_path / "page.html", "pdf:writer_web_pdf_Export")
    # Its export of web pages leaves out the heading that a page begins with.
    assert pdf.read("page.pdf", made_pdf.read_bytes())[0][0].text == SEEN.partition("\n\n")[2]


def test_a_head_at_the_end_of_a_page_stands_over_the_table_on_the_next():
    above = lines(72, 700, *LEFT) + table(("", "2024", "2023"), ("", "Restated", "As told"), y=120)
    document = read(above, table(("Net sales", "1,234", "1,111"), ("Cost", "834", "811"), y=740))
    assert grid(document)[:3] == [["", "2024", "2023"], ["", "Restated", "As told"], ["Net sales", "1,234", "1,111"]]


def test_a_head_spans_the_columns_up_to_the_next_one():
    heads = at(300, 730, "Year ended") + at(480, 730, "Change")
    rows = (("", "2024", "2023", "2024"), ("Net sales", "1,234", "1,111", "123"), ("Cost", "834", "811", "23"))
    document = read(heads + table(*rows, x=(72, 300, 390, 480), y=715))
    spans = {document.text[c.start : c.end]: c.column_span for c in document.tables[0].cells if c.row == 0}
    assert spans["Year ended"] == 2


def test_the_piece_of_the_page_shows_the_number_boxed():
    data = made(at(72, 700, "Output was 455 t."))
    (document,), _ = pdf.read("report.pdf", data)
    place = document.location(document.text.index("455"))
    image = pictures(data, {"a": place, "b": Place(page=9, box=(0, 0, 1, 1)), "c": Place(line=1)})
    assert list(image) == ["a"]
    width, height = struct.unpack(">II", image["a"][16:24])
    assert 200 < width < 1224
    assert 60 < height < 300
    assert image["a"].startswith(b"\x89PNG")


def test_a_report_holds_the_piece_of_the_page_and_says_what_it_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("report.pdf").write_bytes(made(at(72, 700, "In 2024 exports of the works reached $40.2 million.")))
    Path("draft.md").write_text("In 2024 exports of the works reached $45.1 million.")
    wanted = Settings(paths=("report.pdf", "draft.md"), every=True, cache=False)
    run = with_pictures(judge(read_documents(wanted), wanted))
    (claim,) = run.pictures
    page = "".join(pages(run).values())
    assert next(c for c in run.claims if c.claim_id == claim).document == "report.pdf"
    assert 'src="data:image/png;base64,' in page
    assert "on the page, report.pdf:p1" in page


def row(y: float, label: str, *figures: str, x: float = 300, step: float = 70) -> str:
    """A row of a table: its label at the left, its figures set right under one another."""
    placed = (at(x + i * step - 5.0 * len(text.replace("\\", "")), y, text) for i, text in enumerate(figures))
    return at(72, y, label) * bool(label) + "".join(placed)


def test_labels_of_several_lines_have_their_figures_at_their_middle():
    page = (
        row(700, "", "2024", "2023")
        + at(72, 680, "Gain on the sale of old mills")
        + row(674, "", "340", "310")
        + at(72, 668, "and of the land")
        + at(72, 648, "Loss by fire and by flood in")
        + row(636, "the northern works and", "(25)", "(31)")
        + at(72, 624, "Stores")
        + at(72, 604, "Other gains from the lease of")
        + row(598, "", "12", "14")
        + at(72, 592, "fields")
    )
    assert grid(read(page)) == [
        ["", "2024", "2023"],
        ["Gain on the sale of old mills and of the land", "340", "310"],
        ["Loss by fire and by flood in the northern works and Stores", "(25)", "(31)"],
        ["Other gains from the lease of fields", "12", "14"],
    ]


def test_a_table_that_goes_on_over_the_page_keeps_its_labels_and_its_one_row():
    first = row(100, "", "2024", "2023") + row(86, "Mills", "1,340", "1,310") + at(72, 72, "Fisheries:")
    last = row(740, "Coast", "450", "430") + lines(72, 712, "The year was good for mills and for fisheries alike.")
    assert grid(read(first, last)) == [
        ["", "2024", "2023"],
        ["Mills", "1,340", "1,310"],
        ["Fisheries:", "", ""],
        ["Coast", "450", "430"],
    ]


def test_a_head_and_the_label_of_a_section_wait_for_the_table_on_the_next_page():
    first = at(72, 300, "Output of the works by kind.") + row(74, "", "2024", "2023") + at(72, 60, "Metals:")
    last = row(740, "Copper", "1,340", "1,310") + row(726, "Zinc", "450", "430")
    assert grid(read(first, last)) == [
        ["", "2024", "2023"],
        ["Metals:", "", ""],
        ["Copper", "1,340", "1,310"],
        ["Zinc", "450", "430"],
    ]


def test_a_corner_at_the_middle_of_the_heads_waits_with_them():
    heads = row(86, "", "June 29,", "June 30,") + at(72, 80, "Dollars in millions") + row(74, "", "2025", "2024")
    first = at(72, 300, "Sales of the works by kind.") + heads
    last = row(740, "Copper", "1,340", "1,310") + row(726, "Zinc", "450", "430")
    assert grid(read(first, last))[0] == ["Dollars in millions", "June 29, 2025", "June 30, 2024"]


def test_rows_far_apart_with_a_blank_one_between_are_one_table():
    page = "".join(
        row(700 - y, *cells)
        for y, cells in (
            (0, ("", "2024", "2023")),
            (30, ("Rye", "120", "110")),
            (60, ("Oats", "80", "95")),
            (110, ("Flax", "14", "12")),
            (140, ("Hemp", "3", "4")),
        )
    )
    assert [cells[0] for cells in grid(read(page))] == ["", "Rye", "Oats", "Flax", "Hemp"]


def test_a_second_table_of_other_columns_right_below_is_one_of_its_own():
    page = (
        row(700, "", "Spring", "Autumn", "Spring", "Autumn")
        + row(686, "Herring", "1,240", "1,180", "990", "870")
        + row(672, "Cod", "310", "420", "350", "390")
        + row(650, "", "2024", "2023", x=335)
        + row(636, "Boats", "57", "61", x=335)
        + row(622, "Crew", "402", "433", x=335)
    )
    assert [len(table) for table in map(grid, [read(page)] * 2, range(2))] == [3, 3]


def test_signs_belong_to_the_figure_beside_them_however_wide_the_gap():
    page = (
        row(700, "", "2024", "2023")
        + at(232, 686, "$")
        + row(686, "Fees", "1,240", "1,180")
        + at(310, 672, "%")
        + row(672, "Margin", "12", "14")
        + at(305, 658, "\\)")
        + row(658, "Loss", "\\(310", "\\(42\\)")
    )
    assert grid(read(page))[1:] == [["Fees", "$ 1,240", "1,180"], ["Margin", "12 %", "14"], ["Loss", "(310 )", "(42)"]]


def test_a_percent_sign_close_to_the_next_figure_closes_the_one_before():
    page = row(700, "", "Change", "Share", step=60) + row(686, "Rye", "24.0", "22.3", step=60) + at(328, 686, "%")
    page += row(672, "Oats", "11.5", "12.4", step=60) + at(365, 686, "%")
    assert grid(read(page))[1] == ["Rye", "24.0 %", "22.3 %"]


def test_dots_that_lead_from_a_label_to_its_figures_are_no_part_of_it():
    page = row(700, "", "2024", "2023") + row(686, "Robbery . . . . . . . . .", "102.1", "99.4")
    page += row(672, "Arson . . . . . . . . . . .", "9.8", "9.1")
    assert [cells[0] for cells in grid(read(page))] == ["", "Robbery", "Arson"]


def test_a_number_that_the_edge_of_the_page_cuts_is_not_read():
    assert text(at(72, 700, "Output") + at(590, 700, "47,446")) == "Output"


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.integers(0, 9), st.sampled_from(["Tons", "Year ended", "1,234", "2024", "-", "$", "North", "(5)"])
            ),
            min_size=1,
            max_size=6,
        ),
        min_size=2,
        max_size=7,
    )
)
@settings(max_examples=40)
def test_the_cells_of_any_page_stand_in_order_and_where_their_text_is(rows):
    content = "".join(
        at(72 + 48 * place, 700 - 13 * i, words.replace("(", "\\(").replace(")", "\\)"))
        for i, cells in enumerate(rows)
        for place, words in dict(cells).items()
    )
    for document in pdf.read("report.pdf", made(content))[0]:
        for table in document.tables:
            places = [(c.row, c.column) for c in table.cells]
            assert places == sorted(set(places))
            assert all("|" not in document.text[c.start : c.end] for c in table.cells)


def test_the_values_of_the_fields_of_a_form_are_read_where_they_stand():
    field = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (tons) /V (455 tons) /Rect [150 695 260 712] /F 4 /P 3 0 R"
        " /DA (/Helv 10 Tf 0 g) >>"
    )
    data = made(at(72, 700, "Capacity:") + at(72, 680, "Output: 5 t"), page="/Annots [5 0 R]", extra=(field,))
    fonts = "<< /Font << /Helv << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    form = f"/AcroForm << /Fields [5 0 R] /NeedAppearances true /DA (/Helv 10 Tf 0 g) /DR {fonts} >>"
    (document,), _ = pdf.read("form.pdf", data.replace(b"/Type /Catalog", f"/Type /Catalog {form}".encode()))
    assert document.text.split("\n")[0] == "Capacity:\t455 tons"


def test_arabic_indic_digits_are_digits_and_a_page_from_right_to_left_is_said():
    to_unicode = "".join(
        f"<{n:02X}> <{code:04X}>\n" for n, code in ((1, 0x663), (2, 0x664), (3, 0x66B), (4, 0x665), (5, 0x628))
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> "
        f"endcodespacerange 5 beginbfchar {to_unicode} endbfchar endcmap end"
    )
    font = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 1 /LastChar 5 /Widths [500 500 250 500 500] "
        "/Encoding << /Type /Encoding /Differences [1 /A /B /C /D /E] >> /ToUnicode 6 0 R >>"
    )
    letters = f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream"

    def page(codes: str) -> bytes:
        drawn = f"BT /A 10 Tf 72 700 Td <{codes}> Tj ET"
        return made(drawn, resources="/Font << /A 5 0 R >>", extra=(font, letters)).replace(
            b"/Font << /F", b"/Other << /F"
        )

    (document,), _ = pdf.read("a.pdf", page("01020304"))
    assert document.text == "34.5\n"
    _, (notice,) = pdf.read("b.pdf", page("05050505"))
    assert (notice.code, notice.severity) == ("right-to-left", "error")
