"""Pages, Markdown and plain text become one model: text, blocks, marks, grids, and the way back to the file."""

import re
from pathlib import Path

import pytest

from kzcheck.documents import html, load, markdown, plain
from kzcheck.model import BlockKind, Document, MarkKind

ROWS = (("", "Output", "Share"), ("Coal", "1,204", "31.5"), ("Wind", "866", "22.7"))
HTML_TABLE = (
    "<table><tr><th></th><th>Output</th><th>Share</th></tr>"
    "<tr><td>Coal</td><td>1,204</td><td>31.5</td></tr><tr><td>Wind</td><td>866</td><td>22.7</td></tr></table>"
)
BARS = "|  | Output | Share |\n|---|---:|---|\n| Coal | 1,204 | 31.5 |\n| Wind | 866 | 22.7 |\n"
OPEN_BARS = " | Output | Share\n--- | --- | ---\nCoal | 1,204 | 31.5\nWind | 866 | 22.7\n"


def page(source: str) -> Document:
    return html.read("p.html", source.encode())[0][0]


def note(source: str) -> Document:
    return markdown.read("n.md", source.encode())[0][0]


def grid(document: Document, n: int = 0) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): document.text[c.start : c.end] for c in document.tables[n].cells}


@pytest.mark.parametrize("document", [page(HTML_TABLE), note(BARS), note(OPEN_BARS)], ids=["html", "bars", "open"])
def test_a_table_is_the_same_grid_in_every_format(document: Document) -> None:
    cells = grid(document)
    assert {place: text for place, text in cells.items() if text} == {
        (r, c): text for r, row in enumerate(ROWS) for c, text in enumerate(row) if text
    }
    assert (document.tables[0].rows, document.tables[0].columns) == (3, 3)
    assert all(c.header == (c.row == 0) for c in document.tables[0].cells)
    assert document.cell_at(document.text.index("866"))[1].row == 2  # type: ignore[index]
    assert document.cell_at(0) is None or document.text[0] != "|"


def test_spans_are_laid_as_html_lays_them() -> None:
    document = page(
        "<table><tr><th rowspan=2>Region</th><th colspan=2>Households</th></tr><tr><th>2020</th><th>2024</th></tr>"
        "<tr><td>North</td><td>12</td><td>14</td></tr></table>"
    )
    places = {
        document.text[c.start : c.end]: (c.row, c.column, c.row_span, c.column_span) for c in document.tables[0].cells
    }
    assert places["Households"] == (0, 1, 1, 2)
    assert places["Region"] == (0, 0, 2, 1)
    assert places["2024"] == (1, 2, 1, 1)
    assert places["14"] == (2, 2, 1, 1)


def test_columns_and_rows_without_text_are_no_part_of_the_grid() -> None:
    document = page(
        "<table><tr><td></td><td></td><td></td><td></td></tr><tr><td>Rent</td><td></td><td>$</td><td>12</td></tr>"
        "<tr><td>Food</td><td colspan=2></td><td>7</td></tr></table>"
    )
    assert grid(document) == {(0, 0): "Rent", (0, 1): "$", (0, 2): "12", (1, 0): "Food", (1, 1): "", (1, 2): "7"}


def test_a_table_that_only_places_text_is_none() -> None:
    bullets = page("<table><tr><td>•</td><td>We planted 40 trees along the canal.</td></tr></table>")
    assert bullets.tables == ()
    assert "• We planted 40 trees along the canal." in bullets.text
    frame = page(
        f"<table role=presentation><tr><td>Menu</td><td>{HTML_TABLE}</td></tr><tr><td>a</td><td>b</td></tr></table>"
    )
    assert len(frame.tables) == 1


def test_raised_digits_are_no_digits_of_the_number_before() -> None:
    document = page(
        "<p>Output was 4.5<sup>1</sup> tonnes, 10<sup>6</sup> bolts on 9 m<sup>2</sup>, the 5<sup>th</sup> time.</p>"
    )
    assert "4.5¹ tonnes, 10⁶ bolts on 9 m², the 5th time" in document.text
    assert [m.kind for m in document.marks] == [MarkKind.SUPERSCRIPT] * 4


def test_struck_text_is_marked_and_hidden_text_left_out() -> None:
    document = page(
        "<p>It weighs <del>410</del> 455 kg<span style='display: none'> or 500</span><b hidden>!</b>"
        "<span style='text-decoration: line-through'> 5</span></p>"
    )
    assert "500" not in document.text
    assert "!" not in document.text
    struck = [document.text[m.start : m.end].strip() for m in document.marks if m.kind is MarkKind.DELETED]
    assert struck == ["410", "5"]
    gone = note("It weighs ~~410~~ 455 kg.")
    assert [gone.text[m.start : m.end] for m in gone.marks] == ["410"]


def test_blocks_name_what_they_are() -> None:
    source = "# Yields\n\nRain fell\nfor a week.\n\n- 5 fields\n- 7 barns\n\n```\n9 t\n```\n\n"
    source += "| a | b |\n|---|---|\n| 1 | 2 |\n"
    document = note(source)
    assert [(b.kind, document.text[b.start : b.end].split("\n")[0]) for b in document.blocks] == [
        (BlockKind.HEADING, "# Yields"),
        (BlockKind.PARAGRAPH, "Rain fell"),
        (BlockKind.ITEM, "- 5 fields"),
        (BlockKind.ITEM, "- 7 barns"),
        (BlockKind.CODE, "```"),
        (BlockKind.TABLE, "| a | b |"),
    ]
    kinds = [
        b.kind for b in page("<h2>Yields</h2><p>Rain</p><ul><li>5</ul><figcaption>x</figcaption>" + HTML_TABLE).blocks
    ]
    assert kinds == ["heading", "paragraph", "item", "caption", "table"]


SOURCES = (
    "<!-- 5 < 6 --><html>\r\n<body class='a>b'>\r\n<p>Rye &amp; wheat,\r\n   12&nbsp;tonnes &lt; 40</p>",
    (
        "<p>An <b>oak</b> of 17\n<script>if (a<b) {'<p>99</p>'}</script>\n"
        "<td>18</td><table>\n<tr><td>Jan</td><td>2,300</td></tr>\n<tr><td>Feb</td><td>&#8722;41</td></tr></table>"
    ),
    '<textarea>7 < 8</textarea>\n\n<p title="it\'s > 5">Last line: 77\n\n   words  </p>',
)


@pytest.mark.parametrize("source", SOURCES)
def test_every_word_of_a_page_leads_back_to_its_line_and_column(source: str) -> None:
    document = page(source)
    lines = source.split("\n")
    words = list(re.finditer(r"[A-Za-z0-9,]{2,}", document.text))
    assert len(words) > 3
    for m in words:
        place = document.location(m.start())
        assert lines[place.line - 1][place.column - 1 :].startswith(m[0])


def test_real_pages_lead_back_too() -> None:
    folder = Path(__file__).parents[3] / "shared" / "corpora" / "filings" / "docs"
    if not folder.is_dir():
        pytest.skip("needs ../shared/corpora/filings")
    source = (folder / "nflx-10-q-2025-07-18.html").read_text("utf-8")
    document = page(source)
    lines = source.split("\n")
    for m in re.finditer(r"[A-Za-z0-9,.]{4,}", document.text):
        place = document.location(m.start())
        assert lines[place.line - 1].startswith(m[0], place.column - 1)


def test_plain_text_has_tables_too() -> None:
    (document,), _ = plain.read("t.txt", b"Rents:\n| Oslo | 12 |\n| Bergen | 9 |\n")
    assert grid(document)[1, 1] == "9"


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_an_underlined_line_is_a_heading(name, tmp_path):
    (tmp_path / name).write_text(
        "The harbour\n===========\n\nCargo was 5 t.\n\nFees\n----\nThey were $4.\n\n---\nEnd.\n"
    )
    (document,), _ = load([str(tmp_path / name)])
    said = [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks]
    assert [row for row in said if row[0] == "heading"] == [("heading", 1, "The harbour"), ("heading", 2, "Fees")]
