"""`kzcheck extract` and `kzcheck table`: the claims, one a line or as a table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, F, Formats, settings, shared, stdin

if TYPE_CHECKING:
    from kzcheck.pipeline import Reading


def _with_options(default: str) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        into = click.option("--output", metavar="FILE", help="Write to this file instead of standard output.")
        chosen = click.option(
            "--format", "format_", type=Formats("claims"), default=default, show_default=True, help="What to write."
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

    if format_ == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("parquet is no text: give --output FILE", click.get_current_context())
    wanted = settings(common, skip=(output,) if output else ())
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
    console.require(common, reading.notices, documents=len(reading.documents))
    data = _written(reading, format_)
    if output is None:
        if format_ == "parquet":
            console.put_bytes(data)
        else:
            console.put(data.decode("utf-8"), format_)
    else:
        console.write({Path(output): data})
    console.say(common, reading.notices, documents=len(reading.documents))
    return console.spoilt(common, reading.notices, claims=len(reading.claims))


def _written(reading: Reading, format_: str) -> bytes:
    from kzcheck.model import Run
    from kzcheck.render import Options
    from kzcheck.render.formats import declared

    form = declared(format_)
    if form.binary:
        return reading.parquet()
    run = Run(
        documents=reading.documents,
        claims=reading.claims,
        comparisons=(),
        findings=(),
        notices=reading.notices,
        pack=reading.pack,
    )
    return form.write("claims", run, Options(width=console.width())).encode("utf-8", "replace")


COMMANDS = (extract, table)
