"""`kzcheck extract` and `kzcheck table`: the claims, one a line or as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, F, settings, shared, stdin

if TYPE_CHECKING:
    from kzcheck.pipeline import Reading

FORMATS = ("jsonl", "csv", "json", "parquet", "text")


def _with_options(default: str) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        into = click.option("--output", metavar="FILE", help="Write to this file instead of standard output.")
        chosen = click.option(
            "--format", "format_", type=click.Choice(FORMATS), default=default, show_default=True, help="What to write."
        )
        return chosen(into(function))

    return decorate


@click.command(
    cls=Command,
    examples=(
        "kzcheck extract notes.txt",
        "kzcheck extract docs --format parquet --output claims.parquet",
        'echo "Sales rose by 5% to $3 million in 2024." | kzcheck extract - --format text',
    ),
)
@shared
@_with_options("jsonl")
def extract(common: Common, format_: str, output: str | None) -> int:
    """Find every numeric claim in documents, and compare nothing.

    One claim a line: where it stands, its value, unit, hedge, allowed interval, period, speaker and derivation.
    """
    return _extract(common, format_, output)


@click.command(
    cls=Command,
    examples=(
        "kzcheck table docs",
        "kzcheck table docs --format csv > claims.csv",
    ),
)
@shared
@_with_options("text")
def table(common: Common, format_: str, output: str | None) -> int:
    """Show the claims of documents as a readable table."""
    return _extract(common, format_, output)


def _extract(common: Common, format_: str, output: str | None) -> int:
    from kzcheck.pipeline import read

    if format_ == "parquet" and output is None and click.get_text_stream("stdout").isatty():
        raise click.UsageError("parquet is no text: give --output FILE", click.get_current_context())
    wanted = settings(common, skip=(output,) if output else ())
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
    console.require(common, reading.notices, documents=len(reading.documents))
    data = _written(reading, format_, common)
    if output is None:
        console.put_bytes(data)
    else:
        console.write({Path(output): data})
    console.say(common, reading.notices, documents=len(reading.documents))
    if common.strict and console.unread(reading.notices):
        click.echo("kzcheck: error: --strict: not every file could be read", err=True)
        return 2
    return 0


def _written(reading: Reading, format_: str, common: Common) -> bytes:
    from kzcheck import render
    from kzcheck.model import Run

    if format_ == "parquet":
        from kzcheck.table import parquet

        return parquet(reading.claims)
    run = Run(
        documents=reading.documents,
        claims=reading.claims,
        comparisons=(),
        findings=(),
        notices=reading.notices,
        pack=reading.pack,
    )
    options = render.Options(color=console.color(common), width=console.width())
    return render.claims(run, format_, options).encode("utf-8", "replace")


COMMANDS = (extract, table)
