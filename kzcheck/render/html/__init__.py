"""The page: one self-contained HTML file that opens from disk, in a sandbox and in print, and needs no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kzcheck.model import Run
from kzcheck.model.verification import Checked, Verified
from kzcheck.model.visible import visible
from kzcheck.render.html import content, draft, parts
from kzcheck.render.numbers import NUMBER_SPACE, digits, humane_date
from kzcheck.render.options import Options
from kzcheck.render.repairs import MOST_PLACES, NEUTRAL, alternatives, places
from kzcheck.render.view import NEAR, SUSPECTED, SUSPICION, answer_place, fold, plural, waiting_words

INDEX = "index.html"
PAGES = parts.PAGES
"""The pattern of the names of pages by quantity."""


def pages(run: Run, title: str = "") -> dict[str, str]:
    """Write a run as HTML files by name: one page, or an index and pages by quantity where it is too big for one.

    `title` is what the report is called.
    """
    if not parts.too_big(run):
        return {INDEX: page(run, title)}
    cut = parts.parts(run)
    made = {INDEX: _page(content.Content(run, parts=cut, title=title))}
    return made | {part.file: _page(content.Content(run, part=part, title=title)) for part in cut}


def page(run: Run, title: str = "") -> str:
    """Write a run as one HTML page, however long; the same run gives the same bytes."""
    return _page(content.Content(run, title=title))


def draft_pages(
    run: Run, rows: Sequence[Checked], drafts: Collection[str], *, failing: bool, index: str = INDEX
) -> dict[str, str]:
    """Write what sources make of drafts as HTML files by name: the page called `index`.

    Where that would be too big for one page it is an index, with pages beside it that are called after it.
    """

    def one(**part: Any) -> str:
        return _page(draft.Draft(run, rows, drafts, failing=failing, index=index, **part), "draft.html", index)

    if len(rows) <= draft.MOST_CARDS:
        return {index: one()}
    cut = draft.slices(run, rows, index)
    return {index: one(cut=cut)} | {some.part.file: one(own=some) for some in cut}


def draft_page(run: Run, rows: Sequence[Checked], drafts: Collection[str], *, failing: bool) -> str:
    """Write what sources make of drafts as one HTML page, however long."""
    return _page(draft.Draft(run, rows, drafts, failing=failing, index=INDEX), "draft.html", INDEX)


def _page(made: content.Content, template: str = "page.html", index: str = INDEX) -> str:
    style, script = _asset("style.css"), _asset("script.js")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _template(template).render(
        c=made,
        run=made.run,
        index=index,
        policy=policy,
        style=style,
        script=script,
        most_folded=content.MOST_FOLDED,
        most_unlike=content.MOST_UNLIKE,
        most_entries=content.MOST_ENTRIES,
        most_listed=draft.MOST_LISTED,
    )


def is_page(text: str) -> bool:
    """Tell whether a file is a page that kzcheck made."""
    return '<meta name="generator" content="kzcheck ' in text[:4000]


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write a run as one HTML page."""
    return page(run)


def render_draft(verified: Verified, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write what became of the claims of drafts as one HTML page."""
    return draft_page(verified.run, verified.rows, verified.drafts, failing=verified.failing)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader(__name__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(visible=visible, fold=fold, digits=digits, day=humane_date, unbroken=_unbroken)
    environment.globals.update(plural=plural, waiting_words=waiting_words, answer_place=answer_place)
    environment.globals.update(alternatives=alternatives, places_of=places, neutral=NEUTRAL, most_places=MOST_PLACES)
    environment.globals.update(suspicion=SUSPICION, suspected_words=SUSPECTED, near_words=NEAR)
    return environment.get_template(name)


def _unbroken(text: str) -> str:
    """Keep a number and its unit on one line."""
    return NUMBER_SPACE.sub("\u00a0", text)


@cache
def _asset(name: str) -> str:
    return (files(__name__) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
