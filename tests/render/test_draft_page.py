"""The page of a draft against its sources as text: self-contained, complete, escaped, and cut where it is big."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from dataclasses import replace

import pytest
from reading import Reader, leads_somewhere, self_contained
from runs import draft_run, empty_run, hostile_draft

from kzcheck.model.verification import STATUSES
from kzcheck.render.html import draft, draft_page, draft_pages

DRAFTS = {"harbour": draft_run, "hostile": hostile_draft, "empty": lambda: (empty_run(), (), frozenset())}
CARD = re.compile(r'<(?:article|details) class="(?:finding|fold) check (\w+)[^"]*" id="(check-\d+)"')


def made(name: str = "harbour") -> str:
    return draft_page(*DRAFTS[name](), failing=True)


@pytest.mark.parametrize("name", DRAFTS)
def test_it_needs_nothing_else_and_its_links_lead_somewhere(name: str) -> None:
    self_contained(made(name))
    leads_somewhere(made(name))


def test_each_claim_has_a_mark_in_the_text_a_line_in_the_list_and_a_card() -> None:
    _, rows, _ = draft_run()
    text = made()
    cards = {anchor: status for status, anchor in CARD.findall(text)}
    assert cards == {f"check-{n}": row.status for n, row in enumerate(rows, start=1)}
    body = text.partition('<article class="draft"')[2].partition("</article>")[0]
    marks = re.findall(r'class="mark (\w+)" id="claim-\d+" href="#(check-\d+)"', body)
    assert [(anchor, status) for status, anchor in marks] == sorted(cards.items())
    # A word beside the symbol, so that nothing hangs on a colour.
    assert re.findall(r'<span class="word"> (\w+)</span>', body) == [row.status for row in rows]
    jumps = text.partition('<aside class="list">')[2].partition("</aside>")[0]
    assert re.findall(r'href="#(check-\d+)"', jumps) == sorted(cards)


def test_a_card_says_in_one_sentence_what_the_sources_make_of_the_claim() -> None:
    words = Reader(made()).text
    assert "2 of 6 claims are contradicted" in words
    for said in (
        "Trade through the port of Aktal, 2024 The draft says $533.4 million, Customs office says $470 million",
        "The draft says 1.85 million t for January to September 2022, but Customs office says 1.485 million t for 2022",
        "The draft says “$529 million”, as Customs office does in the same words",
        "The draft says nearly 5 times from 2020 to 2023, and $109 million for 2020 (Customs office)",
        "(Customs office) make 4.826 to 4.88 times",
        "529 / 109 = 4.853",
        "The draft says “Some 41 cranes”, and no source says anything that can be compared with it",
        "What differs: period: 2024 and 2027",
        "What also supports the draft The port of Aktal said on Monday that 533.4 million dollars of goods",
        "draft.md:4:29",
        "customs.md:4:32",
        "--accept 9c41d07be2aa0318",
        "the yearbook was revised",
    ):
        assert said in words


def test_what_was_checked_and_quoted_stands_in_the_sources() -> None:
    text = made()
    assert 'title="contradicts “$533.4 million”">$470 million' in text
    assert 'title="supports “almost fivefold”">$109 million' in text
    assert 'title="comes near “3 million tons”">Nearly 1.5 million tons' in text
    assert 'href="#claim-7"' in text


def test_hostile_text_stays_text() -> None:
    text = made("hostile")
    reader = Reader(text)
    assert not [t for t, _ in reader.tags if t in {"img", "b", "i", "iframe", "object"}]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    assert "&lt;/dd&gt;&lt;script&gt;alert(12)&lt;/script&gt;" in text


def test_the_files_inside_say_the_same() -> None:
    links = {a["download"]: a["href"] or "" for t, a in Reader(made()).tags if "download" in a}
    data = json.loads(base64.b64decode(links["verification.json"].partition(",")[2]))
    assert data["counts"] == dict.fromkeys(STATUSES, 2)
    rows = csv.DictReader(io.StringIO(base64.b64decode(links["verification.csv"].partition(",")[2]).decode()))
    assert [row["status"] for row in rows] == [c["status"] for c in data["claims"]]


def test_a_big_draft_becomes_an_index_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "MOST_CARDS", 4)
    cut = draft_pages(*draft_run(), failing=True, index="aktal.html")
    assert list(cut) == ["aktal.html", "aktal-1.html", "aktal-2.html"]
    for text in cut.values():
        self_contained(text, beside=("aktal",))
        leads_somewhere(text)
    links = re.findall(r'<td><a href="([^"]+)">', cut["aktal.html"])
    assert links == ["#check-1", "aktal-1.html#check-2", "aktal-1.html#check-3", "#check-4"] + [
        f"aktal-2.html#check-{n}" for n in (5, 6)
    ]
    # The index shows the contradictions whole, and each claim has its card on one of the pages.
    assert [a for _, a in CARD.findall(cut["aktal.html"])] == ["check-1", "check-4"]
    cards = [a for name in ("aktal-1.html", "aktal-2.html") for _, a in CARD.findall(cut[name])]
    assert sorted(cards) == [f"check-{n}" for n in range(1, 7)]
    assert 'href="aktal-2.html"' in cut["aktal-1.html"]


def test_thousands_of_claims_stay_small() -> None:
    run, rows, drafts = draft_run()
    of = {c.claim_id: c for c in run.claims}
    many = [replace(of[row.claim], claim_id=f"{row.claim}-{n}") for n in range(1000) for row in rows]
    found = [replace(row, claim=f"{row.claim}-{n}") for n in range(1000) for row in rows]
    cut = draft_pages(replace(run, claims=(*many, *run.claims)), found, drafts, failing=True)
    assert len(cut) == 1 + 20
    assert max(map(len, cut.values())) < 4_000_000
