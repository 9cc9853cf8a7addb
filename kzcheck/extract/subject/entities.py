"""Find whom a document is about, and whom each of its figures is of, by the names in it.

A press release names its company once and speaks of "the company", "revenue" and "net profit" from then on: figures
without a name of their own are of the one name that the document speaks of most. Where it speaks of several, or the
paragraph has just named another, nothing is taken over.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from kzcheck.lang import Tokens, read
from kzcheck.model import Document

_CAPITAL = r"[A-Z][^\W\d_]+"
# What can be a name: several capitalised words, or one inside a sentence (after a word or a comma) or before "'s".
_NAME = re.compile(
    rf"\b{_CAPITAL}(?:[ -]{_CAPITAL})+|(?:(?<=[^\W\d_])|(?<=[,;)%’']))[ \n]{_CAPITAL}|\b{_CAPITAL}(?=['’]s\b)"
)
_WORD = re.compile(r"[^\W\d_]+")
_ACRONYM = 4
"""Words of capitals alone, up to this length, mostly stand for a measure or a body, not for whom a text is about."""
_READ = 20_000
"""Whom a document is about shows within this many characters."""
_LEAD = 2
"""The name that a document is about stands in it this many times as often as any other."""

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a document: every word of one, and the name that it is about, () where no one leads.

    `telling` are the words that stand in names alone: "Power" in "Harbour Power" is not.
    """

    words: frozenset[str]
    telling: frozenset[str]
    about: Name

    def is_about(self, name: Name) -> bool:
        """Tell whether a name is that of the document, or a part of it ("Harbour" for "Harbour Lines")."""
        n = len(name)
        return any(self.about[i : i + n] == name for i in range(len(self.about) - n + 1))


@cache
def _not_names(language: str) -> frozenset[str]:
    data = read(language, "subjects")
    groups = [*data["function"].values(), *data["light"].values(), data["title_words"]]
    return frozenset(w for words in groups for w in words) | frozenset(data["not_names"])


def named(document: Document, language: str) -> Named:
    """Give the names that a document speaks of."""
    text = document.text[document.body : document.body + _READ]
    out = _not_names(language)
    found: Counter[Name] = Counter()
    for run in _NAME.findall(text):
        spelled = _WORD.findall(run)
        name = tuple(w.lower() for w in spelled if not (w.isupper() and len(w) <= _ACRONYM) and w.lower() not in out)
        # "Real GDP": what is left opens the sentence, and is no name.
        if name and (len(name) > 1 or len(spelled) == 1 or name[0] != spelled[0].lower()):
            found[name] += 1
    if not found:
        return Named(frozenset(), frozenset(), ())
    said = Counter(_WORD.findall(text))
    names = {name for name in found if not all(w in said for w in name)}
    words = frozenset(w for name in names for w in name)
    opening = Counter(_WORD.findall(f"{document.title} {document.publisher} {_first(text)}".lower()))
    count = {w: said[w.capitalize()] + said[w.upper()] + opening[w] for w in words}
    ranked = sorted(names, key=lambda n: (-min(count[w] for w in n), -max(count[w] for w in n), -len(n), n))
    first = ranked[0] if ranked else ()
    whole = max((n for n in names if n[: len(first)] == first), key=lambda n: (found[n], len(n), n), default=first)
    most = max((count[w] for w in first), default=0)
    rest = max((count[w] for w in words if w not in whole), default=0)
    leads = most > 1 and most >= _LEAD * rest
    return Named(words, frozenset(w for w in words if w not in said), whole if leads else ())


def _first(text: str) -> str:
    """Give the first paragraph of a text."""
    return text.lstrip().partition("\n\n")[0]


def runs(tokens: Tokens, known: Named) -> list[tuple[int, Name]]:
    """Give the names in a passage, each with the place of its first word."""
    out: list[tuple[int, list[str]]] = []
    last = -2
    for i, (word, raw) in enumerate(zip(tokens.words, tokens.raw, strict=True)):
        if word in known.words and raw[0].isupper():
            if last == i - 1:
                out[-1][1].append(word)
            else:
                out.append((i, [word]))
            last = i
    return [(i, tuple(name)) for i, name in out if not known.telling.isdisjoint(name)]
