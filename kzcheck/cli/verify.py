"""`kzcheck verify`: what sources make of each number of a draft."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kzcheck.cli import console
from kzcheck.cli.check import FAILING, accepted, split_target
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, settings, shared, stdin

if TYPE_CHECKING:
    from kzcheck.model import Run
    from kzcheck.model.verification import Checked

FORMATS = ("text", "json", "markdown", "sarif", "junit", "github", "gitlab")
_AGAINST = "--against"


class _Against(Command):
    """A command whose --against takes all the paths behind it, as a shell's globs give them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say --against before each of its paths, which is what click understands."""
        out: list[str] = []
        taking = False
        for arg in args:
            if taking and out[-1] != _AGAINST and (not arg.startswith("-") or arg == "-"):
                out.append(_AGAINST)
            elif arg.startswith("-") and arg not in {"-", _AGAINST}:
                taking = False
            if arg == _AGAINST:
                taking = True
            out.append(arg)
        return super().parse_args(ctx, out)


@click.command(
    cls=_Against,
    examples=(
        "kzcheck verify draft.md --against sources/*.md",
        "kzcheck verify - --against sources --require support < answer.txt",
    ),
    epilog="Exit codes: 0 nothing contradicted (with --require support: everything supported), 1 something is,"
    " 2 nothing readable, wrong rules or options, a broken contract.",
)
@shared
@click.option(_AGAINST, multiple=True, required=True, metavar="SOURCE...", help="The sources: files, folders, globs.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="To print.")
@click.option("--output", multiple=True, metavar="F=FILE", help="Write format F to FILE as well; may be given again.")
@click.option(
    "--fail-on", type=click.Choice(tuple(FAILING)), default="error", show_default=True, help="The least severity."
)
@click.option("--require", type=click.Choice(("support",)), help="Fail on claims that no source supports, too.")
@click.option("--baseline", metavar="FILE", help="Accept the findings in this file.")
@click.option("--require-reason", is_flag=True, help="Entries of the baseline without a reason accept nothing.")
def verify(
    common: Common,
    *,
    against: tuple[str, ...],
    format_: str,
    output: tuple[str, ...],
    fail_on: str,
    require: str | None,
    baseline: str | None,
    require_reason: bool,
) -> int:
    """Tell of each number in drafts whether sources support it, contradict it, or do not speak of it.

    PATH is a draft: a file, a folder, a glob or "-" (standard input). A claim is supported where a source says the
    same, where the two only round one another, or where it follows from several claims ("up 14 %" from two levels).
    """
    from kzcheck.pipeline import read_drafts, verified

    if not common.paths:
        raise click.UsageError(
            "name the draft: kzcheck verify DRAFT... --against SOURCE...", click.get_current_context()
        )
    targets = [split_target(one, FORMATS) for one in output]
    known = accepted(baseline, require_reason=require_reason)
    own = tuple(file for _, file in targets if file != "-")
    wanted = settings(common, every=True, skip=(*own, baseline) if baseline else own)
    with console.progress(common) as tell:
        reading, drafts = read_drafts(wanted, against, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(drafts))
        run, rows = verified(reading, drafts, wanted, baseline=known, progress=tell)
    concerned = {row.comparison for row in rows if row.status == "contradicted"}
    run = replace(run, findings=tuple(f for f in run.findings if f.comparison in concerned))
    failing = any(f.status == "new" and f.severity in FAILING[fail_on] for f in run.findings)
    failing |= require == "support" and any(row.status == "unsupported" for row in rows)
    files = {
        Path(file): _render(run, rows, drafts, name, failing=failing).encode("utf-8", "replace")
        for name, file in targets
        if file != "-"
    }
    if files:
        console.write(files)
    console.say(common, [n for n in run.notices if n.severity == "error"], documents=len(run.documents))
    for name in [name for name, file in targets if file == "-"] or [format_]:
        console.put(_render(run, rows, drafts, name, failing=failing))
    return console.ending(common, run, failing=failing)


def _render(run: Run, rows: tuple[Checked, ...], drafts: frozenset[str], name: str, *, failing: bool) -> str:
    from kzcheck.render import render, verification

    own: dict[str, Any] = {
        "text": lambda: verification.text(run, rows, failing=failing),
        "markdown": lambda: verification.markdown(run, rows, failing=failing),
        "json": lambda: verification.json(run, rows, drafts),
    }
    return str(own[name]()) if name in own else render(run, name)


COMMANDS = (verify,)
