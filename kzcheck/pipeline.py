"""The one place that wires the steps: documents, claims, table, contract, comparisons, findings, run.

No step looks back. What is heavy (pandas, the contract) is imported where it is used, and the contract is judged in the
background while the comparisons are made.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeVar

from kzcheck import __version__
from kzcheck.lang import languages
from kzcheck.model import (
    Change,
    Claim,
    Comparison,
    ContractResult,
    Coverage,
    Document,
    Finding,
    ImpliedBound,
    NearMatch,
    Notice,
    Pack,
    PartialDate,
    Question,
    Repair,
    Run,
    by_id,
    isolated,
)

if TYPE_CHECKING:
    from pandas import DataFrame

    from kzcheck.ledger import Baseline
    from kzcheck.model.verification import Checked
    from kzcheck.table import Found, Kept, Part, Rows

Repairs = Literal["never", "small", "always"]
Undated = Literal["together", "apart"]
"""Whether the smallest repairs are looked for: not at all, in small runs (`REPAIRED_CLAIMS`), or whatever it costs."""

T = TypeVar("T")
_UNJUDGED = ContractResult(success=False, checked=0, failures=("it could not be judged",))

Progress = Callable[[str, int, int], None]
"""Told the step's name, how many of its parts are done, and how many there are."""

# Below this many characters, starting further processes costs more than they save.
_WORTH_SHARING = 2_000_000
_CHUNKS_A_JOB = 8
_KEPT_AT_ONCE = 1000
REPAIRED_CLAIMS = 3000
"""Up to this many claims, a report looks for the smallest repairs unasked: a search judges all claims many times."""

_CURRENT = Path()
_HERE = "rules"
_PACKS = "packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to read and how to judge it.

    `rules` are files or folders of rules (none: kzcheck groups the claims itself); `skip` what to leave out of folders
    silently (kzcheck's own output); `within` the field of a .jsonl corpus inside which alone documents are compared;
    `undated` whether documents without any date are of one time;
    `every` asks for every comparison, the incomparable ones too; `repairs` says whether the smallest repairs are looked
    for, which costs more than all else; `jobs` is the number of processes; `cache`
    lets claims of documents that were read before be taken from the user's cache folder; `made_at` the time
    of the run (ISO, UTC), handed in, since no step reads the clock.
    """

    paths: tuple[str, ...] = (".",)
    rules: tuple[str, ...] = ()
    published: PartialDate | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    within: str = ""
    undated: Undated = "together"
    every: bool = False
    repairs: Repairs = "never"
    jobs: int = 1
    cache: bool = True
    made_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the sources say, before anything is compared; `rows` holds what was found in each of the documents.

    `apart` tells that documents without any date are not of one time.
    """

    documents: tuple[Document, ...]
    rows: Rows
    pack: Pack
    notices: tuple[Notice, ...] = ()
    apart: bool = False

    @property
    def claims(self) -> Sequence[Claim]:
        """Give the claims in the order of the documents."""
        return self.rows.claims

    @property
    def table(self) -> DataFrame:
        """Give the claims as the typed table, made when it is first asked for."""
        return self.rows.frame

    def noting(self, *notices: Notice | None) -> Reading:
        """Give the same reading with further notices; None is none."""
        return replace(self, notices=(*self.notices, *(n for n in notices if n is not None)))

    def parquet(self) -> bytes:
        """Give the table as the bytes of a parquet file."""
        buffer = io.BytesIO()
        self.table.to_parquet(buffer, index=False)
        return buffer.getvalue()


def chosen_rules(given: Sequence[str]) -> tuple[str, ...]:
    """Choose the rules: those given, else ./rules where it holds any, else the packs that come with kzcheck."""
    if given:
        return tuple(given)
    here = Path(_HERE)
    if here.is_dir() and any(p.suffix in {".yaml", ".yml"} for p in here.rglob("*")):
        return (_HERE,)
    shipped = Path(__file__).parent / _PACKS
    return (str(shipped),) if shipped.is_dir() else ()


def load_pack(rules: Sequence[str]) -> Pack:
    """Read the rules of these files and folders. Raises `kzcheck.rules.RulesError` with every error in them."""
    if not rules:
        return Pack()
    from kzcheck.rules import load

    return load([Path(folder) for folder in rules])


def read(
    settings: Settings,
    *,
    stdin: Callable[[], bytes] | None = None,
    progress: Progress | None = None,
    base: Path = _CURRENT,
    before: Reading | None = None,
    given: Iterable[Mapping[str, object]] | None = None,
) -> Reading:
    """Read documents and find their claims.

    `given` holds documents in memory, with the keys of a .jsonl corpus, in place of the paths. `base` stands in for
    the current folder. The claims of documents that `before` has read are taken from there.
    Raises RulesError where the rules are wrong, `kzcheck.documents.InputError` where a path does not exist.
    """
    from kzcheck.documents import load, of_rows

    pack = load_pack(settings.rules) if before is None else before.pack
    if given is not None:
        documents, notices = of_rows(given)
    else:
        documents, notices = load(
            settings.paths,
            stdin=stdin,
            published=settings.published,
            include=settings.include,
            exclude=settings.exclude,
            skip=[Path(p) for p in settings.skip],
            base=base,
        )
    kept = _kept(pack) if settings.cache else None
    dated, rows = _extract(documents, pack, settings.jobs, progress or _silent, before=before, kept=kept)
    told = (notice for part in rows.parts for notice in part.notices)
    return Reading(
        documents=tuple(dated), rows=rows, pack=pack, notices=(*notices, *told), apart=settings.undated == "apart"
    )


def run(
    settings: Settings,
    *,
    baseline: Baseline | None = None,
    stdin: Callable[[], bytes] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Read documents, compare their claims and judge them against the contract.

    `baseline` tells which findings are known. Raises as `read` does.
    """
    return judge(read(settings, stdin=stdin, progress=progress), settings, baseline=baseline, progress=progress)


def baseline_of(
    revision: str, settings: Settings, now: Reading, *, progress: Progress | None = None
) -> tuple[Baseline, Notice | None]:
    """Give the baseline that the documents of a git revision make, judged with the rules and the version of today.

    `now` is what the documents say today: what did not change is not read again. The notice says so where none of the
    paths existed then. Raises `kzcheck.documents.InputError` where git or the revision is not there.
    """
    from kzcheck.ledger import Baseline, of_revision, settle

    reading = _reading_of(revision, settings, now.pack, before=now, progress=progress)
    if not reading.documents:
        message = f"no document of these paths existed at {revision}, so every finding counts as new"
        return Baseline(), Notice(severity="warning", code="since", message=message)
    comparisons = _compare(reading, _groups(reading.documents, settings.within, needed=False), every=False)
    found = settle(comparisons, reading.claims, documents=reading.documents, waivers=reading.pack.waivers).findings
    return of_revision(found, reading.claims), None


def run_at(revision: str, settings: Settings, *, progress: Progress | None = None) -> Run:
    """Run on the documents as they stood at a git revision, with the rules and the version of today."""
    reading = _reading_of(revision, settings, load_pack(settings.rules), progress=progress)
    return judge(reading, settings, progress=progress)


def _reading_of(
    revision: str, settings: Settings, pack: Pack, *, before: Reading | None = None, progress: Progress | None = None
) -> Reading:
    from kzcheck.documents.revisions import lay_out
    from kzcheck.table import Rows

    with TemporaryDirectory(prefix="kzcheck-", ignore_cleanup_errors=True) as folder:
        then = lay_out(revision, settings.paths, Path(folder).resolve(), every_kind=bool(settings.include))
        if not then.paths:
            return Reading(documents=(), rows=Rows(()), pack=pack)
        old = replace(settings, paths=then.paths, skip=())
        return read(old, base=then.base, before=before, progress=progress)


def judge(
    reading: Reading,
    settings: Settings,
    *,
    baseline: Baseline | None = None,
    progress: Progress | None = None,
    more: Callable[[Sequence[Comparison]], Sequence[Comparison]] | None = None,
) -> Run:
    """Compare the claims of a reading, judge the table against the contract, and name the findings.

    `more` gives further comparisons that are to be findings, from those that were made.
    """
    from kzcheck.ledger import settle
    from kzcheck.table.contract import start

    tell, within = progress or _silent, _groups(reading.documents, settings.within)
    contract = start(reading.table, reading.documents, reading.pack)
    tell("compare", 0, 1)
    failed: list[Notice] = []
    near: list[NearMatch] = []
    made = _compare(reading, within, every=settings.every, tell=failed.append, near=near.append)
    comparisons = made if more is None else (*made, *more(made))
    tell("compare", 1, 1)
    today = date.fromisoformat(settings.made_at[:10]) if settings.made_at else None
    ledger = settle(
        comparisons,
        reading.claims,
        documents=reading.documents,
        baseline=baseline,
        waivers=reading.pack.waivers,
        today=today,
    )
    contradictions = {c.id for c in made}
    mended = [f for f in ledger.findings if f.comparison in contradictions]
    never: tuple[tuple[Repair, ...], tuple[Notice, ...]] = ((), ())
    repairs, unsearched = _beside(
        failed.append, "repairs", never, lambda: _asked_repairs(reading, settings, within, made, mended)
    )
    implied, questions = _in_full(reading, within, comparisons, failed) if settings.every else ((), ())
    covered = _beside(failed.append, "coverage", Coverage(), lambda: _coverage(reading, within, comparisons))
    tell("contract", 0, 1)
    judged = _beside(failed.append, "verdict on the table", _UNJUDGED, contract.result)
    return Run(
        documents=reading.documents,
        claims=reading.claims,
        comparisons=comparisons,
        findings=ledger.findings,
        notices=(*reading.notices, *failed, *ledger.notices, *unsearched),
        contract=judged,
        pack=reading.pack,
        settings=_shown(settings),
        made_at=settings.made_at,
        version=__version__,
        implied=implied,
        gone=ledger.gone,
        questions=questions,
        repairs=repairs,
        near=tuple(near),
        coverage=covered,
    )


def _in_full(
    reading: Reading, within: dict[str, str] | None, comparisons: tuple[Comparison, ...], failed: list[Notice]
) -> tuple[tuple[ImpliedBound, ...], tuple[Question, ...]]:
    """Give what the claims jointly imply, and what a person could answer; a failure is added to `failed`."""
    none: tuple[tuple[ImpliedBound, ...], tuple[Question, ...]] = ((), ())
    implied = _beside(failed.append, "implied values", none[0], lambda: _implied(reading, within, comparisons))
    questions = _beside(failed.append, "questions", none[1], lambda: _questions(reading, within, comparisons))
    return implied, questions


def _beside(tell: Callable[[Notice], None], what: str, without: T, make: Callable[[], T]) -> T:
    """Give what stands beside the findings; where it fails, that is told, and the findings stand without it."""
    with isolated(tell, f"the {what} could not be worked out"):
        return make()
    return without


def asked(reading: Reading, settings: Settings) -> tuple[Question, ...]:
    """Name the facts that would settle the most comparisons of a reading, without judging its table."""
    within = _groups(reading.documents, settings.within)
    return _questions(reading, within, _compare(reading, within, every=False))


def read_drafts(
    settings: Settings,
    against: Sequence[str],
    *,
    stdin: Callable[[], bytes] | None = None,
    progress: Progress | None = None,
) -> tuple[Reading, frozenset[str]]:
    """Read drafts (the paths of the settings) and their sources together; give the ids of the drafts too.

    A document that is both is a draft. Raises as `read` does.
    """
    from kzcheck.documents import load

    once = None if stdin is None else cache(stdin)
    skip = [Path(p) for p in settings.skip]
    drafts, _ = load(settings.paths, stdin=once, include=settings.include, exclude=settings.exclude, skip=skip)
    # Documents come in the order of the paths, so the drafts are the first ones.
    reading = read(replace(settings, paths=(*settings.paths, *against)), stdin=once, progress=progress)
    return reading, frozenset(d.id for d in reading.documents[: len(drafts)])


def verified(
    reading: Reading,
    drafts: frozenset[str],
    settings: Settings,
    *,
    baseline: Baseline | None = None,
    support: bool = False,
    progress: Progress | None = None,
) -> tuple[Run, tuple[Checked, ...]]:
    """Compare drafts with sources; give the run, and for each claim of the drafts what the sources make of it.

    The findings of the run are those with a claim of a draft; with `support`, each unsupported claim is one as well.
    """
    from kzcheck.ledger import SUPPORT, concerning, demanded, verify

    def more(made: Sequence[Comparison]) -> Sequence[Comparison]:
        return demanded(verify(reading.claims, made, (), drafts), reading.claims)

    run = judge(
        reading, replace(settings, every=True), baseline=baseline, progress=progress, more=more if support else None
    )
    rows = verify(run.claims, run.comparisons, run.findings, drafts)
    pack = replace(run.pack, rules=(*run.pack.rules, SUPPORT)) if support else run.pack
    found = concerning(rows, run.findings)
    marks = {f.fingerprint for f in found}
    repairs = tuple(r for r in run.repairs if marks.issuperset(r.findings))
    return replace(run, findings=found, repairs=repairs, pack=pack), rows


def with_pictures(run: Run, *, base: Path = _CURRENT) -> Run:
    """Give the run with pieces of the original pages for the claims of its findings that stand in PDF files."""
    from kzcheck.documents.pictures import of_claims

    made = {c.id: c for c in run.comparisons}
    wanted = {claim for f in run.findings if f.comparison in made for claim in made[f.comparison].claims}
    shown = [c for c in run.claims if c.claim_id in wanted]
    places = {(c.document, c.claim_id): c.start for c in shown}
    return replace(run, pictures=of_claims(run.documents, places, base=base))


def only_new(run: Run) -> Run:
    """Leave out all findings but the new ones, and count what is left out."""
    new = tuple(f for f in run.findings if f.status == "new")
    hidden = Counter(f.status for f in run.findings if f.status != "new")
    wanted = {f.comparison for f in new}
    kept = tuple(c for c in run.comparisons if c.verdict != "conflict" or c.id in wanted)
    return replace(run, findings=new, comparisons=kept, hidden=tuple(sorted(hidden.items())))


def check_texts(pack: Pack) -> Callable[[Sequence[str], Sequence[str]], tuple[Comparison, ...]]:
    """Give a function that makes every comparison of a pack in some texts with their publication dates ("" unknown).

    For the examples inside rules: each text is a document of its own.
    """

    def check(texts: Sequence[str], published: Sequence[str]) -> tuple[Comparison, ...]:
        from kzcheck.documents.outline import outlined

        documents = [
            Document(
                id=f"example-{number}",
                text=text,
                published=PartialDate.parse(day) if day else None,
                published_how="stated" if day else "",
            )
            for number, (text, day) in enumerate(zip(texts, published, strict=True), 1)
        ]
        dated, rows = _extract([outlined(d) for d in documents], pack, 1, _silent)
        return _compare(Reading(documents=tuple(dated), rows=rows, pack=pack), None, every=True)

    return check


def _dateline(document: Document) -> PartialDate | None:
    """Read the publication date of a document in its first lines where nothing else gives one."""
    if document.published is not None or document.language not in languages():
        return None
    from kzcheck.extract.time.datelines import dateline

    found = dateline(document.text[document.body :], document.language)
    return None if found is None else found[0]


def _dated(document: Document, published: PartialDate | None) -> Document:
    """Put in the date that a dateline tells, if any."""
    return document if published is None else replace(document, published=published, published_how="inferred")


def _kept(pack: Pack) -> Kept:
    from kzcheck.storage import Store, cache_folder
    from kzcheck.table import Kept

    return Kept(Store(cache_folder()), pack.metrics, pack.concepts)


def _extract(
    documents: Sequence[Document],
    pack: Pack,
    jobs: int,
    tell: Progress,
    *,
    before: Reading | None = None,
    kept: Kept | None = None,
) -> tuple[list[Document], Rows]:
    """Give the documents with their dates and what each says; what is `kept` or was read `before` is not read anew."""
    from kzcheck.table import Found, Rows

    parts: list[Part | Found | None] = [None] * len(documents) if kept is None else [*kept.get(documents)]
    dates = [_dateline(d) if part is None else part.published for d, part in zip(documents, parts, strict=True)]
    dated = [_dated(d, day) for d, day in zip(documents, dates, strict=True)]
    absent = [n for n, part in enumerate(parts) if part is None]
    if absent and before is not None:
        known = dict(zip(before.documents, before.rows.parts, strict=True))
        for n in absent:
            parts[n] = known.get(dated[n])
        absent = [n for n in absent if parts[n] is None]
    made: list[int] = []

    def keep() -> None:
        if kept is not None:
            found = [(documents[n], part) for n in made if isinstance(part := parts[n], Found)]
            for n, part in zip(made, kept.put(found), strict=True):
                parts[n] = part or parts[n]
            made.clear()

    read = iter(_extracted([_bare(dated[n]) for n in absent], pack, jobs))
    for done, n in enumerate(absent, start=1 + len(documents) - len(absent)):
        parts[n] = next(read)._replace(published=dates[n])
        made.append(n)
        if len(made) >= _KEPT_AT_ONCE:
            keep()
        tell("read", done, len(documents))
    keep()
    written = None if kept is None else partial(kept.written, documents=documents)
    return dated, Rows([part for part in parts if part is not None], written=written)


def _bare(document: Document) -> Document:
    """Blank the comments in a text, so that nothing is read from what no reader sees; every offset stays."""
    if not any(c.end > c.start for c in document.comments):
        return document
    pieces, at = [], 0
    for comment in document.comments:
        hidden = document.text[comment.start : comment.end]
        pieces += [document.text[at : comment.start], "".join(c if c == "\n" else " " for c in hidden)]
        at = comment.end
    return replace(document, text="".join([*pieces, document.text[at:]]))


def _extracted(documents: Sequence[Document], pack: Pack, jobs: int) -> Iterable[Found]:
    """Give the claims of each of the documents in their order, from this process or from several."""
    if jobs <= 1 or len(documents) < jobs or sum(len(d.text) for d in documents) < _WORTH_SHARING:
        yield from _found(documents, pack)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    from kzcheck.storage import safe_children

    size = max(1, len(documents) // (jobs * _CHUNKS_A_JOB))
    chunks = [documents[i : i + size] for i in range(0, len(documents), size)]
    with safe_children(), ProcessPoolExecutor(jobs, get_context("spawn"), _undisturbed) as workers:
        try:
            for part in [workers.submit(_part, pack, chunk) for chunk in chunks]:
                yield from part.result()
        except BaseException:  # nobody waits for what is half done
            for process in active_children():
                process.terminate()
            raise


def _undisturbed() -> None:
    """Leave Ctrl-C to the process that hands out the work, and end with it."""
    import signal
    import threading
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def _part(pack: Pack, documents: Sequence[Document]) -> list[Found]:
    return list(_found(documents, pack))


def _found(documents: Sequence[Document], pack: Pack) -> Iterable[Found]:
    if not documents:
        return ()
    from kzcheck.extract import extract_all
    from kzcheck.table import Found

    return (Found(claims, notices) for claims, notices in extract_all(documents, pack.metrics, pack.concepts))


def _groups(documents: Sequence[Document], within: str, *, needed: bool = True) -> dict[str, str] | None:
    """Give the value of the field `within` for each document; one without it stands alone."""
    if not within:
        return None
    groups = {d.id: dict(d.fields).get(within) for d in documents}
    if needed and not any(groups.values()):
        from kzcheck.documents import InputError

        fields = sorted({name for d in documents for name, _ in d.fields})
        known = f"fields are {', '.join(fields)}" if fields else "they have no fields"
        raise InputError(f"--within {within}: no document has this field; {known}")
    return {name: value or f"\0{name}" for name, value in groups.items()}


def _compare(
    reading: Reading,
    within: dict[str, str] | None,
    *,
    every: bool,
    tell: Callable[[Notice], None] | None = None,
    near: Callable[[NearMatch], None] | None = None,
) -> tuple[Comparison, ...]:
    """Judge the claims of a reading; what cannot be computed is told, or left out where it was told before."""
    from kzcheck.compare import compare

    return compare(
        reading.table,
        reading.pack,
        documents=reading.documents,
        every=every,
        within=within,
        apart=reading.apart,
        tell=tell or _silently,
        near=near,
    )


def _silently(_: Notice) -> None:
    """Hear a notice that was given before."""


def _coverage(reading: Reading, within: Mapping[str, str] | None, comparisons: Sequence[Comparison]) -> Coverage:
    from kzcheck.compare import coverage

    return coverage(reading.table, comparisons, within=within, apart=reading.apart)


def _implied(
    reading: Reading, within: dict[str, str] | None, comparisons: tuple[Comparison, ...]
) -> tuple[ImpliedBound, ...]:
    from kzcheck.compare import implied

    found = implied(reading.table, reading.pack, within=within, apart=reading.apart, comparisons=comparisons)
    return tuple(
        ImpliedBound(
            metric=b.metric,
            period=b.period,
            unit=b.unit,
            interval=b.interval,
            claims=tuple(dict.fromkeys((*b.low_claims, *b.high_claims))),
        )
        for b in found
        if not b.interval.empty
    )


def _questions(
    reading: Reading, within: Mapping[str, str] | None, comparisons: Sequence[Comparison]
) -> tuple[Question, ...]:
    from kzcheck.compare import questions

    return questions(reading.table, reading.pack, reading.documents, comparisons, within=within, apart=reading.apart)


def _asked_repairs(
    reading: Reading,
    settings: Settings,
    within: Mapping[str, str] | None,
    comparisons: Sequence[Comparison],
    findings: Sequence[Finding],
) -> tuple[tuple[Repair, ...], tuple[Notice, ...]]:
    """Look for repairs where the settings ask for them; a notice says where a run is too big to do so unasked."""
    if settings.repairs == "never":
        return (), ()
    size = len(reading.claims)
    if settings.repairs == "small" and size > REPAIRED_CLAIMS:
        if len(findings) < 2:
            return (), ()
        message = (
            f"the smallest repairs were not searched for in {size:,} claims: --repairs does so, however long it takes"
        )
        return (), (Notice(severity="info", code="repairs", message=message),)
    return repairs_of(reading, settings, within, comparisons, findings), ()


def repairs_of(
    reading: Reading,
    settings: Settings,
    within: Mapping[str, str] | None,
    comparisons: Sequence[Comparison],
    findings: Sequence[Finding],
) -> tuple[Repair, ...]:
    """Give the repairs of a run, each proven by reading and judging anew what it would make of the documents."""
    if len(findings) < 2 or all(f.status != "new" for f in findings):
        return ()  # a repair makes two findings vanish, a new one among them, and to look for it is dear
    from kzcheck.ledger.repair import Outcome, misread, repairs, rewritten, supposed

    known = by_id(reading.claims)

    def trial(changes: Sequence[Change]) -> Outcome:
        from kzcheck.compare import contradictions
        from kzcheck.table import frame

        touched: dict[str, dict[str, Change]] = {}
        for change in changes:
            touched.setdefault(known[change.claim].document, {})[change.claim] = change
        written = [d for d in reading.documents if any(c.text for c in touched.get(d.id, {}).values())]
        bare = [_bare(rewritten(d, [*touched[d.id].values()])) for d in written]
        before = _claims_by_document(reading.claims, {d.id for d in written})
        now = dict(known)
        wrong: set[str] = set()
        for document, found in zip(written, _extracted(bare, reading.pack, settings.jobs), strict=True):
            wrong |= misread(before[document.id], found.claims, touched[document.id])
            now.update({claim.claim_id: claim for claim in found.claims})
        if wrong:
            return Outcome(frozenset(wrong), {})
        now.update({c.claim: supposed(now[c.claim], c) for c in changes if not c.text})
        return Outcome(
            frozenset(), contradictions(frame([*now.values()]), reading.pack, within=within, apart=reading.apart)
        )

    return repairs(comparisons, findings, reading.claims, trial, pack=reading.pack, within=within)


def _claims_by_document(claims: Iterable[Claim], wanted: Collection[str]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {name: [] for name in wanted}
    for claim in claims:
        if claim.document in found:
            found[claim.document].append(claim)
    return found


def _shown(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Give the settings that a report shows: those that change what it says, and no path of this machine."""
    shown = {
        "published": str(settings.published or ""),
        "include": " ".join(settings.include),
        "exclude": " ".join(settings.exclude),
        "within": settings.within,
        "undated": "" if settings.undated == "together" else settings.undated,
    }
    return tuple((name, value) for name, value in shown.items() if value)


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
