"""What commands share on the way out: text to standard output, notices and progress to standard error, files."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzcheck.cli.options import Common

if TYPE_CHECKING:
    from rich.progress import Progress as ProgressBar

    from kzcheck.model import Notice, Run
    from kzcheck.pipeline import Progress

_NAMED = 10
_LONG = 2.0


def put(text: str, form: str = "text", *, coloured: bool = False) -> None:
    """Write a result to standard output as UTF-8; a reader that has gone away is no error.

    Nothing in it acts on a terminal or a log, whatever names and quotes hold.
    """
    from kzcheck.model.visible import printed
    from kzcheck.render.formats import declared

    known = declared(form)
    shown = text if known.escaped else printed(text, coloured=coloured, commands=known.commands)
    put_bytes(shown.encode("utf-8", "replace"))


def tell(line: str) -> None:
    """Write one line to standard error; that nobody reads it is no error."""
    from kzcheck.model.visible import printed

    with contextlib.suppress(OSError, ValueError):
        click.echo(f"kzcheck: {printed(' '.join(line.splitlines()))}", err=True)


def put_bytes(data: bytes) -> None:
    """Write bytes to standard output; a reader that has gone away is no error."""
    try:
        click.echo(data, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise click.ClickException(
            f"cannot write to standard output: {(error.strerror or str(error)).lower()}"
        ) from None


def color(common: Common) -> bool:
    """Tell whether standard output takes colours and nobody refused them."""
    if common.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def width() -> int:
    """Give the terminal's width in columns, 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def say(common: Common, notices: Sequence[Notice], *, documents: int) -> None:
    """Name on standard error what was not read or resolved: errors and warnings, with -v everything.

    Long lists are cut, and say so; the last line counts.
    """
    if not common.quiet:
        wanted = [n for n in notices if common.verbose or n.severity != "info"]
        shown = wanted if common.verbose else wanted[:_NAMED]
        for notice in shown:
            tell(f"{notice.severity}: {notice}")
        if len(wanted) > len(shown):
            tell(f"... and {len(wanted) - len(shown)} more (-v names them)")
    bad = unread(notices)
    if bad and not common.quiet:
        files, read = ("file" if bad == 1 else "files"), ("document" if documents == 1 else "documents")
        tell(f"{bad} {files} not read, {documents} {read} read")


def unread(notices: Sequence[Notice]) -> int:
    """Count what could not be read."""
    return sum(count for severity, count in Counter(n.severity for n in notices).items() if severity == "error")


def require(common: Common, notices: Sequence[Notice], *, documents: int) -> None:
    """Stop with exit code 2 where nothing could be read."""
    if documents:
        return
    say(common, notices, documents=0)
    where = ", ".join(common.paths or (".",))
    raise click.ClickException(f"nothing readable in {where}")


def ending(common: Common, run: Run, *, failing: bool = False) -> int:
    """Choose the exit code: 2 where nothing stands (a broken contract, faults alone), else 1 if failing.

    If strict, 2 also for a file that was not read.
    """
    if run.contract is not None and not run.contract.success:
        for failure in run.contract.failures[:_NAMED]:
            tell(f"error: the internal data check failed: {failure}")
        return 2
    return spoilt(common, run.notices, claims=len(run.claims)) or (1 if failing else 0)


def spoilt(common: Common, notices: Sequence[Notice], *, claims: int) -> int:
    """Give 2, and say why, where faults left no claim at all or, if strict, where anything was not read; else 0."""
    if not claims and any(n.code == "fault" for n in notices):
        tell("error: nothing was read, because of errors in kzcheck itself")
        return 2
    if common.strict and unread(notices):
        tell("error: --strict: not every file could be read")
        return 2
    return 0


@contextlib.contextmanager
def progress(common: Common) -> Iterator[Progress | None]:
    """Show a bar on standard error once a step takes long; nothing where that is no terminal."""
    if common.quiet or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    """One line that is written over; rich is imported only when it is first drawn."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: ProgressBar | None = None

    def __call__(self, step: str, done: int, total: int) -> None:
        """Draw the state of a step."""
        if time.monotonic() - self._began < _LONG:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(step)
        self._bar.update(self._task, description=step, completed=done, total=total)

    def close(self) -> None:
        """Take the line away."""
        if self._bar is not None:
            self._bar.stop()


def write(files: dict[Path, bytes], *, ours: Callable[[str], bool] | None = None) -> None:
    """Write files all or none: each is put aside first, and only when all are there are they renamed.

    Where `ours` tells of every file in their one folder that it is ours, they are put in place in a single step. A
    failure is one clear line, and the old files stay as they were.
    """
    from kzcheck.storage import leads_out, write_all, write_folder

    for path in files:
        if leads_out(path):
            raise click.ClickException(f"{path} is a link, or lies behind one, that leads out of its folder")
    try:
        (folder,) = {path.parent for path in files} if ours else {None}
        if not (folder and ours and write_folder(folder, {path.name: data for path, data in files.items()}, ours)):
            write_all(files)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        first = next(iter(files))
        name = re.sub(r"^\.(.*)\.[^.]*\.part$", r"\1", Path(error.filename or first).name)
        target = first.parent if name == first.parent.name else first.parent / name
        raise click.ClickException(f"cannot write {target}: {why}; nothing was changed") from None


def drop_pages(folder: Path, pattern: str, *, keep: Collection[str]) -> None:
    """Remove the pages that belonged to an earlier, bigger report, and that nothing links to any more."""
    from kzcheck.render.html import is_page

    for old in folder.glob(pattern):
        if old.name not in keep and is_page(old.read_text(encoding="utf-8", errors="replace")):
            old.unlink(missing_ok=True)
