"""Nothing of a stranger's repository runs: no module beside the documents, nothing kept, no path that leads out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kzcheck.render import html
from kzcheck.storage import cache_folder, keep, load_yaml, recall
from kzcheck.storage.isolated import import_path

# Names that a process of kzcheck imports early, or that its children do.
SHADOWS = (
    "pandas.py",
    "numpy.py",
    "pyarrow.py",
    "click.py",
    "json.py",
    "pickle.py",
    "selectors.py",
    "sitecustomize.py",
    "great_expectations/__init__.py",
    "multiprocessing/__init__.py",
    "kzcheck/__init__.py",
    "kzcheck/table/contract.py",
)
TWO = ("Acme sold 5,210 cars in 2024.\n", "In 2024 Acme sold 5,930 cars.\n")


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A repository with two documents that contradict each other."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    for name, text in zip(("a.txt", "b.txt"), TWO, strict=True):
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    return tmp_path


def command(folder: Path, *args: str, setup: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run kzcheck in a folder as its installed script does: without that folder on the import path."""
    code = f"{setup}\nfrom kzcheck.cli import main\nmain({list(args)!r})"
    return subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_no_module_beside_the_documents_is_imported(stranger: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Also not by the processes that share the reading, nor by the one that judges the table."""
    marks = tmp_path_factory.mktemp("marks")
    for name in SHADOWS:
        for folder in (stranger, stranger / "docs"):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            mark = marks / name.replace("/", "-")
            file.write_text(f"open({str(mark)!r}, 'w').close()\nraise SystemExit(9)\n", encoding="utf-8")
    done = command(
        stranger,
        *("report", "docs", "--no-rules", "--jobs", "2", "--include", "*.txt"),
        setup="import kzcheck.pipeline\nkzcheck.pipeline._WORTH_SHARING = 0",
        KZCHECK_CACHE=str(marks / "cache"),
    )
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in marks.iterdir()) == ["cache"]
    assert json.loads((stranger / "reports/findings.json").read_text(encoding="utf-8"))["contract"]["checked"] > 0


def test_the_import_path_of_a_child_leaves_the_current_folder_out(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "lib").mkdir()
    entries = ["", ".", str(tmp_path), str(tmp_path / "link"), str(tmp_path / "lib")]
    assert import_path(entries[2:], tmp_path) == [str(tmp_path / "lib")]
    assert "" not in import_path(entries, tmp_path)
    assert all(Path(entry).is_absolute() for entry in import_path(entries, tmp_path))


def test_no_compiled_template_is_kept_or_loaded() -> None:
    assert html._template("page.html").environment.bytecode_cache is None


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("kzcheck.toml", 'published = "2025"\ncache = ".c"\n'),
        ("kzcheck.toml", 'published = "2025"\n"cache" = ".c"\n'),
        ("kzcheck.toml", "published = '2025'\n'cache' = '.c'\n"),
        ("kzcheck.toml", 'published = "2025"\ncache = "/tmp/c"\n'),
        ("kzcheck.toml", 'published = "2025"\n[extract]\ncache = ".c"\n'),
        ("kzcheck.toml", 'published = "2025"\nextract.cache = ".c"\n'),
        ("kzcheck.toml", 'published = "2025"\n[check]\n"no-cache" = false\ncache = ".c"\n'),
        ("pyproject.toml", '[tool.kzcheck]\ncache = ".c"\n'),
        ("pyproject.toml", '[tool.kzcheck.extract]\ncache = ".c"\n'),
        ("pyproject.toml", '[tool]\nkzcheck = {cache = ".c"}\n[tool.kzcheck2]\n'),
    ],
)
def test_a_configuration_cannot_say_where_the_cache_is(stranger: Path, file: str, text: str) -> None:
    (stranger / file).write_text(text, encoding="utf-8")
    done = command(stranger, "extract", "docs")
    assert not (stranger / ".c").exists()
    if "kzcheck = {" in text:  # a file that does not say [tool.kzcheck is not read at all
        return
    assert done.returncode == 2
    assert re.match(rf"kzcheck: error: {file}:\d+: ", done.stderr), done.stderr
    assert "cache cannot be configured" in done.stderr or "unknown key" in done.stderr


def test_the_command_line_says_where_the_cache_is(stranger: Path) -> None:
    assert command(stranger, "extract", "docs", "--no-rules", "--cache", ".c").returncode == 0
    assert (stranger / ".c" / "claims.sqlite").exists()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('output = "/any/where"', "output: "),
        ('output = "../beside"', "output: "),
        ('output = "out"', "output: "),
        ('paths = ["docs", "/etc"]', "paths: "),
        ('paths = ["docs/../../x"]', "paths: "),
        ('paths = ["out/*.txt"]', "paths: "),
        ('rules = ["../rules"]', "rules: "),
        ('baseline = "out/known.yaml"', "baseline: "),
        ('against = ["../secret"]', "against: "),
    ],
)
def test_no_configured_path_leads_out_of_the_repository(
    stranger: Path, tmp_path_factory: pytest.TempPathFactory, line: str, named: str
) -> None:
    (stranger / "out").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    (stranger / "kzcheck.toml").write_text(f"{line}\n", encoding="utf-8")
    done = command(stranger, "report", "docs", "--no-rules")
    assert done.returncode == 2
    assert done.stderr.startswith(f"kzcheck: error: kzcheck.toml:1: {named}")
    assert "leads out of the repository" in done.stderr
    assert not list((stranger / "out").iterdir())


def test_a_configured_path_may_go_up_inside_the_repository(stranger: Path) -> None:
    inner = stranger / "inner"
    inner.mkdir()
    (inner / "kzcheck.toml").write_text('paths = ["../docs"]\nno-rules = true\n', encoding="utf-8")
    done = command(inner, "extract")
    assert done.returncode == 0, done.stderr
    assert {json.loads(row)["document"] for row in done.stdout.splitlines()} == {"../docs/a.txt", "../docs/b.txt"}


DAMAGED = {
    "null": b"null",
    "a number": b"5",
    "an object": b"{}",
    "nothing": b"",
    "no UTF-8": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "another digest": b"0" * 32 + b"\n[1]",
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_of_the_cache_counts_as_none_and_is_written_anew(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "kept.json"
    file.write_bytes(data)
    assert recall(file) is None
    keep(file, {"a": [1, "é"]})
    assert recall(file) == {"a": [1, "é"]}


def test_no_flipped_bit_of_a_kept_file_goes_unseen(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    keep(file, ["docs/a.md", 229.6])
    whole = file.read_bytes()
    for at in range(len(whole) * 8):
        one = bytearray(whole)
        one[at // 8] ^= 1 << at % 8
        file.write_bytes(one)
        assert recall(file) is None, one


def test_a_kept_file_under_another_name_counts_as_none(tmp_path: Path) -> None:
    keep(tmp_path / "good.json", ["x"])
    (tmp_path / "good.json").rename(tmp_path / "bad.json")
    assert recall(tmp_path / "bad.json") is None


def test_a_cache_of_another_user_is_gone_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("exists", "read_text", "mkdir", "stat"):
        monkeypatch.setattr(f"pathlib.Path.{name}", refuse)
    assert recall(tmp_path / "kept.json") is None
    keep(tmp_path / "kept.json", [1])
    assert load_yaml(b"a: 1") == {"a": 1}


def test_a_run_heals_a_cache_whose_every_file_is_damaged(stranger: Path) -> None:
    (stranger / "rules").mkdir()
    (stranger / "rules" / "r.yaml").write_text("metrics:\n  cars: {title: C, unit: count, words: {en: [cars]}}\n")

    def run() -> str:
        done = command(stranger, "extract", "docs", "--cache", ".c", "--format", "jsonl")
        assert done.returncode == 0, done.stderr
        return done.stdout

    before = run()
    kept = {p: p.read_bytes() for p in (stranger / ".c").rglob("*") if p.is_file()}
    assert {p.parent.name for p in kept} >= {".c", "units", "yaml"}
    for data in (b"null", b"\x00\xff{}"):
        for file in kept:
            file.write_bytes(data)
        assert run() == before
    assert all(file.read_bytes() not in {b"null", b"\x00\xff{}"} for file in kept)


def test_the_cache_of_tests_is_none_of_the_users(cache_home: Path) -> None:
    assert cache_folder() == cache_home
