"""What a text states and a data file holds: a number of a text beside the leaf of the data that its words name.

The words of the leaf's path and labels must all stand in the claim's clause. An equal number is then support; an
unequal one a contradiction only where the clause says nothing more of it, save what the language's `data.yaml` lists
and what an equal telling number elsewhere calls the same leaf. An equal number under another name is nothing.

A leaf without a unit is in the unit of the claim that its words name: a fraction is a percentage, "rows per second" of
a key is what the text says of rows a second. Where the key says nothing of the unit, an unequal number is nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from pathlib import PurePath

import numpy as np

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.relations.ties import share_equation
from kzcheck.compare.statement import SHARES, Statement, digits_of
from kzcheck.lang import languages, read, singular, words_of

_TELLING = 3
"""Digits that a number needs for its repetition to tell that two names are of one thing."""
_PLAIN = ("exact", "about", "nearly", "over", "at_least", "plus_minus")
_ENDS = ":;—"
_STEM = 4


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the pairs of a text's number and a data file's that its words name."""
    table = scope.table
    leaves = [row for row in _rows(table) if table.data[row]]
    if not leaves:
        return
    index = _Leaves(table, leaves)
    texts = [(row, index.named_by(row)) for row in _rows(table) if not table.data[row]]
    for row, named in texts:
        for leaf in named:
            if table.statement(row).value == leaf.statement.value and digits_of(table.statement(row)) >= _TELLING:
                index.also[leaf.row] |= table.words(row)
    for row, named in texts:
        for leaf in named:
            rule = scope.rule(table.metric(row), "same")
            if rule is not None:
                yield Candidate(
                    equation=Equation(relation="same", left=(table.term(row, 0),), right=(table.term(leaf.row, 1),)),
                    rows=(row, leaf.row),
                    rule=rule.id,
                    certainty="inferred",
                    lenient=not (leaf.sure and index.says_no_more(row, leaf.row)),
                    evident=True,
                    statements=(table.statement(row), leaf.statement),
                )
        yield from _of_two(scope, index, row)


def _of_two(scope: Scope, index: _Leaves, row: int) -> Iterator[Candidate]:
    """Give a share ("14/412", "3.4 %") with the part and the whole of one row or column that its words name."""
    table = scope.table
    rule = scope.rule(table.metric(row), "share")
    if table.kind[row] != "share" or rule is None:
        return
    words = _words(table, row)
    beside = [leaf for leaf in index.within(words) if table.value[leaf] > 0]
    for whole, part in permutations(beside, 2):
        rows = (whole, row, part)
        if table.value[part] <= table.value[whole] and index.beside(whole, part):
            yield Candidate(
                equation=share_equation(), rows=rows, rule=rule.id, certainty="inferred", lenient=True, evident=True
            )


def _rows(table: Quantities) -> Iterator[int]:
    """Give the levels that may be compared: what is, said of no time that only the text knows."""
    hedge = table.text("hedge")
    for row in range(table.size):
        if table.level[row] and not table.mood[row] and not table.symbolic[row] and hedge[row] in _PLAIN:
            yield row


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf in the unit of a claim; `sure` tells that name and unit are known well enough for a contradiction."""

    row: int
    statement: Statement
    sure: bool = True


class _Leaves:
    """The leaves of data files by the words that name them."""

    def __init__(self, table: Quantities, rows: Sequence[int]) -> None:
        self._table = table
        self._dimension = table.text("dimension")
        self._by_words: dict[frozenset[str], list[int]] = defaultdict(list)
        self._by_word: dict[str, set[frozenset[str]]] = defaultdict(set)
        # Those of rows that another document copies are leaves of the file, too.
        every = np.flatnonzero(table.data).tolist()
        common = _common(table, every)
        names = {}
        for row in rows:
            # What every leaf of a file says (the kind of thing that its rows are) need not be said of one.
            words = table.words(row) - common[table.text("document")[row]] | _concept(table, row)
            if self._dimension[row] == "ratio" and words - _listed("measures"):
                words -= _listed("measures")
            names[row] = words
        self._names = names
        for row, words in names.items():
            # A row whose label was not understood is not told from the others.
            shortened = words != table.words(row)
            if words and not (shortened and any(words <= table.words(r) for r in every if r != row)):
                self._by_words[words].append(row)
                for word in words:
                    self._by_word[word].add(words)
        self.also: dict[int, frozenset[str]] = defaultdict(frozenset)

    def named_by(self, row: int) -> list[_Leaf]:
        """Give the leaves that a claim's words name: those with the most words, and of its unit and period."""
        table = self._table
        words = _words(table, row)
        names = {name for word in words for name in self._by_word.get(word, ()) if name <= words}
        found = [
            leaf
            for name in names
            if not any(name < other for other in names)
            for other in self._by_words[name]
            if (leaf := self._in_unit_of(row, other)) is not None and self._same_time(row, other)
        ]
        value = table.statement(row).value
        # One name for several values tells of none of them.
        if len({leaf.statement.value for leaf in found}) > 1:
            found = [leaf for leaf in found if leaf.statement.value == value]
        return found or self._half_named(row, words)

    def within(self, words: frozenset[str]) -> list[int]:
        """Give the leaves of whose names all words are among some words."""
        names = {name for word in words for name in self._by_word.get(word, ()) if name <= words}
        return sorted(leaf for name in names for leaf in self._by_words[name])

    def beside(self, one: int, other: int) -> bool:
        """Tell whether two leaves of one unit stand in one row or column of a table."""
        table = self._table
        same = (table.text(name)[one] == table.text(name)[other] for name in ("document", "table", "dimension"))
        rows, columns = (table.text(name)[one] == table.text(name)[other] for name in ("table_row", "table_column"))
        return all(same) and rows != columns

    def _half_named(self, row: int, words: frozenset[str]) -> list[_Leaf]:
        """Give the one leaf of the same number and unit whose name a claim begins: "the small one needs 14.1 ms"."""
        table = self._table
        if not words or self._dimension[row] in ("", "count", "ratio") or digits_of(table.statement(row)) < _TELLING:
            return []
        value = table.statement(row).value
        some = [r for r, name in self._names.items() if words < name and self._dimension[r] == self._dimension[row]]
        equal = [r for r in some if table.statement(r).value == value]
        return [_Leaf(equal[0], table.statement(equal[0]), sure=False)] if len(equal) == 1 else []

    def _in_unit_of(self, row: int, leaf: int) -> _Leaf | None:
        """Read a leaf in the unit of a claim, None where it has another."""
        table = self._table
        ours, theirs = table.statement(row), table.statement(leaf)
        if self._dimension[leaf] == self._dimension[row]:
            return _Leaf(leaf, theirs)
        if self._dimension[leaf] != "count" or self._dimension[row] in ("", "count") or theirs.value is None:
            return None
        if ours.unit in SHARES:
            if not (theirs.ulp < 1 and abs(theirs.value) <= 1):
                return None
            return _Leaf(
                leaf, replace(theirs, kind=ours.kind, unit=ours.unit, dimension=ours.dimension, factor=ours.factor)
            )
        told = {singular(w) for w in words_of(ours.noun) if w.isalpha()} & table.words(leaf)
        read = replace(
            theirs,
            kind=ours.kind,
            value=theirs.value * ours.factor,
            interval=theirs.interval.scale(ours.factor),
            ulp=theirs.ulp * ours.factor,
            factor=ours.factor,
            unit=ours.unit,
            dimension=ours.dimension,
            noun=ours.noun,
        )
        return _Leaf(leaf, read, sure=bool(told) and "/" in ours.unit)

    def says_no_more(self, row: int, leaf: int) -> bool:
        """Tell whether a claim's clause says nothing of its number beyond the leaf's name and that of its file."""
        table = self._table
        known = table.words(leaf) | self.also[leaf] | _fillers() | _stem(table.text("document")[leaf])
        return all(word in known for word in table.words(row) if _stands_in(word, _clause(table, row)))

    def _same_time(self, row: int, leaf: int) -> bool:
        table = self._table
        times = [(int(table.start[r]), int(table.end[r])) for r in (row, leaf) if table.dated[r]]
        return len(times) == 0 or (len(times) == 2 and times[0] == times[1])


def _words(table: Quantities, row: int) -> frozenset[str]:
    """Give the words of a claim, of its unit, and the quantities that its adjectives name ("812 m long")."""
    unit = frozenset(singular(w) for w in words_of(table.statement(row).noun) if w.isalpha())
    words = table.words(row) | unit
    return words | {name for word in words if (name := _quantities().get(word))}


def _stem(document: str) -> frozenset[str]:
    """Give the words of a file's name, which tells of what its leaves are."""
    return frozenset(singular(w) for w in words_of(PurePath(document).stem.replace("_", " ").replace("-", " ")))


@cache
def _quantities() -> dict[str, str]:
    """Give the quantity that each adjective of `data.yaml` measures, of all languages."""
    return {str(k): str(v) for language in languages() for k, v in read(language, "data")["quantities"].items()}


def _common(table: Quantities, rows: Sequence[int]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for row in rows:
        document = table.text("document")[row]
        out[document] = out.get(document, table.words(row)) & table.words(row)
    return out


def _concept(table: Quantities, row: int) -> frozenset[str]:
    """Give the words of what a leaf measures: of its head, else of its key, else of its concept."""
    words = table.words(row)
    for column in ("column", "row"):
        path = json.loads(table.text(column)[row] or "[]")
        told = frozenset(singular(w) for w in words_of(path[-1]) if w.isalpha()) & words if path else frozenset()
        if told:
            return told
    return frozenset(table.text("concept")[row].split()) & words


def _fillers() -> frozenset[str]:
    return _listed("having") | _listed("wholes") | _listed("measures")


@cache
def _listed(group: str) -> frozenset[str]:
    """Give a list of words of `data.yaml`, of all languages."""
    return frozenset(word for language in languages() for word in read(language, "data")[group])


def _clause(table: Quantities, row: int) -> str:
    """Give the clause of the sentence that a claim stands in."""
    sentence = table.text("sentence")[row].lower()
    at = int(table.frame["start"].iloc[row]) - int(table.frame["sentence_start"].iloc[row])
    start = max(sentence.rfind(end, 0, max(at, 0)) for end in _ENDS) + 1
    return sentence[start:]


def _stands_in(word: str, clause: str) -> bool:
    return word[:_STEM] in clause


DECLARES: tuple[Relation, ...] = ()
