"""`kzcheck diff`: what came, went and changed between two runs or revisions."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command
from kzcheck.cli.options import Common, settings, shared

if TYPE_CHECKING:
    from kzcheck.ledger.changes import Changes, Row

_NOW = "."


@click.command(
    cls=Command,
    examples=(
        "kzcheck diff old/findings.json new/findings.json",
        "kzcheck diff v1.0 . docs",
        "kzcheck diff main feature docs --format json",
    ),
)
@click.argument("old")
@click.argument("new")
@shared
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
def diff(common: Common, *, old: str, new: str, format_: str) -> int:
    """Show which claims, values and findings were added, removed or changed from OLD to NEW.

    OLD and NEW are each the JSON of a run (`check --format json`, or findings.json of a report), a git revision, or "."
    for the files as they are; of the last two, PATH says which documents.
    """
    from kzcheck.ledger.changes import changes

    before, after = _run(common, old), _run(common, new)
    if not before["documents"] and not after["documents"]:
        raise click.ClickException(f"nothing readable in {', '.join(common.paths or ('.',))}")
    found = changes(before, after)
    console.put(_json(found) if format_ == "json" else _text(found), format_)
    return 0


def _run(common: Common, name: str) -> Row:
    if name != _NOW and Path(name).is_file():
        return _file(name)
    from kzcheck.pipeline import judge, read, run_at
    from kzcheck.render.json import run_json

    wanted = settings(common)
    with console.progress(common) as tell:
        if name == _NOW:
            run = judge(read(wanted, progress=tell), wanted, progress=tell)
        else:
            run = run_at(name, wanted, progress=tell)
    console.say(common, [n for n in run.notices if n.severity == "error"], documents=len(run.documents))
    if not run.documents and not common.quiet:
        when = "now" if name == _NOW else f"at {name}"
        console.tell(f"warning: no document of these paths is there {when}")
    return run_json(run)


def _file(name: str) -> Row:
    wrong = f"{name} is no run: make one with kzcheck check --format json"
    try:
        data = json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{wrong} ({error})") from None
    if not isinstance(data, dict) or not {"claims", "findings", "documents", "schema"} <= set(data):
        raise click.ClickException(wrong)
    return data


def _json(found: Changes) -> str:
    from kzcheck.model.visible import escaped

    return escaped(json.dumps({"schema": 1, **asdict(found)}, ensure_ascii=False, indent=1)) + "\n"


def _text(found: Changes) -> str:
    if found.none:
        return "Nothing changed.\n"
    lines = []
    for title, rows in (("Findings that came", found.findings_came), ("Findings that went", found.findings_went)):
        lines += [f"{title}: {len(rows):,}"] if rows else []
        lines += [f"  {row['fingerprint']} {row['severity']}: {_line(row['message'])}" for row in rows]
    for old, new in found.findings_changed:
        states = f"{old['severity']}, {old['status']} -> {new['severity']}, {new['status']}"
        lines.append(f"Finding {new['fingerprint']}: {states}: {_line(new['message'])}")
    if found.claims_changed:
        lines.append(f"Values that changed: {len(found.claims_changed):,}")
        lines += [f"  {new['document']}: {_said(old)} -> {_said(new)}" for old, new in found.claims_changed]
    for title, rows in (("Claims that came", found.claims_came), ("Claims that went", found.claims_went)):
        lines += [f"{title}: {len(rows):,}"] if rows else []
        lines += [f"  {row['document']}: {_said(row)}: {_line(row['sentence'])}" for row in rows]
    return "\n".join(lines) + "\n"


def _said(row: Any) -> str:
    when = row["period_text"] or row["period_start"] or ""
    return _line(f"{row['surface']}{f' ({when})' if when and when not in row['surface'] else ''}")


def _line(text: str) -> str:
    from kzcheck.render.view import fold, shorten

    return shorten(fold(text), 200)


COMMANDS = (diff,)
