"""`kzcheck report`: the consistency report, on the terminal and as a page with its tables."""

from __future__ import annotations

from pathlib import Path

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, settings, shared, stdin


@click.command(
    cls=Command,
    examples=(
        "kzcheck report seeds",
        "kzcheck report press/*.txt --published 2025-03 --output out --open",
        "pdftotext release.pdf - | kzcheck report -",
    ),
    epilog="Exit codes: 0 the report is written (conflicts or not), 2 nothing readable, wrong rules or options, a"
    " broken contract.",
)
@shared
@click.option("--output", default="reports", show_default=True, metavar="DIR", help="Write the report's files here.")
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
@click.option("--all", "every", is_flag=True, help="Put every comparison into findings.json, not the conflicts alone.")
def report(common: Common, output: str, open_page: bool, every: bool) -> int:
    """Write the consistency report of documents.

    PATH is a file, a folder, a glob, a .jsonl corpus or "-" (standard input); without one the current folder is read.
    Prints a summary, and writes index.html, claims.csv, claims.parquet and findings.json.
    """
    from kzcheck.pipeline import judge, read
    from kzcheck.render import Options, render

    folder = Path(output)
    wanted = settings(common, every=True, skip=(output,))
    with console.progress(common) as tell:
        reading = read(wanted, stdin=stdin, progress=tell)
        console.require(common, reading.notices, documents=len(reading.documents))
        run = judge(reading, wanted, progress=tell)
    page = folder / "index.html"
    options = Options(every=every, color=console.color(common), width=console.width(), page=page.as_posix())
    summary = render(run, "text", options)
    texts = {
        page: render(run, "html", options),
        folder / "claims.csv": render(run, "csv", options),
        folder / "findings.json": render(run, "json", options),
    }
    files = {path: text.encode("utf-8", "replace") for path, text in texts.items()}
    console.write({**files, folder / "claims.parquet": reading.parquet()})
    console.put(summary)
    if open_page:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
    return console.ending(common, run)


COMMANDS = (report,)
