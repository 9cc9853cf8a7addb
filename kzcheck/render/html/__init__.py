"""The page: one self-contained HTML file that opens from disk, in a sandbox and in print, and needs no script."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, Template

from kzcheck.model import Run
from kzcheck.render.html import content
from kzcheck.render.numbers import NUMBER_SPACE, digits, humane_date
from kzcheck.render.options import Options
from kzcheck.render.view import fold, plural, visible
from kzcheck.storage import cache_folder


def page(run: Run) -> str:
    """Write a run as one HTML page; the same run gives the same bytes."""
    style, script = _asset("style.css"), _asset("script.js")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _template().render(
        c=content.Content(run),
        run=run,
        policy=policy,
        style=style,
        script=script,
        most_folded=content.MOST_FOLDED,
        most_rows=content.MOST_ROWS,
    )


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write a run as one HTML page."""
    return page(run)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(__name__, "templates"),
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(visible=visible, fold=fold, digits=digits, day=humane_date, unbroken=_unbroken)
    environment.globals.update(plural=plural)
    return environment.get_template("page.html")


def _unbroken(text: str) -> str:
    """Keep a number and its unit on one line."""
    return NUMBER_SPACE.sub("\u00a0", text)


def _compiled() -> FileSystemBytecodeCache | None:
    """Keep the compiled templates in the cache folder: compiling them takes a tenth of a second."""
    folder = cache_folder() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


@cache
def _asset(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
