"""`kzcheck check`: the gate. It fails on new contradictions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, settings, shared, stdin

if TYPE_CHECKING:
    from kzcheck.model import Run
    from kzcheck.render import Options

# `kzcheck.render.FORMATS` without the page, which is the report's; named here so that --help imports nothing.
FORMATS = ("text", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github", "gitlab")
_FAILING = {"error": {"error"}, "warning": {"error", "warning"}, "never": set[str]()}


@click.command(
    cls=Command,
    examples=(
        "kzcheck check docs",
        "kzcheck check docs --baseline kzcheck-baseline.yaml --fail-on warning",
        "kzcheck check corpus.jsonl --within group --format json > run.json",
    ),
    epilog="Exit codes: 0 nothing new at or above --fail-on, 1 new findings, 2 nothing readable, wrong rules or"
    " options, a broken contract.",
)
@shared
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print."
)
@click.option(
    "--output",
    multiple=True,
    metavar="F=FILE",
    help="Write the result in format F to FILE as well (- prints it instead); may be given again.",
)
@click.option(
    "--fail-on",
    type=click.Choice(tuple(_FAILING)),
    default="error",
    show_default=True,
    help="The least severity of a new finding that fails.",
)
@click.option("--baseline", metavar="FILE", help="Accept the findings in this file.")
@click.option("--all", "every", is_flag=True, help="Give every comparison, not the conflicts alone.")
def check(
    common: Common, format_: str, output: tuple[str, ...], fail_on: str, baseline: str | None, every: bool
) -> int:
    """Fail if documents contradict one another.

    PATH is a file, a folder, a glob, a .jsonl corpus or "-" (standard input); without one the current folder is read.
    """
    from kzcheck.ledger import gone, read_baseline
    from kzcheck.pipeline import judge, read
    from kzcheck.render import Options

    targets = [_target(one) for one in output]
    known = read_baseline(Path(baseline)) if baseline else None
    wanted = settings(common, every=every, skip=tuple(file for _, file in targets if file != "-"))
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(reading.documents))
        run = judge(reading, wanted, baseline=known, progress=tell)
    failing = any(f.status == "new" and f.severity in _FAILING[fail_on] for f in run.findings)
    options = Options(
        every=every,
        color=console.color(common),
        width=console.width(),
        fail_on=fail_on,
        baseline=baseline or "",
        gone=gone(known, run.findings) if known is not None else (),
    )
    files: dict[Path, bytes] = {}
    printed = [format_]
    for name, file in targets:
        if file == "-":
            printed = [name]
        else:
            files[Path(file)] = _render(run, name, options).encode("utf-8", "replace")
    if files:
        console.write(files)
    if printed != ["text"]:
        console.say(common, run.notices, documents=len(run.documents))
    for name in printed:
        console.put(_render(run, name, options))
    return console.ending(common, run, failing=failing)


def _render(run: Run, name: str, options: Options) -> str:
    if name != "text":
        from kzcheck.render import render

        return render(run, name, options)
    from kzcheck.render.terminal import check_text

    return check_text(
        run,
        color=options.color,
        width=options.width,
        fail_on=options.fail_on,
        baseline=options.baseline,
        gone=options.gone,
    )


def _target(text: str) -> tuple[str, str]:
    name, equals, file = text.partition("=")
    if not equals or not file or name not in FORMATS:
        raise click.UsageError(
            f"--output {text!r}: write FORMAT=FILE with a format of {', '.join(FORMATS)}", click.get_current_context()
        )
    return name, file


COMMANDS = (check,)
