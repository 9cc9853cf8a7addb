"""When figures of one document contradict one another, where nobody named their quantity but its own words.

A document that was read before it was published seldom contradicts itself, so unlike figures under one name are more
often those of things whose names were not read in full: a loss of one case and of another, revenue of one segment and
of another. What is left are figures that look like one figure gone wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

import numpy as np

from kzcheck.compare.layout import Layout
from kzcheck.compare.linking.evidence import slipped
from kzcheck.compare.quantities import Array, Quantities, indefinite, number, phrases
from kzcheck.compare.screen import groups_apart
from kzcheck.compare.statement import digits

_NEAR = 1.5
_CUT_OFF = 500
_CASES = 3
"""Numbers that cannot be one, from which on a name that one document gives them is that of several things."""
_BEFORE = ("\0", ", ", "; ", "(")
"""What stands before words that open a sentence (it starts with a nought here) or a clause."""
_DIFFERING = 2
"""Figures in which two sentences about the same quantities differ, from which on they tell of two cases."""


class Inside:
    """How well the names that each document uses tell its quantities apart; rows are those of the table."""

    def __init__(self, table: Quantities) -> None:
        """Take the coded table of claims."""
        self.table = table
        self.layout = Layout(table)
        self._document = table.codes("document")
        self._node = number([table.growth.astype(np.int64), np.where(table.growth, table.growth_node, table.node)])
        self._known = (table.level | table.growth) & table.discovered

    def apart(self, rows: Sequence[int], *, same: bool) -> bool:
        """Tell whether claims that cannot all be true are rather of several things that their names do not tell apart.

        `same` where they are two figures of one quantity; else they are figures of a quantity at several times, or of
        several quantities. What one sentence, or one table, sets together is about what it says.
        """
        table = self.table
        if not all(table.discovered[row] for row in rows):
            return False
        if not same and (self.layout.changes[list(rows)].any() or _told_again(table, rows)):
            return True
        if len({(self._document[row], table.sentence[row]) for row in rows}) == 1:
            return False
        if not same:
            one_table = (
                len({(self._document[row], self.layout.of[row]) for row in rows}) == 1 and self.layout.of[rows[0]]
            )
            return not one_table and any(self.vague[row] for row in rows)
        first, second = rows
        if table.growth[first] and (self.vague[first] or self.vague[second]):
            return True
        one_frame = table.framed[first] and table.frame_node[first] == table.frame_node[second]
        several = self.several[int(one_frame)]
        if several[first] or several[second]:
            return True
        if self.layout.unlike(first, second):
            return True
        # A time that stands in no sentence of a list is that of what the list is about, as are its numbers.
        told = not table.dated[first] or all(table.text("period_how")[row] == "stated" for row in rows)
        alike = bool(one_frame and told and not table.repeated[first])
        cases = bool(one_frame) and table.lists_cases(first)
        beside = self._document[first] == self._document[second]
        return beside and (cases or self.two_things(first, second, alike=alike))

    def cut_off(self, rows: Sequence[int]) -> bool:
        """Tell whether a number ends its sentence, which no mark ends, and others of the sentence are far larger.

        There a page or a headline ended, and the word of its scale is lost: "from $1,521 million to $1,728".
        """
        table = self.table
        ends = table.frame["end"].to_numpy(np.int64)
        for row in rows:
            if self.layout.of[row] or ends[row] - table.sentence[row] < len(table.text("sentence")[row].rstrip()):
                continue
            place = self._document[row], table.sentence[row], table.dimension[row]
            beside = [o for o in rows if (self._document[o], table.sentence[o], table.dimension[o]) == place]
            if any(abs(table.value[o]) > _CUT_OFF * abs(table.value[row]) for o in beside):
                return True
        return False

    def two_things(self, first: int, second: int, *, alike: bool = False) -> bool:
        """Tell whether two unlike figures that one document gives under one name are rather of two things.

        Sentences that are `alike` but for their numbers, and of one stated time, are of one thing however far apart.
        """
        table = self.table
        if self.two_cases(first, second):
            return True
        if table.heading[first] != table.heading[second]:
            return False
        one, other = abs(float(table.value[first])), abs(float(table.value[second]))
        if np.isnan(one) or np.isnan(other):
            return False
        if alike or self._slipped(first, second):
            return False
        weak = (
            self.layout.of[first]
            or self.layout.of[second]
            or (self._one_of_several[first] and self._one_of_several[second])
        )
        return bool(weak or max(one, other) > _NEAR * min(one, other))

    def retold_apart(self, first: int, second: int) -> bool:
        """Tell whether two numbers that words and digits tie are of two things: of two cases, or of unlike tables."""
        table, layout = self.table, self.layout
        if self.two_cases(first, second):
            return True
        if not layout.of[first] or not layout.of[second]:
            return False
        dated = table.dated[first], table.dated[second]
        return not any(dated) or (all(dated) and not layout.agree(first, second))

    @cached_property
    def several(self) -> tuple[Array, Array]:
        """Mark figures to whose name and time their document gives at least three numbers that cannot be one.

        The second array does so for figures in one place of sentences that are alike but for their numbers.
        """
        names, frames = np.zeros((2, self.table.size), dtype=bool)
        for out, unlike in ((names, self._unlike_names), (frames, self._unlike_frames)):
            for rows in unlike:
                if _numbers(self.table, rows) >= _CASES:
                    out[rows] = True
        return names, frames

    @cached_property
    def vague(self) -> Array:
        """Mark the figures under names that stand for two things or more of their document at any one time."""
        name = number([self._document, self.table.family])
        vague = set()
        for rows in self._unlike_names:
            if self.several[0][rows[0]] or any(self._two(a, b) for a, b in combinations(rows.tolist(), 2)):
                vague.add(int(name[rows[0]]))
        return np.isin(name, sorted(vague)) & self._known

    @cached_property
    def _unlike_names(self) -> list[Array]:
        return self._unlike(self._known, self._node)

    @cached_property
    def _unlike_frames(self) -> list[Array]:
        return self._unlike(self.table.framed, self.table.frame_node)

    def _unlike(self, some: Array, node: Array) -> list[Array]:
        """Give the figures of one document and one node that cannot all be one number."""
        rows = np.flatnonzero(some)
        if not len(rows):
            return []
        low, high = self.table.span(rows)
        found = groups_apart(number([self._document[rows], node[rows]]), low, high)
        return [rows[members] for members in found]

    @cached_property
    def _parts(self) -> Array:
        """Mark figures told as parts of what was counted before them: "Of these, 9,600 ...", "of which 1.5 million"."""
        openings = tuple(f"{space}{phrase}{end}" for phrase in phrases("out_of") for space in _BEFORE for end in " ,")
        table = self.table
        before = (f"\0{text[: max(0, place - start)]}" for text, place, start in self._places())
        found = [any(opening in text.casefold() for opening in openings) for text in before]
        return np.asarray(found, dtype=bool) & table.discovered

    @cached_property
    def _one_of_several(self) -> Array:
        """Mark the quantities that their text names as one of several of their kind: "a fine of 5"."""
        heads = (text.partition(" ")[0] for text in self.table.text("concept_text"))
        return np.asarray([head in indefinite() for head in heads], dtype=bool)

    def _places(self) -> Iterator[tuple[str, int, int]]:
        """Give each figure's sentence, where the figure starts and where the sentence does."""
        table = self.table
        return zip(table.text("sentence"), table.place.tolist(), table.sentence.tolist(), strict=True)

    def _two(self, first: int, second: int) -> bool:
        low, high = self.table.span(np.asarray([first, second]))
        if max(low) <= min(high):
            return False
        return self.layout.apart(first, second) or self.two_things(first, second)

    def two_cases(self, first: int, second: int) -> bool:
        """Tell whether what stands around two figures of one document makes them those of two things.

        The one is told as a part of what was counted before; both bound a class of a scale; their sentences or rows
        tell of two cases.
        """
        if self._parts[first] != self._parts[second]:
            return True
        return self._classes(first, second) or self._differ(first, second)

    def _classes(self, first: int, second: int) -> bool:
        """Tell whether two bounds at one number are classes of a scale: "90 days or less" and "over 90 days"."""
        one, other = (self.table.statement(row).interval for row in (first, second))
        if one.high is None or other.low is None:
            one, other = other, one
        return bool(one.high is not None and one.high == other.low and other.high is None and not one.low)

    def _differ(self, first: int, second: int) -> bool:
        """Tell whether the sentences, or rows, of two figures differ in several figures: they tell of two cases."""
        table = self.table
        here, there = (self._beside.get((self._document[r], table.sentence[r]), {}) for r in (first, second))
        differing = agreeing = 0
        for key in here.keys() & there.keys():
            one, other = here[key], there[key]
            meet = any(table.low[a] <= table.high[b] and table.low[b] <= table.high[a] for a in one for b in other)
            differing, agreeing = differing + (not meet), agreeing + meet
        return differing >= _DIFFERING and differing > agreeing

    @cached_property
    def _beside(self) -> dict[tuple[int, int], dict[int, list[int]]]:
        """Give the figures of each sentence that may stand in another, by the quantity and time, and by the frame."""
        table = self.table
        out: dict[tuple[int, int], dict[int, list[int]]] = {}
        changed = number([table.family, table.start, table.end, table.base_start, table.base_end])
        quantity = number([np.where(table.difference, 1, 0), np.where(table.difference, changed, self._node)])
        known = self._known | (table.difference & table.discovered)
        for some, node in ((known, quantity), (table.framed & ~known, -1 - table.frame_node)):
            for row in np.flatnonzero(some).tolist():
                place = out.setdefault((self._document[row], table.sentence[row]), {})
                place.setdefault(int(node[row]), []).append(row)
        return out

    def _slipped(self, first: int, second: int) -> bool:
        """Tell whether two figures, as written or at the place of the coarser one, are one figure gone wrong."""
        one, other = (self.table.statement(row) for row in (first, second))
        if one.value is None or other.value is None:
            return False
        place = max(one.place, other.place)
        if not place:
            return one.value == -other.value
        rounded = (str(abs(round(s.value / place))) for s in (one, other) if s.value is not None)
        return slipped(*rounded) or slipped(digits(one), digits(other))


def _told_again(table: Quantities, rows: Sequence[int]) -> bool:
    """Tell whether several claims repeat one number: it is neither their sum nor a part of it."""
    return len(rows) > 2 and len({float(table.value[row]) for row in rows}) == 1


def _numbers(table: Quantities, rows: Array) -> int:
    """Count the numbers that rows give of which no two can be one."""
    low, high = table.span(rows)
    count, reach = 0, -np.inf
    for i in np.argsort(high, kind="stable").tolist():
        if low[i] > reach:
            count, reach = count + 1, high[i]
    return count
