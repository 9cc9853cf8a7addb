"""`kzcheck verify`: what sources make of each number of a draft."""

from __future__ import annotations

import glob
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kzcheck.cli import console
from kzcheck.cli.against import Against, against_option
from kzcheck.cli.check import LEVELS, Targets, accepted
from kzcheck.cli.options import Common, Formats, repairs_option, settings, shared, stdin

if TYPE_CHECKING:
    from kzcheck.model.verification import Verified
    from kzcheck.render import Options

_NO_SOURCE = "no source to hold the draft against: nothing readable in {}"


@click.command(
    cls=Against,
    examples=(
        "kzcheck verify draft.md --against sources/*.md",
        "kzcheck verify - --against sources --require support < answer.txt",
        "kzcheck verify draft.md --against sources --output html=draft.html --open",
    ),
    epilog="Exit codes: 0 nothing contradicted (with --require support: everything supported), 1 something is,"
    " 2 nothing readable, wrong rules or options, a failed data check.",
)
@shared
@against_option(required=True)
@click.option("--format", "format_", type=Formats("draft"), default="text", show_default=True, help="To print.")
@click.option("--output", multiple=True, metavar="F=FILE", help="Write format F to FILE as well; repeatable.")
@click.option("--open", "open_page", is_flag=True, help="Open the page of --output html=FILE in the browser.")
@click.option(
    "--fail-on", type=click.Choice(LEVELS), default="error", show_default=True, help="Lowest severity that fails."
)
@click.option("--require", type=click.Choice(("support",)), help="Fail on claims that no source supports, too.")
@click.option("--baseline", metavar="FILE", help="Accept the findings in this file.")
@click.option("--require-reason", is_flag=True, help="Ignore baseline entries that have no reason.")
@click.option("--all", "every", is_flag=True, help="Show by what each supported number is supported, too.")
@repairs_option("Takes many times as long as the rest.")
def verify(  # noqa: PLR0913  click hands over one argument an option
    common: Common,
    *,
    against: tuple[str, ...],
    format_: str,
    output: tuple[str, ...],
    open_page: bool,
    fail_on: str,
    require: str | None,
    baseline: str | None,
    require_reason: bool,
    every: bool,
    repairs: bool,
) -> int:
    """Check each number in a draft: supported, contradicted or not covered by the sources.

    PATH is a draft: a file, a folder, a glob or "-" (standard input). A claim is supported where a source says the
    same, where the two only round one another, or where it follows from several claims ("up 14 %" from two levels).
    """
    from kzcheck.model.verification import Verified
    from kzcheck.pipeline import read_drafts, verified
    from kzcheck.render import Options
    from kzcheck.render.formats import declared
    from kzcheck.render.view import fails

    if not common.paths:
        _misused("name the draft: kzcheck verify DRAFT... --against SOURCE...")
    targets = Targets.of(output, "draft", format_)
    page = next((Path(file) for name, file in targets.files if name == "html"), None)
    if open_page and page is None:
        _misused("--open needs the page: --output html=FILE")
    known = accepted(baseline, require_reason=require_reason)
    skip = targets.with_files(baseline)
    wanted = settings(common, every=True, repairs="always" if repairs else "never", skip=skip)
    with console.progress(common) as tell:
        reading, drafts = read_drafts(wanted, against, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(drafts))
        if len(reading.documents) == len(drafts):
            raise click.ClickException(_NO_SOURCE.format(", ".join(against)))
        run, rows = verified(reading, drafts, wanted, baseline=known, support=require == "support", progress=tell)
    failing = any(fails(f, fail_on) for f in run.findings)
    color, width = console.color(common), console.width()
    options = Options(every=every, color=color, width=width, fail_on=fail_on, baseline=baseline or "")
    shown = Verified(run=run, rows=rows, drafts=drafts, failing=failing)
    files: dict[Path, str] = {}
    for name, file in targets.files:
        files |= _files(name, Path(file), shown, options)
    if files:
        console.write({path: text.encode("utf-8", "replace") for path, text in files.items()})
    if page is not None:
        console.drop_pages(page.parent, f"{glob.escape(page.stem)}-*{page.suffix}", keep={path.name for path in files})
    console.say(common, [n for n in run.notices if n.severity == "error"], documents=len(run.documents))
    for name in targets.printed:
        console.put(declared(name).write("draft", shown, options), name, coloured=options.color)
    if open_page and page is not None:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
    return console.ending(common, run, failing=failing)


def _misused(message: str) -> NoReturn:
    raise click.UsageError(message, click.get_current_context())


def _files(name: str, file: Path, verified: Verified, options: Options) -> dict[Path, str]:
    """Give a format as the file that is asked for; the page of a big draft brings others that stand beside it."""
    from kzcheck.render.formats import declared
    from kzcheck.render.html import draft_pages

    if name != "html":
        return {file: declared(name).write("draft", verified, replace(options, color=False))}
    made = draft_pages(verified.run, verified.rows, verified.drafts, failing=verified.failing, index=file.name)
    return {file.with_name(part): text for part, text in made.items()}


COMMANDS = (verify,)
