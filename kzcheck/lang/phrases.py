"""A table of phrases with the longest match at a place, for all words that the language data lists."""

from __future__ import annotations

from collections.abc import Iterable, KeysView, Sequence
from itertools import compress, count
from typing import Generic, NamedTuple, TypeVar

from kzcheck.lang.tokens import words_of

T = TypeVar("T")


class _Start(NamedTuple, Generic[T]):
    """What starts with a word: it alone, with its length 1, and the longer phrases by second word, longest first."""

    alone: tuple[T, int] | None
    longer: dict[str, list[tuple[tuple[str, ...], T]]]


class Phrases(dict[str, _Start[T]]):
    """Phrases of one or more words with what each means, by their first words."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """Take (phrase, meaning) pairs; a phrase said twice keeps its first meaning."""
        super().__init__()
        meanings: dict[tuple[str, ...], T] = {}
        for phrase, meaning in entries:
            meanings.setdefault(words_of(phrase), meaning)
        meanings.pop((), None)
        for words, meaning in sorted(meanings.items(), key=lambda entry: -len(entry[0])):
            start = self.get(words[0], _Start(None, {}))
            if len(words) > 1:
                start.longer.setdefault(words[1], []).append((words, meaning))
            else:
                start = start._replace(alone=(meaning, 1))
            self[words[0]] = start

    @property
    def starts(self) -> KeysView[str]:
        """Give the words that some phrase starts with, to tell quickly that a passage holds none of them."""
        return self.keys()

    def places(self, words: Sequence[str]) -> list[int]:
        """Give where words stand that some phrase starts with."""
        return list(compress(count(), map(self.__contains__, words)))

    def at(self, words: Sequence[str], i: int) -> tuple[T, int] | None:
        """Give the meaning and the length of the longest phrase that starts at word i, or None."""
        start = self.get(words[i])
        if start is None:
            return None
        alone, longer = start
        if longer and i + 1 < len(words):
            for phrase, meaning in longer.get(words[i + 1], ()):
                n = len(phrase)
                if n == 2 or tuple(words[i : i + n]) == phrase:
                    return meaning, n
        return alone
