"""Findings, or the claims of a run, as CSV that no spreadsheet will run as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kzcheck.model import Claim, Finding, Interval, Run
from kzcheck.render.json import claim_row
from kzcheck.render.options import Options
from kzcheck.render.view import View, value_words, voice

# What spreadsheets take for the start of a formula, the full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def claims(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write the claims of a run as CSV."""
    return claims_csv(run)


def claims_csv(run: Run) -> str:
    """Write the claims as CSV: a row a claim in the run's order, columns as in `claim_row`."""
    return table((claim_row(claim) for claim in run.claims), columns=tuple(claim_row(EMPTY)))


def table(rows: Iterable[Mapping[str, object]], *, columns: Sequence[str]) -> str:
    """Write rows with these columns as CSV, numbers in plain digits, lists in one cell.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


FINDING_COLUMNS = ("severity", "status", "place", "message", "values", "sources", "reason", "rule", "fingerprint")


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write the findings of a run as CSV, a row each: where, what is said by whom, why it cannot be."""
    return table(finding_rows(run), columns=FINDING_COLUMNS)


def finding_rows(run: Run) -> list[dict[str, object]]:
    """Give the findings as rows with the keys `FINDING_COLUMNS`; `values` and `sources` are lists."""
    view = View(run)
    return [_finding(view, finding) for finding in view.findings]


def _finding(view: View, finding: Finding) -> dict[str, object]:
    comparison = view.comparisons.get(finding.comparison)
    primary = view.claims.get(finding.primary)
    said = view.claims_of(comparison, finding.primary) if comparison is not None else []
    return {
        "severity": finding.severity,
        "status": finding.status,
        "place": "" if primary is None else view.place(primary),
        "message": view.title(finding),
        "values": [value_words(claim) for claim in said],
        "sources": [f"{voice(claim)} ({view.place(claim)})" for claim in said],
        "reason": "" if comparison is None else view.reason(comparison),
        "rule": finding.rule,
        "fingerprint": finding.fingerprint,
    }


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return f"{Decimal(repr(value)):f}"
        case list():
            return _text("; ".join(_item(item) for item in value))
        case _:
            return _text(str(value))


def _item(item: object) -> str:
    return f"{item['rule']}: {item['words']}" if isinstance(item, dict) else str(item)


def _text(text: str) -> str:
    # A lone surrogate cannot be written as UTF-8, NUL ends a cell early in some readers, a bare CR ends a row.
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    clean = clean.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


EMPTY = Claim(
    claim_id="",
    document="",
    start=0,
    end=0,
    surface="",
    sentence="",
    sentence_start=0,
    kind="level",
    interval=Interval.point(Fraction(0)),
)
