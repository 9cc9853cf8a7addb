"""The JSON Schema of rule files, for editors: generated from the table of fields."""

from __future__ import annotations

from typing import Any

from kzcheck.rules.fields import Section, sections


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a rule file as plain data."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules of kzcheck",
        "type": "object",
        "properties": {s.name: _section(s) for s in sections()},
        "additionalProperties": False,
    }


def _section(section: Section) -> dict[str, Any]:
    entry = {
        "type": "object",
        "properties": {f.name: {"description": f.meaning, **f.shape.schema} for f in section.fields},
        "required": [f.name for f in section.fields if f.required],
        "additionalProperties": False,
    }
    return {"description": section.meaning, "type": "object", "additionalProperties": entry}
