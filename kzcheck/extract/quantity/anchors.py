"""Find the anchors of a document at native speed: digits, number words, multiples and time words.

The text is searched with one google-re2 pattern from each place that nothing has been read of yet. Only what stands
around an anchor is ever cut and read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import re2

from kzcheck.extract.number.numerals import numbers
from kzcheck.extract.quantity import words as lexicon
from kzcheck.extract.quantity.units import unit_words
from kzcheck.extract.text.native import LATIN1, Bytes
from kzcheck.lang import read

# A low line may be the mark of emphasis that a word stands in.
_EDGE = r"(?:\b|_)"


@cache
def pattern(language: str) -> Any:
    """Compile the anchors of a language: digits, number words, multiples and the words of dates."""
    tables = numbers(language)
    numeric: dict[str, Any] = read(language, "numbers")
    weak = {w for w, v in tables.small.items() if v <= 1}
    words: set[str] = (set(tables.small) | set(tables.tens) | set(tables.hundred) | set(tables.scales)) - weak
    words |= set(tables.multiples) | set(tables.folds) | set(tables.vague) | set(tables.dozens) | set(numeric["pairs"])
    words |= set(tables.fractions) | set(tables.plural_fractions) | set(numeric["ordinals"])
    names, times = _time_words(language)
    ones = {w for w, v in tables.small.items() if v == 1} | tables.articles
    hedged = {end for end in lexicon.words(language).hedges if end.isalpha()}
    ends = "|".join(rf"\B{fold}\b" for fold in sorted(tables.fold))
    parts = [
        b"[0-9]",
        rf"{_EDGE}(?:(?i:{_any(words | times)})|{_any(names)}){_EDGE}|(?i:{ends})".encode(),
        # "one dollar", "more than a mile", "only one person"
        rf"{_EDGE}(?i:(?:{_any(ones)})[ -](?:{_any(unit_words(language))})){_EDGE}".encode(),
        rf"{_EDGE}(?i:(?:{_any(hedged)}) (?:{_any(ones - tables.articles)})){_EDGE}".encode(),
        rf"{_EDGE}(?i:(?:{_any(tables.couples)}) (?:{_any(tables.of)}) (?:{_any(tables.coupled)})){_EDGE}".encode(),
        *(re2.escape(sign.encode()) for sign in sorted(tables.vulgar)),
    ]
    return re2.compile(b"|".join(parts), LATIN1)


def _any(words: Iterable[str]) -> str:
    return "|".join(re2.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)) if w.isascii())


def _time_words(language: str) -> tuple[set[str], set[str]]:
    """Give the names (of months and days, with their capital) and the words that can be a date without a digit."""
    classes: dict[str, dict[Any, Any]] = read(language, "periods")["classes"]
    wanted: dict[str, list[str]] = read(language, "sentences")["time_anchors"]

    def words(names: list[str]) -> set[str]:
        return {w for name in names for row in classes[name].values() for w in str(row).split()}

    return {w.capitalize() for w in words(wanted["names"])}, words(wanted["words"])


class Anchors:
    """The anchors of one text, asked for one after the other."""

    __slots__ = ("_bytes", "_pattern")

    def __init__(self, text: str, language: str) -> None:
        """Take the text and the language whose words are anchors."""
        self._bytes = Bytes(text)
        self._pattern = pattern(language)

    def after(self, offset: int) -> int:
        """Give the character offset of the first anchor at or after `offset`, or -1; offsets must not go back."""
        return self._bytes.find(self._pattern, offset)
