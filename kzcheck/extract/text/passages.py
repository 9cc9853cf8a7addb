"""Cut a document into passages around the places that matter: sentences, headings, list items, table rows.

Nothing is cut that is not asked for: a text of a megabyte with three numbers costs three passages. Lines are joined
where a paragraph was wrapped, and a block of lines is cut into sentences by its full stops, exclamation and question
marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kzcheck.extract.types import Passage
from kzcheck.lang import read
from kzcheck.model import Document

_BOUNDARY = re.compile(r"[.!?…][\"'”’)\]»]{0,3}\s+(?=[\"'“‘(\[«–—•-]{0,3}\s?[^\W_a-zß-öø-ÿ])")
_MARKER = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*•–—+·][ \t]+|\(?[0-9]{1,3}[.)][ \t]+|\(?[a-z][.)][ \t]+)*")
_RULE = re.compile(r"[ \t]*[-=*_|:+ \t]{3,}$")
_STARTS_BLOCK = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|[-*•–—+·][ \t]|\(?[0-9]{1,3}[.)][ \t]|\(?[a-z][.)][ \t]|```|~~~)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*(?=\n)")
_HEADING = re.compile(r"(?m)^#{1,6}[ \t]+([^\n]*)$")
# A line shorter than this was not wrapped: the next one starts something new, were it not in the middle of a sentence.
_SHORT_LINE = 42
_SHORTEST_LINE = 20
# No sentence is longer than this; a longer run is cut at white space.
_LONGEST = 3000
# How many passages back are kept with their words.
_REMEMBERED = 32
_ENDS = ".!?:;…"
_CLOSERS = "\"'”’)]»*_ \t\r"


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    """Abbreviations whose full stop ends no sentence: always, or `doubtful` where they are words as well."""

    titles: frozenset[str]
    doubtful: frozenset[str]
    measures: frozenset[str]


@cache
def _abbreviations(language: str) -> _Abbreviations:
    words = read(language, "sentences")
    return _Abbreviations(*(frozenset(words[name]) for name in ("titles", "doubtful_titles", "measures")))


class Layout:
    """Where the passages of one document lie, found as they are asked for, from the start towards the end."""

    def __init__(self, document: Document, language: str) -> None:
        """Take the document and the language whose abbreviations hold."""
        self.document = document
        self._text = document.text
        self._abbreviations = _abbreviations(language)
        self._block: tuple[int, int] = (-1, -1)
        self._starts: list[int] = []
        self._passages: list[Passage] = []
        self._paragraphs: list[int] | None = None
        self._headings: list[tuple[int, str]] | None = None
        self._read: deque[Passage] = deque()

    def read(self, offset: int) -> Passage:
        """Give the passage that holds the character at `offset` to be read now; passages must be read in order.

        Passages read before are what `before` leads to, as far as `_REMEMBERED`; older ones are let go.
        """
        passage = self.at(offset)
        self._read.append(passage)
        if len(self._read) > _REMEMBERED:
            self._read.popleft().release()
        return passage

    def before(self, start: int, stop: int, *, is_heading: bool, floor: int) -> Passage:
        """Give the passage text[start:stop] as one already read, where it was."""
        for passage in reversed(self._read):
            if passage.start == start:
                return passage
            if passage.start < start:
                break
        paragraph, heading = self._place(start)
        return Passage(
            self.document,
            start,
            stop,
            paragraph=paragraph,
            heading=heading,
            is_heading=is_heading,
            before=_Before(self, floor, start),
        )

    def at(self, offset: int) -> Passage:
        """Give the passage that holds the character at `offset`."""
        if not self._block[0] <= offset < self._block[1]:
            self._enter(offset)
        i = bisect_right(self._starts, offset) - 1
        return self._passages[max(i, 0)]

    def _enter(self, offset: int) -> None:
        """Cut the block of lines around `offset` into passages."""
        text = self._text
        body = self.document.body
        floor = body if offset >= body else 0
        start = max(text.rfind("\n", floor, offset) + 1, floor)
        end = _line_end(text, offset)
        table = self.document.table_at(offset)
        if table is None:
            while start > floor:
                above = max(text.rfind("\n", floor, start - 1) + 1, floor)
                if self.document.table_at(above) or not _joins(text, above, start - 1, start, _line_end(text, start)):
                    break
                start = above
            while end < len(text):
                below = _line_end(text, end + 1)
                if self.document.table_at(end + 1):
                    break
                if not _joins(text, max(text.rfind("\n", start, end) + 1, start), end, end + 1, below):
                    break
                end = below
        self._block = (start, end + 1)
        paragraph, heading = self._place(start)
        marker = _MARKER.match(text, start, end)
        first = marker.end() if marker and table is None else start
        is_heading = text[start:first].lstrip().startswith("#")
        if table is not None or is_heading:
            cuts = [first]
            _fill(text, cuts, end)
        else:
            cuts = self.sentences(first, end)
        self._passages = []
        self._starts = []
        previous: Passage | None = None
        for a, b in pairwise(cuts):
            stop = a + len(text[a:b].rstrip())
            passage = Passage(
                self.document,
                a,
                stop,
                paragraph=paragraph,
                heading=heading,
                is_heading=is_heading,
                before=previous or _Before(self, floor, start),
            )
            self._passages.append(passage)
            self._starts.append(a)
            previous = passage

    def sentences(self, start: int, end: int) -> list[int]:
        """Give the starts of the sentences in text[start:end], and `end`."""
        return sentence_starts(self._text, start, end, self._abbreviations)

    def _place(self, start: int) -> tuple[int, str]:
        """Give the number of the paragraph and the heading above it."""
        if self._paragraphs is None:
            self._paragraphs = [m.start() for m in _BLANK_LINE.finditer(self._text)]
            self._headings = (
                [(m.start(), m[1].strip()) for m in _HEADING.finditer(self._text)] if "#" in self._text else []
            )
        headings = self._headings or []
        i = bisect_right(headings, (start, "")) - 1
        return bisect_right(self._paragraphs, start), headings[i][1] if i >= 0 else ""


class _Before:
    """Finds the last passage before a block, when it is asked for."""

    __slots__ = ("_floor", "_layout", "_start")

    def __init__(self, layout: Layout, floor: int, start: int) -> None:
        self._layout = layout
        self._floor = floor
        self._start = start

    def __call__(self) -> Passage | None:
        text = self._layout.document.text
        stop = self._start
        while stop > self._floor and text[stop - 1].isspace():
            stop -= 1
        if stop <= self._floor:
            return None
        start = max(text.rfind("\n", self._floor, stop - 1) + 1, self._floor, stop - _LONGEST)
        marker = _MARKER.match(text, start, stop)
        first = marker.end() if marker else start
        cuts = self._layout.sentences(first, stop)
        last = cuts[-2] if len(cuts) > 1 else first
        heading = text[start:first].lstrip().startswith("#")
        return self._layout.before(last, stop, is_heading=heading, floor=self._floor)


def sentence_starts(text: str, start: int, end: int, known: _Abbreviations) -> list[int]:
    """Give the starts of the sentences in text[start:end], in order, and `end` last."""
    cuts = [start]
    for m in _BOUNDARY.finditer(text, start, end):
        at = m.start()
        if text[at] == "." and _abbreviated(text, cuts[-1], at, m.end(), known):
            continue
        _fill(text, cuts, m.end())
    _fill(text, cuts, end)
    return cuts


def _fill(text: str, cuts: list[int], end: int) -> None:
    """Add `end`, and cuts at white space before it where the stretch is too long."""
    while end - cuts[-1] > _LONGEST:
        # Where no white space comes, the text is none that anybody wrote: it is cut anywhere.
        space = text.find(" ", cuts[-1] + _LONGEST, min(end, cuts[-1] + 2 * _LONGEST))
        cuts.append(space + 1 if space >= 0 else min(cuts[-1] + 2 * _LONGEST, end))
    if end > cuts[-1] or len(cuts) == 1:
        cuts.append(end)


def _abbreviated(text: str, start: int, at: int, after: int, known: _Abbreviations) -> bool:
    """Tell whether the full stop at `at` belongs to an abbreviation and ends no sentence.

    It may stand apart, in a text whose tokens were set apart: "oct . 7", "6 . 2 %".
    """
    if at - 1 > start and text[at - 1] == " ":
        at -= 1
        if text[at - 1].isdigit() and text[after].isdigit():
            return True
    first = max(text.rfind(" ", start, at), start - 1, at - 14) + 1
    word = text[first:at]
    if not word.isalpha():
        first = at
        while first > start and at - first < 12 and text[first - 1].isalpha():
            first -= 1
        word = text[first:at]
    if not word:
        # "1. Introduction", but "in 2024. Then" ends.
        return at - start <= 3 and text[start:at].isdigit()
    if len(word) == 1:
        return word.isupper() or (first > start and text[first - 1] == ".")
    low = word.lower()
    if low in known.titles:
        # "No. 5", "Mr. Smith", but "the answer was no. They": a long way into the sentence only before a digit or name.
        return low not in known.doubtful or text[after].isdigit() or word[0].isupper()
    return low in known.measures and not text[after].isupper()


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _joins(text: str, above: int, above_end: int, below: int, below_end: int) -> bool:
    """Tell whether the line above was wrapped and goes on below."""
    upper = text[above:above_end].rstrip(_CLOSERS)
    lower = text[below : min(below_end, below + 80)]
    shortest = _SHORTEST_LINE if lower[:1].islower() else _SHORT_LINE
    if len(upper) < shortest or upper[-1] in _ENDS or upper.lstrip()[:1] == "#":
        return False
    return bool(lower.strip()) and _STARTS_BLOCK.match(lower) is None and _RULE.match(lower) is None
