"""Cut a passage into the words that a reader sees: emphasis, links, tags, notes and broken words are no text.

The words of a text with marks are those of the text without them, and each word keeps its place in the document. Words
that only marks part are glued: "**3.2**%" is "3.2%". What is struck out is not there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from html import unescape
from typing import Any
from unicodedata import normalize

from kzcheck.lang.reader import read
from kzcheck.lang.tokens import Tokens, tokenize

_INLINE = (
    "abbr|acronym|a|bdi|b|big|cite|code|data|dfn|em|font|i|ins|kbd|mark|q|samp|small|span|strong|sub|tt|time|u|var"
)
_APART = "br|wbr|hr|p|div|li|ul|ol|td|th|tr|nobr"
_NOTE = r"\^[^\]\s]{1,40}|[0-9]{1,3}(?:[,–-] ?[0-9]{1,3}){0,5}|[a-z]|note [0-9]{1,2}"
# A passage without any of these has no mark; what stands beside a bracket or a quotation mark tells whether it is one.
_SIGNS = "*_<[~`&\\"
_OTHER_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽†‡\u00ad\u200b\u2060\ufeffﬀﬁﬂﬃﬄﬅﬆ"
_NOTE_IN_BRACKETS = re.compile(r"[0-9%a-z]\([0-9]{1,2}\)")
_QUOTED_NUMBER = re.compile(r"[\"“‘«][0-9]")
_BREAKS = ("-\n", "‐\n")
_MARK = re.compile(
    # struck out
    r"(?P<gone>~~(?=\S)[^~\n]{1,1000}~~|(?i:<(?P<cut>del|s|strike)>[^<>]{1,1000}</(?P=cut)>))"
    # a raised power of ten, other raised figures after a figure (a note), other raised text
    r"|(?P<power>(?<=10)(?<![0-9.,]10)(?i:<sup>)(?=[-−–]?[0-9]{1,2}(?i:</sup>)))"
    r"|(?P<note>(?<=[0-9.%)])(?i:<sup>)[^<>\n]{1,12}(?i:</sup>)|(?<=[\w%)])(?i:<sup>)[\[(][^<>\n]{1,12}(?i:</sup>)"
    r"|(?<=[0-9])(?<!\b10)(?<![×x^]10)[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}(?![0-9⁰¹²³⁴⁵⁶⁷⁸⁹])|(?<=[\w%)])⁽[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}⁾"
    # a raised 1 after letters (km/h¹), a dagger, an editor's bracket after a figure (75,000[citation needed])
    r"|(?<=[A-Za-z])¹(?![⁰¹²³⁴⁵⁶⁷⁸⁹])|(?<=[0-9%)])[†‡]{1,3}|(?<=[0-9%])\[[a-z]{2,}(?: [a-z]{2,}){0,3}\](?![(\[:])"
    r"|(?<=[0-9%]) \[sic\]"
    rf"|(?<=[\w%).,\"”’*\]])\[(?:{_NOTE})\](?![(:]|\[(?!(?:{_NOTE})\]))|(?<=[a-z0-9%])\([0-9]{{1,2}}\)(?![\w(]))"
    r"|(?P<tag>(?i:</?(?:sup|" + _INLINE + r")(?:\s[^<>\n]{0,300})?>))"
    r"|(?P<apart>(?i:</?(?:" + _APART + r")(?:\s[^<>\n]{0,300})?/?>))"
    r"|(?P<link>(?<!!)\[(?=[^\[\]\n]{1,300}\](?:\([^()\s]{0,1000}(?: \"[^\"\n]{0,200}\")?\)|\[[^\[\]\n]{0,100}\])))"
    r"|(?P<target>\]\([^()\s]{0,1000}(?: \"[^\"\n]{0,200}\")?\)|(?<=[\w%*_])\]\[[^\[\]\n]{0,100}\])"
    # emphasis: stars that touch a word, but "5*3"; low lines at the edge of a word
    r"|(?P<stars>(?<![*\s])\*{1,3}(?![*\w])|(?<![*\w])\*{1,3}(?![*\s])|(?<=\w)\*\*(?=\w)|(?<=[a-z])\*(?=[a-z]))"
    r"|(?P<lines>(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_]))"
    r"|(?P<code>(?<!`)`(?=[-+−–$€£]?[0-9][0-9.,]*%?`(?:%| ?[A-Za-z]))|(?<=[0-9%])`(?=%| ?[A-Za-z]))"
    r"|(?P<quoted>(?<![\w\"”])(?:[\"“][0-9](?:[0-9.,]{0,20}[0-9])?[\"”]|‘[0-9](?:[0-9.,]{0,20}[0-9])?’"
    r"|«[0-9](?:[0-9.,]{0,20}[0-9])?»)(?!\w))"
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|\#[0-9]{2,6}|\#x[0-9a-fA-F]{2,5});)"
    r"|(?P<ligature>[ﬀ-ﬆ])"
    # a sign that the language of marks would else take for one
    r"|(?P<escape>(?<!\\)\\(?=[$%~*_<>#+–-]))"
    r"|(?P<soft>\u00ad\n?|[\u200b\u2060\ufeff])"
    r"|(?P<broken>(?<=[a-z])[-‐]\n[ \t]*(?=[a-z]))"
)
_LETTERS_BEFORE = re.compile(r"[A-Za-z]+\Z")
_LETTERS_AFTER = re.compile(r"[A-Za-z]+")
_LONGEST_WORD = 24


def undressed(text: str, start: int, end: int, language: str) -> Tokens:
    """Cut `text[start:end]` into the words that a reader sees; offsets are those of `text`."""
    if not _hinted(text[start:end]):
        return tokenize(text, start, end, language=language)
    pieces: list[str] = []
    # Where each piece begins in the clean text, where it stands in the document, and its length there.
    begins: list[int] = []
    stands: list[tuple[int, int]] = []
    at, length = start, 0

    def add(piece: str, first: int, last: int) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            begins.append(length)
            stands.append((first, last))
            length += len(piece)

    for m in _MARK.finditer(text, start, end):
        instead = _instead(m, text, language)
        if instead is None:
            continue
        add(text[at : m.start()], at, m.start())
        add(instead, m.start(), m.end())
        at = m.end()
    if not begins and at == start:
        return tokenize(text, start, end, language=language)
    add(text[at:end], at, end)
    clean = tokenize("".join(pieces), language=language)
    starts = [_place(begins, stands, offset, last=False) for offset in clean.start]
    ends = [_place(begins, stands, offset - 1, last=True) for offset in clean.end]
    joined = frozenset(i for i in range(1, len(clean)) if clean.glued(i) and starts[i] != ends[i - 1])
    apart = frozenset(i for i in range(1, len(clean)) if not clean.glued(i) and starts[i] == ends[i - 1])
    return Tokens(text, starts, ends, clean.words, clean.raw, joined, apart, language)


def _hinted(part: str) -> bool:
    """Tell whether a passage may hold a mark, quickly where it cannot."""
    if any(map(part.__contains__, _SIGNS)) or any(map(part.__contains__, _BREAKS)):
        return True
    if "(" in part and _NOTE_IN_BRACKETS.search(part) is not None:
        return True
    other = not part.isascii()
    if ('"' in part or (other and any(map(part.__contains__, "“‘«")))) and _QUOTED_NUMBER.search(part) is not None:
        return True
    return other and any(map(part.__contains__, _OTHER_SIGNS))


def bare(text: str, language: str) -> str:
    """Give a text without the marks that are none."""
    words = undressed(text, 0, len(text), language)
    gaps = [words.gap(i) if i else "" for i in range(len(words))]
    return "".join(gap + word for gap, word in zip(gaps, words.raw, strict=True))


def _place(begins: list[int], stands: list[tuple[int, int]], offset: int, *, last: bool) -> int:
    """Give where a character of the clean text stands in the document, of the last of a word the place after it."""
    i = bisect_right(begins, offset) - 1
    first, end = stands[i]
    length = (begins[i + 1] if i + 1 < len(begins) else offset + 1) - begins[i]
    if end - first != length and i + 1 < len(begins):
        # What stands for a mark stands where all of it does.
        return end if last else first
    return first + offset - begins[i] + last


def _instead(m: re.Match[str], text: str, language: str) -> str | None:
    """Give what a mark stands for, "" for nothing, or None where it is text after all."""
    kind = m.lastgroup
    if kind == "power":
        return "^"
    if kind == "apart":
        return " "
    if kind == "quoted":
        return m[0][1:-1]
    if kind == "entity":
        said = unescape(m[0])
        return said if len(said) == 1 else None
    if kind == "ligature":
        return normalize("NFKC", m[0])
    if kind == "broken":
        before = _LETTERS_BEFORE.search(text, max(0, m.start() - _LONGEST_WORD), m.start())
        after = _LETTERS_AFTER.match(text, m.end(), m.end() + _LONGEST_WORD)
        whole = (before[0] + after[0]).lower() if before and after else ""
        return "" if whole in _known(language) else None
    return ""


@cache
def _known(language: str) -> frozenset[str]:
    """Give the words of numbers and units, which a line may break."""
    data: dict[str, Any] = read(language, "numbers")
    out = {word for name in ("small", "tens", "scales", "plural_scales", "hundred") for word in data[name]}
    for row in read(language, "units")["units"].values():
        for words in row.get("words", ()):
            out |= {words.replace("(s)", end) for end in ("", "s")}
    return frozenset(word for word in out if word.isalpha())
