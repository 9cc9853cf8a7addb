"""What smells without contradicting: said beside the verdict, never counted as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kzcheck.compare.candidates import Scope
from kzcheck.compare.quantities import ACTUAL, POINTS
from kzcheck.compare.statement import Statement, digits_of

_SOFT = {"over": Fraction(115, 100), "at_least": Fraction(117, 100)}
_DISTINCTIVE = 3


def remarks(scope: Scope, rows: Sequence[int], others: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Give the remarks on a comparison of these claims; `others` are (speaker, claim that says the same)."""
    statements = [scope.table.statement(row) for row in rows]
    found = [*_camps(scope, others), *_future(scope, rows), *_points(scope, rows)]
    if len(statements) == 2:
        found.extend(_soft(statements))
    return tuple(found)


def _camps(scope: Scope, others: Sequence[tuple[int, int]]) -> Iterator[str]:
    table = scope.table
    for speaker in dict.fromkeys(s for s, _ in others):
        voices = dict.fromkeys(table.statement(o).voice for s, o in others[:200] if s == speaker)
        count = sum(s == speaker for s, _ in others)
        named = ", ".join(list(voices)[:5]) + (" and others" if len(voices) > 5 else "")
        more = "1 more claim says" if count == 1 else f"{count} more claims say"
        yield f"{more} the same as '{table.statement(speaker).surface}': {named}"


def _soft(statements: Sequence[Statement]) -> Iterator[str]:
    """Say where a figure lies far above what "over" or "at least" suggest."""
    for s, other in (statements, statements[::-1]):
        reach = _SOFT.get(s.hedge)
        low = other.interval.low
        if reach is None or s.value is None or s.value <= 0 or low is None or s.kind != other.kind:
            continue
        if low > s.value * reach:
            yield f"'{other.surface}' is far above what '{s.surface}' suggests"


def _future(scope: Scope, rows: Sequence[int]) -> Iterator[str]:
    table = scope.table
    for row in dict.fromkeys(rows):
        period, issued = table.period(row), table.issued(row)
        if period is None or issued is None or table.mood[row] != ACTUAL or not (table.level[row] or table.growth[row]):
            continue
        # A date of publication known to the month or year only may be later than its first day.
        known = len(table.text("published")[row])
        if known >= 10 and period.end.toordinal() - 1 > issued + 1 and period.start.toordinal() <= issued:
            yield f"'{table.statement(row).surface}' refers to {period}, which was not over when this was published"


def _points(scope: Scope, rows: Sequence[int]) -> Iterator[str]:
    table = scope.table
    units, dimension = table.text("unit"), table.text("dimension")
    if any(table.level[row] and dimension[row] != "ratio" for row in rows):
        for row in rows:
            if units[row] in POINTS:
                yield f"'{table.statement(row).surface}' counts percentage points of a quantity that is no percentage"


def same_figure(scope: Scope, a: int, b: int) -> tuple[str, ...]:
    """Say where two documents state the same distinctive figure of different years."""
    table = scope.table
    one, other = table.period(a), table.period(b)
    if one is None or other is None or table.family[a] != table.family[b] or table.dimension[a] != table.dimension[b]:
        return ()
    years = other.start.year - one.start.year
    if not years or one.shift_years(years) != other or table.text("document")[a] == table.text("document")[b]:
        return ()
    if table.low[a] > table.high[b] or table.low[b] > table.high[a]:
        return ()
    if min(digits_of(table.statement(a)), digits_of(table.statement(b))) < _DISTINCTIVE:
        return ()
    return (f"the same figure said of {one} and of {other}: a shifted year?",)
