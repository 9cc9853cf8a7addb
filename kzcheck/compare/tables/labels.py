"""What the labels of rows and the heads of columns say of the arithmetic of their figures."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from enum import Flag, auto
from functools import cache, lru_cache
from typing import Any

from kzcheck.lang import Phrases, languages, read, words_of


class Sort(Flag):
    """What a label says; several may hold."""

    NONE = 0
    TOTAL = auto()
    RESULT = auto()
    LESS = auto()
    COUNTED = auto()
    OPENING = auto()
    CHANGE = auto()
    PROPORTION = auto()
    AVERAGE = auto()
    QUOTIENT = auto()
    APART = auto()


DERIVED = Sort.CHANGE | Sort.PROPORTION | Sort.AVERAGE | Sort.QUOTIENT
_ANYWHERE = {
    "taken_off": Sort.LESS,
    "closing": Sort.RESULT,
    "opening": Sort.OPENING,
    "averages": Sort.AVERAGE,
    "proportions": Sort.PROPORTION,
    "quotients": Sort.QUOTIENT,
}
_AT_START = {
    "total_starts": Sort.TOTAL,
    "results": Sort.RESULT,
    "less": Sort.LESS,
    "balances": Sort.OPENING,
    "counted_before": Sort.COUNTED,
    "not_summed": Sort.APART,
}
_AT_END = {"total_ends": Sort.TOTAL, "result_ends": Sort.RESULT}
_LISTS = (*_ANYWHERE, *_AT_START, *_AT_END, "changes")


@lru_cache(maxsize=4096)
def sort_of(label: str) -> Sort:
    """Tell what one label says."""
    words = words_of(label)
    found = Sort.NONE
    if not words:
        return found
    for name, sort in _AT_START.items():
        if _phrases(name).at(words, 0) is not None:
            found |= sort
    for name, sort in _ANYWHERE.items():
        if _holds(name, words):
            found |= sort
    for name, sort in _AT_END.items():
        ends = _phrases(name)
        if any((hit := ends.at(words, i)) is not None and i + hit[1] == _bare(words) for i in ends.places(words)):
            found |= sort
    changes = _phrases("changes")
    for i in changes.places(words):
        hit = changes.at(words, i)
        if hit is not None and (i + hit[1] >= len(words) or words[i + hit[1]] not in _words("not_changes")):
            found |= Sort.CHANGE
    return found


def sort_of_all(labels: Sequence[str]) -> Sort:
    """Tell what the heads over a column say together: what is measured may stand anywhere in them ("Vacancy rate")."""
    found = Sort.NONE
    for label in labels:
        found |= sort_of(label)
        if _holds("not_summed", words_of(label)):
            found |= Sort.APART
    return found


def _bare(words: Sequence[str]) -> int:
    """Give where a bracket opens in a label, or its end."""
    return next((i for i, w in enumerate(words) if i and w in "(["), len(words))


def _holds(name: str, words: Sequence[str]) -> bool:
    phrases = _phrases(name)
    return any(phrases.at(words, i) is not None for i in phrases.places(words))


@cache
def _lists() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in (*_LISTS, "not_changes")}
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            data = read(language, "tables")
            for name, some in found.items():
                some.extend(data.get(name, ()))
    return found


@cache
def _phrases(name: str) -> Phrases[bool]:
    return Phrases((str(phrase), True) for phrase in _lists()[name])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(str, _lists()[name]))
