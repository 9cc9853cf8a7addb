"""The library calls: documents in, a frame of claims or a run out. What is heavy is imported when they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from os import PathLike, fspath
from typing import TYPE_CHECKING

from kzcheck.model import Run

if TYPE_CHECKING:
    from pandas import DataFrame

    from kzcheck.model import PartialDate
    from kzcheck.pipeline import Reading, Settings

    Paths = str | PathLike[str] | Sequence[str | PathLike[str]]
    Texts = Mapping[str, str] | Sequence[str]

_KEYS = ("id", "published", "publisher", "title", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Run):
    """A run with its claims and findings as pandas frames, and with a page for notebooks."""

    def claims_frame(self) -> DataFrame:
        """Give the claims, one row each; the columns are `kzcheck.table.schema.COLUMNS`."""
        from kzcheck.table import frame

        return frame(self.claims)

    def findings_frame(self) -> DataFrame:
        """Give the findings, one row each: severity, status, place, message, values, sources, reason, rule."""
        import pandas as pd

        from kzcheck.render.csv import FINDING_COLUMNS, finding_rows

        return pd.DataFrame(finding_rows(self), columns=list(FINDING_COLUMNS))

    def _repr_html_(self) -> str:
        """Give what a notebook shows: what was compared, and the findings as a table."""
        from html import escape

        from kzcheck.render.coverage import headline

        return f"<p>{escape(headline(self))}</p>{self.findings_frame().to_html(index=False, escape=True)}"


def claims(
    paths: Paths | None = None,
    rules: Paths | None = None,
    published: str | None = None,
    *,
    texts: Texts | None = None,
    frame: DataFrame | None = None,
    text: str = "text",
    **columns: str,
) -> DataFrame:
    """Give every numeric claim in documents as a typed pandas frame, one row a claim.

    `paths` are files, folders, globs or .jsonl corpora. In their place, `texts` gives texts (by name, or in order), or
    `frame` a pandas frame with a document a row: `text` names the column that holds it, and `id`, `published`,
    `publisher`, `title` and `language` those that say more of it. `rules` are files or folders of rules; None takes
    ./rules or else the packs that come with kzcheck, as the command line does, and an empty list none. `published` is
    the publication date of all documents (YYYY, YYYY-MM or YYYY-MM-DD), or a column of `frame`. The columns of the
    result are `kzcheck.table.schema.COLUMNS`.

    Raises `kzcheck.documents.InputError` where a path does not exist, `kzcheck.rules.RulesError` with every error in
    the rules, ValueError where `published` is no date, TypeError where no or several sources of documents are given.
    """
    return _reading(paths, rules, published, texts=texts, frame=frame, text=text, columns=columns)[0].table


def check(
    paths: Paths | None = None,
    rules: Paths | None = None,
    published: str | None = None,
    *,
    texts: Texts | None = None,
    frame: DataFrame | None = None,
    text: str = "text",
    repairs: bool = False,
    **columns: str,
) -> Checked:
    """Check documents against one another and give the run: claims, every comparison, findings, notices, contract.

    Takes and raises what `claims` does; `repairs` also searches for the smallest repairs. What could not be read stands
    in `run.notices`, what was compared in `run.coverage`.
    """
    from dataclasses import replace

    from kzcheck.pipeline import judge

    reading, settings = _reading(paths, rules, published, texts=texts, frame=frame, text=text, columns=columns)
    run = judge(reading, replace(settings, repairs="always" if repairs else "never"))
    return Checked(**{field.name: getattr(run, field.name) for field in fields(Run)})


def _reading(
    paths: Paths | None,
    rules: Paths | None,
    published: str | None,
    *,
    texts: Texts | None,
    frame: DataFrame | None,
    text: str,
    columns: Mapping[str, str],
) -> tuple[Reading, Settings]:
    """Read documents from the one source that is given."""
    from kzcheck.pipeline import read

    if sum(source is not None for source in (paths, texts, frame)) != 1:
        raise TypeError("give one of: paths, texts=, frame=")
    if unknown := sorted(columns.keys() - _KEYS):
        raise TypeError(f"no such argument: {', '.join(unknown)}; columns of a frame are {', '.join(_KEYS)}")
    if frame is not None:
        named = {"text": text} | dict(columns) | ({} if published is None else {"published": published})
        settings = _settings((), rules, None)
        return read(settings, given=_rows_of(frame, named)), settings
    if texts is not None:
        pairs = texts.items() if isinstance(texts, Mapping) else ((None, said) for said in texts)
        more: dict[str, str | None] = {} if published is None else {"published": published}
        settings = _settings((), rules, published)
        return read(settings, given=[{"id": name, "text": said} | more for name, said in pairs]), settings
    settings = _settings(paths or (), rules, published)
    return read(settings), settings


def _rows_of(frame: DataFrame, named: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Give the rows of a frame under the keys of documents; a missing value is left out. Raises KeyError."""
    missing = [column for column in named.values() if column not in frame.columns]
    if missing:
        raise KeyError(f"no column {missing[0]!r} in the frame; it has {', '.join(map(str, frame.columns))}")
    some = frame[list(named.values())]
    present = some.notna().to_numpy()
    for label, row, known in zip(frame.index.tolist(), some.itertuples(index=False, name=None), present, strict=True):
        given = {key: value for key, value, there in zip(named, row, known, strict=True) if there}
        yield {"id": str(label)} | {key: _day(v) if key == "published" else v for key, v in given.items()}


def _day(value: object) -> object:
    """Give a timestamp as the day that it is of."""
    day = getattr(value, "date", None)
    return day().isoformat() if callable(day) else value


def _settings(paths: Paths, rules: Paths | None, published: str | None) -> Settings:
    from kzcheck.model import PartialDate
    from kzcheck.pipeline import Settings, chosen_rules

    day: PartialDate | None = None if published is None else PartialDate.of_document(published)
    folders = chosen_rules(()) if rules is None else _several(rules)
    return Settings(paths=_several(paths), rules=folders, published=day, every=True)


def _several(paths: Paths) -> tuple[str, ...]:
    return (fspath(paths),) if isinstance(paths, str | PathLike) else tuple(fspath(path) for path in paths)
