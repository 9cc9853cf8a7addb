"""`kzcheck schema`: the JSON Schemas of what kzcheck prints and reads."""

from __future__ import annotations

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command

NAMES = ("run", "claim", "verification", "rules")


@click.command(
    cls=Command,
    examples=(
        "kzcheck schema > run.schema.json",
        "kzcheck schema rules > rules.schema.json",
    ),
)
@click.argument("name", type=click.Choice(NAMES), default="run")
def schema(name: str) -> int:
    """Print a JSON Schema.

    It is that of `check --format json` (run), of a line of `extract` (claim), of `verify --format json` (verification),
    or of rule files (rules).
    """
    import json

    from kzcheck.render.promises import json_schema
    from kzcheck.rules import json_schema as of_rules

    found = of_rules() if name == "rules" else json_schema(name)
    console.put(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "json")
    return 0


COMMANDS = (schema,)
