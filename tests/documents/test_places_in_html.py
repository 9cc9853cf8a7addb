"""Where outputs say that a number stands in an HTML file, the file has that number, whatever the markup around it."""

from __future__ import annotations

import html
import json
import random
import re
from dataclasses import dataclass

import pytest

import kzcheck
from kzcheck.model import Claim, Finding, Run
from kzcheck.render import Options, render

PAGES = 50
LINE = re.compile(r"[^\n]*(?:\n|\Z)")
MARKUP = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
NAMES = ("Aktal", "Brunmar", "Corvel", "Dastor", "Elmund", "Farnik", "Gorlan", "Hestrup", "Ivalo", "Jurmen")
THINGS = ("tractors", "bicycles", "pianos", "lanterns", "kayaks")

# How a number is written; {a} and {b} are its digits before and after the comma, {thing} is what it counts.
NUMBERS = (
    "{a},{b} {thing}",
    "<b>{a},{b}</b> {thing}",
    "<b>{a},{b} {thing}</b>",
    "{a},{b}&nbsp;{thing}",
    "{a},{b}&#160;{thing}",
    "{a}&#44;{b} {thing}",
    "{a}&#x2c;{b}\n    {thing}",
    "<span title='a > b'>{a},<i>{b}</i></span> {thing}",
    '<a href="/n?a=1&amp;b=2"\n   class="x">{a},{b}</a> <em>{thing}</em>',
    "{a},<!-- checked > twice -->{b} {thing}",
    "<STRONG>{a},{b}</STRONG>\n\t{thing}",
    "<font color=red>{a},{b}</font> <span><u>{thing}</u></span>",
)
# What a sentence stands in.
AROUND = (
    "<p>{}</p>",
    "<p class='a > b'>The caf&eacute; &amp; the bar &hellip; 🚢 closed. {}</p>",
    "<ul>\n<li>Nothing else\n<li>{}\n</ul>",
    "<ol><li><p>{}</p></li></ol>",
    "<blockquote>\n  <p>{}\n</blockquote>",
    "<div><div>\n\n{}</div></div>",
    "<section><h3>Year &ndash; review</h3>{}</section>",
    "<dl><dt>Output</dt><dd>{}</dd></dl>",
    "<article>\t\t{}</article>",
    "<p>See the note<sup>2</sup>.<br>\n{}<br/>No more of it.",
    "<main><p lang=en>&#128674; Ships &#x1F6A2; sailed. {}</p></main>",
)
# What stands between, and says nothing that is read.
BETWEEN = (
    "<!-- 4,442 old\n lines > here -->",
    "<script>if (a < 5,552) { b = '</p>'; }</script>",
    "<style>p > b { width: 6,662px }</style>",
    "<p hidden>7,772 hidden crates</p>",
    '<div style="display: none">8,882 unseen\ncrates</div>',
    "<p><del>9,992 crates</del> &lt;b&gt; &quot;quoted&quot; &copy; &zwnj;</p>",
    "<hr>\n\n\n",
    "<img alt='1,112 &amp; more' src=x>",
    (
        "<table><caption>Staff</caption><tr><th rowspan=2>Site<th rowspan=2>Shift<th colspan=2>Staff\n"
        "<tr><th>2019<th>2020"
        "<tr><td rowspan=2>{site}<td>day<td>{x}<td><b>{y}</b><tr><td>night<td>&nbsp;{z}<td>{x}&#48;</table>"
    ),
    "<table>\n<tr><td></td><th>2021</th></tr><tr><th>Berths &amp; {site}</th><td>\n  {y}\n</td></tr></table>",
    "<pre>\n  x = 1\n</pre>",
)


@dataclass(frozen=True)
class Page:
    """One file: its name, its bytes and how they are ended and encoded."""

    name: str
    text: str
    data: bytes


def page(number: int) -> Page:
    """Write a page that contradicts itself about what one firm made, with markup of every sort around it."""
    pick = random.Random(number)  # noqa: S311  pages, no secrets
    firm = f"{NAMES[number % 10]} {pick.choice(('Works', 'Mill', 'Yard'))}"
    thing = THINGS[number // 10]
    parts = []
    for first in pick.sample(range(2, 9), 2):
        shape = pick.choice(NUMBERS) if parts else NUMBERS[number % len(NUMBERS)]
        amount = shape.format(a=first, b=pick.randint(101, 989) // 10 * 10 + 7, thing=thing)
        sentence = f"{firm} built {amount} in 2024."
        around = AROUND[number % len(AROUND)] if parts else pick.choice(AROUND)
        site = f"{NAMES[number // 10]}{NAMES[first].lower()}{NAMES[number % 10].lower()}"
        parts += [filled(pick, one.replace("{site}", site)) for one in pick.sample(BETWEEN, 3)]
        parts.append(around.format(sentence))
    doctype = "<!doctype html>\n<html lang=en>\n<head><title>A</title></head><body>"
    text = pick.choice(("", "<!DOCTYPE html>\n", doctype)) + pick.choice(("\n", "\n\n", " ")).join(parts) + "\n"
    if number % 3:
        text = text.replace("\n", "\r\n", -1 if number % 3 == 1 else 3)
    mark = "\ufeff" if number % 7 == 0 else ""
    return Page(f"page{number:02}.html", text, (mark + text).encode())


def filled(pick: random.Random, markup: str) -> str:
    for name in "xyz":
        markup = markup.replace(f"{{{name}}}", str(pick.randint(12, 98)))
    return markup


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, dict[str, Page]]:
    """Give what is found in all pages, and the pages."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {one.name: one for one in map(page, range(PAGES))}
    for one in pages.values():
        (folder / one.name).write_bytes(one.data)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return kzcheck.check(".", rules=[]), pages


def lines(text: str) -> list[str]:
    return LINE.findall(text)


def offset(text: str, line: int, column: int) -> int:
    """Give the place in a file of a line and a column, both from 1."""
    return sum(map(len, lines(text)[: line - 1])) + column - 1


def shown(source: str) -> str:
    """Give what a reader sees of a piece of HTML, its blanks as one."""
    return " ".join(html.unescape(MARKUP.sub("", source)).split())


def same(claim: Claim) -> str:
    return " ".join(claim.surface.split())


def test_every_claim_leads_back_to_its_own_text(found: tuple[Run, dict[str, Page]]) -> None:
    run, pages = found
    documents = {d.id: d for d in run.documents}
    assert len(documents) == PAGES
    for claim in run.claims:
        text = pages[claim.document].text
        document = documents[claim.document]
        first, last = document.location(claim.start), document.end_of(claim.end)
        source = text[offset(text, first.line, first.column) : offset(text, last.line, last.column)]
        assert shown(source) == same(claim), (claim.document, source)
    figures = [c for c in run.claims if c.table]
    assert len(figures) > PAGES / 2, "cells of tables among them"
    assert not re.search(r"4,442|5,552|6,662|7,772|8,882|9,992|1,112", " ".join(c.surface for c in run.claims))


def test_each_page_contradicts_itself(found: tuple[Run, dict[str, Page]]) -> None:
    run, pages = found
    claims = {c.claim_id: c for c in run.claims}
    assert {claims[f.primary].document for f in run.findings if f.severity == "error"} == set(pages)


def test_places_in_sarif(found: tuple[Run, dict[str, Page]]) -> None:
    run, pages = found
    (made,) = json.loads(render(run, "sarif"))["runs"]
    assert made["columnKind"] == "unicodeCodePoints"
    assert len(made["results"]) == len(apart(run))
    for result in made["results"]:
        for location in (*result["locations"], *result["relatedLocations"]):
            place = location["physicalLocation"]
            text, region = pages[place["artifactLocation"]["uri"]].text, place["region"]
            start = offset(text, region["startLine"], region["startColumn"])
            end = offset(text, region["endLine"], region["endColumn"])
            assert shown(text[start:end]) == " ".join(region["snippet"]["text"].split())


def apart(run: Run) -> list[Finding]:
    """Give the findings that stand alone: what one wrong number brings about is shown with one of them."""
    return [finding for finding in run.findings if not finding.above]


def primaries(run: Run) -> list[tuple[str, str]]:
    """Give document and text of the claim that each finding shows first."""
    claims = {c.claim_id: c for c in run.claims}
    return [(claims[f.primary].document, same(claims[f.primary])) for f in apart(run)]


def test_places_in_annotations_of_github(found: tuple[Run, dict[str, Page]]) -> None:
    run, pages = found
    told = []
    for line in render(run, "github").splitlines()[:-1]:
        place = dict(re.findall(r"(\w+)=([^,:]+)", line.split("::")[1].partition(" ")[2]))
        text = pages[place["file"]].text
        start = offset(text, int(place["line"]), int(place["col"]))
        if "endColumn" in place:
            end = offset(text, int(place["endLine"]), int(place["endColumn"]))
            told.append((place["file"], shown(text[start:end])))
        else:
            # GitHub takes no end column of a stretch over lines.
            assert place["line"] != place["endLine"]
            rest = shown(text[start:])
            told.append(
                (place["file"], next(s for d, s in primaries(run) if d == place["file"] and rest.startswith(s)))
            )
    assert sorted(told) == sorted(primaries(run))


def test_places_in_the_report_of_gitlab(found: tuple[Run, dict[str, Page]]) -> None:
    run, pages = found
    entries = [one["location"] for one in json.loads(render(run, "gitlab"))]
    assert len(entries) == len(apart(run))
    for document, surface in primaries(run):
        begins = {one["lines"]["begin"] for one in entries if one["path"] == document}
        rests = ["".join(lines(pages[document].text)[line - 1 :]) for line in begins]
        assert any(surface.split()[0] in shown(rest) for rest in rests)


@pytest.mark.parametrize("form", ["text", "concise"])
def test_places_in_text(found: tuple[Run, dict[str, Page]], form: str) -> None:
    run, pages = found
    surfaces: dict[str, set[str]] = {}
    for claim in run.claims:
        surfaces.setdefault(claim.document, set()).add(same(claim))
    places = re.findall(r"(page\d\d\.html):(\d+):(\d+)", render(run, form, Options(every=True)))
    assert len(places) >= PAGES
    for name, line, column in places:
        rest = shown(pages[name].text[offset(pages[name].text, int(line), int(column)) :])
        assert rest.startswith(tuple(surfaces[name])), (name, line, column)
