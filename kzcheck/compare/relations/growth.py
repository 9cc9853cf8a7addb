"""A level, a growth and another level: end = start * ratio, or start * (1 + change), or start + difference.

A level that stands beside the growth, or beside the other level, in one document speaks with it; levels of three
documents are put together only where none of them brings a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.levels import Levels, one_each
from kzcheck.compare.quantities import AHEAD, Array, Quantities
from kzcheck.compare.relations.same import as_amount, is_superseded
from kzcheck.compare.statement import Statement

_MOST = 64


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give every growth with the levels at its two ends."""
    table = scope.table
    levels = Levels(table)
    document = table.text("document")
    growths = np.flatnonzero(table.growth & ~table.points & table.dated & table.based & ~table.vague)
    if not scope.every:
        growths = growths[_suspect(levels, growths)]
    growths = once(table, growths)
    growths = np.r_[growths, np.flatnonzero(table.difference)]
    for growth in growths.tolist():
        rule = scope.rule(table.metric(growth), "ratio")
        if rule is None:
            continue
        found = triples(table, levels, growth)
        # Where its own document has both levels, another's level is held against those, not against the growth.
        at_home = any(document[e] == document[s] == document[growth] for e, s in found)
        for end, start in found:
            rows = (start, growth, end)
            yield Candidate(
                equation=equation(table, growth),
                rows=rows,
                rule=rule.id,
                certainty=scope.certainty(rows),
                severity=rule.severity,
                message=rule.message,
                superseded=is_superseded(table, growth, end),
                lenient=bool(table.guessed[growth]) or (at_home and _mixed(document, rows)),
                statements=_amounts(table, rows),
            )


def _amounts(table: Quantities, rows: tuple[int, int, int]) -> tuple[Statement, ...]:
    """Give start, growth and end; two levels in brackets are amounts, of which words tell how they grew."""
    start, growth, end = (table.statement(row) for row in rows)
    bare = as_amount(start), as_amount(end)
    both = bare[0] is not start and bare[1] is not end
    return (bare[0], growth, bare[1]) if both else (start, growth, end)


def _mixed(document: Sequence[str], rows: Sequence[int]) -> bool:
    """Tell whether a growth (the second row) stands with one of the levels in a document, and not with the other."""
    start, growth, end = (document[row] for row in rows)
    return start != end and growth in (start, end)


def once(table: Quantities, growths: Array) -> Array:
    """Keep one of the growths of a document that say the same, the one nearest to a level of its quantity."""
    if not len(growths):
        return growths
    import pandas as pd

    document = table.codes("document")
    said = pd.DataFrame(
        {
            "document": document[growths],
            "node": table.growth_node[growths],
            "low": table.low[growths],
            "high": table.high[growths],
        }
    )
    repeated = said.duplicated(keep=False).to_numpy()
    if not repeated.any():
        return growths
    away = np.zeros(len(growths))
    levels = np.flatnonzero(table.level)
    for i in np.flatnonzero(repeated).tolist():
        row = growths[i]
        near = levels[(table.family[levels] == table.family[row]) & (document[levels] == document[row])]
        away[i] = np.abs(table.place[near] - table.place[row]).min(initial=np.iinfo(np.int64).max)
    order = np.lexsort((growths, away))
    first = ~said.iloc[order].duplicated().to_numpy()
    return np.sort(growths[order[first]])


def equation(table: Quantities, growth: int) -> Equation:
    """Give the relation of start (0), growth (1) and end (2)."""
    if is_added(table, growth):
        return Equation(relation="difference", left=(Term(0), Term(1)), right=(Term(2),), op=SUM, derived=(1,))
    name = "change" if table.kind[growth] == "change" else "ratio"
    return Equation(relation=name, left=(Term(0), table.term(growth, 1)), right=(Term(2),), derived=(1,))


def is_added(table: Quantities, growth: int) -> bool:
    """Tell whether a growth adds to its start ("by $4 million", "by 3 percentage points") or multiplies it."""
    return bool(table.kind[growth] == "difference" or table.points[growth])


def triples(table: Quantities, levels: Levels, growth: int) -> list[tuple[int, int]]:
    """Give (end, start) for a growth, few and telling ones."""
    document = table.text("document")
    ends = one_each(table, levels.ends(growth), growth)
    starts = one_each(table, levels.starts(growth), growth)
    if is_added(table, growth):
        unit = table.dimension[growth]
        ends, starts = ([r for r in rows if table.dimension[r] == unit] for rows in (ends, starts))
    if not ends or not starts:
        return []
    home = document[growth]
    if len(ends) * len(starts) > PAIRS * PAIRS:
        ends, starts = _widest(table, ends, home), _widest(table, starts, home)
    if table.mood[growth] == AHEAD and any(document[e] == home for e in ends):
        ends = [e for e in ends if document[e] == home]
    pairs = {(e, s) for e in ends for s in starts if home in (document[e], document[s]) or document[e] == document[s]}
    if not pairs:
        pairs = {(e, s) for e in ends for s in starts}
    pairs = {(e, s) for e, s in pairs if table.dimension[e] == table.dimension[s]}
    return sorted(pairs)[:_MOST]


def _widest(table: Quantities, rows: Sequence[int], home: str) -> list[int]:
    """Keep, of many levels, those of the growth's own document and the two that differ most."""
    low, high = table.span(np.asarray(rows))
    document = table.text("document")
    return sorted({rows[int(np.argmax(low))], rows[int(np.argmin(high))], *(r for r in rows if document[r] == home)})


def _suspect(levels: Levels, growths: Array) -> Array:
    """Mark the growths whose ends cannot meet, whichever of the levels at either end is taken."""
    import pandas as pd

    table = levels.table
    rows = levels.rows
    if not len(rows) or not len(growths):
        return np.zeros(len(growths), dtype=bool)
    levels_frame = pd.DataFrame(
        {
            "family": table.family[rows],
            "mood": table.mood[rows],
            "start": table.start[rows],
            "end": table.end[rows],
            "low": table.low[rows],
            "high": table.high[rows],
        }
    )
    key = ["family", "mood", "start", "end"]
    # Plans start from what was: their levels may be looked up among actual ones, so the screen ignores mood there.
    joint = levels_frame.groupby(key, sort=False).agg(
        top=("low", "max"), bottom=("high", "min"), least=("low", "min"), most=("high", "max")
    )
    low, high = table.span(growths)
    ahead = table.mood[growths] == AHEAD

    def look(start: Array, end: Array) -> pd.DataFrame:
        index = pd.MultiIndex.from_arrays([table.family[growths], table.mood[growths], start, end], names=key)
        return joint.reindex(index)

    at_start = look(table.base_start[growths], table.base_end[growths])
    at_end = look(table.start[growths], table.end[growths])
    with np.errstate(invalid="ignore"):
        over = at_start["top"].to_numpy() * low > at_end["bottom"].to_numpy()
        under = at_start["bottom"].to_numpy() * high < at_end["top"].to_numpy()
        signed = (low <= 0) | (at_start["least"].to_numpy() < 0) | (at_end["least"].to_numpy() < 0)
    return np.asarray(over | under | signed | ahead)


DECLARES: tuple[Relation, ...] = (
    Relation(name="ratio", holds="a growth, a change or a difference fits the figures before and after", asked=True),
    Relation(name="change", holds="a change in percent fits the figures before and after", rules=("ratio",)),
    Relation(name="difference", holds="a difference fits the figures before and after", rules=("ratio",)),
)
