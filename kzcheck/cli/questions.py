"""`kzcheck questions`: the few facts that would settle the most comparisons, with the lines that tell them."""

from __future__ import annotations

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, settings, shared, stdin

FORMATS = ("text", "json")


@click.command(
    cls=Command,
    examples=(
        "kzcheck questions press",
        "kzcheck questions press --format json",
    ),
    epilog="Exit codes: 0 whatever is asked, 2 nothing readable, wrong rules or options.",
)
@shared
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print."
)
def questions(common: Common, format_: str) -> int:
    """List missing facts (such as a publication date) that would settle the most comparisons.

    PATH is a file, a folder, a glob, a .jsonl corpus or "-" (standard input); without one the current folder is read.
    Each question comes with how many comparisons wait for it and the lines to put into sources.yaml or a rule file.
    """
    from kzcheck.pipeline import asked, read
    from kzcheck.render.json import dumps, question_row
    from kzcheck.render.terminal import questions_text

    wanted = settings(common)
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(reading.documents))
        found = asked(reading, wanted)
    console.say(common, reading.notices, documents=len(reading.documents))
    if format_ == "json":
        console.put(dumps([question_row(q) for q in found]) + "\n", "json")
    else:
        colour = console.color(common)
        console.put(questions_text(found, color=colour, width=console.width()), coloured=colour)
    if common.strict and console.unread(reading.notices):
        console.tell("error: --strict: not every file could be read")
        return 2
    return 0


COMMANDS = (questions,)
