"""Tables of many fields, beside what a reader takes from each cell: surface, value, unit and period.

In tests/extract/tables/*.yaml a period is a year, month, day or FIRST/LAST (both included), "-" for none and "*" for
any; the unit null for any. Cells are those with a claim of a number, in the order of the text.
"""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from kzcheck.documents import html, markdown
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
