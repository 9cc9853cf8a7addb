"""`kzcheck check`: the gate. It fails on new contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, Formats, repairs_option, settings, shared, stdin

if TYPE_CHECKING:
    from kzcheck.ledger import Baseline
    from kzcheck.render.formats import Use

LEVELS = ("error", "warning", "suspected", "never")


@click.command(
    cls=Command,
    examples=(
        "kzcheck check docs",
        "kzcheck check docs --baseline kzcheck-baseline.yaml --fail-on warning",
        "kzcheck check docs --since origin/main --output sarif=kzcheck.sarif",
        "kzcheck check corpus.jsonl --within group --format json > run.json",
    ),
    epilog="Exit codes: 0 nothing new at or above --fail-on, 1 new findings, 2 nothing readable, wrong rules or"
    " options, a failed data check.",
)
@shared
@click.option("--format", "format_", type=Formats("check"), default="text", show_default=True, help="What to print.")
@click.option(
    "--output",
    multiple=True,
    metavar="F=FILE",
    help="Write the result in format F to FILE as well (- prints it instead); repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="error",
    show_default=True,
    help="Lowest severity of a new finding that makes the command fail.",
)
@click.option("--baseline", metavar="FILE", help="Accept the findings in this file.")
@click.option(
    "--since", metavar="REV", help="Accept what the documents said at this git revision, judged with today's rules."
)
@click.option("--require-reason", is_flag=True, help="Ignore baseline entries that have no reason.")
@click.option("--only", type=click.Choice(("new",)), help="Show the new findings alone; the others are counted.")
@click.option("--all", "every", is_flag=True, help="Show every comparison and every finding.")
@repairs_option("Takes many times as long as the check.")
def check(  # noqa: PLR0913  click hands over one argument an option
    common: Common,
    *,
    format_: str,
    output: tuple[str, ...],
    fail_on: str,
    baseline: str | None,
    since: str | None,
    require_reason: bool,
    only: str | None,
    every: bool,
    repairs: bool,
) -> int:
    """Fail if documents contradict one another.

    PATH is a file, a folder, a glob, a .jsonl corpus or "-" (standard input); without one the current folder is read.
    """
    from kzcheck.pipeline import baseline_of, judge, only_new, read
    from kzcheck.render import Options
    from kzcheck.render.formats import declared
    from kzcheck.render.view import fails

    targets = Targets.of(output, "check", format_)
    known = accepted(baseline, require_reason=require_reason)
    skip = targets.with_files(baseline)
    wanted = settings(common, every=every, repairs="always" if repairs else "never", skip=skip)
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(reading.documents))
        if since is not None:
            then, notice = baseline_of(since, wanted, reading, progress=tell)
            known = then if known is None else known.beside(then)
            reading = reading.noting(notice)
        run = judge(reading, wanted, baseline=known, progress=tell)
    failing = any(fails(f, fail_on) for f in run.findings)
    if only == "new":
        run = only_new(run)
    options = Options(
        every=every,
        color=console.color(common),
        width=console.width(),
        fail_on=fail_on,
        baseline=baseline or "",
        since=since or "",
        gone=tuple(g.fingerprint for g in run.gone),
    )
    texts = {Path(file): declared(name).write("check", run, options) for name, file in targets.files}
    if texts:
        console.write({path: text.encode("utf-8", "replace") for path, text in texts.items()})
    if targets.printed != ("text",):
        console.say(common, run.notices, documents=len(run.documents))
    for name in targets.printed:
        console.put(declared(name).write("check", run, options), name, coloured=options.color)
    return console.ending(common, run, failing=failing)


def accepted(baseline: str | None, *, require_reason: bool) -> Baseline | None:
    """Read the baseline where one is named."""
    from dataclasses import replace

    from kzcheck.ledger import read_baseline

    return replace(read_baseline(Path(baseline)), require_reason=require_reason) if baseline else None


@dataclass(frozen=True, slots=True)
class Targets:
    """What `--format` and `--output` ask for: the files to write, each with its format, and the formats to print."""

    files: tuple[tuple[str, str], ...]
    printed: tuple[str, ...]

    @classmethod
    def of(cls, output: Sequence[str], use: Use, usual: str) -> Targets:
        """Read the values of `--output`; what none of them prints is printed in the usual format."""
        targets = [split_target(one, use) for one in output]
        printed = tuple(name for name, file in targets if file == "-")
        return cls(tuple((name, file) for name, file in targets if file != "-"), printed or (usual,))

    def with_files(self, *others: str | None) -> tuple[str, ...]:
        """Give the files that are written, with others, which are no documents to read."""
        return (*(file for _, file in self.files), *(other for other in others if other))


def split_target(text: str, use: Use) -> tuple[str, str]:
    """Split FORMAT=FILE; raises a usage error that names the formats."""
    known = Formats(use).names
    name, equals, file = text.partition("=")
    if not equals or not file or name not in known:
        raise click.UsageError(
            f"--output {text!r}: write FORMAT=FILE with a format of {', '.join(known)}", click.get_current_context()
        )
    return name, file


COMMANDS = (check,)
