"""What a run did not read, did not understand and could not compare, in words that can stand on a first screen."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from kzcheck.model import Claim, Run, Skip
from kzcheck.render.view import View, fold, gravest, plural, what_differs

_FILES = frozenset({"unreadable", "empty", "loop", "jsonl"})
_MOST_LANGUAGES = 4
# What keeps claims from being compared, as a reader would say it; the rest is named as the comparison names it.
_APART = {
    "period": "are of another period",
    "modality": "are plans, forecasts or capacities set against what happened",
    "parties": "are about somebody else",
    "scope": "are of another scope",
    "source": "come from other statistics",
    "unit": "are in another unit",
    "metric": "are of another quantity",
    "base": "are counted from another time",
}


_SKIPPED = {
    Skip.UNDATED: "undated (add --published DATE)",
    Skip.ENTITY_UNKNOWN: "of unknown owner (say whose in a title)",
    Skip.UNIT: "in units without a known rate (add it to the rules)",
    Skip.OTHER_PERIOD: "of different periods",
    Skip.OTHER_ENTITY: "of different owners",
    Skip.OTHER_SCOPE: "of different scope",
    Skip.OTHER_MODALITY: "of plan against outcome",
}
_REASONS = 3


def headline(run: Run) -> str:
    """Say how many numbers were compared, and what kept others apart: those first that a fact would settle."""
    said = run.coverage
    if not run.documents:
        return "Nothing was read."
    if not said.numbers:
        return "No number was found, so nothing was compared."
    if not said.compared:
        line = f"Nothing was compared: no two of {plural(said.numbers, 'number')} are of one quantity and period"
    else:
        line = f"{said.compared:,} of {plural(said.numbers, 'number')} compared"
    if said.skipped:
        reasons = ", ".join(f"{s.pairs:,} {_SKIPPED[s.reason]}" for s in said.skipped[:_REASONS])
        line += f"; {plural(said.pairs, 'pair')} skipped: {reasons}"
    if said.of_one_time:
        line += f"; {plural(said.of_one_time, 'pair')} without any date assumed to be of one time"
    return f"{line}."


class Apart(NamedTuple):
    """How many claims were compared with none, and for which reason."""

    claims: int
    why: str


def unread_documents(run: Run) -> frozenset[str]:
    """Give the ids of the documents that were opened but not read, because their language is not known."""
    return frozenset(n.where for n in run.notices if n.code == "language-unknown")


def left_out(run: Run) -> tuple[str, ...]:
    """Say what was left out, most important first: files, documents in other languages, time words without a date."""
    lines = []
    files = sum(n.code in _FILES or n.severity == "error" for n in run.notices)
    if files:
        lines.append(f"{plural(files, 'file')} could not be read")
    unread = unread_documents(run)
    if unread:
        languages = Counter(d.language for d in run.documents if d.id in unread)
        named = [f"{n:,} {_language(code)}" for code, n in languages.most_common(_MOST_LANGUAGES)]
        rest = sum(languages.values()) - sum(n for _, n in languages.most_common(_MOST_LANGUAGES))
        named += [f"{rest:,} other"] if rest else []
        what = "a language" if len(unread) == 1 else "languages"
        in_brackets = f" ({', '.join(named)})" if named else ""
        lines.append(f"{plural(len(unread), 'document')} in {what} that kzcheck does not read{in_brackets}")
    undated = sum(n.code == "period-unresolved" for n in run.notices)
    if undated:
        lines.append(f"{plural(undated, 'expression')} of time with no known dates")
    others = len(run.notices) - files - len(unread) - undated
    if others:
        lines.append(f"{plural(others, 'other note')}")
    return tuple(lines)


def not_compared(view: View) -> tuple[Apart, ...]:
    """Count the claims that were compared with none, by the reason, the commonest first."""
    found: Counter[str] = Counter()
    for claim in view.run.claims:
        if gravest(c.verdict for c in view.by_claim.get(claim.claim_id, ())) in {"", "incomparable"}:
            found[_why(view, claim)] += 1
    return tuple(Apart(n, why) for why, n in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _why(view: View, claim: Claim) -> str:
    causes = Counter(what_differs(c) for c in view.by_claim.get(claim.claim_id, ()))
    if causes:
        cause = min(causes, key=lambda name: (-causes[name], name))
        return _APART.get(cause, f"differ in {fold(cause)}")
    if claim.kind == "date":
        return "are only dates"
    return "stand alone: no other figure of that quantity was found" if claim.metric else "belong to no named quantity"


def _language(code: str) -> str:
    """Name a language in English: "ru" is "Russian"."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code.replace("-", "_")).get_language_name("en") or code
    except (UnknownLocaleError, ValueError):
        return fold(code) or "unknown"
