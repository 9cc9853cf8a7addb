"""The JSON Schema for editors: fresh, and of one mind with the loader."""

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from kzcheck.rules import json_schema

ROOT = Path(__file__).parents[2]
PACK = ROOT / "rules" / "kazakhstan-azerbaijan"


def test_the_schema_in_docs_is_fresh():
    shipped = (ROOT / "docs" / "rules.schema.json").read_text(encoding="utf-8")
    assert shipped == json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", (
        "run: kzcheck rules schema > docs/rules.schema.json"
    )


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("file", sorted(PACK.glob("*.yaml")), ids=lambda p: p.name)
def test_the_shipped_pack_keeps_it(file):
    data = json.loads(json.dumps(YAML(typ="safe").load(file), default=str))
    jsonschema.Draft202012Validator(json_schema()).validate(data)


@pytest.mark.parametrize(
    "bad",
    [
        {"metrcs": {}},
        {"metrics": {"a": {"title": "A", "unit": "t"}}},
        {"metrics": {"a": {"title": "A", "unit": "t", "words": {"en": ["a"]}, "nature": "flo"}}},
        {"rules": {"a": {"relation": "sane", "message": "M", "examples": {}}}},
        {"rules": {"a": {"relation": "same", "message": "M", "examples": {"conflicts": []}}}},
        {"expectations": {"a": {"low": 1, "reason": "R", "hgih": 2}}},
    ],
)
def test_what_the_loader_refuses_an_editor_marks(bad):
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(bad)
