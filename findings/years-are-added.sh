#!/usr/bin/env bash
# The commonest table of official statistics has years as the heads of its columns: region,2022,2023 and numbers below.
# DuckDB reads a CSV file without being told whether it has a header (the manual: "header detection"), and decides by types:
# "2022" is a number as are those below it, so the heads become the first ROW of data. The sum of 410 and 120 is then 2552:
# the year is added in. With one more column whose head is a word (change), or with "FY2022", the same file is read rightly.
# polars, pyarrow and csv take the first row for heads. No warning; "column1" in place of "2022" is all that one can see.
# kzcheck takes a row of years above numbers for heads and dates each column by it (tests/extract/test_tables.py).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile duckdb==2.0.1
printf 'region,2022,2023\nNorth,410,455\nSouth,120,130\n' > years.csv
printf 'region,FY2022,FY2023\nNorth,410,455\nSouth,120,130\n' > fiscal.csv
printf 'region,2022,2023,change\nNorth,410,455,45\nSouth,120,130,10\n' > change.csv
cat > probe.py <<'PY'
import duckdb

print("duckdb", duckdb.__version__)
for path, columns, total in (
    ("years.csv", ["column0", "column1", "column2"], 2022 + 410 + 120),
    ("fiscal.csv", ["region", "FY2022", "FY2023"], 410 + 120),
    ("change.csv", ["region", "2022", "2023", "change"], 410 + 120),
):
    table = duckdb.sql(f"from '{path}'")
    (seen,) = duckdb.sql(f"select sum(\"{columns[1]}\") from '{path}'").fetchall()[0]
    print(f"  {path}: columns {table.columns}, first row {table.limit(1).fetchall()[0]}, sum of the second column {seen}")
    assert (table.columns, seen) == (columns, total), "the behaviour differs from what this script states"
PY
./venv/bin/python probe.py
