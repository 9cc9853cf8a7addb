"""What a source says of itself: front matter in the file, `sources.yaml` beside it.

Both know the keys title, publisher, published, url, language and statistics (whose figures the document gives). Front
matter may hold any other key, which is kept in the document's `fields`; in sources.yaml an unknown key is an error.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from kzcheck.model import Document, Notice, PartialDate
from kzcheck.storage import Places, YamlError, load_placed

Reading = tuple[list[Document], list[Notice]]

_KEYS = ("title", "publisher", "published", "url", "language", "statistics")
_ALIASES = {"date": "published", "lang": "language"}
_FENCE = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}")
_LONGEST = 20_000

# A line of front matter that YAML reads as one plain or double-quoted string: most files hold nothing else, and
# ruamel.yaml takes a millisecond for what this reads in microseconds.
_SIMPLE = re.compile(r"""([A-Za-z_][\w-]*):[ ]+(?:"([^"\\]*)"|([A-Za-z0-9](?:[^:#\t]|:(?=[^\s:]))*))[ ]*$""")
_WORDS_OF_YAML = frozenset({"null", "true", "false"})


class Problem(NamedTuple):
    """A value that cannot be taken, and under which key."""

    key: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a source from one place; "" and None where that place says nothing."""

    title: str = ""
    publisher: str = ""
    published: PartialDate | None = None
    url: str = ""
    statistics: str = ""
    language: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def describe(self, document: Document) -> Document:
        """Put what is known into the document, over what it held before."""
        return replace(
            document,
            title=self.title or document.title,
            publisher=self.publisher or document.publisher,
            published=self.published or document.published,
            published_how="stated" if self.published else document.published_how,
            url=self.url or document.url,
            statistics=self.statistics or document.statistics,
            language=self.language or document.language,
            fields=self.fields or document.fields,
        )


@lru_cache(maxsize=4096)
def read_date(text: str) -> PartialDate:
    """Read YYYY, YYYY-MM, YYYY-MM-DD, or a timestamp that begins so; raise ValueError on anything else."""
    stamp = _STAMP.match(text.strip())
    return PartialDate.of_document(stamp[1] if stamp else text)


def typed(values: Mapping[str, Any]) -> tuple[Metadata, list[Problem]]:
    """Give the metadata of parsed YAML or JSON, and what in it cannot be taken."""
    found: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for key, value in values.items():
        if key in _KEYS and isinstance(value, (dict, list)):
            problems.append(Problem(key, f"{key} must be a text, not {_kind(value)}"))
        elif key in _KEYS:
            found[key] = _plain(value)
        elif not isinstance(value, (dict, list)) and value is not None:
            others.append((str(key), _plain(value)))
    for alias, key in _ALIASES.items():
        found.setdefault(key, next((value for name, value in others if name == alias), ""))
    published = None
    if found.get("published"):
        try:
            published = read_date(found["published"])
        except ValueError as error:
            if "published" in values:
                problems.append(Problem("published", f"published: {error}"))
    metadata = Metadata(
        title=found.get("title", ""),
        publisher=found.get("publisher", ""),
        published=published,
        url=found.get("url", ""),
        statistics=found.get("statistics", ""),
        language=re.split(r"[-_]", found.get("language", "").lower())[0],
        fields=tuple(others),
    )
    return metadata, problems


def front_matter(name: str, text: str) -> tuple[Metadata, int, list[Notice]]:
    """Read the YAML between two lines of `---` at the start of a text.

    Gives the metadata, the offset where the text proper begins (0 where there is no front matter), and notices with
    file, line and column.
    """
    opening = _FENCE.match(text)
    closing = _END.search(text, opening.end(), _LONGEST) if opening else None
    if opening is None or closing is None:
        return Metadata(), 0, []
    inner = text[opening.end() : closing.start()]
    body = _next_line(text, closing.end())
    simple = _simple(inner)
    values: Any = simple
    places = Places()
    if simple is None:
        try:
            values, places = _placed(inner)
        except YamlError as error:
            return Metadata(), body, [_warning(name, f"front matter: {error}", error.line + 1, error.column)]
    if values is None:
        return Metadata(), body, []
    if not isinstance(values, dict):
        return Metadata(), 0, []
    metadata, problems = typed(values)
    if problems and not places:
        with contextlib.suppress(YamlError):
            places = _placed(inner)[1]
    notices = []
    for problem in problems:
        line, column = places[(problem.key,)][2:]
        notices.append(_warning(name, f"front matter: {problem.message}", line + 1, column))
    return metadata, body, notices


def sources(name: str, data: bytes) -> tuple[dict[str, Metadata], list[Notice]]:
    """Read a sources.yaml: `sources:` with a list of entries, each `file:` and what is known of it.

    Gives the metadata by file name (relative to the folder of sources.yaml, "/" between folders).
    """
    try:
        values, places = load_placed(data)
    except YamlError as error:
        return {}, [_error(name, str(error), (error.line, error.column))]
    if not isinstance(values, dict) or not isinstance(values.get("sources"), list):
        return {}, [_error(name, "expected `sources:` with a list of entries, each with `file:`", (1, 1))]
    notices = [
        _error(name, f"unknown key {key!r}; the only one here is 'sources'", places[(key,)])
        for key in values
        if key != "sources"
    ]
    found: dict[str, Metadata] = {}
    for index, entry in enumerate(values["sources"]):
        place = places[("sources", index)]
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            notices.append(_error(name, "an entry needs `file:` with the name of a file", place))
            continue
        for key in entry:
            if key not in (*_KEYS, "file"):
                near = difflib.get_close_matches(key, (*_KEYS, "file"), n=1)
                meant = f"did you mean {near[0]!r}?" if near else f"keys are file, {', '.join(_KEYS)}"
                notices.append(_error(name, f"unknown key {key!r}; {meant}", places[("sources", index, key)]))
        metadata, problems = typed({k: v for k, v in entry.items() if k in _KEYS})
        notices.extend(_error(name, p.message, places[("sources", index, p.key)][2:]) for p in problems)
        file = entry["file"].replace("\\", "/").removeprefix("./")
        if file in found:
            notices.append(_error(name, f"{file!r} has a second entry; the first one counts", place))
            continue
        found[file] = metadata
    return found, notices


def _placed(inner: str) -> tuple[Any, Places]:
    return load_placed(inner.encode("utf-8", "replace"), cache=False)


def _simple(inner: str) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for line in inner.splitlines():
        if not line.strip():
            continue
        m = _SIMPLE.match(line)
        if m is None or m[1] in values or (m[3] or "").strip().lower() in _WORDS_OF_YAML:
            return None
        values[m[1]] = m[2] if m[2] is not None else m[3].rstrip()
    return values


def _next_line(text: str, offset: int) -> int:
    if text.startswith("\r\n", offset):
        return offset + 2
    return min(offset + 1, len(text))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split())


def _kind(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a mapping"


def _error(name: str, message: str, place: tuple[int, ...]) -> Notice:
    line, column = place[:2]
    return Notice(severity="error", code="metadata", message=message, where=name, line=line, column=column)


def _warning(name: str, message: str, line: int, column: int) -> Notice:
    return Notice(severity="warning", code="metadata", message=message, where=name, line=line, column=column)
