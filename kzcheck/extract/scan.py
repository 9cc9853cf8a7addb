"""Find the anchors of a document at native speed: digits, number words, multiples and time words.

The text is searched as UTF-8 bytes with one google-re2 pattern, and the byte offsets of the matches are mapped back to
characters. Only what stands around an anchor is ever cut and read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import re2

from kzcheck.extract.numerals import numbers
from kzcheck.lang import read


@cache
def pattern(language: str, more: tuple[str, ...]) -> Any:
    """Compile the anchors of a language; `more` adds words of other parts, such as time words."""
    numeric: dict[str, Any] = read(language, "numbers")
    tables = numbers(language)
    weak = {w for w, v in tables.small.items() if v <= 1}
    words: set[str] = (set(tables.small) | set(tables.tens) | set(tables.hundred) | set(tables.scales)) - weak
    words |= set(tables.multiples) | set(tables.folds) | set(tables.vague) | set(tables.dozens)
    words |= set(tables.fractions) | set(tables.plural_fractions) | set(numeric["ordinals"]) | set(more)
    single = sorted((w for w in words if w.isascii()), key=lambda w: (-len(w), w))
    symbols = b"|".join(re2.escape(w.encode()) for w in sorted(tables.vulgar))
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    options.log_errors = False
    ends = b"|".join(b"\\B" + f.encode() + b"\\b" for f in sorted(tables.fold))
    alternatives = b"|".join(re2.escape(w.encode()) for w in single)
    return re2.compile(b"[0-9]|\\b(?:" + alternatives + b")\\b|" + ends + b"|" + symbols, options)


def anchors(text: str, language: str, more: Iterable[str] = (), start: int = 0) -> Iterator[int]:
    """Give the character offsets of the anchors in text[start:], in order."""
    found = pattern(language, tuple(more))
    if text.isascii():
        data = text.encode("ascii")
        for match in found.finditer(data, start):
            yield match.start()
        return
    data = text[start:].encode("utf-8", "surrogatepass")
    done = characters = 0
    for match in found.finditer(data):
        at = match.start()
        if at > done:
            characters += len(data[done:at].decode("utf-8", "surrogatepass"))
            done = at
        yield start + characters
