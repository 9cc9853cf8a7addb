"""Find the names that a document speaks of, and which of them it is about.

A press release names its company once and speaks of "the company", "revenue" and "net profit" from then on: figures
without a name of their own are of the one name that the document speaks of most. Where it speaks of several, or the
paragraph has just named another, nothing is taken over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from kzcheck.concepts import default
from kzcheck.lang import CAPITAL, Tokens, read, singular, words_of
from kzcheck.model import Document

_CAPITAL = rf"{CAPITAL}[^\W\d_]+"
_WORD = re.compile(r"[^\W\d_]+")
_OPENS = re.compile(r"(?:^|[.!?:;|#*•(\"“\n-])[ \t]*\Z")
_ACRONYM = 4
"""Words of capitals alone, up to this length, mostly stand for a measure or a body, not for whom a text is about."""
_STOP = re.compile(r"[.!?][\"”’)]{0,2}\s")
_TITLE = 120
_SYMBOL = 3
_NUMBER_BEFORE = re.compile(r"[0-9] ?\Z")
_READ = 20_000
"""Whom a document is about shows within this many characters."""
_LEAD = 2
"""The name that a document is about stands in it this many times as often as any other."""

_OWNING = 3
"""What a name counts that owns or does something, beside one that is only named."""

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a document: every word of one, and the name that it is about, () where no one leads.

    `telling` are the words that stand in names alone: "Power" in "Harbour Power" is not. `owners` are names that own or
    do something somewhere. `full` gives the whole name
    for a shorter one and for an abbreviation.
    """

    words: frozenset[str]
    telling: frozenset[str]
    about: Name
    owners: frozenset[Name] = frozenset()
    full: Mapping[Name, Name] = field(default_factory=dict)

    def is_about(self, name: Name) -> bool:
        """Tell whether a name is that of the document, or a part of it ("Harbour" for "Harbour Lines")."""
        n = len(name)
        return any(self.about[i : i + n] == name for i in range(len(self.about) - n + 1))


NO_NAMES = Named(frozenset(), frozenset(), ())


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language that make names, or keep a capitalised word from being one."""

    none: frozenset[str]
    measured: frozenset[str]
    forms: frozenset[str]
    links: frozenset[str]
    heads: frozenset[str]
    verbs: frozenset[str]
    common: frozenset[str]
    media: frozenset[str]
    name: re.Pattern[str]
    short: re.Pattern[str]


@cache
def _words(language: str) -> _Words:
    data, frames, kin = read(language, "subjects"), read(language, "frames"), read(language, "kin")
    groups = [*data["function"].values(), *data["light"].values(), data["title_words"], *frames["idle"].values()]
    bases = (w for phrases in frames["bases"].values() for phrase in phrases for w in words_of(phrase))
    links = [re.escape(word) for word in frames["name_links"] if word.isalpha()]
    ends = "|".join(word.capitalize() for word in frames["name_ends"])
    joint = rf"(?:[ -]|\ ?&\ ?|[ ](?:(?:{'|'.join(links)})[ ])+|['’]s[ ](?=(?:{ends})\b))"
    name = rf"{_CAPITAL}(?:{joint}{_CAPITAL})*"
    measured = (w for c in default() for groups in c.words for phrases in groups for p in phrases for w in words_of(p))
    return _Words(
        none=frozenset(w for words in groups for w in words) | frozenset(data["not_names"]) | frozenset(bases),
        measured=frozenset(measured),
        forms=frozenset(frames["legal_forms"]),
        links=frozenset(frames["name_links"]),
        heads=frozenset([*frames["institutions"], *frames["place_nouns"], *frames["name_ends"]]),
        verbs=frozenset(frames["owner_verbs"]),
        common=frozenset(w for words in kin["alike"] for w in words)
        | frozenset(w for words in kin["opposed"] for side in words for w in side.split("|")),
        media=frozenset(frames["media"]),
        name=re.compile(rf"\b{name}"),
        short=re.compile(rf"\b({name}) \(({CAPITAL}{{2,8}})\)"),
    )


def named(document: Document, language: str) -> Named:
    """Give the names that a document speaks of."""
    text = document.text[document.body : document.body + _READ]
    known = _words(language)
    said = Counter(_WORD.findall(text))
    plain: dict[str, Name] = {}
    found: Counter[Name] = Counter()
    weight: Counter[str] = Counter()
    owners: set[Name] = set()
    for match in known.name.finditer(text):
        name = _name(text, match, said, known, plain)
        # Where a whole line is in capitals, they say nothing: the text has to write the name as one.
        if name and match.group().isupper() and not all(said[w.capitalize()] for w in name):
            name = ()
        if len(match.group()) <= _SYMBOL and _NUMBER_BEFORE.search(text, max(0, match.start() - 3), match.start()):
            name = ()  # a unit: "61.2 Ml"
        if name:
            told = _telling(text, match, known)
            found[name] += told > 0
            weight.update(dict.fromkeys(name, told - 1))
            if told == _OWNING:
                owners.add(name)
    found += Counter()
    if not found:
        return NO_NAMES
    short = {(letters.lower(),): _plain(whole, known) for whole, letters in known.short.findall(text)}
    short = {letters: name for letters, name in short.items() if name in found}
    names = {name for name in found if not all(w in said for w in name)}
    words = frozenset(w for name in names for w in name) | {letters for (letters,) in short}
    publisher = _publisher(document, known)
    opening = Counter(_WORD.findall(f"{document.title} {publisher} {_first(text)}".lower()))
    count = {w: said[w.capitalize()] + said[w.upper()] + opening[w] + weight[w] for w in words}
    # Where some own or do something, what is only named is a place, a product, a segment.
    ranked = sorted(
        owners & names or names, key=lambda n: (-min(count[w] for w in n), -max(count[w] for w in n), -len(n), n)
    )
    first = ranked[0] if ranked else ()
    whole = max((n for n in names if n[: len(first)] == first), key=lambda n: (found[n], len(n), n), default=first)
    most = max((count[w] for w in first), default=0)
    others = [n for n in names if n in owners or found[n] > 1]
    rest = max((count[w] for n in others for w in n if w not in whole), default=0)
    led = most > 1 and most >= _LEAD * rest and _leads(whole, f"{document.title} {publisher}", text, owners)
    about = whole if led else ()
    telling = frozenset(w for w in words if w not in said)
    return Named(words, telling, about, frozenset(owners), _full(names, about, known) | short)


def _publisher(document: Document, known: _Words) -> str:
    """Give the publisher of a document, "" where it is one that publishes news of others."""
    spelled = _WORD.findall(document.publisher.lower())
    return "" if not known.media.isdisjoint(spelled) else document.publisher


def _leads(name: Name, named_by: str, text: str, owners: set[Name]) -> bool:
    """Tell whether a document opens with a name: in its title or its publisher, or in its first words as who acts."""
    line, _, rest = text.strip().partition("\n")
    line = line.rstrip()
    # Plain text marks no title: its first line is one above a text where no sentence ends it.
    is_title = line.startswith("#") or bool(rest and len(line) <= _TITLE and line[-1:] not in ".!?:;,")
    titled = f"{named_by} {line if is_title else ''}"
    if set(name) <= set(_WORD.findall(titled.lower())):
        return True
    acts = any(name[: len(owner)] == owner for owner in owners)
    return acts and set(name) <= set(_WORD.findall(_STOP.split(_first(text), maxsplit=1)[0].lower()))


def _name(text: str, match: re.Match[str], said: Counter[str], known: _Words, plain: dict[str, Name]) -> Name:
    """Give the name that a run of capitalised words is, () where it is none; `plain` keeps those read before."""
    start, run = match.start(), match.group()
    spelled = _WORD.findall(run)
    # In a headline in capitals the verb has one, too: "Acme Reports Record Sales".
    acts = next((i for i, word in enumerate(spelled) if i and word.lower() in known.verbs), len(spelled))
    spelled = spelled[:acts]
    opens = _OPENS.search(text[max(0, start - 8) : start]) is not None
    if opens and len(spelled) > 2 and spelled[1] in known.links and spelled[0].lower() not in known.heads:
        spelled = spelled[2:]  # "Revenue of Acme": only the place in the sentence makes the first word a capital
        opens = False
    whole = " ".join(spelled)
    if whole not in plain:
        plain[whole] = _plain(whole, known)
    name = plain[whole]
    while opens and len(name) > 1 and (name[0] in known.measured or name[0] in said):
        name, opens = name[1:], name[1] in known.measured
    if not name:
        return ()
    if len(name) == 1:
        single, after = name[0], text[match.end() : match.end() + 16]
        if any(w.lower() in known.forms for w in spelled[1:]):
            return name
        capitals = spelled[-1].isupper() and len(spelled[-1]) <= _ACRONYM
        if capitals or single in known.measured or (len(spelled) > 1 and single == spelled[0].lower() and opens):
            return ()
        if opens and not after.startswith(("'s", "’s")):
            verb = _WORD.match(after.lstrip())
            if single in said or verb is None or verb.group() not in known.verbs:
                return ()
            if single in known.common or (singular(single) != single and said[spelled[-1]] == 1):
                return ()  # "Manufacturers delivered": a plural that opens one sentence names no one
    return name


def _telling(text: str, match: re.Match[str], known: _Words) -> int:
    """Give how much the place of a name says of whom the text is about.

    It is 0 right before what is measured ("Gaming revenue"), and more than 1 where the name owns or does something.
    """
    after = text[match.end() : match.end() + 24]
    if after.startswith(("'s", "’s")):
        return _OWNING
    word = _WORD.match(after.lstrip())
    if word is None or any(w.lower() in known.forms for w in _WORD.findall(match.group())[1:]):
        return 1
    if word.group() in known.verbs:
        return _OWNING
    return 0 if word.group() in known.measured and word.group() not in known.none else 1


def _plain(run: str, known: _Words) -> Name:
    """Give the words of a name in lower case, without legal forms and words that name no one."""
    spelled = _WORD.findall(run)
    name = [w.lower() for w in spelled if not (w.isupper() and len(w) <= _ACRONYM and len(spelled) > 1)]
    while name and (name[-1] in known.none or name[-1] in known.forms or name[-1] in known.links):
        name.pop()
    while name and (name[0] in known.none or name[0] in known.links):
        name.pop(0)
    return tuple(w for w in name if w != "s")


def _full(names: set[Name], about: Name, known: _Words) -> dict[Name, Name]:
    """Give the whole name for each shorter one: "Merrow" of "Merrow Bank", and any part of the one it is about."""
    out: dict[Name, Name] = {}
    longer: dict[str, list[Name]] = {}
    for name in names:
        if len(name) > 1 and known.heads.issuperset(name[1:]):
            longer.setdefault(name[0], []).append(name)
    for name in names:
        if len(name) == 1 and len(whole := longer.get(name[0], [])) == 1:
            out[name] = whole[0]
    for i in range(len(about)):
        for j in range(i + 1, len(about) + 1):
            if about[i:j] != about and (j - i > 1 or about[i] not in known.heads):
                out[about[i:j]] = about
    return out


def _first(text: str) -> str:
    """Give the first paragraph of a text, with the headings above it."""
    blocks = text.lstrip().split("\n\n")
    prose = next((i for i, block in enumerate(blocks) if not block.lstrip().startswith("#")), 0)
    return "\n\n".join(blocks[: prose + 1])


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
