"""`kzcheck linking`: the evidence by which figures of two texts are taken for one, with its weights."""

from __future__ import annotations

import json

import click

from kzcheck.cli import console
from kzcheck.cli.help import Command


@click.command(
    cls=Command,
    examples=("kzcheck linking", "kzcheck linking --format json"),
    epilog="Exit code: 0.",
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True, help="What to print."
)
def linking(format_: str) -> int:
    """Print how much each piece of evidence speaks for two figures being of one thing.

    Weights are in bits, log2 of how much more often a level is seen in pairs that are one thing than in others: 1 bit
    doubles the odds, -1 halves them.
    """
    from kzcheck.compare.linking import weights

    weigh = weights()
    table = {evidence.value: dict(levels) for evidence, levels in weigh.of.items()}
    grades = {"probable": weigh.probable, "possible": weigh.possible}
    if format_ == "json":
        told = {"prior": weigh.prior, "grades": grades, "calibration": dict(weigh.calibration), "weights": table}
        console.put(json.dumps(told, indent=2) + "\n", "json")
        return 0
    lines = [f"{'before any evidence':34}  {weigh.prior:+.2f}"]
    for evidence, levels in table.items():
        lines += [f"{evidence:14}  {level:18}  {bits:+.2f}" for level, bits in levels.items()]
    lines.append(
        f"suspected from {weigh.probable:.0%}, shown as possible from {weigh.possible:.0%}; "
        "docs/linking.md tells what each means"
    )
    console.put("\n".join(lines) + "\n")
    return 0


COMMANDS = (linking,)
