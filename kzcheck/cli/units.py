"""`kzcheck units`: the units that can be read and written, with the words for each."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command


@click.command(
    cls=Command,
    examples=("kzcheck units", "kzcheck units ton", "kzcheck units mass"),
    epilog="Exit codes: 0 units are listed, 1 none is called so.",
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
def units(words: tuple[str, ...]) -> int:
    """List the units: name, what it measures, and the words for it in texts.

    With WORDs only those whose name, dimension or words hold one of them.
    """
    rows = [(unit, _measured(unit), ", ".join(said)) for unit, said in _spellings()]
    sought = [w.casefold() for w in words]
    shown = [row for row in rows if not sought or any(w in cell.casefold() for w in sought for cell in row)]
    for unit, what, said in shown:
        console.put(f"{unit:14}  {what:16}  {said}\n")
    if not shown:
        console.put(f"no unit, dimension or word holds {' or '.join(words)}\n")
        return 1
    console.put(f"{len(shown)} of {len(rows)} units; prefixed forms (kilo-, mega-, k, M) are read too\n")
    return 0


def _spellings() -> Iterator[tuple[str, list[str]]]:
    """Give each unit with the words and symbols for it, language by language."""
    from kzcheck.lang import languages, read

    for language in languages():
        for unit, row in read(language, "units")["units"].items():
            yield unit, [*row.get("words", ()), *row.get("symbols", ())]
        yield from read(language, "currencies").items()


def _measured(unit: str) -> str:
    """Say what a unit measures, "" where it has no dimension."""
    from kzcheck.units import UnitError, dimension

    try:
        return dimension(unit)
    except UnitError:
        return ""


COMMANDS = (units,)
