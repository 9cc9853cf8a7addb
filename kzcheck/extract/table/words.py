"""The words of a language for tables, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from kzcheck.lang import Phrases, read


@dataclass(frozen=True, slots=True)
class TableWords:
    """The lists of lang/<language>/tables.yaml; what each is for stands there."""

    language: str
    scales: dict[str, Fraction]
    money_scales: dict[str, Fraction]
    scale_leads: frozenset[str]
    joints: frozenset[str]
    exceptions: Phrases[bool]
    stated_subjects: frozenset[str]
    every_table: Phrases[bool]
    everywhere: Phrases[bool]
    money_words: frozenset[str]
    share_words: frozenset[str]
    per_words: frozenset[str]
    per_share: Phrases[bool]
    shares: Phrases[bool]
    not_shares: Phrases[bool]
    unscaled_ends: frozenset[str]
    unscaled_starts: Phrases[bool]
    cuts: frozenset[str]
    changes: Phrases[bool]
    not_changes: frozenset[str]
    not_units: Phrases[bool]
    index_heads: frozenset[str]
    name_heads: frozenset[str]
    pairs: tuple[str, ...]
    empty: frozenset[str]
    opening: Phrases[bool]
    closing: Phrases[bool]
    moment_leads: frozenset[str]
    due: Phrases[bool]
    later: Phrases[bool]
    taken_off: Phrases[bool]
    bracket_words: frozenset[str]
    span_words: frozenset[str]
    moments: Phrases[bool]
    hedge_signs: dict[str, str]
    hedge_ends: dict[str, str]
    year_letters: dict[str, str]
    modalities: Phrases[str]
    total_starts: Phrases[bool]
    time_names: frozenset[str]


@cache
def table_words(language: str) -> TableWords:
    """Give the words of a language."""
    data: dict[str, Any] = read(language, "tables")

    def phrases(name: str) -> Phrases[bool]:
        return Phrases((str(phrase), True) for phrase in data[name])

    def words(some: Iterable[Any]) -> frozenset[str]:
        return frozenset(map(str, some))

    return TableWords(
        language=language,
        scales={str(w): Fraction(v) for w, v in data["scales"].items()},
        money_scales={str(w): Fraction(v) for w, v in data["money_scales"].items()},
        scale_leads=words(data["scale_leads"]),
        joints=words(data["joints"]),
        exceptions=phrases("exceptions"),
        stated_subjects=words(data["stated_subjects"]),
        every_table=phrases("every_table"),
        everywhere=phrases("everywhere"),
        money_words=words(data["money_words"]),
        share_words=words(data["share_words"]),
        per_words=words(data["per_words"]),
        per_share=phrases("per_share"),
        shares=phrases("shares"),
        not_shares=phrases("not_shares"),
        unscaled_ends=words(data["unscaled_ends"]),
        unscaled_starts=phrases("unscaled_starts"),
        cuts=words(data["cuts"]),
        changes=phrases("changes"),
        not_changes=words(data["not_changes"]),
        not_units=phrases("not_units"),
        index_heads=words(data["index_heads"]),
        name_heads=words(data["name_heads"]),
        pairs=tuple(map(str, data["pairs"]["percent"])),
        empty=words(data["empty"]),
        opening=phrases("opening"),
        closing=phrases("closing"),
        moment_leads=words(data["moment_leads"]),
        due=phrases("due"),
        later=phrases("later"),
        taken_off=phrases("taken_off"),
        bracket_words=words(data["bracket_words"]),
        span_words=words(data["span_words"]),
        moments=phrases("moments"),
        hedge_signs={str(w): str(h) for w, h in data["hedge_signs"].items()},
        hedge_ends={str(w): str(h) for w, h in data["hedge_ends"].items()},
        year_letters={str(w): str(m) for w, m in data["year_letters"].items()},
        modalities=Phrases((str(p), str(m)) for m, some in data["modalities"].items() for p in some),
        total_starts=phrases("total_starts"),
        time_names=words(data["time_names"]),
    )


def holds(phrases: Phrases[bool], words: Sequence[str]) -> bool:
    """Tell whether one of the phrases stands in some words."""
    return any(phrases.at(words, i) is not None for i in phrases.places(words))


def first(phrases: Phrases[bool], words: Sequence[str]) -> int | None:
    """Give where the first of the phrases starts in some words, None where none of them stands there."""
    return next((i for i in phrases.places(words) if phrases.at(words, i) is not None), None)
