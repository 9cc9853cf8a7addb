"""Rules: YAML packs to typed metrics, rules, expectations and waivers. The rules themselves stand in rules/."""

from kzcheck.rules.draft import draft, pairs_to_decide
from kzcheck.rules.examples import ExampleResult, run_examples, unproven
from kzcheck.rules.loader import RulesError, load
from kzcheck.rules.schema import json_schema

__all__ = ["ExampleResult", "RulesError", "draft", "json_schema", "load", "pairs_to_decide", "run_examples", "unproven"]
