"""The sentences of a table as runs of words and figures, and the forms of the language data that such runs fill.

A form says by the words between figures how these belong together ("of N things, n (p %)"); which relation follows from
a form, and what is made of it, stands in `relations/sentences.py`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from kzcheck.compare.quantities import GROWTHS, POINTS, Quantities
from kzcheck.lang import Phrases, languages, read, tokenize, words_of

Node = str | int
"""A word of a sentence, lower-cased, or the row of a figure in it."""

_LONGEST = 1990
"""Sentences of more characters are kept cut (extract/assemble.py): their words cannot be told."""
_MOST = 40
"""A sentence of more figures is a table, or a list that no words tie together."""
_FAR = 36
"""Nodes that `**` may pass at the most."""
_GAP = 3
"""Characters between two sentences that follow one another in a paragraph, at the most."""
STOPS = frozenset(";")
_DOUBT = "? "
START, END, STEP, ANY, FIGURE, SOME, WORD, BARE = range(8)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a form: what it is, the words that it takes or how many, and a figure's name and class."""

    kind: int
    words: frozenset[str] = frozenset()
    most: int = 0
    name: str = ""
    figure: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a relation, cut into its pieces; `doubtful` where its words have another reading, too."""

    relation: str
    parts: tuple[Part, ...]
    doubtful: bool

    @property
    def figures(self) -> frozenset[str]:
        """Give the classes of figures that a sentence needs for it."""
        return frozenset(p.figure for p in self.parts if p.kind == FIGURE)

    @property
    def steps(self) -> bool:
        """Tell whether it reaches into the next sentence."""
        return any(p.kind == STEP for p in self.parts)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: where it starts, its words and figures in order, the rows of its figures, and how long it is."""

    document: str
    start: int
    length: int
    nodes: tuple[Node, ...]
    rows: tuple[int, ...]


def cut(text: str) -> tuple[Part, ...]:
    """Cut a form of the language data into its pieces."""
    return tuple(_part(piece) for piece in text.removeprefix(_DOUBT).split())


def _part(piece: str) -> Part:
    signs = {"^": START, "$": END, "//": STEP, "**": ANY}
    if piece in signs:
        return Part(signs[piece], most=_FAR)
    if piece.startswith("{"):
        name, _, figure = piece.strip("{}").partition(":")
        return Part(FIGURE, name=name, figure=figure)
    if piece[0] in "*+":
        return Part(SOME if piece[0] == "*" else BARE, most=int(piece[1:]))
    optional = piece.endswith("?") and len(piece) > 1
    return Part(WORD, frozenset(piece.removesuffix("?").split("|")), optional=optional)


@cache
def words(name: str) -> Any:
    """Give a part of the language data on arithmetic: that of the first language that has it."""
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            return read(language, "arithmetic")[name]
    return {}


@cache
def forms() -> tuple[Form, ...]:
    """Give the forms of every language that has some."""
    found = []
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            data = read(language, "arithmetic")
            doubtful = frozenset(data["doubtful"])
            for name, texts in data["forms"].items():
                found += [Form(name, cut(text), name in doubtful or text.startswith(_DOUBT)) for text in texts]
    return tuple(found)


@cache
def phrases_of(name: str, key: str) -> Phrases[bool]:
    """Give a list of phrases of the language data, to be found among words."""
    return Phrases((phrase, True) for phrase in words(name)[key])


class Wording:
    """The sentences of a table in which figures stand, and what fills the forms there."""

    def __init__(self, table: Quantities) -> None:
        """Take the table."""
        self._table = table
        self._ends = table.frame["end"].to_numpy(np.int64)

    @cached_property
    def sentences(self) -> tuple[Said, ...]:
        """Give the sentences with figures, in the order of the claims."""
        table = self._table
        document = table.text("document")
        found: dict[tuple[str, int], list[int]] = {}
        for row in np.flatnonzero(~table.left_out).tolist():
            found.setdefault((document[row], int(table.sentence[row])), []).append(row)
        return tuple(said for key, rows in found.items() if (said := self._said(*key, rows)) is not None)

    def _said(self, document: str, start: int, rows: Sequence[int]) -> Said | None:
        text = self._table.text("sentence")[rows[0]]
        if len(rows) > _MOST or len(text) > _LONGEST:
            return None
        nodes: list[Node] = []
        taken: list[int] = []
        at = 0
        for row in sorted(rows, key=lambda r: (int(self._table.place[r]), -int(self._ends[r]))):
            first, last = int(self._table.place[row]) - start, int(self._ends[row]) - start
            if first < at:
                continue
            nodes += tokenize(text, at, first).words
            nodes.append(row)
            taken.append(row)
            at = last
        nodes += tokenize(text, at).words
        return Said(document, start, len(text), tuple(nodes), tuple(taken))

    def sentence(self, row: int) -> Said | None:
        """Give the sentence of a figure, or None where its words cannot be told."""
        at = self._places.get((self._table.text("document")[row], int(self._table.sentence[row])))
        return None if at is None else self.sentences[at]

    def before(self, said: Said) -> Said | None:
        """Give the sentence with figures that stands directly before one, in its paragraph."""
        at = self._places[said.document, said.start]
        return self.sentences[at - 1] if at and self.next(at - 1) is said else None

    @cached_property
    def _places(self) -> Mapping[tuple[str, int], int]:
        return {(said.document, said.start): at for at, said in enumerate(self.sentences)}

    def next(self, index: int) -> Said | None:
        """Give the sentence with figures that follows one directly, in its paragraph."""
        if index + 1 >= len(self.sentences):
            return None
        here, there = self.sentences[index], self.sentences[index + 1]
        near = here.document == there.document and 0 <= there.start - here.start - here.length <= _GAP
        return there if near else None

    @cached_property
    def _classes(self) -> list[frozenset[str]]:
        """Give the classes of figures that each row belongs to."""
        table = self._table
        columns = (table.text(c) for c in ("kind", "unit", "dimension", "surface", "digits"))
        found = zip(*columns, strict=True)
        return [_classes_of(*row, fine=_fine(table, i)) for i, row in enumerate(found)]

    def classes(self, row: int) -> frozenset[str]:
        """Give the classes of figures that a row belongs to."""
        return self._classes[row]

    def fillings(self) -> Iterator[tuple[Form, Said, Mapping[str, int]]]:
        """Give each form that a sentence fills, with the rows by name: of several starts the one nearest to the end."""
        for index, said in enumerate(self.sentences):
            here = frozenset[str]().union(*(self._classes[row] for row in said.rows))
            for form in forms():
                if not form.figures <= here and not form.steps:
                    continue
                nodes = said.nodes
                if form.steps:
                    there = self.next(index)
                    if there is None or not form.figures <= here:
                        continue
                    nodes = (*said.nodes, "\n", *there.nodes)
                yield from ((form, said, found) for found in self._found(form, nodes))

    def _found(self, form: Form, nodes: Sequence[Node]) -> Iterator[Mapping[str, int]]:
        seen: set[int] = set()
        for start in range(len(nodes) - 1, -1, -1):
            found = self._match(form.parts, 0, nodes, start, {})
            if found is None:
                continue
            last = max(found.values(), key=lambda row: int(self._table.place[row]))
            if last not in seen:
                seen.add(last)
                yield found

    def _match(
        self, parts: Sequence[Part], k: int, nodes: Sequence[Node], i: int, found: Mapping[str, int]
    ) -> Mapping[str, int] | None:
        """Match the pieces from k on at node i; gives the rows by name, or None."""
        if k == len(parts):
            return found
        part = parts[k]
        at_end = i >= len(nodes)
        if part.kind == START:
            return self._match(parts, k + 1, nodes, i, found) if i == 0 else None
        if part.kind == END:
            closed = at_end or nodes[i] in {".", ",", ")", "!", "?", ";", "\n"}
            return self._match(parts, k + 1, nodes, i, found) if closed else None
        if part.kind in (ANY, SOME, BARE):
            return self._gap(parts, k, nodes, i, found)
        if at_end:
            return None
        node = nodes[i]
        if part.kind == STEP:
            j = i + 1 if node in {".", "!", "?"} else i
            crossed = j < len(nodes) and nodes[j] == "\n"
            return self._match(parts, k + 1, nodes, j + 1, found) if crossed else None
        if part.kind == FIGURE:
            if isinstance(node, str) or part.figure not in self._classes[node]:
                return None
            return self._match(parts, k + 1, nodes, i + 1, {**found, part.name: node})
        if isinstance(node, str) and node in part.words:
            return self._match(parts, k + 1, nodes, i + 1, found)
        return self._match(parts, k + 1, nodes, i, found) if part.optional else None

    def _gap(
        self, parts: Sequence[Part], k: int, nodes: Sequence[Node], i: int, found: Mapping[str, int]
    ) -> Mapping[str, int] | None:
        """Pass as few nodes as the rest of the form lets."""
        part = parts[k]
        for j in range(i, min(len(nodes), i + part.most) + 1):
            rest = self._match(parts, k + 1, nodes, j, found)
            if rest is not None:
                return rest
            if j >= len(nodes) or not self._passes(part, nodes[j]):
                return None
        return None

    def _passes(self, part: Part, node: Node) -> bool:
        if isinstance(node, int):
            return part.kind == ANY or (part.kind == SOME and "when" in self._classes[node])
        return (
            node not in STOPS and node != "\n" and (part.kind == ANY or node[0].isalpha() or node in {"-", "'s", "%"})
        )


def _fine(table: Quantities, row: int) -> bool:
    """Tell whether a date runs from one day, month or year to another."""
    period = table.period(row)
    if period is None or period.days < 2 or period.whole_year is not None:
        return False
    return "/" in str(period)


def _classes_of(kind: str, unit: str, dimension: str, surface: str, digits: str, *, fine: bool) -> frozenset[str]:
    """Give the classes of a figure by its kind and unit."""
    if kind == "date":
        return frozenset({"date", "when", *(["range"] if fine else [])})
    if unit in POINTS:
        return frozenset({"added"})
    if kind == "difference":
        return frozenset({"added"})
    if kind in GROWTHS:
        return frozenset({"growth"})
    if kind == "age":
        return frozenset({"age"})
    found = set()
    if kind in ("level", "count", "duration", "share"):
        found.add("level")
        if unit == "percent":
            found.add("percent")
        elif dimension != "ratio" and kind != "share":
            found |= {"amount", *(["rate"] if dimension.endswith("/time") else [])}
    if kind == "duration" and dimension == "time":
        found.add("time")
    if "amount" in found and surface == digits:
        found.add("bare")
    return frozenset(found)


def has(nodes: Sequence[Node], name: str, key: str) -> bool:
    """Tell whether some phrase of a list stands among words."""
    known = phrases_of(name, key)
    said = [n if isinstance(n, str) else "" for n in nodes]
    return any(said[i] in known and known.at(said, i) is not None for i in range(len(said)))


__all__ = ["Form", "Node", "Said", "Wording", "cut", "forms", "has", "phrases_of", "words", "words_of"]
