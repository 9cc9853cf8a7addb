"""Whatever documents, rules, baselines and configurations hold, a run ends in order: spans exact, outputs valid.

Short here; `make fuzz` sets KZCHECK_FUZZ to try many thousands of inputs that no run has tried before.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcheck import pipeline
from kzcheck.cli.config import ConfigError, defaults
from kzcheck.documents import load
from kzcheck.documents.formats import FORMATS
from kzcheck.documents.metadata import front_matter, sources
from kzcheck.ledger import BaselineError, read_baseline
from kzcheck.pipeline import Settings
from kzcheck.render import render
from kzcheck.rules import RulesError
from kzcheck.rules import load as load_rules
from kzcheck.storage import YamlError, load_placed

ROOT = Path(__file__).parents[2]
MANY = int(os.environ.get("KZCHECK_FUZZ", "0"))
FEW = {"max_examples": MANY, "derandomize": False} if MANY else {"max_examples": 15}
fuzzed = settings(
    **FEW,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)

# Pieces that meet the grammar's own words far more often than letters at random do.
WORDS = """
5|5,210|0|-0.5|1e9|10^6|0^-4|½|529.4|2024|2023|31.12.9999|29 February 2024|%|percent|$|€|million|bn|tons|°C|cars
barrels a day|basis points|times|fold|rose|fell|doubled|from|to|by|about|nearly|more than|at least|between|and|or|in
last year|a year earlier|since 2020|by 2030|the first nine months of|half of|of which|Acme|Norland|exports|GDP|the
its|said|plans|capacity|respectively|each|total|(|)|[1]|**|_|`|#|>|- |<b>|</td><td>|<table>|&nbsp;|±|–|.|,|;
"""
MARKS = ("|", "|---|", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "---\n", "a: b\n", "\u202e", "\x1b[31m")
PIECES = [*WORDS.strip().replace("\n", "|").split("|"), *MARKS]
pieces = st.lists(st.sampled_from(PIECES), max_size=40)
plain = (pieces.map(" ".join) | pieces.map("".join) | st.text(max_size=80)).map(
    lambda text: text.encode("utf-8", "replace").decode()
)
OF_YAML = "a ⁄ &a x ⁄ *a ⁄ !!int x ⁄ {{ x }} ⁄ 2024-02-30 ⁄ 1e999 ⁄ [ ⁄ ] ⁄ { ⁄ } ⁄ : ⁄ - ⁄ ? ⁄ <<: ⁄ rules:"
signs = st.sampled_from(OF_YAML.split(" ⁄ ")) | st.text(max_size=6)
lines = st.lists(
    st.tuples(st.sampled_from(["", "  ", "    "]), st.lists(signs, max_size=5).map(" ".join)), max_size=8
).map(lambda some: "\n".join(indent + line for indent, line in some))


def check(documents: dict[str, str], folder: Path) -> None:
    """Read and judge documents, and hold the run against what must hold for any."""
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    wanted = Settings(paths=(str(folder),), cache=False, every=True, rules=())
    reading = pipeline.read(wanted)
    known = {d.id: d for d in reading.documents}
    for claim in reading.claims:
        assert known[claim.document].text[claim.start : claim.end] == claim.surface
        assert not claim.interval.empty
    comparisons = pipeline._compare(reading, None, every=True)
    ids = {claim.claim_id for claim in reading.claims}
    assert all(ids.issuperset(c.claims) for c in comparisons)
    run = pipeline.Run(
        documents=reading.documents,
        claims=reading.claims,
        comparisons=comparisons,
        findings=(),
        notices=reading.notices,
        pack=reading.pack,
    )
    json.loads(render(run, "json"))
    json.loads(render(run, "sarif"))
    assert render(run, "html").startswith("<!doctype html>")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@fuzzed
@given(one=plain, other=plain)
def test_texts(tmp_path_factory: pytest.TempPathFactory, suffix: str, one: str, other: str) -> None:
    check({f"a{suffix}": one, f"b{suffix}": other}, tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("format_", FORMATS, ids=[f.NAME for f in FORMATS])
@fuzzed
@given(data=st.binary(max_size=200) | plain.map(lambda text: text.encode("utf-8", "replace")))
def test_bytes_in_every_format(tmp_path_factory: pytest.TempPathFactory, format_: object, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    for suffix in format_.SUFFIXES[:1]:
        (folder / f"a{suffix}").write_bytes(data)
    documents, _ = load([str(folder)])
    assert all(isinstance(d.text, str) for d in documents)


@fuzzed
@given(inner=lines)
def test_front_matter_and_sources(inner: str) -> None:
    _, body, notices = front_matter("a.md", f"---\n{inner}\n---\nText.\n")
    assert 0 <= body <= len(inner) + 20
    assert all(n.where == "a.md" and n.line > 0 for n in notices)
    _, told = sources("sources.yaml", inner.encode("utf-8", "replace"))
    assert all(n.where == "sources.yaml" for n in told)


@fuzzed
@given(inner=lines)
def test_rules_baselines_and_configuration(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    from kzcheck.cli.app import app

    folder = tmp_path_factory.mktemp("fuzz")
    monkeypatch.chdir(folder)
    for name in ("rules.yaml", "known.yaml", "kzcheck.toml"):
        Path(name).write_bytes(inner.encode("utf-8", "replace"))
    for call, refused in (
        (lambda: load_rules([Path("rules.yaml")]), RulesError),
        (lambda: read_baseline(Path("known.yaml")), BaselineError),
        (lambda: defaults(app), ConfigError),
        (lambda: load_placed(Path("rules.yaml").read_bytes(), cache=False), YamlError),
    ):
        with contextlib.suppress(refused):  # any other error is a fault
            call()
