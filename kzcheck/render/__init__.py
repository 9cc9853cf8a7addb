"""Documents, claims, comparisons and findings as text for people and machines: a run in, text out.

`formats.py` declares every format, with the functions that write it. None reads a clock, a file of the user's or the
network, so the same run gives the same text.
"""

from __future__ import annotations

from kzcheck.model import Run
from kzcheck.render.formats import Format, formats, register
from kzcheck.render.formats import declared as _declared
from kzcheck.render.options import Options

__all__ = ["Format", "Options", "formats", "register", "render"]


def render(run: Run, name: str, options: Options | None = None) -> str:
    """Write a run in the format called `name`; raise ValueError, naming the formats, where there is none."""
    return _declared(name).write("run", run, options or Options())
