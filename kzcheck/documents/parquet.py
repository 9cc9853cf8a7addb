"""Parquet as data: its columns are a table, of which texts and dates label the rows."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.metadata import Reading
from kzcheck.documents.trees import MOST_LEAVES, words
from kzcheck.documents.writing import GridCell, Writer
from kzcheck.model import Notice, Place

NAME = "parquet"
SUFFIXES: tuple[str, ...] = (".parquet", ".pq")


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        count = file.metadata.num_rows * file.metadata.num_columns
        if count > MOST_LEAVES:
            raise NotTextError("too-large", f"holds {count:,} values, more than the {MOST_LEAVES:,} that are read")
        table = file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, NotTextError):
            raise
        raise NotTextError("damaged", f"damaged: no readable Parquet ({str(error).splitlines()[0]})") from None
    writer = Writer()
    _lay(writer, table)
    if writer.empty:
        return [], [Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], []


def _lay(writer: Writer, table: Any) -> None:
    import pyarrow.types as kinds

    columns = [(f.name, table.column(i).to_pylist(), f.type) for i, f in enumerate(table.schema)]
    numeric = {n for n, _, t in columns if kinds.is_integer(t) or kinds.is_floating(t) or kinds.is_decimal(t)}
    columns.sort(key=lambda column: column[0] in numeric)
    cells = [GridCell(0, i, words(name), header=True) for i, (name, _, _) in enumerate(columns)]
    places = [Place(table=1, table_row=1, table_column=i + 1) for i in range(len(columns))]
    for row in range(table.num_rows):
        for i, (name, values, _) in enumerate(columns):
            if text := _text(values[row]):
                cells.append(GridCell(row + 1, i, text, header=name not in numeric))
                places.append(Place(table=1, table_row=row + 2, table_column=i + 1))
    if table.num_rows:
        writer.table(cells, places)


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes").removesuffix(" 00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}" if "e" not in f"{value:.15g}" else f"{value:.10f}".rstrip("0")
    return " ".join(str(value).split())
