"""Read the unit of a number that stands alone in a cell of a table: from the column's head, or the row's label."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from kzcheck.extract.number.numerals import Numbers
from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.units import read_prefix, read_unit
from kzcheck.lang import Tokens, tokenize

_OPENS = frozenset("([,/")


@dataclass(frozen=True, slots=True)
class CellUnit:
    """What a column or row says of its numbers: unit, factor of a scale in the head ("$ million"), words."""

    unit: str
    dimension: str
    factor: Fraction
    text: str


def table_unit(scene: Scene, item: Item) -> CellUnit | None:
    """Give the unit of a number that is the first thing in its cell, or None outside a table."""
    header = scene.passage.table_header
    if not header or scene.word(item.first - 1) != "|":
        return None
    column = scene.words[: item.first].count("|") - 1
    head = header[column] if column < len(header) else ""
    found = _unit(head, scene.lexicon.numbers) if head else None
    if found is not None:
        return found
    label = _label(scene)
    counted = label if label.rstrip().endswith("s") else head or label
    return CellUnit("count", "count", Fraction(1), counted)


def _label(scene: Scene) -> str:
    """Give the text of the row's first cell."""
    bars = [i for i, word in enumerate(scene.words[:60]) if word == "|"]
    if len(bars) < 2 or bars[1] - bars[0] < 2:
        return ""
    return scene.tokens.surface(bars[0] + 1, bars[1] - 1)


@lru_cache(maxsize=512)
def _unit_of(head: str, scales: tuple[tuple[str, Fraction], ...]) -> CellUnit | None:
    tokens = tokenize(head)
    known = dict(scales)
    for i in range(len(tokens)):
        if i and tokens.words[i - 1] not in _OPENS and tokens.words[i - 1] not in known and i + 1 < len(tokens):
            continue
        reading = read_unit(tokens, i)
        if reading is not None:
            return CellUnit(reading.unit, reading.dimension, reading.factor * _scale(tokens, known), head)
    for i in range(1, len(tokens) + 1):
        reading = read_prefix(tokens, i)
        if reading is not None:
            return CellUnit(reading.unit, reading.dimension, reading.factor * _scale(tokens, known), head)
    return None


def _scale(tokens: Tokens, known: dict[str, Fraction]) -> Fraction:
    return next((known[word] for word in tokens.words if word in known), Fraction(1))


def _unit(head: str, numbers: Numbers) -> CellUnit | None:
    return _unit_of(head, tuple(sorted((numbers.scales | numbers.plural_scales).items())))
