"""Tables of many fields, beside what a reader takes from each cell: surface, value, unit and period.

In tests/extract/tables/*.yaml a period is a year, month, day or FIRST/LAST (both included), "-" for none and "*" for
any; the unit null for any. Cells are those with a claim of a number, in the order of the text.
"""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from kzcheck.documents import formats, html, markdown
from kzcheck.extract import extract
from kzcheck.model import Claim, Document, PartialDate, Period
from kzcheck.storage import load_yaml

FOLDER = Path(__file__).parent / "tables"
READERS = {"html": html, "markdown": markdown}
SHOWN = ("level", "count", "share", "change", "difference", "ratio", "score", "rank", "ordinal")


def cases() -> list[object]:
    return [
        pytest.param(
            row,
            id=f"{path.stem}-{n}",
            marks=pytest.mark.xfail(reason=row["known_wrong"]) if "known_wrong" in row else [],
        )
        for path in sorted(FOLDER.glob("*.yaml"))
        for n, row in enumerate(load_yaml(path.read_bytes()))
    ]


def read(row: dict[str, str]) -> Document:
    documents, _ = READERS[row["format"]].read("d", row["source"].encode())
    return documents[0]


def figures(document: Document) -> list[Claim]:
    """Give the claims of numbers inside the tables."""
    return [c for c in extract(document)[0] if c.kind != "date" and document.table_at(c.start) is not None]


def period_of(said: object) -> Period | None:
    if said == "-":
        return None
    first, _, last = str(said).partition("/")
    if not last:
        return PartialDate.parse(first).period
    return Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


def shown(claim: Claim) -> tuple[str, str, str, str]:
    return claim.surface, str(claim.value), claim.unit, str(claim.period or "-")


@pytest.mark.parametrize("row", cases())
def test_each_cell_gives_its_claim(row: dict[str, object]) -> None:
    found = figures(read(row))  # type: ignore[arg-type]
    wanted = []
    for (surface, value, unit, period), claim in zip(row["cells"], [*found, *[None] * 99], strict=False):  # type: ignore[call-overload]
        said = "" if claim is None else str(claim.period or "-")
        when = said if period == "*" else str(period_of(period) or "-")
        measured = claim.unit if claim is not None and unit is None else unit
        wanted.append((surface, str(Fraction(str(value))), measured, when))
    assert [shown(c) for c in found] == wanted


def test_a_round_figure_is_stated_to_the_place_of_its_column() -> None:
    source = "| Port | Calls | Cargo, t |\n|---|---|---|\n| Nord | 1,500 | 2,000 |\n| Sund | 1,377 | 40,000 |\n"
    row = {"format": "markdown", "source": source}
    assert {c.surface: c.ulp for c in figures(read(row))} == {"1,500": 1, "1,377": 1, "2,000": 1000, "40,000": 10000}


def test_a_claim_of_a_cell_has_its_paths() -> None:
    source = (
        "<p>Fleet</p><table><tr><th></th><th>2020</th><th>2021</th></tr><tr><td colspan=3>Buses:</td></tr>"
        "<tr><td>Diesel</td><td>31</td><td>28</td></tr></table>"
    )
    first, second = figures(read({"format": "html", "source": source}))
    assert (first.table, first.row, first.column) == (1, ("Buses:", "Diesel"), ("2020",))
    assert second.column == ("2021",)


def test_what_is_taken_off_is_an_amount_with_that_role() -> None:
    rows = (
        "| USD million | 2023 | 2022 |",
        "|---|---|---|",
        "| Dividends paid | (12.5) | (11.0) |",
        "| Net | (3.2) | 4.0 |",
    )
    source = "\n".join(rows)
    found = figures(read({"format": "markdown", "source": source}))
    assert [(c.value, c.role) for c in found] == [
        (12_500_000, "deduction"),
        (11_000_000, "deduction"),
        (-3_200_000, ""),
        (4_000_000, ""),
    ]


def test_years_at_the_head_of_a_data_file_are_no_figures() -> None:
    raw = b"region,2022,2023\nNorth,410,455\nSouth,120,130\n"
    (document,), _ = formats.of(".csv", raw).read("d.csv", raw)
    found = [(str(claim.value), str(claim.period)) for claim in figures(document)]
    assert found == [("410", "2022"), ("455", "2023"), ("120", "2022"), ("130", "2023")]


MUSEUM = """# Accounts of the museum

All amounts {}are in thousands of euros unless otherwise stated.

Admissions came to €1,240 in 2024, gifts to €35 million over ten years; a ticket costs €9 per person.

| | 2024 | 2023 |
|---|---|---|
| Admissions | 1,240 | 1,180 |

The works of the year took longer than in the year before, since the roof of the old hall had to be mended.

## Works

| | 2024 | 2023 |
|---|---|---|
| Repairs | 310 | 295 |
| Visitors | 45,210 | 44,870 |
"""


@pytest.mark.parametrize(("where", "prose"), [("", 1240), ("in this report ", 1_240_000)])
def test_a_scale_stated_once_holds_for_every_table_and_for_prose_where_it_says_so(where: str, prose: int) -> None:
    (document,), _ = markdown.read("d", MUSEUM.format(where).encode())
    said = [c for c in extract(document)[0] if c.kind != "date"]
    values = {c.surface: (c.value, c.unit) for c in said if document.table_at(c.start) is None}
    assert values["€1,240"] == (prose, "EUR")
    assert values["€35 million"] == (35_000_000, "EUR")
    assert not any("thousands" in surface for surface in values)
    assert [(str(c.value), c.unit) for c in figures(document)] == [
        ("1240000", "EUR"),
        ("1180000", "EUR"),
        ("310000", "EUR"),
        ("295000", "EUR"),
        ("45210", "count"),
        ("44870", "count"),
    ]
    scaled = next(c for c in said if c.surface == "310")
    assert any("thousands of euros" in step.words for step in scaled.why)
