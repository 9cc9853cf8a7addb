"""The passage as the grammar sees it, and the quantities while they are being read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

import re2

from kzcheck.extract.number.numerals import Numeral
from kzcheck.extract.quantity.words import Words, scaled_units
from kzcheck.extract.text.native import LATIN1, Bytes
from kzcheck.extract.text.silent import is_number
from kzcheck.extract.types import Mention, Passage
from kzcheck.lang import Tokens
from kzcheck.model import Step

# Addresses of machines and people, and code: no words, so no numbers. Code is found whole, an address by its mark. Code
# that is nothing but a number before its unit is text.
_HINT = re.compile(
    r"`[^`\n]{1,300}`|://|(?<![\w.])www\.|(?<=\w)@(?=\w)|(?<=\w)\.(?:com|org|net|gov|io|kz|az|ru)(?![\w-])"
)
_MARK = re2.compile(rb"`|://|@|www\.|\.(?:com|org|net|gov|io|kz|az|ru)", LATIN1)
_LONGEST_ADDRESS = 300
_AROUND_ADDRESS = " \t\r\n()<>[]\"'`,|"
_END_OF_ADDRESS = re.compile(f"[{re.escape(_AROUND_ADDRESS)}]")
# How far back a verb of change may stand before its figure, in tokens.
REACH = 12


def no_words(text: str) -> list[tuple[int, int]]:
    """Give the places of addresses and code in a text, in order."""
    out: list[tuple[int, int]] = []
    source = Bytes(text)
    at = 0
    while (at := source.find(_MARK, at)) >= 0:
        m = _HINT.match(text, at)
        if m is None:
            at += 1
            continue
        start, end = m.span()
        at = end
        if is_number(text, start):
            continue
        if text[start] != "`":
            while start > 0 and m.start() - start < _LONGEST_ADDRESS and text[start - 1] not in _AROUND_ADDRESS:
                start -= 1
            around = _END_OF_ADDRESS.search(text, end, end + _LONGEST_ADDRESS)
            end = min(end + _LONGEST_ADDRESS, len(text)) if around is None else around.start()
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def _mark(owned: bytearray, tokens: Tokens, codes: Sequence[tuple[int, int]]) -> None:
    """Mark the tokens that lie in addresses and code."""
    k, n = 0, len(tokens)
    for i in range(max(bisect_right(codes, (tokens.start[0], 0)) - 1, 0), len(codes)):
        start, end = codes[i]
        if start >= tokens.end[-1]:
            return
        while k < n and tokens.end[k] <= start:
            k += 1
        while k < n and tokens.start[k] < end:
            owned[k] = 2
            k += 1


def _after_length(tokens: Tokens, mention: Mention, lexicon: Words) -> int:
    """Give the token of time words that names no period after the length in them: "later" of "three months later"."""
    w = tokens.words
    first = mention.first
    for i in range(first, mention.last + 1):
        if w[i] in lexicon.numbers.coupled and i:
            before = w[i - 1]
            if before[0].isdecimal() or before in lexicon.numbers.counting:
                return i + 1
    return first


class Reading(Protocol):
    """What the units tell of a unit that they read."""

    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def first(self) -> int: ...  # noqa: D102
    @property
    def last(self) -> int: ...  # noqa: D102
    @property
    def factor(self) -> Fraction: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102
    @property
    def dimension(self) -> str: ...  # noqa: D102


@dataclass(slots=True)
class Item:
    """A numeral with what has been found out about it; `first`..`last` are its tokens, both included.

    `back` is the last token and the words of what a count that refers back points at.
    """

    num: Numeral
    first: int
    last: int
    unit: str = ""
    unit_text: str = ""
    dimension: str = ""
    kind: str = ""
    noun: str = ""
    hedge: str = "exact"
    hedge_text: str = ""
    direction: int = 0
    factor: Fraction = Fraction(1)
    times: bool = False
    elided: bool = False
    plus: bool = False
    readings: tuple[Fraction, ...] = ()
    tie: int = 0
    role: str = ""
    back: tuple[int, str] | None = None
    why: list[Step] = field(default_factory=list)

    def scale_by(self, factor: Fraction) -> None:
        """Multiply the number by what the unit's words hold beside the unit."""
        if factor == 1:
            return
        self.factor = factor
        num = self.num
        num.value = None if num.value is None else num.value * factor
        num.low = None if num.low is None else num.low * factor
        num.high = None if num.high is None else num.high * factor
        num.ulp *= factor

    def set_unit(self, reading: Reading, tokens: Tokens) -> None:
        """Take over a unit that stands after the number."""
        self.unit, self.dimension = reading.unit, reading.dimension
        after = tokens.surface(reading.first, reading.last)
        self.unit_text = f"{self.unit_text} {after}" if self.unit_text and self.unit_text != after else after
        self.last = max(self.last, reading.last)
        base, stroke, below = self.unit.partition("/")
        scale = scaled_units().get(base)
        if scale is not None:
            self.unit = f"{scale[0]}{stroke}{below}"
            self.num.scaled = True
            self.scale_by(reading.factor * scale[1])
        else:
            self.scale_by(reading.factor)
        self.why.append(Step(reading.why or "unit after", after))

    def set_ratio(self, last: int, tokens: Tokens) -> None:
        """Mark a multiple: "5x", "10-fold", "5 times"."""
        self.unit, self.dimension = "x", "ratio"
        self.unit_text = tokens.surface(last, last)
        self.last = last
        self.why.append(Step("multiple", tokens.surface(self.num.first, last)))


@dataclass(slots=True)
class Scene:
    """One passage with its tokens, the tokens that time words or code own, and the words of the language."""

    passage: Passage
    tokens: Tokens
    words: list[str]
    owned: bytearray
    lexicon: Words

    @classmethod
    def of(
        cls, passage: Passage, mentions: Sequence[Mention], lexicon: Words, codes: Sequence[tuple[int, int]] = ()
    ) -> Scene:
        """Mark what belongs to time words, addresses and code."""
        tokens = passage.tokens
        n = len(tokens)
        owned = bytearray(n)
        for m in mentions:
            first = m.first if m.is_claim else _after_length(tokens, m, lexicon)
            for i in range(first, min(m.last + 1, n)):
                owned[i] = 1
        if codes and n:
            _mark(owned, tokens, codes)
        return cls(passage, tokens, tokens.words, owned, lexicon)

    def any_owned(self, first: int, last: int) -> bool:
        """Tell whether time words or code own one of the tokens first..last."""
        return any(self.owned[first : last + 1])

    def word(self, i: int) -> str:
        """Give word i, or "" outside the passage."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def from_to(self, first: int) -> bool:
        """Tell whether "to" after this number leads to another figure, not to the end of a range.

        So it is after "by", and after "from" where something changed ("rose from 3 to 5", not "takes from 3 to 5").
        """
        i = first - 1
        lexicon = self.lexicon
        while i >= 0 and first - i <= 3 and not self.words[i].isalpha() and self.words[i] not in ("(", ",", "|"):
            i -= 1
        if i < 0:
            return False
        hedged = lexicon.hedges.before(self.words, i + 1)
        if hedged is not None:
            i -= hedged[1]
        if i >= 0 and self.words[i] in lexicon.from_:
            return self.changes_before(i)
        return False

    def changes_before(self, end: int) -> bool:
        """Tell whether a word of change stands shortly before token `end`."""
        lexicon = self.lexicon
        for i in range(end - 1, max(end - REACH, 0) - 1, -1):
            w = self.words[i]
            if w in lexicon.range_words:
                return False
            if w in (";", ":"):
                return False
            if w in lexicon.verbs or w in lexicon.nouns or w in lexicon.numbers.multiples or w in lexicon.numbers.folds:
                return True
        return False

    def ranged(self, first: int) -> bool:
        """Tell whether a word such as "ranging" stands shortly before token `first`."""
        return any(w in self.lexicon.range_words for w in self.words[max(0, first - 4) : first])
