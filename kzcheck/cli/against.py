"""`--against SOURCE...`: an option that takes all the paths behind it."""

from __future__ import annotations

from collections.abc import Callable

import click

from kzcheck.cli.help import Command
from kzcheck.cli.options import F

_AGAINST = "--against"


class Against(Command):
    """A command whose --against takes all the paths behind it, as a shell's globs give them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say --against before each of its paths, which is what click understands."""
        out: list[str] = []
        taking = False
        for arg in args:
            if taking and out[-1] != _AGAINST and (not arg.startswith("-") or arg == "-"):
                out.append(_AGAINST)
            elif arg.startswith("-") and arg not in {"-", _AGAINST}:
                taking = False
            if arg == _AGAINST:
                taking = True
            out.append(arg)
        return super().parse_args(ctx, out)


def against_option(*, required: bool = False, text: str = "The sources: files, folders, globs.") -> Callable[[F], F]:
    """Give the option, for a command of the class `Against`."""
    return click.option(_AGAINST, multiple=True, required=required, metavar="SOURCE...", help=text)
