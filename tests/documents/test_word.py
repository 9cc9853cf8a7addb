"""Word documents: what a reader of the page sees."""

from __future__ import annotations

import io
import zipfile

import pytest

pytest.importorskip("lxml", reason="lxml reads Word documents")

from kzcheck.documents import docx, load
from kzcheck.documents.decoding import NotTextError
from kzcheck.model import BlockKind, Document, MarkKind

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("footnotes", "footnotes"),
        )
    )
    + "</Types>"
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """
<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Own"><w:name w:val="My head"/><w:basedOn w:val="H2"/></w:style>
<w:style w:styleId="Cap"><w:name w:val="caption"/></w:style>
<w:style w:styleId="Toc"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Secret" w:type="character"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
"""


def made(body: str, *, footnotes: str = "", document: str = "") -> bytes:
    parts = {
        "word/document.xml": document or f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{NUMBERING}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {SPACES}>{footnotes}</w:footnotes>",
    }
    kinds = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}
    rels = "".join(f'<Relationship Id="r{k}" Type="{RELATED}/{k}" Target="{k}.xml"/>' for k in kinds)
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    main = f'<Relationship Id="r1" Type="{RELATED}/officeDocument" Target="word/document.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", f"<Relationships {space}>{main}</Relationships>")
        file.writestr("word/_rels/document.xml.rels", f"<Relationships {space}>{rels}</Relationships>")
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def read(body: str, **parts: str) -> Document:
    (document,), _ = docx.read("talk.docx", made(body, **parts))
    return document


def text(body: str, **parts: str) -> str:
    return read(body, **parts).text.rstrip("\n")


def p(*runs: str, props: str = "") -> str:
    return f"<w:p><w:pPr>{props}</w:pPr>{''.join(runs)}</w:p>"


def r(words: str, props: str = "") -> str:
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


MATH = "<m:r><m:t>{}</m:t></m:r>"
RAISED = '<w:vertAlign w:val="superscript"/>'
DELETED_2 = "<w:del><w:r><w:delText>2</w:delText></w:r></w:del>"
BOX = "<w:txbxContent><w:p><w:r><w:t>Boxed 77 t.</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (p(r("1"), DELETED_2, f"<w:ins>{r('3')}</w:ins>", r(".5 t")), "13.5 t"),
        (p(f"<w:moveFrom>{r('9')}</w:moveFrom>", f"<w:moveTo>{r('7')}</w:moveTo>", r(" t")), "7 t"),
        (p(r("5 t"), r(" and 6 t", "<w:vanish/>")), "5 t"),
        (p(r("5 t"), r(" and 6 t", '<w:rStyle w:val="Secret"/>')), "5 t"),
        (p(r("5 t"), r(" and 6 t", '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>')), "5 t and 6 t"),
        (p(r("18"), props="<w:rPr><w:del/></w:rPr>") + p(r("0 t")), "180 t"),
        (p("<w:r><w:noBreakHyphen/><w:t>5.3</w:t></w:r>"), "-5.3"),
        (p("<w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>7 t</w:t></w:r>"), "5-7 t"),
        (p("<w:r><w:t>5 mil</w:t><w:softHyphen/><w:t>lion</w:t></w:r>"), "5 million"),
        (p("<w:r><w:t>88</w:t><w:br/><w:t>999</w:t></w:r>"), "88\n999"),
        (p("<w:r><w:t>88</w:t><w:tab/><w:t>999</w:t></w:r>"), "88\t999"),
        (p("<w:r><w:t>88</w:t><w:ptab/><w:t>999</w:t></w:r>"), "88\t999"),
        (p(r("10"), r("6", RAISED), r(" t")), "10⁶ t"),
        (p(r("in 2024"), r("1", RAISED)), "in 2024¹"),
        (p(r("10"), r("6", '<w:position w:val="8"/>')), "10⁶"),
        (p(f'<w:fldSimple w:instr=" DOCPROPERTY x ">{r("12 t")}</w:fldSimple>'), "12 t"),
        (
            p(
                '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> = 5 + 6 </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                r("11 t"),
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            ),
            "11 t",
        ),
        (p(r("Page "), f'<w:fldSimple w:instr=" PAGE ">{r("12")}</w:fldSimple>'), "Page"),
        (f"<w:sdt><w:sdtPr><w:alias w:val='9'/></w:sdtPr><w:sdtContent>{p(r('5 t'))}</w:sdtContent></w:sdt>", "5 t"),
        (p("<w:smartTag>", r("5 t"), "</w:smartTag>"), "5 t"),
        (p(r("Growth 5 %"), props='<w:pStyle w:val="Own"/>'), "## Growth 5 %"),
        (p(r("A"), props='<w:outlineLvl w:val="0"/>'), "# A"),
        (p(r("Results 12"), props='<w:pStyle w:val="Toc"/>') + p(r("5 t")), "5 t"),
        (p(r("A"), '<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>', r("5")), "A−5"),
        (p(f"<m:oMath><m:sSup><m:e>{MATH.format(10)}</m:e><m:sup>{MATH.format(6)}</m:sup></m:sSup></m:oMath>"), "10⁶"),
        (p(f"<m:oMath><m:f><m:num>{MATH.format(3)}</m:num><m:den>{MATH.format(4)}</m:den></m:f></m:oMath>"), "3/4"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_seen(body, seen):
    assert text(body) == seen


def test_a_text_box_is_read_once_after_its_paragraph():
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(p(r("Before "), box, r("and after."))) == "Before and after.\n\nBoxed 77 t."


def test_struck_text_is_kept_and_marked():
    document = read(p(r("410", "<w:strike/>"), r(" 455 t")))
    assert document.text == "410 455 t\n"
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == [(MarkKind.DELETED, "410")]


def test_lists_count_as_word_counts_them():
    def item(words, level=0, number=1):
        return p(r(words), props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    body = item("first") + item("inner", 1) + item("inner", 1) + item("second") + item("inner", 1) + item("dot", 0, 2)
    assert text(body).splitlines()[::2] == [
        "3. first",
        "  3.a) inner",
        "  3.b) inner",
        "4. second",
        "  4.a) inner",
        "- dot",
    ]


def cell(words: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{p(r(words))}</w:tc>"


def row(*cells: str, props: str = "") -> str:
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(cells)}</w:tr>"


def test_a_table_keeps_its_columns_below_merged_cells():
    down, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = p(r("Table 1. Output, kt"), props='<w:pStyle w:val="Cap"/>') + (
        "<w:tbl>"
        + row(cell("Works", down), cell("Output", '<w:gridSpan w:val="2"/>'), props="<w:tblHeader/>")
        + row(cell("", go_on), cell("2024"), cell("2023"))
        + row(cell("North"), cell("455"), cell("410"))
        + row(cell("South"), cell("5"), cell("4"), props="<w:del/>")
        + "</w:tbl>"
    )
    document = read(body)
    (table,) = document.tables
    cells = {(c.row, c.column): c for c in table.cells}
    assert document.text.splitlines()[2:] == ["| Works | Output | |", "| | 2024 | 2023 |", "| North | 455 | 410 |"]
    assert (cells[0, 0].row_span, cells[0, 1].column_span, cells[0, 0].header) == (2, 2, True)
    assert table.caption == (0, len("Table 1. Output, kt"))
    assert document.where(document.text.index("455")) == "talk.docx:table 1, row 3, column 2"


def test_a_table_that_only_lays_out_the_page_is_read_as_lines():
    assert (
        text("<w:tbl>" + row(cell("Output was 5 t.")) + row(cell("It rose.")) + "</w:tbl>")
        == "Output was 5 t.\n\nIt rose."
    )


def test_notes_are_texts_of_their_own_and_their_marks_no_digits():
    note = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", r(" Without the south, 7 t."))}</w:footnote>'
    document = read(p(r("Output was 12"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r(" t.")), footnotes=note)
    assert document.text == "Output was 12¹ t.\n\n[1] Without the south, 7 t.\n"
    assert [b.kind for b in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.FOOTNOTE]


def test_paragraphs_are_counted_for_their_place():
    document = read(p(r("One.")) + p() + p(r("Two 5 t.")))
    assert document.where(document.text.index("Two")) == "talk.docx:paragraph 2"


def test_what_is_left_out_is_said():
    _, notices = docx.read("talk.docx", made(p(r("1"), DELETED_2, r(" t"), r("x", "<w:vanish/>"))))
    assert [n.message for n in notices] == ["left out: 1 deletions, 1 hidden passages"]


def test_external_entities_are_refused():
    entity = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    document = f"{entity}<w:document {SPACES}><w:body><w:p/></w:body></w:document>"
    with pytest.raises(NotTextError, match="document type"):
        docx.read("talk.docx", made("", document=document))


def test_deep_nesting_is_refused_and_no_crash(tmp_path):
    (tmp_path / "deep.docx").write_bytes(
        made("<w:sdt><w:sdtContent>" * 400 + p(r("5")) + "</w:sdtContent></w:sdt>" * 400)
    )
    documents, notices = load([str(tmp_path)])
    assert (documents, [n.code for n in notices]) == ([], ["damaged"])


@pytest.mark.parametrize("cut", [0, 10, 400, 900])
def test_a_truncated_file_is_named(tmp_path, cut):
    (tmp_path / "cut.docx").write_bytes(made(p(r("5 t")))[:cut])
    documents, notices = load([str(tmp_path)])
    assert documents == []
    assert [n.severity for n in notices] == ["error"]


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_libreoffice_writes_the_same_document(office, tmp_path, suffix):
    note = f'<w:footnote w:id="2">{p(r("Without the south."))}</w:footnote>'
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    data = made(
        p(r("Growth"), props='<w:pStyle w:val="H2"/>')
        + p(r("10"), r("6", RAISED), r(" t in 2024"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r("."))
        + p(r("1"), DELETED_2, f"<w:ins>{r('3')}</w:ins>", r(".5 t, and 6 t"), r(" but not 7 t", "<w:vanish/>"))
        + p(r("third"), props=item)
        + "<w:tbl>"
        + row(cell("Works"), cell("Output", '<w:gridSpan w:val="2"/>'))
        + row(cell(""), cell("2024"), cell("2023"))
        + row(cell("North"), cell("455"), cell("410"))
        + "</w:tbl>",
        footnotes=note,
    )
    (tmp_path / "talk.docx").write_bytes(data)
    (own,), _ = load([str(tmp_path / "talk.docx")])
    (other,), _ = load([str(office(tmp_path / "talk.docx", suffix))])
    assert other.text == own.text
    assert [(c.row, c.column, c.column_span) for c in other.tables[0].cells if c.end > c.start] == [
        (c.row, c.column, c.column_span) for c in own.tables[0].cells if c.end > c.start
    ]
