"""JSON-stat, the cubes of statistical offices in JSON: dimensions with their categories, and the cells in one list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

from kzcheck.documents.cubes import Cube, Observation, lay_out, power
from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.json_data import parsed
from kzcheck.documents.metadata import Reading
from kzcheck.documents.trees import Leaf, Node
from kzcheck.documents.writing import Writer
from kzcheck.model import Notice

NAME = "json-stat"
SUFFIXES: tuple[str, ...] = (".jsonstat",)

_DATASET = re.compile(rb'"class"\s*:\s*"dataset"|"dataset"\s*:\s*\{|"dimension"\s*:\s*\{\s*"id"')


def looks_like(data: bytes) -> bool:
    """Tell whether a JSON file is a JSON-stat dataset."""
    return data.lstrip()[:1] == b"{" and b'"size"' in data and b'"value"' in data and _DATASET.search(data) is not None


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it is no JSON-stat."""
    text, said = decoded(name, data)
    root = parsed(text)
    writer = Writer()
    for dataset in _datasets(root):
        lay_out(writer, _cube(dataset))
    if writer.empty:
        return [], [*said, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], said


def _datasets(root: Node) -> list[Mapping[str, Node]]:
    """Give the dataset of a file, or of an old one all that it holds by name."""
    if not isinstance(root, Mapping):
        raise NotTextError("data", "no readable JSON-stat: an object was expected")
    if "value" in root:
        return [root]
    return [child for child in root.values() if isinstance(child, Mapping) and "value" in child]


def _cube(dataset: Mapping[str, Node]) -> Cube:
    dimension = mapping(dataset, "dimension")
    ids = texts(dataset.get("id") or dimension.get("id"))
    sizes = [int(n) for n in texts(dataset.get("size") or dimension.get("size"))]
    role = mapping(dataset, "role") or mapping(dimension, "role")
    if not ids or len(ids) != len(sizes):
        raise NotTextError("data", "no readable JSON-stat: id and size do not agree")
    categories = [_categories(mapping(dimension, one), size) for one, size in zip(ids, sizes, strict=True)]
    names = [text_of(mapping(dimension, one).get("label")) or one for one in ids]
    times = [ids.index(one) for one in texts(role.get("time")) if one in ids] or [len(ids) - 1]
    metrics = [ids.index(one) for one in texts(role.get("metric")) if one in ids]
    cube = Cube(text_of(dataset.get("label")), names, times)
    value, status = dataset.get("value"), dataset.get("status")
    units = [mapping(mapping(mapping(dimension, one), "category"), "unit") for one in ids]
    for n, cell in enumerate(product(*categories)):
        leaf = _at(value, n)
        if leaf is None or not leaf.number:
            continue
        told = mapping(units[metrics[0]], cell[metrics[0]][0]) if metrics else {}
        unit = text_of(told.get("symbol")) or text_of(told.get("base")) or text_of(told.get("label"))
        flag = _at(status, n) if not isinstance(status, Leaf) else status
        cube.add(
            Observation(
                tuple(label for _, label in cell),
                leaf.text,
                unit,
                power(text_of(told.get("multiplier"))),
                "" if flag is None else flag.text,
                leaf.place,
            )
        )
    return cube


def _categories(dimension: Mapping[str, Node], size: int) -> list[tuple[str, str]]:
    """Give the key and the label of each category of a dimension, in their order."""
    category = mapping(dimension, "category")
    index, labels = category.get("index"), mapping(category, "label")
    if isinstance(index, Mapping):
        keys = sorted(index, key=lambda key: int(text_of(index[key]) or 0))
    else:
        keys = texts(index) or list(labels)
    if len(keys) != size:
        raise NotTextError("data", f"no readable JSON-stat: {len(keys)} categories where the size is {size}")
    return [(key, text_of(labels.get(key)) or key) for key in keys]


def _at(node: Node | None, n: int) -> Leaf | None:
    """Give one value of a list, or of a mapping from its number."""
    found = node.get(str(n)) if isinstance(node, Mapping) else None
    if isinstance(node, Sequence) and not isinstance(node, Leaf) and n < len(node):
        found = node[n]
    return found if isinstance(found, Leaf) else None


def mapping(node: Mapping[str, Node], key: str) -> Mapping[str, Node]:
    """Give a mapping in a mapping, {} where there is none."""
    found = node.get(key)
    return found if isinstance(found, Mapping) else {}


def text_of(node: Node | None) -> str:
    """Give a scalar as text, "" where there is none."""
    return node.text if isinstance(node, Leaf) else ""


def texts(node: Node | None) -> list[str]:
    """Give a list of scalars as texts, [] where there is none."""
    if isinstance(node, Leaf | Mapping) or node is None:
        return []
    return [item.text for item in node if isinstance(item, Leaf)]
