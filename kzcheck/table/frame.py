"""Claims to a pandas frame and back, column by column.

Units are looked up once for each distinct one, and nothing is done per row beyond reading the claim's own attributes:
about 9 microseconds a row.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzcheck.model import NOTHING, Claim, Frame, Interval, Period, Slot, Source, Step
from kzcheck.table.schema import COLUMNS, DAY, NUMBER, Column, columns

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_EXACT = ("value", "range_low", "range_high", "ulp", "low", "high")
_FIELDS = tuple(f.name for f in fields(Claim))
_ENDS = ("start", "end")
_ABOUT = ("entity", "entity_text", "entity_from", "concept", "concept_text", "concept_from", "measure", "title")
_SLOTS = ("qualifiers", "qualifiers_text", "qualifiers_from", "basis")


def frame(claims: Sequence[Claim]) -> pd.DataFrame:
    """Give the typed table of these claims, one row each in their order, indexed by position.

    The columns are those of `kzcheck.table.schema`. Units are converted to factors exactly; a unit that is not
    known has the dimension "" and no factor.
    """
    cells: dict[str, Any] = {}
    for column in columns():
        if not column.of_unit:
            cells[column.name] = _cells(column, list(map(column.read, claims)))
    return typed(cells | _units(cells["unit"]))


def _cells(column: Column, values: list[Any]) -> list[Any]:
    """Give values as plain ones: exact numbers as text, others as floats, days as numbers since 1970, lists as JSON."""
    if column.exact:
        return list(map(_text, values))
    if column.dtype == NUMBER:
        return list(map(_float, values))
    if column.dtype == DAY:
        return [None if day is None else day.toordinal() - _EPOCH for day in values]
    return list(map(_list, values)) if column.many else values


def typed(cells: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Give a frame with the columns of the schema, in their order and of their types, from plain columns."""
    import pandas as pd

    return pd.DataFrame({c.name: _series(c, cells[c.name]) for c in columns()}, copy=False)


def claims_of(table: pd.DataFrame) -> list[Claim]:
    """Give the claims that a table was made of, equal in every field."""
    read = {c.name: _plain(c, table[c.name]) for c in COLUMNS if not c.of_unit}
    made: dict[str, Iterable[Any]] = {name: read[name] for name in _FIELDS if name in read}
    exact = {name: [Fraction(v) if v else None for v in read[f"{name}_exact"]] for name in _EXACT}
    ends = zip(exact.pop("low"), exact.pop("high"), read["low_closed"], read["high_closed"], strict=True)
    made |= exact | {"interval": [Interval(*e) for e in ends]}
    for period in ("period", "base"):
        made[period] = [_period(*e) for e in zip(*(read[f"{period}_{end}"] for end in _ENDS), strict=True)]
    made["record_from"] = [None if d is None else date.fromordinal(d + _EPOCH) for d in read["record_from"]]
    for name in ("parties", "row", "column"):
        made[name] = [tuple(json.loads(v)) if v else () for v in read[name]]
    made["about"] = _frames(read)
    made["readings"] = [tuple(map(Fraction, json.loads(v))) if v else () for v in read["readings"]]
    made["why"] = [tuple(Step(*s) for s in json.loads(v)) if v else () for v in read["why"]]
    names = list(made)
    return [Claim(**dict(zip(names, row, strict=True))) for row in zip(*made.values(), strict=True)]


def _frames(read: Mapping[str, Sequence[Any]]) -> list[Frame]:
    """Give the frame of each row; equal ones are one object, for a corpus repeats its quantities."""
    known: dict[tuple[Any, ...], Frame] = {}
    out = []
    slots = (*_ABOUT, *_SLOTS)
    for row in zip(*(read[name] for name in slots), strict=True):
        if row not in known:
            known[row] = _about(dict(zip(slots, row, strict=True)))
        out.append(known[row])
    return out


def _about(row: Mapping[str, str]) -> Frame:
    slots = (json.loads(row[name] or "[]") for name in _SLOTS[:-1])
    bases = set(json.loads(row["basis"] or "[]"))
    about = Frame(
        entity=Slot(value=row["entity"], text=row["entity_text"], source=Source(row["entity_from"])),
        concept=Slot(value=row["concept"], text=row["concept_text"], source=Source(row["concept_from"])),
        qualifiers=tuple(
            Slot(value=value, text=text, source=Source(source), basis=value in bases)
            for value, text, source in zip(*slots, strict=True)
        ),
        measure=row["measure"],
        title=row["title"],
    )
    return about if about != NOTHING else NOTHING


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Put the table into a parquet file in one step. Raises OSError as `kzcheck.storage.write_bytes` does."""
    import io

    from kzcheck.storage import write_bytes

    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    write_bytes(path, buffer.getvalue())


def read_parquet(path: Path) -> pd.DataFrame:
    """Give the table of a parquet file that `write_parquet` wrote, with the same types."""
    import pandas as pd

    read = pd.read_parquet(path)
    return typed({c.name: _plain(c, read[c.name]) for c in columns()})


_FROM_UNITS = ("dimension", "factor", "factor_exact")


def _units(units: Sequence[str]) -> dict[str, list[Any]]:
    from kzcheck.units import factors

    distinct = set(units)
    found = factors(sorted(distinct - {""}))
    rows = {
        u: (found[u][1], _float(found[u][0]), _text(found[u][0])) if u in found else ("", None, "") for u in distinct
    }
    return {name: [row[i] for row in map(rows.__getitem__, units)] for i, name in enumerate(_FROM_UNITS)}


def _float(x: Fraction | None) -> float | None:
    if x is None:
        return None
    try:
        return x.numerator / x.denominator
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def _text(x: Fraction | None) -> str:
    if x is None:
        return ""
    return str(x.numerator) if x.denominator == 1 else f"{x.numerator}/{x.denominator}"


_EPOCH = date(1970, 1, 1).toordinal()


def _period(start: int | None, end: int | None) -> Period | None:
    if start is None or end is None:
        return None
    return Period(date(1970, 1, 1) + timedelta(days=start), date(1970, 1, 1) + timedelta(days=end))


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _list(values: tuple[Any, ...]) -> str:
    return _encode(values) if values else ""


def _series(column: Column, values: Sequence[Any]) -> Any:
    import numpy as np
    import pandas as pd

    match column.dtype:
        case "category":
            return _categorical(values, column.known)
        case "Float64":
            numbers = np.array(values, dtype=float)  # None becomes NaN
            return pd.arrays.FloatingArray(numbers, np.isnan(numbers))
        case "datetime64[s]":
            nat = np.iinfo(np.int64).min
            days = np.fromiter((nat if v is None else v for v in values), dtype=np.int64, count=len(values))
            return days.view("datetime64[D]").astype("datetime64[s]")
        case _:
            return pd.array(values, dtype=column.dtype)  # type: ignore[call-overload]


def _categorical(values: Sequence[str], known: tuple[str, ...]) -> Any:
    import numpy as np
    import pandas as pd

    codes: dict[str, int] = {name: i for i, name in enumerate((*known, *sorted(set(values).difference(known))))}
    found = np.fromiter(map(codes.__getitem__, values), dtype=np.int32, count=len(values))
    return pd.Categorical.from_codes(found, categories=pd.Index(list(codes), dtype="str"))


def _plain(column: Column, values: pd.Series[Any]) -> list[Any]:
    """Give a column as plain Python values, days as numbers since 1970 and missing numbers and days as None."""
    import numpy as np

    match column.dtype:
        case "Float64":
            return [None if math.isnan(v) else v for v in values.to_numpy(dtype=float, na_value=math.nan).tolist()]
        case "datetime64[s]":
            days: np.ndarray[Any, Any] = values.to_numpy().astype("datetime64[D]")
            return [None if n else d for d, n in zip(days.view(np.int64).tolist(), np.isnat(days), strict=True)]
        case "int64" | "bool":
            return values.to_list()
        case _:
            return values.astype("object").to_list()
