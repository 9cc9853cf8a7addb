"""Frozen dataclasses as rows of plain JSON and back, exactly; no code is ever read from a file.

A row lists the fields in their order. Fractions are whole numbers or pairs, days are ordinals, other dataclasses and
tuples are lists. What may stand where follows from the types of the fields, so a row of another shape is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

_PLAIN = (str, int, bool, float)


class Codec(NamedTuple):
    """How values of a type are written and read; `plain` where both leave them as they are."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    plain: bool = False


def _same(value: Any) -> Any:
    return value


def _write_fraction(value: Fraction) -> Any:
    return value.numerator if value.denominator == 1 else [value.numerator, value.denominator]


def _read_fraction(row: Any) -> Fraction:
    return Fraction(row) if type(row) is int else Fraction(*row)


@cache
def codec(kind: Any) -> Codec:
    """Give the codec of a type: plain values, Fraction, date, tuples, unions with None, dataclasses of all these.

    Raises TypeError for any other type. Reading raises ValueError, TypeError or KeyError on what was not written so.
    """
    if kind in _PLAIN:
        return Codec(_same, _same, plain=True)
    if kind is Fraction:
        return Codec(_write_fraction, _read_fraction)
    if kind is date:
        return Codec(date.toordinal, date.fromordinal)
    if get_origin(kind) is UnionType:
        (inner,) = (codec(arg) for arg in get_args(kind) if arg is not NoneType)
        write, read = inner.write, inner.read
        if inner.plain:
            return inner
        return Codec(lambda v: None if v is None else write(v), lambda v: None if v is None else read(v))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _named(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind)
    raise TypeError(f"no codec for {kind!r}")


def _tuple(args: tuple[Any, ...]) -> Codec:
    if len(args) != 2 or args[1] is not Ellipsis:
        parts = [codec(arg) for arg in args]
        return Codec(
            lambda v: [c.write(x) for c, x in zip(parts, v, strict=True)],
            lambda v: tuple(c.read(x) for c, x in zip(parts, v, strict=True)),
        )
    inner = codec(args[0])
    write, read = inner.write, inner.read
    if inner.plain:
        return Codec(list, tuple)
    return Codec(lambda v: [write(x) for x in v], lambda v: tuple([read(x) for x in v]))


def _named(kind: Any) -> Codec:
    hints = get_type_hints(kind)
    parts = _tuple(tuple(hints[name] for name in kind._fields))
    if all(codec(hints[name]).plain for name in kind._fields):
        return Codec(list, lambda v: kind(*v))
    return Codec(parts.write, lambda v: kind(*parts.read(v)))


def _dataclass(kind: type[Any]) -> Codec:
    hints = get_type_hints(kind)
    names = tuple(f.name for f in fields(kind) if f.init)
    parts = [codec(hints[name]) for name in names]
    changed = [(n, part.write, part.read) for n, part in enumerate(parts) if not part.plain]

    def write(value: Any) -> list[Any]:
        row = [getattr(value, name) for name in names]
        for n, change, _ in changed:
            row[n] = change(row[n])
        return row

    def read(row: list[Any]) -> Any:
        for n, _, change in changed:
            if row[n] is not None:
                row[n] = change(row[n])
        return kind(**dict(zip(names, row, strict=True)))

    return Codec(write, read)
