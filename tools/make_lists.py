"""Write the lists in docs/ that are made from declarations: columns, relations, the schema of rule files."""

from __future__ import annotations

import json
from pathlib import Path

from kzcheck.compare.relations import asked
from kzcheck.rules import json_schema
from kzcheck.table.schema import columns as declared

DOCS = Path(__file__).parents[1] / "docs"
COLUMNS_HEAD = """# The columns of the table of claims

<!-- Made by tools/make_lists.py from kzcheck/table/schema.py; edit that, not this. -->

One row a claim, the same in `kzcheck.claims(...)`, `claims.parquet` and `kzcheck table`. Exact numbers stand twice: as
floats to compute with, and as fractions in text (`10669/20`) to prove with, in the column of that name with `_exact`. A
missing number or date is NA or NaT, a missing text is empty, several values in one cell are a JSON list.
`kzcheck extract` prints fewer: `kzcheck schema claim` is the schema of its lines.

| column | type | what it holds | values |
|---|---|---|---|
"""
RELATIONS_HEAD = "| relation | the comparison |\n|---|---|\n"


def columns() -> str:
    """Give the page of columns as Markdown."""
    rows = []
    for column in declared():
        known = ", ".join(f"`{value}`" for value in column.known if value)
        meaning = column.meaning.replace("|", "\\|")
        rows.append(f"| `{column.name}` | {column.dtype} | {meaning} | {known} |\n")
    return COLUMNS_HEAD + "".join(rows)


def relations() -> str:
    """Give the table of the relations that rules may ask for, as Markdown."""
    return RELATIONS_HEAD + "".join(f"| `{one.name}` | {one.holds} |\n" for one in asked())


def schema() -> str:
    """Give the JSON Schema of rule files as text."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def rules(page: str) -> str:
    """Give the page of rules with its table of relations made anew."""
    before, _, rest = page.partition(RELATIONS_HEAD)
    _, end, after = rest.partition("\n\n")
    return before + relations() + end[1:] + after


if __name__ == "__main__":
    (DOCS / "columns.md").write_text(columns(), encoding="utf-8")
    (DOCS / "rules.schema.json").write_text(schema(), encoding="utf-8")
    page = DOCS / "rules.md"
    page.write_text(rules(page.read_text(encoding="utf-8")), encoding="utf-8")
