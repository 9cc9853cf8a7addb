"""The table: claims as a typed pandas frame, and the contract that it must keep."""

from kzcheck.table.frame import claims_of, frame, read_parquet, write_parquet

__all__ = ["claims_of", "frame", "read_parquet", "write_parquet"]
