"""The group of commands, and how every failure becomes one line and the exit code 2."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from kzcheck import __version__
from kzcheck.cli import (
    baseline,
    cache,
    check,
    console,
    diff,
    discover,
    explain,
    extract,
    init,
    linking,
    questions,
    report,
    rules,
    schema,
    units,
    verify,
)
from kzcheck.cli.config import ConfigError, defaults
from kzcheck.cli.help import Group

FAILED = 2
INTERRUPTED = 130


@click.group(
    examples=(
        "kzcheck report docs/                      write the report reports/index.html",
        "kzcheck check docs/ --baseline known.yaml fail on new contradictions",
        "kzcheck extract docs/ --format csv        every claim as a row",
    ),
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 nothing new, 1 new findings (of check), 2 nothing readable, wrong rules or options, a crash.",
)
@click.version_option(__version__, prog_name="kzcheck", message="%(prog)s %(version)s")
@click.pass_context
def app(ctx: click.Context) -> None:
    """Show where the numbers in documents agree, where they only round one another, and where they conflict.

    kzcheck reads documents from several sources, finds every number with its unit, period and hedge, and compares what
    can be compared.
    """
    ctx.default_map = defaults(app)


for command in (
    *(
        init,
        report,
        check,
        verify,
        diff,
        extract,
        explain,
        questions,
        discover,
        baseline,
        rules,
        linking,
        units,
        schema,
    ),
    cache,
):
    for one in command.COMMANDS:
        app.add_command(one)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run kzcheck with these arguments (those of the process by default) and exit with 0, 1 or 2."""
    with contextlib.suppress(ValueError, OSError):  # not in the main thread, or no such signal here
        signal.signal(signal.SIGTERM, _interrupt)
    _open_streams()
    code = _run(args)
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    sys.exit(code)


def _open_streams() -> None:
    """Lead closed standard streams nowhere, so that no file that is opened later stands in their place."""
    for number, stream, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, stream) is None:
            with contextlib.suppress(OSError):
                while (opened := os.open(os.devnull, os.O_RDWR)) < number:
                    pass
                setattr(sys, stream, os.fdopen(opened, mode))


def _interrupt(number: int, frame: object) -> NoReturn:  # noqa: ARG001  the signature of a handler
    raise KeyboardInterrupt


def _run(args: Sequence[str] | None) -> int:
    try:
        result = app.main(args, prog_name="kzcheck", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted; nothing was written")
        return INTERRUPTED
    except click.ClickException as error:
        return _fail(_said(error))
    except BrokenPipeError:
        _mute()
        return 0
    except Exception as error:
        expected = _expected(error)
        if os.environ.get("KZCHECK_DEBUG") and not expected:
            raise
        return _fail(expected or _crash(error))
    return result if isinstance(result, int) else 0


def _said(error: click.ClickException) -> str:
    message = error.format_message().replace("\n", " ")
    if message[1:2].islower() or message[1:2] == " ":
        message = message[:1].lower() + message[1:]
    if isinstance(error, click.UsageError) and error.ctx is not None and error.ctx.command_path:
        return f"{message.rstrip('.')} (see '{error.ctx.command_path} --help')"
    return message


def _expected(error: Exception) -> str:
    """Give the message of an error that is the caller's to mend, "" for any other.

    The classes are looked up by name, so that a failure does not import what the command had no need of.
    """
    if isinstance(error, ConfigError):
        return str(error)
    for module, name in (
        ("kzcheck.documents", "InputError"),
        ("kzcheck.rules", "RulesError"),
        ("kzcheck.ledger", "BaselineError"),
    ):
        known: Any = getattr(sys.modules.get(module), name, None)
        if known is not None and isinstance(error, known):
            return str(error)
    if isinstance(error, OSError):
        why = (error.strerror or str(error)).lower()
        return f"cannot write {error.filename}: {why}" if error.filename else f"cannot go on: {why}"
    if isinstance(error, MemoryError):
        return "out of memory"
    return ""


def _crash(error: Exception) -> str:
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"an error in kzcheck itself: {what} (KZCHECK_DEBUG=1 shows where)"


def _fail(message: str) -> int:
    for line in message.splitlines() or [""]:
        console.tell(f"error: {line}")
    return FAILED


def _mute() -> None:
    """Send what is still buffered nowhere: the reader of a pipe has gone."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
