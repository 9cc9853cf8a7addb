"""One bad document is one named notice: the others are read, in time that grows with their size."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import kzcheck.extract.extractor
from kzcheck import pipeline
from kzcheck.documents import load
from kzcheck.model import Notice
from kzcheck.pipeline import Settings

GOOD = "Acme sold 5,210 cars in 2024.\n"

FRONT = {
    "a template": "title: {{ page.title }}",
    "a list as key": "[a, b]: c",
    "a mapping as key": "{a: b}: c",
    "a list as long key": "? [a]\n: b",
    "an alias as key": "a: &a x\n*a : c",
    "no key": "~: c",
    "numbers as keys": "1: c\n2.5: d\ntrue: e",
    "a tag of Python": "title: !!python/object/apply:os.system [true]",
    "an unknown tag": "title: !foo bar\npublisher: !<tag:x> [1]",
    "a set": "a: !!set {x, y}",
    "broken base64": "a: !!binary '***'",
    "a number that is none": "a: !!int foo",
    "a merge of a number": "<<: 5\na: 1",
    "a merge of numbers": "<<: [1, 2]",
    "a merge of itself": "a: &a\n  <<: *a",
    "a list in itself": "a: &a [*a]",
    "an alias of nothing": "a: *nope",
    "aliases that multiply": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]" for p, c in zip("abcdefghi", "bcdefghij", strict=True)),
    "deep lists": "a: " + "[" * 9000 + "]" * 9000,
    "deep mappings": "a: " + "{a: " * 3000 + "1" + "}" * 3000,
    "deep blocks": "\n".join(" " * n + "a:" for n in range(180)),
    "the last day": "published: 9999-12-31",
    "the first moment": "published: 0001-01-01T00:00:00Z",
    "no year": "published: 0000-01-01",
    "no such day": "published: 2023-02-30",
    "a day of endless digits": "published: " + "9" * 5000,
    "infinity": "published: .inf\ntitle: .nan",
    "a date as a list": "published: [2024]",
    "half a character": 'title: "\\ud800"',
    "a NUL": 'title: "\\0"',
    "two documents": "a: 1\n--- \nb: 2",
    "a tab": "\ta: 1",
    "an unknown version": "%YAML 9.9\n---\na: 1",
    "a language that is a path": "language: ../../x",
}


@pytest.mark.parametrize("inner", FRONT.values(), ids=FRONT)
def test_no_front_matter_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.md").write_text(f"---\n{inner}\n---\n{GOOD}", encoding="utf-8")
    Path("good.md").write_text(GOOD, encoding="utf-8")
    reading = pipeline.read(Settings(paths=(".",), cache=False))
    assert [d.id for d in reading.documents] == ["bad.md", "good.md"]
    assert [c.surface for c in reading.claims if c.document == "good.md"] == ["5,210 cars", "in 2024"]
    assert all(n.where == "bad.md" for n in reading.notices if n.severity != "info")
    assert all(n.line for n in reading.notices if n.code == "metadata")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0999", "3000-01"])
def test_a_date_that_no_document_has_is_named_and_means_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(f"---\ntitle: T\npublished: {day}\n---\n{GOOD}", encoding="utf-8")
    (document,), (notice,) = load(["a.md"])
    assert document.published is None
    assert str(notice).startswith("a.md:3:12: front matter: published: ")
    assert re.search("is not a (valid date|date of a document)", str(notice))


def test_a_fault_in_one_sentence_costs_that_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZCHECK_DEBUG", raising=False)
    real = kzcheck.extract.extractor.periods.find

    def fail(tokens, passage):
        if "boom" in tokens.words:
            raise ZeroDivisionError("of no interest")
        return real(tokens, passage)

    monkeypatch.setattr("kzcheck.extract.extractor.periods.find", fail)
    Path("a.txt").write_text(f"{GOOD}\nThen 7 boom cars came.\n\nAcme sold 6,000 vans in 2023.\n", encoding="utf-8")
    Path("b.txt").write_text(GOOD, encoding="utf-8")
    reading = pipeline.read(Settings(paths=(".",), cache=False))
    said = [(c.document, c.surface) for c in reading.claims if c.kind != "date"]
    assert said == [("a.txt", "5,210 cars"), ("a.txt", "6,000 vans"), ("b.txt", "5,210 cars")]
    (notice,) = [n for n in reading.notices if n.severity == "error"]
    assert str(notice).startswith("a.txt:3:1: the numbers of this sentence were not read (ZeroDivisionError in ")
    assert "fault " in str(notice)
    assert "of no interest" not in str(notice), "a message of the error may hold anything"


def test_a_fault_in_one_file_costs_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZCHECK_DEBUG", raising=False)
    real = kzcheck.documents.formats.of

    def fail(suffix: str, data: bytes):
        if b"boom" in data:
            raise RecursionError
        return real(suffix, data)

    monkeypatch.setattr("kzcheck.documents.formats.of", fail)
    Path("a.txt").write_text("boom", encoding="utf-8")
    Path("b.txt").write_text(GOOD, encoding="utf-8")
    documents, notices = load(["."])
    assert [d.id for d in documents] == ["b.txt"]
    assert ["a.txt was not read (RecursionError in " in str(n) for n in notices] == [True]


def _socket(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path)


NOTHING_TO_READ: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a link to a pipe": lambda p: (os.mkfifo(p.with_suffix(".fifo")), p.symlink_to(p.with_suffix(".fifo").name)),
    "a link to a device": lambda p: p.symlink_to("/dev/zero"),
    "a link to itself": lambda p: p.symlink_to(p.name),
    "a link to nothing": lambda p: p.symlink_to("nothing"),
    "a folder": Path.mkdir,
    "a socket": lambda p: _socket(os.path.relpath(p)),
}


@pytest.mark.parametrize("make", NOTHING_TO_READ.values(), ids=NOTHING_TO_READ)
@pytest.mark.parametrize("given", [".", "*.md"])
def test_what_is_no_file_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object], given: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(GOOD, encoding="utf-8")
    make(Path("b.md"))
    make(Path(".gitignore"))
    documents, _ = load([given])
    assert [d.id for d in documents] == ["a.md"]


def test_a_sparse_file_of_gigabytes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(GOOD, encoding="utf-8")
    with Path("b.md").open("wb") as file:
        file.truncate(8 << 30)
    documents, notices = load(["."])
    assert [d.id for d in documents] == ["a.md"]
    assert [str(n) for n in notices] == ["b.md: cannot be read: it is larger than 512 megabytes"]


def test_folders_that_link_to_one_another_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "abcdef":
        Path(name).mkdir()
        (Path(name) / f"{name}.md").write_text(GOOD, encoding="utf-8")
        for other in "abcdef":
            (Path(name) / f"to-{other}").symlink_to(f"../{other}")
    documents, notices = load(["."])
    assert sorted(d.id.rsplit("/", 1)[1] for d in documents) == [f"{name}.md" for name in "abcdef"]
    assert len(notices) < 100


@pytest.mark.parametrize("given", [".", "*", "*/*"])
@pytest.mark.parametrize("link", ["b.md", "c", "c/d.md", "sources.yaml"])
def test_no_link_leads_out_of_what_was_given(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, link: str, given: str
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\nThe secret is 42 tons.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    Path("a/a.md").write_text(GOOD, encoding="utf-8")
    Path(link).parent.mkdir(exist_ok=True)
    Path(link).symlink_to(secret.parent if link == "c" else secret)
    documents, notices = load([given] if given != "*" else ["*", "a"])
    assert "secret" not in repr((documents, notices)).lower().replace("secret.md", "").replace(str(secret.parent), "")
    if link not in {"sources.yaml", "c/d.md"} and given == ".":
        assert [str(n) for n in notices if n.code == "link"] == [
            f"{link}: a link that leads out of what was given; name the file itself to read it"
        ]


def test_a_link_inside_the_repository_is_followed_and_one_that_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("docs", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "other/b.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "docs/a.md").symlink_to("../other/b.md")
    monkeypatch.chdir(tmp_path)
    assert [d.id for d in load(["docs"])[0]] == ["docs/a.md"]
    (tmp_path / ".git").rmdir()
    assert [d.id for d in load(["docs/a.md"])[0]] == ["docs/a.md"]
    assert load(["docs"])[0] == []


def test_a_file_that_vanishes_while_folders_are_walked_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        Path(name).write_text(GOOD, encoding="utf-8")
    real = kzcheck.documents.loading.bounded

    def gone(path: Path) -> bytes:
        Path("b.md").unlink(missing_ok=True)
        return real(path)

    monkeypatch.setattr("kzcheck.documents.loading.bounded", gone)
    documents, notices = load(["."])
    assert [d.id for d in documents] == ["a.md"]
    assert notices == [
        Notice(severity="error", code="unreadable", message="cannot be read: no such file or directory", where="b.md")
    ]


DEEP = {
    "divs.html": "<div>" * 8_000 + GOOD + "</div>" * 8_000,
    "bold.html": "<b>" * 10_000 + GOOD,
    "spans.html": "<table>" + ("<tr>" + "<td rowspan=1000 colspan=1000>5</td>" * 50 + "</tr>") * 30 + "</table>" + GOOD,
    "quotes.md": ">" * 10_000 + " x\n\n" + GOOD,
    "brackets.md": "[" * 10_000 + "\n\n" + GOOD,
    "stars.md": "*a " * 5_000 + "\n\n" + GOOD,
    "ticks.md": "`" * 5_000 + "\n\n" + GOOD,
    "lists": "[" * 50_000 + "\n\n" + GOOD,
    "charset.html": f"<html><head><meta charset=undefined></head><body><p>{GOOD}</p></body></html>",
    "codec.html": f"<html><head><meta charset=unicode_escape></head><body><p>{GOOD}</p></body></html>",
    "powers.txt": f"It was 0^-4, 0x10^-4, 10^99999, 9^9^9 and 1e999999 tons, 1/0 of 0/0 percent.\n\n{GOOD}",
    "row.md": "|" + " 5 cars |" * 3_000 + "\n\n" + GOOD,
    "leap.txt": f"Sales on 29 February 2024 were 120 tonnes, 5% more than a year earlier.\n\n{GOOD}",
    "years.txt": f"On 31 December 9999 sales were 5 tonnes, in the 9990s 6, in 0000 7 tonnes.\n\n{GOOD}",
    "combining.txt": "e" + "\u0301" * 50_000 + "\n\n" + GOOD,
}


@pytest.mark.parametrize("name", DEEP)
def test_no_text_ends_the_run_or_hides_what_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(DEEP[name], encoding="utf-8")
    reading = pipeline.read(Settings(paths=(name,), cache=False))
    assert "5,210 cars" in [c.surface for c in reading.claims]
    assert [n for n in reading.notices if n.code == "fault"] == []


@pytest.mark.parametrize("command", [("extract", "--format", "jsonl"), ("check",)])
def test_where_faults_leave_nothing_the_run_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """A broken word list makes every sentence fail: an empty result must not pass for a clean one."""
    from kzcheck.cli import main

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZCHECK_DEBUG", raising=False)
    monkeypatch.setattr("kzcheck.extract.extractor.periods.find", fail)
    Path("a.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main([command[0], "a.txt", "--no-rules", "--no-cache", *command[1:]])
    assert ended.value.code == 2
    assert "nothing was read, because of errors in kzcheck itself" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("step", "named"),
    [
        ("_asked_repairs", "the repairs could not be worked out"),
        ("_implied", "the implied values could not be worked out"),
        ("_questions", "the questions could not be worked out"),
        ("_coverage", "the coverage could not be worked out"),
    ],
)
def test_what_stands_beside_the_findings_costs_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZCHECK_DEBUG", raising=False)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, step, fail)
    Path("a.txt").write_text(GOOD, encoding="utf-8")
    Path("b.txt").write_text("In 2024 Acme sold 6,930 cars.\n", encoding="utf-8")
    run = pipeline.run(Settings(paths=(".",), cache=False, every=True, repairs="always"))
    assert len(run.findings) == 1
    assert [str(n).partition(" (")[0] for n in run.notices if n.code == "fault"] == [named]
