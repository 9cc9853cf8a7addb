"""What a text states and a data file holds: a number of a text beside the leaf of the data that its words name.

The words of the leaf's path and labels must all stand in the claim's clause. An equal number is then support; an
unequal one a contradiction only where the clause says nothing more of it, save what the language's `data.yaml` lists
and what an equal telling number elsewhere calls the same leaf. An equal number under another name is nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.statement import digits_of
from kzcheck.lang import languages, read

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
            if (
                table.statement(row).value == table.statement(leaf).value
                and digits_of(table.statement(row)) >= _TELLING
            ):
                index.also[leaf] |= table.words(row)
    for row, named in texts:
        for leaf in named:
            rule = scope.rule(table.metric(row), "same")
            if rule is not None:
                yield Candidate(
                    equation=Equation(relation="same", left=(table.term(row, 0),), right=(table.term(leaf, 1),)),
                    rows=(row, leaf),
                    rule=rule.id,
                    certainty="inferred",
                    lenient=not index.says_no_more(row, leaf),
                    evident=True,
                )


def _rows(table: Quantities) -> Iterator[int]:
    """Give the levels that may be compared: what is, said of no time that only the text knows."""
    hedge = table.text("hedge")
    for row in range(table.size):
        if table.level[row] and not table.mood[row] and not table.symbolic[row] and hedge[row] in _PLAIN:
            yield row


class _Leaves:
    """The leaves of data files by the words that name them."""

    def __init__(self, table: Quantities, rows: Sequence[int]) -> None:
        self._table = table
        self._dimension = table.text("dimension")
        self._by_words: dict[frozenset[str], list[int]] = defaultdict(list)
        self._by_word: dict[str, set[frozenset[str]]] = defaultdict(set)
        common = _common(table, rows)
        names = {}
        for row in rows:
            # What every leaf of a file says (the kind of thing that its rows are) need not be said of one.
            words = table.words(row) - common[table.text("document")[row]] | _concept(table, row)
            if self._dimension[row] == "ratio" and words - _listed("measures"):
                words -= _listed("measures")
            names[row] = words
        for row, words in names.items():
            # A row whose label was not understood is not told from the others.
            shortened = words != table.words(row)
            if words and not (shortened and any(words <= table.words(r) for r in names if r != row)):
                self._by_words[words].append(row)
                for word in words:
                    self._by_word[word].add(words)
        self.also: dict[int, frozenset[str]] = defaultdict(frozenset)

    def named_by(self, row: int) -> list[int]:
        """Give the leaves that a claim's words name: those with the most words, and the same unit and period."""
        table = self._table
        words = table.words(row)
        names = {name for word in words for name in self._by_word.get(word, ()) if name <= words}
        found = [
            leaf
            for name in names
            if not any(name < other for other in names)
            for leaf in self._by_words[name]
            if self._dimension[leaf] == self._dimension[row] and self._same_time(row, leaf)
        ]
        # One name for several values tells of none of them.
        values = {table.statement(leaf).value for leaf in found}
        return (
            found if len(values) == 1 else [f for f in found if table.statement(f).value == table.statement(row).value]
        )

    def says_no_more(self, row: int, leaf: int) -> bool:
        """Tell whether a claim's clause says nothing of its number beyond the leaf's name."""
        table = self._table
        known = table.words(leaf) | self.also[leaf] | _fillers()
        return all(word in known for word in table.words(row) if _stands_in(word, _clause(table, row)))

    def _same_time(self, row: int, leaf: int) -> bool:
        table = self._table
        times = [(int(table.start[r]), int(table.end[r])) for r in (row, leaf) if table.dated[r]]
        return len(times) == 0 or (len(times) == 2 and times[0] == times[1])


def _common(table: Quantities, rows: Sequence[int]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for row in rows:
        document = table.text("document")[row]
        out[document] = out.get(document, table.words(row)) & table.words(row)
    return out


def _concept(table: Quantities, row: int) -> frozenset[str]:
    return frozenset(table.text("concept")[row].split()) & table.words(row)


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
