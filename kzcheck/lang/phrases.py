"""A table of phrases with the longest match at a place, for all words that the language data lists."""

from __future__ import annotations

from collections.abc import Iterable, KeysView, Sequence
from typing import Generic, TypeVar

from kzcheck.lang.tokens import words_of

T = TypeVar("T")


class Phrases(dict[str, list[tuple[tuple[str, ...], T]]], Generic[T]):
    """Phrases of one or more words with what each means, under their first words, the longest first."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """Take (phrase, meaning) pairs; a phrase said twice keeps its first meaning."""
        super().__init__()
        seen: set[tuple[str, ...]] = set()
        for phrase, meaning in entries:
            words = words_of(phrase)
            if words and words not in seen:
                seen.add(words)
                self.setdefault(words[0], []).append((words, meaning))
        for some in self.values():
            some.sort(key=lambda entry: -len(entry[0]))

    @property
    def starts(self) -> KeysView[str]:
        """Give the words that some phrase starts with, to tell quickly that a passage holds none of them."""
        return self.keys()

    def at(self, words: Sequence[str], i: int) -> tuple[T, int] | None:
        """Give the meaning and the length of the longest phrase that starts at word i, or None."""
        for phrase, meaning in self.get(words[i], ()):
            n = len(phrase)
            if n == 1 or (i + n <= len(words) and words[i + 1] == phrase[1] and tuple(words[i : i + n]) == phrase):
                return meaning, n
        return None

    def ending(self, words: Sequence[str], end: int) -> tuple[T, int] | None:
        """Give the meaning and the length of the longest phrase whose last word stands just before `end`, or None."""
        best: tuple[T, int] | None = None
        for i in range(max(0, end - 6), end):
            for phrase, meaning in self.get(words[i], ()):
                n = len(phrase)
                if i + n == end and tuple(words[i:end]) == phrase and (best is None or n > best[1]):
                    best = meaning, n
        return best
