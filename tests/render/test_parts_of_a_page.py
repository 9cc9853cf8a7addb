"""A run too big for one page: an index and pages by quantity, which hold everything and lead to one another."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from urllib.parse import unquote

from runs import MILLION, claim, half_open, harbour_run
from test_page import Reader

from kzcheck.model import Claim, Comparison, Document, Finding, Run
from kzcheck.render.html import INDEX, page, pages
from kzcheck.render.html.parts import MOST_CLAIMS, MOST_FINDINGS

QUANTITIES, VALUES, CONFLICTS = 40, 500, 1_000


@cache
def big_run() -> Run:
    """Give a run of 20,000 claims of 40 quantities, 1,000 of them in conflict with their neighbour."""
    base = harbour_run()
    documents, claims = [], []
    for number in range(VALUES):
        lines = (f"In year {i} the {number}th office counted ${100 + i} million of goods.\n" for i in range(QUANTITIES))
        document = Document(id=f"office-{number}.txt", text="".join(lines), publisher=f"Office {number}")
        documents.append(document)
        some = [
            claim(document, f"${100 + i} million", (100 + i) * MILLION, "USD", half_open(99 + i, 101 + i, MILLION))
            for i in range(QUANTITIES)
        ]
        claims.append([replace(c, metric=f"goods.{i}") for i, c in enumerate(some)])
    comparisons, findings = [], []
    for n in range(CONFLICTS):
        i = n % QUANTITIES
        pair: tuple[Claim, Claim] = claims[n // QUANTITIES][i], claims[n // QUANTITIES + 1][i]
        conflict: Comparison = replace(
            base.comparisons[0], id=f"c{n}", claims=tuple(c.claim_id for c in pair), metric=f"goods.{i}", remarks=()
        )
        comparisons.append(conflict)
        finding: Finding = replace(
            base.findings[1], comparison=f"c{n}", primary=pair[0].claim_id, fingerprint=f"{n:016x}"
        )
        findings.append(replace(finding, message=f"Goods number {n} do not fit."))
    return replace(
        base,
        documents=tuple(documents),
        claims=tuple(c for some in claims for c in some),
        comparisons=tuple(comparisons),
        findings=tuple(findings),
        notices=(),
    )


@cache
def big_pages() -> dict[str, str]:
    return pages(big_run())


@cache
def readers() -> dict[str, Reader]:
    return {name: Reader(text) for name, text in big_pages().items()}


def test_a_usual_run_stands_on_one_page() -> None:
    run = harbour_run()
    assert len(run.findings) <= MOST_FINDINGS
    assert len(run.claims) <= MOST_CLAIMS
    assert pages(run) == {INDEX: page(run)}


def test_a_big_run_becomes_an_index_and_pages_by_quantity() -> None:
    made = big_pages()
    assert len(big_run().claims) == 20_000
    assert next(iter(made)) == INDEX
    assert len(made) > 5
    assert all(len(text.encode()) < 10_000_000 for text in made.values())
    assert len(made[INDEX]) < 1_000_000


def test_every_finding_and_claim_stands_on_one_of_the_pages() -> None:
    parts = "".join(text for name, text in big_pages().items() if name != INDEX)
    assert parts.count('<article class="finding') == CONFLICTS
    for finding in big_run().findings:
        assert f"<code>{finding.fingerprint}</code>" in parts
    rows = sum(reader.text.count(" million of goods") > 0 for name, reader in readers().items() if name != INDEX)
    assert rows == len(big_pages()) - 1
    tables = (text.partition('id="claims"')[2].partition("</table>")[0] for text in big_pages().values())
    assert sum(table.count("<tr>") - 1 for table in tables if table) == 20_000


def test_links_between_the_pages_lead_somewhere() -> None:
    ids = {name: set(reader.ids) for name, reader in readers().items()}
    beside = {"claims.csv", "findings.json"}
    for name, reader in readers().items():
        assert len(reader.ids) == len(ids[name])
        for tag, attributes in reader.tags:
            address = attributes.get("href") or ""
            if tag != "a" or address.startswith("https://"):
                continue
            file, _, place = address.partition("#")
            assert (file or name) in ids or file in beside, address
            assert not place or unquote(place) in ids[file or name], f"{name}: {address}"


def test_the_index_tells_the_whole_and_leads_to_each_quantity() -> None:
    index = readers()[INDEX]
    assert "1,000 contradictions in 500 documents" in index.text
    linked = {a.get("href") or "" for t, a in index.tags if t == "a"}
    assert len({address for address in linked if address.startswith("quantities-")}) == QUANTITIES
    assert "975 more findings" in index.text
    assert "Goods number" in index.text


def test_a_part_says_so_and_leads_back() -> None:
    name = next(n for n in big_pages() if n != INDEX)
    links = [a.get("href") for t, a in readers()[name].tags if t == "a"]
    assert INDEX in links
    assert "A part of the report" in readers()[name].text


def test_findings_without_a_quantity_have_a_page_too() -> None:
    run = big_run()
    lost = replace(run.comparisons[0], metric="")
    made = pages(replace(run, comparisons=(lost, *run.comparisons[1:])))
    parts = "".join(text for name, text in made.items() if name != INDEX)
    assert parts.count('<article class="finding') == CONFLICTS
    assert "no named quantity" in made[INDEX]


def test_very_many_findings_of_one_quantity_go_on_over_pages() -> None:
    run = big_run()
    one = tuple(replace(c, metric="goods.0") for c in run.comparisons)
    made = pages(replace(run, comparisons=one))
    on = {name: text.count('<article class="finding') for name, text in made.items() if name != INDEX}
    assert sum(on.values()) == CONFLICTS
    assert max(on.values()) < CONFLICTS
    first = next(name for name in on if on[name])
    assert "The findings go on in" in made[first]
    assert all(len(text.encode()) < 10_000_000 for text in made.values())


def test_numbers_of_a_part_are_its_own() -> None:
    # A quantity's page counts what it shows, not the run.
    name = next(n for n in big_pages() if n != INDEX)
    shown = big_pages()[name].count('<article class="finding')
    assert f"{shown} contradictions in" in readers()[name].text
    assert Fraction(shown, CONFLICTS) < 1
