"""The table: claims as a typed pandas frame, and the contract that it must keep."""

from kzcheck.table.contract import start, validate
from kzcheck.table.frame import claims_of, frame, read_parquet, typed, write_parquet
from kzcheck.table.keeping import Found, Kept, Part
from kzcheck.table.rows import Rows

__all__ = [
    "Found",
    "Kept",
    "Part",
    "Rows",
    "claims_of",
    "frame",
    "read_parquet",
    "start",
    "typed",
    "validate",
    "write_parquet",
]
