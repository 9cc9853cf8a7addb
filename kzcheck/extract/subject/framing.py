"""Make frames of the words that discovery found to speak of a number: whose it is, what is measured, what restricts it.

Concepts come from the lexicon (kzcheck/concepts), names from the document; of the other words those that restrict
nothing are left out, by the data of the language, and each that is left is a qualifier. The order and the form of the
sentence leave no trace: "Malaria killed 5 people" and "5 deaths from malaria" are one frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from kzcheck.concepts import default, lexicon
from kzcheck.concepts.lexicon import Hit, Said
from kzcheck.extract.subject.entities import Named
from kzcheck.extract.subject.naming import (
    NameAt,
    country_title,
    joined,
    name_words,
    nouns_before,
    place_phrases,
    two_countries,
)
from kzcheck.extract.types import Passage, Quantity
from kzcheck.lang import Phrases, Tokens, read, tokenize, words_of
from kzcheck.model import Concept, Document, Frame, Slot, Source

WORLD = "world"
_GROWTHS = ("change", "ratio")
_RELATIVE = (*_GROWTHS, "share")
_PARTS = ("percent", "pp", "x", "ppm")
_MARKS = ("<", ">", "than ", "against ", "by ")
_KEPT_MARKS = ("than ", "against ")
_LONGEST_TITLE = 90
_LONG_NUMERAL = 4
_MOST_LABELS = 2000


@dataclass(frozen=True, slots=True)
class Part:
    """Words beside the passage that speak of a number: the head of its column, the corner of its table.

    `named` are the words of it that say something, under their places in `tokens`; `masked` are those that name a time
    or a unit.
    """

    tokens: Tokens
    named: Mapping[int, str]
    source: Source
    masked: frozenset[int] = frozenset()

    def speaks(self, hit: Hit) -> bool:
        """Tell whether no word of a phrase is masked."""
        return self.masked.isdisjoint(range(hit.first, hit.end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words that speak of one number.

    `named` are those of its clause that say something, in one form, by their tokens (negative: they stand elsewhere);
    `span` is the clause, half-open; `inherited` are the tokens that the clause before lends, which count where this one
    says nothing of what is measured; `parts` stand beside the passage.
    """

    named: Mapping[int, str]
    span: tuple[int, int]
    inherited: frozenset[int] = frozenset()
    parts: tuple[Part, ...] = ()


@dataclass(slots=True)
class Scene:
    """What a passage holds: phrases of concepts, names, signs of the world and of how something is measured."""

    passage: Passage
    hits: list[Hit]
    names: list[NameAt]
    pairs: list[tuple[int, int]]
    world: dict[int, int]
    nationwide: dict[int, int]
    bases: list[tuple[int, int, str]]
    known: Named
    refers: bool
    content: Mapping[int, str]
    tickers: frozenset[int]
    owner: Slot | None = None
    """Whose a figure of the passage is that names no one, once it was asked for."""


@dataclass(slots=True)
class _Found:
    """The slots of one frame while they are found. `order` holds (place, text) of what the title is made of."""

    said: list[Said] = field(default_factory=list)
    qualifiers: dict[str, Slot] = field(default_factory=dict)
    names: list[NameAt] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    words: list[tuple[int, str, Slot]] = field(default_factory=list)
    world: bool = False
    nationwide: bool = False
    pair: bool = False
    labelled: Source = Source.NONE
    place: Slot = field(default_factory=Slot)
    inside: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Words:
    idle: frozenset[str]
    totals: frozenset[str]
    numerals: frozenset[str]
    idle_verbs: frozenset[str]
    changes: frozenset[str]
    inside: frozenset[str]
    holding: frozenset[str]
    holding_links: frozenset[str]
    comparing: frozenset[str]
    indefinite: frozenset[str]
    accounts: frozenset[str]
    splits: frozenset[str]
    designators: frozenset[str]
    exchanges: frozenset[str]
    endings: tuple[str, ...]
    adverbs: frozenset[str]
    bases: Phrases[str]
    institutions: frozenset[str]
    pointing: frozenset[str]
    articles: frozenset[str]
    of: frozenset[str]
    joints: frozenset[str]
    past: tuple[str, ...]
    leaving_out: frozenset[str]
    qualifiers: frozenset[str]


@cache
def _words(language: str) -> _Words:
    data, subjects, changes = (read(language, name) for name in ("frames", "subjects", "changes"))
    return _Words(
        idle=frozenset(w for words in data["idle"].values() for w in words),
        totals=frozenset(data["idle"]["sizes"]),
        numerals=_numerals(language),
        idle_verbs=frozenset(data["idle_verbs"]),
        changes=frozenset(changes["neutral_nouns"]),
        inside=frozenset([*changes["inside"], *changes["of"]]),
        holding=frozenset(data["holding"]),
        holding_links=frozenset(data["holding_links"]),
        comparing=frozenset(subjects["boundaries"][-1]),
        indefinite=frozenset(data["indefinite"]),
        accounts=frozenset(data["accounts"]),
        splits=frozenset(data["splits"]),
        designators=frozenset(data["designators"]),
        exchanges=frozenset(data["exchanges"]),
        endings=tuple(data["adverb_endings"]),
        adverbs=frozenset(data["restricting_adverbs"]),
        bases=Phrases((phrase, key) for key, phrases in data["bases"].items() for phrase in phrases),
        institutions=frozenset(data["institutions"]),
        pointing=frozenset([*data["we"], *subjects["pronouns"]]),
        articles=frozenset(subjects["function"]["articles"]),
        of=frozenset(subjects["of"]),
        joints=frozenset(data["title_joints"]),
        past=tuple(data["past_endings"]),
        leaving_out=frozenset(subjects["leaving_out"]),
        qualifiers=frozenset(subjects["qualifiers"]),
    )


@cache
def _numerals(language: str) -> frozenset[str]:
    """Give the words of numbers, with their plurals."""
    data = read(language, "numbers")
    words = {w for name in ("small", "tens", "scales") for w in data[name]}
    return frozenset(words | {f"{w}s" for w in words})


class Framer:
    """Frames for the numbers of one language."""

    def __init__(self, language: str, concepts: Sequence[Concept] = ()) -> None:
        """Take the language, and concepts beside those that come with kzcheck; one with a known id takes its place."""
        self._language = language
        known = {c.id: c for c in (*default(), *concepts)}
        self._by_id = known
        self._lexicon = lexicon(tuple(known.values()))
        self._data = _words(language)
        self._of_names = name_words(language)
        self._parts: dict[str, list[Hit]] = {}
        self._pair: tuple[str, str] = ("", "")

    def scene(self, passage: Passage, known: Named, found: Sequence[NameAt], content: Mapping[int, str]) -> Scene:
        """Read what a passage holds, once for all its numbers.

        `found` are its names, `content` its words that say something.
        """
        words = passage.tokens.words
        return Scene(
            passage=passage,
            hits=self._lexicon.read(words),
            names=joined(found, words, self._language),
            pairs=[
                (i, i + two[1])
                for i in self._of_names.pair.places(words)
                if (two := self._of_names.pair.at(words, i)) is not None
            ],
            world=_lengths(self._of_names.world, words),
            nationwide=_lengths(self._of_names.nationwide, words),
            bases=[
                (i, i + hit[1], hit[0])
                for i in self._data.bases.places(words)
                if (hit := self._data.bases.at(words, i)) is not None
            ],
            known=known,
            refers=self._refers(words),
            content=content,
            tickers=self._tickers(words),
        )

    def _tickers(self, words: Sequence[str]) -> frozenset[int]:
        """Give the tokens of brackets that name a stock exchange and what a share is called there."""
        out: set[int] = set()
        for i, word in enumerate(words):
            if word == "(" and words[i + 1 : i + 2] and words[i + 1] in self._data.exchanges:
                out.update(range(i, next((k for k in range(i, len(words)) if words[k] == ")"), i)))
        return frozenset(out)

    def _refers(self, words: Sequence[str]) -> bool:
        """Tell whether a passage speaks of one named before: "its revenue", "the bank's deposits", "we"."""
        data = self._data
        if not data.pointing.isdisjoint(words):
            return True
        return any(
            word in data.institutions
            and i
            and words[i - 1] in data.articles
            and data.of.isdisjoint(words[i + 1 : i + 2])
            for i, word in enumerate(words)
        )

    def frame(
        self, scene: Scene, quantity: Quantity, measure: str, wording: Wording, *, borrowed: Frame, entity: Slot
    ) -> Frame:
        """Give the frame of one number.

        `borrowed` is the frame of what the clause refers to, taken over where the clause says nothing of what is
        measured; `entity` is whose it is where the clause names no one.
        """
        found = _Found()
        relative = quantity.kind in _RELATIVE or quantity.unit in _PARTS
        wording = self._own(scene, quantity, measure, wording, relative=relative)
        self._clause(found, scene, quantity, measure, wording, relative=relative)
        for part in self._restricting_parts(wording.parts, measure, relative=relative):
            # The noun that another number lends says nothing where the clause has its own.
            if part.source != Source.CLAUSE or not found.said:
                self._beside(found, part, measure, relative=relative)
        concept, qualifiers = self._slots(found, scene, quantity)
        if not concept and not _tells(qualifiers) and borrowed:
            concept = _from_before(self._each(borrowed.concept, measure))
            # "Trade with Sweden was 5, that with Germany 6": the names here stand for the names there.
            taken = [q for q in borrowed.qualifiers if not (found.names and q.text[:1].isupper())]
            qualifiers = {**{q.value: _from_before(q) for q in taken}, **qualifiers}
            entity = _from_before(borrowed.entity) if borrowed.entity else entity
        whose, rest = self._entity(found, scene, entity)
        qualifiers |= {slot.value: slot for slot in rest if slot.value != whose.value}
        own = {whose.value, *whose.value.split()}
        qualifiers = {value: slot for value, slot in qualifiers.items() if value not in own}
        nature = found.said[0].concept.nature if found.said else ""
        return Frame(
            entity=whose,
            concept=concept,
            qualifiers=tuple(qualifiers[value] for value in sorted(qualifiers)),
            # A change has no measure but that of what changed.
            measure="" if quantity.kind in _GROWTHS else f"{measure} {nature}".strip(),
            title=self._title(found, scene, whose, concept, borrowed),
        )

    def _each(self, concept: Slot, measure: str) -> Slot:
        """Give what a concept is by the piece where a figure is: "net income of $5 million, or $2 a share"."""
        found = self._by_id.get(concept.value)
        if (
            found is None
            or not found.each
            or measure not in self._by_id[found.each].measures
            or measure in found.measures
        ):
            return concept
        return replace(concept, value=found.each, text=self._by_id[found.each].title)

    def _restricting_parts(self, parts: Sequence[Part], measure: str, *, relative: bool) -> list[Part]:
        """Leave out the sections above a row whose own label is a concept, where they only sort the accounts.

        "Net income" is one figure under "Numerator" and under "Cash flows", but not under "Europe".
        """
        rows = [part for part in parts if part.source == Source.ROW]
        if len(rows) < 2 or not self._known_whole(rows[-1], measure, relative=relative):
            return list(parts)
        data = self._data
        sorting = [
            part
            for part in rows[:-1]
            if data.splits.isdisjoint(part.tokens.words)
            and (not data.accounts.isdisjoint(part.tokens.words) or self._lexicon.read(part.tokens.words))
        ]
        return [part for part in parts if not any(part is other for other in sorting)]

    def _known_whole(self, part: Part, measure: str, *, relative: bool) -> bool:
        """Tell whether a label says a concept and nothing else."""
        words = part.tokens.words
        said = self._lexicon.said(self._lexicon.read(words), part.speaks, measure, relative=relative)
        used = {i for s in said for i in s.places}
        return bool(said) and all(i in used or words[i] in self._data.idle for i in part.named)

    def _own(self, scene: Scene, quantity: Quantity, measure: str, wording: Wording, *, relative: bool) -> Wording:
        """Give the words without those that the clause before lends, where the clause itself says a concept."""
        named, span, inherited = wording.named, wording.span, wording.inherited
        own = {k: w for k, w in named.items() if k not in inherited}
        opens = scene.passage.tokens.words[span[0] : span[0] + 2]
        if len(own) == len(named) or not self._data.comparing.isdisjoint(opens):
            return wording

        def inside(hit: Hit) -> bool:
            claimed = quantity.first <= hit.first <= quantity.last
            return claimed or (span[0] <= hit.first < span[1] and hit.first not in inherited)

        said = self._lexicon.said(scene.hits, inside, measure, relative=relative)
        return replace(wording, named=own) if said else wording

    def _clause(
        self, found: _Found, scene: Scene, quantity: Quantity, measure: str, wording: Wording, *, relative: bool
    ) -> None:
        """Read the words of the clause: concepts first, then names, then what is left."""
        tokens = scene.passage.tokens
        words, size = tokens.words, len(tokens)
        named, (start, end) = wording.named, wording.span
        first, last = quantity.first, quantity.last

        def allowed(i: int) -> bool:
            return start <= i < end or first <= i <= last or i in named

        def speaks(hit: Hit) -> bool:
            places = range(hit.first, hit.end)
            return any(map(allowed, places)) and all(allowed(i) or i not in scene.content for i in places)

        found.said = self._lexicon.said(scene.hits, speaks, measure, relative=relative)
        for said in found.said:
            keeps = self._lexicon.keeps[self._lexicon.place(said.concept)]
            found.used.update(i for i in said.places if words[i] not in keeps)
        self._names(found, scene, named)
        found.used.update(scene.tickers)
        for i, after in scene.pairs:
            if allowed(i) and found.used.isdisjoint(range(i, after)):
                found.pair = True
                found.used.update(range(i, after))
        for i, length in (*scene.world.items(), *scene.nationwide.items()):
            if allowed(i) and i not in found.used and any(k in named for k in range(i, i + length)):
                found.world |= i in scene.world
                found.nationwide |= i in scene.nationwide
                found.used.update(range(i, i + length))
        beside = {word for said in found.said for word in self._lexicon.beside[self._lexicon.place(said.concept)]}
        for i, after, key in scene.bases:
            if beside.issuperset(words[i:after]):
                continue
            if allowed(i) and found.used.isdisjoint(range(i, after)) and any(k in named for k in range(i, after)):
                found.used.update(range(i, after))
                self._add(found, i, Slot(value=key, text=_said(tokens, i, after), source=Source.CLAUSE, basis=True))
                found.inside.update(range(i, after))
        for k in sorted(named):
            here = 0 <= k < size
            if not here or not (k in found.used or self._says_nothing(words, k, start, quantity)):
                self._restrict(found, scene, named, k)

    def _names(self, found: _Found, scene: Scene, named: Mapping[int, str]) -> None:
        """Read the names of the clause; where it has none, that of a speaker at the head of its sentence."""
        tokens = scene.passage.tokens
        words = tokens.words
        for name in scene.names:
            if name.speaker:
                found.used.update(range(name.first, name.end))
            elif name.first in named and found.used.isdisjoint(range(name.first, name.end)):
                found.names.append(name)
                found.used.update(range(name.first, name.end))
                found.used.update(nouns_before(words, name, self._of_names))
                found.marks[name.key] = _mark(named[name.first])
        headed = next((n for n in scene.names if n.speaker and _heads(tokens, n)), None)
        if headed is not None and not found.names:
            found.names.append(headed)
            found.marks[headed.key] = ""

    def _restrict(self, found: _Found, scene: Scene, named: Mapping[int, str], k: int) -> None:
        """Add what a word of the clause, or one that another place lends (k below 0), adds to the quantity."""
        tokens = scene.passage.tokens
        words, size = tokens.words, len(tokens)
        raw = words[k] if 0 <= k < size else ""
        before = tokens.raw[k - 1] if 0 < k < size else ""
        value = self._restricting(found, raw, named[k], words, k, before)
        if not value:
            return
        basis = raw in self._data.qualifiers
        if k > 0 and words[k - 1 : k] and words[k - 1] in self._data.leaving_out:
            value, basis = f"{words[k - 1]} {value}", True
        text = tokens.raw[k] if 0 <= k < size else value
        source = Source.CLAUSE if k >= 0 else _SOURCES.get(-k // 100, Source.DOCUMENT)
        self._add(found, k, Slot(value=value, text=text, source=source, basis=basis))

    def _says_nothing(self, words: Sequence[str], k: int, start: int, quantity: Quantity) -> bool:
        """Tell whether word k says no more than that the thing before has so many, or that what follows changed."""
        data, first = self._data, quantity.first
        if words[k] in data.changes:
            return quantity.kind in (*_GROWTHS, "difference") and not data.inside.isdisjoint(words[k + 1 : k + 2])
        linked = k + 2 == first and words[k + 1] in data.holding_links
        named = k > start and words[k - 1][0].isalpha() and words[k - 1] not in data.articles
        counted = quantity.unit == "count" and bool(quantity.unit_text)
        return words[k] in data.holding and counted and named and (k + 1 == first or linked)

    def _restricting(self, found: _Found, raw: str, stem: str, words: Sequence[str], k: int, before: str = "") -> str:
        """Give what a word adds to the quantity, "" where it adds nothing."""
        data = self._data
        mark = _mark(stem)
        plain = stem.removeprefix(mark)
        kept = mark and (mark in _KEPT_MARKS or any(said.concept.directed for said in found.said))
        value = stem if kept else plain
        if raw in data.leaving_out and k + 1 < len(words):
            return ""
        if value[:1].isdigit() and not self._names_part(raw, words, k, before):
            return ""
        if raw in data.idle or raw in data.numerals or (found.said and raw in data.idle_verbs):
            return ""
        if raw.endswith(data.endings) and raw not in data.adverbs and len(raw) > 4:
            return ""
        if raw in data.institutions and 0 < k < len(words) and words[k - 1] in data.articles:
            return "" if data.of.isdisjoint(words[k + 1 : k + 2]) else value
        if found.said and any(plain in self._lexicon.beside[self._lexicon.place(s.concept)] for s in found.said):
            return ""
        return value

    def _names_part(self, raw: str, words: Sequence[str], k: int, before: str) -> bool:
        """Tell whether a numeral names a part or a model ("phase 2", "Boeing 737"): others say how much, or when."""
        short = k > 0 and raw.isdigit() and len(raw) < _LONG_NUMERAL
        return short and (words[k - 1] in self._data.designators or before[:1].isupper())

    def _add(self, found: _Found, place: int, slot: Slot) -> None:
        found.words.append((place, slot.text, slot))

    def _beside(self, found: _Found, part: Part, measure: str, *, relative: bool) -> None:
        """Read a label beside the passage. Every word of a row's own label tells it from the other rows."""
        tokens = part.tokens
        words = tokens.words
        if tokens.text not in self._parts:
            if len(self._parts) > _MOST_LABELS:
                self._parts.clear()
            self._parts[tokens.text] = self._lexicon.read(words)
        said = self._lexicon.said(self._parts[tokens.text], part.speaks, measure, relative=relative)
        used = {i for s in said for i in s.places}
        for s in said:
            if all(s.concept.id != known.concept.id for known in found.said):
                found.said.append(Said(s.concept, ()))
                found.words.append((-1, _said(tokens, s.places[0], s.places[-1] + 1), Slot()))
                found.labelled = part.source
        place = place_named(tokens.text, self._language)
        if place and not found.names:
            found.place = found.place or replace(place, source=part.source)
            spelled = set(words_of(place.text))
            used.update(i for i in part.named if words[i] in spelled)
        for i in self._data.bases.places(words):
            hit = self._data.bases.at(words, i)
            if hit is not None and i in part.named and used.isdisjoint(range(i, i + hit[1])):
                used.update(range(i, i + hit[1]))
                text = _said(tokens, i, i + hit[1])
                self._add(found, -1, Slot(value=hit[0], text=text, source=part.source, basis=True))
        left = [k for k in sorted(part.named) if k not in used]
        for k in left:
            value = part.named[k]
            if part.source != Source.ROW or words[k] in self._data.totals:
                value = self._restricting(found, words[k], value, words, k)
            if value or (part.source == Source.ROW and len(left) == 1 and not said and not place):
                self._add(found, -1, Slot(value=value or words[k], text=tokens.raw[k], source=part.source))

    def _slots(self, found: _Found, scene: Scene, quantity: Quantity) -> tuple[Slot, dict[str, Slot]]:
        """Give the concept and the qualifiers; of several concepts the one that the number itself counts leads."""
        tokens = scene.passage.tokens
        first, last = quantity.first, quantity.last
        qualifiers = {slot.value: slot for _, _, slot in found.words if slot}
        if found.said:
            found.said.sort(key=lambda s: not any(first <= i <= last for i in s.places))
            lead, *others = found.said
            for said in others:
                if said.concept.id != lead.concept.id:
                    slot = _concept(said, tokens)
                    qualifiers[slot.value] = slot
            return _concept(lead, tokens), qualifiers
        head = self._head(found, quantity, tokens.words)
        if head is None:
            return Slot(), qualifiers
        qualifiers.pop(head.value, None)
        place = next((place for place, _, slot in found.words if slot is head), 0)
        article = tokens.words[place - 1] if 0 < place < len(tokens) else ""
        return replace(head, text=f"{article} {head.text}") if article in self._data.indefinite else head, qualifiers

    def _head(self, found: _Found, quantity: Quantity, words: Sequence[str]) -> Slot | None:
        """Give the word that names what is measured where no concept does: what is counted, or the noun before "of"."""
        words_in_order = [(p, s) for p, _, s in sorted(found.words, key=lambda w: w[0]) if s and not s.basis]
        inside = [slot for place, slot in words_in_order if quantity.first <= place <= quantity.last]
        if inside:
            return inside[-1]
        before = [(place, slot) for place, slot in words_in_order if 0 <= place < quantity.first]
        led = [slot for place, slot in before if words[place + 1 : place + 2] and words[place + 1] in self._data.of]
        if led:
            return led[0]
        if before:
            return before[-1][1]
        return words_in_order[0][1] if words_in_order else None

    def _entity(self, found: _Found, scene: Scene, entity: Slot) -> tuple[Slot, list[Slot]]:
        """Give whose the number is, and as qualifiers the other names that the clause holds."""
        tokens = scene.passage.tokens
        concept = found.said[0].concept if found.said else None
        directed = concept is not None and concept.directed
        slots = {
            n.key: Slot(value=n.key, text=_said(tokens, n.first, n.end), source=Source.CLAUSE) for n in found.names
        }
        led = [n for n in found.names if found.marks[n.key] not in ("<", ">", *_KEPT_MARKS) or not directed]
        led = [n for n in led if found.marks[n.key] not in _KEPT_MARKS and not self._segment(scene, n)]
        about = " ".join(scene.known.about)
        chosen = next((n for n in led if n.owner and not n.place), None)
        chosen = chosen or next((n for n in led if n.key == about), None)
        if concept is not None and concept.of == "place":
            chosen = next((n for n in led if n.place), None) or chosen
        chosen = chosen or next((n for n in led if not n.place and self._does(scene, n)), None)
        if chosen is None and led:
            of_organisation = concept is not None and concept.of == "organisation"
            inside = about and (of_organisation or not about_is_place(about, self._language))
            if not inside or not entity:
                chosen = next((n for n in led if not n.place), None) or led[0]
        rest = []
        for key, slot in slots.items():
            if chosen is None or key != chosen.key:
                mark = found.marks[key] if directed or found.marks[key] in _KEPT_MARKS else ""
                rest.append(Slot(value=f"{mark}{key}", text=slot.text, source=Source.CLAUSE))
        if found.pair and chosen is None:
            pair = self._pair_of(scene.passage.document)
            whose = Slot(value=pair, text=pair.title(), source=Source.DOCUMENT) if pair else entity
        elif chosen is not None:
            whose = slots[chosen.key]
        elif found.place:
            organised = concept is not None and concept.of == "organisation"
            if organised and entity and not about_is_place(entity.value, self._language):
                whose = entity
                rest.append(found.place)
            else:
                whose = found.place
        elif found.world and not (entity and (concept is None or concept.of == "organisation")):
            whose = Slot(value=WORLD, text=WORLD, source=Source.CLAUSE)
        elif found.nationwide and not about_is_place(entity.value, self._language):
            whose = Slot()
        else:
            whose = entity
        return whose, rest

    def _pair_of(self, document: Document) -> str:
        """Give the key of the two countries that a document speaks of."""
        if self._pair[0] != document.id:
            self._pair = document.id, two_countries(document, self._language)
        return self._pair[1]

    def _segment(self, scene: Scene, name: NameAt) -> bool:
        """Tell whether a name stands right before what is measured: "Gaming revenue" is of a part of the company."""
        if name.place or name.owner or name.key == " ".join(scene.known.about):
            return False
        return any(hit.first == name.end for hit in scene.hits)

    def _does(self, scene: Scene, name: NameAt) -> bool:
        """Tell whether a name opens its passage or is followed by a verb's place, not led by a preposition."""
        words = scene.passage.tokens.words
        return name.first == 0 or (name.first == 1 and words[0] in self._data.articles)

    def _title(self, found: _Found, scene: Scene, whose: Slot, concept: Slot, borrowed: Frame) -> str:
        """Give the quantity in the text's own words and order; whose it is leads where the words do not name it.

        A concept that the clause says with a verb ("employs 300 people") goes by its own title.
        """
        tokens = scene.passage.tokens
        places = {place for place, _, slot in found.words if slot and place >= 0} | found.inside
        verbal = [s.concept.title for s in found.said if self._is_verbal(s, tokens.words)]
        if not verbal:
            places |= {i for said in found.said for i in said.places}
            places |= {i for name in found.names for i in range(name.first, name.end)}
        text = self._in_order(tokens, sorted(i for i in places if i < len(tokens)))
        beside = dict.fromkeys(t for place, t, _ in found.words if place < 0)
        text = " ".join(filter(None, (text, *beside, *verbal)))
        if not text and borrowed:
            text = borrowed.title
        if whose.value == WORLD and whose.source == Source.CLAUSE:
            text = f"{text} worldwide"
        elif whose and whose.text.lower() not in text.lower():
            text = f"{whose.text}: {text}" if text else whose.text
        text = text or concept.text
        text = text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"
        return text[:1].upper() + text[1:]

    def _is_verbal(self, said: Said, words: Sequence[str]) -> bool:
        """Tell whether a concept is said by words that lie apart, or by a verb."""
        places = said.places
        apart = bool(places) and places[-1] - places[0] >= len(places)
        return apart or (len(places) == 1 and words[places[0]].endswith(self._data.past))

    def _in_order(self, tokens: Tokens, places: Sequence[int]) -> str:
        """Give the words at some places, with the small word that joins two of them."""
        out: list[str] = []
        for n, i in enumerate(places):
            gap = tokens.words[places[n - 1] + 1 : i] if n else []
            if n:
                joined_by = len(gap) == 1 and gap[0] in self._data.joints
                start = places[n - 1] + 1 if joined_by else i
                before = tokens.glued(start)
                out.append("" if before and (joined_by or not gap) else " ")
                if joined_by:
                    out.append(tokens.raw[start] + ("" if tokens.glued(i) else " "))
            out.append(tokens.raw[i])
            # "Flake8", "p95": digits that belong to a word.
            if i + 1 < len(tokens) and i + 1 not in places and tokens.glued(i + 1) and tokens.raw[i + 1].isdigit():
                out.append(tokens.raw[i + 1])
        return "".join(out)


def _lengths(phrases: Phrases[bool], words: Sequence[str]) -> dict[int, int]:
    """Give how many tokens each phrase in a passage has, by its first."""
    hits = ((i, phrases.at(words, i)) for i in phrases.places(words))
    return {i: hit[1] for i, hit in hits if hit is not None}


_SOURCES = {0: Source.COLUMN, 1: Source.ROW, 2: Source.CAPTION, 5: Source.TITLE}


def _tells(qualifiers: Mapping[str, Slot]) -> bool:
    """Tell whether a word beside what says how it is measured speaks of the quantity."""
    return any(not q.basis for q in qualifiers.values())


def _from_before(slot: Slot) -> Slot:
    return Slot(value=slot.value, text=slot.text, source=Source.SENTENCE_BEFORE, basis=slot.basis) if slot else slot


def _concept(said: Said, tokens: Tokens) -> Slot:
    text = " ".join(tokens.raw[i] for i in said.places) if said.places else said.concept.title
    return Slot(value=said.concept.id, text=text, source=Source.CLAUSE if said.places else Source.ROW)


def _said(tokens: Tokens, first: int, end: int) -> str:
    return " ".join(tokens.surface(first, end - 1).split())


def _heads(tokens: Tokens, name: NameAt) -> bool:
    """Tell whether a name and a colon head what is said of it ("Acme: revenue was"); speech has a capital."""
    after = tokens.raw[name.end : name.end + 2]
    return len(after) > 1 and after[0] == ":" and not after[1][0].isupper() and after[1][0].isalnum()


def _mark(stem: str) -> str:
    """Give the direction that discovery marked a word with, "" for none."""
    if not stem.startswith(_MARKS):
        return ""
    return next(mark for mark in _MARKS if stem.startswith(mark))


@cache
def about_is_place(name: str, language: str) -> bool:
    """Tell whether a name is that of a country."""
    words = tokenize(name).words
    hit = place_phrases(language).at(words, 0) if words else None
    return hit is not None and hit[1] == len(words)


@lru_cache(maxsize=_MOST_LABELS)
def place_named(text: str, language: str) -> Slot:
    """Give the one country that a title or a heading names, an empty slot where it names none or several."""
    tokens = tokenize(text)
    phrases = place_phrases(language)
    found = {}
    for i in phrases.places(tokens.words):
        hit = phrases.at(tokens.words, i)
        if hit is not None and tokens.raw[i][0].isupper():
            found[hit[0]] = _said(tokens, i, i + hit[1])
    if len(found) != 1:
        return Slot()
    ((code, said),) = found.items()
    return Slot(value=country_title(code, language).lower(), text=said)


def key_of(about: Frame) -> str:
    """Give what tells a quantity from others in one text: whose it is, then concept and qualifiers, sorted."""
    words = "; ".join(sorted({about.concept.value, *about.values} - {""}))
    return f"{about.entity.value}: {words}" if about.entity else words
