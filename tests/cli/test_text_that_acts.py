"""Names, ids and quotes of others act nowhere: not on a terminal, not in the log of a forge, whatever the output."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.model.visible import escaped, printed
from kzcheck.render.formats import Use, formats

BAD = "\n::error file=x::pwned\n##[error]pwned\x1b[31m\x9b2J\u202e\u2066\u2028\r::warning::pwned\x07##vso[task.x]"
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
FORGED = re.compile(r"(?m)^\s*::(?:error file=x|error|warning)::pwned|##\[error\]|##vso\[")


@pytest.fixture
def hostile(here: Path) -> Path:
    """Two documents that contradict each other, whose every name and quote tries to act."""
    rows = [
        {
            "id": f"{n}{BAD}",
            "text": f"Acme{BAD} sold {cars} cars{BAD} in 2024, its director{BAD} said.\n",
            "title": f"T{BAD}",
            "publisher": f"P{n}{BAD}",
            "url": f"https://x/{BAD}",
            f"key{BAD}": BAD,
            "published": "2025-01-05",
        }
        for n, cars in enumerate(("5,210", "6,930"))
    ]
    folder = here / "docs"
    folder.mkdir()
    (folder / "c.jsonl").write_text("".join(f"{json.dumps(r)}\n" for r in rows), encoding="utf-8")
    for n, cars in enumerate(("5,210", "6,930")):
        name = f"d{n}\n::error::pwned\x1b[31m\u202e.txt"
        (folder / name).write_text(f"Acme sold {cars} cars in 2024.\n\nx{BAD}\n", encoding="utf-8")
    return folder


def forms(use: Use) -> list[str]:
    return [one.name for one in formats(use)]


COMMANDS = [
    *(("check", "docs", "--all", "--format", form) for form in forms("check")),
    *(("extract", "docs", "--format", form) for form in forms("claims") if form != "parquet"),
    *(("verify", "docs/c.jsonl", "--against", "docs", "--format", form) for form in forms("draft") if form != "html"),
    ("table", "docs", "-v"),
    ("questions", "docs"),
    ("questions", "docs", "--format", "json"),
    ("check", "docs/none\x1b[31m\n::error::pwned"),
    ("check", "docs", "--rules", "none\x1b[31m\n::error::pwned"),
    ("explain", "x\x1b[31m\n::error::pwned", "docs"),
]


@pytest.mark.parametrize("args", COMMANDS, ids=[" ".join(map(ascii, args)) for args in COMMANDS])
def test_no_text_of_others_acts(hostile: Path, kz_here, args: tuple[str, ...]) -> None:
    out, err = kz_here(*args, *([] if "--rules" in args else ["--no-rules"]))
    assert out or err
    for text in (out, err):
        assert ACTS.findall(text) == []
        assert FORGED.findall(text) == []


@pytest.fixture
def kz_here(here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the command in this process, without the contract, and give what it printed."""
    from concurrent.futures import Future

    from kzcheck.cli import main
    from kzcheck.model import ContractResult

    def contract(table, *_: object) -> Future[ContractResult]:
        future: Future[ContractResult] = Future()
        future.set_result(ContractResult(success=True, checked=len(table)))
        return future

    monkeypatch.setattr("kzcheck.table.contract.start", contract)

    def run(*args: str) -> tuple[str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit):
            main(args)
        return tuple(capfd.readouterr())

    return run


def test_machine_forms_keep_every_character(hostile: Path, kz_here) -> None:
    out, _ = kz_here("check", "docs/c.jsonl", "--all", "--no-rules", "--format", "json")
    data = json.loads(out)
    assert {d["title"] for d in data["documents"]} == {" ".join(f"T{BAD}".split())}
    assert any("\u202e" in c["sentence"] for c in data["claims"])
    out, _ = kz_here("check", "docs/c.jsonl", "--no-rules", "--format", "junit")
    assert ET.fromstring(out).tag == "testsuites"  # noqa: S314  our own


def test_workflow_commands_are_ours_alone(hostile: Path, kz_here) -> None:
    out, _ = kz_here("check", "docs", "--no-rules", "--format", "github")
    lines = out.splitlines()
    assert [
        line for line in lines if not re.match(r"::(error|warning) (file=docs/|title=)|::notice title=", line)
    ] == []
    assert len(lines) > 1


@given(st.text(max_size=60))
def test_printed_text_never_acts_and_escapes_mean_the_same(text: str) -> None:
    assert not ACTS.search(printed(text))
    assert not re.search(r"(?m)^\s*::", printed(text))
    data = json.dumps(text, ensure_ascii=False)
    assert json.loads(escaped(data)) == text
    assert not ACTS.search(escaped(data))


@pytest.mark.skipif(os.name != "posix", reason="streams are closed so in a POSIX shell")
@pytest.mark.parametrize(
    ("closed", "code"),
    [(">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0), (">/dev/null 2>/dev/full", 0)],
)
def test_closed_streams_change_nothing_else(here: Path, closed: str, code: int) -> None:
    for name, cars in (("a.txt", "5,210"), ("b.txt", "6,930")):
        (here / name).write_text(f"Acme sold {cars} cars in 2024.\n", encoding="utf-8")
    command = f"{sys.executable} -m kzcheck extract . --no-rules --output out.json --format json --cache .c {closed}"
    done = subprocess.run(["sh", "-c", command], cwd=here, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (code, "")
    assert len(json.loads((here / "out.json").read_text(encoding="utf-8"))["claims"]) == 4
    assert (here / ".c/claims.sqlite").read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.skipif(os.name != "posix", reason="streams are closed so in a POSIX shell")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("report . --no-rules", 0),
        ("check . --no-rules", 1),
        ("check . --no-rules --format sarif", 1),
        ("check . --no-rules --output json=-", 1),
        ("table . --no-rules", 0),
        ("extract . --no-rules --format parquet", 0),
        ("verify a.txt --against b.txt --no-rules", 1),
        ("questions . --no-rules", 0),
        ("units tonne", 0),
        ("schema", 0),
        ("--version", 0),
        ("check --help", 0),
    ],
)
def test_a_closed_standard_output_is_no_error_of_any_command(here: Path, command: str, code: int) -> None:
    for name, cars in (("a.txt", "5,210"), ("b.txt", "6,930")):
        (here / name).write_text(f"Acme sold {cars} cars in 2024.\n", encoding="utf-8")
    line = f"{sys.executable} -P -m kzcheck {command} >&-"
    done = subprocess.run(["sh", "-c", line], cwd=here, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert "error" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="its children are counted in /proc")
def test_an_interrupt_ends_the_run_and_what_it_started(here: Path) -> None:
    for n in range(8):
        (here / f"{n}.txt").write_text("Acme sold 5,210 cars in 2024. " * 4000, encoding="utf-8")
    code = (
        "import kzcheck.pipeline; kzcheck.pipeline._WORTH_SHARING = 0\nfrom kzcheck.cli import main\n"
        "main(['report', '.', '--no-rules', '--no-cache', '--jobs', '2'])"
    )
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", code], cwd=here, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    signal.signal(signal.SIGINT, handler)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(children.read_text(encoding="utf-8").split()) < 3:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    # A worker that was only just starting may complain that nobody is there any more.
    assert (process.returncode, err.split("\n")[1]) == (130, "kzcheck: error: interrupted; nothing was written")
    assert not (here / "reports").exists()
    for _ in range(200):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 0)
            time.sleep(0.05)
            continue
        return
    pytest.fail("a process that the run started outlives it")
