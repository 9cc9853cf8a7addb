"""Configuration: kzcheck.toml, or [tool.kzcheck] in pyproject.toml, from the current folder upwards.

Its keys are the long names of the options, and `paths`. Options given on the command line win over it. Paths in it are
meant from the folder that it stands in, and must stay in the repository around it: a gate also runs on the repositories
of strangers, and what they configure must neither read nor write elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

_OWN = "kzcheck.toml"
_SHARED = "pyproject.toml"
_PATHS = frozenset({"paths", "rules", "output", "baseline", "against"})
# Options that share a name and not a meaning: the key is that of this command alone.
_OF_ONE = {"output": "report", "format": "check"}
_NOT_CONFIGURED = frozenset({"help", "version", "open", "quiet", "verbose", "all", "reason", "cache"})
_BY_THE_USER = {"cache": "where the cache is, only --cache or the environment's KZCHECK_CACHE can say"}


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names file and line."""


def defaults(app: click.Group) -> dict[str, Any]:
    """Give click's default map: for each command the configured values of its options.

    Raises ConfigError on the first unknown key or wrong value.
    """
    found = _find(Path.cwd())
    if found is None:
        return {}
    path, text, values = found
    commands = dict(_commands(app))
    known = sorted({name for options in commands.values() for name in options} | {"paths"})
    shown = os.path.relpath(path)

    def fail(key: str, message: str) -> ConfigError:
        return ConfigError(f"{shown}:{_line(text, key)}: {message}")

    for key, value in values.items():
        if key not in known:
            if key in _BY_THE_USER:
                raise fail(key, f"{key} cannot be configured: {_BY_THE_USER[key]}")
            import difflib

            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"keys are {', '.join(known)}"
            raise fail(key, f"unknown key {key!r}; {hint}")
        if isinstance(value, dict):
            raise fail(key, f"{key} must be a value or a list, not a table")
    table: dict[str, Any] = {}
    for command, options in commands.items():
        for key, option in options.items():
            if key not in values:
                continue
            value = _from(path.parent, key, values[key])
            if key in _PATHS and (outside := _outside(path.parent, value)):
                raise fail(key, f"{key}: {outside} leads out of the repository; only the command line may do that")
            try:
                _try(option, value)
            except click.BadParameter as error:
                message = error.message[:1].lower() + error.message[1:]
                raise fail(key, f"{key}: {message.rstrip('.')}") from None
            _put(table, command, option.name or key, value)
    return table


def _find(folder: Path) -> tuple[Path, str, dict[str, Any]] | None:
    for here in (folder, *folder.parents):
        own, shared = here / _OWN, here / _SHARED
        if own.is_file():
            text, values = _read(own)
            return own, text, values
        if shared.is_file():
            text, whole = _read(shared, "[tool.kzcheck")
            values = whole.get("tool", {}).get("kzcheck")
            if values is not None:
                return shared, text, values
        if (here / ".git").exists():
            return None
    return None


def _read(path: Path, needed: str = "") -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{os.path.relpath(path)}: cannot be read: {error}") from None
    if needed and needed not in text:
        return text, {}
    import tomllib

    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        at = f":{place[1]}:{place[2]}" if place else ""
        raise ConfigError(f"{os.path.relpath(path)}{at}: not valid TOML: {str(error).partition(' (at')[0]}") from None


def _commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*above, name))
            continue
        options: dict[str, click.Parameter] = {}
        for param in command.params:
            if isinstance(param, click.Argument) and param.name == "paths":
                options["paths"] = param
            elif isinstance(param, click.Option):
                key = max(param.opts, key=len).lstrip("-")
                if key not in _NOT_CONFIGURED and _OF_ONE.get(key, name) == name:
                    options[key] = param
        yield (*above, name), options


def _from(folder: Path, key: str, value: Any) -> Any:
    if key not in _PATHS:
        return value
    if isinstance(value, list):
        return [_from(folder, key, item) for item in value]
    if not isinstance(value, str) or value == "-" or "=" in value:
        return value
    return os.path.relpath(folder / value)


def _outside(folder: Path, value: Any) -> str:
    """Name the first of some paths that leads, also by links, out of the repository around a folder, "" for none."""
    top = next((here for here in (folder, *folder.parents) if (here / ".git").exists()), folder).resolve()
    for path in value if isinstance(value, list) else [value]:
        if isinstance(path, str) and path != "-" and "\0" not in path:
            fixed = Path(path.partition("=")[2] or path)
            if not fixed.resolve().is_relative_to(top):
                return path
    return ""


def _try(option: click.Parameter, value: Any) -> None:
    several = option.multiple if isinstance(option, click.Option) else option.nargs == -1
    if several != isinstance(value, list):
        raise click.BadParameter("expected a list" if several else "expected one value, not a list")
    if isinstance(option, click.Option) and option.is_flag and not isinstance(value, bool):
        raise click.BadParameter("expected true or false")
    if isinstance(option.type, click.types.StringParamType) and not _flag(option):
        for item in value if several else [value]:
            if not isinstance(item, str):
                raise click.BadParameter(f"expected a text in quotes, not {item!r}")
    for item in value if several else [value]:
        option.type.convert(item, option, None)


def _flag(option: click.Parameter) -> bool:
    return isinstance(option, click.Option) and option.is_flag


def _put(table: dict[str, Any], command: tuple[str, ...], name: str, value: Any) -> None:
    for part in command:
        table = table.setdefault(part, {})
    table[name] = value


def _line(text: str, key: str) -> int:
    m = re.search(rf"""^[ \t]*["']?{re.escape(key)}["']?[ \t]*=""", text, re.MULTILINE)
    return text.count("\n", 0, m.start()) + 1 if m else 1
