"""A part, its whole and the share that is told of it apart from them: "wind made up 40 % of the output".

Which levels are meant is read off the words: the words of a part and of a whole, taken together, are all words of the
share, and nothing is left over on either side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.levels import one_each
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.relations.ties import share_equation, tied

_Level = tuple[frozenset[str], int]


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give each share of a discovered quantity with the parts and wholes that its words name."""
    table = scope.table
    percent = (table.kind == "share") & (table.coded("unit") == "percent")
    shares = np.flatnonzero(table.level & table.discovered & ~table.crowded & percent)
    if not len(shares):
        return
    amounts = table.level & table.discovered & ~table.crowded & (table.coded("dimension") != "ratio")
    document, told = table.text("document"), tied(table)
    tie = table.text("tie")
    levels: dict[tuple[int, ...], list[_Level]] = {}
    for row in np.flatnonzero(amounts).tolist():
        levels.setdefault(_place(table, row), []).append((table.words(row), row))
    for share in shares.tolist():
        some = levels.get(_place(table, share), [])
        words = table.words(share)
        rule = scope.rule(table.metric(share), "share")
        said = told.get((document[share], tie[share]), {}).get("part", ())
        within = [(w, row) for w, row in some if w <= words]
        parts = [(w, row) for w, row in within if not said or row in said]
        pairs = [
            (whole, part)
            for (w, whole), (p, part) in product(within, parts)
            if p != w != words and w | p == words and table.dimension[whole] == table.dimension[part]
        ]
        if rule is None or not pairs:
            continue
        for whole, part in _few(table, pairs, share):
            rows = (whole, share, part)
            yield Candidate(
                equation=share_equation(),
                rows=rows,
                rule=rule.id,
                certainty=scope.certainty(rows),
                severity=rule.severity,
                message=rule.message,
            )


def _place(table: Quantities, row: int) -> tuple[int, ...]:
    columns = (table.group, table.whose, table.mood, table.start, table.end, table.when)
    return tuple(int(column[row]) for column in columns)


def _few(table: Quantities, pairs: Sequence[tuple[int, int]], share: int) -> list[tuple[int, int]]:
    """Keep the pairs of the share's own document, or else a few of all; the part is no more than the whole."""
    document = table.text("document")
    fitting = [pair for pair in pairs if table.value[pair[1]] <= table.value[pair[0]] or table.value[share] > 1]
    home = [pair for pair in fitting if document[pair[0]] == document[pair[1]] == document[share]]
    kept_wholes = one_each(table, sorted({whole for whole, _ in fitting}), share)
    kept_parts = one_each(table, sorted({part for _, part in fitting}), share)
    found = home or [(w, p) for w, p in fitting if w in kept_wholes and p in kept_parts]
    return found[:PAIRS]


DECLARES: tuple[Relation, ...] = ()
