"""`kzcheck baseline`: accept findings, give reasons for them, and forget those that are gone."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli import console
from kzcheck.cli.against import Against, against_option
from kzcheck.cli.help import Command, Group
from kzcheck.cli.options import Common, F, now, settings, shared, stdin

if TYPE_CHECKING:
    from datetime import date

    from kzcheck.ledger import Baseline, Entry
    from kzcheck.model import Finding, Run

DEFAULT = "kzcheck-baseline.yaml"

_file = click.option(
    "--baseline", "file", default=DEFAULT, show_default=True, metavar="FILE", help="The baseline file."
)
_against = against_option(text="Hold the documents against these sources, as verify --require support does.")
_accept = click.option(
    "--accept",
    multiple=True,
    metavar="FINGERPRINT",
    help="Accept this finding alone (its first characters are enough; repeatable). Without it every new"
    " finding is accepted.",
)


class _LastDay(click.ParamType["date"]):
    """A calendar day."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read YYYY-MM-DD."""
        from datetime import date

        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date: write YYYY-MM-DD", param, ctx)


def _why(function: F) -> F:
    """Add the options that say why something is accepted, by whom and until when."""
    options: tuple[Callable[[F], F], ...] = (
        click.option("--reason", default="", metavar="TEXT", help="Why it is accepted."),
        click.option("--by", default="", metavar="NAME", help="Who accepts it."),
        click.option("--until", type=_LastDay(), metavar="DATE", help="The last day on which it is accepted."),
        click.option("--require-reason", is_flag=True, help="Refuse to accept anything without a reason."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.group(cls=Group)
def baseline() -> None:
    """Accept today's findings in a file under version control, so that `check` fails on new ones only."""


@baseline.command(
    cls=Against,
    examples=('kzcheck baseline create docs --reason "before the gate"',),
)
@shared
@_against
@_file
@_accept
@_why
def create(
    common: Common,
    *,
    against: tuple[str, ...],
    file: str,
    accept: tuple[str, ...],
    reason: str,
    by: str,
    until: date | None,
    require_reason: bool,
) -> int:
    """Write a new baseline with every finding of the documents; a file that exists is left alone.

    In a git repository it is marked `merge=union` in the .gitattributes beside it, so that two branches which accept
    different findings merge without a conflict.
    """
    from kzcheck.ledger import Baseline, change_baseline, updated

    if Path(file).exists():
        raise click.ClickException(f"{file} exists; 'kzcheck baseline update' adds to it")
    _need(reason, wanted=require_reason)
    run = _run(common, file, None, against)
    chosen = _with_beneath(run, _named(accept, [f.fingerprint for f in run.findings]))
    made = updated(Baseline(), chosen, run.comparisons, run.claims, reason=reason, by=by, until=until)
    change_baseline(Path(file), None, made)
    console.put(f"{len(made.entries)} accepted in {file}\n")
    _merging(Path(file))
    return console.ending(common, run)


@baseline.command(
    cls=Against,
    examples=('kzcheck baseline update docs --accept 1-3f9ac2 --reason "restated in 2025" --until 2026-12-31',),
)
@shared
@_against
@_file
@_accept
@_why
def update(
    common: Common,
    *,
    against: tuple[str, ...],
    file: str,
    accept: tuple[str, ...],
    reason: str,
    by: str,
    until: date | None,
    require_reason: bool,
) -> int:
    """Add the new findings to the baseline; every entry that is there stays as it is, with its reason.

    An entry that expired is renewed where --accept names it.
    """
    from kzcheck.ledger import change_baseline, read_baseline, updated

    _need(reason, wanted=require_reason)
    known = read_baseline(Path(file))
    run = _run(common, file, known, against)
    named = _named(accept, [f.fingerprint for f in run.findings])
    chosen = _with_beneath(run, named)
    today = _today()
    renew = {mark for mark in named if accept and mark in known.entries and known.entries[mark].expired(today)}
    made = updated(known, chosen, run.comparisons, run.claims, reason=reason, by=by, until=until, renew=renew)
    change_baseline(Path(file), known, made)
    renewed = f", {len(renew)} renewed" if renew else ""
    console.put(f"{len(made.entries) - len(known.entries)} added, {len(known.entries)} kept{renewed} in {file}\n")
    return console.ending(common, run)


@baseline.command(cls=Command, examples=("kzcheck baseline prune docs",))
@shared
@_file
def prune(common: Common, file: str) -> int:
    """Remove the entries whose finding is gone; nothing is added."""
    from dataclasses import replace

    from kzcheck.ledger import change_baseline, read_baseline

    known = read_baseline(Path(file))
    run = _run(common, file, known)
    stale = {g.fingerprint for g in run.gone}
    kept = {mark: entry for mark, entry in known.entries.items() if mark not in stale}
    change_baseline(Path(file), known, replace(known, entries=kept))
    for gone in run.gone:
        console.put(f"removed {gone.fingerprint}: {gone.message}\n")
    console.put(f"{len(stale)} removed, {len(kept)} kept in {file}\n")
    return console.ending(common, run)


@baseline.command(
    cls=Command,
    examples=(
        "kzcheck baseline audit",
        'kzcheck baseline audit --accept 1-3f9ac2 --reason "two agencies" --until 2026-12-31',
    ),
    epilog="Exit codes: 0 every entry has a reason and is in force, 1 some have not (without a terminal), 2 wrong"
    " options or file.",
)
@_file
@click.option("--accept", multiple=True, metavar="FINGERPRINT", help="Set the reason of this entry (repeatable).")
@_why
def audit(*, file: str, accept: tuple[str, ...], reason: str, by: str, until: date | None, require_reason: bool) -> int:
    """Walk through the entries that give no reason or have expired.

    On a terminal it asks for each: a reason, nothing to go on, "q" to stop. Elsewhere it lists them; with --accept and
    --reason it gives the reason without asking.
    """
    from dataclasses import replace

    from kzcheck.ledger import change_baseline, read_baseline

    known = read_baseline(Path(file))
    if (reason or until) and not accept:
        raise click.UsageError("--reason and --until need --accept FINGERPRINT", click.get_current_context())
    if accept:
        _need(reason, wanted=require_reason)
        entries = dict(known.entries)
        for mark in _named(accept, list(entries), kind="entry"):
            old = entries[mark]
            entries[mark] = replace(old, reason=reason or old.reason, by=by or old.by, until=until or old.until)
        change_baseline(Path(file), known, replace(known, entries=entries))
        console.put(f"{sum(entries[m] != known.entries[m] for m in entries)} changed in {file}\n")
        return 0
    today = _today()
    strict = replace(known, require_reason=True)
    poor = [e for _, e in sorted(known.entries.items()) if strict.void(e, today)]
    if poor and sys.stdin.isatty() and sys.stdout.isatty():
        return _ask(Path(file), known, poor, by)
    for entry in poor:
        console.put(f"{entry.fingerprint} {strict.void(entry, today)}: {entry.says}\n")
    console.put(f"{len(poor)} of {len(known.entries)} entries in {file} give no reason or have expired\n")
    return 1 if poor else 0


def _ask(file: Path, known: Baseline, poor: list[Entry], by: str) -> int:
    """Ask for the reason of each entry, and write after every answer, so that nothing typed is lost."""
    from dataclasses import replace

    from kzcheck.ledger import change_baseline

    entries = dict(known.entries)
    left = len(poor)
    with contextlib.suppress(click.Abort):  # the end of the input, or Ctrl-C: what was answered is written
        for number, entry in enumerate(poor, start=1):
            said = f" (expired on {entry.until})" if entry.expired(_today()) else ""
            console.put(f"{number}/{len(poor)} {entry.fingerprint} rule {entry.rule}{said}\n  {entry.says}\n")
            if entry.reason:
                console.put(f"  accepted because: {entry.reason}\n")
            answer = click.prompt("  reason (empty: go on, q: stop)", default="", show_default=False).strip()
            if answer == "q":
                break
            if answer:
                until = click.prompt(
                    "  until (YYYY-MM-DD, empty: for good)", default="", show_default=False, value_proc=_last_day
                )
                entries[entry.fingerprint] = replace(entry, reason=answer, by=by or entry.by, until=until)
                change_baseline(file, known, replace(known, entries=entries))
                left -= 1
    console.put(f"{len(poor) - left} given a reason, {left} left\n")
    return 1 if left else 0


def _last_day(text: str) -> date | None:
    """Read what was typed for a last day; a wrong one is asked for again."""
    return _LastDay().convert(text.strip(), None, None) if text.strip() else None


def _need(reason: str, *, wanted: bool) -> None:
    if wanted and not reason.strip():
        raise click.UsageError("--require-reason: say why with --reason TEXT", click.get_current_context())


def _today() -> date:
    from datetime import date

    return date.fromisoformat(now()[:10])


def _named(accept: tuple[str, ...], marks: list[str], *, kind: str = "finding") -> Collection[str]:
    """Give the fingerprints that are named (the start of one is enough), or all."""
    if not accept:
        return marks
    for name in accept:
        if not any(mark.startswith(name) for mark in marks):
            import difflib

            near = difflib.get_close_matches(name, marks, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise click.ClickException(f"no {kind} has the fingerprint {name!r}{hint}")
    # A whole fingerprint means that finding alone, though its twin (with "-2" behind it) begins so as well.
    whole = set(accept) & set(marks)
    starts = tuple(name for name in accept if name not in whole)
    return [m for m in marks if m in whole or (starts and m.startswith(starts))]


def _with_beneath(run: Run, named: Collection[str]) -> tuple[Finding, ...]:
    """Give the findings that are named, and those that the same numbers bring about and that stand beneath them."""
    return tuple(f for f in run.findings if f.fingerprint in named or f.above in named)


def _run(common: Common, file: str, known: Baseline | None, against: tuple[str, ...] = ()) -> Run:
    """Judge the documents, or where there are sources to hold them against, each claim of them as `verify` does."""
    from kzcheck.pipeline import judge, read, read_drafts, verified

    wanted = settings(common, skip=(file,))
    with console.progress(common) as tell:
        if against:
            reading, drafts = read_drafts(wanted, against, stdin=stdin, progress=tell)
            console.require(common, reading.notices, documents=len(drafts))
            run, _ = verified(reading, drafts, wanted, baseline=known, support=True, progress=tell)
        else:
            reading = read(wanted, stdin=stdin, progress=tell)
            console.require(common, reading.notices, documents=len(reading.documents))
            run = judge(reading, wanted, baseline=known, progress=tell)
    console.say(common, run.notices, documents=len(run.documents))
    return run


def _merging(file: Path) -> None:
    """Mark the baseline in .gitattributes so that git puts the lines of both sides of a merge into it."""
    import subprocess

    from kzcheck.storage import write_bytes

    folder = file.resolve().parent
    try:
        asked = subprocess.run(  # noqa: S603  no shell
            ["git", "-C", str(folder), "check-attr", "-z", "merge", "--", file.name],  # noqa: S607  git from the path
            capture_output=True,
            check=False,
        )
    except OSError:
        return
    if asked.returncode or asked.stdout.split(b"\0")[2:3] == [b"union"]:
        return
    attributes = folder / ".gitattributes"
    before = attributes.read_bytes() if attributes.exists() else b""
    name = f'"/{file.name}"' if any(c.isspace() for c in file.name) else f"/{file.name}"
    line = f"{name} merge=union\n"
    write_bytes(attributes, before + (b"" if not before or before.endswith(b"\n") else b"\n") + os.fsencode(line))
    shown = (file.parent / ".gitattributes").as_posix()
    console.put(f"{shown} now says `{line.strip()}`: branches that accept different findings merge; commit it too\n")


COMMANDS = (baseline,)
