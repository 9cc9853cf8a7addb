"""Tell in what mood a number is said: as a fact, an aim, a forecast, a capacity, a supposition; or denied.

A word of mood governs the numbers after it in its clause and in the clauses that follow, until a clause tells of a fact
with a verb of its own; and the numbers before it in its own clause ("300,000 are planned"). An aim weighs more than a
forecast, a forecast more than a capacity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kzcheck.extract.text.clauses import cut
from kzcheck.extract.types import Mention, Mood, Passage, Quantity
from kzcheck.lang import Phrases, read
from kzcheck.model import Step
from kzcheck.model.claim import Sign, signed

# What a denied bound says.
_DENIED = {"over": "at_most", "at_least": "under", "under": "at_least", "at_most": "over", "up_to": "over"}
# The weightier mood wins where several govern a number.
_WEIGHTS = {"target": 4, "forecast": 3, "hypothetical": 2, "capacity": 1}


@dataclass(frozen=True, slots=True)
class _Lexicon:
    cues: Phrases[str]
    none: Phrases[bool]
    speech: frozenset[str]
    would: frozenset[str]
    saying: frozenset[str]
    negating: Phrases[bool]
    bounds: dict[str, str]
    passed: frozenset[str]
    not_negating: Phrases[bool]
    reach: int
    facts: frozenset[str]
    possible: frozenset[str]
    not_facts: frozenset[str]
    starting: frozenset[str]
    ending: frozenset[str]
    of: frozenset[str]


@cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "moods")

    def phrases(name: str) -> Iterable[tuple[str, str]]:
        return ((phrase, name) for group in data[name] for phrase in group)

    return _Lexicon(
        cues=Phrases(entry for name in _WEIGHTS for entry in phrases(name)),
        none=Phrases((p, True) for p in data["not_hypothetical"]),
        speech=frozenset(data["speech"]),
        would=frozenset(data["reported_future"]),
        saying=frozenset(data["saying"]),
        negating=Phrases((p, True) for p in data["negating"]),
        bounds={word: bound for bound, words in data["bounding"].items() for word in words},
        passed=frozenset(data["passed"]),
        not_negating=Phrases((p, True) for p in data["not_negating"]),
        reach=data["reach"],
        facts=frozenset(data["facts"]),
        possible=frozenset(data["possible"]),
        not_facts=frozenset(data["not_facts"]),
        starting=frozenset(data["from"]),
        ending=frozenset(data["to"]),
        of=frozenset(read(language, "subjects")["of"]),
    )


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    last: int
    mood: str
    words: str


def tie(passage: Passage, quantities: Sequence[Quantity], mentions: Sequence[Mention], language: str) -> list[Mood]:
    """Give one Mood a quantity, in their order: modality, negation and the words that say so.

    The speaker and the source are left empty; voices.py fills them.
    """
    if not quantities:
        return []
    lex = _lexicon(language)
    words = passage.tokens.words
    counted = {i for q in quantities for i in range(q.number_last + 1, q.last + 1)}
    cues = [] if lex.cues.starts.isdisjoint(words) else [c for c in _cues(words, lex) if c.first not in counted]
    denials = [] if lex.negating.starts.isdisjoint(words) else _denials(words, lex)
    future = [m for m in mentions if _ahead(passage, m)]
    if not cues and not denials and not future:
        return [Mood() for _ in quantities]
    clauses = cut(words, quantities, language)
    return [_mood(words, q, clause, cues, denials, future, lex) for q, clause in zip(quantities, clauses, strict=True)]


def _cues(words: Sequence[str], lex: _Lexicon) -> list[_Cue]:
    out: list[_Cue] = []
    free = 0
    for i in sorted({*lex.none.places(words), *lex.cues.places(words)}):
        if i < free:
            continue
        if (other := lex.none.at(words, i)) is not None:
            free = i + other[1]
        elif (hit := lex.cues.at(words, i)) is not None:
            mood = hit[0]
            free = i + hit[1]
            if free < len(words) and words[free] in lex.speech and hit[1] > 1:
                continue
            if mood == "hypothetical" and words[i] in lex.would and any(w in lex.saying for w in words[:i]):
                mood = "forecast"
            out.append(_Cue(i, free - 1, mood, " ".join(words[i:free])))
    return out


def _denials(words: Sequence[str], lex: _Lexicon) -> list[tuple[int, int]]:
    """Give (first, last) of each denial."""
    out = []
    for i in lex.negating.places(words):
        hit = lex.negating.at(words, i)
        if hit is not None and lex.not_negating.at(words, i) is None:
            out.append((i, i + hit[1] - 1))
    return out


def _ahead(passage: Passage, mention: Mention) -> bool:
    """Tell whether a time begins after the document was published."""
    published = passage.document.published
    period: Any = mention.period
    return published is not None and period is not None and period.start > published.last_day


def _mood(
    words: Sequence[str],
    quantity: Quantity,
    clause: tuple[int, int],
    cues: Sequence[_Cue],
    denials: Sequence[tuple[int, int]],
    future: Sequence[Mention],
    lex: _Lexicon,
) -> Mood:
    out = Mood()
    governing = [c for c in cues if _governs(words, c, quantity, clause, lex)]
    if quantity.role == "start" or _starts(words, quantity, lex):
        # "From 1 to 5 million": what it rises from is there already.
        governing = [c for c in governing if c.mood == "capacity" or clause[0] <= c.first > quantity.last]
    if signed(quantity.why[:1], Sign.REFERENCE):
        # "... plans 5 tons, the same as last year": last year's are a fact.
        governing = []
    possible = False
    if governing:
        best = max(governing, key=lambda c: (_WEIGHTS[c.mood], c.first))
        out.modality = best.mood
        possible = words[best.first] in lex.possible
        out.why.append(Step(f"mood {best.mood}", best.words))
    start, end = clause
    ahead = [m for m in future if start <= m.first < end]
    past = _fact(words, start, quantity.number_first, lex)
    if ahead and not past and quantity.role != "start" and out.modality in ("actual", "forecast", "capacity"):
        mention = min(ahead, key=lambda m: abs(m.first - quantity.first))
        aimed = mention.role == "deadline" and out.modality == "forecast" and not possible
        mood = "target" if aimed else "forecast"
        out.modality = mood
        out.why.append(Step("time ahead of publication", " ".join(words[mention.first : mention.last + 1])))
    for first, last in denials:
        reach = _denies(words, last, quantity, lex) if start <= first and last < quantity.first else None
        if reach is not None:
            out.bound = _DENIED.get(quantity.hedge, "") if quantity.hedge != "exact" else reach
            if not out.bound:
                out.negated, out.modality = True, "negated"
            out.why.append(Step("denied", " ".join(words[first : quantity.number_first])))
            break
    return out


def _starts(words: Sequence[str], quantity: Quantity, lex: _Lexicon) -> bool:
    """Tell whether a number is where a change starts: "from 1 million tons to ..."."""
    before, after = quantity.first - 1, quantity.last + 1
    return before >= 0 and words[before] in lex.starting and after < len(words) and words[after] in lex.ending


def _governs(words: Sequence[str], cue: _Cue, quantity: Quantity, clause: tuple[int, int], lex: _Lexicon) -> bool:
    start, end = clause
    if start <= cue.first < end:
        if cue.first > quantity.last:
            if words[cue.last] in lex.of:
                return False  # "5 tons topped estimates of 4": they are of what follows
            # A fact's verb between the number and the word of mood parts them: "was 5 tons, and plans ...".
            return not _fact(words, start, quantity.number_first, lex) and cue.mood != "hypothetical"
        return True
    if cue.first >= end:
        return False
    return not _fact(words, start, quantity.last + 1, lex)


def _fact(words: Sequence[str], start: int, end: int, lex: _Lexicon) -> bool:
    """Tell whether a verb between two places tells of a fact."""
    return any(words[i] in lex.facts and (i == 0 or words[i - 1] not in lex.not_facts) for i in range(start, end))


def _denies(words: Sequence[str], last: int, quantity: Quantity, lex: _Lexicon) -> str | None:
    """Tell how a denial reaches a number: the bound that it makes of a plain one, "" for none, None if it does not."""
    between = [w for w in words[last + 1 : quantity.number_first] if w.isalpha() and w not in lex.passed]
    bounds = [lex.bounds[w] for w in between if w in lex.bounds]
    if bounds:
        return bounds[0] if len(between) <= lex.reach else None
    return "" if len(between) <= 1 and all(w in lex.facts for w in between) else None
