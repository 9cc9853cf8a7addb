"""The claims of a run, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable

from kzcheck.model import Claim, Run
from kzcheck.render.json import claim_row, dumps
from kzcheck.render.options import Options


def lines(claims: Iterable[Claim]) -> Iterable[str]:
    """Give each claim as a line of JSON, without the line's end."""
    return (dumps(claim_row(claim)) for claim in claims)


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write the claims of a run as JSON lines."""
    return "".join(f"{line}\n" for line in lines(run.claims))
