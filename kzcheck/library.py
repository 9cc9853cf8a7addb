"""The library calls: documents in, a frame of claims or a run out. What is heavy is imported when they are called."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

    from kzcheck.model import PartialDate, Run
    from kzcheck.pipeline import Settings

    Paths = str | PathLike[str] | Sequence[str | PathLike[str]]


def claims(paths: Paths, rules: Paths | None = None, published: str | None = None) -> DataFrame:
    """Give every numeric claim in documents as a typed pandas frame, one row a claim.

    `paths` are files, folders, globs or .jsonl corpora. `rules` are files or folders of rules; None takes ./rules or
    else the packs that come with kzcheck, as the command line does, and an empty list none. `published` is the
    publication date of the documents (YYYY, YYYY-MM or YYYY-MM-DD). The columns are `kzcheck.table.schema.COLUMNS`.

    Raises `kzcheck.documents.InputError` where a path does not exist, `kzcheck.rules.RulesError` with every error in
    the rules, ValueError where `published` is no date.
    """
    from kzcheck.pipeline import read

    return read(_settings(paths, rules, published)).table


def check(paths: Paths, rules: Paths | None = None, published: str | None = None) -> Run:
    """Check documents against one another and give the run: claims, every comparison, findings, notices, contract.

    Takes and raises what `claims` does. What could not be read stands in `run.notices`.
    """
    from kzcheck.pipeline import run

    return run(_settings(paths, rules, published))


def _settings(paths: Paths, rules: Paths | None, published: str | None) -> Settings:
    from kzcheck.model import PartialDate
    from kzcheck.pipeline import Settings, chosen_rules

    day: PartialDate | None = None if published is None else PartialDate.parse(published)
    folders = chosen_rules(()) if rules is None else _several(rules)
    return Settings(paths=_several(paths), rules=folders, published=day, every=True)


def _several(paths: Paths) -> tuple[str, ...]:
    return (fspath(paths),) if isinstance(paths, str | PathLike) else tuple(fspath(path) for path in paths)
