"""`kzcheck cache`: what is kept so that a second run is quick, and how to throw it away."""

from __future__ import annotations

from pathlib import Path

import click

from kzcheck.cli import console
from kzcheck.cli.help import Group

_folder = click.option("--cache", "folder", metavar="DIR", help="The cache folder, instead of the user's.")


@click.group(cls=Group)
def cache() -> None:
    """Show or clear the cache. It is always safe to delete."""


@cache.command()
@_folder
def info(folder: str | None) -> int:
    """Say where the cache is, how many documents it knows, and how much room it takes."""
    from kzcheck.storage import Store
    from kzcheck.table.keeping import count

    path = _path(folder)
    size = sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else 0
    console.put(f"{path}: the claims of {count(Store(path)):,} documents, {size / 1e6:,.1f} MB in all\n")
    return 0


@cache.command()
@_folder
def clear(folder: str | None) -> int:
    """Throw away what kzcheck keeps; other files in the folder stay."""
    import shutil

    from kzcheck.storage import KEPT, Store

    path = _path(folder)
    before = Store(path).size()
    Store(path).clear()
    for name in KEPT:
        shutil.rmtree(path / name, ignore_errors=True)
    console.put(f"{path}: cleared ({before / 1e6:,.1f} MB of claims)\n")
    return 0


def _path(folder: str | None) -> Path:
    from kzcheck.storage import cache_folder

    return Path(folder) if folder else cache_folder()


COMMANDS = (cache,)
