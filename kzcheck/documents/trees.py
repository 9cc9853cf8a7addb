"""Trees of data (JSON, YAML, TOML) laid out as tables: each leaf stands under its key path and its row's labels.

A list of records is a table with their keys as its head; so is a mapping of mappings that share their keys. Other
scalars are rows of their key and value, below a heading that names the path. Keys are written as words ("maxLatency_ms"
is "max latency (ms)"), since texts write them so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.writing import GridCell, Writer
from kzcheck.model import BlockKind, Place
from kzcheck.storage import load_yaml

MOST_LEAVES = 500_000
DEEPEST = 100

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PARTS = re.compile(r"[_\-.\s/]+")
_SHARED = 0.5
_SPREAD = 24


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar as the file writes it, whether it is a number, and where it stands (1-based)."""

    text: str
    number: bool = False
    line: int = 0
    column: int = 0

    @property
    def place(self) -> Place:
        """Give the place of the scalar."""
        return Place(line=self.line, column=self.column)


Node = Leaf | Mapping[str, "Node"] | Sequence["Node"]


@dataclass(slots=True)
class Laid:
    """What was laid out: how many leaves."""

    leaves: int = 0

    def count(self) -> None:
        """Count one leaf; raises NotTextError beyond the bound."""
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise NotTextError("too-large", f"holds more than the {MOST_LEAVES:,} values that are read of a file")


def lay_out(writer: Writer, root: Node) -> None:
    """Write a tree."""
    _node(writer, root, (), Laid())


def words(key: str) -> str:
    """Write a key as words, a unit at its end in brackets."""
    parts = [part for part in _PARTS.split(_CAMEL.sub(" ", key)) if part]
    if len(parts) > 1 and (unit := _units().get(parts[-1].lower())):
        return f"{' '.join(parts[:-1])} ({unit})"
    return " ".join(parts) or key


@cache
def _units() -> Mapping[str, str]:
    return {
        str(k): str(v) for k, v in load_yaml(files("kzcheck.documents").joinpath("key_units.yaml").read_bytes()).items()
    }


def _node(writer: Writer, node: Node, path: tuple[str, ...], laid: Laid) -> None:
    if isinstance(node, Leaf):
        _rows(writer, [(path[-1] if path else "", node)], laid)
    elif isinstance(node, Mapping):
        _mapping(writer, node, path, laid)
    elif node and all(isinstance(item, Mapping) for item in node):
        records = [item for item in node if isinstance(item, Mapping)]
        _records(writer, [("", record) for record in records], path, laid)
    elif any(not isinstance(item, Leaf) for item in node):
        for number, item in enumerate(node, start=1):
            if isinstance(item, Leaf):
                _rows(writer, [(f"{path[-1] if path else ''} {number}".strip(), item)], laid)
            else:
                _heading(writer, (*path, str(number)))
                _node(writer, item, (*path, str(number)), laid)
    else:
        _spread(writer, path[-1] if path else "", [item for item in node if isinstance(item, Leaf)], laid)


def _mapping(writer: Writer, node: Mapping[str, Node], path: tuple[str, ...], laid: Laid) -> None:
    inner = {key: child for key, child in node.items() if isinstance(child, Mapping)}
    if len(inner) > 1 and len(inner) == len(node) and _share_keys(list(inner.values())):
        _records(writer, list(inner.items()), path, laid)
        return
    # A year says when, and the key above it what: {"concerts": {"2023": 35}}.
    above = f"{path[-1]} " if path else ""
    leaves = [
        (f"{above}{key}" if key.isdecimal() else key, child) for key, child in node.items() if isinstance(child, Leaf)
    ]
    if leaves:
        _rows(writer, leaves, laid)
    for key, child in node.items():
        if not isinstance(child, Leaf):
            below = (*path, key)
            if not (isinstance(child, Sequence) and all(isinstance(item, Leaf) for item in child)):
                _heading(writer, below)
            _node(writer, child, below, laid)


def _share_keys(records: Sequence[Mapping[str, Node]]) -> bool:
    """Tell whether mappings have most of their keys in common, each a scalar or such a mapping."""
    keys = [set(record) for record in records]
    every = set().union(*keys)
    return bool(every) and sum(map(len, keys)) >= _SHARED * len(every) * len(keys) and len(every) > 0


def _heading(writer: Writer, path: tuple[str, ...]) -> None:
    writer.block(BlockKind.HEADING, " ".join(words(key) for key in path), level=min(len(path) + 1, 6))


def _rows(writer: Writer, rows: Sequence[tuple[str, Leaf]], laid: Laid) -> None:
    cells: list[GridCell] = []
    places: list[Place] = []
    for number, (key, leaf) in enumerate(rows):
        laid.count()
        cells += [GridCell(number, 0, words(key), header=True), GridCell(number, 1, leaf.text)]
        places += [leaf.place, leaf.place]
    writer.table(cells, places)


def _spread(writer: Writer, key: str, leaves: Sequence[Leaf], laid: Laid) -> None:
    """Write a list of scalars as one row, each under its number; words alone are joined."""
    if not any(leaf.number for leaf in leaves):
        if leaves:
            joined = Leaf(", ".join(leaf.text for leaf in leaves), line=leaves[0].line, column=leaves[0].column)
            _rows(writer, [(key, joined)], laid)
        return
    for start in range(0, len(leaves), _SPREAD):
        some = leaves[start : start + _SPREAD]
        head = [GridCell(0, i + 1, f"#{start + i + 1}", header=True) for i in range(len(some))]
        row = [GridCell(1, i + 1, leaf.text) for i, leaf in enumerate(some)]
        places = [leaf.place for leaf in some]
        for _ in some:
            laid.count()
        writer.table([*head, GridCell(1, 0, words(key), header=True), *row], [*places, places[0], *places])


def _records(
    writer: Writer, records: Sequence[tuple[str, Mapping[str, Node]]], path: tuple[str, ...], laid: Laid
) -> None:
    """Write records as a table, mappings inside them flat; what else is nested in them follows with its own path."""
    flat: list[tuple[str, dict[str, Leaf]]] = []
    nested: list[tuple[tuple[str, ...], Node]] = []
    for number, (name, record) in enumerate(records, start=1):
        row: dict[str, Leaf] = {}
        _flatten(record, "", row, nested, (*path, name or str(number)), 0)
        flat.append((name, row))
    columns = list(dict.fromkeys(column for _, row in flat for column in row))
    if columns:
        _table(writer, flat, columns, path, laid)
    for below, node in nested:
        _heading(writer, below)
        _node(writer, node, below, laid)


def _flatten(
    record: Mapping[str, Node],
    prefix: str,
    row: dict[str, Leaf],
    nested: list[tuple[tuple[str, ...], Node]],
    path: tuple[str, ...],
    depth: int,
) -> None:
    for key, child in record.items():
        if isinstance(child, Leaf):
            row[prefix + key] = child
        elif isinstance(child, Mapping) and depth < DEEPEST:
            _flatten(child, f"{prefix}{key} ", row, nested, (*path, key), depth + 1)
        elif child:
            nested.append(((*path, *prefix.split(), key), child))


def _table(
    writer: Writer,
    flat: Sequence[tuple[str, dict[str, Leaf]]],
    columns: Sequence[str],
    path: tuple[str, ...],
    laid: Laid,
) -> None:
    named = any(name for name, _ in flat)
    # What is words names its row, wherever it stands among the keys: it goes before the figures.
    labels = [c for c in columns if not any(row[c].number for _, row in flat if c in row)]
    order = [*labels, *(c for c in columns if c not in labels)]
    first = next(leaf for _, row in flat for leaf in row.values())
    cells = [GridCell(0, 0, words(path[-1]) if path else "", header=True)] if named else []
    cells += [GridCell(0, i + named, words(column), header=True) for i, column in enumerate(order)]
    places = [first.place] * len(cells)
    for number, (name, row) in enumerate(flat, start=1):
        place = next((leaf.place for leaf in row.values()), first.place)
        if named:
            cells.append(GridCell(number, 0, words(name), header=True))
            places.append(place)
        for i, column in enumerate(order):
            if column in row:
                laid.count()
                cells.append(GridCell(number, i + named, row[column].text, header=column in labels))
                places.append(row[column].place)
    writer.table(cells, places)
