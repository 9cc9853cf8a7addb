"""Every sentence of the corpus gives the claims that stand beside it."""

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from kzcheck.extract import extract
from kzcheck.lang import languages
from kzcheck.model import Document, PartialDate
from kzcheck.rules import load as load_pack
from kzcheck.storage import load_yaml

ROOT = Path(__file__).parents[2]
LANG = ROOT / "kzcheck" / "lang"
BRACKETS = re.compile("[⟦⟧]")
SILENT = {"date", "ordinal", "duration"}


def entries():
    for language in languages():
        for path in sorted((LANG / language / "corpus").glob("*.yaml")):
            data = load_yaml(path.read_bytes())
            pack = data.get("pack", "") if isinstance(data, dict) else ""
            whole = isinstance(data, dict) and data.get("whole", False)
            for i, row in enumerate(data.get("sentences", ()) if isinstance(data, dict) else data):
                name = f"{path.stem}-{i}"
                for k, text in enumerate(row.get("none", ())):
                    silent = {**row, "text": text, "claims": [], "silent": True}
                    yield case(silent, pack, f"{name}.{k}", language)
                if "text" in row and "claims" in row:
                    yield case({"whole": whole, **row}, pack, name, language)


def case(row, pack, name, language):
    marks = [pytest.mark.xfail(reason=row["known_wrong"], strict=True)] if "known_wrong" in row else []
    return pytest.param(row, pack, language, id=name, marks=marks)


@cache
def metrics(pack):
    """Give the metrics of a shipped pack of rules, none for ""."""
    return load_pack([ROOT / "rules" / pack]).metrics if pack else ()


def unmarked(text):
    """Give the text without brackets, and the spans that they held."""
    spans, out, start, last = [], [], 0, 0
    for m in BRACKETS.finditer(text):
        out.append(text[last : m.start()])
        last = m.end()
        if m.group() == "⟦":
            start = sum(map(len, out))
        else:
            spans.append((start, sum(map(len, out))))
    return "".join([*out, text[last:]]), spans


@pytest.mark.parametrize(("row", "pack", "language"), list(entries()))
def test_sentence_gives_its_claims(row, pack, language):
    text, spans = unmarked(row["text"])
    wanted = row["claims"]
    assert len(spans) == len(wanted), "as many claims as brackets"
    published = PartialDate.parse(row["published"]) if "published" in row else None
    document = Document(
        id="corpus", text=text, language=language, published=published, published_how="stated" if published else ""
    )
    claims, _ = extract(document, metrics(pack))
    free, exact = list(claims), True
    for (start, end), want in zip(spans, wanted, strict=True):
        over = [c for c in free if c.start < end and start < c.end]
        if want.get("kind") != "date":
            over = [c for c in over if c.kind != "date"]
        assert over, f"nothing found at {text[start:end]!r}"
        best = max(over, key=lambda c: min(end, c.end) - max(start, c.start))
        free.remove(best)
        exact &= (best.start, best.end) == (start, end)
        assert exact or row.get("near"), (best.surface, text[start:end])
        check(best, want, claims)
    assert not (exact and row.get("near")), "its claims have their words: drop `near`"
    assert isinstance(row.get("near", ""), str), "say why"
    quiet = set() if row.get("whole") else {"date"} if row.get("silent") else SILENT
    surplus = [c for c in free if c.kind not in quiet]
    assert not surplus, [(c.surface, c.kind) for c in surplus]


def check(claim, want, claims):
    for key, value in want.items():
        match key:
            case "value":
                assert claim.value == Fraction(str(value)), (claim.surface, claim.value)
            case "low" | "high":
                have = claim.range_low if key == "low" else claim.range_high
                assert have == Fraction(str(value)), (claim.surface, have)
            case "unit_text":
                assert value in claim.unit_text, (claim.surface, claim.unit_text)
            case "period" | "base":
                have = getattr(claim, key)
                assert (str(have) if have else "none") == str(value), (claim.surface, have)
            case "tied":
                tied = [c for c in claims if c.tie and c.tie == claim.tie]
                assert len(tied) == value, [c.surface for c in tied]
            case _:
                assert getattr(claim, key) == value, (claim.surface, key, getattr(claim, key))


def test_readme_example_is_read():
    readme = (LANG / "en" / "corpus" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    (row,) = load_yaml(block[1].encode())
    test_sentence_gives_its_claims(row, "", "en")
