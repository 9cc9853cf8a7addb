"""`kzcheck rules`: list, lint and test packs of rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli import console
from kzcheck.cli.help import Group
from kzcheck.cli.options import stdin

if TYPE_CHECKING:
    from kzcheck.model import Pack


@click.group(cls=Group)
def rules() -> None:
    """List, lint and test rules, and print the schema of rule files."""


_folders = click.argument("folders", nargs=-1, metavar="[DIR]...")
_rules = click.option("--rules", "more", multiple=True, metavar="DIR", help="The same as naming the folder.")


@rules.command("list")
@_folders
@_rules
def list_(folders: tuple[str, ...], more: tuple[str, ...]) -> int:
    """List the metrics and rules of packs, with the files that they stand in."""
    from kzcheck.pipeline import load_pack

    pack = load_pack(_chosen(folders, more))
    lines = [f"metric  {m.name:32}  {m.unit:10}  {m.title}  ({m.file}:{m.line})" for m in pack.metrics]
    lines += [f"rule    {r.id:32}  {r.relation:10}  {r.title}  ({r.file}:{r.line})" for r in pack.rules]
    lines.append(f"{len(pack.metrics)} metrics, {len(pack.rules)} rules, {len(pack.waivers)} waivers")
    console.put("\n".join(lines) + "\n")
    return 0


@rules.command()
@_folders
@_rules
def lint(folders: tuple[str, ...], more: tuple[str, ...]) -> int:
    """Read rule files and name every error in them: file, line, column, what is wrong and what would be right."""
    from kzcheck.pipeline import load_pack

    pack = load_pack(_chosen(folders, more))
    _warn(pack)
    console.put(f"{len(pack.files)} files, {len(pack.metrics)} metrics, {len(pack.rules)} rules: no errors\n")
    return 0


@rules.command()
@_folders
@_rules
@click.option("-v", "--verbose", is_flag=True, help="Name the examples that passed, too.")
def test(folders: tuple[str, ...], more: tuple[str, ...], verbose: bool) -> int:
    """Run the examples that stand inside rules; exit with 1 if one of them gives another verdict than it says."""
    from kzcheck.pipeline import check_texts, load_pack
    from kzcheck.rules import run_examples

    pack = load_pack(_chosen(folders, more))
    _warn(pack)
    results = run_examples(pack, check_texts(pack))
    failed = [r for r in results if not r.passed]
    for result in results if verbose else failed:
        console.put(f"{'ok    ' if result.passed else 'FAILED'} {result}\n")
    console.put(f"{len(results) - len(failed)} of {len(results)} examples passed\n")
    return 1 if failed else 0


@rules.command("new")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--output", metavar="FILE", help="Write the draft to this new file (default: print it).")
def new(paths: tuple[str, ...], output: str | None) -> int:
    """Draft a rule file from the quantities that documents speak of, as a start to edit.

    A file that is there already is left as it is.
    """
    from kzcheck.pipeline import Settings, read
    from kzcheck.rules import draft

    reading = read(Settings(paths=paths or (".",)), stdin=stdin)
    text = draft(reading.claims, {d.id: d.language for d in reading.documents})
    if not text:
        raise click.ClickException("no quantity is stated twice in these documents, so there is nothing to draft")
    if output is None:
        console.put(text)
        return 0
    if Path(output).exists():
        raise click.ClickException(f"{output} is there already: name a new file")
    console.write({Path(output): text.encode()})
    console.put(f"wrote {output}\nNext:  kzcheck rules test {output}\n")
    return 0


@rules.command()
def schema() -> int:
    """Print the JSON Schema of rule files, for editors."""
    from kzcheck.rules import json_schema

    console.put(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", "json")
    return 0


def _warn(pack: Pack) -> None:
    from kzcheck.rules import unproven

    for line in unproven(pack):
        console.tell(f"warning: {line}")


def _chosen(folders: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    from kzcheck.pipeline import chosen_rules

    chosen = chosen_rules((*folders, *more))
    if not chosen:
        raise click.ClickException("no rules: name a folder of rule files")
    return chosen


COMMANDS = (rules,)
