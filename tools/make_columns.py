"""Write docs/columns.md, the list of the columns of the table of claims, from kzcheck/table/schema.py."""

from __future__ import annotations

from pathlib import Path

from kzcheck.table.schema import COLUMNS

PAGE = Path(__file__).parents[1] / "docs" / "columns.md"
HEAD = """# The columns of the table of claims

<!-- Made by tools/make_columns.py from kzcheck/table/schema.py; edit that, not this. -->

One row a claim, the same in `kzcheck.claims(...)`, `claims.parquet` and `kzcheck table`. Exact numbers stand twice: as
floats to compute with, and as fractions in text (`10669/20`) to prove with, in the column of that name with `_exact`. A
missing number or date is NA or NaT, a missing text is empty, several values in one cell are a JSON list.
`kzcheck extract` prints fewer: `kzcheck schema claim` is the schema of its lines.

| column | type | what it holds | values |
|---|---|---|---|
"""


def page() -> str:
    """Give the page as Markdown."""
    rows = []
    for column in COLUMNS:
        known = ", ".join(f"`{value}`" for value in column.known if value)
        meaning = column.meaning.replace("|", "\\|")
        rows.append(f"| `{column.name}` | {column.dtype} | {meaning} | {known} |\n")
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
