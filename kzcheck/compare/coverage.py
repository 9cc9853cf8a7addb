"""Coverage of a table of claims: which numbers stand beside another of their quantity, and why others do not.

All is counted by the sizes of groups, each key finer than the one before: of the pairs that share a concept, those that
do not share the entity are apart for the entity, and so on to the period. No pair is ever looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kzcheck.compare.copies import copies
from kzcheck.compare.ordering import in_order
from kzcheck.compare.quantities import Array, Quantities, number
from kzcheck.model import SETTLED, Comparison, Coverage, Skip, Skipped

_NO_NUMBER = ("date",)


def coverage(
    frame: pd.DataFrame,
    comparisons: Sequence[Comparison] = (),
    *,
    within: Mapping[str, str] | None = None,
    apart: bool = False,
) -> Coverage:
    """Count the numbers of a table, those that were compared, and the pairs that were skipped, by reason.

    `frame` has the columns of `kzcheck.table.schema`; a number counts as compared where it stands in one of the
    `comparisons` that was judged, shares quantity and period with another, or is tied to another in its sentence.
    """
    ordered = in_order(frame)
    table = Quantities(ordered, without=copies(ordered, within), within=within, apart=apart)
    numbers = ~np.isin(table.kind, _NO_NUMBER)
    judged = {claim for c in comparisons if c.verdict != "incomparable" for claim in c.claims}
    compared = np.isin(table.coded("claim_id"), list(judged))
    level, growth = table.node >= 0, table.growth & table.based
    for some, key in ((level, table.node), (growth, table.growth_node), (table.coded("tie") != "", table.codes("tie"))):
        compared |= some & _beside_another(key, some)
    return Coverage(
        numbers=int(numbers.sum()),
        compared=int((compared & numbers).sum()),
        skipped=_skipped(table),
        of_one_time=_of_one_time(table, level),
    )


def _skipped(table: Quantities) -> tuple[Skipped, ...]:
    """Count the pairs of levels of one concept by the first thing that keeps them apart."""
    entity = table.coded("entity")
    concept = np.where(table.discovered, table.codes("concept"), -2 - table.codes("metric"))
    some = table.level & ((table.coded("concept") != "") | ~table.discovered)
    unknown = some & table.discovered & (entity == "")
    key = number([table.group, concept])
    found: dict[Skip, int] = {}
    finer = number([key, table.codes("entity")])
    apart = _pairs(key, some) - _pairs(finer, some)
    known = some & ~unknown
    other = _pairs(key, known) - _pairs(finer, known)
    found[Skip.ENTITY_UNKNOWN], found[Skip.OTHER_ENTITY] = apart - other, other
    for skip, column in (
        (Skip.OTHER_SCOPE, number([table.codes("qualifiers"), table.family])),
        (Skip.OTHER_MODALITY, table.mood),
        (Skip.UNIT, table.dimension),
    ):
        key, finer = finer, number([finer, column])
        found[skip] = _pairs(key, some) - _pairs(finer, some)
    dated = some & table.dated
    of_node = number([finer, table.node])
    apart = _pairs(finer, some) - _pairs(of_node, some)
    other = _pairs(finer, dated) - _pairs(of_node, dated)
    found[Skip.UNDATED], found[Skip.OTHER_PERIOD] = apart - other, other
    rows = [Skipped(reason=skip, pairs=pairs) for skip, pairs in found.items() if pairs > 0]
    return tuple(sorted(rows, key=lambda s: (s.reason not in SETTLED, -s.pairs, s.reason)))


def _of_one_time(table: Quantities, level: Array) -> int:
    """Count the pairs across documents that are of one time because neither names any."""
    undated = level & ~table.dated & ~table.symbolic
    return _pairs(table.node, undated) - _pairs(number([table.node, table.codes("document")]), undated)


def _beside_another(key: Array, some: Array) -> Array:
    """Mark the rows under a mask that share their key with another row under it."""
    coded = number([key])
    counts = np.bincount(coded[some], minlength=int(coded.max(initial=-1)) + 1)
    return np.asarray(counts[coded] > 1) if len(counts) else np.zeros(len(key), dtype=bool)


def _pairs(key: Array, some: Array) -> int:
    """Count the pairs of rows under a mask that share their key."""
    if not some.any():
        return 0
    counts = np.unique(key[some], return_counts=True)[1].astype(object)
    return int((counts * (counts - 1) // 2).sum())
