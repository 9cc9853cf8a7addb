"""The run as Markdown: a comment under a pull request, or an e-mail."""

from __future__ import annotations

import re

from kzcheck.model import Claim, Finding, Run
from kzcheck.model.visible import visible
from kzcheck.render import links
from kzcheck.render.coverage import headline
from kzcheck.render.numbers import percent_of
from kzcheck.render.options import Options
from kzcheck.render.repairs import NEUTRAL, alternatives, places
from kzcheck.render.view import (
    NEAR,
    SEVERITY_NAMES,
    SUSPICION,
    SYMBOLS,
    VERDICTS,
    View,
    allowed_words,
    answer_place,
    dated,
    fold,
    found_words,
    period_words,
    plural,
    suspected,
    tally,
    voice,
    waiting_words,
)

# GitHub refuses comments beyond 65,536 characters; what does not fit is counted.
_MOST = 60_000
_EXAMPLES = 5
_SPECIAL = re.compile(r"[\\`*_\[\]|~]|^\s*(?:[-+#>=]|\d+(?=[.)]\s))")


def render(run: Run, options: Options) -> str:
    """Write the run as Markdown: counts, new findings with their quotes and arithmetic, known ones by line."""
    view = View(run)
    lines = [f"## {_headline(view)}", "", escape(headline(run)), "", _counts(view, options), ""]
    lines += _repairs(view)
    size = sum(len(line) + 1 for line in lines)
    new = view.with_status("new")
    for shown, finding in enumerate(new):
        block = _finding(view, finding)
        size += sum(len(line) + 1 for line in block)
        if size > _MOST:
            lines += [f"… and {plural(len(new) - shown, 'new finding')} more.", ""]
            break
        lines += block
    for title, text in _folded(view):
        size += len(text)
        if size > _MOST:
            break
        lines += ["<details>", f"<summary>{title}</summary>", "", text, "", "</details>", ""]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Make text stand as it is in Markdown: no markup, no HTML, no mention, on one line."""
    plain = fold(text).replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
    # "#12" would point to an issue of the code host.
    return _SPECIAL.sub(_escaped, re.sub(r"(?<!&)#(?=\d)", "&#35;", plain))


def _escaped(found: re.Match[str]) -> str:
    mark = found[0].lstrip()
    # A number at the start of a line would begin a list by the dot after it.
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def code(text: str) -> str:
    """Put text into a code span, whatever back-ticks it holds."""
    plain = fold(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def _headline(view: View) -> str:
    new = view.with_status("new")
    if not view.run.documents:
        return "kzcheck read nothing"
    if new:
        return f"{SUSPICION if suspected(new[0]) else SYMBOLS['conflict']} {found_words(new, 'new')}"
    return f"{SYMBOLS['agree']} No new contradiction" if view.run.coverage.compared else "kzcheck compared nothing"


def _counts(view: View, options: Options) -> str:
    run = view.run
    status = tally(run)
    known, waived = status["known"], status["waived"]
    parts = [plural(len(run.documents), "document"), plural(len(run.claims), "claim")]
    # A gate that was not asked for every comparison makes the conflicts alone: a zero would say more than is known.
    parts += [f"{n:,} {verdict}" for n, verdict in zip(view.counts(), VERDICTS, strict=True) if n]
    parts += [f"{known:,} known"] if known else []
    parts += [f"{waived:,} waived"] if waived else []
    parts += [f"{len(options.gone):,} fixed"] if options.gone else []
    return " · ".join(parts)


def _repairs(view: View) -> list[str]:
    groups = alternatives(view.run.repairs)
    if not groups:
        return []
    lines = ["### Smallest repairs", "", NEUTRAL, ""]
    for group in groups[:_EXAMPLES]:
        lines.append(f"- **{plural(len(group[0].findings), 'finding')}** would vanish by changing")
        for repair in group:
            said = [
                f"{escape(what)} in {plural(len(where), 'place')} ({', '.join(code(w) for w in where[:_EXAMPLES])}"
                f"{f' and {len(where) - _EXAMPLES:,} more' if len(where) > _EXAMPLES else ''})"
                for what, where in places(view, repair)
            ]
            lines.append(f"  - {'' if repair is group[0] else 'or '}{' and '.join(said)}")
    if len(groups) > _EXAMPLES:
        lines.append(f"- … {len(groups) - _EXAMPLES:,} more")
    return [*lines, ""]


def _finding(view: View, finding: Finding) -> list[str]:
    comparison = view.comparisons.get(finding.comparison)
    title = view.title(finding)
    lines = [f"### {SUSPICION if suspected(finding) else SYMBOLS['conflict']} {escape(title)}", ""]
    facts = [f"**{SEVERITY_NAMES.get(finding.severity, finding.severity)}**"]
    if comparison is not None and comparison.gap is not None:
        facts.append(f"off by at least {percent_of(comparison.gap.share)}")
    if comparison is not None and comparison.certainty != "stated":
        facts.append(comparison.certainty)
    if comparison is not None and comparison.link is not None:
        facts.append(escape(links.sure(comparison.link)))
    facts.append(f"rule {code(finding.rule)}")
    facts.append(f"fingerprint {code(finding.fingerprint)}")
    lines += [" · ".join(facts), ""]
    if comparison is None:
        return lines
    for claim in view.claims_of(comparison, finding.primary):
        lines += [*_quote(view, claim), ""]
    others = view.beneath(finding)
    if others:
        lines.append(f"The same number brings about {plural(len(others), 'more finding')}:")
        lines += [f"- {escape(view.title(other))}" for other in others[:_EXAMPLES]]
        lines += [f"- … {len(others) - _EXAMPLES:,} more"] if len(others) > _EXAMPLES else []
        lines.append("")
    arithmetic = view.steps(comparison)
    if not any(view.reason(comparison) in said for said in (title, *arithmetic)):
        lines += [escape(view.reason(comparison)), ""]
    lines += [f"{n}. {escape(step)}" for n, step in enumerate(arithmetic, start=1)]
    lines += [""] if arithmetic else []
    repair = fold(comparison.gap.repair) if comparison.gap is not None else ""
    if repair and not any(repair in step for step in arithmetic):
        lines += [f"To fix it: {escape(repair)}", ""]
    if comparison.cause:
        lines += [f"Likely cause: {escape(view.cause(comparison))}", ""]
    return lines


def _quote(view: View, claim: Claim) -> list[str]:
    quote = view.quote(claim, reach=200)
    before, after = escape(quote.before.lstrip()), escape(quote.after.rstrip())
    bounds, when = allowed_words(claim), period_words(claim)
    known = [voice(claim), dated(claim)]
    more = "".join(f", {escape(part)}" for part in (f"allows {bounds}" if bounds else "", when) if part)
    return [
        f"> {before}**{escape(quote.marked).strip()}**{after}",
        ">",
        f"> {escape(', '.join(known))}, {code(view.place(claim))}{more}",
    ]


def _near(view: View, near: links.Near) -> str:
    said = "; ".join(f"“{escape(c.surface)}” {code(view.place(c))}" for c in near.claims)
    return f"{escape(near.title)} ({escape(near.sure)}): {said}"


def _folded(view: View) -> list[tuple[str, str]]:
    out = []
    known = view.with_status("known", "waived")
    if known:
        rows = [
            f"- {escape(view.title(f))} ({f.status}{f', {escape(f.reason)}' if f.reason else ''}) {code(f.fingerprint)}"
            for f in known[:100]
        ]
        out.append((f"{plural(len(known), 'finding')} accepted before", "\n".join(rows)))
    for verdict, words in (("round", "only round one another"), ("agree", "agree")):
        some = view.with_verdict(verdict)
        if some:
            rows = [f"- {escape(view.reason(c))}" for c in some[:_EXAMPLES]]
            rows += [f"- … {len(some) - _EXAMPLES:,} more"] if len(some) > _EXAMPLES else []
            out.append(
                (f"{SYMBOLS[verdict]} {plural(len(some), 'comparison')} where the numbers {words}", "\n".join(rows))
            )
    if found := links.near_matches(view):
        rows = [f"- {_near(view, near)}" for near in found[: links.MOST_NEAR]]
        rows += [f"- … {len(found) - links.MOST_NEAR:,} more"] if len(found) > links.MOST_NEAR else []
        out.append((f"{plural(len(found), 'near match', 'near matches')}: {NEAR}", "\n".join(rows)))
    if view.run.questions:
        asked = view.run.questions[:_EXAMPLES]
        rows = []
        for q in asked:
            asks = f"{q.text} {waiting_words(q)}; write {answer_place(q)}"
            rows.append(f"- {escape(asks)}: {code(' / '.join(q.answer))}")
        more = len(view.run.questions) - len(asked)
        rows += [f"- … {more:,} more"] if more else []
        out.append((f"{plural(len(view.run.questions), 'question')} whose answers would settle more", "\n".join(rows)))
    if view.run.notices:
        rows = [f"- {n.severity}: {escape(visible(str(n)))}" for n in view.run.notices[:20]]
        rows += [f"- … {len(view.run.notices) - 20:,} more"] if len(view.run.notices) > 20 else []
        out.append((f"{plural(len(view.run.notices), 'thing')} left out", "\n".join(rows)))
    return out
