"""One slip in the prose of a longer document whose truth stands elsewhere in it: suspected, true texts left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kzcheck.compare import compare
from kzcheck.compare.linking.retold import retelling
from kzcheck.model import Comparison, Evidence, Grade, Pack
from kzcheck.pipeline import Settings, read

DOCUMENTS = YAML(typ="safe").load((Path(__file__).parent / "tied_out.yaml").read_text(encoding="utf-8"))
MISSED = {
    "climate": "the unit in the table's head was not read",
    "prison": "taken for a plan",
    "zoo": "the other mention was dated a year too early",
    "airport": "its words are too common",
}
"""Slips that are not found, and why."""


def conflicts(text: str) -> tuple[list[Comparison], Mapping[str, str]]:
    """Give the conflicts of a document, and the quote of each of its claims."""
    found = read(Settings(cache=False), given=[{"id": "report.md", "text": text}])
    said = {c.claim_id: c.surface for c in found.claims}
    return [c for c in compare(found.table, Pack()) if c.verdict == "conflict"], said


def slipped(document: Mapping[str, Any]) -> str:
    """Give a document with its slip, wherever its lines break."""
    told = re.compile(r"\s+".join(map(re.escape, document["slip"]["old"].split())))
    text, count = told.subn(document["slip"]["new"], document["text"])
    assert count == 1
    return text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d["id"])
def test_documents_that_repeat_their_figures_rightly_are_left_alone(document: Mapping[str, Any]) -> None:
    found, _ = conflicts(document["text"])
    assert [c.reason for c in found] == []


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d["id"] not in MISSED], ids=lambda d: d["id"])
def test_a_slip_in_the_prose_is_found_and_nothing_else(document: Mapping[str, Any]) -> None:
    found, said = conflicts(slipped(document))
    (new,) = set(document["slip"]["new"].split()) - set(document["slip"]["old"].split())
    assert found
    assert all(any(new.strip("$€£,.") in said[claim] for claim in c.claims) for c in found)


MUSEUM = DOCUMENTS[0]["text"]
TICKETS = "$2,418,600 in 2024"


@pytest.mark.parametrize(
    "said", ["about $2.4 million", "$2.42 million", "$2.418 million", "over $2.4 million", "$2,302,150"]
)
def test_rounded_figures_and_those_of_another_year_are_no_slips(said: str) -> None:
    assert TICKETS in MUSEUM
    found, _ = conflicts(MUSEUM.replace(TICKETS, f"{said} in 2024"))
    assert [c for c in found if c.severity == "suspected"] == []


def test_what_is_suspected_says_how_sure_it_is_and_fails_no_build() -> None:
    found, said = conflicts(MUSEUM.replace(TICKETS, "$2,481,600 in 2024"))
    (one,) = found
    assert {said[claim] for claim in one.claims} == {"$2,481,600", "2,418,600"}
    assert one.severity == "suspected"
    assert one.link is not None
    assert one.link.grade is Grade.PROBABLE
    assert one.link.probability >= retelling().probable
    assert {w.evidence for w in one.link.evidence} == set(retelling().of)


def test_slipped_digits_alone_make_no_link() -> None:
    found, _ = conflicts(MUSEUM + "\nThe new roof of the depot cost $2,481,600 in 2024.\n")
    assert found == []


def test_each_weight_is_of_a_known_kind_of_evidence() -> None:
    weigh = retelling()
    assert set(weigh.of) <= set(Evidence)
    most = sum(max(levels.values()) for evidence, levels in weigh.of.items() if evidence is not Evidence.DIGITS)
    assert weigh.without_figures < most < -weigh.prior + weigh.without_figures + max(weigh.of[Evidence.DIGITS].values())
    assert weigh.prior + max(weigh.of[Evidence.DIGITS].values()) < 0
