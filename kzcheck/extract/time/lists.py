"""Pair rows of figures with rows of times: "was $18 million and $27 million in 2023 and 2022, respectively".

A row of times and a row of as many figures go together in order, with "respectively" or without. One row of times can
serve several rows of figures. A figure that stands alone beside a row of times is of no single one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kzcheck.extract.types import Mention, Quantity

_ACROSS = 1000
"""What a "respectively" between two rows weighs against words between them."""
_COUNTS = frozenset({"", "count"})


@dataclass(frozen=True, slots=True)
class Row:
    """The times of one row, at tokens `first` to `last`; `closed` where one preposition leads all of them."""

    first: int
    last: int
    times: tuple[Mention, ...]
    closed: bool


def rows_of_times(mentions: Sequence[Mention]) -> list[Row]:
    """Give the rows in which the times of a passage stand, in order."""
    numbers = sorted({m.group for m in mentions if m.group and m.role != "event"})
    out = []
    for number in numbers:
        some = [m for m in mentions if m.group == number]
        times = some[0].several or tuple(some)
        if len(times) > 1:
            out.append(Row(some[0].first, some[-1].last, times, all(m.unled for m in some[1:])))
    return out


def rows_of_figures(
    quantities: Sequence[Quantity], words: Sequence[str], joints: frozenset[str], barred: set[int]
) -> list[list[int]]:
    """Give the places of the figures of each row: of one unit, with nothing but joints between them.

    No row goes over a token of `barred`. A figure that no other stands beside is a row of one.
    """
    out: list[list[int]] = []
    for i, q in enumerate(quantities):
        if out:
            before = quantities[out[-1][-1]]
            gap = range(before.last + 1, q.first)
            joined = gap and all(words[at] in joints and at not in barred for at in gap)
            if joined and _alike(before, q):
                out[-1].append(i)
                continue
        out.append([i])
    return out


def _alike(one: Quantity, other: Quantity) -> bool:
    # "3.10 euros and 3.40 euros a kilo": what the last one is counted by holds for all.
    same = one.unit == other.unit or other.unit.startswith(f"{one.unit}/")
    return same or one.unit in _COUNTS or one.elided_unit or other.elided_unit


def pairs_of(
    rows: Sequence[Row],
    quantities: Sequence[Quantity],
    figures: Sequence[list[int]],
    ordering: Sequence[int],
    alone: Sequence[Mention],
) -> dict[int, Mention]:
    """Give the time of each figure that rows pair with times; `ordering` are the places of words "respectively".

    One of `alone`, the times outside of rows, between a row and figures behind it is the time of those figures.
    """
    out = _grouped(rows, quantities, ordering, {}, mixed=True)
    free = [row for row in figures if out.keys().isdisjoint(row)]
    for i, m in _in_rows(rows, free, quantities, ordering).items():
        row = next(row for row in rows if any(time is m for time in row.times))
        if not any(row.last < other.first and other.last < quantities[i].first for other in alone):
            out[i] = m
    out.update(_grouped(rows, quantities, ordering, out, mixed=False))
    return out


def _in_rows(
    rows: Sequence[Row], figures: Sequence[list[int]], quantities: Sequence[Quantity], ordering: Sequence[int]
) -> dict[int, Mention]:
    """Pair rows of figures with rows of as many times: in order where there are as many, else with the nearest."""
    out: dict[int, Mention] = {}
    for size in {len(row.times) for row in rows}:
        times = [row for row in rows if len(row.times) == size]
        fitting = [row for row in figures if len(row) == size]
        for i, figure in enumerate(fitting):
            first, last = quantities[figure[0]].first, quantities[figure[-1]].last

            def away(row: Row, first: int = first, last: int = last) -> int:
                low, high = (row.last, first) if row.last < first else (last, row.first)
                return high - low + _ACROSS * sum(low < at < high for at in ordering)

            row = times[i] if len(times) == len(fitting) else min(times, key=away)
            out.update(zip(figure, row.times, strict=True))
    return out


def _grouped(
    rows: Sequence[Row],
    quantities: Sequence[Quantity],
    ordering: Sequence[int],
    paired: dict[int, Mention],
    *,
    mixed: bool,
) -> dict[int, Mention]:
    """Pair figures with words between them, in groups of one a time or, `mixed`, of several units a time.

    "40 boats of 9 tons and 44 of 8 tons in 2023 and 2024, respectively": only where such a word closes the part of the
    sentence in which they stand, all figures of that part are of it, and the groups are of the same units.
    """
    out: dict[int, Mention] = {}
    before = -1
    for at in ordering:
        near = [i for i, q in enumerate(quantities) if before < q.first and q.last < at]
        before = at
        free = [i for i in near if i not in paired]
        row = min(rows, key=lambda row: min(abs(row.first - at), abs(row.last - at)))
        size, rest = divmod(len(free), len(row.times))
        if rest or not free or len(free) < len(near) or any(row.first < quantities[i].first < row.last for i in free):
            continue
        units = [quantities[i].unit for i in free]
        same = all(unit == units[k % size] for k, unit in enumerate(units))
        if same and (len(set(units[:size])) > 1 if mixed else size == 1):
            out.update({i: row.times[k // size] for k, i in enumerate(free)})
    return out
