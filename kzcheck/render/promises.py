"""The JSON Schemas of what kzcheck prints: those of `schemas/`, with claims as the table declares them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from kzcheck.table.schema import CATEGORY, DAY, FLAG, NUMBER, PLACE, TEXT, Column, shown

_TYPES: dict[str, dict[str, Any]] = {
    TEXT: {"type": "string"},
    CATEGORY: {"type": "string"},
    PLACE: {"type": "integer"},
    FLAG: {"type": "boolean"},
    NUMBER: {"type": ["number", "null"]},
    DAY: {"type": ["string", "null"], "format": "date"},
}


def claim_schema() -> dict[str, Any]:
    """Give the schema of a claim: a line of `extract`, an item of a run."""
    return {
        "title": "Claim",
        "description": "One number that a document states, with everything that ties it down. Intervals hold what the"
        " statement allows.",
        "type": "object",
        "required": [column.name for column in shown()],
        "properties": {column.name: _property(column) for column in shown()},
    }


def _property(column: Column) -> dict[str, Any]:
    kind = {"type": "array", "items": {"type": "string"}} if column.many else _TYPES[column.dtype]
    values = {"enum": list(column.known)} if column.known else {}
    return {**kind, "description": column.meaning, **values, **column.extra}


def json_schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) called run, claim or verification."""
    if name == "claim":
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:kzcheck:claim:1"}
        return head | claim_schema()
    found: dict[str, Any] = json.loads(
        files("kzcheck.render").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")
    )
    found["$defs"]["claim"] = claim_schema()
    return found
