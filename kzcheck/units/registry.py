"""Exact conversion between units, computed by pint from our own definitions and kept as JSON.

Importing pint and reading the definitions costs about 0.2 s. What it says of a unit (its factor, its offset, its
dimension) never changes for the same definitions and the same pint, so it is kept in the cache folder; where every unit
asked for is there, pint is not imported at all. The cache can vanish at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any, NamedTuple

from kzcheck.storage import cache_folder, keep, recall

if TYPE_CHECKING:
    from pint import UnitRegistry

_FORMAT = "1"
_FILES = ("units.txt", "currencies.txt")
_LONGEST = 120
_PART = re.compile(r"(?:[A-Za-z]\w*|[1-9]\d{0,14}|\*\*-?[1-9](?!\d|\*\*)|\*(?!\*)|[/()])")
_OFFSET = re.compile(r"\bdeg[CF]\b")
# The order in which a composite dimension looks for its denominator.
_DENOMINATORS = ("time", "count", "area", "volume", "mass", "length", "energy", "power", "data", "TEU")


class UnitError(ValueError):
    """A unit that cannot be used as asked."""


class UnknownUnitError(UnitError):
    """A name that is no unit."""


class DimensionError(UnitError):
    """Two units that measure different things."""


class OffsetError(UnitError):
    """A scale that does not start at zero (degC, degF) where only a factor would do."""


class _Meaning(NamedTuple):
    """A unit in its dimension's base unit: base value = factor * value + offset."""

    factor: Fraction
    offset: Fraction
    dimension: str
    base: str


def known(unit: str) -> bool:
    """Tell whether `unit` ("t", "bbl/day", "L/(100*km)") can be converted within its dimension."""
    return _meanings((unit,))[unit] is not None


def dimension(unit: str) -> str:
    """Give what `unit` measures: "mass", "volume/time", "USD", "count", "ratio".

    Two units have the same string exactly if they convert into one another. Raises UnknownUnitError.
    """
    return _meaning(unit).dimension


def base_unit(unit: str) -> str:
    """Give the common unit of `unit`'s dimension ("t" -> "g"). Raises UnknownUnitError."""
    return _meaning(unit).base


def factor(unit: str, to: str) -> Fraction:
    """Give the exact number of `to` in one `unit`: 1000 for "t" to "kg".

    Raises UnknownUnitError; DimensionError where they measure different things; OffsetError for degC and degF, which
    `convert` handles.
    """
    if unit == to:
        return Fraction(1)
    one, other = _pair(unit, to)
    if one.offset != other.offset:
        raise OffsetError(f"{unit} and {to} start at different zeros; convert values, there is no factor")
    return one.factor / other.factor


def convert(value: Fraction, unit: str, to: str, *, difference: bool = False) -> Fraction:
    """Give `value` in `unit` as a value in `to`, exactly; offset scales (20 degC = 68 degF) included.

    `difference`: the value is a difference of two values (warmer by 1.5 degC is 2.7 degF). Raises UnknownUnitError and
    DimensionError.
    """
    if unit == to:
        return value
    one, other = _pair(unit, to)
    shift = Fraction(0) if difference else one.offset - other.offset
    return (value * one.factor + shift) / other.factor


def factors(units: Iterable[str]) -> dict[str, tuple[Fraction, str]]:
    """Give for each known unit its exact factor to its base unit and its dimension; unknown ones are left out.

    For a column of claims: one look-up for all its distinct units. Offset scales give the factor of differences.
    """
    return {unit: (m.factor, m.dimension) for unit, m in _meanings(units).items() if m is not None}


def defined() -> tuple[str, ...]:
    """Name the units that the definition files define, in their order, without prefixed ones."""
    lines = (line for text in _definitions() for line in text.decode("utf-8").splitlines())
    return tuple(line.split("=")[0].strip() for line in lines if re.match(r"[A-Za-z]\w* = ", line))


def _pair(unit: str, to: str) -> tuple[_Meaning, _Meaning]:
    one, other = _meaning(unit), _meaning(to)
    if one.dimension != other.dimension:
        raise DimensionError(f"{unit} measures {one.dimension}, {to} measures {other.dimension}; there is no factor")
    return one, other


def _meaning(unit: str) -> _Meaning:
    found = _meanings((unit,))[unit]
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(unit, defined(), 1)
        raise UnknownUnitError(f"unknown unit {unit!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return found


def _meanings(units: Iterable[str]) -> dict[str, _Meaning | None]:
    store = _store()
    asked = dict.fromkeys(units)
    new = [unit for unit in asked if unit not in store]
    if new:
        store.update((unit, _compute(unit)) for unit in new)
        _keep(store)
    return {unit: store[unit] for unit in asked}


@cache
def _definitions() -> tuple[bytes, ...]:
    return tuple((files("kzcheck.units") / name).read_bytes() for name in _FILES)


@cache
def _kept() -> Path:
    made_from = b"\0".join((*_definitions(), version("pint").encode(), _FORMAT.encode()))
    return cache_folder() / "units" / f"{hashlib.sha256(made_from).hexdigest()[:32]}.json"


@cache
def _store() -> dict[str, _Meaning | None]:
    return _read(_kept())


def _read(path: Path) -> dict[str, _Meaning | None]:
    with contextlib.suppress(ValueError, TypeError, AttributeError, IndexError, ZeroDivisionError):
        rows: dict[str, list[str] | None] = recall(path) or {}
        return {
            unit: None if row is None else _Meaning(Fraction(row[0]), Fraction(row[1]), row[2], row[3])
            for unit, row in rows.items()
        }
    return {}


def _keep(store: dict[str, _Meaning | None]) -> None:
    """Write what is known; another process may have learnt more in the meantime."""
    store.update(_read(_kept()))
    rows = {u: m and [str(m.factor), str(m.offset), m.dimension, m.base] for u, m in sorted(store.items())}
    keep(_kept(), rows)


@cache
def _registry() -> UnitRegistry[Any]:
    import pint

    with as_file(files("kzcheck.units")) as folder:
        return pint.UnitRegistry(
            folder / "units.txt", non_int_type=Fraction, on_redefinition="raise", cache_folder=None
        )


def _compute(unit: str) -> _Meaning | None:
    """Ask pint; None where the expression is no unit."""
    if not _is_expression(unit):
        return None
    import pint

    ureg = _registry()
    alone = unit.isidentifier()
    try:
        # In a rate a degree is a difference of temperatures.
        asked = ureg.parse_expression(unit if alone else _OFFSET.sub(r"delta_\g<0>", unit))
        units = asked.units
    except (pint.PintError, TokenError, AssertionError, AttributeError, SyntaxError, TypeError, ValueError):
        return None  # pint refuses nonsense in all these ways
    zero, one = (ureg.Quantity(Fraction(n), units).to_base_units() for n in (0, 1))
    scale = Fraction(one.magnitude) - Fraction(zero.magnitude)
    name = _dimension(zero.dimensionality)
    base = _expression(zero.unit_items())
    return _Meaning(Fraction(asked.magnitude) * scale, Fraction(zero.magnitude), name, base)


def _is_expression(unit: str) -> bool:
    """Tell whether this is names, whole numbers, * / ** and parentheses, so that pint's parser meets nothing costly."""
    if len(unit) > _LONGEST:
        return False
    at = 0
    while at < len(unit):
        part = _PART.match(unit, at)
        if part is None:
            return False
        at = part.end()
    return any(map(str.isalpha, unit))


def _expression(powers: Iterable[tuple[str, Any]]) -> str:
    """Write a product of units as claims carry it: "USD/m**3", "x" where nothing is left."""
    over: list[str] = []
    under: list[str] = []
    for name, n in sorted(powers):
        (over if n > 0 else under).append(name if abs(n) == 1 else f"{name}**{abs(n)}")
    if not under:
        return "*".join(over) or "x"
    return "/".join(["*".join(over) or "1", *under])


def _dimension(powers: Mapping[str, Any]) -> str:
    """Name a dimensionality, the same one always alike: "energy", "volume/time", or base dimensions in order."""
    named = _named_dimensions()
    key = _key(powers)
    if not key:
        return "ratio"
    if key in named:
        return named[key]
    ureg = _registry()
    for below in _DENOMINATORS:
        over = _key(ureg.get_dimensionality(f"[{below}]") * ureg.UnitsContainer(powers))
        if over in named:
            return f"{named[over]}/{below}"
    return "*".join(name.strip("[]") + ("" if n == 1 else f"**{n}") for name, n in key)


@cache
def _named_dimensions() -> dict[tuple[tuple[str, Fraction], ...], str]:
    ureg = _registry()
    names: dict[tuple[tuple[str, Fraction], ...], str] = {}
    for name in ureg._dimensions:  # noqa: SLF001 - pint has no public list of dimensions
        if name != "[]":
            names.setdefault(_key(ureg.get_dimensionality(name)), name.strip("[]"))
    return names


def _key(powers: Mapping[str, Any]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted((name, Fraction(n)) for name, n in powers.items() if n))
