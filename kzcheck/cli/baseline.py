"""`kzcheck baseline`: accept findings, and forget those that are gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli import console
from kzcheck.cli.help import Group
from kzcheck.cli.options import Common, settings, shared, stdin

if TYPE_CHECKING:
    from kzcheck.model import Finding, Run

DEFAULT = "kzcheck-baseline.yaml"

_file = click.option(
    "--baseline", "file", default=DEFAULT, show_default=True, metavar="FILE", help="The baseline file."
)
_accept = click.option(
    "--accept",
    multiple=True,
    metavar="FINGERPRINT",
    help="Accept this finding alone; may be given again. Without it every new finding is accepted.",
)


@click.group(cls=Group)
def baseline() -> None:
    """Accept today's findings in a file under version control, so that `check` fails on new ones only."""


@baseline.command()
@shared
@_file
@_accept
@click.option("--reason", default="", metavar="TEXT", help="Why they are accepted.")
def create(common: Common, file: str, accept: tuple[str, ...], reason: str) -> int:
    """Write a new baseline with every finding of the documents; a file that exists is left alone."""
    from kzcheck.ledger import Baseline, updated, write_baseline

    if Path(file).exists():
        raise click.ClickException(f"{file} exists; 'kzcheck baseline update' adds to it")
    run = _run(common, file)
    made = updated(Baseline(), _accepted(run, accept), run.comparisons, run.claims, reason=reason)
    write_baseline(Path(file), made)
    console.put(f"{len(made.entries)} accepted in {file}\n")
    return console.ending(common, run)


@baseline.command()
@shared
@_file
@_accept
@click.option("--reason", default="", metavar="TEXT", help="Why the new ones are accepted.")
def update(common: Common, file: str, accept: tuple[str, ...], reason: str) -> int:
    """Add the new findings to the baseline; every entry that is there stays as it is, with its reason."""
    from kzcheck.ledger import read_baseline, updated, write_baseline

    known = read_baseline(Path(file))
    run = _run(common, file)
    made = updated(known, _accepted(run, accept), run.comparisons, run.claims, reason=reason)
    write_baseline(Path(file), made)
    console.put(f"{len(made.entries) - len(known.entries)} added, {len(known.entries)} kept in {file}\n")
    return console.ending(common, run)


@baseline.command()
@shared
@_file
def prune(common: Common, file: str) -> int:
    """Remove the entries whose finding is gone; nothing is added."""
    from kzcheck.ledger import Baseline, gone, read_baseline, write_baseline

    known = read_baseline(Path(file))
    run = _run(common, file)
    stale = gone(known, run.findings)
    kept = {mark: entry for mark, entry in known.entries.items() if mark not in stale}
    write_baseline(Path(file), Baseline(kept))
    for mark in stale:
        console.put(f"removed {mark}: {known.entries[mark].says}\n")
    console.put(f"{len(stale)} removed, {len(kept)} kept in {file}\n")
    return console.ending(common, run)


def _accepted(run: Run, accept: tuple[str, ...]) -> tuple[Finding, ...]:
    """Give the findings to accept: those named (the start of a fingerprint is enough), or all."""
    known = {f.fingerprint for f in run.findings}
    for name in accept:
        if not any(mark.startswith(name) for mark in known):
            import difflib

            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise click.ClickException(f"no finding has the fingerprint {name!r}{hint}")
    return tuple(f for f in run.findings if not accept or f.fingerprint.startswith(accept))


def _run(common: Common, file: str) -> Run:
    from kzcheck.pipeline import judge, read

    wanted = settings(common, skip=(file,))
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(reading.documents))
        run = judge(reading, wanted, progress=tell)
    console.say(common, run.notices, documents=len(run.documents))
    return run


COMMANDS = (baseline,)
