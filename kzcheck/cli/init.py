"""`kzcheck init`: the files that a repository of documents starts with. Nothing is ever overwritten."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command

_CI = {
    "github": ("github.yml", ".github/workflows/kzcheck.yml"),
    "gitlab": ("gitlab.yml", ".gitlab/kzcheck.yml"),
}
_STARTERS = (
    ("kzcheck.toml", "kzcheck.toml", "the settings"),
    ("sources.yaml", "sources.yaml", "when and by whom each document was published"),
    ("kzcheck-baseline.yaml", "kzcheck-baseline.yaml", "the findings that you accept"),
)


@click.command(
    cls=Command,
    examples=("kzcheck init", "kzcheck init docs --ci gitlab"),
    epilog="Exit codes: 0 the files are there, 2 the folder cannot be written.",
)
@click.argument("folder", default=".", metavar="[FOLDER]")
@click.option(
    "--ci",
    type=click.Choice((*_CI, "none")),
    default="none",
    show_default=True,
    help="Also write the file that runs kzcheck in this CI.",
)
def init(folder: str, ci: str) -> int:
    """Write the files to start with: settings, sources, baseline and, if asked for, a CI job.

    Each file explains itself. A file that is there already is left as it is.
    """
    wanted = list(_STARTERS)
    if ci in _CI:
        wanted.append((*_CI[ci], "the job that fails on new contradictions"))
    made: dict[Path, bytes] = {}
    lines = []
    for starter, name, what in wanted:
        path = Path(folder) / name
        if path.exists() or path.is_symlink():
            lines.append(f"kept   {path}: it was there already")
            continue
        made[path] = files("kzcheck.cli").joinpath("starters", starter).read_bytes()
        lines.append(f"wrote  {path}: {what}")
    if made:
        console.write(made)
    lines += [
        "",
        "Next:  kzcheck check             what contradicts what",
        "       kzcheck questions         what to tell",
    ]
    console.put("\n".join(lines) + "\n")
    return 0


COMMANDS = (init,)
