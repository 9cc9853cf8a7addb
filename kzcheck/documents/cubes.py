"""Statistical cubes (PC-Axis, JSON-stat, SDMX) laid out as tables: some dimensions lead down, others across.

What all cells share is the caption: the title, the dimensions with one value, and the unit in brackets. A scale
(UNIT_MULT of SDMX) is kept as a spreadsheet's is, in the format by which the cell shows the stored number: it counts
once. Flags stand behind a number as marks of notes do: "12.3 (p)".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from importlib.resources import files

from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.trees import MOST_LEAVES
from kzcheck.documents.writing import GridCell, Writer
from kzcheck.model import BlockKind, Place
from kzcheck.storage import load_yaml

_NOWHERE = Place()
_LARGEST_POWER = 15


@dataclass(frozen=True, slots=True)
class Observation:
    """One cell: the category of each dimension, the number as written, its unit, power of ten, flag and place."""

    labels: tuple[str, ...]
    number: str
    unit: str = ""
    power: int = 0
    flag: str = ""
    place: Place = _NOWHERE


@dataclass(slots=True)
class Cube:
    """The cells of a cube; `across` are the dimensions, by number, that lead to its columns."""

    title: str
    dimensions: list[str]
    across: list[int]
    observations: list[Observation] = field(default_factory=list)

    def add(self, observation: Observation) -> None:
        """Add a cell; raises NotTextError beyond the bound of a data file."""
        if len(self.observations) >= MOST_LEAVES:
            raise NotTextError("too-large", f"holds more than the {MOST_LEAVES:,} values that are read of a file")
        self.observations.append(observation)


def lay_out(writer: Writer, cube: Cube) -> None:
    """Write a cube, a table for each unit that its cells have."""
    some = cube.observations
    fixed = [n for n in range(len(cube.dimensions)) if len({o.labels[n] for o in some}) == 1]
    said = [f"{cube.dimensions[n]}: {some[0].labels[n]}" for n in fixed] if some else []
    if cube.title or said:
        place = some[0].place if some else _NOWHERE
        writer.block(BlockKind.HEADING, "; ".join([part for part in (cube.title, *said) if part]), level=2, place=place)
    units: dict[tuple[str, int], list[Observation]] = {}
    for observation in some:
        units.setdefault((observation.unit, observation.power), []).append(observation)
    down = [n for n in range(len(cube.dimensions)) if n not in fixed and n not in cube.across]
    across = [n for n in cube.across if n not in fixed]
    for (unit, _), observations in units.items():
        _table(writer, cube, observations, down, across, unit)


def _table(
    writer: Writer,
    cube: Cube,
    observations: Sequence[Observation],
    down: Sequence[int],
    across: Sequence[int],
    unit: str,
) -> None:
    rows = _numbered(tuple(o.labels[n] for n in down) for o in observations)
    columns = _numbered(tuple(o.labels[n] for n in across) for o in observations)
    heads = max(len(across), 1)
    labels = max(len(down), 1)
    made: list[tuple[GridCell, Place]] = []
    for at, n in enumerate(down):
        made.append((GridCell(heads - 1, at, cube.dimensions[n], header=True), observations[0].place))
    for names, column in columns.items():
        for level, name in enumerate(names):
            made.append((GridCell(level, labels + column, name, header=True), observations[0].place))
    first: dict[int, Place] = {}
    for o in observations:
        first.setdefault(rows[tuple(o.labels[n] for n in down)], o.place)
    for names, row in rows.items():
        for level, name in enumerate(names):
            made.append((GridCell(heads + row, level, name, header=True), first[row]))
    for o in observations:
        where = heads + rows[tuple(o.labels[n] for n in down)], labels + columns[tuple(o.labels[n] for n in across)]
        made.append((_cell(o, *where), o.place))
    made.sort(key=lambda pair: (pair[0].row, pair[0].column))
    sign = _signs().get(unit, unit)
    writer.table([c for c, _ in made], [p for _, p in made], captions=[f"({sign})"] if sign else [])


def _numbered(some: object) -> dict[tuple[str, ...], int]:
    out: dict[tuple[str, ...], int] = {}
    for one in some:  # type: ignore[attr-defined]
        out.setdefault(one, len(out))
    return out


def _cell(o: Observation, row: int, column: int) -> GridCell:
    text = f"{o.number} ({o.flag})" if len(o.flag) == 1 and o.flag.isalpha() else o.number
    if not o.power:
        return GridCell(row, column, text)
    try:
        number = Decimal(o.number)
    except InvalidOperation:
        return GridCell(row, column, text)
    places = max(0, -int(number.as_tuple().exponent))
    if o.power > 0 and o.power % 3 == 0:
        stored = Fraction(number) * 10**o.power
        code = "0" + ("." + "0" * places if places else "") + "," * (o.power // 3)
        return GridCell(row, column, text, stored=stored, format=code)
    return GridCell(row, column, f"{number.scaleb(o.power):f}")


def power(said: str) -> int:
    """Read a power of ten; 0 where nothing, or none that a number could have, is said."""
    try:
        found = int(said)
    except ValueError:
        return 0
    return found if abs(found) <= _LARGEST_POWER else 0


@cache
def _signs() -> dict[str, str]:
    """Give how texts write the units whose codes statistical offices use."""
    return {
        str(k): str(v)
        for k, v in load_yaml(files("kzcheck.documents").joinpath("unit_codes.yaml").read_bytes()).items()
    }
