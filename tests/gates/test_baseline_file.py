"""The baseline as a file under version control: merging, reasons, last days, pruning."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import AGENCY, FREIGHT, GRAIN, document, summary

FILE = "kzcheck-baseline.yaml"


@pytest.fixture
def three(repository: Path, git) -> Path:
    """Three contradictions on three quantities, committed."""
    for name, text, values in (("freight", FREIGHT, ("2.7", "3.9")), ("grain", GRAIN, ("11.5", "14.2"))):
        for n, value in enumerate(values):
            path = repository / "docs" / f"{name}{n}.md"
            path.write_text(document(f"{name} {n}", text.format(value)), encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "more sources")
    return repository


def fingerprints(kz) -> list[str]:
    found = json.loads(kz("check", "docs", "--no-rules", "--format", "json").stdout)["findings"]
    return [f["fingerprint"] for f in found]


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("  1-")]


@pytest.mark.parametrize("before", ["nothing", "an empty one", "one entry"])
def test_branches_that_accept_different_findings_merge(three: Path, git, kz, before: str) -> None:
    first, *others = sorted(fingerprints(kz))
    two = others[:2]
    if before == "an empty one":
        (three / FILE).write_text("findings: {}\n", encoding="utf-8")
        (three / ".gitattributes").write_text(f"/{FILE} merge=union\n", encoding="utf-8")
    elif before == "one entry":
        assert "merge=union" in kz("baseline", "create", "docs", "--no-rules", "--accept", first).stdout
    git("add", "-A")
    git("commit", "--allow-empty", "-qm", "start")
    command = "create" if before == "nothing" else "update"
    for branch, mark in zip(("left", "right"), two, strict=True):
        git("checkout", "-q", "-b", branch, "main")
        done = kz("baseline", command, "docs", "--no-rules", "--accept", mark, "--reason", f"by {branch}")
        assert done.returncode == 0, done.stderr
        git("add", "-A")
        git("commit", "-qm", f"accept on {branch}")
    git("checkout", "-q", "main")
    git("merge", "-q", "left")
    git("merge", "-q", "-m", "both", "right")
    after = json.loads(kz("check", "docs", "--no-rules", "--baseline", FILE, "--format", "json").stdout)["findings"]
    accepted = {f["fingerprint"]: f["reason"] for f in after if f["status"] == "known"}
    assert accepted.items() >= {two[0]: "by left", two[1]: "by right"}.items()
    kz("baseline", "update", "docs", "--no-rules", "--reason", "rest")
    assert lines(three / FILE) == sorted(lines(three / FILE))
    assert len(lines(three / FILE)) == len(after)


def test_an_entry_is_one_line_without_place_count_or_time(three: Path, kz) -> None:
    kz("baseline", "create", "docs", "--no-rules", "--reason", "old", "--by", "Editor", "--until", "2999-12-31")
    text = (three / FILE).read_text(encoding="utf-8")
    assert len(lines(three / FILE)) == 3
    assert "docs/" not in text
    for line in lines(three / FILE):
        assert line.endswith('reason: "old", by: "Editor", until: 2999-12-31}')
    again = kz("baseline", "update", "docs", "--no-rules", "--reason", "something else")
    assert again.stdout == f"0 added, 3 kept in {FILE}\n"
    assert (three / FILE).read_text(encoding="utf-8") == text


def test_pruning_only_removes(three: Path, kz) -> None:
    kz("baseline", "create", "docs", "--no-rules", "--accept", fingerprints(kz)[0], "--reason", "old")
    (three / "docs" / "bureau.md").unlink()
    (three / "docs" / "freight1.md").unlink()
    (three / "docs" / "grain1.md").write_text(document("grain 1", GRAIN.format("19.9")), encoding="utf-8")
    done = kz("baseline", "prune", "docs", "--no-rules")
    assert "1 removed, 0 kept" in done.stdout
    assert lines(three / FILE) == []


def test_an_expired_entry_counts_as_new_and_is_named_and_can_be_renewed(three: Path, kz) -> None:
    kz("baseline", "create", "docs", "--no-rules", "--reason", "till spring", "--until", "2020-03-01")
    done = kz("check", "docs", "--no-rules", "--baseline", FILE)
    assert (done.returncode, summary(done.stdout)) == (1, "3 new, 0 known, 0 fixed")
    assert " ".join(done.stdout.split()).count("expired on 2020-03-01, so its finding counts as new") == 3
    mark = fingerprints(kz)[0]
    renewed = kz("baseline", "update", "docs", "--no-rules", "--accept", mark, "--until", "2999-01-01")
    assert "1 renewed" in renewed.stdout
    (line,) = (line for line in lines(three / FILE) if mark in line)
    assert 'reason: "till spring", until: 2999-01-01}' in line
    assert summary(kz("check", "docs", "--no-rules", "--baseline", FILE).stdout) == "2 new, 1 known, 0 fixed"


def test_reasons_can_be_required(three: Path, kz) -> None:
    assert kz("baseline", "create", "docs", "--no-rules", "--require-reason").returncode == 2
    kz("baseline", "create", "docs", "--no-rules")
    assert kz("check", "docs", "--no-rules", "--baseline", FILE).returncode == 0
    strict = kz("check", "docs", "--no-rules", "--baseline", FILE, "--require-reason")
    assert (strict.returncode, summary(strict.stdout)) == (1, "3 new, 0 known, 0 fixed")
    listed = kz("baseline", "audit")
    assert listed.returncode == 1
    assert f"3 of 3 entries in {FILE} give no reason or have expired" in listed.stdout
    for mark in fingerprints(kz):
        assert kz("baseline", "audit", "--accept", mark[:12], "--reason", f"because {mark}").returncode == 0
    assert kz("baseline", "audit").returncode == 0
    assert kz("check", "docs", "--no-rules", "--baseline", FILE, "--require-reason").returncode == 0


def audited(folder: Path, typed: bytes) -> tuple[int, bytes]:
    """Give the exit code of an audit on a terminal where this is typed, and what was shown."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kzcheck", "baseline", "audit", "--by", "Editor"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=folder,
    ) as process:
        os.close(slave)
        os.write(master, typed)
        shown = b""
        while True:
            try:
                shown += os.read(master, 4096)
            except OSError:
                break
        code = process.wait(60)
    os.close(master)
    return code, shown


# Ended by "q" or by the end of the input (Ctrl-D); a day that is none is asked for again.
@pytest.mark.parametrize("typed", [b"two agencies\n2999-06-30\n\nq\n", b"two agencies\nsoon\n2999-06-30\n\n\x04"])
def test_an_audit_on_a_terminal_asks_and_keeps_every_answer(three: Path, kz, typed: bytes) -> None:
    kz("baseline", "create", "docs", "--no-rules")
    code, shown = audited(three, typed)
    assert (code, b"nothing was written" in shown) == (1, False), shown
    assert b"1 given a reason, 2 left" in shown
    kept = sorted(lines(three / FILE))
    assert [line for line in kept if 'reason: "two agencies", by: "Editor", until: 2999-06-30}' in line] == kept[:1]


def test_attributes_in_any_encoding_are_kept(three: Path, kz) -> None:
    (three / ".gitattributes").write_bytes(b"caf\xe9.txt text")
    assert kz("baseline", "create", "docs", "--no-rules").returncode == 0
    assert (three / ".gitattributes").read_bytes() == b"caf\xe9.txt text\n/" + FILE.encode() + b" merge=union\n"


def test_two_reasons_for_one_finding_are_a_fault_with_a_place(three: Path, kz) -> None:
    kz("baseline", "create", "docs", "--no-rules", "--reason", "mine")
    file = three / FILE
    text = file.read_text(encoding="utf-8")
    last = lines(file)[-1]
    file.write_text(text + last.replace("mine", "yours") + "\n", encoding="utf-8")
    done = kz("check", "docs", "--no-rules", "--baseline", FILE)
    assert done.returncode == 2
    assert f"{FILE}:{len(text.splitlines()) + 1}:3: " in done.stderr
    assert "duplicate" in done.stderr


def test_the_gate_of_one_file_and_a_revision_together(three: Path, git, kz) -> None:
    (three / "docs" / "council.md").write_text(document("Council", AGENCY.replace("533.4", "610")), encoding="utf-8")
    failed = kz("check", "docs", "--no-rules", "--since", "HEAD", "--format", "json")
    for found in json.loads(failed.stdout)["findings"]:
        if found["status"] == "new":
            verb = "update" if (three / FILE).exists() else "create"
            kz("baseline", verb, "docs", "--no-rules", "--accept", found["fingerprint"], "--reason", "restated")
    done = kz("check", "docs", "--no-rules", "--since", "HEAD", "--baseline", FILE)
    assert (done.returncode, summary(done.stdout)) == (0, "0 new, 4 known, 0 fixed")
