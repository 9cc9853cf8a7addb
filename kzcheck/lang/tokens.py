"""Cut a passage into tokens: words, digit runs and single symbols, each with its place in the document.

Words are letters only; a hyphen, an apostrophe with its s ("'s") and every symbol stand alone; a digit run keeps inner
points and commas ("1,392.5", "0.0.30"). Glued tokens ("1.2bn", "COP29") are neighbours without a gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add

DEFAULT = "en"
"""The language of a text whose own is not known, and of words that are those of any language."""

# How many words are kept with their singular.
_KEPT = 50_000
# How many phrases are kept with their words.
_KEPT_PHRASES = 10_000
# A token with the white space after it. The first alternative is the third again, for speed: most words are ASCII.
_SPACED = re.compile(r"(?:[A-Za-z]+[^\W\d_]*|\d+(?:[.,٫٬]\d+)*|[^\W\d_]+|(?<![\w.])\.\d+|['’`‘ʼ][sS]\b|\S)\s*")


_ARABIC = str.maketrans("٫٬", ".,")  # Arabic decimal and thousands separators


@dataclass(slots=True)
class Tokens:
    """One passage as parallel lists; `start` and `end` are offsets into the whole document's `text`.

    `words` are lower-cased ("million", "533.4", "$", "'s"); `raw` is as written. Tokens in `joined` follow the one
    before without a gap, although marks that are no text stand between; those in `apart` do not, although nothing does.
    `language` is that of the text, whose words of units and numbers hold.
    """

    text: str
    start: list[int]
    end: list[int]
    words: list[str]
    raw: list[str]
    joined: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    language: str = DEFAULT

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.words)

    def glued(self, i: int) -> bool:
        """Tell whether token i follows token i - 1 without a gap."""
        if i > 0 and self.start[i] == self.end[i - 1]:
            return i not in self.apart
        return i in self.joined

    def gap(self, i: int) -> str:
        """Give what stands between token i - 1 and token i; a mark that parts words counts as a space."""
        if i in self.joined:
            return ""
        between = self.text[self.end[i - 1] : self.start[i]]
        return " " if i in self.apart or "<" in between or "&" in between else between

    def surface(self, first: int, last: int) -> str:
        """Give the text from token `first` to token `last`, both included."""
        return self.text[self.start[first] : self.end[last]]


def tokenize(text: str, start: int = 0, end: int | None = None, *, language: str = DEFAULT) -> Tokens:
    """Cut `text[start:end]`, a text in `language`, giving offsets into `text`."""
    stop = len(text) if end is None else end
    # The lengths alone tell where each token starts.
    spaced = _SPACED.findall(text, start, stop)
    if not spaced:
        return Tokens(text, [], [], [], [], language=language)
    raw = list(map(str.rstrip, spaced))
    starts = list(accumulate(map(len, spaced), initial=text.find(raw[0], start)))
    starts.pop()
    ends = list(map(add, starts, map(len, raw)))
    part = text[start:stop]
    if "٫" in part or "٬" in part:
        raw = [word.translate(_ARABIC) for word in raw]
    words = list(map(str.lower, raw))
    if "’" in part or "‘" in part or "`" in part or "ʼ" in part:
        words = [_APOSTROPHE.get(w[0], w[0]) + w[1:] if len(w) == 2 else w for w in words]
    return Tokens(text, starts, ends, words, raw, language=language)


_APOSTROPHE = dict.fromkeys("’`‘ʼ", "'")


@lru_cache(maxsize=_KEPT_PHRASES)
def words_of(phrase: str) -> tuple[str, ...]:
    """Cut a phrase of the language data, or a label that many figures share, the way texts are cut, lower-cased."""
    return tuple(tokenize(phrase).words)


@lru_cache(maxsize=_KEPT)
def singular(word: str) -> str:
    """Bring a noun to its singular, roughly; the same form for both numbers is all that matters."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word
