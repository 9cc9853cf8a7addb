"""The table as Arrow columns, in which it can be kept, cut and joined without a Python object for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kzcheck.table.schema import Column, columns

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_arrow(frame: pd.DataFrame) -> pa.Table:
    """Give the same table as Arrow columns."""
    import pyarrow as pa

    rows = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    words = pa.dictionary(pa.int32(), pa.large_string())  # however many there are, so that any two tables can be joined
    types = [words if pa.types.is_dictionary(f.type) else f.type for f in rows.schema]
    return rows.cast(pa.schema(zip(rows.schema.names, types, strict=True)))


def from_arrow(rows: pa.Table) -> pd.DataFrame:
    """Give the typed table that `kzcheck.table.frame` gives of the same claims; raises KeyError on other columns."""
    import pandas as pd

    return pd.DataFrame({c.name: _series(c, rows.column(c.name)) for c in columns()}, copy=False)


def joined(pieces: Sequence[tuple[pa.Table, int, int]]) -> pa.Table:
    """Join pieces (at least one) of tables: the rows from a position on, and how many. Neighbours are cut out once."""
    import pyarrow as pa

    runs: list[tuple[pa.Table, int, int]] = []
    for rows, first, count in pieces:
        if runs and runs[-1][0] is rows and runs[-1][1] + runs[-1][2] == first:
            runs[-1] = (rows, runs[-1][1], runs[-1][2] + count)
        elif count:
            runs.append((rows, first, count))
    return pa.concat_tables([rows.slice(first, count) for rows, first, count in runs or [(pieces[0][0], 0, 0)]])


def _series(column: Column, values: pa.ChunkedArray) -> Any:
    import numpy as np
    import pandas as pd

    match column.dtype:
        case "category":
            return _categorical(column, values)
        case "Float64":
            plain = values.fill_null(np.nan).to_numpy()
            return pd.arrays.FloatingArray(plain, np.isnan(plain))
        case "str":
            return pd.array(values, dtype="str")
        case _:
            return pd.Series(values.to_numpy())


def _categorical(column: Column, values: pa.ChunkedArray) -> Any:
    """Give the categories that the values would give alone: those of the schema, then the others in order."""
    import numpy as np
    import pandas as pd

    whole = values.unify_dictionaries().combine_chunks()
    if isinstance(whole, type(values)):  # no rows, no chunk
        return pd.Categorical.from_codes([], categories=pd.Index(list(column.known), dtype="str"))
    names = whole.dictionary.to_pylist()
    codes = whole.indices.to_numpy()
    used = np.flatnonzero(np.bincount(codes, minlength=len(names)))
    place = {name: i for i, name in enumerate(column.known)}
    for name in sorted({names[i] for i in used.tolist()}.difference(place)):
        place[name] = len(place)
    meaning = np.array([place.get(name, -1) for name in names], dtype=np.int32)
    return pd.Categorical.from_codes(meaning[codes], categories=pd.Index(list(place), dtype="str"))
