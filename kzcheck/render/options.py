"""What a caller can ask of a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to show and how.

    `every` shows every comparison instead of the conflicts alone. `color` and `width` (in columns) are for terminals.
    `fail_on` (error, warning, suspected, never) is the level that fails a gate; `baseline` the file and `since` the
    revision that accept findings; `gone` names findings that are no more; `page` is where the page was written;
    `again` are the paths and options, as typed, with which another command reads the same documents.
    """

    every: bool = False
    color: bool = False
    width: int = 100
    fail_on: str = "error"
    baseline: str = ""
    since: str = ""
    gone: tuple[str, ...] = ()
    page: str = ""
    again: str = ""
