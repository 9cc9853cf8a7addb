"""`kzcheck explain`: one finding, comparison, claim, rule or metric in full."""

from __future__ import annotations

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, settings, shared, stdin


@click.command(
    cls=Command,
    examples=(
        "kzcheck explain 1-3f9ac2 docs",
        "kzcheck explain trade.turnover --rules rules",
    ),
)
@click.argument("name", metavar="ID")
@shared
def explain(common: Common, name: str) -> int:
    """Explain a finding, a comparison, a claim's derivation, a rule or a metric.

    ID is a fingerprint (its first characters are enough), the id of a claim or comparison as the reports print it, or
    the name of a rule or metric. PATH must be what the report was made of.
    """
    from kzcheck.model import Run
    from kzcheck.pipeline import judge, load_pack, read
    from kzcheck.render import terminal

    wanted = settings(common, every=True)
    pack = load_pack(wanted.rules)
    if name in {m.name for m in pack.metrics} | {r.id for r in pack.rules}:
        run = Run(documents=(), claims=(), comparisons=(), findings=(), pack=pack)
    else:
        with console.progress(common) as tell:
            reading = read(wanted, stdin=stdin, progress=tell)
            console.require(common, reading.notices, documents=len(reading.documents))
            run = judge(reading, wanted, progress=tell)
    try:
        text = terminal.explain_text(run, name, color=console.color(common), width=console.width())
    except LookupError as error:
        raise click.ClickException(str(error.args[0])) from None
    console.put(text, coloured=console.color(common))
    return 0


COMMANDS = (explain,)
