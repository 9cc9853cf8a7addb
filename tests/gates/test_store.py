"""What is kept between runs: exact, bounded, shared, and never in the way."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from repositories import AGENCY, FREIGHT, GRAIN, document

from kzcheck.ledger import Baseline, updated
from kzcheck.model import (
    Claim,
    Comment,
    Document,
    Frame,
    Interval,
    Metric,
    Notice,
    PartialDate,
    Period,
    Slot,
    Step,
    values,
)
from kzcheck.pipeline import Settings, read, run
from kzcheck.render import Options, render
from kzcheck.storage import Segments, Store
from kzcheck.table import Found, Kept, Rows, frame

PLACES = st.integers(0, 2**31)
FRACTIONS = st.fractions(max_denominator=10**6)
PERIODS = st.builds(
    lambda start, days: Period(start, date.fromordinal(start.toordinal() + days)),
    st.dates(max_value=date(2100, 1, 1)),
    st.integers(1, 4000),
)
INTERVALS = st.builds(Interval, st.none() | FRACTIONS, st.none() | FRACTIONS, st.booleans(), st.booleans())
SLOTS = st.builds(Slot, value=st.text(), text=st.text())
CLAIMS = st.builds(
    Claim,
    claim_id=st.text(),
    document=st.text(),
    start=PLACES,
    end=PLACES,
    surface=st.text(),
    sentence=st.text(),
    sentence_start=PLACES,
    kind=st.sampled_from(("level", "change")),
    value=st.none() | FRACTIONS,
    ulp=st.none() | FRACTIONS,
    interval=INTERVALS,
    about=st.builds(Frame, entity=SLOTS, concept=SLOTS, qualifiers=st.tuples(SLOTS) | st.just(()), title=st.text()),
    period=st.none() | PERIODS,
    base=st.none() | PERIODS,
    cumulative=st.booleans(),
    why=st.lists(st.builds(Step, st.text(), st.text()), max_size=3).map(tuple),
)


@settings(max_examples=20)
@given(st.lists(st.lists(CLAIMS, max_size=3), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_claims_come_back_exactly_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[Claim]], rng: random.Random
) -> None:
    """Some documents are kept together, some apart, some not at all."""
    store = kept(tmp_path_factory.mktemp("store"))
    documents = [doc(n) for n in range(len(texts))]
    said = [
        Found(claims, (Notice(severity="info", code="x", message="é"),) * (n % 2), PartialDate(2020, n + 1))
        for n, claims in enumerate(texts)
    ]
    cut = rng.randint(0, len(texts))
    store.put([*zip(documents[:cut], said[:cut], strict=True)])
    store.put([*zip(documents[cut:-1], said[cut:-1], strict=True)])
    order = rng.sample(range(len(texts)), len(texts))
    back = [part or said[n] for n, part in zip(order, store.get([documents[n] for n in order]), strict=True)]
    rows = Rows(back)
    claims = [claim for n in order for claim in said[n].claims]
    assert list(rows.claims) == claims
    assert [type(c.value) for c in rows.claims] == [type(c.value) for c in claims]
    assert [(p.notices, p.published) for p in back] == [(said[n].notices, said[n].published) for n in order]
    made = frame(claims)
    assert_frame_equal(rows.frame, made)
    for name in made.select_dtypes("category"):
        assert list(rows.frame[name].cat.categories) == list(made[name].cat.categories)
    for claim in claims[-1:]:
        assert Rows(back).claims[-1] == claim
        assert values(Rows(back).claims, "period")[-1] == claim.period


def doc(number: int, **more: object) -> Document:
    return replace(Document(id=f"{number}.md", text=FREIGHT.format(number)), **more)  # type: ignore[arg-type]


def found(number: int) -> Found:
    return Found((), (Notice(severity="info", code="x", message=f"found {number}"),))


def kept(folder: Path, *metrics: Metric) -> Kept:
    return Kept(Store(folder), metrics)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other."},
        {"publisher": "Agency"},
        {"published": PartialDate(2024)},
        {"published_how": "stated"},
        {"language": "de"},
        {"id": "other.md"},
        {"body": 3},
        {"fields": (("group", "a"),)},
        {"comments": (Comment(0, 4, ""),)},
    ],
)
def test_whatever_a_claim_depends_on_is_part_of_its_key(tmp_path: Path, change: dict[str, object]) -> None:
    store = kept(tmp_path)
    store.put([(doc(1), found(1))])
    assert store.get([doc(1)]) != [None]
    assert store.get([doc(1, **change)]) == [None]


def test_other_metrics_are_another_key_but_their_place_is_not(tmp_path: Path) -> None:
    metric = Metric(name="a", title="A", unit="t", file="a.yaml", line=1)
    kept(tmp_path, metric).put([(doc(1), found(1))])
    assert kept(tmp_path, replace(metric, file="b.yaml", line=9)).get([doc(1)]) != [None]
    assert kept(tmp_path, replace(metric, unit="kg")).get([doc(1)]) == [None]


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0 but no more", b"\xff" * 5000, "cut", "flip", "folder"])
def test_a_damaged_file_heals(tmp_path: Path, damage: bytes | str) -> None:
    store = kept(tmp_path)
    store.put([(doc(n), found(n)) for n in range(50)])
    file = tmp_path / "claims.sqlite"
    data = file.read_bytes()
    if damage == "folder":
        Store(tmp_path).clear()
        file.mkdir()
    elif damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "flip":
        file.write_bytes(data[:5000] + bytes(b ^ 0xFF for b in data[5000:]))
    else:
        file.write_bytes(damage)  # type: ignore[arg-type]
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    for number, what in enumerate(store.get([doc(n) for n in range(50)])):
        assert what is None or what.notices[0].message == f"found {number}"
    if damage != "folder":
        store.put([(doc(n), found(n)) for n in range(50)])
        store.put([(doc(n), found(n)) for n in range(50)])
        assert None not in store.get([doc(n) for n in range(50)])


def test_a_value_of_another_shape_is_a_miss(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.put([(doc(1), found(1))])
    raw = Store(tmp_path)
    with sqlite3.connect(raw.path) as db:
        keys = [key for (key,) in db.execute("SELECT key FROM claims")]
    db.close()
    good = raw.get(keys)
    for value in (b"", b"[]", b"nonsense", b"x" * 1000, *(v[: len(v) // 2] for v in good.values())):
        for key in keys:
            raw.put({**good, key: value})
            assert store.get([doc(1)]) == [None]
    raw.put(good)
    assert store.get([doc(1)]) != [None]


def test_what_lies_in_many_small_pieces_is_kept_together_again(tmp_path: Path) -> None:
    store = kept(tmp_path)
    for n in range(40):
        store.put([(doc(n), found(n))])
        assert [what.notices for what in store.get([doc(m) for m in range(n + 1)]) if what] == [
            found(m).notices for m in range(n + 1)
        ]
    places = Segments(Store(tmp_path), b"rows").places([store.key(doc(n)) for n in range(40)])
    assert len({place.segment for place in places.values()}) < 20


def test_it_stays_below_its_limit_and_keeps_what_came_last(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=400_000)
    rng = random.Random(1)  # noqa: S311  no secret
    for turn in range(12):
        store.put({f"{turn}-{n}".encode(): rng.randbytes(2000) for n in range(40)})
        assert store.size() < 600_000
    assert len(store.get([f"11-{n}".encode() for n in range(40)])) == 40
    assert store.get([b"0-0"]) == {}


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    def work(number: int) -> int:
        store = Store(tmp_path)
        store.put({f"{number}-{n}".encode(): b"x" * 100 for n in range(50)})
        return len(store.get([f"{number}-{n}".encode() for n in range(50)]))

    with ThreadPoolExecutor(8) as workers:
        assert list(workers.map(work, range(16))) == [50] * 16
    assert Store(tmp_path).count() == 800


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = Store(tmp_path / "file" / "below")
    store.put({b"a": b"b"})
    assert store.get([b"a"]) == {}
    assert store.count() == 0


def test_reading_again_gives_the_same_and_reads_only_what_changed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KZCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
    for n in range(6):
        Path(f"{n}.md").write_text(
            document("P", f"<!-- 7 t -->{FREIGHT.format(n + 1.5)}Some day soon.\n"), encoding="utf-8"
        )
    wanted = Settings(paths=(".",))
    first, bare = read(wanted), read(replace(wanted, cache=False))
    asked: list[str] = []
    import kzcheck.extract

    real = kzcheck.extract.extract_all

    def spy(documents, metrics, concepts=()):
        asked.extend(d.id for d in documents)
        return real(documents, metrics, concepts)

    monkeypatch.setattr(kzcheck.extract, "extract_all", spy)
    second = read(wanted)
    assert (second.claims, second.notices) == (first.claims, first.notices) == (bare.claims, bare.notices)
    assert asked == []
    Path("3.md").write_text(document("P", FREIGHT.format(99.5)), encoding="utf-8")
    third = read(wanted)
    assert asked == ["3.md"]
    assert Fraction(99_500_000) in {c.value for c in third.claims}
    assert [c.document for c in third.claims] == sorted(c.document for c in third.claims)


def test_whatever_was_edited_a_run_with_a_cache_says_what_one_without_says(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KZCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
    rng = random.Random(7)  # noqa: S311  no secret
    forms = (FREIGHT, GRAIN, "ASTANA, March 11 2024. Last year it grew by {} percent.\n", "<!-- {} -->Some day soon.\n")

    def text() -> str:
        body = "\n".join(rng.choice(forms).format(rng.randint(1, 9)) for _ in range(rng.randint(1, 4)))
        waiver = "<!-- kzcheck: ignore same: restated -->" if rng.random() < 0.3 else ""
        return rng.choice((document(f"P{rng.randint(1, 3)}", waiver + body), waiver + body))

    def edit() -> None:
        files = sorted(Path().glob("*.md"))
        chosen = rng.choice(files) if files else Path("0.md")
        match rng.randrange(5):
            case 0 if files:
                chosen.unlink()
            case 1 if files:
                chosen.rename(f"{rng.randrange(100)}.md")
            case 2 if files:
                chosen.write_text(chosen.read_text(encoding="utf-8").replace("2023", "2022"), encoding="utf-8")
            case 3 if files:
                chosen.write_text(f"Words come first.\n\n{chosen.read_text(encoding='utf-8')}", encoding="utf-8")
            case _:
                Path(f"{rng.randrange(100)}.md").write_text(text(), encoding="utf-8")

    for _ in range(8):
        edit()
    known = None
    for turn in range(8):
        for _ in range(rng.randint(0, 3)):
            edit()
        wanted = Settings(paths=(".",), every=turn % 2 == 0)
        runs = [run(replace(wanted, cache=cache), baseline=known) for cache in (True, False)]
        for name in ("text", "json", "jsonl", "csv", "markdown", "sarif", "junit", "github", "gitlab", "html"):
            with_cache, without = (render(one, name, Options(every=wanted.every)) for one in runs)
            assert with_cache == without, name
        cached = runs[0]
        known = updated(known or Baseline(), cached.findings, cached.comparisons, cached.claims) if turn % 3 else None


def test_the_commands_show_and_clear_it(tmp_path: Path, kz) -> None:
    (tmp_path / "a.md").write_text(AGENCY, encoding="utf-8")
    folder = tmp_path / "cache"
    kz("extract", "a.md", "--no-rules", "--cache", str(folder))
    (folder / "mine.txt").write_text("keep", encoding="utf-8")
    assert "the claims of 1 documents" in kz("cache", "info", "--cache", str(folder)).stdout
    assert kz("cache", "clear", "--cache", str(folder)).returncode == 0
    assert "the claims of 0 documents" in kz("cache", "info", "--cache", str(folder)).stdout
    assert [p.name for p in folder.iterdir()] == ["mine.txt"]
    kz("extract", "a.md", "--no-rules", "--no-cache", "--cache", str(folder))
    assert not (folder / "claims.sqlite").exists()


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 here")
def test_killed_at_any_moment_everything_is_whole(repository: Path, tmp_path: Path) -> None:
    for n in range(8):
        (repository / "docs" / f"{n}.md").write_text(document(f"P{n}", FREIGHT.format(n + 1)), encoding="utf-8")
    folder = tmp_path / "cache"
    old = "findings: {}\n"
    (tmp_path / "b.yaml").write_text(old, encoding="utf-8")
    command = [sys.executable, "-m", "kzcheck"]
    cached = ["--no-rules", "--cache", str(folder)]
    rng = random.Random(3)  # noqa: S311  no secret
    for args in (
        ["check", "docs", "--output", "json=out.json", "--output", "sarif=out.sarif"],
        ["baseline", "update", "docs", "--baseline", "b.yaml"],
    ) * 2:
        with subprocess.Popen(
            [*command, *args, *cached], cwd=repository, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(rng.uniform(0.2, 2.5))
            process.send_signal(signal.SIGKILL)
        text = (tmp_path / "b.yaml").read_text(encoding="utf-8")
        assert text == old or text.endswith("}\n")
        for name in ("out.json", "out.sarif"):
            if (repository / name).exists():
                json.loads((repository / name).read_text(encoding="utf-8"))
    last = subprocess.run([*command, "check", "docs", *cached], cwd=repository, capture_output=True, check=False)
    plain = subprocess.run(
        [*command, "check", "docs", "--no-rules", "--no-cache"], cwd=repository, capture_output=True, check=False
    )
    assert (last.returncode, last.stdout) == (1, plain.stdout)
