"""The one place that wires the steps: documents, claims, table, contract, comparisons, findings, run.

No step looks back. What is heavy (pandas, the contract) is imported where it is used, and the contract is judged in the
background while the comparisons are made.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck import __version__
from kzcheck.model import Claim, Comparison, ContractResult, Document, Notice, Pack, PartialDate, Run

if TYPE_CHECKING:
    from pandas import DataFrame

    from kzcheck.ledger import Baseline

Progress = Callable[[str, int, int], None]
"""Told the step's name, how many of its parts are done, and how many there are."""

# Below this many characters, starting further processes costs more than they save.
_WORTH_SHARING = 2_000_000
_CHUNKS_A_JOB = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to read and how to judge it.

    `rules` are files or folders of rules (none: kzcheck groups the claims itself); `skip` what to leave out of folders
    silently (kzcheck's own output); `within` the field of a .jsonl corpus inside which alone documents are compared;
    `every` asks for every comparison, the incomparable ones too; `jobs` is the number of processes; `made_at` the time
    of the run (ISO, UTC), handed in, since no step reads the clock.
    """

    paths: tuple[str, ...] = (".",)
    rules: tuple[str, ...] = ()
    published: PartialDate | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    within: str = ""
    every: bool = False
    jobs: int = 1
    made_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the sources say, before anything is compared."""

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    pack: Pack
    notices: tuple[Notice, ...] = ()


def load_pack(rules: Sequence[str]) -> Pack:
    """Read the rules of these files and folders. Raises `kzcheck.rules.RulesError` with every error in them."""
    if not rules:
        return Pack()
    from kzcheck.rules import load

    return load([Path(folder) for folder in rules])


def read(settings: Settings, *, stdin: Callable[[], bytes] | None = None, progress: Progress | None = None) -> Reading:
    """Read documents and find their claims.

    Raises RulesError where the rules are wrong, `kzcheck.documents.InputError` where a path does not exist.
    """
    from kzcheck.documents import load

    pack = load_pack(settings.rules)
    documents, notices = load(
        settings.paths,
        stdin=stdin,
        published=settings.published,
        include=settings.include,
        exclude=settings.exclude,
        skip=[Path(p) for p in settings.skip],
    )
    documents = [_dated(document) for document in documents]
    claims, told = _extract(documents, pack, settings.jobs, progress or _silent)
    return Reading(documents=tuple(documents), claims=tuple(claims), pack=pack, notices=(*notices, *told))


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


def judge(
    reading: Reading, settings: Settings, *, baseline: Baseline | None = None, progress: Progress | None = None
) -> Run:
    """Compare the claims of a reading, judge the table against the contract, and name the findings."""
    from kzcheck.ledger import findings
    from kzcheck.table import frame

    tell = progress or _silent
    table = frame(reading.claims)
    contract = _Contract(table, reading)
    tell("compare", 0, 1)
    comparisons, told = _compare(table, reading, settings)
    tell("compare", 1, 1)
    today = date.fromisoformat(settings.made_at[:10]) if settings.made_at else None
    found = findings(comparisons, reading.claims, baseline=baseline, waivers=reading.pack.waivers, today=today)
    tell("contract", 0, 1)
    return Run(
        documents=reading.documents,
        claims=reading.claims,
        comparisons=tuple(comparisons),
        findings=found,
        notices=(*reading.notices, *told),
        contract=contract.result(),
        pack=reading.pack,
        settings=_shown(settings),
        made_at=settings.made_at,
        version=__version__,
    )


def check_texts(pack: Pack) -> Callable[[Sequence[str], Sequence[str]], Iterable[Comparison]]:
    """Give a function that makes every comparison of a pack in some texts with their publication dates ("" unknown).

    For the examples inside rules: each text is a document of its own.
    """
    from kzcheck.table import frame

    def check(texts: Sequence[str], published: Sequence[str]) -> Iterable[Comparison]:
        documents = [
            _dated(
                Document(
                    id=f"example-{number}",
                    text=text,
                    published=PartialDate.parse(day) if day else None,
                    published_how="stated" if day else "",
                )
            )
            for number, (text, day) in enumerate(zip(texts, published, strict=True), 1)
        ]
        claims, _ = _extract(documents, pack, 1, _silent)
        reading = Reading(documents=tuple(documents), claims=tuple(claims), pack=pack)
        return _compare(frame(claims), reading, Settings(every=True))[0]

    return check


def _dated(document: Document) -> Document:
    """Take the publication date from a dateline in the text where nothing else gives one."""
    if document.published is not None:
        return document
    from kzcheck.extract.datelines import dateline

    found = dateline(document.text[document.body :])
    return document if found is None else replace(document, published=found, published_how="inferred")


def _extract(documents: Sequence[Document], pack: Pack, jobs: int, tell: Progress) -> tuple[list[Claim], list[Notice]]:
    claims: list[Claim] = []
    notices: list[Notice] = []
    done = 0
    for size, found, told in _extracted(documents, pack, jobs):
        claims.extend(found)
        notices.extend(told)
        done += size
        tell("read", done, len(documents))
    return claims, notices


_Part = tuple[int, list[Claim], list[Notice]]


def _extracted(documents: Sequence[Document], pack: Pack, jobs: int) -> Iterable[_Part]:
    """Give the claims of the documents in their order, from this process or from several."""
    if jobs <= 1 or len(documents) < jobs or sum(len(d.text) for d in documents) < _WORTH_SHARING:
        for document in documents:
            yield _part(([document], pack))
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    size = max(1, len(documents) // (jobs * _CHUNKS_A_JOB))
    chunks = [(list(documents[i : i + size]), pack) for i in range(0, len(documents), size)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        yield from workers.map(_part, chunks)


def _part(work: tuple[list[Document], Pack]) -> _Part:
    from kzcheck.extract import extract

    documents, pack = work
    claims: list[Claim] = []
    notices: list[Notice] = []
    for document in documents:
        found, told = extract(document, pack.metrics)
        claims.extend(found)
        notices.extend(told)
    return len(documents), claims, notices


def _compare(table: DataFrame, reading: Reading, settings: Settings) -> tuple[Sequence[Comparison], Sequence[Notice]]:
    from kzcheck.compare import compare

    return compare(table, reading.pack, every=settings.every, documents=reading.documents, within=settings.within)


class _Contract:
    """The contract's judgement, made in the background: great_expectations takes seconds to import."""

    def __init__(self, table: DataFrame, reading: Reading) -> None:
        self._result: ContractResult | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._judge, args=(table, reading), name="contract", daemon=True)
        self._thread.start()

    def _judge(self, table: DataFrame, reading: Reading) -> None:
        from kzcheck.table.contract import validate

        try:
            self._result = validate(table, reading.documents, reading.pack)
        except BaseException as error:  # noqa: BLE001  raised again where the result is asked for
            self._error = error

    def result(self) -> ContractResult | None:
        """Wait for the judgement and give it."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result


def _shown(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Give the settings that a report shows: those that change what it says, and no path of this machine."""
    shown = {
        "published": str(settings.published or ""),
        "include": " ".join(settings.include),
        "exclude": " ".join(settings.exclude),
        "within": settings.within,
    }
    return tuple((name, value) for name, value in shown.items() if value)


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
