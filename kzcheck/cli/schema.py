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
    from importlib.resources import files

    if name == "rules":
        import json

        from kzcheck.rules import json_schema

        console.put(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", "json")
    else:
        console.put(files("kzcheck.render").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8"), "json")
    return 0


COMMANDS = (schema,)
