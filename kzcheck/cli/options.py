"""The options that several commands share, and the settings of the run that they make."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kzcheck.model import PartialDate
    from kzcheck.pipeline import Repairs, Settings, Undated
    from kzcheck.render.formats import Use

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType["PartialDate"]):
    """A publication date, known to the day, the month or the year."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        """Read YYYY, YYYY-MM or YYYY-MM-DD."""
        from kzcheck.model import PartialDate

        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.of_document(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Formats(click.ParamType[str]):
    """One of the formats that a use of kzcheck offers, those of other packages that are known by then among them."""

    name = "format"

    def __init__(self, use: Use) -> None:
        """Take the use; the formats are looked up when they are asked for, so that no help but its own needs them."""
        self.use = use

    @property
    def names(self) -> tuple[str, ...]:
        """Give the formats by name."""
        from kzcheck.render.formats import formats

        return tuple(one.name for one in formats(self.use))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Show the formats in the help."""
        return click.Choice(self.names).get_metavar(param, ctx)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a name; another one is answered with those that there are."""
        return click.Choice(self.names).convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the names that begin so."""
        return click.Choice(self.names).shell_complete(ctx, param, incomplete)


class Common(NamedTuple):
    """The values of the options that every command which reads documents has."""

    paths: tuple[str, ...]
    rules: tuple[str, ...]
    no_rules: bool
    published: PartialDate | None
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    strict: bool
    jobs: int
    no_cache: bool
    cache: str | None
    within: str
    undated: Undated
    quiet: bool
    verbose: bool
    no_color: bool


def _cores() -> int:
    """Give how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_SHARED: tuple[Callable[[Any], Any], ...] = (
    click.argument("paths", nargs=-1, metavar="[PATH]..."),
    click.option(
        "--rules",
        multiple=True,
        metavar="DIR",
        help="Use the rules in this folder or file (repeatable). Default: ./rules, else the packs that"
        " come with kzcheck.",
    ),
    click.option("--no-rules", is_flag=True, help="Use no rules: group the claims by unit, parties and head words."),
    click.option("--published", type=Day(), metavar="DATE", help="When the documents were published: YYYY[-MM[-DD]]."),
    click.option("--include", multiple=True, metavar="GLOB", help="In folders, read only matching files (repeatable)."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="In folders, leave out matching files (repeatable)."),
    click.option("--strict", is_flag=True, help="Exit with 2 if any file could not be read."),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=_cores,
        metavar="N",
        help="Number of processes (default: one per core for large inputs).",
    ),
    click.option("--no-cache", is_flag=True, help="Do not use the cache."),
    click.option("--cache", metavar="DIR", help="Cache folder (default: the user's)."),
    click.option(
        "--within",
        default="",
        metavar="FIELD",
        help="Compare only documents with the same value of this field (of a .jsonl corpus or front matter).",
    ),
    click.option(
        "--undated",
        type=click.Choice(("together", "apart")),
        default="together",
        show_default=True,
        help="Whether documents without any date speak of one time (and so may contradict one another).",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Print only results and errors."),
    click.option("-v", "--verbose", is_flag=True, help="List everything that was left out."),
    click.option("--no-color", is_flag=True, help="No colours (as does the environment's NO_COLOR)."),
)


def repairs_option(when: str) -> Callable[[F], F]:
    """Add --repairs to a command; `when` says what happens without it."""
    text = f"Search for the smallest repairs: few numbers whose change removes several findings. {when}"
    return click.option("--repairs", is_flag=True, help=text)


def shared(function: F) -> F:
    """Add the paths and the common options to a command; the function gets them as one `common`."""
    from functools import wraps

    names = Common._fields

    @wraps(function)
    def command(**values: Any) -> Any:
        common = Common(**{name: values.pop(name) for name in names})
        with _cache(common):
            return function(common=common, **values)

    for decorate in reversed(_SHARED):
        command = decorate(command)
    return command  # type: ignore[return-value]  # the decorators keep the function


def settings(
    common: Common, *, every: bool = False, repairs: Repairs = "never", skip: tuple[str, ...] = ()
) -> Settings:
    """Give the settings of the run that the options ask for; reads the clock (SOURCE_DATE_EPOCH stops it)."""
    from kzcheck.pipeline import Settings, chosen_rules

    without = common.no_rules and (_on_the_line("no_rules") or not _on_the_line("rules"))
    if without and _on_the_line("rules"):
        raise click.UsageError("--rules and --no-rules exclude each other", click.get_current_context())
    return Settings(
        paths=common.paths or (".",),
        rules=() if without else chosen_rules(common.rules),
        published=common.published,
        include=common.include,
        exclude=common.exclude,
        skip=skip,
        within=common.within,
        undated=common.undated,
        every=every,
        repairs=repairs,
        jobs=common.jobs,
        cache=not common.no_cache,
        made_at=now(),
    )


def again(common: Common) -> str:
    """Give the paths and options with which another command reads and judges the same, to be pasted into a shell."""
    import shlex

    words = list(common.paths)
    words += [word for folder in common.rules if not common.no_rules for word in ("--rules", folder)]
    words += ["--no-rules"] if common.no_rules else []
    words += ["--published", str(common.published)] if common.published is not None else []
    for option, globs in (("--include", common.include), ("--exclude", common.exclude)):
        words += [word for glob in globs for word in (option, glob)]
    words += ["--within", common.within] if common.within else []
    words += ["--undated", common.undated] if common.undated != "together" else []
    return shlex.join(words)


def now() -> str:
    """Give the time of the run in UTC to the second, or what SOURCE_DATE_EPOCH says it is."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        moment = datetime.now(UTC)
    else:
        try:
            moment = datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise click.UsageError(f"SOURCE_DATE_EPOCH must be seconds since 1970, not {epoch!r}") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def stdin() -> bytes:
    """Read standard input to its end."""
    return sys.stdin.buffer.read()


def _on_the_line(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


@contextlib.contextmanager
def _cache(common: Common) -> Iterator[None]:
    """Point everything that caches to the folder asked for; without a cache, to one that is gone afterwards."""
    before = os.environ.get("KZCHECK_CACHE")
    if not common.no_cache and not common.cache:
        yield
        return
    with contextlib.ExitStack() as stack:
        if common.no_cache:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kzcheck-", ignore_cleanup_errors=True))
        else:
            folder = str(common.cache)
        os.environ["KZCHECK_CACHE"] = folder
        try:
            yield
        finally:
            os.environ.pop("KZCHECK_CACHE")
            if before is not None:
                os.environ["KZCHECK_CACHE"] = before
