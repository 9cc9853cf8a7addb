"""Waivers that stand in documents as comments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import AGENCY, BUREAU, document, summary

from kzcheck.documents import load
from kzcheck.ledger.waivers import inline


def write(repository: Path, text: str, name: str = "bureau.md") -> None:
    for old in (repository / "docs").glob("bureau.*"):
        old.unlink()
    (repository / "docs" / name).write_text(text, encoding="utf-8")


def statuses(kz) -> list[tuple[str, str]]:
    run = json.loads(kz("check", "docs", "--no-rules", "--format", "json").stdout)
    return [(f["status"], f["reason"]) for f in run["findings"]]


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- kzcheck: ignore same: restated in 2025 -->\n{BUREAU}",
        f"<!-- kzcheck: ignore same: restated in 2025 -->\n\n{BUREAU}",
        f"{BUREAU.rstrip()} <!-- kzcheck: ignore same, ratio: restated in 2025 -->\n",
        f"Before.\n\nAnother.\n\n{BUREAU.rstrip()}\n<!--\nkzcheck: ignore same:\n  restated in 2025\n-->\n\nAfter.\n",
    ],
)
def test_a_comment_with_a_reason_waives_its_paragraph(repository: Path, kz, text: str) -> None:
    write(repository, document("Bureau", text))
    assert statuses(kz) == [("waived", "restated in 2025")]
    done = kz("check", "docs", "--no-rules")
    assert (done.returncode, summary(done.stdout)) == (0, "0 new, 0 known, 0 fixed, 1 waived")


def test_html_has_comments_too(repository: Path, kz) -> None:
    page = "<html><head><meta name='publisher' content='Bureau'></head><body><p>Before.</p>{}<p>{}</p></body></html>"
    write(repository, page.format("", BUREAU), "bureau.html")
    assert [status for status, _ in statuses(kz)] == ["new"]
    write(repository, page.format("<!-- kzcheck: ignore same: restated -->", BUREAU), "bureau.html")
    assert statuses(kz) == [("waived", "restated")]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("kzcheck: ignore sum: wrong rule", "ignores sum here, and no such finding is left"),
        ("kzcheck: ignore same", "gives no reason and accepts nothing"),
        (
            "kzcheck: ignroe same: oh",
            "is not understood: 'ignroe same: oh'; write <!-- kzcheck: ignore RULE: reason -->",
        ),
    ],
)
def test_what_waives_nothing_is_named_with_its_place(repository: Path, kz, comment: str, said: str) -> None:
    write(repository, document("Bureau", f"<!-- {comment} -->\n{BUREAU}"))
    done = kz("check", "docs", "--no-rules")
    assert done.returncode == 1
    assert said in " ".join(done.stdout.split())
    assert "docs/bureau.md:5:1: " in done.stdout


def test_a_comment_that_a_mended_number_leaves_behind_is_named(repository: Path, kz) -> None:
    write(repository, document("Bureau", f"<!-- kzcheck: ignore same: restated -->\n{AGENCY}"))
    assert "no such finding is left" in kz("check", "docs", "--no-rules").stdout


def test_comments_are_read_by_nobody_and_move_nothing(tmp_path: Path, kz) -> None:
    before, after = "Exports rose to 3.5 million tons ", " in 2023.\n"
    file = tmp_path / "a.md"
    file.write_text(before + "<!-- it was 9 million tons in 2019, and <b>7</b> -->" + after, encoding="utf-8")
    rows = [json.loads(row) for row in kz("extract", "a.md", "--no-rules").stdout.splitlines()]
    text = file.read_text(encoding="utf-8")
    assert [r["value"] for r in rows if r["unit"] == "t"] == [3500000]
    assert all(text[r["start"] : r["end"]] == r["surface"] for r in rows)


def test_a_comment_that_never_ends_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("<!-- one --> two <!-- " * 2 + "three", encoding="utf-8")
    (document,), _ = load(["a.md"])
    assert "three" not in "".join(c.text for c in document.comments)
    assert inline([document]) == ([], [])
