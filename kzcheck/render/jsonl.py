"""The claims of a run, one JSON object a line."""

from __future__ import annotations

from kzcheck.model import Run
from kzcheck.render.json import claim_lines
from kzcheck.render.options import Options


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write the claims of a run as JSON lines."""
    return "".join(f"{line}\n" for line in claim_lines(run.claims))
