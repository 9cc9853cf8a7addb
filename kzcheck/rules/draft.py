"""A draft of a pack of rules, made of the quantities that documents speak of: a start for a person to edit."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kzcheck.model import Claim

MOST = 40
_LEVELS = frozenset({"level", "count", "share", "duration", "age"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_HEAD = """# A draft made by `kzcheck rules new` of the quantities that the documents speak of most. Give each metric a
# title, take out words that are too narrow, add other words that texts use (another line is another way to say it).
# Then give the rule an example of a conflict and one of an agreement, and run `kzcheck rules test`.
"""
_RULES = """rules:
  draft-same:
    relation: same
    metrics: ["draft.*"]
    message: Two sources name different figures for one thing and time.
"""


def draft(claims: Sequence[Claim], languages: Mapping[str, str]) -> str:
    """Write a rule file with the quantities that at least two claims state, the most frequent first.

    `languages` gives the language of each document. Gives "" where no quantity is stated twice.
    """
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.title and claim.metric and claim.kind in _LEVELS:
            found[claim.metric].append(claim)
    often = sorted((some for some in found.values() if len(some) > 1), key=lambda some: (-len(some), some[0].metric))
    metrics: dict[str, str] = {}
    for some in often[:MOST]:
        title = min(Counter(c.title for c in some).most_common(), key=lambda t: (-t[1], len(t[0]), t[0]))[0]
        words = list(dict.fromkeys(_WORD.findall(title.lower())))
        name = "draft." + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        if words and name != "draft." and name not in metrics:
            metrics[name] = _metric(name, title, words, some, languages)
    return f"{_HEAD}metrics:\n{''.join(metrics.values())}{_RULES}" if metrics else ""


def _metric(name: str, title: str, words: Sequence[str], some: Sequence[Claim], languages: Mapping[str, str]) -> str:
    unit = Counter(c.unit for c in some).most_common(1)[0][0]
    language = Counter(languages.get(c.document, "") for c in some).most_common(1)[0][0] or "en"
    documents = len({c.document for c in some})
    return (
        f"  # {len(some)} figures in {documents} documents\n"
        f"  {name}:\n"
        f"    title: {json.dumps(title, ensure_ascii=False)}\n"
        f"    unit: {json.dumps(unit or 'count')}\n"
        f"    words:\n"
        f"      {language}: [{json.dumps(' & '.join(words), ensure_ascii=False)}]\n"
    )
