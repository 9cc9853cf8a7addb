"""The one place that wires the steps: documents, claims, table, contract, comparisons, findings, run.

No step looks back. What is heavy (pandas, the contract) is imported where it is used, and the contract is judged in the
background while the comparisons are made.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck import __version__
from kzcheck.lang import languages
from kzcheck.model import Claim, Comparison, Document, Notice, Pack, PartialDate, Run

if TYPE_CHECKING:
    from pandas import DataFrame

    from kzcheck.ledger import Baseline

Progress = Callable[[str, int, int], None]
"""Told the step's name, how many of its parts are done, and how many there are."""

# Below this many characters, starting further processes costs more than they save.
_WORTH_SHARING = 2_000_000
_CHUNKS_A_JOB = 8

_HERE = "rules"
_PACKS = "packs"


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


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the sources say, before anything is compared."""

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    pack: Pack
    notices: tuple[Notice, ...] = ()

    @cached_property
    def table(self) -> DataFrame:
        """Give the claims as the typed table, made when it is first asked for."""
        from kzcheck.table import frame

        return frame(self.claims)

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
    from kzcheck.table.contract import start

    tell = progress or _silent
    within = _groups(reading.documents, settings.within)
    contract = start(reading.table, reading.documents, reading.pack)
    tell("compare", 0, 1)
    comparisons = _compare(reading, within, every=settings.every)
    tell("compare", 1, 1)
    today = date.fromisoformat(settings.made_at[:10]) if settings.made_at else None
    found = findings(comparisons, reading.claims, baseline=baseline, waivers=reading.pack.waivers, today=today)
    tell("contract", 0, 1)
    return Run(
        documents=reading.documents,
        claims=reading.claims,
        comparisons=comparisons,
        findings=found,
        notices=reading.notices,
        contract=contract.result(),
        pack=reading.pack,
        settings=_shown(settings),
        made_at=settings.made_at,
        version=__version__,
    )


def check_texts(pack: Pack) -> Callable[[Sequence[str], Sequence[str]], tuple[Comparison, ...]]:
    """Give a function that makes every comparison of a pack in some texts with their publication dates ("" unknown).

    For the examples inside rules: each text is a document of its own.
    """

    def check(texts: Sequence[str], published: Sequence[str]) -> tuple[Comparison, ...]:
        documents = tuple(
            _dated(
                Document(
                    id=f"example-{number}",
                    text=text,
                    published=PartialDate.parse(day) if day else None,
                    published_how="stated" if day else "",
                )
            )
            for number, (text, day) in enumerate(zip(texts, published, strict=True), 1)
        )
        claims, _ = _extract(documents, pack, 1, _silent)
        return _compare(Reading(documents=documents, claims=tuple(claims), pack=pack), None, every=True)

    return check


def _dated(document: Document) -> Document:
    """Take the publication date from a dateline in the text where nothing else gives one."""
    if document.published is not None or document.language not in languages():
        return document
    from kzcheck.extract.datelines import dateline

    found = dateline(document.text[document.body :], document.language)
    if found is None:
        return document
    published, how, _ = found
    return replace(document, published=published, published_how=how)


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
    from kzcheck.extract import extract_all

    if jobs <= 1 or len(documents) < jobs or sum(len(d.text) for d in documents) < _WORTH_SHARING:
        for found, told in extract_all(documents, pack.metrics):
            yield 1, found, told
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    size = max(1, len(documents) // (jobs * _CHUNKS_A_JOB))
    chunks = [documents[i : i + size] for i in range(0, len(documents), size)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        yield from workers.map(partial(_part, pack), chunks)


def _part(pack: Pack, documents: Sequence[Document]) -> _Part:
    from kzcheck.extract import extract_all

    claims: list[Claim] = []
    notices: list[Notice] = []
    for found, told in extract_all(documents, pack.metrics):
        claims.extend(found)
        notices.extend(told)
    return len(documents), claims, notices


def _groups(documents: Sequence[Document], within: str) -> dict[str, str] | None:
    """Give the value of the field `within` for each document; one without it stands alone."""
    if not within:
        return None
    groups = {d.id: dict(d.fields).get(within) for d in documents}
    if not any(groups.values()):
        from kzcheck.documents import InputError

        fields = sorted({name for d in documents for name, _ in d.fields})
        known = f"fields are {', '.join(fields)}" if fields else "they have no fields"
        raise InputError(f"--within {within}: no document has this field; {known}")
    return {name: value or f"\0{name}" for name, value in groups.items()}


def _compare(reading: Reading, within: dict[str, str] | None, *, every: bool) -> tuple[Comparison, ...]:
    from kzcheck.compare import compare

    return compare(reading.table, reading.pack, documents=reading.documents, every=every, within=within)


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
