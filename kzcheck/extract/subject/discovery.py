"""Name what a number is about without any rules: by every word that narrows it.

Two numbers get the same key only if no word of either is left over: all content words of the clause (what is counted,
of whom, where, under which conditions), sorted and brought to one form, and what the unit measures. Words that say no
more than that a quantity has a value, or how it moved, stay out; what they are is language data. Likeness of wording
never merges anything.

A frame is the sentence with its numbers blanked: two sentences with one frame say the same of possibly other numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import compress
from typing import TypeAlias

from kzcheck.extract.quantity.units import read_unit
from kzcheck.extract.subject.entities import NO_NAMES, Name, Named, named
from kzcheck.extract.subject.framing import Framer, Part, Scene, Wording, key_of, place_named
from kzcheck.extract.subject.naming import NameAt, country_phrases, country_title, names
from kzcheck.extract.text.clauses import depths, names_parts, opens_part
from kzcheck.extract.time.mentions import find
from kzcheck.extract.types import Mention, Passage, Quantity, What
from kzcheck.lang import Phrases, Tokens, read, singular, tokenize, words_of
from kzcheck.model import NOTHING, Concept, Frame, Slot, Source, Step
from kzcheck.units import UnitError, dimension

# How near to the start of its clause, or to the number, a word that refers back has to stand.
_BESIDE = 4
_BEFORE_UNITS = frozenset({"(", "[", ",", "/", "thousand", "million", "billion"})
# How near to the start of its sentence a name stands that the next sentence may be about.
_OPENING = 3
# How many sentences of a paragraph are read for the name that it spoke of last.
_SENTENCES = 6
_DIGITS = frozenset("0123456789")
# How many passages are kept with their names.
_REMEMBERED = 32
# How many words are kept with what they add to a subject and a frame.
_KEPT = 50_000
_NAMES = 256
_GAP = r"[^\w.!?]{1,3}"
"""What may stand between the words of a name."""
_PLAIN_KINDS = ("level", "count", "share", "difference", "duration")


@dataclass(frozen=True, slots=True)
class Found:
    """What one quantity is about, whether its clause has a subject of its own or names a part of the one before.

    `end` is the token where the words that speak of it end; `leans` tells that it refers to the sentence before.
    """

    what: What
    own_subject: bool
    part: bool
    end: int
    leans: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _SaidWords:
    """The words of a passage: those of times, those with content, the figures that lead, and how the passage opens."""

    words: Sequence[str]
    timed: set[int]
    leading: Sequence[int]
    content: dict[int, str]
    places: Sequence[int]
    spoken: bool
    leaning: bool
    parted: bool
    lead: int
    opening: Mapping[int, str]


@dataclass(slots=True, kw_only=True)
class _Clause:
    """The words that speak of one quantity, where they stand, and whether they are its own, a part's, or refer back."""

    named: dict[int, str] = field(default_factory=dict)
    span: tuple[int, int] = (0, 0)
    own: bool = True
    part: bool = False
    leans: bool = False
    inherited: frozenset[int] = frozenset()
    parts: list[Part] = field(default_factory=list)


_Figure: TypeAlias = tuple[Fraction | None, str, str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    empty: frozenset[str]
    structural: frozenset[str]
    verbs: frozenset[str]
    auxiliaries: frozenset[str]
    articles: frozenset[str]
    same: Phrases[str]
    says: frozenset[str]
    says_that: frozenset[str]
    that: frozenset[str]
    according: Phrases[bool]
    directed: dict[str, str]
    hedging: frozenset[str]
    pronouns: frozenset[str]
    subjects: frozenset[str]
    of: frozenset[str]
    possessive: frozenset[str]
    forecasters: Phrases[str]
    denials: frozenset[str]
    anaphoric: Phrases[bool]
    anaphoric_nouns: frozenset[str]
    refers: Phrases[bool]
    plain_headers: frozenset[str]
    row_headers: frozenset[str]
    title_words: frozenset[str]
    examples: Phrases[bool]
    respectively: Phrases[bool]
    joints: frozenset[str]
    occasions: frozenset[str]
    ordinals: frozenset[str]
    narrowing: frozenset[str]
    stops: frozenset[str]
    out_of: frozenset[tuple[str, ...]]
    kept_inside: frozenset[str]
    subordinating: frozenset[str]
    contrast: frozenset[str]
    qualifiers: frozenset[str]
    leaving_out: frozenset[str]
    speaking: frozenset[str]
    leaning: frozenset[str]
    beings: frozenset[str]
    existential: frozenset[str]
    stems: _Stems
    blanks: _Blanks


class _Stems(dict[str, str | None]):
    """What each word adds to a subject: its stem, "" where it says nothing, None for one that needs its neighbours."""

    def __init__(self, empty: Iterable[str], special: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(empty, ""))
        self.update(dict.fromkeys(special))

    def __missing__(self, word: str) -> str:
        if word[0].isdigit():
            return word
        stem = singular(word) if word[0].isalnum() else ""
        if len(self) < _KEPT:
            self[word] = stem
        return stem


class _Blanks(dict[str, str]):
    """What stands for each word in a frame: "#" for a numeral, else the word."""

    def __init__(self, numerals: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(numerals, "#"))

    def __missing__(self, word: str) -> str:
        if word[0] in _DIGITS:
            return "#"
        if len(self) < _KEPT:
            self[word] = word
        return word


@cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "subjects")
    function, light = data["function"], data["light"]
    numbers = read(language, "numbers")
    groups = [*function.values(), *light.values()]
    same = Phrases((phrase, name) for name, phrases in data["same"].items() for phrase in phrases)
    examples = Phrases((p, True) for p in data["examples"])
    according = Phrases((p, True) for p in data["according"])
    forecasters = Phrases((name, name) for name in read(language, "voices")["known"])
    anaphoric = Phrases((p, True) for p in data["anaphoric"])
    empty = frozenset(w for words in groups for w in words)
    return _Lexicon(
        empty=empty,
        structural=frozenset(w for words in function.values() for w in words),
        verbs=frozenset(w for name in ("being", "having", "moving") for w in light[name]),
        auxiliaries=frozenset(function["auxiliaries"]),
        articles=frozenset(function["articles"]),
        same=same,
        says=frozenset(data["saying"]),
        says_that=frozenset(data["saying_that"]),
        that=frozenset(data["that"]),
        according=according,
        directed=data["directed"],
        hedging=frozenset(data["hedging"]),
        pronouns=frozenset(data["pronouns"]),
        subjects=frozenset(data["subject_pronouns"]),
        forecasters=forecasters,
        denials=frozenset(data["denials"]),
        of=frozenset(data["of"]),
        possessive=frozenset(data["possessive"]),
        anaphoric=anaphoric,
        anaphoric_nouns=frozenset(data["anaphoric_nouns"]),
        refers=Phrases((p, True) for p in data["refers_back"]),
        plain_headers=frozenset(data["plain_headers"]),
        row_headers=frozenset(data["row_headers"]),
        title_words=frozenset(data["title_words"]),
        examples=examples,
        respectively=Phrases((p, True) for p in data["respectively"]),
        joints=frozenset(data["list_joints"]),
        occasions=frozenset(data["occasions"]),
        ordinals=frozenset(data["ordinals"]),
        narrowing=frozenset(data["narrowing"]),
        stops=frozenset(data["stops"]),
        out_of=frozenset(words_of(p) for p in data["out_of"]),
        kept_inside=frozenset(data["kept_inside"]),
        subordinating=frozenset(data["subordinating"]),
        contrast=frozenset(data["contrast"]),
        qualifiers=frozenset(data["qualifiers"]),
        leaving_out=frozenset(data["leaving_out"]),
        speaking=frozenset(
            [*data["saying"], *data["saying_that"], *according.starts, *data["subordinating"], *forecasters.starts]
        ),
        existential=frozenset(data["existential"]),
        beings=frozenset(data["beings"]),
        leaning=frozenset([*anaphoric.starts, *data["anaphoric_nouns"]]),
        stems=_Stems(empty, [*same.starts, *examples.starts, *data["directed"], *data["occasions"], *data["denials"]]),
        blanks=_Blanks({*numbers["small"], *numbers["tens"], *numbers["scales"]} - {"one"}),
    )


def _is_share_of(part: Quantity, q: Quantity) -> bool:
    """Tell whether a figure is the share of the part told right before it: "1,518 GWh, 5.0% of all generation"."""
    return q.role == "share" and part.role == "part" and part.tie == q.tie


def _of_part(share: Frame, part: Frame) -> Frame:
    """Restrict what is known of a share, its whole, to the part that it is the share of."""
    said = {slot.value: slot for slot in (*share.qualifiers, *part.qualifiers, part.concept) if slot}
    said.pop(share.concept.value, None)
    return replace(share, qualifiers=tuple(said[value] for value in sorted(said)))


class Discovery:
    """The discovered subjects of one document after another."""

    def __init__(self, language: str, concepts: Sequence[Concept] = ()) -> None:
        """Take the language whose words are read, and concepts beside those that kzcheck knows."""
        self.language = language
        self._lex = _lexicon(language)
        self._topics: tuple[str, str] = ("", "")
        self._before: tuple[str, int, Frame] = ("", -1, NOTHING)
        self._stated: tuple[str, dict[_Figure, list[frozenset[str]]]] = ("", {})
        self._labels: tuple[str, dict[tuple[str, Source], Part | None]] = ("", {})
        self._entities: tuple[str, Named] = ("", NO_NAMES)
        self._names: dict[tuple[str, int, int], list[NameAt]] = {}
        self._titles: tuple[str, Slot] = ("", Slot())
        self._framer = Framer(language, concepts)

    def find(
        self,
        passage: Passage,
        quantities: Sequence[Quantity],
        mentions: Sequence[Mention],
        clauses: Sequence[tuple[int, int]],
        masks: Sequence[frozenset[int]],
    ) -> list[Found]:
        """Give the subject of each quantity of a passage, in their order."""
        words = passage.tokens.words
        said = self._said(passage, quantities, mentions)
        row = passage.row is not None
        frame, slots = self._frame(passage, quantities)
        previous: dict[int, str] = {}
        contexts: dict[bool, tuple[Frame, dict[int, str]]] = {}
        known = self._names_of(passage)
        scene = self._framer.scene(passage, known, self._names_in(passage, known), said.content)
        entity = self._entity_of(scene) if quantities else Slot()
        spoken_of = NOTHING
        out: list[Found] = []
        for i, q in enumerate(quantities):
            if row:
                clause = _Clause(parts=self._row(passage, q))
            else:
                clause = self._clause(said, quantities, clauses, i, previous, masks[i])
                if not clause.part and (clause.own or not previous):
                    previous = {k: w for k, w in clause.named.items() if k < q.first}
                clause.parts += self._inside(words, q, clause.named, said.timed)
            own, named = clause.own, clause.named
            how = "stated" if named or clause.parts else "inferred"
            borrowed = NOTHING
            if not row and (not named or (i == 0 and not own)):
                # Both contexts are those of the whole passage, which may hold thousands of figures.
                if own not in contexts:
                    contexts[own] = self._context(passage, refers=not own and self._refers(words, said.timed))
                borrowed, topic = contexts[own]
                if not entity and not any(n.first in named for n in scene.names):
                    named.update(topic)
            elif i > 0 and not row:
                borrowed = out[-1].what.about
            # The figures of two rows are told apart by what stands around them, not by their words.
            slot = f"{frame}#{slots[q.number_first]}" if frame and not row and q.number_first in slots else ""
            if not self._lex.beings.issuperset(named.values()):
                named = {k: w for k, w in named.items() if w not in self._lex.beings}
            wording = Wording(named=named, span=clause.span, inherited=clause.inherited, parts=tuple(clause.parts))
            about = self._about(scene, q, wording, borrowed, entity)
            if i and not row and _is_share_of(quantities[i - 1], q):
                about = _of_part(about, out[-1].what.about)
            subject = " ".join(dict.fromkeys(named[k] for k in sorted(named)))
            what = self._what(q, about, subject, slot, how)
            out.append(Found(what, own, clause.part, clause.span[1], clause.leans))
            if not clause.part and (own or not i):
                spoken_of = about
        if out:
            self._before = (passage.document.id, passage.start, spoken_of)
        return out

    def _said(self, passage: Passage, quantities: Sequence[Quantity], mentions: Sequence[Mention]) -> _SaidWords:
        """Give what holds of the words of a whole passage."""
        lex, words = self._lex, passage.tokens.words
        timed = {i for m in mentions for i in range(m.first, m.last + 1)} if mentions else set()
        leading = [k for k, q in enumerate(quantities) if not _narrows(k, q)]
        numbers = {i for k in leading for i in range(quantities[k].first, quantities[k].last + 1)}
        content = self._content(passage, timed | numbers)
        places = list(content)
        spoken = not lex.speaking.isdisjoint(words)
        lead = self._lead(words, quantities) if "," in words else 0
        front = self._after_speaker(words, 0, lead + 1) if lead and spoken else 0
        return _SaidWords(
            words=words,
            timed=timed,
            leading=leading,
            content=content,
            places=places,
            spoken=spoken,
            leaning=not lex.leaning.isdisjoint(words),
            parted=len(quantities) > 1 and names_parts(words, self.language),
            lead=lead,
            opening=_between(content, places, front, lead) if lead else {},
        )

    def _clause(
        self,
        said: _SaidWords,
        quantities: Sequence[Quantity],
        clauses: Sequence[tuple[int, int]],
        i: int,
        previous: Mapping[int, str],
        mask: frozenset[int],
    ) -> _Clause:
        """Give the words that speak of a quantity: those of its clause, with what the clause before lends."""
        q, (start, end), words = quantities[i], clauses[i], said.words
        opening = self._after_speaker(words, start, q.number_first) if said.spoken else start
        k = bisect_right(said.leading, i)
        end = min(end, quantities[said.leading[k]].first) if k < len(said.leading) else end
        end = self._stop(words, q.last + 1, end)
        named = _between(said.content, said.places, opening, end)
        leans = said.leaning and self._anaphoric(words, start, q.first, said.timed)
        own = not leans and any(k < q.first and w not in self._lex.contrast for k, w in named.items())
        part = said.parted and i > 0 and opens_part(words, clauses[i], q.number_first, self.language)
        inherited: frozenset[int] = frozenset()
        if mask:
            shared = _between(said.content, said.places, 0, quantities[0].first)
            named = {k: w for k, w in {**shared, **named}.items() if k not in mask}
        elif part or (i > 0 and not own):
            inherited = frozenset(previous.keys() - named.keys())
            named = {**previous, **named}
        elif start >= said.lead:
            named = {**said.opening, **named}
        if i > 0:
            named = self._beside(words, quantities[i - 1], q, named)
        return _Clause(named=named, span=(opening, end), own=own, part=part, leans=leans, inherited=inherited)

    def _about(self, scene: Scene, quantity: Quantity, wording: Wording, borrowed: Frame, entity: Slot) -> Frame:
        """Give the frame of a quantity of a passage; `entity` is whose a figure is that names no one."""
        size = measure(quantity.unit) if quantity.unit else ""
        about = self._framer.frame(scene, quantity, size, wording, borrowed=borrowed, entity=entity)
        return self._restated(scene.passage, quantity, about, wording.named)

    def _content(self, passage: Passage, masked: set[int]) -> dict[int, str]:
        """Give the words that narrow a quantity, each under the place of its token, directed words marked."""
        lex = self._lex
        tokens = passage.tokens
        words = tokens.words
        out: dict[int, str] = {}
        mark, skip, aside = "", 0, -1
        for i, (word, stem) in enumerate(zip(words, map(lex.stems.__getitem__, words), strict=True)):
            if i in masked:
                mark = ""
                continue
            if i < skip:
                continue
            if stem is not None and i >= aside:
                if not stem:
                    if mark and word not in lex.articles and word not in lex.joints and word != "-":
                        mark = ""
                elif stem[0].isdigit():
                    _number(out, tokens, i)
                else:
                    # "to" leads to a place or a party, or else to a verb.
                    out[i] = stem if not mark or (mark == ">" and tokens.raw[i][0].islower()) else mark + stem
                continue
            if word in lex.examples and i > 0 and words[i - 1] == "(" and lex.examples.at(words, i) is not None:
                aside = _closing(words, i)
            if i < aside:
                continue
            direction = lex.directed.get(word)
            if direction is not None:
                mark = direction
                continue
            if word in lex.occasions and i > 0 and words[i - 1] in lex.ordinals:
                out.pop(i - 1, None)
                continue
            if word in lex.same and (same := lex.same.at(words, i)) is not None:
                out[i] = mark + same[0]
                skip = i + same[1]
                continue
            if word in lex.denials and i + 1 < len(words) and (words[i + 1] in lex.verbs or i + 1 in masked):
                continue  # "did not exceed 5" bounds the number, it does not narrow what is counted
            if word not in lex.empty:
                out[i] = mark + singular(word)
        return out

    def _stop(self, words: Sequence[str], after: int, end: int) -> int:
        """Give the end of the words after a number that still narrow it; brackets are passed over."""
        lex = self._lex
        i = after
        while i < end:
            word = words[i]
            if word == "(":
                i = _closing(words, i)
            elif (word in lex.stops or word in lex.subjects) and not (
                word == "," and i + 1 < end and words[i + 1] in lex.narrowing
            ):
                return i
            i += 1
        return end

    def _anaphoric(self, words: Sequence[str], start: int, end: int, timed: set[int]) -> bool:
        """Tell whether a clause speaks of what was named before: by its first words, or just before the number."""
        lex = self._lex
        near = max(start, end - _BESIDE)
        for i in (*range(start, min(start + _BESIDE, end)), *range(near, end)):
            if words[i] in lex.leaning and i not in timed and self._points(lex.anaphoric, words, i, timed):
                return True
        i = start
        while i < end and (
            i in timed or words[i] in lex.articles or words[i] in lex.pronouns or words[i] in lex.possessive
        ):
            i += 1
        return i < end and i > start and words[i] in lex.anaphoric_nouns and not lex.of & {*words[i + 1 : i + 2]}

    def _beside(
        self, words: Sequence[str], before: Quantity, quantity: Quantity, named: dict[int, str]
    ) -> dict[int, str]:
        """Mark a number that another one, with nothing to part them, belongs to ("with 16 processors 1.6 s")."""
        lex = self._lex
        between = tuple(words[before.last + 1 : quantity.first])
        counted = before.kind == "count" or (before.kind == "level" and before.unit == "count")
        if between in lex.out_of and counted and quantity.kind == "count":
            whole = {k: w for k, w in named.items() if k > quantity.number_first}
            return {**whole, -1: "whole"}
        if (
            before.unit == "count"
            and before.kind != "ordinal"
            and not any(w in lex.stops or w in lex.joints for w in between)
        ):
            for k in range(before.number_last + 1, before.last + 1):
                if words[k][0].isalpha() and words[k] not in lex.empty:
                    named[k] = "#" + singular(words[k])
        return named

    def _inside(self, words: Sequence[str], quantity: Quantity, named: dict[int, str], timed: set[int]) -> list[Part]:
        """Add what the claim itself counts ("23 universities") and how it compares ("17 times faster").

        What it counts by words that stand elsewhere ("409 rules, the other 440") is given as a part of its own.
        """
        lex = self._lex
        unit = _unit_words(quantity.unit_text)
        first = quantity.number_last + 1
        here = tuple(words[first : first + len(unit)]) == unit and not quantity.elided_unit
        if quantity.elided_unit:
            # The noun is taken over, what narrows it is not.
            unit = tuple(w for w in unit if w not in lex.kept_inside)
        for i in range(quantity.first, quantity.number_first):
            if words[i] in lex.kept_inside:
                named[i] = words[i]
        parts = []
        if quantity.unit and measure(quantity.unit) == "count" and unit:
            if here:
                named.update((first + k, word) for k, word in self._plain(unit))
            else:
                tokens = tokenize(" ".join(unit))
                parts.append(Part(tokens, dict(self._plain(tokens.words)), Source.CLAUSE))
        for i in range(quantity.number_last + 1, quantity.last + 1):
            word = words[i]
            if word[0].isalpha() and word not in lex.empty and word not in unit and i not in timed:
                named[i] = singular(word)
        return parts

    def _plain(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Give what words of a unit or a head add to a subject, each with its place."""
        lex = self._lex
        skip = 0
        for k, word in enumerate(words):
            same = lex.same.at(words, k) if word in lex.same and k >= skip else None
            if same is not None:
                yield k, same[0]
                skip = k + same[1]
            elif k >= skip and word not in lex.empty and word[0].isalpha():
                yield k, singular(word)

    def _row(self, passage: Passage, quantity: Quantity) -> list[Part]:
        """Give the labels that lead to the figure of a table: its row's with those above it, and its column's."""
        row = passage.row
        if row is None:
            return []
        path = row.path(passage.tokens.start[quantity.number_first])
        # What stands above a table speaks of all of it, and of much else: it only tells whose its figures are.
        parts = [self._label(passage, text, Source.CAPTION) for text in row.corner]
        parts += [self._label(passage, text, Source.ROW) for text in (path.row_path if path else row.label)]
        parts += [self._label(passage, text, Source.COLUMN) for text in (path.column_path if path else ())]
        return [part for part in parts if part is not None]

    def _label(self, passage: Passage, text: str, source: Source) -> Part | None:
        """Give the words of a label that say something; None where it only names a time, a unit, or a kind of row."""
        if self._labels[0] != passage.document.id or len(self._labels[1]) > _KEPT:
            self._labels = passage.document.id, {}
        known = self._labels[1]
        if (text, source) not in known:
            known[text, source] = self._read_label(passage, text, source)
        return known[text, source]

    def _read_label(self, passage: Passage, text: str, source: Source) -> Part | None:
        lex = self._lex
        tokens = tokenize(text, language=self.language)
        words = tokens.words
        times, units = self._times(passage, text), self._units(tokens)
        of_row = source == Source.ROW
        telling = [k for k, w in enumerate(words) if w[0].isalnum() and w not in lex.articles and k not in units]
        if times.issuperset(telling) or not of_row:
            units |= times
        said: dict[int, str] = {}
        skip = 0
        for k, word in enumerate(words):
            if k < skip or not word[0].isalnum():
                continue
            same = lex.same.at(words, k) if word in lex.same else None
            if k + 1 < len(words) and words[k + 1] in lex.occasions and (word in lex.ordinals or word.isdigit()):
                skip = k + 2  # "second session", "10 runs": the same thing measured again
            elif same is not None:
                said[k] = same[0]
                skip = k + same[1]
            elif word[0].isdigit() and k - 1 in said and tokens.glued(k):
                said[k - 1] += word
            elif word not in (lex.structural if of_row else lex.empty):
                said[k] = singular(word)
        said = {k: w for k, w in said.items() if k not in units}
        plain = lex.plain_headers if source == Source.COLUMN else lex.row_headers if source == Source.CAPTION else ()
        said = {k: w for k, w in said.items() if words[k] not in plain}
        if not said:
            return None
        return Part(tokens, said, source, frozenset(units))

    def _times(self, passage: Passage, text: str) -> set[int]:
        """Give the tokens of a label that name a time."""
        head = Passage(passage.document, 0, 0, tokenize(text), paragraph=passage.paragraph, is_heading=True)
        return {i for m in find(head.tokens, head) for i in range(m.first, m.last + 1)}

    def _units(self, tokens: Tokens) -> set[int]:
        """Give the tokens of a label that name a unit."""
        out: set[int] = set()
        for i in range(1, len(tokens)):
            unit = read_unit(tokens, i) if tokens.words[i - 1] in _BEFORE_UNITS else None
            if unit is not None:
                out.update(range(unit.first, unit.last + 1))
        return out

    def _lead(self, words: Sequence[str], quantities: Sequence[Quantity]) -> int:
        """Give the end of an opening clause that holds for all that follows ("To format this code, A takes ...")."""
        opened = depths(words)
        first = next((q for q in quantities if not opened[q.number_first]), None)
        if first is None:
            return 0
        for i in range(first.number_first - 1, 0, -1):
            if words[i] == "," and not opened[i]:
                return i
        return 0

    def _after_speaker(self, words: Sequence[str], start: int, number: int) -> int:
        """Give the first token after "X said that", "According to X,", or the start of the clause."""
        lex = self._lex
        opening = start
        if words[start] in lex.subordinating and (comma := _comma(words, start, number)) is not None:
            opening = comma + 1
        for i in [i for i in range(start, number) if words[i] in lex.speaking]:
            word = words[i]
            if (
                word in lex.forecasters
                and set(words[opening:i]) <= lex.articles
                and (hit := lex.forecasters.at(words, i)) is not None
            ):
                opening = i + hit[1]
            follows = i + 1 < len(words) and words[i + 1] in lex.that
            if word in lex.says or (word in lex.says_that and follows):
                opening = i + 1 + follows
            elif word in lex.according and lex.according.at(words, i) is not None and i <= opening + 1:
                comma = _comma(words, i, number)
                opening = opening if comma is None else comma + 1
        return opening

    def _refers(self, words: Sequence[str], timed: set[int]) -> bool:
        refers = self._lex.refers
        places = (i for i, w in enumerate(words) if w in refers and i not in timed)
        return any(self._points(refers, words, i, timed) for i in places)

    def _points(self, phrases: Phrases[bool], words: Sequence[str], i: int, timed: set[int]) -> bool:
        """Tell whether a phrase points back: "the total was", not "the total rainfall" or "the number of"."""
        hit = phrases.at(words, i)
        if hit is None:
            return False
        lex = self._lex
        after = i + hit[1]
        if after == len(words) or after in timed:
            return True
        word = words[after]
        if hit[1] == 1:
            return word not in lex.verbs and word not in lex.auxiliaries if words[i] in lex.existential else True
        return word not in lex.of and (word in lex.empty or not word[0].isalpha())

    def _fragment(self, words: Sequence[str]) -> bool:
        """Tell whether a passage has no verb: an item of a list, a caption."""
        lex = self._lex
        depth = 0
        for word in words:
            depth += (word == "(") - (word == ")")
            if not depth and (word in lex.verbs or word in lex.auxiliaries):
                return False
        return True

    def _context(self, passage: Passage, *, refers: bool) -> tuple[Frame, dict[int, str]]:
        """Give what the sentence before spoke of where this one refers back, else the document's topic."""
        document, at, about = self._before
        before = passage.before
        if refers and about and before is not None and document == passage.document.id and at == before.start:
            return about, {}
        if refers or self._fragment(passage.tokens.words):
            topic = self._topic(passage)
            if topic:
                return NOTHING, {-500: topic}
        return NOTHING, {}

    def _topic(self, passage: Passage) -> str:
        """Give the word of the title that the text speaks of most, if it does."""
        document = passage.document
        if self._topics[0] != document.id:
            lex = self._lex
            text = document.text[document.body :].lower()
            best, most = "", 0
            for word in dict.fromkeys(tokenize(document.title).words):
                if len(word) > 2 and word.isalpha() and word not in lex.empty and word not in lex.title_words:
                    count = sum(1 for _ in re.finditer(rf"\b{re.escape(word)}\b", text))
                    if count > most:
                        best, most = word, count
            self._topics = document.id, singular(best)
        return self._topics[1]

    def _entity_of(self, scene: Scene) -> Slot:
        """Give whose a figure is that names no one.

        It is the one whom its paragraph or its heading named last, else the one that the document is about.
        """
        if scene.owner is None:
            scene.owner = self._owner(scene)
        return scene.owner

    def _owner(self, scene: Scene) -> Slot:
        passage, known = scene.passage, scene.known
        other, source = self._named_last(scene)
        if other:
            return Slot(value=" ".join(other), text=_written(passage.document.text, other), source=source)
        if known.about:
            said = _written(passage.document.text, known.about)
            return Slot(value=self._key_of(known.about), text=said, source=Source.DOCUMENT)
        if self._titles[0] != passage.document.id:
            self._titles = passage.document.id, place_named(passage.document.title, self.language)
        heading = place_named(passage.heading, self.language) if passage.heading else Slot()
        if heading:
            return replace(heading, source=Source.HEADING)
        return replace(self._titles[1], source=Source.TITLE) if self._titles[1] else Slot()

    def _key_of(self, name: Name) -> str:
        """Give the key of a name: a country's is CLDR's name of it."""
        hit = country_phrases(self.language).at(name, 0)
        if hit is not None and hit[1] == len(name):
            return country_title(hit[0], self.language).lower()
        return " ".join(name)

    def _names_of(self, passage: Passage) -> Named:
        document = passage.document
        if self._entities[0] != document.id:
            self._entities = document.id, named(document, self.language)
            self._names.clear()
        return self._entities[1]

    def _names_in(self, passage: Passage, known: Named) -> list[NameAt]:
        """Give the names of a passage, found once for it and the passages that follow it."""
        at = passage.document.id, passage.start, passage.end
        if at not in self._names:
            if len(self._names) > _REMEMBERED:
                self._names.clear()
            self._names[at] = names(passage.tokens, known, self.language)
        return self._names[at]

    def _named_last(self, scene: Scene) -> tuple[Name, Source]:
        """Give another name that the heading has, or that stands last in the paragraph before a passage.

        A passage that refers to no one is only about a name before it that owns or does something.
        """
        lex = self._lex
        passage, known = scene.passage, scene.known
        before = passage.before
        for _ in range(_SENTENCES):
            if before is None or before.paragraph != passage.paragraph:
                break
            tokens = before.tokens
            said = [
                name.key
                for name in self._names_in(before, known)
                # Where no name leads the document, only what a sentence opens with is what the next one may be about.
                if (known.about or name.first <= _OPENING)
                and not _beside_any(tokens.words, name.first, name.end, lex.says)
                and (scene.refers or (not name.place and tuple(name.key.split()) in known.owners))
            ]
            if said:
                last = tuple(said[-1].split())
                return ((), Source.NONE) if known.is_about(last) else (last, Source.SENTENCE_BEFORE)
            before = before.before
        inside = names(tokenize(passage.heading), known, self.language) if passage.heading else []
        others = {tuple(name.key.split()) for name in inside}
        return next((n for n in others if len(others) == 1 and not known.is_about(n)), ()), Source.HEADING

    def _what(self, quantity: Quantity, about: Frame, subject: str, slot: str, how: str) -> What:
        if not about.concept and not about.qualifiers:
            return What(frame=slot, about=about)
        key = f"~{key_of(about)}"
        size = measure(quantity.unit) if quantity.unit else ""
        if quantity.kind not in _PLAIN_KINDS:
            key += f" [{quantity.kind}]"
        elif size and size != "count":
            key += f" [{size}]"
        parties = (about.entity.value,) if about.entity else ()
        why = [Step(f"subject {how}", about.title)]
        return What(key, "discovered", subject, about, parties, frame=slot, why=why)

    def _restated(self, passage: Passage, quantity: Quantity, about: Frame, named: Mapping[int, str]) -> Frame:
        """Give the frame of a count, less the adjectives where it is said again.

        "Over 900 rules ... over 900 lint rules": the same hedged number of the same thing, in one document and with
        nothing but a word before the noun on top, is the same count.
        """
        if quantity.kind != "count" or quantity.hedge == "exact":
            return about
        if self._stated[0] != passage.document.id:
            self._stated = passage.document.id, {}
        figure = (quantity.value, quantity.unit, quantity.hedge)
        known = self._stated[1].setdefault(figure, [])
        words = frozenset({about.concept.value, *about.values})
        adjectives = {named[k] for k in range(quantity.number_last + 1, quantity.last) if k in named}
        for earlier in known:
            if earlier < words and words - earlier <= adjectives:
                return replace(about, qualifiers=tuple(q for q in about.qualifiers if q.value in earlier))
        known.append(words)
        return about

    def _frame(self, passage: Passage, quantities: Sequence[Quantity]) -> tuple[str, dict[int, int]]:
        """Give the digest of the passage with its numbers blanked, and the number of the blank at each numeral's token.

        Every numeral is a blank, whether it is a quantity or not, and hedges and signs of money beside it are left out:
        so the places do not depend on what was read of either sentence.
        """
        lex = self._lex
        hedging = lex.hedging
        words = passage.tokens.words
        blanked = list(map(lex.blanks.__getitem__, words))
        for q in quantities:
            for i in range(q.number_first, q.number_last + 1):
                blanked[i] = "#"
        slots: dict[int, int] = {}
        slot = 0
        for i in list(compress(range(len(blanked)), map("#".__eq__, blanked))):
            if i - 1 in slots:
                blanked[i - 1] = ""
            else:
                slot += 1
                k = i - 1
                while k >= 0 and blanked[k] in hedging:
                    blanked[k] = ""
                    k -= 1
            slots[i] = slot
            k = i + 1
            while k < len(blanked) and blanked[k] in hedging:
                blanked[k] = ""
                k += 1
        if not any(w not in lex.empty and w[:1].isalpha() for w in blanked):
            return "", slots
        if words[0] in lex.pronouns and (before := passage.before) is not None:
            blanked[:0] = before.tokens.words
        elif len(words) > 1 and (rest := passage.document.text[passage.tokens.start[1] : passage.end]) == rest.lower():
            # "The company's revenue" is as many quantities as there are companies.
            blanked[:0] = [passage.document.title, passage.document.publisher]
        text = " ".join(filter(None, blanked))
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(), slots


def _beside_any(words: Sequence[str], first: int, end: int, some: frozenset[str]) -> bool:
    """Tell whether one of some words stands right before or after the tokens first..end, half-open."""
    return not some.isdisjoint((*words[max(0, first - 1) : first], *words[end : end + 1]))


def _narrows(place: int, quantity: Quantity) -> bool:
    """Tell whether a number only names a part of something else: "the second phase", "voters under 30"."""
    bare = quantity.unit == "count" and not quantity.unit_text and not quantity.role
    of_ages = quantity.kind == "age" and quantity.hedge != "exact"
    return quantity.kind == "ordinal" or (place > 0 and (bare or of_ages))


def _between(content: dict[int, str], places: Sequence[int], start: int, end: int) -> dict[int, str]:
    """Give the words whose places lie in start..end, half-open."""
    return {k: content[k] for k in places[bisect_left(places, start) : bisect_left(places, end)]}


def respective(passage: Passage, quantities: Sequence[Quantity], language: str) -> list[frozenset[int]]:
    """Give, for each quantity, the tokens that belong to the other members of a list.

    "Exports to A, B and C were 3, 4 and 5 million, respectively" leaves each number its own member; without such a
    list the sets are empty.
    """
    words = passage.tokens.words
    lex = _lexicon(language)
    none: list[frozenset[int]] = [frozenset()] * len(quantities)
    n = len(quantities)
    if n < 2 or lex.respectively.starts.isdisjoint(words):
        return none
    if not any(w in lex.respectively and lex.respectively.at(words, i) for i, w in enumerate(words)):
        return none
    order = sorted(range(n), key=lambda i: quantities[i].first)
    members = _members(words, quantities[order[0]].first, n, lex)
    if members is None:
        return none
    out = list(none)
    for place, i in enumerate(order):
        others = (range(a, b) for k, (a, b) in enumerate(members) if k != place)
        out[i] = frozenset(t for tokens in others for t in tokens)
    return out


def _members(words: Sequence[str], end: int, n: int, lex: _Lexicon) -> list[tuple[int, int]] | None:
    """Give the token ranges of the last list of n members before `end`, or None."""
    runs: list[list[tuple[int, int]]] = [[]]
    start: int | None = None
    for i in range(end + 1):
        word = words[i] if i < end else "."
        if i < end and word not in lex.empty and word not in lex.joints and word not in ",;.:()":
            start = i if start is None else start
            continue
        if start is not None:
            runs[-1].append((start, i))
            start = None
        if word not in lex.joints and word not in lex.articles:
            runs.append([])
    for run in reversed(runs):
        if len(run) == n:
            return run
    return None


def _number(out: dict[int, str], tokens: Tokens, i: int) -> None:
    """Add a number that is part of a name ("Boeing 737", "COVID-19") to the words that narrow a quantity."""
    if i - 1 in out and tokens.glued(i):
        out[i - 1] += tokens.words[i]
    elif i - 2 in out and tokens.words[i - 1] == "-":
        out[i - 2] += tokens.words[i]
    else:
        out[i] = tokens.words[i]


def _comma(words: Sequence[str], start: int, end: int) -> int | None:
    return next((k for k in range(start, end) if words[k] == ","), None)


def _closing(words: Sequence[str], i: int) -> int:
    return next((k for k in range(i, len(words)) if words[k] == ")"), len(words))


@lru_cache(maxsize=_NAMES)
def _written(text: str, name: Name) -> str:
    """Give a name as a text writes it, capitalised where it does not stand there in one piece."""
    found = re.search(rf"\b{_GAP.join(map(re.escape, name))}\b", text, re.IGNORECASE)
    return " ".join(found.group().split()) if found else " ".join(name).title()


@lru_cache(maxsize=_KEPT)
def _unit_words(text: str) -> tuple[str, ...]:
    return tuple(tokenize(text).words)


@cache
def measure(unit: str) -> str:
    """Name what a unit measures, one name for all moneys; a rate over time measures what its amount does.

    >>> measure("USD"), measure("EUR/count"), measure("t/year")
    ('money', 'money/count', 'mass')
    """
    amount, _, per = unit.partition("/")
    if per and "/" not in per and (_dimension(per) == "time"):
        unit = amount
    if amount in _moneys() and per == "count":
        return "money/count"
    return "money" if unit in _moneys() else _dimension(unit)


@cache
def _moneys() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


@cache
def _dimension(unit: str) -> str:
    try:
        return dimension(unit)
    except UnitError:
        return unit
