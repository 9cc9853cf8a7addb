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
from hypothesis import given
from hypothesis import strategies as st
from repositories import AGENCY, FREIGHT, document

from kzcheck.extract.keeping import Found, Kept
from kzcheck.model import Claim, Document, Interval, Metric, Notice, PartialDate, Period, Step
from kzcheck.pipeline import Settings, read
from kzcheck.storage import Store
from kzcheck.storage.rows import codec

FRACTIONS = st.fractions(max_denominator=10**6)
PERIODS = st.builds(
    lambda start, days: Period(start, date.fromordinal(start.toordinal() + days)),
    st.dates(max_value=date(2100, 1, 1)),
    st.integers(1, 4000),
)
INTERVALS = st.builds(Interval, st.none() | FRACTIONS, st.none() | FRACTIONS, st.booleans(), st.booleans())
CLAIMS = st.builds(
    Claim,
    claim_id=st.text(),
    document=st.text(),
    start=st.integers(0),
    end=st.integers(0),
    surface=st.text(),
    sentence=st.text(),
    sentence_start=st.integers(0),
    kind=st.sampled_from(("level", "change")),
    value=st.none() | FRACTIONS,
    ulp=st.none() | FRACTIONS,
    interval=INTERVALS,
    qualifiers=st.tuples(st.text()) | st.just(()),
    period=st.none() | PERIODS,
    base=st.none() | PERIODS,
    cumulative=st.booleans(),
    why=st.lists(st.builds(Step, st.text(), st.text()), max_size=3).map(tuple),
)


@given(st.lists(CLAIMS, max_size=4).map(tuple))
def test_claims_come_back_exactly(claims: tuple[Claim, ...]) -> None:
    rows = codec(tuple[Claim, ...])
    back = rows.read(json.loads(json.dumps(rows.write(claims))))
    assert back == claims
    assert [type(c.value) for c in back] == [type(c.value) for c in claims]


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
    ],
)
def test_whatever_a_claim_depends_on_is_part_of_its_key(tmp_path: Path, change: dict[str, object]) -> None:
    store = kept(tmp_path)
    store.put([(doc(1), found(1))])
    assert list(store.get([doc(1)])) == [doc(1)]
    assert store.get([doc(1, **change)]) == {}


def test_other_metrics_are_another_key_but_their_place_is_not(tmp_path: Path) -> None:
    metric = Metric(name="a", title="A", unit="t", file="a.yaml", line=1)
    kept(tmp_path, metric).put([(doc(1), found(1))])
    assert kept(tmp_path, replace(metric, file="b.yaml", line=9)).get([doc(1)])
    assert kept(tmp_path, replace(metric, unit="kg")).get([doc(1)]) == {}


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
    for number, what in store.get([doc(n) for n in range(50)]).items():
        assert what.notices[0].message == f"found {number.id.removesuffix('.md')}"
    if damage != "folder":
        store.put([(doc(n), found(n)) for n in range(50)])
        store.put([(doc(n), found(n)) for n in range(50)])
        assert len(store.get([doc(n) for n in range(50)])) == 50


def test_a_value_of_another_shape_is_a_miss(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.put([(doc(1), found(1))])
    raw = Store(tmp_path)
    with sqlite3.connect(raw.path) as db:
        keys = [key for (key,) in db.execute("SELECT key FROM claims")]
    db.close()
    for value in (b"[]", b"{}", b"[[[1]],[]]", b"null", b"nonsense"):
        raw.put(dict.fromkeys(keys, value))
        assert store.get([doc(1)]) == {}


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
    settings = Settings(paths=(".",))
    first, bare = read(settings), read(replace(settings, cache=False))
    asked: list[str] = []
    import kzcheck.extract

    real = kzcheck.extract.extract_all

    def spy(documents, metrics):
        asked.extend(d.id for d in documents)
        return real(documents, metrics)

    monkeypatch.setattr(kzcheck.extract, "extract_all", spy)
    second = read(settings)
    assert (second.claims, second.notices) == (first.claims, first.notices) == (bare.claims, bare.notices)
    assert asked == []
    Path("3.md").write_text(document("P", FREIGHT.format(99.5)), encoding="utf-8")
    third = read(settings)
    assert asked == ["3.md"]
    assert Fraction(99_500_000) in {c.value for c in third.claims}
    assert [c.document for c in third.claims] == sorted(c.document for c in third.claims)


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
    for n in range(30):
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
