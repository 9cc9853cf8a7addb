"""Whatever the extraction finds in the corpora beside its grammar, the contract of the table holds for it."""

import re
from pathlib import Path

from kzcheck.extract import extract_all
from kzcheck.lang import languages
from kzcheck.model import Document, Pack, PartialDate
from kzcheck.storage import load_yaml
from kzcheck.table import frame, validate

LANG = Path(__file__).parents[2] / "kzcheck" / "lang"


def texts(node):
    """Give every sentence of a corpus: what stands under `text` and `none`."""
    if isinstance(node, list):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict):
        yield from (re.sub("[⟦⟧]", "", text) for text in sentences(node))
        for key in sorted(node.keys() - {"text", "none"}):
            yield from texts(node[key])


def sentences(row):
    """Give what a row of a corpus says, and what it says that holds no claim."""
    none = row.get("none", ())
    return [t for t in [row.get("text"), *(none if isinstance(none, list) else ())] if isinstance(t, str)]


def test_no_sentence_of_a_corpus_breaks_the_contract():
    paths = [p for language in languages() for p in sorted((LANG / language / "corpus").glob("*.yaml"))]
    said = dict.fromkeys(text for path in paths for text in texts(load_yaml(path.read_bytes())))
    published = PartialDate(2025, 3, 13)
    dated = [Document(id=f"{i}.txt", text=t, published=published, published_how="stated") for i, t in enumerate(said)]
    undated = [Document(id=f"{i}-undated.txt", text=t) for i, t in enumerate(said)]
    documents = [*dated, *undated]
    claims = [claim for found, _ in extract_all(documents) for claim in found]
    assert len(claims) > 2000
    result = validate(frame(claims), documents, Pack())
    assert not result.failures, result.failures[:5]
