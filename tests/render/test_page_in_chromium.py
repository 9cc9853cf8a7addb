"""The page in a real browser: no request, no script but ours, at every width and colour, by keyboard, in print."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from pypdfium2 import PdfDocument
from runs import draft_run, empty_run, harbour_run, hostile_draft, hostile_run

from kzcheck.render.html import INDEX, draft, draft_page, draft_pages, page, pages, parts

pytestmark = [
    pytest.mark.skipif(not chromium.BINARY, reason="there is no Chromium; Debian's package is called chromium"),
    pytest.mark.xdist_group("chromium"),
]
RUNS = {"harbour": harbour_run, "hostile": hostile_run, "empty": empty_run}
# A report cut into an index and parts, as big ones are.
PARTS = {"index": INDEX, "part": "quantities-1.html"}
# A draft against its sources, on one page and cut.
DRAFTS = {"draft": "draft.html", "draft-index": "cut.html", "draft-part": "cut-1.html"}
NAMES = [*RUNS, *PARTS, *DRAFTS]
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
OPEN_ALL = "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
# Lay everything out, also what content-visibility leaves for later.
LAY_OUT = "document.styleSheets[0].insertRule('* { content-visibility: visible !important }')"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    for name, run in RUNS.items():
        (made / f"{name}.html").write_text(page(run()), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "MOST_FINDINGS", 0)
        cut = pages(harbour_run())
    drafts = draft_pages(*draft_run(), failing=True, index="draft.html")
    drafts |= {"hostile-draft.html": draft_page(*hostile_draft(), failing=True)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft, "MOST_CARDS", 4)
        drafts |= draft_pages(*draft_run(), failing=True, index="cut.html")
    for name, file in {**PARTS, **DRAFTS, "hostile-draft": "hostile-draft.html"}.items():
        (made / f"{name}.html").write_text((cut | drafts)[file], encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Tab]:
    with chromium.tab() as found:
        yield found


@pytest.fixture
def tab(browser: chromium.Tab) -> Iterator[chromium.Tab]:
    browser.resize(1280)
    browser.media(prefers_color_scheme="light")
    yield browser
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)


def show(tab: chromium.Tab, folder: Path, name: str = "harbour") -> None:
    tab.open((folder / f"{name}.html").as_uri())


def complaints(tab: chromium.Tab) -> list[str]:
    found = [e["params"]["entry"]["text"] for e in tab.events if e.get("method") == "Log.entryAdded"]
    thrown = [str(e["params"]) for e in tab.events if e.get("method") == "Runtime.exceptionThrown"]
    return [*found, *thrown]


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_for_nothing_and_complains_of_nothing(tab: chromium.Tab, folder: Path, name: str) -> None:
    show(tab, folder, name)
    tab.run(OPEN_ALL)
    # The icon stands in the page itself.
    assert [url for url in tab.requests() if not url.startswith("data:")] == [(folder / f"{name}.html").as_uri()]
    assert complaints(tab) == []


@pytest.mark.parametrize("name", ["hostile", "hostile-draft"])
def test_hostile_text_runs_nothing(tab: chromium.Tab, folder: Path, name: str) -> None:
    script = tab.ask(
        "Page.addScriptToEvaluateOnNewDocument", source="window.hits = 0; window.alert = () => { window.hits += 1; };"
    )
    show(tab, folder, name)
    tab.run(OPEN_ALL)
    tab.run("document.querySelectorAll('*').forEach((e) => e.dispatchEvent(new Event('mouseover')))")
    assert tab.run("window.hits") == 0
    assert tab.run("document.querySelectorAll('img, iframe, b, i, main script, svg script').length") == 0
    assert "Cargo of <script>alert(" in tab.run("document.body.textContent")
    tab.ask("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])


def test_it_reads_without_script(tab: chromium.Tab, folder: Path) -> None:
    tab.ask("Emulation.setScriptExecutionDisabled", value=True)
    show(tab, folder)
    words = " ".join(tab.run("document.querySelector('main').innerText").split())
    assert "Trade through Aktal in 2024 is said to be $533.4 million and $470 million." in words
    assert "Search" not in words


def test_a_draft_reads_without_script_and_in_print(tab: chromium.Tab, folder: Path) -> None:
    tab.ask("Emulation.setScriptExecutionDisabled", value=True)
    show(tab, folder, "draft")
    tab.run(LAY_OUT)
    words = " ".join(tab.run("document.querySelector('main').innerText").split())
    printed = base64.b64decode(tab.ask("Page.printToPDF", printBackground=True)["data"])
    paper = " ".join(" ".join(p.get_textpage().get_text_range() for p in PdfDocument(printed)).split())
    for said in ("$533.4 million✗ contradicted", "The draft says “$529 million”, as Customs office does"):
        assert said in words
        assert said.replace(" ", "") in paper.replace("\ufffe", "").replace(" ", "")


def test_it_opens_in_a_sandboxed_frame(tab: chromium.Tab, folder: Path) -> None:
    frame = folder / "frame.html"
    frame.write_text('<!doctype html><iframe sandbox src="harbour.html" width="900" height="700"></iframe>', "utf-8")
    tab.open(frame.as_uri())
    assert {Path(url).name for url in tab.requests() if not url.startswith("data:")} == {"frame.html", "harbour.html"}
    # A sandbox without allow-scripts blocks our script, and the page does not need it.
    assert all("sandboxed" in text for text in complaints(tab))
    words = tab.run_in_frame("document.querySelector('.lead').innerText")
    assert "$533.4" in words


GEOMETRY = """(() => {
  const box = (e) => e.getBoundingClientRect();
  const seen = (e) => box(e).width > 0 && box(e).height > 0;
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`page ${root.scrollWidth} wider than ${root.clientWidth}`);
  for (const e of document.querySelectorAll('main *, nav *')) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!words || !seen(e) || e.closest('.hide, title, desc')) continue;
    let size = parseFloat(getComputedStyle(e).fontSize);
    if (e.ownerSVGElement && e.getScreenCTM) size *= e.getScreenCTM().d;
    if (size < 9) faults.push(`text of ${size}px: ${e.textContent.slice(0, 40)}`);
  }
  for (const svg of document.querySelectorAll('.ticks, .timeline, .bars')) {
    const outer = box(svg);
    const texts = [...svg.querySelectorAll('text')].filter(seen);
    texts.forEach((text, i) => {
      const a = box(text);
      if (a.left < outer.left - 8 || a.right > outer.right + 8 || a.top < outer.top - 2 || a.bottom > outer.bottom + 2)
        faults.push(`outside its drawing: ${text.textContent}`);
      for (const other of texts.slice(i + 1)) {
        const b = box(other);
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
          faults.push(`labels meet: ${text.textContent} and ${other.textContent}`);
      }
    });
  }
  for (const track of document.querySelectorAll('.track')) {
    const outer = box(track);
    for (const mark of track.querySelectorAll('.bar, .cap, .band')) {
      const a = box(mark);
      if (a.left < outer.left - 6 || a.right > outer.right + 6 || a.top < outer.top - 1 || a.bottom > outer.bottom + 1)
        faults.push(`mark outside its track in ${track.closest('[id]').id}`);
    }
  }
  return faults;
})()"""


@pytest.mark.parametrize("width", [320, 400, 768, 1280, 3840])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_runs_out_or_is_too_small(tab: chromium.Tab, folder: Path, name: str, width: int) -> None:
    tab.resize(width)
    show(tab, folder, name)
    tab.run(LAY_OUT)
    tab.run(OPEN_ALL)
    assert tab.run(GEOMETRY) == []


def test_each_claim_of_a_comparison_has_its_row(tab: chromium.Tab, folder: Path) -> None:
    show(tab, folder)
    count = "(s) => a.querySelectorAll(s).length"
    kinds = "['.row:not(.derived) .bar', '.quote mark', '.row.derived .bar']"
    rows = f"[...document.querySelectorAll('.finding, .fold')].map((a) => {kinds}.map({count}))"
    assert tab.run(rows) == [[2, 2, 0], [2, 2, 0], [2, 2, 0], [3, 3, 1], [0, 0, 0]]


def test_each_claim_of_a_card_has_its_row_and_its_quote(tab: chromium.Tab, folder: Path) -> None:
    show(tab, folder, "draft")
    count = "(s) => a.querySelectorAll(s).length"
    kinds = "['.row:not(.derived) .bar', '.quote mark', '.row.derived .bar', '.differs']"
    rows = f"[...document.querySelectorAll('.check')].map((a) => {kinds}.map({count}))"
    # Contradicted (a third quote: what supports it), unsupported (nothing near; one near), copied, derived.
    assert tab.run(rows) == [[2, 3, 0, 0], [2, 2, 0, 0], [0, 1, 0, 0], [2, 2, 0, 1], [2, 2, 0, 0], [3, 3, 1, 0]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_barrier(tab: chromium.Tab, folder: Path, name: str, width: int, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: make setup-browser fetches it")
    tab.resize(width)
    tab.media(prefers_color_scheme=scheme)
    show(tab, folder, name)
    tab.run(LAY_OUT)
    tab.run(OPEN_ALL)
    tab.run(AXE.read_text(encoding="utf-8") + "; true")
    found = tab.run(
        "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.map((v) => "
        "[v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + n.failureSummary)]))"
    )
    assert found == []


def test_print_has_every_finding(tab: chromium.Tab, folder: Path) -> None:
    tab.media(prefers_color_scheme="dark")
    show(tab, folder)
    printed = base64.b64decode(tab.ask("Page.printToPDF", printBackground=True)["data"])
    words = " ".join(" ".join(p.get_textpage().get_text_range() for p in PdfDocument(printed)).split())
    plain = words.replace("\ufffe", "").replace(" ", "")
    for finding in harbour_run().findings:
        assert finding.message.replace(" ", "") in plain
        assert finding.fingerprint in plain
    for said in ("533.35-475=58.35", "Aktal Herald", "customs.md:4:", "1.835>1.4855"):
        assert said.replace(" ", "") in plain
    assert "Skip to the findings" not in words
    assert "Search" not in words


def test_forced_colours_keep_the_marks(tab: chromium.Tab, folder: Path) -> None:
    tab.media(forced_colors="active")
    show(tab, folder)
    tab.run(OPEN_ALL)
    colours = "[getComputedStyle(b).stroke, getComputedStyle(document.body).backgroundColor]"
    found = tab.run(f"[...document.querySelectorAll('.bar')].map((b) => {colours})")
    assert found
    assert all(stroke != paper for stroke, paper in found)


def test_the_keyboard_goes_from_the_skip_link_to_the_findings(tab: chromium.Tab, folder: Path) -> None:
    show(tab, folder)

    def press(key: str) -> str:
        for kind in ("keyDown", "keyUp"):
            code = {"Tab": 9, "Enter": 13}[key]
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            tab.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)
        return str(tab.run("document.activeElement.textContent.trim()"))

    assert press("Tab") == "Skip to the findings"
    press("Enter")
    assert tab.run("location.hash") == "#main"
    stops = [press("Tab") for _ in range(5)]
    assert stops[0].startswith("Trade through Aktal in 2024")


@pytest.mark.parametrize("name", ["harbour", "draft"])
def test_the_keyboard_reaches_everything_in_the_order_of_the_page(tab: chromium.Tab, folder: Path, name: str) -> None:
    show(tab, folder, name)
    tab.run("document.querySelectorAll('details').forEach((d) => { d.open = false; })")
    within = "'a[href], button, input, select, summary, [tabindex=\"0\"]'"
    expected = tab.run(
        f"(window.all = [...document.querySelectorAll({within})].filter((e) => e.checkVisibility() && "
        "(e.tagName === 'SUMMARY' || !e.closest('details:not([open])')))).length"
    )
    assert expected > 40
    seen = []
    for _ in range(expected):
        for kind in ("keyDown", "keyUp"):
            tab.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        seen.append(tab.run("window.all.indexOf(document.activeElement)"))
        assert tab.run("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert seen == list(range(expected))


def test_search_and_sorting(tab: chromium.Tab, folder: Path) -> None:
    show(tab, folder)
    shown = "[...document.querySelectorAll('#claims tbody tr')].filter((r) => !r.hidden).length"
    assert tab.run(shown) == 10
    tab.run(
        "(() => { const s = document.querySelector('#claims input'); s.value = 'GRAIN  herald';"
        " s.dispatchEvent(new Event('input')); })()"
    )
    assert tab.run(shown) == 3
    assert tab.run("document.querySelector('#claims output').textContent") == "3 of 10 shown"
    tab.run("[...document.querySelectorAll('#claims th button')].find((b) => b.textContent === 'Value').click()")
    values = tab.run("[...document.querySelectorAll('#claims tbody tr')].map((r) => r.cells[2].dataset.key)")
    assert [float(v) for v in values] == sorted(float(v) for v in values)
    assert tab.run("document.querySelector('#claims [aria-sort]').getAttribute('aria-sort')") == "ascending"


def test_a_link_opens_the_fold_that_it_leads_into(tab: chromium.Tab, folder: Path) -> None:
    tab.open((folder / "harbour.html").as_uri() + "#claim-6")
    assert tab.run("document.getElementById('claim-6').closest('details').open") is True
