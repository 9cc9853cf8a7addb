"""The names in a passage: whom or what they name, how they are written, and what stands for one named before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kzcheck.extract.subject.entities import Named
from kzcheck.lang import CAPITAL, Phrases, Tokens, read, tokenize, words_of
from kzcheck.model import Document

# A single word of capitals alone, up to this length, is mostly a unit or a measure.
_SHORT = 2
# How far into a passage a name stands that a colon makes the speaker.
_OPENS = 3
_AND = " & "
_CAPITALISED = re.compile(rf"\b{CAPITAL}\w*")
_LONGEST = 40
_READ = 20_000


@dataclass(frozen=True, slots=True)
class NameAt:
    """A name in a passage: tokens first..end (half-open) and its key.

    `place` tells that it is a country or a territory, `owner` that a possessive follows it, `speaker` that it is a
    person's, or of whom speaks: what a passage says is not of those.
    """

    first: int
    end: int
    key: str
    place: bool
    owner: bool
    speaker: bool = False


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words of a language that belong to names or stand for them."""

    links: frozenset[str]
    ends: frozenset[str]
    forms: frozenset[str]
    possessive: frozenset[str]
    articles: frozenset[str]
    of: frozenset[str]
    place_nouns: frozenset[str]
    world: Phrases[bool]
    nationwide: Phrases[bool]
    titles: frozenset[str]
    joints: frozenset[str]
    pair: Phrases[bool]


@cache
def name_words(language: str) -> NameWords:
    """Give the words of a language that belong to names or stand for them."""
    data, subjects = read(language, "frames"), read(language, "subjects")
    return NameWords(
        links=frozenset(data["name_links"]),
        ends=frozenset(data["name_ends"]),
        forms=frozenset(data["legal_forms"]),
        possessive=frozenset(subjects["possessive"]),
        articles=frozenset(subjects["function"]["articles"]),
        of=frozenset(subjects["of"]),
        place_nouns=frozenset(data["place_nouns"]),
        world=Phrases((phrase, True) for phrase in data["world"]),
        nationwide=Phrases((phrase, True) for phrase in data["nationwide"]),
        titles=frozenset(w for phrase in read(language, "voices")["titles"] for w in words_of(phrase)),
        joints=frozenset(subjects["list_joints"]),
        pair=Phrases((phrase, True) for phrase in subjects["pair"]),
    )


@cache
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Give (name, code) of every country and territory: CLDR's names, with the adjectives of the language data."""
    more = read(language, "subjects")["countries"]
    named = [(name.lower(), code) for code, names in more.items() for name in names]
    for code, name in _territories(language).items():
        if len(code) == 2 and code not in ("ZZ", "XA", "XB", "EZ", "UN"):
            named.append((name.lower(), code))
    return tuple(named)


@cache
def country_phrases(language: str) -> Phrases[str]:
    """Give the names of countries as phrases with their codes."""
    return Phrases(country_names(language))


@cache
def place_phrases(language: str) -> Phrases[str]:
    """Give the names of countries and of parts of the world as phrases with their codes."""
    regions = read(language, "frames")["regions"]
    named = [(name, code) for code, some in regions.items() for name in some]
    named += [(country_title(code, language).lower(), code) for code in regions]
    return Phrases([*country_names(language), *named])


@cache
def country_title(code: str, language: str) -> str:
    """Give CLDR's name of a country."""
    return _territories(language).get(code, code)


@cache
def _territories(language: str) -> Mapping[str, str]:
    """Give CLDR's names of countries by their codes; a language that CLDR does not know has those of its own data."""
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language).territories)
    except UnknownLocaleError:
        named = read(language, "subjects")["countries"]
        return {code: some[0] for code, some in named.items() if some}


def names(tokens: Tokens, known: Named, language: str) -> list[NameAt]:
    """Give the names of a passage in their order: countries, and runs of capitalised words that the document names."""
    data = name_words(language)
    countries = place_phrases(language)
    words, raw = tokens.words, tokens.raw
    out: list[NameAt] = []
    after = 0
    for i in [k for k, token in enumerate(raw) if token[0].isupper()]:
        if i < after:
            continue
        end = _run(words, raw, i, known, data)
        hit = countries.at(words, i) if words[i] in countries else None
        if hit is not None and i + hit[1] >= end:
            end = i + hit[1]
            out.append(
                NameAt(i, end, country_title(hit[0], language).lower(), place=True, owner=_owns(words, end, data))
            )
        elif end > i and not known.telling.isdisjoint(words[i:end]):
            key = canonical(words[i:end], known, data)
            if key:
                spoken = (i > 0 and words[i - 1] in data.titles) or (i <= _OPENS and words[end : end + 1] == [":"])
                out.append(NameAt(i, end, key, place=False, owner=_owns(words, end, data), speaker=spoken))
        after = end
    return out


def joined(found: Sequence[NameAt], words: Sequence[str], language: str) -> list[NameAt]:
    """Give the names of a passage, two countries with nothing but "and" between them as one."""
    joints = name_words(language).joints
    out: list[NameAt] = []
    for name in found:
        last = out[-1] if out else None
        if last and last.place and name.place and name.first == last.end + 1 and words[last.end] in joints:
            key = pair_key({*last.key.split(_AND), name.key})
            out[-1] = NameAt(last.first, name.end, key, place=True, owner=name.owner)
        else:
            out.append(name)
    return out


def pair_key(keys: Iterable[str]) -> str:
    """Give the key of several countries together."""
    return _AND.join(sorted(keys))


def two_countries(document: Document, language: str) -> str:
    """Give the key of the two countries that a document speaks of most, "" where a third is named as often."""
    phrases = country_phrases(language)
    text = f"{document.title}\n{document.text[document.body : document.body + _READ]}"
    found: Counter[str] = Counter()
    for m in _CAPITALISED.finditer(text):
        word = m.group().lower()
        if word in phrases.starts:
            hit = phrases.at(tokenize(text, m.start(), min(len(text), m.end() + _LONGEST)).words, 0)
            if hit is not None:
                found[hit[0]] += 1
    most = found.most_common(3)
    if len(most) < 2 or (len(most) == 3 and most[2][1] == most[1][1]):
        return ""
    return pair_key(country_title(code, language).lower() for code, _ in most[:2])


def _run(words: Sequence[str], raw: Sequence[str], start: int, known: Named, data: NameWords) -> int:
    """Give the end of the name that starts at a token: capitalised words of names, joined by the words that join."""
    end = i = start
    n = len(words)
    while i < n and raw[i][0].isupper() and (words[i] in known.words or (i > start and words[i] in data.forms)):
        i = end = i + 1
        after = i
        while after < n and (words[after] in data.links or words[after] in data.possessive):
            after += 1
        if after == i or after >= n or not raw[after][0].isupper():
            continue
        between = words[i:after]
        if data.possessive.isdisjoint(between) or (len(between) == 1 and words[after] in data.ends):
            i = after
    form = end + (words[end : end + 1] == [","])
    while end > start and form < n and words[form] in data.forms and raw[form][0].isalpha():
        end = form = (
            form
            + 1
            + (
                words[form + 1 : form + 2]
                == [
                    ".",
                ]
                and form + 2 < n
            )
        )
    return end


def _owns(words: Sequence[str], end: int, data: NameWords) -> bool:
    return end < len(words) and words[end] in data.possessive


def canonical(words: Sequence[str], known: Named, data: NameWords) -> str:
    """Give the key of a name: without its legal form, in full where the document names it in full, "" for none."""
    plain = [w for w in words if w not in data.possessive and w[0].isalnum()]
    while len(plain) > 1 and (plain[-1] in data.forms or plain[-1] in data.links):
        plain.pop()
    name = tuple(plain)
    if not name or (len(name) == 1 and len(name[0]) < _SHORT):
        return ""
    full = known.full.get(name, name)
    return " ".join(full)


def nouns_before(words: Sequence[str], name: NameAt, data: NameWords) -> range:
    """Give the tokens before a name that say nothing beside it: "the city of" Ghent."""
    i = name.first
    if i >= 2 and words[i - 1] in data.of and words[i - 2] in data.place_nouns:
        start = i - 2
        if start == 0 or words[start - 1] in data.articles:
            return range(start, i)
    return range(i, i)
