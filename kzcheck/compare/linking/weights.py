"""The weights of evidence: data that a script learns and people may edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from kzcheck.compare.quantities import Array
from kzcheck.model import Evidence
from kzcheck.storage import YamlError, load_yaml

FILE = "weights.yaml"
_TINY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What `weights.yaml` says: `of[evidence][level]` in bits, and the numbers that go with it."""

    prior: float
    probable: float
    possible: float
    calibration: Mapping[str, float]
    without_figures: Mapping[str, float]
    background: float
    seen: float
    most_sharing: int
    together: int
    apart: int
    of: Mapping[Evidence, Mapping[str, float]]

    def told(self, probability: Array) -> Array:
        """Give calibrated probabilities: the log odds of what evidence and rivals give, scaled and shifted (Platt)."""
        odds = np.log2(np.clip(probability, _TINY, 1 - _TINY) / np.clip(1 - probability, _TINY, 1))
        return np.asarray(1 / (1 + np.exp2(-(self.calibration["scale"] * odds + self.calibration["shift"]))))

    def levels(self, evidence: Evidence) -> tuple[str, ...]:
        """Name the levels of a piece of evidence, in the order of the file."""
        return tuple(self.of[evidence])


@cache
def weights() -> Weights:
    """Give the weights that come with kzcheck. Raises ValueError naming file and place where the file is wrong."""
    return parsed(files("kzcheck.compare.linking").joinpath(FILE).read_bytes())


def parsed(data: bytes) -> Weights:
    """Give the weights that a YAML text states. Raises ValueError naming line and column, or what is missing."""
    try:
        read = load_yaml(data)
    except YamlError as error:
        raise ValueError(f"{FILE}:{error.line}:{error.column}: {error}") from None
    try:
        given = read["weights"]
        # Figures of two moods are in two blocks: between documents there is nothing to weigh.
        known = [e for e in Evidence if e is not Evidence.MOOD]
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise ValueError(f"{FILE}: weights: {unknown[0]!r} is no evidence: {', '.join(known)}")
        table: dict[Evidence, Mapping[str, float]]
        table = {e: MappingProxyType({str(k): float(v) for k, v in given[e.value].items()}) for e in known}
        return Weights(
            prior=float(read["prior"]),
            probable=float(read["grades"]["probable"]),
            possible=float(read["grades"]["possible"]),
            calibration={name: float(read["calibration"][name]) for name in ("scale", "shift")},
            without_figures={grade: float(read["without_figures"][grade]) for grade in ("probable", "possible")},
            background=float(read["rarity"]["background"]),
            seen=float(read["rarity"]["seen"]),
            most_sharing=int(read["most_sharing"]),
            together=int(read["near"]["together"]),
            apart=int(read["near"]["apart"]),
            of=MappingProxyType(table),
        )
    except KeyError as error:
        raise ValueError(f"{FILE}: {error.args[0]!r} is missing") from None
