"""How well linking by evidence tells what is one thing: learnt and measured on small worlds of our own.

Each file under worlds/ is a handful of texts by different voices on one event. In a clean world each fact has one
figure and each figure is of one fact, so every pair of claims is labelled by its figures. Then figures are changed at
random, and the labels stay: a pair is one thing if it was before. `python -m benchmarks.linking` fits the weights on
all worlds and writes them to weights.yaml; as a benchmark each world is judged by weights learnt on the others.
"""

from __future__ import annotations

import copy
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.optimize import minimize
from scipy.special import expit

from kzcheck.compare.copies import copies
from kzcheck.compare.linking import Linked, Observed, Weights, links, observed, parsed, weights
from kzcheck.compare.ordering import in_order
from kzcheck.compare.quantities import Array, Quantities
from kzcheck.compare.widths import widened
from kzcheck.model import Evidence
from kzcheck.pipeline import Settings, read

WORLDS = Path(__file__).parent / "worlds"
CONTRASTS = Path(__file__).parent / "contrasts.yaml"
START = Path(__file__).parent / "linking_start.yaml"
FILE = Path(__file__).parents[1] / "kzcheck" / "compare" / "linking" / "weights.yaml"
ROUNDS = 12
RATE = 0.12
STRENGTH = 10.0
"""How strongly the weights to start from hold those that are fitted: as so many labelled pairs for each level."""
_EFFECTIVE = 150
_SAME = 0.3
"""How much a contrast of one thing counts against one of two: most figures that differ are of two things."""
_BINS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What was observed of pairs in one planting of a world, and which are one thing."""

    table: Quantities
    seen: Observed
    one: Array
    true: Array
    share: float


def section() -> str:
    """Measure each world by the weights that the others give, and tell of what was reported."""
    worlds = everything()
    lines = [
        "## Linking by evidence",
        "",
        f"{len(worlds)} small worlds, {ROUNDS} plantings each with about one figure in eight changed.",
        "Each world is judged by weights that were learnt on the others.",
        "",
        "| world | unequal pairs of one thing | suspected | of these right | possible or suspected | of these right |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    every: list[tuple[float, bool]] = []
    for name, told in left_out(worlds, weights().calibration).items():
        every += told
        rounds, weigh = worlds[name], weights()
        right = sum(int(np.sum(r.one & unequal(r.seen))) for r in rounds)
        lines.append(f"| {name} | {right} | {_share(told, weigh.probable)} | {_share(told, weigh.possible)} |")
    lines += ["", *_reliability(every)]
    return "\n".join([*lines, ""])


def everything() -> dict[str, list[Labelled]]:
    """Read all worlds, and the contrasting pairs."""
    return {name: [*labelled(name)] for name in names()} | {"contrasts": [*contrasts()]}


def left_out(
    worlds: Mapping[str, Sequence[Labelled]], calibration: Mapping[str, float]
) -> dict[str, list[tuple[float, bool]]]:
    """Judge each world by the weights that the others give."""
    told = {}
    for name, rounds in worlds.items():
        weigh = fitted([r for other, some in worlds.items() if other != name for r in some])
        told[name] = [pair for r in rounds for pair in judged(r, replace(weigh, calibration=calibration))]
    return told


def calibrated(told: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """Give scale and shift of the log odds that fit what was seen best (Platt 1999)."""
    p = np.clip([p for p, _ in told], 1e-6, 1 - 1e-6)
    x, y = np.log(p / (1 - p)), np.array([one for _, one in told], float)

    def loss(b: Array) -> float:
        z = b[0] * x + b[1]
        return float(np.sum(np.logaddexp(0, z) - y * z))

    scale, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return {"scale": round(float(scale), 2), "shift": round(float(shift / np.log(2)), 2)}


def _share(told: Sequence[tuple[float, bool]], least: float) -> str:
    some = [one for p, one in told if p >= least]
    return f"{len(some)} | {100 * sum(some) / len(some):.0f} %" if some else "0 | -"


def _reliability(told: Sequence[tuple[float, bool]]) -> Iterator[str]:
    yield "| probability told | pairs | mean of what was told | share that is one thing |"
    yield "|---|---:|---:|---:|"
    for low, high in pairwise(_BINS):
        some = [(p, one) for p, one in told if low <= p < high or p == high == 1.0]
        if some:
            mean, share = np.mean([p for p, _ in some]), np.mean([one for _, one in some])
            yield f"| {low:.2f} to {high:.2f} | {len(some)} | {mean:.2f} | {share:.2f} |"


def names() -> list[str]:
    """Name the worlds."""
    return sorted(path.stem for path in WORLDS.glob("*.yaml"))


def labelled(name: str) -> Iterator[Labelled]:
    """Give the plantings of a world: the clean one first."""
    table = table_of(YAML(typ="safe").load((WORLDS / f"{name}.yaml").read_text(encoding="utf-8"))["documents"])
    rng = random.Random(name)  # noqa: S311  no secret
    for number in range(ROUNDS):
        changed = planted(table, rng, RATE if number else 0.0)
        seen, _ = observed(changed, weights())
        one = table.value[seen.pairs.first] == table.value[seen.pairs.second]
        yield Labelled(changed, seen, one, table.value, _EFFECTIVE / ROUNDS)


def contrasts() -> Iterator[Labelled]:
    """Give pairs of short texts that are one thing, or are not, each pair a corpus of its own.

    There are as many that are not as a reader meets: most figures that differ are of different things.
    """
    told = YAML(typ="safe").load(CONTRASTS.read_text(encoding="utf-8"))
    count = len(told["one"]) + len(told["other"])
    for label, one in (("one", True), ("other", False)):
        for texts in told[label]:
            documents = [
                {"id": f"{n}.md", "published": "2025-03-10", "publisher": f"Desk {n}", "text": text}
                for n, text in enumerate(texts)
            ]
            table = table_of(documents)
            seen, _ = observed(table, weights())
            true = np.zeros(table.size) if one else np.arange(table.size, dtype=float)
            share = _EFFECTIVE / count * (_SAME if one else 1.0)
            yield Labelled(table, seen, np.full(len(seen.pairs), one), true, share)


def table_of(documents: Sequence[Mapping[str, str]]) -> Quantities:
    """Read documents with a front matter of their own into a table."""
    with tempfile.TemporaryDirectory() as folder:
        for d in documents:
            head = f"---\npublished: {d['published']}\npublisher: {d['publisher']}\n---\n\n"
            (Path(folder) / d["id"]).write_text(head + d["text"], encoding="utf-8")
        reading = read(Settings(paths=(folder,), rules=(), cache=False, jobs=1))
    frame = widened(in_order(reading.table), reading.pack)
    return Quantities(frame, without=copies(frame, None))


def planted(table: Quantities, rng: random.Random, rate: float) -> Quantities:
    """Give a copy of a table in which some figures are changed, with what they allow."""
    changed = copy.copy(table)
    changed.value, changed.low, changed.high = table.value.copy(), table.low.copy(), table.high.copy()
    digits = [*table.text("digits")]
    for row, text in enumerate(digits):
        if rng.random() >= rate or not re.fullmatch(r"[\d.,]+", text) or not table.value[row] > 0:
            continue
        new = slip(text, rng)
        share = float(new.replace(",", "")) / float(text.replace(",", ""))
        changed.value[row] *= share
        changed.low[row] *= share
        changed.high[row] *= share
        digits[row] = new
    changed.frame = table.frame.assign(digits=digits)
    return changed


def slip(text: str, rng: random.Random) -> str:
    """Give another figure: digits swapped, one digit changed, a nought more, or another figure of the same size."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    sort = rng.random()
    swaps = [(a, b) for a, b in pairwise(places) if text[a] != text[b] != "0"]
    if sort < 0.3 and swaps:
        a, b = rng.choice(swaps)
        return f"{text[:a]}{text[b]}{text[a + 1 : b]}{text[a]}{text[b + 1 :]}"
    if sort < 0.6:
        at = rng.choice([i for i in places if text[i] != "0"])
        return f"{text[:at]}{rng.choice('123456789'.replace(text[at], ''))}{text[at + 1 :]}"
    if sort < 0.7 and "." not in text:
        return f"{text}0"
    share = rng.choice((1, -1)) * rng.uniform(0.02, 0.35)
    number = float(text.replace(",", "")) * (1 + share)
    after = len(text.partition(".")[2])
    return f"{number:.{after}f}" if after else str(max(1, round(number)))


def unequal(seen: Observed) -> Array:
    """Mark the pairs whose figures do not allow one number."""
    return ~np.isin(seen.levels[Evidence.DIGITS].astype(str), ("equal", "meets"))


def judged(some: Labelled, weigh: Weights) -> list[tuple[float, bool]]:
    """Give the probability of each unequal pair that linking tells of, and whether it is one thing."""
    found: list[Linked] = [one for one in links(some.table, replace(weigh, possible=0.02)) if not one.alike]
    return [(one.link.probability, bool(some.true[one.rows[0]] == some.true[one.rows[1]])) for one in found]


def fitted(rounds: Sequence[Labelled]) -> Weights:
    """Fit the weights of all levels together: logistic regression, held towards those to start from.

    Together, not level by level, because evidence overlaps: what two words say one of them may have said.
    """
    start = parsed(START.read_bytes())
    levels = [(e, level) for e in start.of for level in start.levels(e)]
    parts = [np.stack([r.seen.levels[e] == level for e, level in levels], axis=1) for r in rounds]
    size = np.array([len(r.one) for r in rounds])
    x = np.concatenate(parts).astype(float)
    y = np.concatenate([r.one for r in rounds]).astype(float)
    share = np.repeat([r.share / max(len(r.one), 1) for r in rounds], size)
    given = np.array([start.prior, *(start.of[e][level] for e, level in levels)]) * np.log(2)
    found = _logistic(np.column_stack([np.ones(len(x)), x]), y, share, given) / np.log(2)
    prior = float(found[0])
    # Weights are told from what is usual: the mean over all pairs is the prior's.
    seen = share @ x / share.sum()
    for e in start.of:
        own = [place for place, (other, _) in enumerate(levels) if other is e]
        usual = float(seen[own] @ found[1:][own])
        found[1:][own] -= usual
        prior += usual
    table: dict[Evidence, dict[str, float]] = {e: {} for e in start.of}
    for (e, level), bits in zip(levels, found[1:].tolist(), strict=True):
        table[e][level] = round(bits, 2)
    return replace(weights(), prior=round(prior, 2), of=MappingProxyType(table))


def _logistic(x: Array, y: Array, share: Array, given: Array) -> Array:
    # The prior is held to nothing, or levels that most pairs have would stand in for it.
    held = np.full(len(given), STRENGTH)
    held[0] = 0.0

    def loss(b: Array) -> tuple[float, Array]:
        z = x @ b
        off = b - given
        value = float(share @ (np.logaddexp(0, z) - y * z) + held / 2 @ off**2)
        return value, x.T @ (share * (expit(z) - y)) + held * off

    return np.asarray(minimize(loss, given, jac=True, method="L-BFGS-B").x)


def rewrite(path: Path, found: Weights) -> None:
    """Put fitted weights into a file of weights, leaving all else in it as it is."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^prior: .*$", f"prior: {found.prior}", text)
    scale, shift = found.calibration["scale"], found.calibration["shift"]
    text = re.sub(r"(?m)^calibration: .*$", f"calibration: {{scale: {scale}, shift: {shift}}}", text)
    for evidence, table in found.of.items():
        line = ", ".join(f"{_key(level)}: {bits}" for level, bits in table.items())
        text = re.sub(rf"(?m)^  {evidence.value}: \{{.*\}}$", f"  {evidence.value}: {{{line}}}", text)
    path.write_text(text, encoding="utf-8")


def _key(level: str) -> Any:
    return f'"{level}"' if level.isdigit() else level


if __name__ == "__main__":
    known = everything()
    plain = {"scale": 1.0, "shift": 0.0}
    of_worlds = {name: told for name, told in left_out(known, plain).items() if name != "contrasts"}
    seen = calibrated([pair for told in of_worlds.values() for pair in told])
    rewrite(FILE, replace(fitted([r for rounds in known.values() for r in rounds]), calibration=seen))
    sys.stdout.write(f"wrote {FILE.name} from {len(known)} worlds\n")
