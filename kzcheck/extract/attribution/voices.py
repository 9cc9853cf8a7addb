"""Tell who says a number, and whose statistics it is.

Who speaks is read once a document, where it holds a number at all: headings of speeches and turns of a dialogue
("President X:") govern until the next; quotation marks belong to who is said to speak beside them; "X said that" holds
for its sentence. Whose figures they are ("according to", "customs data show") holds for the sentence that says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress

from kzcheck.extract.subject.naming import country_phrases
from kzcheck.extract.types import Mood, Passage
from kzcheck.lang import CAPITAL, Phrases, Tokens, read, tokenize
from kzcheck.model import Document, Step

_TURN = re.compile(
    rf"[ \t]*(?:[-–—*>•#]+[ \t]*)?(?:\*\*)?(?={CAPITAL})([^\n:.!?;\"“”|]{{2,90}}?)(?:\*\*)?:(?:\*\*)?(?=[ \t]|$)"
)
_HEADING = re.compile(rf"[ \t#]*(?={CAPITAL})([^\n:.!?;]{{8,110}}?)[ \t]*$")
_FIRST_WORD = re.compile(rf"[ \t#]*({CAPITAL}[^\W\d_]*)")
_BREAK = re.compile(r"[ \t]*(?:x x x|\* ?\* ?\*|-{3,}|_{3,}|#{1,6}[ \t].*)[ \t]*$")
_BREAKS = frozenset("x*-_#")
_QUOTES = re.compile(r"[“«„\"][^“”«»„\"\n]{1,2500}(?:[”»\"]|$)", re.MULTILINE)
# How far from a quotation its speaker is sought, and how long a speaker's name may be, in words.
_NEAR = 120
_LONGEST = 8
# How many places of an office's title are looked at for its holder, and how long a quotation over paragraphs may be.
_TRIES = 20
# How many sentences back the person that a pronoun names may have spoken.
_BACK = 3
_LONGEST_QUOTE = 30000
_OPENINGS = frozenset('.;!?:,”»"')


@dataclass(frozen=True, slots=True)
class _Lexicon:
    said: Phrases[bool]
    titles: Phrases[bool]
    speeches: Phrases[bool]
    nobody: frozenset[str]
    pronouns: frozenset[str]
    sources: Phrases[bool]
    figures: frozenset[str]
    by: frozenset[str]
    show: frozenset[str]
    bodies: Phrases[bool]
    known: Phrases[str]
    of: frozenset[str]
    articles: frozenset[str]
    helping: frozenset[str]
    naming: frozenset[str]
    states: frozenset[str]
    opening: frozenset[str]
    describing: frozenset[str]


@cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "voices")

    def listed(name: str) -> Phrases[bool]:
        return Phrases((phrase, True) for phrase in data[name])

    known = Phrases((name, name) for name in data["known"])
    return _Lexicon(
        said=listed("said"),
        titles=listed("titles"),
        speeches=listed("speeches"),
        nobody=frozenset(data["nobody"]),
        pronouns=frozenset(data["pronouns"]),
        sources=listed("sources"),
        figures=frozenset(data["figures"]),
        by=frozenset(data["by"]),
        show=frozenset(data["show"]),
        bodies=listed("bodies"),
        known=known,
        of=frozenset(data["of"]),
        articles=frozenset(data["articles"]),
        helping=frozenset(data["helping"]),
        states=frozenset(data["states"]),
        opening=frozenset(data["opening"]),
        describing=frozenset(data["describing"]),
        naming=frozenset([*listed("sources").starts, *data["figures"], *known.starts]),
    )


class Voices:
    """Who speaks where, in one document after another."""

    def __init__(self, language: str) -> None:
        """Take the language whose words are read."""
        self._lex = _lexicon(language)
        self._language = language
        self._document: Document | None = None
        self._starts: list[int] = []
        self._speakers: list[str] = []
        self._quotes: list[tuple[int, int, str]] = []
        self._people: dict[str, str] = {}

    def attribute(self, passage: Passage, moods: Sequence[Mood], places: Sequence[int]) -> None:
        """Fill speaker and source of `moods`; `places` are the first tokens of their numbers.

        A speaker is left empty where the document itself speaks.
        """
        if passage.document is not self._document:
            self._read(passage.document)
        tokens = passage.tokens
        words = tokens.words
        said = None
        if not self._lex.said.starts.isdisjoint(words):
            if not self._lex.pronouns.isdisjoint(words):
                self._remember(passage)
            said = self._sentence(tokens)
        source = "" if self._lex.naming.isdisjoint(words) else self._source(tokens)
        for mood, place in zip(moods, places, strict=True):
            speaker = self._quoted(tokens.start[place]) or self._turn(passage.start)
            if not speaker and said is not None:
                speaker = said
            if speaker:
                mood.speaker = speaker
                mood.why.append(Step("speaker", speaker))
            if source:
                mood.source = source
                mood.why.append(Step("source of statistics", source))

    def _remember(self, passage: Passage) -> None:
        """Note who spoke in the sentences before, for "she added that ..."."""
        self._people.pop("", None)
        before = passage.before
        for _ in range(_BACK):
            if before is None or self._people.get(""):
                return
            self._sentence(before.tokens)
            before = before.before

    def _turn(self, offset: int) -> str:
        i = bisect_right(self._starts, offset) - 1
        return self._speakers[i] if i >= 0 else ""

    def _quoted(self, offset: int) -> str:
        i = bisect_right(self._quotes, (offset, offset, "\uffff")) - 1
        if i >= 0 and self._quotes[i][0] <= offset < self._quotes[i][1]:
            return self._quotes[i][2]
        return ""

    def _read(self, document: Document) -> None:
        """Find the turns, speeches and quotations of a document."""
        self._document = document
        text = document.text
        self._people = {}
        marks = self._marks(text, document.body)
        self._starts = [at for at, _ in marks]
        self._speakers = [name for _, name in marks]
        self._quotes = []
        if any(q in text for q in '“«„"'):
            for start, end in _quotations(text, document.body):
                speaker = self._beside(text, start, end)
                if speaker:
                    self._quotes.append((start, end, speaker))

    def _marks(self, text: str, body: int) -> list[tuple[int, str]]:
        """Give where who speaks changes, and to whom: at breaks, turns of a dialogue and headings of speeches."""
        lex = self._lex
        marks: list[tuple[int, str]] = []
        turns: list[tuple[int, str]] = []
        headings: list[tuple[int, str]] = []
        at = body
        for line in text[body:].split("\n"):
            if line.lstrip(" \t")[:1] in _BREAKS and _BREAK.match(line):
                marks.append((at, ""))
            if ":" in line and (m := _TURN.match(line)) is not None:
                turns.append((at, m[1]))
            first = _FIRST_WORD.match(line)
            if first is not None and first[1].lower() in lex.speeches and (m := _HEADING.match(line)) is not None:
                headings.append((at, m[1]))
            at += len(line) + 1
        marks.extend((at, name) for at, turn in turns if (name := self._speaker(turn)))
        for at, heading in headings:
            words = tokenize(heading)
            hit = lex.speeches.at(words.words, 0)
            if hit is not None and (name := self._name(words, hit[1], len(words))):
                marks.append((at, name))
        marks.sort()
        return marks

    def _speaker(self, text: str) -> str:
        """Give the name at the start of a turn ("President X:", "X said:"), or an empty string."""
        tokens = tokenize(text)
        end = len(tokens)
        if not end or end > _LONGEST + 8:
            return ""
        verb = self._verb(tokens.words, 0, end)
        if verb is not None:
            return self._before(tokens, verb)
        titled = any(w in self._lex.titles and self._lex.titles.at(tokens.words, i) for i, w in enumerate(tokens.words))
        proper = sum(r[0].isupper() for r in tokens.raw)
        # Two to four capitalised words and nothing else are a name; "Main results:" is none.
        return self._name(tokens, 0, end) if titled or 2 <= proper == end <= 4 else ""

    def _verb(self, words: Sequence[str], start: int, end: int) -> int | None:
        said = self._lex.said
        return next((i for i in range(start, end) if words[i] in said and said.at(words, i) is not None), None)

    def _beside(self, text: str, start: int, end: int) -> str:
        """Give who is said to speak just after or just before a quotation."""
        after = tokenize(text, end, min(len(text), end + _NEAR))
        words = after.words
        stop = next((i for i, w in enumerate(words) if w in ".!?"), len(words))
        verb = self._verb(words, 0, stop)
        if verb is not None and verb <= 2 and not any(r[0].isupper() for r in after.raw[:verb]):
            hit = self._lex.said.at(words, verb)
            return self._name(after, verb + (hit[1] if hit else 1), stop)
        if verb is not None and verb <= _LONGEST and (name := self._before(after, verb)):
            return name
        line = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start), start - _NEAR) + 1
        before = tokenize(text, line, start)
        verb = self._verb(before.words, 0, len(before))
        return self._before(before, verb) if verb is not None else ""

    def _sentence(self, tokens: Tokens) -> str | None:
        """Give who is said to say the sentence ("The minister said that ..."), or None."""
        verb = self._verb(tokens.words, 0, len(tokens))
        return (self._before(tokens, verb) or None) if verb is not None else None

    def _before(self, tokens: Tokens, verb: int) -> str:
        """Give the person or office that stands just before a verb of saying."""
        words, raw = tokens.words, tokens.raw
        end = verb
        while end > 0 and words[end - 1] in self._lex.helping:
            end -= 1
        if end > 0 and words[end - 1] in self._lex.pronouns:
            return self._people.get("", "")
        start = end
        while start > 0 and (raw[start - 1][0].isupper() or _joins(tokens, start - 1)):
            start -= 1
        opening = next((k + 1 for k in range(end - 1, -1, -1) if words[k] in _OPENINGS), 0)
        opening = max(opening, end - _LONGEST - 2)
        led = start > 0 and words[start - 1] in self._lex.of
        if start < end and not led and words[start] not in self._lex.nobody:
            return self._name(tokens, opening if start - opening <= _LONGEST else start, end)
        office = self._office(tokens, opening, end)
        return self._holder(office) if office and end - opening <= _LONGEST + 2 else ""

    def _name(self, tokens: Tokens, start: int, end: int) -> str:
        """Give the first person or office named in tokens start..end: the name without titles, or the office itself.

        A surname that the document has written in full before is completed.
        """
        lex = self._lex
        words, raw = tokens.words, tokens.raw
        while start < end and not words[start][0].isalpha():
            start += 1
        if start < end and words[start] in lex.pronouns:
            return self._people.get("", "")
        if start < end and words[start] in lex.nobody:
            return ""
        i = start
        while i < end and words[i] not in ".;!?(":
            if not raw[i][0].isupper():
                i += 1
                continue
            j = i
            while j < end and (raw[j][0].isupper() or _joins(tokens, j)):
                j += 1
            k = i
            while k < j and words[k] in lex.titles and (hit := lex.titles.at(words, k)) is not None:
                k += hit[1]
            placed = any(words[x] in lex.of for x in range(max(start, i - 2), i)) or words[i] in lex.articles
            if k < j and not placed:
                return self._full(tokens.surface(k, j - 1), self._office(tokens, start, k))
            if k < j and placed and (split := self._after_place(tokens, i, j)) is not None:
                return self._full(tokens.surface(split, j - 1), self._office(tokens, start, split))
            i = max(j, i + 1)
        office = self._office(tokens, start, end)
        return self._holder(office) if office else ""

    def _after_place(self, tokens: Tokens, i: int, j: int) -> int | None:
        """Split "Kazakhstan Kassym-Jomart Tokayev" after the place, where the document's offices run into names."""
        words = tokens.words
        starts = [k for k in range(i, j) if tokens.raw[k][0].isupper() and not tokens.glued(k)]
        countries = country_phrases(self._language)
        hit = countries.at(words, i) if words[i] in countries else None
        if hit is not None and len([k for k in starts if k >= i + hit[1]]) >= 2:
            return i + hit[1]
        return None

    def _holder(self, office: str) -> str:
        """Give who holds an office, where the document says so ("President of Kazakhstan Kassym-Jomart Tokayev")."""
        key = _without_articles(office, self._lex)
        known = self._people.get(key)
        if known is not None:
            return known
        found = office = _bare(office, self._lex)
        if self._document is not None:
            tokens = tokenize(office)
            places = {w for w, r in zip(tokens.words, tokens.raw, strict=True) if r[0].isupper()} - self._lex.states
            places = {w for w in places if w not in self._lex.titles}
            title = next((w for w in tokens.words if w in self._lex.titles), "")
            if title and places:
                found = self._seek(title, places) or office
        self._people[key] = self._people[""] = found
        return found

    def _seek(self, title: str, places: set[str]) -> str:
        """Find "<title> of <place> <Name>" in the document's text."""
        text = self._document.text if self._document is not None else ""
        lowered = text.lower()
        at = lowered.find(title)
        for _ in range(_TRIES):
            if at < 0:
                break
            tokens = tokenize(text, at, min(len(text), at + 100))
            stop = next((i for i, w in enumerate(tokens.words) if w in ",.;:()"), len(tokens))
            if places <= set(tokens.words[:stop]):
                last = max(tokens.words[:stop].index(p) for p in places)
                names = [i for i in range(last + 1, stop) if tokens.raw[i][0].isupper()]
                if names and names[0] == last + 1:
                    end = last + 1
                    while end < stop and (tokens.raw[end][0].isupper() or _joins(tokens, end)):
                        end += 1
                    return self._full(tokens.surface(last + 1, end - 1), "")
            at = lowered.find(title, at + 1)
        return ""

    def _office(self, tokens: Tokens, start: int, end: int) -> str:
        """Give the words of an office ("head of QazTrade") at the start of a stretch, or an empty string."""
        words = tokens.words
        for i in range(start, min(end, start + _LONGEST)):
            if words[i] in self._lex.titles or words[i] in self._lex.bodies:
                stop = next((k for k in range(i, end) if words[k] in ',.;:()"”'), end)
                stop = min(stop, i + _LONGEST)
                first = start
                return " ".join(tokens.surface(first, stop - 1).split()) if stop > first else ""
        return ""

    def _full(self, name: str, office: str) -> str:
        """Complete a surname from a name said before, and remember name and office."""
        name = " ".join(name.split()).removesuffix("'s").removesuffix("’s").rstrip()
        last = name.split()[-1].lower()
        known = self._people.get(last)
        if known is None and " " not in name:
            name = self._written_out(name)
        if known is None or len(name.split()) > len(known.split()):
            self._people[last] = known = name
        if office:
            self._people.setdefault(_without_articles(office, self._lex), known)
        self._people[""] = known
        return known

    def _written_out(self, surname: str) -> str:
        """Give the full name that the document first gives for a surname, or the surname."""
        text = self._document.text if self._document is not None else ""
        at = text.find(f" {surname}")
        if at < 0:
            return surname
        tokens = tokenize(text, max(0, at - _NEAR // 3), at + 1 + len(surname))
        i = end = len(tokens) - 1
        while i > 0 and (tokens.raw[i - 1][0].isupper() or _joins(tokens, i - 1)):
            i -= 1
        while i < end and (tokens.words[i] in self._lex.titles or tokens.words[i] in country_phrases(self._language)):
            i += 1
        whole = (i > 0 or at <= _NEAR // 3) and i < end and tokens.words[i][0].isalpha() and end - i <= 5
        return " ".join(tokens.surface(i, end).split()) if whole else surname

    def _source(self, tokens: Tokens) -> str:
        """Give whose statistics the sentence names, or an empty string."""
        lex = self._lex
        words = tokens.words
        for i in compress(range(len(words)), map(lex.naming.__contains__, words)):
            word = words[i]
            if word in lex.sources and (hit := lex.sources.at(words, i)) is not None:
                named = self._body(tokens, i + hit[1])
                if named:
                    return named
            elif word in lex.figures and i > 0:
                start = _noun_start(tokens, i, lex.describing, lex.by)
                led = start > 0 and words[start - 1] in lex.by
                shown = i + 1 < len(words) and words[i + 1] in lex.show
                if start < i and (led or shown):
                    return tokens.surface(start, i)
            elif word in lex.known and i + 1 < len(words) and (name := lex.known.at(words, i)) is not None:
                after = i + name[1]
                if tokens.raw[i][0].isupper() and after < len(words) and words[after] in lex.show:
                    return tokens.surface(i, after - 1)
        return ""

    def _body(self, tokens: Tokens, start: int) -> str:
        """Give the body or statistics named from `start` on, if it is one and not a person."""
        words, raw = tokens.words, tokens.raw
        while start < len(words) and words[start] in self._lex.opening:
            start += 1
        end = start
        while (
            end < len(words)
            and end < start + _LONGEST + 4
            and words[end] not in (",", ".", ";", ":", "(", ")", "|", "-", "–")
        ):
            if end > start and words[end] in self._lex.show and words[end] not in self._lex.figures:
                break
            end += 1
        if end == start:
            return ""
        stretch = range(start, end)
        body = any(words[i] in self._lex.bodies or words[i] in self._lex.figures for i in stretch)
        body = body or any(words[i] in self._lex.known and raw[i][0].isupper() for i in stretch)
        titled = any(words[i] in self._lex.titles for i in stretch)
        return (
            tokens.surface(start, end - 1)
            if body or (not titled and raw[start][0].isupper() and end - start <= 4)
            else ""
        )


def _bare(office: str, lex: _Lexicon) -> str:
    """Give an office without its article."""
    first, _, rest = office.partition(" ")
    return rest if first.lower() in lex.articles and rest else office


def _without_articles(office: str, lex: _Lexicon) -> str:
    return " ".join(w for w in office.lower().split() if w not in lex.articles)


def _quotations(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Give the half-open places of the quotations; typographic ones may run over paragraphs."""
    end = body
    for m in _QUOTES.finditer(text, body):
        if m.start() < end:
            continue
        end = m.end()
        if text[end - 1] not in '”»"' and text[m.start()] in "“«„":
            close = min((i for q in "”»" if (i := text.find(q, end)) >= 0), default=-1)
            if 0 <= close < m.start() + _LONGEST_QUOTE:
                end = close + 1
        yield m.start(), end


def _joins(tokens: Tokens, i: int) -> bool:
    """Tell whether a hyphen, an apostrophe or an initial's point stands inside a name."""
    if i <= 0 or i + 1 >= len(tokens) or not tokens.raw[i + 1][0].isupper():
        return False
    word = tokens.words[i]
    if word == ".":
        return len(tokens.raw[i - 1]) == 1 and tokens.raw[i - 1].isupper()
    return word in "-'’" and tokens.glued(i) and tokens.glued(i + 1)


def _noun_start(tokens: Tokens, i: int, describing: frozenset[str], leading: frozenset[str]) -> int:
    """Give the first word of the noun phrase that ends in token i: names and words of bodies before it."""
    start = i
    while start > 0 and (tokens.raw[start - 1][0].isupper() or tokens.words[start - 1] in describing):
        if tokens.words[start - 1] in leading:
            break
        start -= 1
    return start
