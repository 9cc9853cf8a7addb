"""The published extractors that kzcheck is measured beside, each as a function from a text to what it reads in it.

They come with the extra `bench`. quantulum3 runs without its classifier, Recognizers-Text with its six models of
numbers, money, dimensions, temperatures, ages and percentages.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

MODULES = {"quantulum3": "quantulum3", "Recognizers-Text": "recognizers_number_with_unit"}


@dataclass(frozen=True)
class Reading:
    """One quantity as a peer names it: both ends (equal for one number), its unit's name ("" for none), its place."""

    low: Fraction
    high: Fraction
    unit: str
    start: int
    end: int
    surface: str


def installed(peer: str) -> bool:
    """Tell whether a peer can be imported."""
    return importlib.util.find_spec(MODULES[peer]) is not None


def quantulum3() -> Callable[[str], list[Any]]:
    """Give quantulum3's parser; it reads one line at a time."""
    warnings.simplefilter("ignore")
    from quantulum3 import parser

    return lambda text: [found for line in text.splitlines() for found in parser.parse(line)]


def recognizers() -> Callable[[str], list[Any]]:
    """Give the six models of Recognizers-Text as one parser; each reads one line at a time."""
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    units, numbers = NumberWithUnitRecognizer(Culture.English), NumberRecognizer(Culture.English)
    models = [
        units.get_currency_model(),
        units.get_dimension_model(),
        units.get_temperature_model(),
        units.get_age_model(),
        numbers.get_percentage_model(),
        numbers.get_number_model(),
    ]
    return lambda text: [found for line in text.splitlines() for model in models for found in model.parse(line)]


def readings(peer: str) -> Callable[[str], list[Reading]]:
    """Give a peer as a function from one line of text to its quantities, in the order of the text."""
    if peer == "quantulum3":
        parse = quantulum3()
        return lambda text: [r for r in map(_of_quantulum3, parse(text)) if r is not None]
    parse = recognizers()
    return lambda text: _alone([r for r in map(_of_recognizers, parse(text)) if r is not None])


def _of_quantulum3(found: Any) -> Reading | None:
    value, spread = Fraction(str(found.value)), Fraction(str(found.uncertainty or 0))
    name = "" if found.unit.name == "dimensionless" else str(found.unit.name)
    return Reading(value - spread, value + spread, name, found.span[0], found.span[1], found.surface)


def _of_recognizers(found: Any) -> Reading | None:
    resolution = found.resolution or {}
    text = str(resolution.get("value") or "")
    try:
        value = Fraction(text.rstrip("%"))
    except ValueError:
        return None
    unit = "percent" if text.endswith("%") else str(resolution.get("unit") or "")
    return Reading(value, value, unit, found.start, found.end + 1, found.text)


def _alone(found: list[Reading]) -> list[Reading]:
    """Leave out the bare numbers that stand inside a quantity with a unit, of which each model reads its own."""
    whole = [r for r in found if r.unit]
    bare = [r for r in found if not r.unit and not any(w.start <= r.start and r.end <= w.end for w in whole)]
    return sorted(whole + bare, key=lambda r: (r.start, r.end))
