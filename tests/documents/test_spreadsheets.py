"""Spreadsheets: as displayed, with what is stored; hidden parts out; places in the user's terms."""

from __future__ import annotations

import io
import sys
import zipfile
from fractions import Fraction

import pytest

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl makes the workbooks of these tests")
from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: E402
from openpyxl.cell.text import InlineFont  # noqa: E402

from kzcheck.documents import load, xlsx  # noqa: E402
from kzcheck.documents.decoding import NotTextError  # noqa: E402
from kzcheck.extract import extract  # noqa: E402
from kzcheck.model import Document, MarkKind  # noqa: E402


def saved(book) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_of(rows, name="Sheet1"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    return book, sheet


def document(book) -> Document:
    (read,), _ = xlsx.read("figures.xlsx", saved(book))
    return read


def grid(read: Document, number: int = 0) -> list[list[str]]:
    table = read.tables[number]
    out = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = read.text[cell.start : cell.end]
    return out


def test_a_sheet_shows_its_title_its_table_and_its_note():
    book, sheet = book_of(
        [
            ["Output of the works"],
            ["USD thousand"],
            ["Item", 2024, 2023],
            ["Sales", 1234567, 1111111],
            [],
            ["Source: own"],
        ]
    )
    sheet["B4"].number_format = sheet["C4"].number_format = "#,##0,"
    read = document(book)
    assert read.text.splitlines() == [
        "Output of the works", "", "USD thousand", "",
        "| Item | 2024 | 2023 |", "| Sales | 1,235 | 1,111 |", "", "Source: own",
    ]  # fmt: skip
    assert read.tables[0].caption is not None
    cell = next(c for c in read.tables[0].cells if read.text[c.start : c.end] == "1,235")
    assert (cell.stored, cell.format) == (Fraction(1234567), "#,##0,")
    assert read.where(cell.start) == "figures.xlsx:Sheet1!B4"


def test_a_sheet_that_somebody_named_is_a_heading_and_one_named_by_the_program_is_none():
    assert document(book_of([["a", 1]], "Exports")[0]).text.startswith("## Exports\n")
    assert document(book_of([["a", 1]], "Лист1")[0]).text.startswith("| a | 1 |")


def test_text_that_looks_like_a_number_stays_as_it_is():
    assert grid(document(book_of([["code", "007", "3E8", "NA"], ["x", "y", "z", "w"]])[0]))[0] == [
        "code",
        "007",
        "3E8",
        "NA",
    ]


def test_hidden_rows_columns_and_sheets_are_left_out_and_counted():
    book, sheet = book_of([["Item", 2023, 2024], ["kept", 1, 2], ["hidden", 3, 4], ["kept too", 5, 6]])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Secret").append(["a", 99])
    book["Secret"].sheet_state = "veryHidden"
    (read,), notices = xlsx.read("figures.xlsx", saved(book))
    assert grid(read) == [["Item", "2024"], ["kept", "2"], ["kept too", "6"]]
    assert [n.message for n in notices] == ["left out: 1 hidden sheet, 1 hidden row, 1 hidden column (Secret)"]


def test_a_merged_head_stands_over_its_whole_range():
    book, sheet = book_of([["Item", "Years ended", None], [None, 2024, 2023], ["Sales", 5, 4]])
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    cells = {c.row * 10 + c.column: c for c in document(book).tables[0].cells}
    assert (cells[1].column_span, cells[0].row_span) == (2, 2)


def test_a_merged_head_over_a_hidden_column_is_still_shown():
    book, sheet = book_of([["Item", "Years ended", None], [None, 2023, 2024], ["Sales", 5, 4]])
    sheet.merge_cells("B1:C1")
    sheet.column_dimensions["B"].hidden = True
    assert grid(document(book)) == [["Item", "Years ended"], ["", "2024"], ["Sales", "4"]]


def test_a_formula_without_a_stored_result_is_named_and_is_no_zero():
    (read,), notices = xlsx.read("figures.xlsx", saved(book_of([["a", 5, "=B1*2"], ["b", 6, 7]])[0]))
    assert grid(read)[0] == ["a", "5", ""]
    assert [(n.severity, n.code) for n in notices] == [("warning", "formula")]
    assert "Sheet1!C1" in notices[0].message


def test_a_raised_digit_is_a_note_and_struck_text_is_deleted():
    raised = CellRichText("1,234", TextBlock(InlineFont(vertAlign="superscript"), "2"))
    struck = CellRichText(TextBlock(InlineFont(strike=True), "410"), " 455")
    read = document(book_of([["a", raised], ["b", struck]])[0])
    assert [(m.kind, read.text[m.start : m.end]) for m in read.marks] == [
        (MarkKind.SUPERSCRIPT, "²"),
        (MarkKind.DELETED, "410"),
    ]


def test_a_cell_whose_format_shows_nothing_is_no_cell():
    book, sheet = book_of([["a", 5, 6], ["b", 7, 8]])
    sheet["B1"].number_format = ";;;"
    assert grid(document(book))[0] == ["a", "", "6"]


def test_rows_after_a_blank_one_belong_to_the_table_unless_they_have_a_head_of_their_own():
    rows = [
        ["Item", 2024, 2023],
        ["Sales", 5, 4],
        [],
        ["Total", 50, 40],
        [],
        ["Region", "Tons", "Share"],
        ["North", 10, 20],
    ]
    read = document(book_of(rows)[0])
    assert grid(read, 0) == [["Item", "2024", "2023"], ["Sales", "5", "4"], ["Total", "50", "40"]]
    assert grid(read, 1) == [["Region", "Tons", "Share"], ["North", "10", "20"]]


def test_a_workbook_under_another_name_is_read_by_its_content(tmp_path):
    (tmp_path / "figures.txt").write_bytes(saved(book_of([["Item", 5], ["b", 6]])[0]))
    (read,), _ = load([str(tmp_path / "figures.txt")])
    assert (read.format, read.text) == ("xlsx", "| Item | 5 |\n| b | 6 |\n")


def changed(data: bytes, part: str, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda x: x[: len(x) // 2], "damaged"),
        (lambda x: b'<!DOCTYPE x [<!ENTITY a "5">]>' + x[x.index(b"<worksheet") :], "document-type"),
        (
            lambda x: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + x[x.index(b"<worksheet") :],
            "document-type",
        ),
        (lambda x: x + b" " * 60_000_000, "too-large"),
    ],
)
def test_a_hostile_or_damaged_part_is_refused_with_the_reason(change, code):
    data = changed(saved(book_of([["a", 5]])[0]), SHEET, change)
    with pytest.raises(NotTextError) as raised:
        xlsx.read("figures.xlsx", data)
    assert raised.value.code == code


def test_a_broken_workbook_among_others_is_named(tmp_path):
    (tmp_path / "good.xlsx").write_bytes(saved(book_of([["a", 5]])[0]))
    (tmp_path / "bad.xlsx").write_bytes(saved(book_of([["a", 5]])[0])[:900])
    read, notices = load([str(tmp_path)])
    assert [d.id.rpartition("/")[2] for d in read] == ["good.xlsx"]
    assert [(n.severity, n.code) for n in notices] == [("error", "damaged")]


def test_ten_thousand_columns_are_read_as_they_are():
    book, _ = book_of([["head", *range(10_000)], ["row", *range(10_000)]])
    assert document(book).tables[0].columns == 10_001


def test_cells_far_apart_cost_no_grid_between_them():
    book, sheet = book_of([["a", 1]])
    sheet["XFD1"] = 2
    sheet["XFD1048576"] = 3
    read = document(book)
    assert len(read.text) < 200


@pytest.fixture(scope="module")
def converted(tmp_path_factory, office):
    folder = tmp_path_factory.mktemp("sheets")
    book, sheet = book_of(
        [
            ["Output"],
            ["Item", "Years ended", None],
            [None, 2024, 2023],
            ["Sales", -1234.5, 0.125],
            ["Hidden", 1, 2],
            ["Zero", 0, 12345],
        ]
    )
    sheet.merge_cells("B2:C2")
    sheet["B4"].number_format = "#,##0_);(#,##0)"
    sheet["C4"].number_format = "0.0%"
    sheet["B6"].number_format = '#,##0;(#,##0);"-"'
    sheet["C6"].number_format = '#,##0, "K"'
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("Secret").append(["a", 99])
    book["Secret"].sheet_state = "hidden"
    (folder / "figures.xlsx").write_bytes(saved(book))
    return lambda suffix: office(folder / "figures.xlsx", suffix)


@pytest.mark.parametrize("suffix", ["xls", "xlsx", "ods"])
def test_a_sheet_shows_the_same_whichever_program_saved_it(converted, suffix):
    (read,), notices = load([str(converted(suffix))])
    assert read.format == suffix
    assert grid(read) == [
        ["Item", "Years ended", ""],
        ["", "2024", "2023"],
        ["Sales", "(1,235)", "12.5%"],
        ["Zero", "-", "12 K"],
    ]
    assert [c.stored for c in read.tables[0].cells if c.row == 3] == [None, 0, 12345]
    assert [n.message for n in notices] == ["left out: 1 hidden sheet, 1 hidden row (Secret)"]
    assert read.where(read.text.index("(1,235)")).endswith(f"figures.{suffix}:Sheet1!B4")


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    with pytest.raises(NotTextError, match=r"pip install 'kzcheck\[office\]'"):
        xlsx.read("figures.xlsx", b"PK\x03\x04")


@pytest.mark.parametrize(
    ("stored", "code", "head", "value", "ulp"),
    [
        (1234567, "#,##0,", "USD thousand", 1234567, 1000),
        (1234567, "#,##0,", "USD", 1234567, 1000),
        (1234.567, "#,##0", "USD thousand", 1234567, 1000),
        (1234567890, '#,##0.0,,,"bn"', "USD", Fraction("1234567890"), 10**8),
        (533.4, '0.0" million"', "USD", Fraction(533400000), 100000),
        (0.125, "0%", "", Fraction("12.5"), 1),
        (-1234.5, "#,##0_);(#,##0)", "USD", Fraction("-1234.5"), 1),
        (1200, "#,##0", "USD", 1200, 1),
    ],
)
def test_a_claim_has_the_stored_value_at_the_place_to_which_it_is_shown(stored, code, head, value, ulp):
    book, sheet = book_of([["", f"{head}, 2024" if head else "2024"], ["Sales", stored], ["Other", 5 * 10**9]])
    sheet["B2"].number_format = sheet["B3"].number_format = code
    claims, _ = extract(document(book))
    first = next(claim for claim in claims if claim.kind != "date")
    assert (first.value, first.ulp) == (value, ulp)


def test_the_places_of_a_workbook_read_alike_in_every_run():
    book, _ = book_of([["Item", 2024], ["Sales", 5], ["Other", 6]])
    data = saved(book)
    first, second = (xlsx.read("figures.xlsx", data)[0][0] for _ in range(2))
    assert repr(first.source) == repr(second.source)
    assert "0x" not in repr(first.source)


def test_heads_above_a_blank_row_stand_over_the_figures_below():
    rows = [
        ["Catch of the fleet, tons"],
        [None, "Spring", "Autumn"],
        [None, 2024, 2024],
        [],
        ["Herring", 1240, 1180],
        ["Cod:"],
        [],
        ["Inshore", 310, 420],
    ]
    book, _ = book_of(rows)
    assert grid(document(book)) == [
        ["", "Spring", "Autumn"],
        ["", "2024", "2024"],
        ["Herring", "1240", "1180"],
        ["Cod:", "", ""],
        ["Inshore", "310", "420"],
    ]


def test_a_list_of_words_above_a_blank_row_is_no_head_of_the_figures_below():
    rows = [["Skipper", "Boat"], ["Anna", "Tern"], [], ["Herring", 1240], ["Cod", 310]]
    book, _ = book_of(rows)
    assert len(document(book).tables) == 2
