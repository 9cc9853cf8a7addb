"""Which few facts, that no text gives, would make the most claims comparable: a question instead of a guess.

A period that is said but cannot be dated ("last year") waits for its document's date; a figure without any period waits
for what its metric means then; a conflict of a figure with official statistics and one without a source waits for whose
the latter is. What waits is counted in comparisons: the dated figures of the same quantity and unit, at the one period
of the right length that has the most of them, since the answer will point to one period only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from kzcheck.compare.copies import copies
from kzcheck.compare.quantities import ACTUAL, Quantities
from kzcheck.model import Comparison, Document, Metric, Pack, PartialDate, Question

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "half": 182, "season": 91, "year": 365, "decade": 3652}
_UNIT = re.compile(r"([a-z]+)(?:[+-]|:)")
_SLACK = 4
"""Units of one kind differ in length by this many days at most."""
_POLICY = "last full year"
_PLAIN = re.compile(r"[A-Za-z_][\w.-]*|\d[\d-]*[A-Za-z_][\w.-]*")
"""File names that YAML reads as a text without quotes."""
_OF_YEARS = frozenset({"year", "decade"})
_YEAR, _DAY, _AGENCY = "YYYY", "YYYY-MM-DD", "NAME OF THE AGENCY"
"""What has to be filled in."""
_STDIN = "stdin"

Key = tuple[int, ...]


def questions(
    frame: pd.DataFrame,
    pack: Pack,
    documents: Sequence[Document],
    comparisons: Sequence[Comparison] = (),
    *,
    within: Mapping[str, str] | None = None,
    apart: bool = False,
) -> tuple[Question, ...]:
    """Name the facts that comparisons wait for, those that most wait for first.

    `frame` has the columns of `kzcheck.table.schema`; `comparisons` are those made of it; `within` maps documents to
    the groups inside which alone claims are compared.
    """
    if not len(frame):
        return ()
    table = Quantities(frame, without=copies(frame, within), within=within, apart=apart)
    partners = _Partners(table)
    known = {d.id: d for d in documents}
    asked = [
        *_dates(table, partners, known, {m.name: m for m in pack.metrics}),
        *_policies(table, partners, pack),
        *_sources(table, known, comparisons),
    ]
    return tuple(sorted(asked, key=lambda q: (-q.waiting, q.kind, q.about)))


class _Partners:
    """The dated figures of each quantity, counted by period: what a figure could be compared with once it is dated."""

    def __init__(self, table: Quantities) -> None:
        """Count the dated levels by series, the dated growths by family."""
        self.table = table
        self._counts: dict[Key, Counter[Key]] = defaultdict(Counter)
        asked = (table.level | table.growth) & ~table.dated
        wanted = np.isin(table.family, table.family[asked])
        for row in np.flatnonzero((table.level | table.growth) & table.dated & wanted & ~table.vague).tolist():
            self._counts[self._quantity(row)][self._time(row)] += 1

    def _quantity(self, row: int) -> Key:
        table = self.table
        if table.level[row]:
            return 0, int(table.series[row])
        return 1, int(table.family[row]), int(table.mood[row])

    def _time(self, row: int) -> Key:
        return int(self.table.start[row]), int(self.table.end[row])

    def count(self, row: int, days: int | None) -> int:
        """Count the figures of a row's quantity at that one period of so many days which has the most."""
        times = self._counts.get(self._quantity(row))
        if not times:
            return 0
        fitting = (n for (start, end), n in times.items() if days is None or abs(end - start - days) <= _SLACK)
        return max(fitting, default=0)


# When a document was published.


def _dates(
    table: Quantities, partners: _Partners, known: Mapping[str, Document], metrics: Mapping[str, Metric]
) -> Iterator[Question]:
    symbols, said, documents = (table.text(column) for column in ("period_symbol", "period_text", "document"))
    waiting: Counter[str] = Counter()
    rows: dict[str, list[int]] = defaultdict(list)
    grains: dict[str, set[str]] = defaultdict(set)
    for row in np.flatnonzero((table.level | table.growth) & ~table.dated).tolist():
        metric = metrics.get(table.metric(row))
        if symbols[row]:
            unit = _UNIT.match(symbols[row])
            if unit is None:
                continue
            grain = unit[1]
        elif metric is not None and metric.unstated_period != "none" and not said[row]:
            grain = "year"
        else:
            continue
        document = documents[row]
        found = partners.count(row, _DAYS.get(grain)) if _settles(known.get(document), grain) else 0
        if found:
            waiting[document] += found
            rows[document].append(row)
            grains[document].add(grain)
    for document, count in waiting.items():
        published = known[document].published if document in known else None
        exact = _YEAR if grains[document] <= _OF_YEARS else _DAY
        file, where, answer = _place(document, "published", exact)
        yield Question(
            kind="published",
            about=document,
            text=f"{_when(published)} {document} published?",
            waiting=count,
            claims=tuple(table.text("claim_id")[row] for row in rows[document]),
            words=tuple(dict.fromkeys(" ".join(said[row].split()) for row in rows[document] if said[row])),
            file=file,
            where=where,
            answer=answer,
        )


def _settles(document: Document | None, grain: str) -> bool:
    """Tell whether a more exact date of a document could settle which unit of time is meant."""
    published = document.published if document is not None else None
    if published is None:
        return True
    if grain in ("month", "quarter", "half"):
        return published.month is None
    return published.day is None and grain in ("day", "week")


def _when(published: PartialDate | None) -> str:
    if published is None:
        return "When was"
    return f"On which day of {published} was" if published.month else f"In which month of {published} was"


def _place(document: str, key: str, value: str) -> tuple[str, str, tuple[str, ...]]:
    """Give the file, the place in it and the lines that tell one fact of a document."""
    path, mark, row = document.partition(".jsonl#")
    if mark:
        return f"{path}.jsonl", f"in the row {row!r}", (f'"{key}": "{value}"',)
    if document == _STDIN:
        return "", "on the command line", (f"--{key} {value}",)
    file = PurePosixPath(document)
    lines = ("sources:", f"  - file: {_quoted(file.name)}", f"    {key}: {value}")
    return str(file.with_name("sources.yaml")), "", lines


def _quoted(name: str) -> str:
    """Write a file's name as YAML takes it for a text."""
    if _PLAIN.fullmatch(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


# What a metric means without a period.


def _policies(table: Quantities, partners: _Partners, pack: Pack) -> Iterator[Question]:
    metrics: dict[str, Metric] = {m.name: m for m in pack.metrics if m.unstated_period == "none"}
    waiting: Counter[str] = Counter()
    rows: dict[str, list[int]] = defaultdict(list)
    said = table.text("period_text")
    bare = table.level & ~table.dated & ~table.symbolic & (table.published >= 0) & (table.mood == ACTUAL)
    for row in np.flatnonzero(bare).tolist():
        name = table.metric(row)
        if name in metrics and not said[row] and (found := partners.count(row, _DAYS["year"])):
            waiting[name] += found
            rows[name].append(row)
    for name, count in waiting.items():
        metric = metrics[name]
        yield Question(
            kind="period",
            about=name,
            text=f"Which year does '{metric.title or name}' mean where a text names no period?",
            waiting=count,
            claims=tuple(table.text("claim_id")[row] for row in rows[name]),
            file=metric.file,
            where=f"under {name}, or `year of publication`",
            answer=(f"unstated_period: {_POLICY}",),
        )


# Whose statistics a figure is.


def _sources(table: Quantities, known: Mapping[str, Document], comparisons: Sequence[Comparison]) -> Iterator[Question]:
    ids, documents, sources = (table.text(column) for column in ("claim_id", "document", "source"))
    at = {claim: row for row, claim in enumerate(ids)}
    waiting: Counter[str] = Counter()
    rows: dict[str, dict[int, None]] = defaultdict(dict)
    for c in comparisons:
        held = [at[claim] for claim in c.claims if claim in at] if c.verdict == "conflict" else []
        if {bool(sources[row]) for row in held} != {True, False}:
            continue
        for document in {documents[row] for row in held if not sources[row]}:
            waiting[document] += 1
            rows[document].update((row, None) for row in held if documents[row] == document and not sources[row])
    for document, count in waiting.items():
        if document in known and document != _STDIN:
            file, where, answer = _place(document, "statistics", _AGENCY)
            yield Question(
                kind="statistics",
                about=document,
                text=f"Whose statistics are the figures of {document}?",
                waiting=count,
                claims=tuple(ids[row] for row in rows[document]),
                file=file,
                where=where,
                answer=answer,
            )
