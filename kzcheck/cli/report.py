"""`kzcheck report`: the consistency report, on the terminal and as a page with its tables."""

from __future__ import annotations

from pathlib import Path

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, Formats, again, repairs_option, settings, shared, stdin


def _is_of_a_report(name: str) -> bool:
    """Tell whether a file in the folder of a report is one of it, by its name."""
    from fnmatch import fnmatch

    from kzcheck.render.formats import formats
    from kzcheck.render.html import PAGES

    return name in {one.file for one in formats("report")} or fnmatch(name, PAGES)


@click.command(
    cls=Command,
    examples=(
        "kzcheck report seeds",
        "kzcheck report press/*.txt --published 2025-03 --output out --open",
        "kzcheck report press --format markdown --format csv",
        "pdftotext release.pdf - | kzcheck report -",
    ),
    epilog="Exit codes: 0 the report is written (conflicts or not), 2 nothing readable, wrong rules or options, a"
    " failed data check.",
)
@shared
@click.option("--output", default="reports", show_default=True, metavar="DIR", help="Write the report's files here.")
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=Formats("report"),
    help="Write only this, several as needed; html, csv, json and parquet by default.",
)
@click.option("--title", default="", metavar="TEXT", help="What the report is called, at the top of its page.")
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
@click.option("--all", "every", is_flag=True, help="Put every comparison into findings.json, not the conflicts alone.")
@repairs_option("A report of up to 3,000 claims does so unasked.")
def report(
    common: Common,
    *,
    output: str,
    forms: tuple[str, ...],
    title: str,
    open_page: bool,
    every: bool,
    repairs: bool,
) -> int:
    """Write the consistency report of documents.

    PATH is a file, a folder, a glob, a .jsonl corpus or "-" (standard input); without one the current folder is read.
    Prints a summary, and writes index.html, claims.csv, claims.parquet and findings.json. A report too big for one page
    becomes an index and pages by quantity beside it.
    """
    from kzcheck.pipeline import judge, read, with_pictures
    from kzcheck.render import Options, render
    from kzcheck.render.formats import formats
    from kzcheck.render.html import INDEX, PAGES, pages

    folder, wanted_forms = Path(output), set(forms or (one.name for one in formats("report") if one.usual))
    wanted = settings(common, every=True, repairs="always" if repairs else "small", skip=(output,))
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(reading.documents))
        run = judge(reading, wanted, progress=tell)
    html = pages(with_pictures(run), title) if "html" in wanted_forms else {}
    if len(html) > 1:
        # Pages this big don't carry the data but link to it.
        wanted_forms |= {"csv", "json"}
    page = folder / INDEX
    options = Options(
        every=every,
        color=console.color(common),
        width=console.width(),
        page=page.as_posix() if html else "",
        again=again(common),
    )
    summary = render(run, "text", options)
    files = {folder / name: text.encode("utf-8", "replace") for name, text in html.items()}
    for form in formats("report"):
        if form.name in wanted_forms and form.binary:
            files[folder / form.file] = reading.parquet()
        elif form.name in wanted_forms and form.name != "html":
            text = form.write("report", run, Options(every=every))
            files[folder / form.file] = text.encode("utf-8", "replace")
    console.write(files, ours=_is_of_a_report)
    if html:
        console.drop_pages(folder, PAGES, keep=html)
    console.put(summary, coloured=options.color)
    if open_page and html:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
    return console.ending(common, run)


COMMANDS = (report,)
