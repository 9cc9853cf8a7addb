"""SDMX data messages, as CSV and as JSON: one observation a line, or a list of values under the numbers of their keys.

`UNIT_MULT` is the power of ten in which a value is told, `UNIT_MEASURE` its unit; both count once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from kzcheck.documents.cubes import Cube, Observation, lay_out, power
from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.json_data import parsed
from kzcheck.documents.json_stat import mapping, text_of, texts
from kzcheck.documents.metadata import Reading
from kzcheck.documents.trees import Leaf, Node
from kzcheck.documents.writing import Writer
from kzcheck.model import Notice, Place

NAME = "sdmx"
SUFFIXES: tuple[str, ...] = ()

_TIME, _VALUE, _STATUS, _UNIT, _POWER = "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT"
_FLOW = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION", "STRUCTURE_NAME")
_ATTRIBUTES = (
    _VALUE,
    _STATUS,
    _UNIT,
    _POWER,
    "DECIMALS",
    "CONF_STATUS",
    "COMMENT_OBS",
    "TITLE",
    "OBS_FLAG",
    "LAST UPDATE",
)
_PLAIN = frozenset({"", "A", "N", "_Z"})
"""States of an observation that say nothing of it: normal."""

Attributes = dict[str, str]


def looks_like(data: bytes) -> bool:
    """Tell whether a file is an SDMX message: a CSV with the columns of one, or JSON with its data sets."""
    if data.lstrip()[:1] == b"{":
        return b'"dataSets"' in data and b'"dimensions"' in data
    head = data.partition(b"\n")[0].upper()
    return _VALUE.encode() in head and _TIME.encode() in head


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a message; raises NotTextError where it is none."""
    text, said = decoded(name, data)
    cube = _of_json(parsed(text)) if text.lstrip().startswith("{") else _of_csv(text)
    writer = Writer()
    lay_out(writer, cube)
    if writer.empty:
        return [], [*said, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], said


# CSV.


def _of_csv(text: str) -> Cube:
    head, *rest = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    names = [_code(cell).upper() for cell in head]
    dimensions = [n for n, name in enumerate(names) if name not in (*_FLOW, *_ATTRIBUTES) and not _is_note(name)]
    dimensions = [n for n in dimensions if any(len(row) > n and row[n].strip() for row in rest)]
    if _VALUE not in names or _TIME not in names:
        raise NotTextError("data", f"no readable SDMX: {_VALUE} or {_TIME} is missing", line=1, column=1)
    across = [at for at, n in enumerate(dimensions) if names[n] == _TIME]
    cube = Cube("", [_label(head[n]) for n in dimensions], across)
    value = names.index(_VALUE)
    for line, row in enumerate(rest, start=2):
        cell = {name: row[n].strip() for n, name in enumerate(names) if n < len(row)}
        number = cell.get(_VALUE, "")
        if not number.lstrip("-+")[:1].isdecimal():
            continue
        labels = tuple(_label(row[n]) if n < len(row) else "" for n in dimensions)
        told = {key: _code(cell.get(key, "")) for key in (_UNIT, _POWER, _STATUS)}
        cube.add(_observation(labels, number, told, Place(line=line, column=value + 1)))
    return cube


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _is_note(name: str) -> bool:
    """Tell whether a column tells a label that stands beside its code, or a remark."""
    return " " in name or name.endswith(("_LABEL", "_NAME"))


def _code(cell: str) -> str:
    """Give the code of "A: Annual"."""
    return cell.partition(":")[0].strip()


def _label(cell: str) -> str:
    """Give the name of "A: Annual", or the code where there is none."""
    code, _, name = cell.partition(":")
    return name.strip() or code.strip()


def _observation(labels: tuple[str, ...], number: str, told: Mapping[str, str], place: Place) -> Observation:
    flag = told.get(_STATUS, "")
    unit = told.get(_UNIT, "")
    return Observation(labels, number, unit, power(told.get(_POWER, "")), "" if flag in _PLAIN else flag.lower(), place)


# JSON.


def _of_json(root: Node) -> Cube:
    if not isinstance(root, Mapping):
        raise NotTextError("data", "no readable SDMX: an object was expected")
    message = mapping(root, "data") or root
    sets = message.get("dataSets")
    structure = mapping(message, "structure") or mapping(root, "structure") or _first(message.get("structures"))
    if not isinstance(sets, Sequence) or not structure:
        raise NotTextError("data", "no readable SDMX: dataSets or structure is missing")
    series, observed = (_described(mapping(structure, "dimensions"), level) for level in ("series", "observation"))
    every = [*series, *observed]
    times = [n for n, one in enumerate(every) if text_of(one.get("id")) == _TIME] or [len(every) - 1]
    cube = Cube(text_of(structure.get("name")), [_name(one) for one in every], times)
    attributes = mapping(structure, "attributes")
    for one in sets:
        if not isinstance(one, Mapping):
            continue
        base = _told(one.get("attributes"), _described(attributes, "dataSet"))
        base |= _fixed(_described(attributes, "dataSet"))
        _add(cube, mapping(one, "observations"), (), observed, attributes, base)
        for key, found in mapping(one, "series").items():
            if isinstance(found, Mapping):
                told = base | _told(found.get("attributes"), _described(attributes, "series"))
                _add(cube, mapping(found, "observations"), _labels(key, series), observed, attributes, told)
    return cube


def _add(
    cube: Cube,
    observations: Mapping[str, Node],
    before: tuple[str, ...],
    dimensions: Sequence[Mapping[str, Node]],
    attributes: Mapping[str, Node],
    told: Attributes,
) -> None:
    own = _described(attributes, "observation")
    for key, found in observations.items():
        if isinstance(found, Leaf | Mapping) or not found:
            continue
        value, *numbers = found
        if isinstance(value, Leaf) and value.number:
            said = told | _told(numbers, own)
            cube.add(_observation((*before, *_labels(key, dimensions)), value.text, said, value.place))


def _described(levels: Mapping[str, Node], level: str) -> list[Mapping[str, Node]]:
    found = levels.get(level)
    if isinstance(found, Leaf | Mapping) or found is None:
        return []
    return [one for one in found if isinstance(one, Mapping)]


def _values(described: Mapping[str, Node]) -> list[Mapping[str, Node]]:
    return _described(described, "values")


def _labels(key: str, dimensions: Sequence[Mapping[str, Node]]) -> tuple[str, ...]:
    """Give the names of the categories that "0:3:1" stands for."""
    out = []
    for number, one in zip(key.split(":"), dimensions, strict=False):
        values = _values(one)
        at = int(number) if number.isdecimal() else len(values)
        if at >= len(values):
            raise NotTextError("data", f"no readable SDMX: no category {number} of {_name(one)}")
        out.append(_name(values[at]))
    return tuple(out)


def _told(numbers: Node | None, described: Sequence[Mapping[str, Node]]) -> Attributes:
    """Give the attributes that a list of the numbers of their values tells."""
    if isinstance(numbers, Leaf | Mapping) or numbers is None:
        return {}
    out = {}
    for number, one in zip(numbers, described, strict=False):
        values = _values(one)
        if isinstance(number, Leaf) and number.text.isdecimal() and int(number.text) < len(values):
            value = values[int(number.text)]
            out[text_of(one.get("id"))] = text_of(value.get("id")) or text_of(value.get("name"))
    return out


def _fixed(described: Sequence[Mapping[str, Node]]) -> Attributes:
    """Give the attributes that have one value alone."""
    out = {}
    for one in described:
        values = _values(one)
        if len(values) == 1:
            out[text_of(one.get("id"))] = text_of(values[0].get("id")) or text_of(values[0].get("name"))
    return out


def _name(described: Mapping[str, Node]) -> str:
    name = described.get("name")
    if isinstance(name, Mapping):
        name = next(iter(name.values()), None)
    return text_of(name) or text_of(described.get("id")) or " ".join(texts(described.get("names")))


def _first(node: Node | None) -> Mapping[str, Node]:
    if isinstance(node, Leaf | Mapping) or not node:
        return {}
    found = node[0]
    return found if isinstance(found, Mapping) else {}
