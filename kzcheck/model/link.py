"""Links: how sure it is that two claims are about one quantity, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How sure it is that two claims are about one thing: judged fully, suspected, shown only, never compared."""

    SAME = "same"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DIFFERENT = "different"


class Evidence(StrEnum):
    """What speaks for or against two claims being about one thing; each has levels, and each level a weight."""

    ENTITY = "entity"
    CONCEPT = "concept"
    QUALIFIERS = "qualifiers"
    WORDS = "words"
    DISTINCTIVE = "distinctive"
    UNSHARED = "unshared"
    UNIT = "unit"
    SENTENCE = "sentence"
    KIN = "kin"
    OPPOSED = "opposed"
    NAMES = "names"
    TOPIC = "topic"
    BASIS = "basis"
    SOURCE = "source"
    PERIOD = "period"
    MOOD = "mood"
    PLACE = "place"
    COMPANIONS = "companions"
    LEFT_OVER = "left_over"
    VOICES = "voices"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One piece of evidence: the level that was observed and its weight in bits, log2(m/u) of Fellegi and Sunter.

    A weight above 0 speaks for one thing, one below 0 against it. `words` are the words of the texts that it rests on.
    """

    evidence: Evidence
    level: str
    weight: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The grade of a pair of claims, the calibrated probability that they are about one thing, and its reasons."""

    grade: Grade
    probability: float
    evidence: tuple[Weighed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMatch:
    """Two claims (ids) that may be about one thing and were not judged: a person has to look."""

    claims: tuple[str, str]
    link: Link
