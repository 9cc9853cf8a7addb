"""Units: our own definitions for pint, and the only place that imports pint."""

from kzcheck.units.registry import (
    DimensionError,
    OffsetError,
    UnitError,
    UnknownUnitError,
    base_unit,
    convert,
    defined,
    dimension,
    factor,
    factors,
    known,
)
from kzcheck.units.words import per_words, unit_words

__all__ = [
    "DimensionError",
    "OffsetError",
    "UnitError",
    "UnknownUnitError",
    "base_unit",
    "convert",
    "defined",
    "dimension",
    "factor",
    "factors",
    "known",
    "per_words",
    "unit_words",
]
