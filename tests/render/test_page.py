"""The page as text: self-contained, complete, escaped, and the same every time."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from reading import ADDRESSES, Reader, leads_somewhere, self_contained
from runs import MILLION, claim, empty_run, harbour_run, hostile_run

from kzcheck.model import Document, Interval, Run
from kzcheck.render.html import page
from kzcheck.render.json import render as json_text
from kzcheck.render.options import Options

RUNS = [harbour_run(), hostile_run(), empty_run()]
NAMES = ["harbour", "hostile", "empty"]


@pytest.mark.parametrize("run", RUNS, ids=NAMES)
def test_nothing_is_fetched_and_only_our_own_script_may_run(run: Run) -> None:
    made = page(run)
    self_contained(made)


@pytest.mark.parametrize("run", RUNS, ids=NAMES)
def test_links_lead_somewhere_and_ids_are_unique(run: Run) -> None:
    leads_somewhere(page(run))


@pytest.mark.parametrize("run", RUNS, ids=NAMES)
def test_the_same_run_gives_the_same_bytes(run: Run) -> None:
    cached = replace(run, contract=None if run.contract is None else replace(run.contract, cached=True))
    assert page(run).encode() == page(cached).encode()


def test_every_finding_shows_its_quotes_places_arithmetic_and_fingerprint() -> None:
    run = harbour_run()
    words = Reader(page(run)).text
    for finding in run.findings:
        assert finding.message in words
        assert finding.fingerprint in words
    assert "The port of Aktal said on Monday that 533.4 million dollars of goods crossed its quays in 2024" in words
    assert "news/harbour.txt:3:39" in words
    assert "533.35 - 475 = 58.35" in words
    assert "off by at least 11 %" in words
    assert "--accept 9c41d07be2aa0318" in words
    assert "no text layer in this PDF" in words
    assert "unit t has another dimension than USD" in words
    assert words.index("in 2024 is said to be $533.4 million and $470 million") < words.index("nine months of 2022")


def test_numbers_are_marked_in_their_sentences_and_documents() -> None:
    made = page(harbour_run())
    assert "said on Monday that <mark>533.4 million dollars</mark> of goods" in made
    assert re.search(
        r'<a class="mark conflict" id="claim-6" href="#finding-9c41d07be2aa0318"[^>]*>533.4 million dollars', made
    )


def test_timelines_show_what_the_sources_jointly_imply() -> None:
    made = page(harbour_run())
    assert "2022: more than $398.1 million <span" in made
    band = re.search(r'<rect class="joint" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)">', made)
    assert band is not None
    # Nothing bounds it above, so it reaches up to where the axis ends.
    assert float(band[2]) == 26.0
    assert "<title>2022: more than $398.1 million together</title>" in made
    assert " together</title>" not in page(replace(harbour_run(), implied=()))


def test_hostile_text_stays_text() -> None:
    made = page(hostile_run())
    body = made.partition("<body>")[2].rpartition("<script>")[0]
    reader = Reader(made)
    addresses = [value or "" for _, a in reader.tags for name, value in a.items() if name in ADDRESSES]
    assert not [a for a in addresses if "alert" in a or "javascript" in a]
    assert not [t for t, _ in reader.tags if t in {"img", "b", "i", "iframe", "object"}]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", made)
    assert "‹U+202E›" in body
    assert "Cargo of &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; &#34;quotes&#34;" in body
    assert "x" * 200 in body


def test_the_files_inside_are_the_run() -> None:
    run = harbour_run()
    reader = Reader(page(run))
    links = {a["download"]: a["href"] or "" for t, a in reader.tags if "download" in a}
    data = base64.b64decode(links["findings.json"].partition(",")[2]).decode()
    assert json.loads(data) == json.loads(json_text(run, Options(every=True)))
    assert base64.b64decode(links["claims.csv"].partition(",")[2]).decode().startswith("claim_id,")


def test_long_documents_show_the_passages_around_their_claims() -> None:
    text = "First words. " + "filler. " * 5000 + "Then came $7 million of trade. " + "more. " * 5000 + "Last words."
    document = Document(id="long.txt", text=text)
    one = claim(document, "$7 million", 7 * MILLION, "USD", Interval.point(7 * MILLION))
    run = Run(documents=(document,), claims=(one,), comparisons=(), findings=())
    made = page(run)
    assert "$7 million" in made
    assert len(made) < len(page(empty_run())) + 12_000
    assert sum(int(n.replace(",", "")) for n in re.findall(r"… ([\d,]+) characters left out …", made)) > 50_000
    assert "Long document" in made


def test_claims_inside_other_claims_are_still_reachable() -> None:
    document = Document(id="d.txt", text="It rose by 40 to 50 percent.")
    outer = claim(document, "40 to 50 percent", None, "percent", Interval(Fraction(40), Fraction(50)))
    inner = replace(claim(document, "50 percent", 50, "percent", Interval.point(50)), claim_id="inner")
    made = page(Run(documents=(document,), claims=(outer, inner), comparisons=(), findings=()))
    assert {"claim-1", "claim-2"} <= set(Reader(made).ids)
    assert Reader(made).text.count("It rose by 40 to 50 percent") >= 1


def test_a_thousand_findings_stay_small() -> None:
    run = harbour_run()
    conflict, finding = run.comparisons[0], next(f for f in run.findings if f.comparison == "c1")
    many = tuple(replace(conflict, id=f"m{n}") for n in range(1000))
    found = tuple(replace(finding, comparison=f"m{n}", fingerprint=f"{n:016x}") for n in range(1000))
    made = page(replace(run, comparisons=many, findings=found))
    assert made.count('<article class="finding') == 1000
    assert len(made) < 10_000_000


def test_the_page_stands_as_it_did(golden) -> None:
    # The style, the script and the data inside have tests of their own.
    made = page(harbour_run())
    golden(
        "page.html", re.sub(r'href="data:[^"]*"', 'href="data:"', made.partition("<main ")[2].partition("</main>")[0])
    )
