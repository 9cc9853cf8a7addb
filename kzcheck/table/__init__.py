"""The table: claims as a typed pandas frame, and the contract that it must keep."""

from kzcheck.table.contract import start, validate
from kzcheck.table.frame import claims_of, frame, read_parquet, typed, write_parquet

__all__ = ["claims_of", "frame", "read_parquet", "start", "typed", "validate", "write_parquet"]
