"""A draft of a pack of rules, made of the quantities that documents speak of: a start for a person to edit."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kzcheck.model import Claim, Comparison, Link, NearMatch

MOST = 40
MOST_BEARERS = 5
_LEVELS = frozenset({"level", "count", "share", "duration", "age"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTES = 2
_LONGEST_QUOTE = 140
_HEAD = """# A draft made by `kzcheck {command}` of the quantities that the documents speak of most. Give each metric a
# title, take out words that are too narrow, add other words that texts use (another line is another way to say it).
# Then give the rule an example of a conflict and one of an agreement, and run `kzcheck rules test`.
"""
_RULES = """rules:
  draft-same:
    relation: same
    metrics: ["draft.*"]
    message: Two sources name different figures for one thing and time.
"""


_PAIRS = """
# Pairs to decide: are these one quantity? Take the "# " away from "answers:" and from each pair that you can answer.
"""


def draft(
    claims: Sequence[Claim],
    languages: Mapping[str, str],
    *,
    command: str = "rules new",
    one: Sequence[tuple[str, str]] = (),
) -> str:
    """Write a rule file with the quantities that at least two claims state, the most frequent first.

    `languages` gives the language of each document, `one` the pairs of metrics that are one thing in other words.
    Gives "" where no quantity is stated twice.
    """
    lead = _joined(one)
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.title and claim.metric and claim.kind in _LEVELS:
            found[lead.get(claim.metric, claim.metric)].append(claim)
    often = sorted((some for some in found.values() if len(some) > 1), key=lambda some: (-len(some), some[0].metric))
    metrics: dict[str, str] = {}
    for some in often[:MOST]:
        title = min(Counter(c.title for c in some).most_common(), key=lambda t: (-t[1], len(t[0]), t[0]))[0]
        ways = [title, *dict.fromkeys(c.title for c in some if c.metric in lead and c.title != title)]
        words = [" & ".join(dict.fromkeys(_WORD.findall(way.lower()))) for way in ways]
        name = "draft." + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        if words[0] and name != "draft." and name not in metrics:
            metrics[name] = _metric(name, title, [*dict.fromkeys(filter(None, words))], some, languages)
    head = _HEAD.replace("{command}", command)
    return f"{head}metrics:\n{''.join(metrics.values())}{_RULES}" if metrics else ""


def _joined(one: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Give for each metric of some pairs the one that stands for all that hang together."""
    lead: dict[str, str] = {}
    for pair in one:
        ends = [lead.setdefault(name, name) for name in pair]
        first = min(ends)
        lead |= {name: first for name, other in lead.items() if other in ends}
    return lead


def pairs_to_decide(claims: Sequence[Claim], comparisons: Sequence[Comparison], near: Sequence[NearMatch]) -> str:
    """Write the pairs of quantities that may be one, for a person to answer: comments that become `answers:`.

    Those that are suspected to contradict one another lead, then what is only possible, the likeliest first.
    """
    known = {c.claim_id: c for c in claims}
    asked = [(c.claims, c.link) for c in comparisons if c.link is not None and c.verdict == "conflict"]
    asked = sorted(asked, key=lambda pair: (-pair[1].probability, pair[0]))
    asked += [(match.claims, match.link) for match in near]
    entries: dict[frozenset[str], str] = {}
    for ids, link in asked:
        both = [known[i] for i in ids if i in known]
        names = [c.metric for c in both]
        if len(both) == 2 and all(names) and frozenset(names) not in entries and names[0] != names[1]:
            entries[frozenset(names)] = _question(len(entries) + 1, both, link)
    if not entries:
        return ""
    shown = "".join([*entries.values()][:MOST])
    return f"{_PAIRS}# answers:\n{shown}"


def _question(number: int, both: Sequence[Claim], link: Link) -> str:
    pair = json.dumps([c.metric for c in both], ensure_ascii=False)
    quotes = "".join(f"#     # {_quote(c)}\n" for c in both)
    are = f"same  # or: different; {link.probability:.0%} sure"
    return f"#   pair-{number}:\n#     pair: {pair}\n#     are: {are}\n{quotes}"


def _quote(claim: Claim) -> str:
    text = " ".join(c for c in claim.sentence.split() if c.isprintable())
    text = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"
    return f"{' '.join(claim.document.split())}: {text}"


def _metric(name: str, title: str, words: Sequence[str], some: Sequence[Claim], languages: Mapping[str, str]) -> str:
    unit = Counter(c.unit for c in some).most_common(1)[0][0]
    language = Counter(languages.get(c.document, "") for c in some).most_common(1)[0][0] or "en"
    documents = len({c.document for c in some})
    samples = {c.document: c for c in reversed(some)}
    bearers = sorted({" ".join(c.about.entity.text.split()) for c in some if c.about.entity})
    of = f"; of {', '.join(bearers[:MOST_BEARERS])}" if bearers else ""
    quotes = "".join(f"  # {_quote(c)}\n" for c in [*samples.values()][-_QUOTES:])
    return (
        f"  # {len(some)} figures in {documents} documents{of}\n"
        f"{quotes}"
        f"  {name}:\n"
        f"    title: {json.dumps(title, ensure_ascii=False)}\n"
        f"    unit: {json.dumps(unit or 'count')}\n"
        f"    words:\n"
        f"      {language}: {json.dumps(words, ensure_ascii=False)}\n"
    )
