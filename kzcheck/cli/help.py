"""How a command shows itself: its options, examples that can be copied, and the exit codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click


def _examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    if not examples:
        return
    with formatter.section("Examples"):
        for line in examples:
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Command(click.Command):
    """A command with examples in its help."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **values: Any) -> None:
        """Take what click takes, and the lines of the examples."""
        super().__init__(*args, **values)
        self.examples = examples

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the examples."""
        super().format_options(ctx, formatter)
        _examples(formatter, self.examples)


class Group(click.Group):
    """A group with examples in its help; a wrong command is answered with the nearest right one."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **values: Any) -> None:
        """Take what click takes, and the lines of the examples."""
        super().__init__(*args, **values)
        self.examples = examples

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and commands, then the examples."""
        super().format_options(ctx, formatter)
        _examples(formatter, self.examples)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            import difflib
            import os

            near = difflib.get_close_matches(args[0], self.commands, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"commands are {', '.join(sorted(self.commands))}"
            if os.path.exists(args[0]):  # noqa: PTH110  a look, no work with the path
                hint = f"it is a path: did you mean 'kzcheck report {args[0]}'?"
            raise click.UsageError(f"no such command: {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)
