"""Notebooks, books, feeds, markup and packed files."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from kzcheck.documents import epub, feed, load, notebook
from kzcheck.documents.asciidoc import read as read_asciidoc
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.restructured import read as read_rst
from kzcheck.model import BlockKind, Document, MarkKind


def grid(read: Document, number: int = 0) -> list[list[str]]:
    table = read.tables[number]
    out = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = read.text[cell.start : cell.end]
    return out


def zipped(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


SHOWN = "<table><tr><td>a</td><td>7</td></tr><tr><td>b</td><td>8</td></tr></table>"


class TestNotebooks:
    CELLS = (
        {"cell_type": "markdown", "source": ["# Output\n", "It was 455 t."]},
        {
            "cell_type": "code",
            "source": "x = 99",
            "outputs": [
                {"output_type": "stream", "text": ["mean 12.5 ms\n"]},
                {"output_type": "execute_result", "data": {"text/plain": ["5"], "text/html": SHOWN}},
                {"output_type": "display_data", "data": {"image/png": "x", "text/plain": "<Figure 640x480>"}},
                {"output_type": "error", "ename": "ValueError", "evalue": "41"},
            ],
        },
    )  # fmt: skip

    def test_texts_and_outputs_are_read_and_code_is_none(self):
        (document,), notices = notebook.read("a.ipynb", json.dumps({"cells": self.CELLS}).encode())
        kinds = [block.kind for block in document.blocks]
        assert "It was 455 t." in document.text
        assert "mean 12.5 ms" in document.text
        assert BlockKind.CODE in kinds
        assert grid(document) == [["a", "7"], ["b", "8"]]
        assert "640" not in document.text
        assert "41" not in document.text
        assert document.where(document.text.index("12.5")) == "a.ipynb:cell 2"
        assert [n.message for n in notices] == ["left out: 1 picture"]

    @pytest.mark.parametrize("data", [b"{", b"[]", b'{"worksheets": []}'])
    def test_what_is_no_notebook_is_refused(self, data):
        with pytest.raises(NotTextError):
            notebook.read("a.ipynb", data)


class TestBooks:
    def test_the_chapters_of_the_spine_are_read_in_their_order(self):
        container = '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>'
        package = (
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The works</dc:title></metadata>'
            '<manifest><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
        )
        page = "<html><body><p>Output was {} t.</p></body></html>"
        files = {
            "mimetype": "application/epub+zip", "META-INF/container.xml": container, "O/p.opf": package,
            "O/a.xhtml": page.format(5), "O/b.xhtml": page.format(6), "O/n.xhtml": page.format(99),
        }  # fmt: skip
        documents, _ = epub.read("book.epub", zipped(**files))
        assert [(d.id, d.text.strip(), d.title) for d in documents] == [
            ("book.epub#O/a.xhtml", "Output was 5 t.", "The works"),
            ("book.epub#O/b.xhtml", "Output was 6 t.", "The works"),
        ]


class TestFeeds:
    def test_each_item_of_rss_is_a_document_of_its_day(self, tmp_path):
        (tmp_path / "news.xml").write_text(
            "<rss><channel><title>Mill News</title><item><title>Output up</title><link>https://x.test/1</link>"
            "<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"
            "<description>&lt;p&gt;Output was 455 t.&lt;/p&gt;</description></item></channel></rss>"
        )
        (document,), _ = load([str(tmp_path / "news.xml")])
        assert document.text.split() == ["#", "Output", "up", "Output", "was", "455", "t."]
        assert (document.publisher, str(document.published), document.url) == (
            "Mill News",
            "2024-03-05",
            "https://x.test/1",
        )

    def test_an_entry_of_atom_may_hold_a_page(self):
        data = (
            b'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>T</title>'
            b"<updated>2024-03-05T00:00:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
            b"<p>It was 7 t.</p></div></content></entry></feed>"
        )
        (document,), _ = feed.read("news.atom", data)
        assert "It was 7 t." in document.text
        assert str(document.published) == "2024-03-05"

    def test_a_feed_with_entities_of_its_own_is_refused(self):
        with pytest.raises(NotTextError, match="document type"):
            feed.read("news.rss", b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel/></rss>')


RST = """The works
=========

Output was 455 t, 10 :sup:`6` kg, as ``x = 99`` says::

    code 41

.. code-block:: python

   y = 42

.. a comment of 43 t

=====  ====  =====
Works  2024  2023
=====  ====  =====
North  455   410
South  5     4
=====  ====  =====

+-------+------+
| Works | Tons |
+=======+======+
| East  | 7    |
+-------+------+

Costs
-----

They fell by 3 %.
"""


def test_restructured_text_keeps_its_headings_code_and_tables():
    (document,), _ = read_rst("a.rst", RST.encode())
    heads = [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind is BlockKind.HEADING]
    code = " ".join(document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.CODE)
    assert document.text == RST
    assert heads == [("The works", 1), ("Costs", 2)]
    assert all(number in code for number in ("41", "42", "43"))
    assert grid(document, 0) == [["Works", "2024", "2023"], ["North", "455", "410"], ["South", "5", "4"]]
    assert grid(document, 1) == [["Works", "Tons"], ["East", "7"]]
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == [
        (MarkKind.SUPERSCRIPT, "6"),
        (MarkKind.CODE, "x = 99"),
    ]


ASCIIDOC = """= The works

Output was 455 t, 10^6^ kg, not [line-through]#410#.

----
code 41
----

// a comment of 43 t

[cols="3*",options="header"]
|===
|Works |2024 |2023
|North |455
|410
2+|South |4
|===

== Costs
"""


def test_asciidoc_keeps_its_headings_code_and_tables():
    (document,), _ = read_asciidoc("a.adoc", ASCIIDOC.encode())
    code = " ".join(document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.CODE)
    heads = [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert heads == [("= The works", 1), ("== Costs", 2)]
    assert "41" in code
    assert "43" in code
    assert grid(document) == [["Works", "2024", "2023"], ["North", "455", "410"], ["South", "", "4"]]
    assert [(m.kind, document.text[m.start : m.end]) for m in document.marks] == [
        (MarkKind.SUPERSCRIPT, "6"),
        (MarkKind.DELETED, "410"),
    ]


class TestPacked:
    def test_a_gzip_file_is_read_as_what_it_holds(self, tmp_path):
        (tmp_path / "a.md.gz").write_bytes(gzip.compress(b"# Output\n\nIt was 5 t."))
        (document,), _ = load([str(tmp_path / "a.md.gz")])
        assert (document.format, document.id) == ("markdown", "a.md.gz")

    def test_the_files_of_a_zip_are_read_and_the_others_counted(self, tmp_path):
        inner = {
            "b.txt": "It was 6 t.",
            "docs/a.html": "<p>It was 5 t.</p>",
            "p.png": b"\x89PNG",
            ".x.txt": "9 t",
            "bad.pdf": b"%PDF-1",
        }
        (tmp_path / "all.zip").write_bytes(zipped(**inner))
        documents, notices = load([str(tmp_path / "all.zip")])
        assert [d.id for d in documents] == ["all.zip#b.txt", "all.zip#docs/a.html"]
        assert [(n.severity, n.code) for n in notices] == [("error", "damaged"), ("info", "left-out")]

    def test_a_zip_in_a_zip_is_named_and_not_opened(self, tmp_path):
        (tmp_path / "all.zip").write_bytes(zipped(**{"in.zip": zipped(**{"a.txt": "5 t"})}))
        documents, notices = load([str(tmp_path / "all.zip")])
        assert documents == []
        assert [n.message for n in notices] == ["packed again inside a packed file: unpack it first"]

    def test_a_gzip_bomb_is_refused(self, tmp_path):
        (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b" " * 400_000_100, compresslevel=1))
        _, notices = load([str(tmp_path / "a.txt.gz")])
        assert [n.code for n in notices] == ["too-large"]

    def test_a_damaged_one_is_named(self, tmp_path):
        (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"It was 5 t." * 50)[:30])
        assert [n.code for n in load([str(tmp_path / "a.txt.gz")])[1]] == ["damaged"]


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED = "it is an encrypted Office file: save it without a password"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(20), "it is a PNG picture"),
        ("a.doc", OLE2 + "WordDocument".encode("utf-16-le"), "it is a Word 97-2003 document: save it as .docx"),
        ("a.docx", OLE2 + "EncryptedPackage".encode("utf-16-le"), ENCRYPTED),
        ("a.rtf", b"{\\rtf1 5 t}", "it is a Rich Text file: save it as .docx"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named_with_what_would_be_right(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    documents, notices = load([str(tmp_path / name)])
    assert documents == []
    assert [(n.severity, n.message) for n in notices] == [("error", said)]
