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
from kzcheck.model import BlockKind, Document

# A sentence may begin and end inside marks of emphasis, a link or code.
_BOUNDARY = re.compile(r"[.!?…][\"'”’)\]»*_]{0,4}\s+(?=(?:<[a-z]{1,6}>)?[\"'“‘(\[«–—•*_`-]{0,4}\s?[^\W_a-zß-öø-ÿ])")
_MARKER = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*•–—+·][ \t]+|\(?[0-9]{1,3}[.)][ \t]+|\(?[a-z][.)][ \t]+)*")
_RULE = re.compile(r"[ \t]*[-=*_|:+ \t]{3,}$")
_STARTS_BLOCK = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|[-*•–—+·][ \t]|\(?[0-9]{1,3}[.)][ \t]|\(?[a-z][.)][ \t]|```|~~~)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*(?=\n)")
_HEADING = re.compile(r"(?m)^#{1,6}[ \t]+([^\n]*)$")
# A line shorter than this was not wrapped: the next one starts something new, were it not in the middle of a sentence,
# or were all lines of its paragraph broken where the next word would have led past the longest of them.
_SHORT_LINE = 42
_SHORTEST_LINE = 20
_NARROWEST = 24
# Lines of a paragraph that are looked at for how it was wrapped.
_LINES = 400
_APART = re.compile(r"\S(?: {2,}|\t)\S")
# No sentence is longer than this; a longer run is cut at white space.
_LONGEST = 3000
# How many passages back are kept with their words.
_REMEMBERED = 32
_ENDS = ".!?:;…"
_SENTENCE_ENDS = ".!?…"
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


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that no blank line, mark or table parts, as text[start:end].

    They `is_wrapped` where each was broken at the width of all, and `is_prose` where a sentence ends the last.
    """

    start: int
    end: int
    is_wrapped: bool
    is_prose: bool


class Layout:
    """Where the passages of one document lie, found as they are asked for, from the start towards the end."""

    def __init__(self, document: Document, language: str) -> None:
        """Take the document and the language whose abbreviations hold."""
        self.document = document
        self._text = document.text
        self._abbreviations = _abbreviations(language)
        self._block: tuple[int, int] = (-1, -1)
        self._run = _Run(-1, -1, is_wrapped=False, is_prose=False)
        self._go_on = frozenset(read(language, "sentences")["go_on"])
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
        floor = self.document.body if offset >= self.document.body else 0
        start, end = self.block(offset, floor)
        self._block = (start, end + 1)
        paragraph, heading = self._place(start)
        cuts, is_heading = self.cuts(start, end)
        self._passages = []
        self._starts = []
        previous: Passage | None = None
        for a, b in pairwise(cuts):
            stop = a + len(self._text[a:b].rstrip())
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

    def block(self, offset: int, floor: int) -> tuple[int, int]:
        """Give the lines around `offset` that are one text, as they were wrapped, none of them above `floor`."""
        text = self._text
        start = max(text.rfind("\n", floor, offset) + 1, floor)
        end = _line_end(text, offset)
        if self.document.table_at(offset) is not None:
            return start, end
        run = self._around(start, end, floor)
        if run.is_wrapped:
            return run.start, run.end
        while start > floor:
            above = max(text.rfind("\n", floor, start - 1) + 1, floor)
            below = _line_end(text, start)
            if self.document.table_at(above) or not self._joins(above, start, below):
                break
            start = above
        while end < len(text):
            below = _line_end(text, end + 1)
            above = max(text.rfind("\n", start, end) + 1, start)
            if self.document.table_at(end + 1) or not self._joins(above, end + 1, below):
                break
            end = below
        return start, end

    def cuts(self, start: int, end: int) -> tuple[list[int], bool]:
        """Give the starts of the passages in a block and its end, and whether it is a heading."""
        in_table = self.document.table_at(start) is not None
        marker = None if in_table else _MARKER.match(self._text, start, end)
        first = marker.end() if marker else start
        is_heading = self._text[start:first].lstrip().startswith("#")
        if not in_table and not is_heading:
            return self.sentences(first, end), False
        cuts = [first]
        _fill(self._text, cuts, end)
        return cuts, is_heading

    def _around(self, start: int, end: int, floor: int) -> _Run:
        """Give the run of lines in which the line text[start:end] stands."""
        text = self._text
        if self._run.start <= start < self._run.end:
            return self._run
        lines = deque([(start, end)])
        # What was looked at before ended there for a reason, or with as many lines as are looked at.
        if self._run.end < start:
            floor = max(floor, self._run.end + 1)
        while lines[0][0] > floor and len(lines) < _LINES and not _starts_block(text, *lines[0]):
            above = max(text.rfind("\n", floor, lines[0][0] - 1) + 1, floor), lines[0][0] - 1
            if not text[above[0] : above[1]].strip() or self.document.table_at(above[0]):
                break
            lines.appendleft(above)
        while lines[-1][1] < len(text) and len(lines) < _LINES:
            below = lines[-1][1] + 1, _line_end(text, lines[-1][1] + 1)
            if not text[slice(*below)].strip() or _starts_block(text, *below) or self.document.table_at(below[0]):
                break
            lines.append(below)
        said = [text[a:b].rstrip() for a, b in lines]
        is_prose = _ends_sentence(said[-1])
        self._run = _Run(lines[0][0], lines[-1][1], is_wrapped=_wrapped(said, is_prose=is_prose), is_prose=is_prose)
        return self._run

    def _joins(self, above: int, below: int, below_end: int) -> bool:
        """Tell whether the line text[above:below - 1] was wrapped and goes on in the line text[below:below_end].

        A short line does where the next begins in small letters; in a run of prose also where it ends with a word that
        ends nothing, or in small letters before a figure.
        """
        text = self._text
        upper = text[above : below - 1].rstrip(_CLOSERS)
        lower = text[below : min(below_end, below + 80)]
        first = lower.lstrip()[:1]
        goes_on = first.islower()
        if self._run.is_prose and upper[-1:].islower():
            # The first line may be a title that stands above its text.
            figure = above > self._run.start and not first.isalpha()
            goes_on = goes_on or figure or upper.rpartition(" ")[2].lower() in self._go_on
        shortest = _SHORTEST_LINE if goes_on else _SHORT_LINE
        if len(upper) < shortest or upper[-1] in _ENDS or upper.lstrip()[:1] == "#":
            return False
        return bool(lower.strip()) and not _starts_block(text, below, below_end)

    def sentences(self, start: int, end: int) -> list[int]:
        """Give the starts of the sentences in text[start:end], and `end`."""
        return sentence_starts(self._text, start, end, self._abbreviations)

    def _place(self, start: int) -> tuple[int, str]:
        """Give the number of the paragraph and the heading above it."""
        if self._paragraphs is None:
            self._paragraphs = [m.start() for m in _BLANK_LINE.finditer(self._text)]
            marked = ((m.start(), m[1].strip()) for m in _HEADING.finditer(self._text)) if "#" in self._text else ()
            underlined = (
                (block.start, self._text[block.start : block.end].strip())
                for block in self.document.blocks
                if block.kind is BlockKind.HEADING and self._text[block.start] != "#"
            )
            self._headings = sorted((*marked, *underlined))
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
        start, _ = self._layout.block(stop - 1, self._floor)
        cuts, is_heading = self._layout.cuts(start, stop)
        last = cuts[-2] if len(cuts) > 1 else cuts[0]
        return self._layout.before(last, stop, is_heading=is_heading, floor=self._floor)


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


def _starts_block(text: str, start: int, end: int) -> bool:
    line = text[start : min(end, start + 80)]
    return _STARTS_BLOCK.match(line) is not None or _RULE.match(line) is not None


def _ends_sentence(line: str) -> bool:
    said = line.rstrip(_CLOSERS)
    return bool(said) and said[-1] in _SENTENCE_ENDS


def _wrapped(lines: list[str], *, is_prose: bool) -> bool:
    """Tell whether the lines of a paragraph are one text that was broken where it reached its width.

    Then no first word of a line would have fitted at the end of the line above, unless a sentence ends there; and a
    full stop ends the last, or a third of the lines go on in small letters. Columns set apart by blanks are none.
    """
    width = max(map(len, lines))
    if len(lines) < 3 or width < _NARROWEST or any(map(_APART.search, lines)):
        return False
    broken = [
        (len(line) + 1 + len(word), word[0].islower())
        for line, word in zip(lines, (line.split(None, 1)[0] for line in lines[1:]), strict=False)
        if not _ends_sentence(line)
    ]
    goes_on = sum(small for _, small in broken)
    return len(broken) > 1 and (is_prose or 3 * goes_on >= len(broken)) and all(length > width for length, _ in broken)
