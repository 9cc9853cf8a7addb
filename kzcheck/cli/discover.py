"""`kzcheck discover`: the quantities that documents speak of, as a draft of rules, and pairs to decide."""

from __future__ import annotations

from pathlib import Path

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, settings, shared, stdin


@click.command(
    cls=Command,
    examples=("kzcheck discover press", "kzcheck discover press --output rules/discovered.yaml"),
    epilog="Exit codes: 0 a draft is written, 2 nothing readable or to draft, or the file is there already.",
)
@shared
@click.option("--output", metavar="FILE", help="Write the draft to this new file (default: print it).")
def discover(common: Common, output: str | None) -> int:
    """Write the quantities found in documents as a draft of rules, and ask which of them are one.

    Each metric has a title, the words and the bearers that texts use, and sample quotes. Pairs that may be one thing
    stand below, each with both quotes: answer same or different once, and keep the file with your rules.
    """
    from kzcheck.pipeline import judge, read
    from kzcheck.rules import draft, pairs_to_decide

    if output is not None and Path(output).exists():
        raise click.ClickException(f"{output} is there already: name a new file")
    wanted = settings(common, every=True)
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(reading.documents))
        run = judge(reading, wanted, progress=tell)
    console.say(common, reading.notices, documents=len(reading.documents))
    named = {c.claim_id: c.metric for c in run.claims}
    agreed = [c.claims for c in run.comparisons if c.link is not None and c.verdict != "conflict"]
    one = [(named[a], named[b]) for a, b in agreed if named[a] and named[b]]
    text = draft(reading.claims, {d.id: d.language for d in reading.documents}, command="discover", one=one)
    text += pairs_to_decide(run.claims, run.comparisons, run.near)
    if not text:
        raise click.ClickException("no quantity is stated twice in these documents, so there is nothing to draft")
    if output is None:
        console.put(text)
        return 0
    console.write({Path(output): text.encode()})
    console.put(f"wrote {output}\nNext:  kzcheck rules test {output}\n")
    return 0


COMMANDS = (discover,)
