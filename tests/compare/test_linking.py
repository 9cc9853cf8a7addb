"""Claims of different documents are linked by evidence: slips are suspected, and true texts stay quiet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kzcheck import check
from kzcheck.compare.linking import parsed, weights
from kzcheck.compare.linking.assignment import assigned, competing
from kzcheck.compare.linking.evidence import slipped
from kzcheck.model import Claim, Evidence, Grade, Run

WORLDS = Path(__file__).parents[2] / "benchmarks" / "worlds"
NAMES = sorted(path.stem for path in WORLDS.glob("*.yaml"))


def world(name: str) -> dict[str, Any]:
    return YAML(typ="safe").load((WORLDS / f"{name}.yaml").read_text(encoding="utf-8"))


def run(folder: Path, documents: list[dict[str, str]]) -> Run:
    for d in documents:
        head = f"---\npublished: {d['published']}\npublisher: {d['publisher']}\n---\n\n"
        (folder / d["id"]).write_text(head + d["text"], encoding="utf-8")
    return check(folder, rules=[])


def texts(*pairs: str) -> list[dict[str, str]]:
    """Give one document a text, all published on one day."""
    return [
        {"id": f"{n}.md", "publisher": f"Desk {n}", "published": "2025-03-10", "text": text}
        for n, text in enumerate(pairs)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_true_texts_about_one_event_stay_quiet(name: str, tmp_path: Path) -> None:
    assert not [f for f in run(tmp_path, world(name)["documents"]).findings if f.severity == "suspected"]


@pytest.mark.parametrize("name", NAMES)
def test_slips_are_suspected_and_nothing_else_is(name: str, tmp_path: Path) -> None:
    told = world(name)
    documents = {d["id"]: d for d in told["documents"]}
    for slip in told["planted"]:
        document = documents[slip["doc"]]
        assert slip["old"] in document["text"]
        document["text"] = document["text"].replace(slip["old"], slip["new"], 1)
    found = run(tmp_path, told["documents"])
    known = {c.claim_id: c for c in found.claims}
    conflicts = [c for c in found.comparisons if c.severity == "suspected"]
    spoilt = [
        [slip["new"] for slip in told["planted"] if any(_is(slip, known[c]) for c in one.claims)] for one in conflicts
    ]
    assert all(spoilt)
    assert len({slip for some in spoilt for slip in some}) >= told.get("least", 2)


def _is(slip: dict[str, str], claim: Claim) -> bool:
    return claim.document.endswith(slip["doc"]) and claim.digits in slip["new"]


def test_a_suspected_contradiction_tells_how_sure_it_is_and_why(tmp_path: Path) -> None:
    told = world("floods")
    told["documents"][5]["text"] = told["documents"][5]["text"].replace("390,000 sandbags", "39,000 sandbags")
    found = run(tmp_path, told["documents"])
    (finding,) = found.findings
    (conflict,) = (c for c in found.comparisons if c.verdict == "conflict")
    assert finding.severity == conflict.severity == "suspected"
    assert conflict.link is not None
    assert conflict.link.grade is Grade.PROBABLE
    assert 0.75 <= conflict.link.probability < 1
    assert {w.evidence for w in conflict.link.evidence} == set(weights().of)
    assert any(w.weight > 0 for w in conflict.link.evidence)


def test_equal_or_slipped_figures_make_no_link(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        texts(
            "The choir of Elmstead sang 512 songs. Its hall holds 300 people.",
            "Bakers in Torrey made 521 loaves. Their ovens need 300 logs.",
        ),
    )
    assert found.findings == ()
    assert found.near == ()


def test_every_piece_of_evidence_has_weights_and_most_pairs_are_of_two_things() -> None:
    told = weights()
    assert set(told.of) == set(Evidence) - {Evidence.MOOD}
    assert told.prior < 0
    for table in told.of.values():
        assert min(table.values()) < 0 < max(table.values())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("prior:", "prio:", "'prior' is missing"),
        ("  entity:", "  entety:", "'entety' is no evidence: entity, "),
        ("prior:", "prior: [", "weights.yaml:"),
    ],
)
def test_a_wrong_file_of_weights_is_named(old: str, new: str, told: str) -> None:
    text = Path("kzcheck/compare/linking/weights.yaml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        parsed(text.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("512", "521", True),
        ("1351", "1451", True),
        ("47", "470", True),
        ("512", "215", False),
        ("8", "80", False),
        ("123", "124", True),
        ("100", "200", False),
        ("04", "01", False),
    ],
)
def test_slips_of_the_pen(one: str, other: str, told: bool) -> None:
    assert slipped(one, other) is told
    assert slipped(other, one) is told


PAIRS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(6, 11), st.floats(-20, 20)),
    min_size=1,
    max_size=12,
    unique_by=lambda p: p[:2],
)


@given(PAIRS)
def test_rivals_share_the_probability_and_the_assignment_is_one_to_one(pairs: list[tuple[int, int, float]]) -> None:
    first, second = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    bits = np.array([p[2] for p in pairs])
    owner = np.array([n % 2 if n < 6 else 2 + n % 3 for n in range(12)])
    told = competing(first, second, owner, bits)
    assert np.all((told > 0) & (told < 1))
    for figure in set(first.tolist()):
        for document in (2, 3, 4):
            assert told[(first == figure) & (owner[second] == document)].sum() < 1
    chosen = assigned(first, second, owner, bits)
    assert not chosen[bits <= 0].any()
    ends = [(int(a), int(owner[b])) for a, b in zip(first[chosen], second[chosen], strict=True)]
    assert len(ends) == len(set(ends))


def test_a_possible_pair_is_shown_and_not_judged(tmp_path: Path) -> None:
    told = world("clinic")
    documents = {d["id"]: d for d in told["documents"]}
    for slip in told["planted"]:
        documents[slip["doc"]]["text"] = documents[slip["doc"]]["text"].replace(slip["old"], slip["new"], 1)
    found = run(tmp_path, told["documents"])
    judged = {frozenset(c.claims) for c in found.comparisons if c.verdict == "conflict"}
    assert found.near
    assert all(match.link.grade is Grade.POSSIBLE or frozenset(match.claims) not in judged for match in found.near)
    told_by = [match.link.probability for match in found.near]
    assert told_by == sorted(told_by, reverse=True)


def test_an_answer_is_remembered(tmp_path: Path) -> None:
    docs, rules = tmp_path / "docs", tmp_path / "rules"
    docs.mkdir()
    rules.mkdir()
    for d in texts(
        "Orla Foods spent 310 million euros on advertising.", "Orla Foods paid 470 million euros for adverts."
    ):
        head = f"---\npublished: {d['published']}\npublisher: {d['publisher']}\n---\n\n"
        (docs / d["id"]).write_text(head + d["text"], encoding="utf-8")
    names = sorted({c.metric for c in check(docs, rules=[]).claims if c.metric})
    assert len(names) == 2
    found = {}
    for said in ("same", "different"):
        (rules / "answers.yaml").write_text(
            f"answers:\n  adverts:\n    pair: ['{names[0]}', '{names[1]}']\n    are: {said}\n", encoding="utf-8"
        )
        run = check(docs, rules=rules)
        found[said] = [f.severity for f in run.findings], len(run.near)
    assert found["same"][0] in (["error"], ["warning"])
    assert found["different"] == ([], 0)


@pytest.mark.parametrize(
    "pair",
    [
        (
            "Hotel Arlo had 412 guests in May 2024, more than Hotel Brandt.",
            "In May 2024 Hotel Brandt had 421 guests; Hotel Arlo is larger.",
        ),
        ("In 2024 the firm shipped 3,410 crates from Oslo.", "In 2024 the firm shipped 3,140 crates."),
        ("Sam painted 3 of 8 fences.", "Sam painted fewer than 9 of 8 fences."),
    ],
    ids=["each is named in the text of the other", "from one place and from anywhere", "a part and its whole"],
)
def test_two_things_of_nearly_one_name_are_not_linked(pair: tuple[str, str], tmp_path: Path) -> None:
    found = run(tmp_path, texts(*pair))
    assert [c.reason for c in found.comparisons if c.verdict == "conflict"] == []
    assert found.near == ()


def test_one_bearer_in_two_texts_is_linked(tmp_path: Path) -> None:
    pair = ("Hotel Arlo had 412 guests in May 2024.", "In May 2024 there were 421 guests at Hotel Arlo.")
    (one,) = [c for c in run(tmp_path, texts(*pair)).comparisons if c.verdict == "conflict"]
    assert one.severity == "suspected"


@pytest.mark.parametrize("name", ["chips", "vaccination", "outage"])
def test_titles_are_words_of_the_texts_and_never_keys(name: str, tmp_path: Path) -> None:
    titles = {claim.title for claim in run(tmp_path, world(name)["documents"]).claims if claim.metric}
    assert len(titles) > 20
    assert not [title for title in titles if set(title) & set("~#_[]{}<>;")]
    assert "Ministry of Health: deaths" in titles or name != "vaccination"
