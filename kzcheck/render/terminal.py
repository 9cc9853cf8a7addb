"""The run as text for a terminal: what was found, the worst first, each with its quotes and its arithmetic."""

from __future__ import annotations

import difflib
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kzcheck.model import GRAVITY, Claim, Comparison, Finding, Metric, Notice, Question, Rule, Run
from kzcheck.model.verification import STATUSES, Checked, Verified
from kzcheck.model.visible import visible
from kzcheck.render import links
from kzcheck.render.coverage import headline
from kzcheck.render.numbers import NUMBER_SPACE, digits, percent_of
from kzcheck.render.options import Options
from kzcheck.render.repairs import NEUTRAL, alternatives, listed, places
from kzcheck.render.view import (
    HOW,
    NEAR,
    SEVERITY_NAMES,
    STATUS_SYMBOLS,
    SUSPECTED,
    SUSPICION,
    SYMBOLS,
    VERDICTS,
    View,
    allowed_words,
    answer_place,
    dated,
    differs_words,
    draft_headline,
    fails,
    fold,
    noun_of,
    period_words,
    plural,
    status_counts,
    suspected,
    tally,
    value_words,
    voice,
    waiting_words,
    what_differs,
)
from kzcheck.units import unit_words

Part = tuple[str, str]

_STYLES = {"conflict": "bold red", "round": "yellow", "agree": "green", "incomparable": "dim", "": "dim"}
_SEVERITY = {"error": "bold red", "warning": "yellow", "suspected": "magenta", "info": "dim"}
_EXAMPLES = 3
_FINDINGS = 20
_NOTICES = 20
_ALIKE = 3
_ASKED = 5
_CAUSES = 3
_REPAIRS = 5


def render(run: Run, options: Options) -> str:
    """Write the run as a report for a terminal."""
    return report_text(
        run,
        color=options.color,
        width=options.width,
        page=options.page,
        every=options.every,
        again=options.again,
    )


def check(run: Run, options: Options) -> str:
    """Write the gate's result for a terminal."""
    return check_text(
        run,
        color=options.color,
        width=options.width,
        fail_on=options.fail_on,
        baseline=options.baseline,
        since=options.since,
        gone=options.gone,
        every=options.every,
    )


def draft(verified: Verified, options: Options) -> str:
    """Write what became of the claims of drafts for a terminal."""
    return verify_text(
        verified.run,
        verified.rows,
        failing=verified.failing,
        color=options.color,
        width=options.width,
        fail_on=options.fail_on,
        baseline=options.baseline,
        every=options.every,
    )


def report_text(
    run: Run, *, color: bool = False, width: int = 100, page: str = "", every: bool = False, again: str = ""
) -> str:
    """Write the consistency report: counts, findings worst first, roundings and agreements by example, notices."""
    view, out = View(run), _Lines(color=color, width=width)
    _covered(run, out)
    _summary(view, out)
    _findings(view, view.heads, out, every=every)
    _repairs(view, out)
    _near(view, out)
    for verdict, words in (("round", "only round one another"), ("agree", "agree")):
        _examples(view, verdict, words, out)
    _incomparable(view, out)
    _questions(run.questions, out, _ASKED)
    _notices(run.notices, out)
    _contract(run, out)
    _next(view, out, page, again)
    return out.text()


def check_text(
    run: Run,
    *,
    color: bool = False,
    width: int = 100,
    fail_on: str = "error",
    baseline: str = "",
    since: str = "",
    gone: Sequence[str] = (),
    every: bool = False,
) -> str:
    """Write the gate's result: "4 new, 190 known, 3 fixed", what made it fail, and how to accept it.

    Without `every` at most twenty findings are shown, the others counted.
    """
    view, out = View(run), _Lines(color=color, width=width)
    new = view.with_status("new")
    failing = [f for f in new if fails(f, fail_on)]
    _covered(run, out)
    _findings(view, new, out, every=every)
    _repairs(view, out)
    _near(view, out)
    _notices([n for n in run.notices if n.severity != "info"], out)
    if run.contract is not None and not run.contract.success:
        _contract(run, out)
    _gone(run, gone, since, out)
    out.gap()
    status = tally(run)
    counts = f"{status['new']:,} new, {status['known']:,} known, {len(gone):,} fixed"
    if status["waived"]:
        counts += f", {status['waived']:,} waived"
    checked = f"{plural(len(run.documents), 'document')}, {plural(len(run.claims), 'claim')}"
    word, style = _outcome(run, failing, new)
    out.line([(f"{word}: ", style), (counts, "bold")])
    level = {
        "error": "on new errors",
        "warning": "on new errors and warnings",
        "suspected": "on new errors, warnings and suspected contradictions",
    }.get(fail_on, "on nothing")
    if new and not failing:
        severities = Counter(f.severity for f in new)
        counted = " and ".join(_so_many(s, severities[s]) for s in GRAVITY if severities[s])
        does = "does" if len(new) == 1 else "do"
        out.line([(f"{counted} {does} not fail the build (--fail-on sets the level).", "")])
    out.line([(f"Checked {checked}; fails {level}.", "dim")])
    if failing:
        out.line([(f"Failed because of {_causes(failing)}.", "")], hang=2)
        accept = f"update PATH... --baseline {baseline}" if baseline else "create PATH..."
        out.line([("Fix the numbers, or accept the finding with a reason:", "")])
        out.command(f'kzcheck baseline {accept} --accept {failing[0].fingerprint} --reason "..."')
        if not baseline:
            out.line([("then check with --baseline kzcheck-baseline.yaml", "dim")], 2, 4)
    return out.text()


def _so_many(severity: str, count: int) -> str:
    return plural(count, "suspected contradiction" if severity == GRAVITY[-1] else severity)


def _covered(run: Run, out: _Lines) -> None:
    """Write what was compared: as loudly where it is nothing as a contradiction is."""
    out.line([(headline(run), "" if run.coverage.compared else "bold yellow")])


def _outcome(run: Run, failing: Sequence[Finding], new: Sequence[Finding]) -> Part:
    """Name the outcome of a gate; it passed only where something was compared and nothing contradicts."""
    if failing:
        return "Failed", "bold red"
    if new:
        return "Not failed", "bold yellow"
    return ("Passed", "bold green") if run.coverage.compared else ("Nothing compared", "bold yellow")


def _repairs(view: View, out: _Lines) -> None:
    groups = alternatives(view.run.repairs)
    if not groups:
        return
    out.gap()
    out.line([("Smallest repairs", "bold"), (f": {NEUTRAL}", "dim")], hang=2)
    for number, group in enumerate(groups[:_REPAIRS], start=1):
        count = plural(len(group[0].findings), "finding")
        out.line([(f"{number}. ", ""), (f"{count} would vanish by changing", "bold")], first=2, hang=5)
        for repair in group:
            joint = "" if repair is group[0] else "or "
            for said, where in places(view, repair):
                said_where = f"{joint}{said} in {plural(len(where), 'place')}: "
                out.line([(said_where, ""), (listed(where), "cyan")], first=5, hang=7)
                joint = "and "
        marks = group[0].findings
        more = f" and {len(marks) - _CAUSES:,} more" if len(marks) > _CAUSES else ""
        out.line([(f"findings {', '.join(marks[:_CAUSES])}{more}", "dim")], first=5, hang=7)
    if len(groups) > _REPAIRS:
        out.line([(f"and {len(groups) - _REPAIRS:,} more, with --format json", "dim")], first=2)


def _causes(failing: Sequence[Finding]) -> str:
    """Name the findings that fail the gate: how many of each severity, and the fingerprints of the first."""
    severity = Counter(f.severity for f in failing)
    counts = " and ".join(plural(severity[s], f"new {name}") for s, name in SEVERITY_NAMES.items() if severity[s])
    shown = ", ".join(f.fingerprint for f in failing[:_CAUSES])
    return f"{counts}: {shown}{f' and {len(failing) - _CAUSES:,} more' if len(failing) > _CAUSES else ''}"


def _gone(run: Run, gone: Sequence[str], since: str, out: _Lines) -> None:
    if not gone:
        return
    out.gap()
    out.line([(f"Fixed since {since or 'the baseline was written'}:", "bold")], hang=2)
    said = {g.fingerprint: g.message for g in run.gone}
    for mark in gone[:_NOTICES]:
        out.line([(mark, ""), (f"  {fold(said[mark])}" if said.get(mark) else "", "dim")], first=2, hang=4)
    if len(gone) > _NOTICES:
        out.line([(f"and {len(gone) - _NOTICES:,} more", "dim")], first=2)
    if not since:
        out.line([("kzcheck baseline prune removes them from the file", "dim")], first=2)


def questions_text(questions: Sequence[Question], *, color: bool = False, width: int = 100) -> str:
    """Write the questions whose answers would settle the most comparisons, with the lines that answer them."""
    out = _Lines(color=color, width=width)
    if not questions:
        out.line([("No open comparison can be settled by adding metadata.", "")])
    _questions(questions, out, len(questions))
    return out.text()


def explain_text(run: Run, ident: str, *, color: bool = False, width: int = 100) -> str:
    """Explain a finding, comparison, claim, rule or metric by its id; the start of a fingerprint is enough.

    Raises LookupError, naming the nearest ids, where nothing is called so.
    """
    view, out = View(run), _Lines(color=color, width=width)
    if ident in view.claims:
        _explain_claim(view, view.claims[ident], out)
    elif found := [f for f in view.findings if ident in {f.fingerprint, f.comparison}] or _starting(view, ident):
        for number, finding in enumerate(found, start=1):
            _finding(view, finding, out, number)
            _explain_claims(view, view.comparisons.get(finding.comparison), out)
    elif ident in view.comparisons:
        _comparison(view, view.comparisons[ident], out)
        _explain_claims(view, view.comparisons[ident], out)
    elif ident in view.rules:
        _explain_rule(view, view.rules[ident], out)
    elif ident in view.metrics:
        _explain_metric(view, view.metrics[ident], out)
    else:
        known = [*view.claims, *view.comparisons, *view.rules, *view.metrics, *(f.fingerprint for f in view.findings)]
        near = difflib.get_close_matches(ident, known, n=3)
        hint = f": did you mean {' or '.join(near)}?" if near else ""
        raise LookupError(f"no claim, finding, rule or metric is called {ident!r} in this run{hint}")
    return out.text()


class _Lines:
    """Lines of styled text, wrapped to a width but never inside a number."""

    def __init__(self, *, color: bool, width: int) -> None:
        self.color = color
        self.width = max(width, 40)
        self.lines: list[Text] = []

    def line(self, parts: Iterable[Part], first: int = 0, hang: int | None = None) -> None:
        """Add one paragraph, indented by `first` and its further lines by `hang`."""
        self.lines.extend(wrap(parts, self.width, first, first if hang is None else hang))

    def command(self, words: str, first: int = 2) -> None:
        """Add a command on one line, however long, so that it can be pasted into a shell."""
        self.lines.append(Text(" " * first).append(words, "bold"))

    def gap(self) -> None:
        """Add an empty line, unless there is one already or nothing stands above."""
        if self.lines and self.lines[-1].plain:
            self.lines.append(Text())

    def text(self) -> str:
        """Give all lines as one text, with colour codes where colour was asked for."""
        while self.lines and not self.lines[-1].plain:
            self.lines.pop()
        file = io.StringIO()
        console = Console(
            file=file,
            force_terminal=self.color,
            color_system="standard" if self.color else None,
            no_color=not self.color,
            width=self.width,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )
        for line in self.lines:
            console.print(line, soft_wrap=True)
        return file.getvalue()


def wrap(parts: Iterable[Part], width: int, first: int = 0, hang: int = 0) -> list[Text]:
    """Wrap styled text at spaces to lines of at most `width` columns; numbers and their units stay in one piece.

    Only a word longer than a line is cut, and then not between two digits where that can be helped.
    """
    whole = Text()
    for words, style in parts:
        whole.append(words, style or None)
    plain = whole.plain
    kept = {m.start() for m in NUMBER_SPACE.finditer(plain)}
    cuts, column, at = [], first, 0
    for end in [*(i for i, c in enumerate(plain) if c == " " and i not in kept), len(plain)]:
        size = cell_len(plain[at:end])
        blank = at > 0
        if column + size > width and column > hang:
            cuts.append(at)
            column, blank = hang - 1, False
        while hang + size > width and end - at > width - hang > 0:
            room = _cut(plain, at, max(8, width - max(column, hang) - blank))
            cuts.append(room)
            at, column, blank = room, hang, False
            size = cell_len(plain[at:end])
        column += size
        at = end
    lines = []
    for number, piece in enumerate(whole.divide(cuts)):
        line = Text(" " * (first if number == 0 else hang))
        body = piece[1:] if number and piece.plain.startswith(" ") else piece
        body.rstrip()
        line.append_text(body)
        lines.append(line)
    return lines


def _cut(plain: str, at: int, room: int) -> int:
    cut = min(at + room, len(plain))
    back = cut
    while back > at + room // 2 and plain[back - 1 : back + 1].isdigit():
        back -= 1
    return back if back > at + room // 2 else cut


def _summary(view: View, out: _Lines) -> None:
    run = view.run
    quantities = len({(c.metric, c.parties) for c in run.claims if c.metric})
    out.line(
        [
            ("kzcheck", "bold"),
            (f" {run.version}: " if run.version else ": ", ""),
            (f"{plural(len(run.documents), 'document')}, {plural(len(run.claims), 'claim')}, ", ""),
            (f"{plural(quantities, 'quantity', 'quantities')}, {plural(len(run.comparisons), 'comparison')}", ""),
        ]
    )
    out.gap()
    for verdict, count in zip(VERDICTS, view.counts(), strict=True):
        out.line([(f"{SYMBOLS[verdict]} {count:>6,} {verdict}", _STYLES[verdict] if count else "dim")], first=2)
    out.gap()
    status = tally(run)
    severity = Counter(f.severity for f in view.heads if f.status == "new")
    if not run.findings:
        if run.coverage.compared:
            out.line([("No contradiction found.", "bold green")])
        return
    parts = [f"{status['new']:,} new"]
    if severity:
        counted = [plural(severity[s], name) for s, name in SEVERITY_NAMES.items() if severity[s] or s != "suspected"]
        parts[0] += f" ({', '.join(counted)})"
    parts += [f"{status[s]:,} {s}" for s in ("known", "waived") if status[s]]
    out.line([(f"{plural(len(view.heads), 'finding')}: ", "bold"), (", ".join(parts), "")])


def _findings(view: View, findings: Sequence[Finding], out: _Lines, *, every: bool) -> None:
    """Write findings, the worst first; without `every` only as many as a person reads."""
    shown = findings if every else findings[:_FINDINGS]
    before = False
    for number, finding in enumerate(shown, start=1):
        out.gap()
        if suspected(finding) and not before:
            before = True
            out.line([("Suspected contradictions", "bold"), (f": {SUSPECTED}", "dim")], hang=2)
            out.gap()
        _finding(view, finding, out, number)
    if len(findings) > len(shown):
        out.gap()
        rest = plural(len(findings) - len(shown), "more finding")
        out.line([(f"and {rest}: --all shows them, and so does the page of kzcheck report", "bold")])


def _finding(view: View, finding: Finding, out: _Lines, number: int) -> None:
    comparison = view.comparisons.get(finding.comparison)
    style = _SEVERITY.get(finding.severity, "")
    title = view.title(finding)
    symbol = SUSPICION if suspected(finding) else SYMBOLS["conflict"]
    out.line([(f"{symbol} {number}. ", style), (title, "bold")], hang=4)
    out.line([(SEVERITY_NAMES.get(finding.severity, finding.severity), style), (f", {finding.status}", "")], first=4)
    if comparison is not None:
        _evidence(view, comparison, out, finding.primary, title)
    _beneath(view, finding, out)
    if finding.reason:
        out.line([("Accepted: ", "bold"), (fold(finding.reason), "")], first=4, hang=6)
    out.line([(f"rule {finding.rule}, fingerprint {finding.fingerprint}", "dim")], first=4, hang=6)


def _near(view: View, out: _Lines) -> None:
    """Write the pairs that a person has to look at, the likeliest first; they are no findings."""
    found = links.near_matches(view)
    if not found:
        return
    out.gap()
    out.line([("Near matches", "bold"), (f": {NEAR}", "dim")], hang=2)
    for near in found[: links.MOST_NEAR]:
        out.line([(near.title, ""), (f" ({near.sure})", "dim")], first=2, hang=4)
        for claim in near.claims:
            _quote(view, claim, out, allows=False)
    if len(found) > links.MOST_NEAR:
        more = plural(len(found) - links.MOST_NEAR, "more near match", "more near matches")
        out.line([(f"and {more}, on the page and with --format json", "dim")], first=2)


def _beneath(view: View, finding: Finding, out: _Lines) -> None:
    """Name the findings that the same number brings about."""
    others = view.beneath(finding)
    if not others:
        return
    out.line([(f"The same number brings about {plural(len(others), 'more finding')}:", "")], first=4, hang=6)
    for other in others[:_EXAMPLES]:
        out.line([(f"{other.severity}: ", _SEVERITY.get(other.severity, "")), (view.title(other), "")], first=6, hang=8)
    if len(others) > _EXAMPLES:
        out.line([(f"and {len(others) - _EXAMPLES:,} more, with --format json", "dim")], first=6)


def _comparison(view: View, comparison: Comparison, out: _Lines) -> None:
    verdict = comparison.verdict
    out.line([(f"{SYMBOLS[verdict]} {verdict}: ", _STYLES[verdict]), (view.reason(comparison), "bold")], hang=4)
    _evidence(view, comparison, out, "", view.reason(comparison))
    out.line([(f"rule {comparison.rule}, comparison {comparison.id}", "dim")], first=4, hang=6)


def _evidence(view: View, comparison: Comparison, out: _Lines, primary: str, said: str) -> None:
    for claim in view.claims_of(comparison, primary):
        _quote(view, claim, out, allows=not comparison.chain)
    arithmetic = view.steps(comparison)
    if not _within(view.reason(comparison), [said, *arithmetic]):
        out.line([(view.reason(comparison), "")], first=4, hang=4)
    for number, step in enumerate(arithmetic, start=1):
        out.line([(f"{number}. ", "dim"), (step, "")], first=4, hang=7)
    if comparison.gap is not None and comparison.gap.repair and not _within(comparison.gap.repair, arithmetic):
        out.line([("To fix it: ", "bold"), (fold(comparison.gap.repair), "")], first=4, hang=6)
    if comparison.link is not None:
        out.line([("About one thing: ", "bold"), (links.sure(comparison.link), "")], first=4, hang=6)
    if comparison.cause:
        out.line([("Likely cause: ", "bold"), (view.cause(comparison), "")], first=4, hang=6)
    for remark in view.remarks(comparison):
        out.line([("Remark: ", "bold"), (remark, "")], first=4, hang=6)
    if comparison.certainty != "stated":
        doubts = view.doubts(comparison) or (_CERTAINTY.get(comparison.certainty, comparison.certainty),)
        out.line([("How sure: ", "bold"), (f"{comparison.certainty}; {'; '.join(doubts)}", "")], first=4, hang=6)


_CERTAINTY = {
    "inferred": "a period, metric or party follows from the context",
    "assumed": "a period, metric or party is said nowhere",
}


def _within(words: str, lines: Sequence[str]) -> bool:
    return any(fold(words) in line for line in lines)


def _quote(view: View, claim: Claim, out: _Lines, *, allows: bool = True) -> None:
    quote = view.quote(claim, reach=160)
    out.line(
        [(visible(voice(claim)), "bold"), (f", {dated(claim)}  ", ""), (visible(view.place(claim)), "cyan")],
        first=4,
        hang=6,
    )
    out.line(
        [("“", ""), (quote.before.lstrip(), ""), (f"⟦{quote.marked}⟧", "bold"), (quote.after.rstrip(), ""), ("”", "")],
        first=6,
        hang=6,
    )
    when = period_words(claim)
    bounds = allowed_words(claim)
    if allows and (bounds or when):
        out.line([("; ".join(part for part in (f"allows {bounds}" if bounds else "", when) if part), "dim")], 6, 8)


def _examples(view: View, verdict: str, words: str, out: _Lines) -> None:
    some = view.with_verdict(verdict)
    if not some:
        return
    out.gap()
    out.line([(f"{SYMBOLS[verdict]} {plural(len(some), 'comparison')} where the numbers {words}", _STYLES[verdict])])
    for comparison in some[:_EXAMPLES]:
        out.line([(view.reason(comparison), "")], first=4, hang=6)
        places = ", ".join(visible(view.place(c)) for c in view.claims_of(comparison))
        out.line([(places, "dim")], first=6, hang=6)
    if len(some) > _EXAMPLES:
        out.line([(f"and {len(some) - _EXAMPLES:,} more, on the page and in findings.json", "dim")], first=4)


def _incomparable(view: View, out: _Lines) -> None:
    some = view.with_verdict("incomparable")
    if not some:
        return
    out.gap()
    out.line([(f"{SYMBOLS['incomparable']} {plural(len(some), 'pair')} that cannot be compared", "dim")])
    for what, count in Counter(what_differs(c) for c in some).most_common(6):
        out.line([(f"{count:>6,} {differs_words(what)}", "dim")], first=2)


def _questions(questions: Sequence[Question], out: _Lines, most: int) -> None:
    if not questions:
        return
    out.gap()
    out.line([("Open questions, most useful first", "bold")])
    for question in questions[:most]:
        out.line([("? ", "bold"), (fold(question.text), "bold"), (f" {waiting_words(question)}.", "")], first=2, hang=4)
        out.line([(f"write {answer_place(question)}:", "dim")], first=4, hang=6)
        for line in question.answer:
            out.line([(visible(line), "")], first=6, hang=8)
    if len(questions) > most:
        out.line([(f"and {len(questions) - most:,} more: kzcheck questions names them", "dim")], first=4)


def _notices(notices: Sequence[Notice], out: _Lines) -> None:
    if not notices:
        return
    out.gap()
    out.line([("Not read, resolved or compared", "bold")])
    order = {"error": 0, "warning": 1, "info": 2}
    kinds = Counter(n.code for n in notices if n.severity == "info")
    many = {code for code, count in kinds.items() if count > _ALIKE}
    one_by_one = sorted((n for n in notices if n.code not in many), key=lambda n: order.get(n.severity, 3))
    for notice in one_by_one[:_NOTICES]:
        style = _SEVERITY.get(notice.severity, "")
        out.line([(f"{notice.severity}: ", style), (fold(str(notice)), "")], first=2, hang=4)
    if len(one_by_one) > _NOTICES:
        out.line([(f"and {len(one_by_one) - _NOTICES:,} more like these", "dim")], first=2)
    for code in sorted(many):
        first = next(n for n in notices if n.code == code)
        more = f"and {plural(kinds[code] - 1, 'more note')} of this kind, with --format json"
        out.line([("info: ", ""), (fold(str(first)), ""), (f"; {more}", "dim")], first=2, hang=4)


def _contract(run: Run, out: _Lines) -> None:
    contract = run.contract
    if contract is None:
        return
    out.gap()
    name = ("Internal data check: ", "bold")
    if contract.success:
        out.line([name, ("passed", "green"), (f", {plural(contract.checked, 'expectation')}", "")])
        return
    out.line([name, ("failed", "bold red"), (f", {plural(len(contract.failures), 'failure')}", "")])
    for failure in contract.failures:
        out.line([(fold(failure), "")], first=2, hang=4)


def _next(view: View, out: _Lines, page: str, again: str) -> None:
    out.gap()
    if page:
        out.line([("Page: ", "bold"), (page, "cyan")])
    if view.findings:
        first = view.findings[0].fingerprint
        out.line([("Next: ", "bold"), ("see how the worst finding came about with", "")])
        out.command(f"kzcheck explain {first}{f' {again}' if again else ''}")


def _starting(view: View, ident: str) -> list[Finding]:
    found = [f for f in view.findings if len(ident) >= 4 and f.fingerprint.startswith(ident)]
    return found if len({f.fingerprint for f in found}) == 1 else []


def _explain_claims(view: View, comparison: Comparison | None, out: _Lines) -> None:
    for claim in view.claims_of(comparison) if comparison is not None else ():
        out.gap()
        _explain_claim(view, claim, out)


def _explain_claim(view: View, claim: Claim, out: _Lines) -> None:
    verdict, bounds = view.verdict_of(claim), allowed_words(claim)
    unit = unit_words(claim.unit, noun_of(claim))
    out.line([(f"Claim {claim.claim_id}: ", "bold"), (value_words(claim), "bold")], hang=2)
    _quote(view, claim, out)
    rows = [
        ("kind", claim.kind if claim.modality == "actual" else f"{claim.kind} ({claim.modality})"),
        ("value", "" if claim.value is None else f"{digits(claim.value)} {unit}".rstrip()),
        ("written", claim.digits),
        ("last place", "" if claim.ulp is None else f"{digits(claim.ulp)} {unit}".rstrip()),
        ("hedge", "" if claim.hedge == "exact" else f"{claim.hedge} (“{claim.hedge_text}”)"),
        ("allows", f"{bounds}, as an interval {claim.interval}" if bounds else ""),
        ("quantity", _with_how(view.metric_title(claim.metric), claim.metric_how)),
        ("about", ", ".join(claim.parties)),
        ("period", period_words(claim) or "none"),
        ("statistics", claim.source),
        ("said with", f"{claim.role} in {claim.tie}" if claim.tie else ""),
        ("verdict", verdict or "compared with nothing"),
    ]
    for name, words in rows:
        if words:
            out.line([(f"{name:<11}", "dim"), (fold(words), "")], first=6, hang=17)
    if claim.why:
        out.line([("derivation", "dim")], first=6)
    for number, step in enumerate(claim.why):
        branch = "└─" if number == len(claim.why) - 1 else "├─"
        out.line([(f"{branch} {step.rule}", ""), (f"  “{fold(step.words)}”" if step.words else "", "dim")], 8, 11)
    for comparison in view.by_claim.get(claim.claim_id, ()):
        style = _STYLES[comparison.verdict]
        words = view.reason(comparison)
        out.line([(f"{SYMBOLS[comparison.verdict]} {comparison.verdict} ", style), (words, "")], first=6, hang=8)


def _with_how(what: str, how: str) -> str:
    return f"{what} ({HOW.get(how, how)})" if what and how and how != "stated" else what


def _explain_rule(view: View, rule: Rule, out: _Lines) -> None:
    out.line([(f"Rule {rule.id}", "bold"), (f": {rule.title}" if rule.title else "", "")], hang=2)
    rows = [
        ("relation", rule.relation),
        ("metrics", ", ".join(rule.metrics)),
        *rule.others,
        ("severity", rule.severity),
        ("message", rule.message),
        ("settings", ", ".join(f"{name} {percent_of(value)}" for name, value in rule.settings)),
        ("file", f"{rule.file}:{rule.line}" if rule.file else ""),
    ]
    for name, words in rows:
        if words:
            out.line([(f"{name:<9}", "dim"), (fold(words), "")], first=2, hang=11)
    counts = view.counts(c for c in view.run.comparisons if c.rule == rule.id)
    out.line([("in this run", "dim"), (_counted(counts), "")], first=2, hang=11)
    for example in rule.examples:
        out.line([(f"{SYMBOLS.get(example.expect, '·')} {example.expect}", _STYLES.get(example.expect, ""))], first=2)
        for words in example.texts:
            out.line([(f"“{fold(words)}”", "")], first=4, hang=5)


def _explain_metric(view: View, metric: Metric, out: _Lines) -> None:
    out.line([(f"Metric {metric.name}", "bold"), (f": {metric.title}", "")], hang=2)
    rows = [
        ("unit", metric.unit),
        ("nature", metric.nature),
        ("about", ", ".join(metric.parties)),
        ("no period", f"means {metric.unstated_period}" if metric.unstated_period != "none" else "stays unknown"),
        ("part of", metric.part_of),
        ("file", f"{metric.file}:{metric.line}" if metric.file else ""),
    ]
    for name, words in rows:
        if words:
            out.line([(f"{name:<10}", "dim"), (fold(words), "")], first=2, hang=12)
    claims = [c for c in view.run.claims if c.metric == metric.name]
    out.line([("claims", "dim"), (f"    {len(claims):,}", "")], first=2)
    for claim in claims:
        when = period_words(claim)
        words = f"{value_words(claim)}{f', {when}' if when else ''}"
        out.line([(f"{words}  ", ""), (visible(view.place(claim)), "cyan")], first=4, hang=6)


def _counted(counts: Sequence[int]) -> str:
    return " " + ", ".join(f"{count:,} {verdict}" for verdict, count in zip(VERDICTS, counts, strict=True))


_STATUS_STYLES = {"contradicted": "bold red", "unsupported": "yellow", "supported": "green"}


def verify_text(
    run: Run,
    rows: Sequence[Checked],
    *,
    failing: bool,
    color: bool = False,
    width: int = 100,
    fail_on: str = "error",
    baseline: str = "",
    every: bool = False,
) -> str:
    """Write what sources make of each claim of a draft, contradictions first, and how to accept what fails.

    What is supported is only counted, without `every`.
    """
    view, out = View(run), _Lines(color=color, width=width)
    judged = sum(row.status != "unsupported" for row in rows)
    out.line([(draft_headline(rows), "" if judged else "bold yellow")])
    shown = [row for row in rows if every or row.status != "supported"]
    for row in sorted(shown, key=lambda row: STATUSES.index(row.status)):
        out.gap()
        _checked(view, row, out)
    if len(shown) < len(rows):
        out.gap()
        out.line([(f"and {len(rows) - len(shown):,} supported: --all shows by what", "dim")])
    _notices([n for n in run.notices if n.severity != "info"], out)
    if run.contract is not None and not run.contract.success:
        _contract(run, out)
    out.gap()
    word, style = _draft_outcome(rows, failing=failing)
    out.line([(f"{word}: ", style), (status_counts(rows), "bold")])
    stopping = [f for f in view.with_status("new") if fails(f, fail_on)]
    if stopping:
        out.line([(f"Failed because of {_causes(stopping)}.", "")], hang=2)
        accept = "update" if baseline else "create"
        out.line([("Fix the numbers, or accept the finding with a reason:", "")])
        command = f"kzcheck baseline {accept} DRAFT... --against SOURCE..."
        more = f" --baseline {baseline}" if baseline else ""
        out.command(f'{command}{more} --accept {stopping[0].fingerprint} --reason "..."')
    return out.text()


def _draft_outcome(rows: Sequence[Checked], *, failing: bool) -> Part:
    """Name the outcome for a draft; it passed only where sources were compared with it and none contradicts."""
    if failing:
        return "Failed", "bold red"
    statuses = {row.status for row in rows if not row.accepted}
    if "contradicted" in statuses:
        return "Not failed", "bold yellow"
    return ("Passed", "bold green") if statuses - {"unsupported"} else ("Nothing compared", "bold yellow")


def _checked(view: View, row: Checked, out: _Lines) -> None:
    claim, style = view.claims[row.claim], _STATUS_STYLES[row.status]
    how = ", ".join(part for part in (row.how, "accepted" if row.accepted else "") if part)
    head = f"{visible(view.place(claim))}: {fold(claim.surface)}: "
    out.line(
        [
            (f"{STATUS_SYMBOLS[row.status]} ", style),
            (head, "bold"),
            (row.status, style),
            (f" ({how})" if how else "", ""),
        ],
        hang=2,
    )
    for claim_id in row.by:
        _quote(view, view.claims[claim_id], out, allows=False)
    comparison = view.comparisons.get(row.comparison) if row.status != "unsupported" else None
    out.line([(fold(row.reason) if comparison is None else view.reason(comparison), "")], first=4)
    if comparison is not None and row.how == "derived":
        for number, step in enumerate(view.steps(comparison), start=1):
            out.line([(f"{number}. ", "dim"), (step, "")], first=4, hang=7)
    for claim_id in row.also:
        out.line([("also supported by:", "")], first=4)
        _quote(view, view.claims[claim_id], out, allows=False)
    for near in row.nearest:
        out.line([("closest match; differs in ", ""), (view.spoken(near.differs), "")], first=4, hang=6)
        _quote(view, view.claims[near.claim], out, allows=False)
