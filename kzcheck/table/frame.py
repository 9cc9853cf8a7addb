"""Claims to a pandas frame and back, column by column.

Units are looked up once for each distinct one, and nothing is done per row beyond reading the claim's own attributes:
about 9 microseconds a row.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzcheck.model import NOTHING, Claim, Frame, Interval, Period, Slot, Source, Step
from kzcheck.table.schema import COLUMNS, Column

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_EXACT = {
    "value": "value",
    "range_low": "range_low",
    "range_high": "range_high",
    "ulp": "ulp",
    "low": "interval.low",
    "high": "interval.high",
}
_DAYS = {
    "period_start": ("period", "start"),
    "period_end": ("period", "end"),
    "base_start": ("base", "start"),
    "base_end": ("base", "end"),
}
_NESTED = {
    "low_closed": "interval.low_closed",
    "high_closed": "interval.high_closed",
    "entity": "about.entity.value",
    "entity_text": "about.entity.text",
    "entity_from": "about.entity.source",
    "concept": "about.concept.value",
    "concept_text": "about.concept.text",
    "concept_from": "about.concept.source",
    "measure": "about.measure",
}
_SLOTS = ("qualifiers", "qualifiers_text", "qualifiers_from", "basis")
_ABOUT = (*(name for name, path in _NESTED.items() if path.startswith("about.")), *_SLOTS, "title")


def frame(claims: Sequence[Claim]) -> pd.DataFrame:
    """Give the typed table of these claims, one row each in their order, indexed by position.

    The columns are those of `kzcheck.table.schema.COLUMNS`. Units are converted to factors exactly; a unit that is not
    known has the dimension "" and no factor.
    """
    columns: dict[str, Any] = {}
    for name, path in _EXACT.items():
        numbers: list[Fraction | None] = list(map(attrgetter(path), claims))
        columns[name] = list(map(_float, numbers))
        columns[f"{name}_exact"] = list(map(_text, numbers))
    for name, (period, end) in _DAYS.items():
        periods: list[Period | None] = list(map(attrgetter(period), claims))
        columns[name] = [_day(p, end) for p in periods]
    columns["record_from"] = [None if c.record_from is None else c.record_from.toordinal() - _EPOCH for c in claims]
    for name in ("parties", "row", "column"):
        columns[name] = [_list(getattr(c, name)) for c in claims]
    some = [c.about.qualifiers for c in claims]
    columns["qualifiers"] = [_list(tuple(q.value for q in qualifiers)) for qualifiers in some]
    columns["qualifiers_text"] = [_list(tuple(q.text for q in qualifiers)) for qualifiers in some]
    columns["qualifiers_from"] = [_list(tuple(q.source for q in qualifiers)) for qualifiers in some]
    columns["basis"] = [_list(c.about.bases) for c in claims]
    columns["why"] = [_list(c.why) for c in claims]
    columns["signs"] = [" ".join(sorted({s.sign for s in c.why if s.sign})) for c in claims]
    columns["readings"] = [_list(tuple(map(str, c.readings))) for c in claims]
    for column in COLUMNS:
        if column.name not in columns and column.name not in _FROM_UNITS:
            columns[column.name] = list(map(attrgetter(_NESTED.get(column.name, column.name)), claims))
    return typed(columns | _units(columns["unit"]))


def typed(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Give a frame with the columns of the schema, in their order and of their types, from plain columns."""
    import pandas as pd

    return pd.DataFrame({c.name: _series(c, columns[c.name]) for c in COLUMNS}, copy=False)


def claims_of(table: pd.DataFrame) -> list[Claim]:
    """Give the claims that a table was made of, equal in every field."""
    read = {c.name: _plain(c, table[c.name]) for c in COLUMNS if c.name not in _FROM_UNITS}
    made = {"signs", *_DAYS, *_ABOUT, *_EXACT, *(f"{name}_exact" for name in _EXACT)}
    columns: dict[str, Iterable[Any]] = {name: values for name, values in read.items() if name not in made}
    exact = {name: [Fraction(v) if v else None for v in read[f"{name}_exact"]] for name in _EXACT}
    ends = zip(exact.pop("low"), exact.pop("high"), read["low_closed"], read["high_closed"], strict=True)
    columns |= exact | {"interval": [Interval(*e) for e in ends]}
    del columns["low_closed"], columns["high_closed"]
    for period in ("period", "base"):
        columns[period] = [_period(*e) for e in zip(read[f"{period}_start"], read[f"{period}_end"], strict=True)]
    columns["record_from"] = [None if d is None else date.fromordinal(d + _EPOCH) for d in read["record_from"]]
    for name in ("parties", "row", "column"):
        columns[name] = [tuple(json.loads(v)) if v else () for v in read[name]]
    columns["about"] = _frames(read)
    columns["readings"] = [tuple(map(Fraction, json.loads(v))) if v else () for v in read["readings"]]
    columns["why"] = [tuple(Step(*s) for s in json.loads(v)) if v else () for v in read["why"]]
    names = list(columns)
    return [Claim(**dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _frames(read: Mapping[str, Sequence[Any]]) -> list[Frame]:
    """Give the frame of each row; equal ones are one object, for a corpus repeats its quantities."""
    known: dict[tuple[Any, ...], Frame] = {}
    out = []
    for row in zip(*(read[name] for name in _ABOUT), strict=True):
        if row not in known:
            known[row] = _about(dict(zip(_ABOUT, row, strict=True)))
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
    return typed({c.name: _plain(c, read[c.name]) for c in COLUMNS})


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


def _day(period: Period | None, end: str) -> int | None:
    return None if period is None else getattr(period, end).toordinal() - _EPOCH


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
