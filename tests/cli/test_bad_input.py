"""Bad input gives one clear line each, and nothing half-written."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PLAIN = "Nothing is counted here.\n"


@pytest.fixture
def docs(here: Path) -> Path:
    folder = here / "docs"
    folder.mkdir()
    (folder / "good.txt").write_text(PLAIN, encoding="utf-8")
    return folder


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("kzcheck: error: ")
    return lines[0].removeprefix("kzcheck: error: ")


class TestNothingToDo:
    def test_no_such_path(self, kz, docs: Path) -> None:
        assert one_line(kz("check", "dcos")) == "no such path: dcos (did you mean docs?)"

    @pytest.mark.parametrize("command", ["report", "check", "extract", "table"])
    def test_nothing_readable(self, kz, here: Path, command: str) -> None:
        (here / "empty").mkdir()
        assert one_line(kz(command, "empty")) == "nothing readable in empty"
        assert not (here / "reports").exists()

    def test_only_a_broken_file(self, kz, here: Path) -> None:
        (here / "a.txt").write_bytes(b"5 \xff million")
        done = kz("check", "a.txt")
        assert done.returncode == 2
        assert "a.txt:1:3: broken UTF-8 at byte 3 (0xff); the file is left out" in done.stderr
        assert "nothing readable in a.txt" in done.stderr

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (["chek"], "no such command: 'chek'; did you mean 'check'? (see 'kzcheck --help')"),
            (["docs"], "no such command: 'docs'; it is a path: did you mean 'kzcheck report docs'?"),
            (["check", "--fial-on", "error"], "no such option '--fial-on'. Did you mean '--fail-on'?"),
            (["check", "docs", "--fail-on", "all"], "invalid value for '--fail-on': 'all' is not one of"),
            (["check", "docs", "--published", "May"], "'May' is not a valid date: write YYYY, YYYY-MM or YYYY-MM-DD"),
            (["check", "docs", "--jobs", "0"], "invalid value for '--jobs'"),
            (["check", "docs", "--output", "run.json"], "--output 'run.json': write FORMAT=FILE"),
            (["check", "docs", "--rules", "none"], "none: no such file or folder of rules"),
            (["check", "docs", "--rules", "docs", "--no-rules"], "--rules and --no-rules exclude each other"),
            (["check", "docs", "--baseline", "b.yaml"], "b.yaml: cannot be read: no such file or directory"),
        ],
    )
    def test_wrong_options(self, kz, docs: Path, args: list[str], said: str) -> None:
        assert said in one_line(kz(*args))

    def test_a_wrong_clock(self, kz, docs: Path) -> None:
        assert "SOURCE_DATE_EPOCH" in one_line(kz("check", "docs", env={"SOURCE_DATE_EPOCH": "noon"}))


class TestOneBadFileAmongMany:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "docs/bad.txt: the file is empty"),
            (bytes(range(256)), "docs/bad.txt: the file holds NUL bytes (the first is byte 1): it is no text"),
            (b"one\ntwo \xff\xfe", "docs/bad.txt:2:5: broken UTF-8 at byte 9 (0xff); the file is left out"),
        ],
    )
    def test_it_is_named_and_counted_and_fails_only_if_strict(self, kz, docs: Path, data: bytes, said: str) -> None:
        (docs / "bad.txt").write_bytes(data)
        done = kz("extract", "docs")
        assert done.returncode == 0
        assert done.stderr.splitlines() == [f"kzcheck: error: {said}", "kzcheck: 1 file not read, 1 document read"]
        strict = kz("extract", "docs", "--strict")
        assert strict.returncode == 2
        assert strict.stderr.splitlines()[-1] == "kzcheck: error: --strict: not every file could be read"

    def test_it_stands_in_the_report(self, kz, docs: Path) -> None:
        (docs / "bad.txt").write_bytes(b"one\ntwo \xff\xfe")
        done = kz("report", "docs", "--no-rules")
        assert done.returncode == 0, done.stderr
        assert "docs/bad.txt:2:5" in done.stdout
        assert "docs/bad.txt" in Path("reports/index.html").read_text(encoding="utf-8")
        run = json.loads(Path("reports/findings.json").read_text(encoding="utf-8"))
        assert [(n["code"], n["line"], n["column"]) for n in run["notices"]] == [("broken-encoding", 2, 5)]
        assert kz("report", "docs", "--no-rules", "--strict").returncode == 2

    @pytest.mark.parametrize(
        ("encoding", "said"), [("utf-16", "read as UTF-16"), ("cp1251", "read as windows-1251, which is a guess")]
    )
    def test_other_encodings_are_recognised(self, kz, docs: Path, encoding: str, said: str) -> None:
        (docs / "other.txt").write_bytes("Экспорт вырос до 5 млн тонн, сообщили в ведомстве.".encode(encoding))
        done = kz("extract", "docs", "-v")
        assert done.returncode == 0
        assert said in done.stderr

    def test_quiet_says_nothing(self, kz, docs: Path) -> None:
        (docs / "bad.txt").write_bytes(b"")
        assert kz("extract", "docs", "-q").stderr == ""


class TestWriting:
    def test_a_folder_that_cannot_be_made(self, kz, docs: Path, here: Path) -> None:
        (here / "taken").write_text("a file", encoding="utf-8")
        said = one_line(kz("report", "docs", "--no-rules", "--output", "taken"))
        assert said == "cannot write taken: file exists; nothing was changed"
        assert (here / "taken").read_text(encoding="utf-8") == "a file"

    def test_a_full_disk_leaves_the_old_report(self, kz, docs: Path, here: Path) -> None:
        assert kz("report", "docs", "--no-rules").returncode == 0
        before = {p.name: p.read_bytes() for p in (here / "reports").iterdir()}
        (docs / "good.txt").write_text(PLAIN * 3, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "kzcheck", "report", "docs", "--no-rules"],
            capture_output=True,
            encoding="utf-8",
            cwd=here,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
            check=False,
        )
        said = one_line(done)
        assert said.startswith("cannot write reports/index.html: file too large")
        assert {p.name: p.read_bytes() for p in (here / "reports").iterdir()} == before

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    def test_standard_output_that_is_full(self, docs: Path, here: Path) -> None:
        (docs / "good.txt").write_text("Exports rose to 5.5 million tons in 2023.\n", encoding="utf-8")
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "kzcheck", "extract", "docs", "--no-rules"],
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                cwd=here,
                check=False,
            )
        assert done.returncode == 2
        assert done.stderr == "kzcheck: error: cannot write to standard output: no space left on device\n"

    def test_a_reader_that_goes_away_is_no_error(self, docs: Path, here: Path) -> None:
        (docs / "good.txt").write_text("Exports rose to 5.5 million tons in 2023.\n" * 3000, encoding="utf-8")
        with subprocess.Popen(
            [sys.executable, "-m", "kzcheck", "extract", "docs", "--no-rules"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=here,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 0

    @pytest.mark.parametrize(
        "command",
        [
            "extract late.txt",
            "extract late.txt --format csv --output claims.csv",
            "table late.txt",
            "check late.txt",
            "check docs late.txt --output sarif=out.sarif",
            "check docs --format json late.txt",
            "verify late.txt --against docs",
            "verify docs --against late.txt",
            "questions late.txt",
            "diff . . late.txt",
            "explain 1-abc late.txt",
            "baseline create late.txt",
        ],
    )
    def test_an_interrupt_ends_every_command_with_130_and_writes_nothing(
        self, docs: Path, here: Path, command: str
    ) -> None:
        (docs / "good.txt").write_text("Exports rose to 5.5 million tons in 2023.\n", encoding="utf-8")
        pipe = here / "late.txt"
        os.mkfifo(pipe)
        before = sorted(p.name for p in here.iterdir())
        ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kzcheck", *command.split(), "--no-rules", "--no-cache"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=here,
            encoding="utf-8",
        )
        signal.signal(signal.SIGINT, ignored)
        writer = -1
        while writer < 0 and process.poll() is None:
            with contextlib.suppress(OSError):  # until the command has opened the other end
                writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        for _ in range(6):
            # One that comes between opening the pipe and waiting for it is noticed only with the next.
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
                break
        out, err = process.communicate(timeout=10)
        os.close(writer)
        assert (process.returncode, out, err.strip()) == (130, "", "kzcheck: error: interrupted; nothing was written")
        assert sorted(p.name for p in here.iterdir()) == before

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_an_interrupted_run_leaves_the_old_report(self, kz, docs: Path, here: Path, number: int) -> None:
        assert kz("report", "docs", "--no-rules").returncode == 0
        before = {p.name: p.read_bytes() for p in (here / "reports").iterdir()}
        pipe = here / "late.txt"
        os.mkfifo(pipe)
        # Where this run was started in the background its signals are ignored, and a child's would be, too.
        ignored = signal.signal(number, signal.default_int_handler)
        process = subprocess.Popen(
            [sys.executable, "-m", "kzcheck", "report", "late.txt", "--no-rules"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=here,
            encoding="utf-8",
        )
        signal.signal(number, ignored)
        writer = os.open(pipe, os.O_WRONLY)  # returns once the command has opened the other end
        time.sleep(0.1)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        os.close(writer)
        assert process.returncode == 130
        assert (out, err.strip()) == ("", "kzcheck: error: interrupted; nothing was written")
        assert {p.name: p.read_bytes() for p in (here / "reports").iterdir()} == before

    def test_a_crash_is_one_line_and_says_how_to_see_more(self, kz, docs: Path, here: Path) -> None:
        broken = here / "site"
        broken.mkdir()
        (broken / "sitecustomize.py").write_text(
            "import kzcheck.documents\ndef load(*a, **k): raise RuntimeError('as a test')\n"
            "kzcheck.documents.load = load\n",
            encoding="utf-8",
        )
        said = one_line(kz("extract", "docs", env={"PYTHONPATH": str(broken)}))
        assert said == "an error in kzcheck itself: RuntimeError: as a test (KZCHECK_DEBUG=1 shows where)"
        shown = kz("extract", "docs", env={"PYTHONPATH": str(broken), "KZCHECK_DEBUG": "1"})
        assert "Traceback" in shown.stderr
