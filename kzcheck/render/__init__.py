"""Documents, claims, comparisons and findings as text for people and machines: a run in, text out.

Every format is a module of this package with a function `render(run, options) -> str`; `FORMATS` names them all. None
reads a clock, a file of the user's or the network, so the same run gives the same text.
"""

from __future__ import annotations

from importlib import import_module

from kzcheck.model import Run
from kzcheck.render.options import Options

FORMATS = (
    ("text", "terminal"),
    ("html", "html"),
    ("json", "json"),
    ("jsonl", "jsonl"),
    ("csv", "csv"),
    ("concise", "concise"),
    ("markdown", "markdown"),
    ("sarif", "sarif"),
    ("junit", "junit"),
    ("github", "github"),
    ("gitlab", "gitlab"),
    ("rdjsonl", "rdjsonl"),
)

__all__ = ["FORMATS", "Options", "render"]


def render(run: Run, name: str, options: Options | None = None) -> str:
    """Write a run in the format called `name`; raise ValueError, naming the formats, where there is none."""
    module = dict(FORMATS).get(name)
    if module is None:
        raise ValueError(f"no format {name!r}: choose from {', '.join(known for known, _ in FORMATS)}")
    text: str = import_module(f"{__name__}.{module}").render(run, options or Options())
    return text
