"""Tell which figures a text takes back: "an earlier version said 3.6 million", "9 km, not 19 km", "that is not true".

What is taken back is denied, whoever said it; the figure that replaces it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kzcheck.extract.types import Mood, Passage, Quantity
from kzcheck.lang import Phrases, read, tokenize
from kzcheck.model import Step

RULE = "taken back"
_AHEAD = 90
"""Characters of the next sentence that are looked at."""
_SUBJECT = 3
"""Words that may stand before what takes the sentence before back."""
_LINKS = 3
"""Words between a contrast and its figure."""
_STOPS = frozenset(",)—–")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    withdrawing: Phrases[bool]
    restoring: Phrases[bool]
    claims: frozenset[str]
    refuting: Phrases[bool]
    referring: Phrases[bool]
    regretting: Phrases[bool]
    contrasting: Phrases[bool]
    not_contrasting: Phrases[bool]
    linking: frozenset[str]


@cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "corrections")

    def listed(name: str) -> Phrases[bool]:
        return Phrases((phrase, True) for phrase in data[name])

    return _Lexicon(
        withdrawing=listed("withdrawing"),
        restoring=listed("restoring"),
        claims=frozenset(data["claims"]),
        refuting=listed("refuting"),
        referring=listed("referring"),
        regretting=listed("regretting"),
        contrasting=listed("contrasting"),
        not_contrasting=listed("not_contrasting"),
        linking=frozenset(data["linking"]),
    )


def mark(passage: Passage, quantities: Sequence[Quantity], moods: Sequence[Mood], language: str) -> None:
    """Deny the quantities that the passage, or the sentence after it, takes back."""
    lex = _lexicon(language)
    words = passage.tokens.words
    refuted = _refuted_after(passage, lex)
    for quantity, mood in zip(quantities, moods, strict=True):
        said = refuted or _withdrawn(words, quantity, lex) or _refuted(words, quantity, lex)
        said = said or _contrasted(words, quantity, quantities, lex)
        if said:
            mood.negated, mood.modality = True, "negated"
            mood.why.append(Step(RULE, said))


def _places(words: Sequence[str], phrases: Phrases[bool], start: int, end: int) -> list[tuple[int, int]]:
    """Give (first, after) of the phrases between two places."""
    if phrases.starts.isdisjoint(words):
        return []
    hits = ((i, phrases.at(words, i)) for i in range(start, end) if words[i] in phrases)
    return [(i, i + hit[1]) for i, hit in hits if hit is not None]


def _withdrawn(words: Sequence[str], quantity: Quantity, lex: _Lexicon) -> str:
    """Give the words that withdraw a figure after them; those of an insertion reach to its end alone."""
    for first, after in _places(words, lex.withdrawing, 0, quantity.first):
        inserted = first > 0 and words[first - 1] in _STOPS.union("(")
        ended = inserted and any(words[i] in _STOPS for i in range(after, quantity.first))
        restored = _places(words, lex.restoring, after, quantity.first)
        if not ended and not restored:
            return " ".join(words[first:after])
    return ""


def _refuted(words: Sequence[str], quantity: Quantity, lex: _Lexicon) -> str:
    """Give the words after a claimed figure that say that the claim is wrong."""
    if lex.claims.isdisjoint(words[: quantity.first]):
        return ""
    found = _places(words, lex.refuting, quantity.last + 1, len(words))
    return " ".join(words[slice(*found[0])]) if found else ""


def _refuted_after(passage: Passage, lex: _Lexicon) -> str:
    """Give the words of the next sentence, if it takes this one back."""
    text = passage.document.text
    start, stop = passage.end, min(len(text), passage.end + _AHEAD)
    if "\n\n" in text[start : start + 3]:
        return ""
    words = tokenize(text, start, stop).words
    regretted = _places(words, lex.regretting, 0, len(words)) if words else ()
    if regretted and not lex.claims.isdisjoint(passage.tokens.words):
        return " ".join(words[slice(*regretted[0])])
    if not words or words[0] not in lex.referring:
        return ""
    opening = lex.referring.at(words, 0)
    found = _places(words, lex.refuting, opening[1] if opening else 1, min(len(words), _SUBJECT + 1))
    closed = bool(found) and (found[0][1] >= len(words) or not words[found[0][1]].isalnum())
    return " ".join(words[: found[0][1]]) if closed else _wrong_figure(words, lex)


def _wrong_figure(words: Sequence[str], lex: _Lexicon) -> str:
    """Read "This was the wrong number": what is referred to is called by a noun of claims."""
    for at, word in enumerate(words[:_SUBJECT]):
        refuting = [lex.refuting.at([word, last], 0) for last in words[at + 1 : at + 4] if word in lex.refuting]
        named = any(noun in lex.claims for noun in words[at + 1 : at + 5])
        if named and any(refuting):
            return " ".join(words[: at + 5])
    return ""


def _contrasted(words: Sequence[str], quantity: Quantity, quantities: Sequence[Quantity], lex: _Lexicon) -> str:
    """Give the words that set a figure against the one that is so."""
    if not any(other is not quantity and other.unit == quantity.unit for other in quantities):
        return ""
    for start in range(max(0, quantity.first - _LINKS - 3), quantity.first):
        hit = lex.contrasting.at(words, start) if words[start] in lex.contrasting else None
        if hit is None or lex.not_contrasting.at(words, start) is not None:
            continue
        between = words[start + hit[1] : quantity.number_first]
        if start + hit[1] <= quantity.number_first and all(w in lex.linking or not w.isalnum() for w in between):
            return " ".join(words[start : start + hit[1]])
    return ""
