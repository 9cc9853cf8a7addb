"""Whose a discovered quantity is, as far as the documents together tell.

One document is about "Brightwater" and speaks of "revenue"; another speaks of "Brightwater revenue" once and never
shows that this is a name. A name that some document is known to speak of parts from the qualifiers of a quantity
wherever it stands among them, so that both speak of the revenue of Brightwater. Figures without any name are of the
only one that their document names, where it is that of its first figure: a text on malaria that turns to Nigeria is not
about Nigeria.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from kzcheck.lang import languages, read, singular

Array = np.ndarray[Any, Any]
_Slots = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Owned:
    """What a quantity is, and whose: the words that tell it from others, and an entity, "" where none is known."""

    words: frozenset[str]
    entity: str


def owned(slots: Sequence[_Slots], document: Sequence[str], group: Sequence[int], days: Sequence[int]) -> list[Owned]:
    """Bring the frames of discovered quantities to one form.

    `slots` holds entity, concept and qualifiers (a JSON list, "" for none) of each, `group` the number of the documents
    that are compared together, `days` how long its period is, 0 where it has none.
    """
    slots = _aliased(slots, group)
    known = _known(slots, group)
    seen: dict[tuple[_Slots, int], Owned] = {}
    made: list[Owned] = []
    of_document: dict[str, set[str]] = {}
    opening: dict[str, str] = {}
    for row, home, number in zip(slots, document, group, strict=True):
        if (row, number) not in seen:
            seen[row, number] = _parted(row, known.get(number, {}))
        made.append(seen[row, number])
        opening.setdefault(home, seen[row, number].entity)
        if seen[row, number].entity:
            of_document.setdefault(home, set()).add(seen[row, number].entity)
    spans = _spans()
    out = []
    for about, home, length in zip(made, document, days, strict=True):
        only = of_document.get(home, set()) == {opening[home]}
        entity = about.entity or (opening[home] if only else "")
        words = about.words
        if length and not words.isdisjoint(spans):
            kept = frozenset(w for w in words if not (w in spans and spans[w][0] <= length <= spans[w][1]))
            words = kept or words
        out.append(about if (entity, words) == (about.entity, about.words) else Owned(words, entity))
    return out


def _aliased(slots: Sequence[_Slots], group: Sequence[int]) -> Sequence[_Slots]:
    """Let a shorter name stand for the only longer one that begins so: "Corvane" and "Corvane Systems".

    What the longer one adds is what names of its kind leave off.
    """
    whole: dict[tuple[int, str], str] = {}
    longer: dict[tuple[int, str], set[str]] = {}
    names = {(number, row[0]) for row, number in zip(slots, group, strict=True) if row[0]}
    for number, name in sorted(names):
        first, *rest = name.split()
        if rest:
            longer.setdefault((number, first), set()).add(name)
    for (number, first), some in longer.items():
        (one, *others) = sorted(some)
        if not others and (number, first) in names and _tails().issuperset(one.split()[1:]):
            whole[number, one] = first
    if not whole:
        return slots
    short = (whole.get((number, row[0]), row[0]) for row, number in zip(slots, group, strict=True))
    return [(name, *row[1:]) for name, row in zip(short, slots, strict=True)]


def _known(slots: Sequence[_Slots], group: Sequence[int]) -> Mapping[int, Mapping[str, list[tuple[str, ...]]]]:
    """Give the names that are known in each group of documents, as the words that tell them, by each first word."""
    found: dict[int, dict[str, list[tuple[str, ...]]]] = {}
    for entity, number in {(row[0], number) for row, number in zip(slots, group, strict=True)}:
        if words := _telling(entity):
            found.setdefault(number, {}).setdefault(words[0], []).append((entity, *words))
    return {number: {word: sorted(some) for word, some in by_word.items()} for number, by_word in found.items()}


def _telling(entity: str) -> tuple[str, ...]:
    return tuple(singular(w) for w in entity.split() if w not in _links())


def _parted(row: _Slots, known: Mapping[str, list[tuple[str, ...]]]) -> Owned:
    """Part the known names among the qualifiers of a quantity that names no owner."""
    entity, concept, listed = row
    qualifiers = json.loads(listed or "[]")
    words = frozenset({concept, *qualifiers} - {""})
    if entity or not words:
        return Owned(words, entity)
    single = {singular(w) for w in qualifiers}
    whole = {q: q for q in qualifiers}
    found = [name for w in single for name in known.get(w, ()) if single.issuperset(name[1:])]
    found += [(e, e) for e in whole if any(e == name[0] for some in known.values() for name in some)]
    if not found:
        return Owned(words, entity)
    best = max(found, key=lambda name: (len(name), name))
    rest = frozenset(w for w in words if w == concept or (singular(w) not in best[1:] and w != best[0]))
    return Owned(rest, best[0]) if rest else Owned(words, entity)


@cache
def _spans() -> dict[str, list[int]]:
    return dict(_read("subjects", "spans"))


@cache
def _tails() -> frozenset[str]:
    return frozenset(word for word, _ in _read("frames", "name_tails"))


@cache
def _links() -> frozenset[str]:
    return frozenset(word for word, _ in _read("frames", "name_links"))


def _read(name: str, key: str) -> list[tuple[str, Any]]:
    """Give what every language has under a key, as pairs."""
    found: list[tuple[str, Any]] = []
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            data = read(language, name)[key]
            found.extend(data.items() if isinstance(data, dict) else ((word, word) for word in data))
    return found
