"""The words that the grammar of quantities looks for, compiled once a language from its YAML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kzcheck.extract.number.numerals import Numbers, numbers
from kzcheck.lang import read, words_of
from kzcheck.storage import load_yaml

# How many words that start no number are kept.
_KEPT = 50_000


class _End(NamedTuple):
    """What ends in a word: it alone, with its length 1, and the longer phrases by last word but one, longest first."""

    alone: tuple[str, int] | None
    longer: dict[str, list[tuple[tuple[str, ...], str]]]


class Endings(dict[str, _End]):
    """Phrases that are looked for backwards, by their last words."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take (phrase, meaning) pairs; a phrase said twice keeps its first meaning."""
        super().__init__()
        meanings: dict[tuple[str, ...], str] = {}
        for phrase, meaning in entries:
            meanings.setdefault(words_of(phrase), meaning)
        meanings.pop((), None)
        for cut, meaning in sorted(meanings.items(), key=lambda entry: -len(entry[0])):
            end = self.get(cut[-1], _End(None, {}))
            if len(cut) > 1:
                end.longer.setdefault(cut[-2], []).append((cut, meaning))
            else:
                end = end._replace(alone=(meaning, 1))
            self[cut[-1]] = end

    def before(self, words: list[str], end: int) -> tuple[str, int] | None:
        """Give the meaning and the length of the longest phrase that ends just before token `end`, or None."""
        found = self.get(words[end - 1]) if end > 0 else None
        if found is None:
            return None
        alone, longer = found
        if longer and end > 1:
            for phrase, meaning in longer.get(words[end - 2], ()):
                n = len(phrase)
                if n == 2 or (n <= end and tuple(words[end - n : end]) == phrase):
                    return meaning, n
        return alone


class Opens(dict[str, bool]):
    """Tells whether a number can start at a word or digit run; each word is looked at once and kept within bounds."""

    def __init__(self, starts: Iterable[str]) -> None:
        """Take the words that can start a number."""
        super().__init__(dict.fromkeys(starts, True))

    def __missing__(self, word: str) -> bool:
        """Judge a new word by its first character."""
        opens = word[0].isdecimal() or (word[0] == "." and len(word) > 1)
        if not opens and len(self) < _KEPT:
            self[word] = opens
        return opens


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the grammar of quantities looks up."""

    numbers: Numbers
    hedges: Endings
    spanning: frozenset[str]
    spanning_nouns: frozenset[str]
    moving: frozenset[str]
    ways: frozenset[tuple[str, ...]]
    not_spanning: frozenset[str]
    not_spanning_after: frozenset[str]
    hedges_after: dict[str, list[tuple[tuple[str, ...], str]]]
    up: frozenset[str]
    down: frozenset[str]
    verbs: dict[str, int]
    nouns: dict[str, int]
    comparatives: dict[str, int]
    plain_comparatives: frozenset[str]
    ratio_nouns: frozenset[str]
    as_: frozenset[str]
    by: frozenset[str]
    to: frozenset[str]
    at: frozenset[str]
    of: frozenset[str]
    from_: frozenset[str]
    than: frozenset[str]
    determiners: frozenset[str]
    point_words: frozenset[str]
    end_links: frozenset[tuple[str, ...]]
    start_links: frozenset[tuple[str, ...]]
    share_joints: frozenset[tuple[str, ...]]
    equivalent_links: frozenset[tuple[str, ...]]
    range_words: frozenset[str]
    part_words: dict[str, list[tuple[str, ...]]]
    figure_verbs: frozenset[str]
    figure_nouns: frozenset[str]
    toll_verbs: frozenset[str]
    hosting_verbs: frozenset[str]
    adjectives: frozenset[str]
    statistics: frozenset[str]
    spans: frozenset[str]
    spreads: frozenset[str]
    of_whole: Endings
    figure_phrases: Endings
    models: frozenset[str]
    model_words: frozenset[str]
    moments: frozenset[str]
    aged_nouns: frozenset[str]
    year_nouns: frozenset[str]
    passives: tuple[str, ...]
    margins: frozenset[str]
    labels: frozenset[str]
    code_names: frozenset[str]
    code_nouns: frozenset[str]
    code_kinds: frozenset[str]
    name_endings: frozenset[str]
    to_one: frozenset[str]
    numero: frozenset[str]
    tied: frozenset[str]
    eras_before: Endings
    eras_after: dict[str, list[tuple[str, ...]]]
    marks: frozenset[str]
    codes: frozenset[str]
    numbered: frozenset[str]
    numbered_links: frozenset[str]
    not_names: frozenset[str]
    definite: frozenset[str]
    not_pointing: frozenset[str]
    demonstratives: frozenset[str]
    pairs: dict[str, int]
    light_nouns: frozenset[str]
    pair_nouns: frozenset[str]
    selecting: frozenset[str]
    stop: frozenset[str]
    plurals: frozenset[str]
    not_plurals: frozenset[str]
    plural_endings: tuple[str, ...]
    singular_endings: tuple[str, ...]
    ordinals: dict[str, int]
    ordinal_endings: frozenset[str]
    own_endings: dict[int, str]
    ordinal_nouns: frozenset[str]
    ordinal_except: frozenset[str]
    anniversaries: frozenset[str]
    superlatives: frozenset[str]
    rank_before: frozenset[str]
    rank_nouns: frozenset[str]
    ages_after: tuple[tuple[str, ...], ...]
    ages_before: Endings
    age_hedges: frozenset[str]
    turning: frozenset[str]
    scores: frozenset[str]
    clock: dict[str, list[tuple[str, ...]]]
    past_the_hour: frozenset[str]
    streets: frozenset[str]
    hyphen_nouns: frozenset[str]
    of_them: tuple[tuple[str, ...], ...]
    of_nouns: frozenset[str]
    multiple_except: frozenset[str]
    multiple_needs: dict[str, frozenset[str]]
    half_ratio: tuple[tuple[str, ...], ...]
    half: frozenset[str]
    hedge_words: frozenset[str]
    to_compare: frozenset[str]
    ends_up: frozenset[str]
    after_up: frozenset[str]
    groups: frozenset[str]
    crossed_times: frozenset[str]
    cases: frozenset[str]
    screens: frozenset[str]
    total_phrases: tuple[tuple[str, ...], ...]
    inside: frozenset[str]
    barriers: frozenset[str]
    intransitive: frozenset[str]
    links: frozenset[str]
    not_up: frozenset[str]
    each: frozenset[str]
    crossings: tuple[tuple[str, ...], ...]
    copulas: frozenset[str]
    share_verbs: Endings
    factors: Endings
    share_nouns: frozenset[str]
    down_phrases: Endings
    paces: frozenset[str]
    went: dict[str, int]
    exchange: frozenset[str]
    ratio_words: frozenset[str]
    giving: frozenset[str]
    manner: frozenset[str]
    instead: Endings
    rate_starts: frozenset[str]
    compounds: dict[tuple[str, str], int]
    loose: dict[str, tuple[str, int]]
    below_zero: tuple[tuple[str, ...], ...]
    starts: dict[str, frozenset[str] | None]
    """Words that can start a number, with those that must follow (None: anything)."""
    opens: Opens

    def ordinal_ending(self, number: int) -> str:
        """Give the ending that an ordinal in digits has, "" where it may have any."""
        last = number % 100 if number % 100 in self.own_endings else number % 10
        return self.own_endings.get(last, "")


def _set(data: dict[str, Any], *keys: str) -> frozenset[str]:
    return frozenset(w for key in keys for w in data[key])


def _cuts(data: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(words_of(phrase) for phrase in data)


def _by_first(data: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """Give phrases by their first words."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _cuts(data):
        out.setdefault(phrase[0], []).append(phrase)
    return out


@cache
def compounds() -> dict[tuple[str, str], int]:
    """Give how many of a second unit make one of the first, for pairs that speech adds."""
    return {(a, b): int(factor) for a, b, factor in _units()["added"]}


@cache
def loose() -> dict[str, tuple[str, int]]:
    """Give the units whose next smaller one goes without saying, with it and how many of it make one."""
    return {unit: (smaller, int(factor)) for unit, (smaller, factor) in _units()["loose"].items()}


@cache
def scaled_units() -> dict[str, tuple[str, Fraction]]:
    """Give the units that are scales of another, with it and the factor."""
    return {unit: (base, Fraction(factor)) for unit, (base, factor) in _units()["scaled"].items()}


def _units() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml((files("kzcheck.extract") / "compounds.yaml").read_bytes())
    return data


def _starts(numbers: Numbers, ordinals: dict[str, int]) -> dict[str, frozenset[str] | None]:
    """Give the words that can start a number; an article or a sign does so only before certain words."""
    starts: dict[str, frozenset[str] | None] = dict.fromkeys([*numbers.starts, *ordinals])
    counted = frozenset(numbers.scales) | numbers.hundred | frozenset(numbers.dozens)
    after = counted | frozenset(numbers.fractions) | frozenset(numbers.couples) | frozenset(numbers.vague_counts)
    starts |= dict.fromkeys(numbers.articles, after)
    starts |= dict.fromkeys(numbers.signs, frozenset())
    several = counted | frozenset(numbers.plural_scales) | numbers.of
    starts |= dict.fromkeys([*numbers.vague_counts, *numbers.couples], several)
    return starts


@cache
def words(language: str) -> Words:  # long: a line a list of words
    """Give the words of a language, compiled once."""
    hedges: dict[str, Any] = read(language, "hedges")
    changes: dict[str, Any] = read(language, "changes")
    others: dict[str, Any] = read(language, "notclaims")
    numeric: dict[str, Any] = read(language, "numbers")
    after: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for sense, phrases in hedges["after"].items():
        for phrase in phrases:
            cut = words_of(phrase)
            after.setdefault(cut[0], []).append((cut, sense))
    for some in after.values():
        some.sort(key=lambda entry: -len(entry[0]))
    verbs = dict.fromkeys(changes["neutral_verbs"], 0)
    verbs |= dict.fromkeys(changes["up_verbs"], 1) | dict.fromkeys(changes["down_verbs"], -1)
    nouns = dict.fromkeys(changes["neutral_nouns"], 0)
    nouns |= dict.fromkeys(changes["up_nouns"], 1) | dict.fromkeys(changes["down_nouns"], -1)
    comparatives = dict.fromkeys(changes["up_comparatives"], 1) | dict.fromkeys(changes["down_comparatives"], -1)
    ordinals = {w: int(v) for w, v in numeric["ordinals"].items()}
    number_words = numbers(language)
    starts = _starts(number_words, ordinals)
    return Words(
        numbers=number_words,
        hedges=Endings((phrase, sense) for sense, phrases in hedges["before"].items() for phrase in phrases),
        spanning=frozenset(hedges["spanning"]["words"]),
        spanning_nouns=frozenset(hedges["spanning"]["nouns"]),
        moving=frozenset(hedges["moving"]["after"]),
        ways=frozenset(_cuts(hedges["moving"]["words"])),
        not_spanning=frozenset(hedges["spanning"]["after"]),
        not_spanning_after=frozenset(hedges["spanning"]["before"]),
        hedges_after=after,
        up=frozenset(changes["up_verbs"]),
        down=frozenset(changes["down_verbs"]),
        verbs=verbs,
        nouns=nouns,
        comparatives=comparatives,
        plain_comparatives=frozenset(changes["plain_comparatives"]),
        ratio_nouns=_set(changes, "ratio_nouns"),
        as_=_set(changes, "comparative_adverbs"),
        by=_set(changes, "by"),
        to=_set(changes, "to"),
        at=_set(changes, "at"),
        of=_set(changes, "of"),
        from_=_set(changes, "from"),
        than=_set(changes, "than"),
        determiners=_set(changes, "determiners"),
        point_words=_set(changes, "point_words"),
        end_links=frozenset(_cuts(changes["end_links"])),
        start_links=frozenset(_cuts(changes["start_links"])),
        share_joints=frozenset(_cuts(changes["share_joints"])),
        equivalent_links=frozenset(_cuts(changes["equivalent_links"])),
        range_words=_set(changes, "range_words"),
        part_words=_by_first(changes["part_words"]),
        figure_verbs=_set(changes, "figure_verbs"),
        figure_nouns=_set(changes, "figure_nouns"),
        toll_verbs=_set(changes, "toll_verbs"),
        hosting_verbs=_set(changes, "hosting_verbs"),
        adjectives=_set(others, "adjectives"),
        statistics=_set(changes, "statistics"),
        spans=_set(changes, "spans"),
        spreads=_set(changes, "spreads"),
        of_whole=Endings((phrase, "part") for phrase in changes["of_whole"]),
        figure_phrases=Endings((phrase, "figure") for phrase in changes["figure_phrases"]),
        models=frozenset(str(number) for number in others["models"]["numbers"]),
        model_words=frozenset(others["models"]["words"]),
        moments=frozenset(others["ages"]["moments"]),
        aged_nouns=frozenset(others["ages"]["people"]),
        year_nouns=_set(others, "year_nouns"),
        passives=tuple(changes["passives"]),
        margins=_set(changes, "margins"),
        labels=_set(others, "labels"),
        code_names=_set(others, "code_names"),
        code_nouns=_set(others, "code_nouns"),
        code_kinds=_set(others, "code_kinds"),
        name_endings=_set(others, "name_endings"),
        to_one=_set(changes, "to_one"),
        numero=_set(others, "numero"),
        tied=_set(others, "tied"),
        eras_before=Endings((phrase, "era") for phrase in others["eras"]["before"]),
        eras_after=_by_first(others["eras"]["after"]),
        marks=_set(others, "marks"),
        codes=_set(others, "codes"),
        numbered=_set(others, "numbered"),
        numbered_links=_set(others, "numbered_links"),
        not_names=_set(others, "not_names"),
        definite=_set(others, "definite"),
        not_pointing=_set(others, "not_pointing"),
        demonstratives=_set(others, "demonstratives"),
        pairs={w: int(v) for w, v in numeric["pairs"].items()},
        light_nouns=_set(others, "light_nouns"),
        pair_nouns=_set(others, "pair_nouns"),
        selecting=_set(others, "selecting"),
        stop=_set(others, "stop"),
        plurals=_set(others, "plurals"),
        not_plurals=_set(others, "not_plurals"),
        plural_endings=tuple(others["plural_endings"]),
        singular_endings=tuple(others["singular_endings"]),
        ordinals=ordinals,
        ordinal_endings=_set(numeric, "ordinal_endings"),
        own_endings={int(digit): str(end) for digit, end in numeric["own_endings"].items()},
        ordinal_nouns=_set(others, "ordinal_nouns"),
        ordinal_except=_set(others, "ordinal_except"),
        anniversaries=_set(others, "anniversaries"),
        superlatives=_set(others, "superlatives"),
        rank_before=_set(others, "rank_before"),
        rank_nouns=_set(others, "rank_nouns"),
        ages_after=_cuts(others["ages"]["after"]),
        ages_before=Endings((phrase, "age") for phrase in others["ages"]["before"]),
        turning=frozenset(others["ages"]["turning"]),
        age_hedges=frozenset(others["ages"]["hedges"]),
        scores=_set(others, "scores"),
        clock=_by_first(others["clock"]),
        past_the_hour=_set(others, "past_the_hour"),
        streets=_set(others, "streets"),
        hyphen_nouns=_set(others, "hyphen_nouns"),
        of_them=_cuts(others["of_them"]),
        of_nouns=_set(others, "of_nouns"),
        multiple_except=_set(numeric, "multiple_except"),
        multiple_needs={w: frozenset(needs) for w, needs in numeric["multiple_needs"].items() if needs},
        half_ratio=_cuts(numeric["half_ratio"]),
        half=frozenset(numeric["half"]),
        hedge_words=_set(changes, "hedge_comparatives"),
        to_compare=_set(changes, "to_compare"),
        ends_up=frozenset(changes["ends_up"]["words"]),
        after_up=frozenset(changes["ends_up"]["before"]),
        groups=_set(others, "groups"),
        crossed_times=_set(changes, "crossed_times"),
        cases=_set(changes, "cases"),
        screens=_set(others, "screens"),
        total_phrases=_cuts(changes["total_phrases"]),
        inside=_set(changes, "inside"),
        barriers=_set(changes, "barriers"),
        intransitive=_set(changes, "intransitive"),
        links=_set(changes, "links"),
        not_up=_set(changes, "not_up"),
        each=_set(others, "each"),
        crossings=_cuts(changes["crossings"]),
        copulas=_set(changes, "copulas"),
        factors=Endings((phrase, "ratio") for phrase in changes["factors"]),
        share_verbs=Endings((phrase, "share") for phrase in changes["share_verbs"]),
        share_nouns=_set(changes, "share_nouns"),
        down_phrases=Endings((phrase, "down") for phrase in changes["down_phrases"]),
        paces=_set(changes, "paces"),
        went=dict.fromkeys(changes["went_up"], 1) | dict.fromkeys(changes["went_down"], -1),
        manner=_set(changes, "manner"),
        exchange=_set(changes, "exchange"),
        ratio_words=_set(changes, "ratio_words"),
        giving=_set(others, "giving"),
        instead=Endings((phrase, "instead") for phrase in changes["instead"]),
        rate_starts=_set(changes, "rate_starts"),
        compounds=compounds(),
        loose=loose(),
        below_zero=_cuts(numeric["below_zero"]),
        starts=starts,
        opens=Opens(starts),
    )
