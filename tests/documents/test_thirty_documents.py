"""Thirty documents with tables, each in seven formats: the same claims, verdicts and fingerprints in all of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl makes the workbooks of these tests")
pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 reads PDF files")

from kzcheck import pipeline  # noqa: E402
from kzcheck.documents import load  # noqa: E402
from kzcheck.ledger.fingerprints import fingerprint  # noqa: E402
from kzcheck.model import PartialDate  # noqa: E402

Rows = tuple[tuple[str, ...], ...]
_FIGURE = re.compile(r"([$€£]?)(\(|-)?([$€£]?)([0-9][0-9,]*)(\.[0-9]+)?( ?%)?(\)?)")


class Content(NamedTuple):
    """A title, the prose below it, and a table with its caption and rows of heads."""

    title: str
    prose: tuple[str, ...]
    caption: str
    heads: Rows
    rows: Rows


# Of each field: title, two sentences of which the second may contradict the table, caption, years, labels and figures.
FIELDS: tuple[tuple[str, tuple[str, str], str, tuple[str, str], Rows], ...] = (
    (
        "The harbour of Nordhavn",
        ("The harbour was dredged in 2019.", "Cargo came to {0} thousand tons in 2024."),
        "Cargo by kind (thousand tons)",
        ("2024", "2023"),
        (("Grain", "1,240", "1,180"), ("Timber", "612", "655"), ("Cargo", "1,852", "1,835")),
    ),
    (
        "Accounts of the brewery",
        ("The brewery employs 214 people.", "Sales were ${0} million in 2024."),
        "Income (USD million)",
        ("2024", "2023"),
        (("Sales", "$45.5", "$41.2"), ("Cost of sales", "(31.9)", "(30.4)"), ("Profit", "13.6", "10.8")),
    ),
    (
        "Schools of the county",
        ("Two new schools opened in 2022.", "There were {0} pupils in 2023."),
        "Pupils by kind of school",
        ("2023", "2022"),
        (("Primary", "12,413", "12,655"), ("Secondary", "9,120", "8,990"), ("Pupils", "21,533", "21,645")),
    ),
    (
        "A trial of a vaccine",
        ("The trial ran from March 2021 to June 2022.", "Fever was seen in {0} percent of the vaccinated in 2022."),
        "Events after the injection (%)",
        ("2022", "2021"),
        (("Fever", "8.4", "9.1"), ("Headache", "12.5", "11.0"), ("Rash", "0.7", "1.2")),
    ),
    (
        "Energy of the island",
        ("The cable was laid in 2015.", "Wind gave {0} GWh in 2024."),
        "Generation (GWh)",
        ("2024", "2023"),
        (("Wind", "455.2", "410.9"), ("Solar", "38.0", "31.7"), ("Diesel", "12.4", "44.1")),
    ),
    (
        "The orchestra's season",
        ("The hall has 1,480 seats.", "Tickets brought in £{0} thousand in 2024."),
        "Income and costs (GBP thousand)",
        ("2024", "2023"),
        (("Tickets", "£3,412", "£3,025"), ("Grants", "1,250", "1,300"), ("Wages", "(3,980)", "(3,875)")),
    ),
    (
        "Forests of the north",
        ("Fires burned 312 ha in 2018.", "Spruce covered {0} thousand ha in 2020."),
        "Area by species (thousand ha)",
        ("2020", "2010"),
        (("Spruce", "845.5", "862.1"), ("Pine", "410.2", "398.7"), ("Birch", "95.0", "88.4")),
    ),
    (
        "Temperatures at the observatory",
        ("The observatory stands at 2,150 m.", "January had a mean of {0} degrees Celsius in 2021."),
        "Monthly mean (degrees Celsius)",
        ("2021", "2020"),
        (("January", "-7.4", "-5.0"), ("July", "14.9", "15.2"), ("October", "3.1", "-0.4")),
    ),
    (
        "Budget of the town",
        ("The council has 31 members.", "Taxes came to €{0} thousand in 2024."),
        "Revenue and deficit (EUR thousand)",
        ("2024", "2023"),
        (("Taxes", "€18,452", "€17,905"), ("Fees", "2,310", "2,275"), ("Deficit", "(1,140)", "(985)")),
    ),
    (
        "Rail freight",
        ("The line is 412 km long.", "Coal came to {0} million tons in 2023."),
        "Freight by goods (million tons)",
        ("2023", "2022"),
        (("Coal", "4.5", "5.3"), ("Steel", "2.764", "2.310"), ("Containers", "1.1", "0.9")),
    ),
)  # fmt: skip


def contents() -> list[Content]:
    """Give three documents of each field: as it is, with heads in two rows, and with a column of changes and a slip."""
    out = []
    for title, (told, restated), caption, years, rows in FIELDS:
        first = rows[-1][1] if rows[-1][0].lower() in restated.lower() else rows[0][1]
        said = first.strip("$€£")
        plain = Content(title, (told, restated.format(said)), caption, (("", *years),), rows)
        ended = ("", "Year ended December 31,", "Year ended December 31,")
        headed = plain._replace(heads=(ended, ("", *years)), prose=(told,))
        slip = re.sub("[0-9]", lambda m: str(int(m[0]) % 9 + 1), said, count=1)
        changes = tuple((*row, f"{change} %") for row, change in zip(rows, ("4.1", "-6.5", "12"), strict=True))
        changed = plain._replace(heads=(("", *years, "Change"),), rows=changes, prose=(told, restated.format(slip)))
        out += [plain, headed, changed]
    return out


THIRTY = contents()


def bars(content: Content, suffix: str) -> str:
    title = [f"# {content.title}"] if suffix == "md" else [content.title, "=" * len(content.title)]
    lines = [*title, "", *(line for said in content.prose for line in (said, ""))]
    lines += [content.caption, ""]
    head, *more = content.heads
    lines += [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in (*more, *content.rows))]) + "\n"


def page(content: Content) -> str:
    head = "".join(f"<tr>{''.join(f'<th>{escape(h)}</th>' for h in row)}</tr>" for row in content.heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in content.rows)
    prose = "".join(f"<p>{escape(said)}</p>" for said in (*content.prose, content.caption))
    style = "<style>td, th {padding: 2px 9px} td + td {text-align: right}</style>"
    inner = f"<h1>{content.title}</h1>{prose}<table>{head}{body}</table>"
    return f"<html><head><meta charset='utf-8'>{style}</head><body>{inner}</body></html>"


def book(content: Content, to: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = content.title
    for line in (*(part for said in content.prose for part in (said, None)), content.caption):
        sheet.append([line])
    for row in (*content.heads, *content.rows):
        sheet.append([cell or None for cell in row])
    for row in sheet.iter_rows(min_row=sheet.max_row - len(content.rows) + 1, min_col=2):
        for cell in row:
            before, sign, after, whole, places, percent, _ = _FIGURE.fullmatch(str(cell.value)).groups("")
            value = float(whole.replace(",", "") + places) * (-1 if sign else 1) / (100 if percent else 1)
            code = ("#,##0" if len(whole) > 3 else "0") + ("." * bool(places)) + "0" * len(places[1:])
            code = (f'"{before or after}"' if before or after else "") + code + (" %" if percent else "")
            cell.value, cell.number_format = value, f"{code};({code})" if sign == "(" else code
    for cell in (
        c for row in sheet.iter_rows() for c in row if c.value in ("2024", "2023", "2022", "2021", "2020", "2010")
    ):
        cell.value = int(cell.value)
    workbook.save(to)


def said(paths: Sequence[Path]) -> list[tuple[object, ...]]:
    """Give of each document its claims, the verdicts on them, and the fingerprints of what conflicts."""
    out = []
    pack = pipeline.load_pack([])
    for path in paths:
        (read,), _ = load([str(path)])
        document = replace(read, published=PartialDate(2025, 3), published_how="stated")
        _, rows = pipeline._extract((document,), pack, 1, pipeline._silent)
        reading = pipeline.Reading(documents=(document,), rows=rows, pack=pack)
        by_id = {claim.claim_id: claim for claim in reading.claims}
        found = [
            (c.surface, c.value, c.unit, str(c.period), c.kind, c.metric) for c in by_id.values() if c.kind != "date"
        ]
        comparisons = pipeline._compare(reading, None, every=True)
        verdicts = sorted((str(c.relation), str(c.verdict), *(by_id[i].surface for i in c.claims)) for c in comparisons)
        out.append((found, verdicts, sorted(fingerprint(c, by_id) for c in comparisons if c.verdict == "conflict")))
    return out


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = [folder / f"d{n:02}.html" for n in range(len(THIRTY))]
    for path, content in zip(made, THIRTY, strict=True):
        path.write_text(page(content), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def wanted(pages: list[Path]) -> list[tuple[object, ...]]:
    return said(pages)


def test_thirty_documents_have_their_claims_and_some_a_slip(wanted):
    assert len(wanted) == 30
    for (claims, _, _), content in zip(wanted, THIRTY, strict=True):
        assert len(claims) >= sum(len(row) - 1 for row in content.rows)
    assert sum(bool(marks) for _, _, marks in wanted) >= 8


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_text_says_the_same(wanted, tmp_path, suffix):
    paths = [tmp_path / f"d{n:02}.{suffix}" for n in range(len(THIRTY))]
    for path, content in zip(paths, THIRTY, strict=True):
        path.write_text(bars(content, suffix), encoding="utf-8")
    assert said(paths) == wanted


def test_workbooks_say_the_same(wanted, tmp_path):
    paths = [tmp_path / f"d{n:02}.xlsx" for n in range(len(THIRTY))]
    for path, content in zip(paths, THIRTY, strict=True):
        book(content, path)
    assert said(paths) == wanted


@pytest.mark.parametrize(("suffix", "filter_"), [("docx", "MS Word 2007 XML"), ("odt", "writer8")])
def test_word_processors_say_the_same(wanted, pages, tmp_path, suffix, filter_):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not there")
    options = [f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=HTML (StarWriter)"]
    convert = ["--convert-to", f"{suffix}:{filter_}", "--outdir", str(tmp_path)]
    subprocess.run([program, *options, *convert, *map(str, pages)], check=True, capture_output=True, timeout=300)
    assert said([tmp_path / f"{path.stem}.{suffix}" for path in pages]) == wanted


def test_printed_pages_say_the_same(wanted, pages, tmp_path):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not there")
    body = "<div style='break-after: page'></div>".join(path.read_text(encoding="utf-8") for path in pages)
    (tmp_path / "all.html").write_text(body, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=all.pdf"]
    subprocess.run([program, *options, "all.html"], cwd=tmp_path, check=True, capture_output=True, timeout=300)
    whole = pdfium.PdfDocument(str(tmp_path / "all.pdf"))
    paths = []
    for n in range(len(THIRTY)):
        part = pdfium.PdfDocument.new()
        part.import_pages(whole, [n])
        paths.append(tmp_path / f"d{n:02}.pdf")
        part.save(str(paths[-1]))
    assert said(paths) == wanted
