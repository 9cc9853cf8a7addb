"""Files, folders, globs, corpora and metadata become documents."""

from __future__ import annotations

import json
import os
import pkgutil
import socket
from importlib import import_module
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kzcheck.documents
from kzcheck.documents import FORMATS, InputError, load
from kzcheck.documents.metadata import front_matter
from kzcheck.model import Notice, PartialDate
from kzcheck.storage import YamlError, load_placed


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def put(name: str, text: str | bytes = "Sales were 5 million.") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def ids(*paths: str, **options: object) -> list[str]:
    return [d.id for d in load(paths, **options)[0]]  # type: ignore[arg-type]


def told(notices: list[Notice], code: str) -> list[str]:
    return [str(n) for n in notices if n.code == code]


def test_every_format_module_is_listed() -> None:
    folder = Path(kzcheck.documents.__file__).parent
    modules = {
        module.name
        for module in pkgutil.iter_modules([str(folder)])
        if hasattr(import_module(f"kzcheck.documents.{module.name}"), "SUFFIXES")
    }
    assert modules == {f.__name__.rpartition(".")[2] for f in FORMATS}  # type: ignore[attr-defined]
    suffixes = [s for f in FORMATS for s in f.SUFFIXES]
    assert len(suffixes) == len(set(suffixes))


class TestFinding:
    def test_folders_are_read_recursively_and_sorted(self) -> None:
        for name in ("docs/b.txt", "docs/a/z.md", "docs/a/c.html", "docs/A.txt"):
            put(name, "<p>5 t</p>" if name.endswith("html") else "5 t")
        assert ids("docs") == ["docs/A.txt", "docs/a/c.html", "docs/a/z.md", "docs/b.txt"]

    def test_a_file_given_twice_is_read_once(self) -> None:
        put("docs/a.txt")
        put("docs/b.txt")
        assert ids("docs/b.txt", "docs", str(Path.cwd() / "docs")) == ["docs/b.txt", "docs/a.txt"]

    def test_globs_are_expanded(self) -> None:
        for name in ("x/1.txt", "x/2.md", "x/y/3.txt"):
            put(name)
        assert ids("x/**/*.txt") == ["x/1.txt", "x/y/3.txt"]
        with pytest.raises(InputError, match=r"no file matches x/\*\.rst"):
            load(["x/*.rst"])

    def test_names_are_never_absolute(self, tmp_path: Path) -> None:
        for name in ("one/docs/a.txt", "two/docs/a.txt"):
            path = tmp_path / name
            path.parent.mkdir(parents=True)
            path.write_text("5 t", encoding="utf-8")
        assert ids(str(tmp_path / "one/docs")) == ["docs/a.txt"]
        assert ids(str(tmp_path / "one/docs/a.txt")) == ["a.txt"]
        assert ids("../one/docs") == ["../one/docs/a.txt"]
        both = ids(str(tmp_path / "one/docs"), str(tmp_path / "two/docs"))
        assert both == ["one/docs/a.txt", "two/docs/a.txt"]

    def test_gitignore_is_honoured_up_to_the_root_of_the_repository(self) -> None:
        Path(".git").mkdir()
        put(".gitignore", "drafts/\n/docs/old.txt\n*.tmp.txt\n")
        put("docs/.gitignore", "!keep.tmp.txt\nlocal.txt\n")
        for name in ("new.txt", "old.txt", "x.tmp.txt", "local.txt", "drafts/d.txt", "sub/old.txt"):
            put(f"docs/{name}")
        documents, notices = load(["docs"])
        assert [d.id for d in documents] == ["docs/new.txt", "docs/sub/old.txt"]
        assert any("4 ignored by .gitignore" in line for line in told(notices, "left-out"))
        assert ids("docs/local.txt", "docs/drafts") == ["docs/local.txt", "docs/drafts/d.txt"]

    def test_hidden_and_unknown_kinds_are_left_out_and_counted(self) -> None:
        for name in ("d/a.txt", "d/.hidden.txt", "d/.git/x.txt", "d/photo.png", "d/code.py"):
            put(name)
        documents, notices = load(["d"])
        assert [x.id for x in documents] == ["d/a.txt"]
        assert told(notices, "left-out") == [
            "left out in folders: 2 hidden; 2 of a kind that is not read (code.py, photo.png)"
        ]

    def test_include_and_exclude(self) -> None:
        for name in ("d/a.txt", "d/b.md", "d/sub/c.md", "d/notes.log"):
            put(name)
        assert ids("d", include=["*.md"]) == ["d/b.md", "d/sub/c.md"]
        assert ids("d", include=["*.log"]) == ["d/notes.log"]
        assert ids("d", exclude=["sub/", "a.*"]) == ["d/b.md"]

    def test_own_output_is_skipped(self) -> None:
        put("a.txt")
        put("reports/index.html", "<p>5</p>")
        assert ids(".", skip=[Path("reports")]) == ["a.txt"]

    def test_missing_paths_are_all_named_with_the_nearest(self) -> None:
        put("report.txt")
        with pytest.raises(InputError) as caught:
            load(["reprt.txt", "zzz"])
        assert str(caught.value) == "no such path: reprt.txt (did you mean report.txt?); no such path: zzz"

    def test_links_in_a_circle_are_left_and_named(self) -> None:
        put("d/a.txt")
        Path("d/again").symlink_to(Path("d").resolve())
        documents, notices = load(["d"])
        assert [x.id for x in documents] == ["d/a.txt"]
        assert told(notices, "loop") == ["d/again: a link leads back to a folder above; it is not followed"]

    def test_a_link_that_leads_nowhere_is_unreadable(self) -> None:
        put("d/a.txt")
        Path("d/gone.txt").symlink_to("nothing")
        documents, notices = load(["d"])
        assert len(documents) == 1
        assert told(notices, "unreadable") == ["d/gone.txt: cannot be read: no such file or directory"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_a_file_without_permission_is_named(self) -> None:
        put("d/a.txt")
        put("d/b.txt").chmod(0)
        documents, notices = load(["d"])
        assert len(documents) == 1
        assert told(notices, "unreadable") == ["d/b.txt: cannot be read: permission denied"]

    def test_an_unreadable_file_is_named_and_the_rest_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        put("d/a.txt")
        put("d/b.txt")
        opened = Path.open

        def deny(path: Path, *args: str) -> IO[bytes]:
            if path.name == "b.txt":
                raise PermissionError(13, "Permission denied", str(path))
            return opened(path, *args)

        monkeypatch.setattr(Path, "open", deny)
        documents, notices = load(["d"])
        assert [x.id for x in documents] == ["d/a.txt"]
        assert told(notices, "unreadable") == ["d/b.txt: cannot be read: permission denied"]

    def test_a_socket_is_named(self) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("s.txt")
            assert told(load(["s.txt"])[1], "unreadable") == ["s.txt: cannot be read: it is a socket"]

    def test_standard_input(self) -> None:
        documents, _ = load(["-"], stdin=lambda: b"Exports were 5 t.")
        assert [(d.id, d.text, d.format) for d in documents] == [("stdin", "Exports were 5 t.", "text")]
        page = load(["-"], stdin=lambda: b"<!doctype html><p>Exports were 5 t.")[0]
        assert page[0].format == "html"
        corpus = load(["-"], stdin=lambda: b'{"id": "a", "text": "5 t"}\n')[0]
        assert corpus[0].id == "stdin#a"


class TestText:
    def test_text_is_exactly_as_read(self) -> None:
        put("a.txt", "one\r\ntwo\rthree\n\ttab\u00a0five\n")
        assert load(["a.txt"])[0][0].text == "one\r\ntwo\rthree\n\ttab\u00a0five\n"

    @pytest.mark.parametrize(
        ("data", "code"),
        [(b"", "empty"), (b"\0\1\2", "no-text"), (b"5 \xff million", "broken-encoding")],
    )
    def test_bad_files_are_named_and_the_rest_goes_on(self, data: bytes, code: str) -> None:
        put("d/bad.txt", data)
        put("d/good.txt")
        documents, notices = load(["d"])
        assert [d.id for d in documents] == ["d/good.txt"]
        assert [(n.code, n.where, n.severity) for n in notices] == [(code, "d/bad.txt", "error")]


class TestFrontMatter:
    def test_it_is_read_and_left_in_the_text(self) -> None:
        text = (
            '---\ntitle: "Trade: the year"\npublisher: Agency\npublished: 2024-03\nlang: en-GB\ntopic: x\n---\n'
            "Body 5.\n"
        )
        put("a.md", text)
        d = load(["a.md"])[0][0]
        assert d.text == text
        assert d.text[d.body :] == "Body 5.\n"
        assert (d.title, d.publisher, str(d.published), d.published_how) == (
            "Trade: the year",
            "Agency",
            "2024-03",
            "stated",
        )
        assert (d.language, dict(d.fields), d.format) == ("en", {"lang": "en-GB", "topic": "x"}, "markdown")

    def test_crlf_and_lists_and_comments(self) -> None:
        text = "---\r\ntitle: A  # why\r\ntags: [a, b]\r\ndate: 2024-05-06T10:00:00Z\r\n---\r\nBody\r\n"
        put("a.txt", text)
        d = load(["a.txt"])[0][0]
        assert (d.title, str(d.published), d.text[d.body :]) == ("A", "2024-05-06", "Body\r\n")

    @pytest.mark.parametrize(
        ("front", "place", "said"),
        [
            ("title: A\npublished: 2024-13", "a.md:3:12", "'2024-13' is not a valid date"),
            ("title: [A\n", "a.md:4:1", "front matter"),
            ("title: A\ntitle: B", "a.md:3:1", "duplicate key"),
            ("publisher: {a: 1}", "a.md:2:12", "publisher must be a text, not a mapping"),
        ],
    )
    def test_faults_are_placed(self, front: str, place: str, said: str) -> None:
        put("a.md", f"---\n{front}\n---\nBody 5 t\n")
        documents, notices = load(["a.md"])
        assert documents[0].text.endswith("Body 5 t\n")
        assert len(notices) == 1
        assert str(notices[0]).startswith(f"{place}: ")
        assert said in str(notices[0])

    def test_a_rule_of_dashes_is_no_front_matter(self) -> None:
        put("a.txt", "---\nSales rose.\n---\n5 t\n")
        assert load(["a.txt"])[0][0].body == 0

    @given(
        st.dictionaries(
            st.sampled_from(["title", "publisher", "url", "topic", "n"]),
            st.text(st.sampled_from("abcZ 09.-_/()\u00e9:#'\"[]{}&*!|>%@`,~?=+\\n"), min_size=1, max_size=12),
            min_size=1,
        )
    )
    def test_the_fast_reader_agrees_with_yaml(self, values: dict[str, str]) -> None:
        inner = "".join(f"{k}: {v}\n" for k, v in values.items())
        metadata, _, notices = front_matter("a", f"---\n{inner}---\nx")
        try:
            want, _ = load_placed(inner.encode(), cache=False)
        except YamlError:
            assert notices
            return
        if not isinstance(want, dict):
            return
        for key in ("title", "publisher", "url"):
            value = want.get(key)
            if not isinstance(value, (int, float, list, dict)):
                value = "" if value is None else str(value)
                assert getattr(metadata, key) == " ".join(value.split())


class TestSources:
    def test_the_order_of_precedence(self) -> None:
        put("d/a.txt", "---\npublisher: Own\npublished: 2020\ntitle: Own\n---\nx 5\n")
        put("d/sources.yaml", "sources:\n  - file: a.txt\n    publisher: Listed\n    published: 2021-05\n")
        d = load(["d"])[0][0]
        assert (d.publisher, str(d.published), d.title) == ("Listed", "2021-05", "Own")
        d = load(["d/a.txt"], published=PartialDate(2022))[0][0]
        assert (d.publisher, str(d.published), d.published_how) == ("Listed", "2022", "stated")

    def test_a_list_above_describes_files_below_up_to_the_folder_given(self) -> None:
        put("d/sub/a.txt")
        put("d/sources.yaml", "sources:\n  - {file: sub/a.txt, publisher: P}\n")
        assert load(["d"])[0][0].publisher == "P"
        assert load(["d/sub"])[0][0].publisher == ""

    def test_faults_name_file_line_column_and_the_right_key(self) -> None:
        put("d/a.txt")
        put(
            "d/sources.yaml",
            "sources:\n  - file: a.txt\n    pubisher: X\n    published: soon\n  - file: gone.txt\n  - title: no file\n",
        )
        _, notices = load(["d"])
        assert [str(n) for n in notices] == [
            "d/sources.yaml:3:5: unknown key 'pubisher'; did you mean 'publisher'?",
            "d/sources.yaml:4:16: published: 'soon' is not a valid date: write YYYY, YYYY-MM or YYYY-MM-DD",
            "d/sources.yaml:6:5: an entry needs `file:` with the name of a file",
            "d/sources.yaml: describes 'gone.txt', which is not there",
        ]

    def test_broken_yaml_is_placed(self) -> None:
        put("d/a.txt")
        put("d/sources.yaml", "sources:\n  - file: a.txt\n   title: x\n")
        notices = load(["d"])[1]
        assert str(notices[0]).startswith("d/sources.yaml:3:")


class TestCorpora:
    def test_each_line_is_a_document(self) -> None:
        rows = [
            {"id": "a", "text": "5 t", "published": "2020-02", "publisher": "P", "group": 7},
            {"text": "6 t", "language": "EN_us"},
        ]
        put("c.jsonl", "\n".join(json.dumps(r) for r in rows) + "\n\n")
        a, b = load(["c.jsonl"])[0]
        assert (a.id, a.publisher, str(a.published), dict(a.fields)) == ("c.jsonl#a", "P", "2020-02", {"group": "7"})
        assert (b.id, b.language) == ("c.jsonl#2", "en")

    def test_bad_lines_are_named_and_the_rest_goes_on(self) -> None:
        put("c.jsonl", '{"id": 1, "text": "5 t"}\n{"id": 2,}\n[3]\n{"id": 4}\n{"id": 1, "text": "6 t"}\n')
        documents, notices = load(["c.jsonl"])
        assert [d.id for d in documents] == ["c.jsonl#1", "c.jsonl#1~2"]
        assert [(n.line, n.severity) for n in notices] == [(2, "error"), (3, "error"), (4, "error"), (5, "warning")]
        assert all(n.where == "c.jsonl" for n in notices)

    def test_a_wrong_date_is_named(self) -> None:
        put("c.jsonl", '{"id": "a", "text": "5 t", "published": "last week"}\n')
        documents, notices = load(["c.jsonl"])
        assert documents[0].published is None
        assert "'last week' is not a valid date" in str(notices[0])


class TestPages:
    def test_text_and_metadata_of_a_page(self) -> None:
        put(
            "p.html",
            "<!doctype html><html lang=en-GB><head><title>T</title><meta property='og:site_name' content='The Agency'>"
            "<meta property='article:published_time' content='2024-03-11T08:00:00+05:00'><style>p{width:9px}</style>"
            "</head><body><h1>Trade  rose</h1><script>var x = 7;</script>"
            "<p>It was <b>$5</b> million,<br>up&nbsp;3&thinsp;%.</p>"
            "<ul><li>one<li>two</ul><table><tr><th>Year<th>Tons<tr><td>2023<td>1,392</table><p hidden>9</p></body>",
        )
        d = load(["p.html"])[0][0]
        assert (d.publisher, str(d.published), d.title, d.language) == ("The Agency", "2024-03-11", "T", "en")
        assert d.text.split("\n") == [
            "# Trade rose",
            "",
            "It was $5 million,",
            "up\u00a03\u2009%.",
            "",
            "- one",
            "- two",
            "",
            "| Year | Tons |",
            "| 2023 | 1,392 |",
            "",
        ]

    def test_deep_nesting_is_no_trouble(self) -> None:
        put("p.html", "<div>" * 5000 + "5 million" + "</div>" * 5000)
        assert "5 million" in load(["p.html"])[0][0].text

    def test_a_page_without_text_and_a_report_of_our_own(self) -> None:
        put("empty.html", "<html><body><img src=x></body></html>")
        put("own.html", "<meta name=generator content='kzcheck 1.0'><p>5 million</p>")
        documents, notices = load(["empty.html", "own.html"])
        assert documents == []
        assert [n.code for n in notices] == ["empty", "own-report"]


def test_half_a_character_in_a_corpus_is_named_and_replaced(tmp_path):
    pair, half = "\\ud83d\\udc1f", "\\ud83d"
    (tmp_path / "c.jsonl").write_text(f'{{"id": "a", "text": "5 t {pair}"}}\n{{"id": "b", "text": "7 t {half}"}}\n')
    documents, notices = load([str(tmp_path / "c.jsonl")])
    assert [d.text for d in documents] == ["5 t \N{FISH}", "7 t \ufffd"]
    assert [(n.severity, n.line) for n in notices] == [("warning", 2)]
