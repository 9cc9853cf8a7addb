"""OpenDocument files and presentations: what their reader sees, whatever the language of who saved them."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import pytest

pytest.importorskip("lxml", reason="lxml reads Office files")

from kzcheck.documents import load, ods, odt, slides
from kzcheck.documents.decoding import NotTextError
from kzcheck.model import Document, MarkKind

NAMES = (
    ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
    ("number", "datastyle"), ("presentation", "presentation"),
)  # fmt: skip
SPACES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in NAMES) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def made(kind: str, body: str, styles: str = "", head: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        file.writestr(
            "content.xml",
            f"{head}<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
    return out.getvalue()


CURRENCY = (
    '<number:currency-style style:name="N1"><number:number number:decimal-places="1" number:min-integer-digits="1" '
    'number:display-factor="1000000000"/><number:text> Mrd. </number:text><number:currency-symbol>€'
    "</number:currency-symbol></number:currency-style>"
    '<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>'
    '<number:percentage-style style:name="N2"><number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    '<number:text> %</number:text></number:percentage-style>'
    '<style:style style:name="c2" style:family="table-cell" style:data-style-name="N2"/>'
)  # fmt: skip


def sheet(cells: str) -> Document:
    body = f'<table:table table:name="Sheet1"><table:table-row>{cells}</table:table-row></table:table>'
    (document,), _ = ods.read("figures.ods", made("spreadsheet", body, CURRENCY))
    return document


def value(kind: str, attribute: str, shown: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" {attribute} {more}><text:p>{shown}</text:p></table:table-cell>'
    )


NOTE = "<office:annotation><text:p>99</text:p></office:annotation>"
LABEL = "<table:table-cell><text:p>a</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (value("time", 'office:time-value="PT5M30S"', "00:05:30"), "330 s"),
        (value("time", 'office:time-value="PT00H05M30.5S"', "00:05:30"), "330.5 s"),
        (value("boolean", 'office:boolean-value="true"', "WAHR"), "TRUE"),
        (value("date", 'office:date-value="2024-03-31"', "31.03.24"), "2024-03-31"),
        (value("currency", 'office:value="1234567890"', "1,2 Mrd. €", 'table:style-name="c1"'), "1.2 Mrd. €"),
        (value("percentage", 'office:value="0.125"', "12,5 %", 'table:style-name="c2"'), "12.5 %"),
        (value("float", 'office:value="1234.5"', "1234,5"), "1234.5"),
        (f"<table:table-cell><text:p>455{NOTE}</text:p></table:table-cell>", "455"),
    ],
)  # fmt: skip
def test_a_stored_value_is_shown_whatever_the_language_of_the_file(cell, seen):
    document = sheet(LABEL + cell)
    last = document.tables[0].cells[-1]
    assert document.text[last.start : last.end] == seen


def test_a_repeated_cell_counts_each_time_and_the_stored_value_is_kept():
    document = sheet(LABEL + value("float", 'office:value="5" table:number-columns-repeated="3"', "5"))
    assert document.text == "| a | 5 | 5 | 5 |\n"
    assert document.tables[0].cells[1].stored == Fraction(5)
    assert document.where(document.tables[0].cells[3].start) == "figures.ods:Sheet1!D1"


def test_cells_repeated_to_the_edge_of_the_sheet_cost_nothing():
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = (
        f'<table:table table:name="S"><table:table-row>{LABEL}{LABEL}{empty}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048575">{empty}</table:table-row></table:table>'
    )
    (document,), _ = ods.read("figures.ods", made("spreadsheet", body))
    assert document.text == "## S\n\n| a | a |\n"


STRUCK = (
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="T2" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style><style:style style:name="T3" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'text:start-value="3"/></text:list-style>'
)  # fmt: skip


CHANGED = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>2</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes><text:p>1<text:change-start text:change-id='x'/>3"
    "<text:change-end text:change-id='x'/><text:change text:change-id='y'/>.5 t</text:p>"
)
NOTED = (
    "<text:p>12 t<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Dry.</text:p>"
    "</text:note-body></text:note>.</text:p>"
)
CONTENTS = (
    "<text:table-of-content><text:index-body><text:p>Growth 12</text:p></text:index-body></text:table-of-content>"
    "<text:p>5 t</text:p>"
)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ('<text:p>10<text:span text:style-name="T2">6</text:span> t</text:p>', "10⁶ t"),
        ('<text:p>5 t<text:span text:style-name="T3"> and 6 t</text:span></text:p>', "5 t"),
        ("<text:p>5<text:s text:c='3'/>t<text:tab/>7<text:line-break/>8</text:p>", "5 t\t7\n8"),
        (CHANGED, "13.5 t"),
        ('<text:h text:outline-level="2">Growth</text:h>', "## Growth"),
        ('<text:list text:style-name="L1"><text:list-item><text:p>x</text:p></text:list-item></text:list>', "3. x"),
        (NOTED, "12 t¹.\n\n[1] Dry."),
        ("<text:p>Before.<draw:frame><draw:text-box><text:p>Boxed 7 t.</text:p></draw:text-box></draw:frame></text:p>",
         "Before.\n\nBoxed 7 t."),
        (CONTENTS, "5 t"),
    ],
)  # fmt: skip
def test_a_text_reads_as_it_is_seen(body, seen):
    (document,), _ = odt.read("talk.odt", made("text", body, STRUCK))
    assert document.text.rstrip("\n") == seen


def test_struck_text_is_marked():
    body = '<text:p><text:span text:style-name="T1">410</text:span> 455 t</text:p>'
    (document,), _ = odt.read("talk.odt", made("text", body, STRUCK))
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == [(MarkKind.DELETED, "410")]


def test_entities_of_their_own_are_refused():
    with pytest.raises(NotTextError, match="document type"):
        odt.read("talk.odt", made("text", "<text:p/>", head='<!DOCTYPE x [<!ENTITY e "5">]>'))


P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def deck(*contents: str, notes: str = "") -> bytes:
    def rels(*targets: tuple[str, str]) -> str:
        inner = "".join(f'<Relationship Id="r{i}" Type="{KIND}/{k}" Target="{t}"/>' for i, (k, t) in enumerate(targets))
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'

    names = [("slide", f"slides/slide{i}.xml") for i in range(len(contents))]
    ids = "".join(f'<p:sldId id="{256 + i}" r:id="r{i}"/>' for i in range(len(contents)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("_rels/.rels", rels(("officeDocument", "ppt/presentation.xml")))
        file.writestr(
            "ppt/presentation.xml", f"<p:presentation {P} {R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
        )
        file.writestr("ppt/_rels/presentation.xml.rels", rels(*names))
        for i, content in enumerate(contents):
            file.writestr(f"ppt/slides/slide{i}.xml", f"<p:sld {P} {A} {content}</p:sld>")
        if notes:
            file.writestr("ppt/slides/_rels/slide0.xml.rels", rels(("notesSlide", "../notesSlides/notes.xml")))
            file.writestr("ppt/notesSlides/notes.xml", f"<p:notes {P} {A}>{notes}</p:notes>")
    return out.getvalue()


def shape(words: str, place: str = "", run: str = "") -> str:
    holder = f'<p:nvPr><p:ph type="{place}"/></p:nvPr>' if place else ""
    text = f"<a:p><a:r><a:rPr {run}/><a:t>{words}</a:t></a:r></a:p>"
    return f"<p:sp><p:nvSpPr>{holder}</p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>"


def test_a_slide_has_its_title_first_and_no_furniture():
    content = f">{shape('Output was 455 t.')}{shape('12', 'sldNum')}{shape('The works', 'title')}"
    (document,), notices = slides.read("deck.pptx", deck(content, 'show="0">' + shape("9 t")))
    assert document.text == "## The works\n\nOutput was 455 t.\n"
    assert document.where(document.text.index("455")) == "deck.pptx:slide 1"
    assert [n.message for n in notices] == ["left out: 1 hidden slide"]


def test_a_raised_digit_of_a_slide_is_a_note_and_notes_are_read():
    notes = shape("Speak of 7 t.", "body") + shape("1", "sldNum")
    content = ">" + shape("Output was 12").replace("</a:r>", '</a:r><a:r><a:rPr baseline="30000"/><a:t>2</a:t></a:r>')
    assert slides.read("deck.pptx", deck(content, notes=notes))[0][0].text == "Output was 12²\n\nSpeak of 7 t.\n"


def test_a_table_of_a_slide_is_a_grid():
    def row(*cells: str) -> str:
        return (
            "<a:tr>"
            + "".join(
                f"<a:tc{more}<a:txBody>{shape(t).partition('<p:txBody>')[2].partition('</p:txBody>')[0]}</a:txBody></a:tc>"
                for t, _, more in (c.partition("|") for c in cells)
            )
            + "</a:tr>"
        )

    grid = row("Works|>", "Output| gridSpan='2'>", "| hMerge='1'>") + row("North|>", "455|>", "410|>")
    frame = (
        f"><p:graphicFrame><a:graphic><a:graphicData><a:tbl>{grid}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    (document,), _ = slides.read("deck.pptx", deck(frame))
    assert document.text == "| Works | Output | |\n| North | 455 | 410 |\n"
    assert document.where(document.text.index("410")) == "deck.pptx:slide 1, table 1, row 2, column 3"


def test_an_open_presentation_reads_alike(tmp_path):
    body = (
        '<draw:page><draw:frame><draw:text-box><text:p>Output was 455 t.</text:p></draw:text-box></draw:frame>'
        '<draw:frame presentation:class="title"><draw:text-box><text:p>The works</text:p></draw:text-box></draw:frame>'
        "</draw:page>"
    )  # fmt: skip
    (tmp_path / "deck.odp").write_bytes(made("presentation", body))
    (document,), _ = load([str(tmp_path / "deck.odp")])
    assert document.text == "## The works\n\nOutput was 455 t.\n"
