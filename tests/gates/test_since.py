"""`check --since`: what the documents said at a git revision is the baseline, and nothing in the checkout moves."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from repositories import AGENCY, BUREAU, FREIGHT, GRAIN, document, summary


def test_old_contradictions_pass_and_a_new_one_fails_and_is_named(repository: Path, git, kz) -> None:
    assert kz("check", "docs", "--no-rules").returncode == 1
    same = kz("check", "docs", "--no-rules", "--since", "HEAD")
    assert (same.returncode, summary(same.stdout)) == (0, "0 new, 1 known, 0 fixed"), same.stderr
    (repository / "docs" / "council.md").write_text(
        document("Council", AGENCY.replace("533.4", "610")), encoding="utf-8"
    )
    worse = kz("check", "docs", "--no-rules", "--since", "HEAD")
    assert (worse.returncode, summary(worse.stdout)) == (1, "1 new, 1 known, 0 fixed")
    assert "Council" in worse.stdout
    assert "Failed because of 1 new error: 1-" in worse.stdout
    assert "kzcheck baseline create PATH... --accept 1-" in worse.stdout


def test_a_mended_contradiction_is_reported_as_gone(repository: Path, git, kz) -> None:
    (repository / "docs" / "bureau.md").write_text(document("Bureau", AGENCY), encoding="utf-8")
    done = kz("check", "docs", "--no-rules", "--since", "HEAD")
    assert (done.returncode, summary(done.stdout)) == (0, "0 new, 0 known, 1 fixed")
    assert "$470 million" in done.stdout.partition("Fixed since HEAD")[2]
    run = json.loads(kz("check", "docs", "--no-rules", "--since", "HEAD", "--format", "json").stdout)
    assert [g["rule"] for g in run["gone"]] == ["same"]


def test_another_wrong_value_is_new(repository: Path, git, kz) -> None:
    bureau = repository / "docs" / "bureau.md"
    bureau.write_text(bureau.read_text(encoding="utf-8").replace("470", "440"), encoding="utf-8")
    assert summary(kz("check", "docs", "--no-rules", "--since", "HEAD").stdout) == "1 new, 0 known, 1 fixed"


def test_nothing_in_the_repository_is_touched(repository: Path, git, kz) -> None:
    (repository / "docs" / "agency.md").write_text("Not yet written.\n", encoding="utf-8")
    (repository / "staged.md").write_text("Staged.\n", encoding="utf-8")
    git("add", "staged.md")
    before = (git("status", "--porcelain"), git("worktree", "list"), (repository / ".git" / "index").read_bytes())
    kz("check", "docs", "--no-rules", "--since", "HEAD")
    assert (
        git("status", "--porcelain"),
        git("worktree", "list"),
        (repository / ".git" / "index").read_bytes(),
    ) == before


@pytest.mark.parametrize("paths", [("docs",), ("docs/*.md",), ("docs/agency.md", "docs/bureau.md"), ()])
def test_files_folders_and_globs_have_a_past(repository: Path, git, kz, paths: tuple[str, ...]) -> None:
    assert summary(kz("check", *paths, "--no-rules", "--since", "HEAD").stdout) == "0 new, 1 known, 0 fixed"


def test_it_works_from_a_folder_below_and_for_paths_above(repository: Path, git, kz) -> None:
    below = repository / "tools" / "deep"
    below.mkdir(parents=True)
    for path in ("../../docs", str(repository / "docs")):
        done = kz("check", path, "--no-rules", "--since", "HEAD", cwd=below)
        assert summary(done.stdout) == "0 new, 1 known, 0 fixed", done.stderr
    inside = kz("check", "--no-rules", "--since", "HEAD", cwd=repository / "docs")
    assert summary(inside.stdout) == "0 new, 1 known, 0 fixed", inside.stderr


def test_sources_ignored_files_and_export_attributes_are_those_of_the_revision(repository: Path, git, kz) -> None:
    docs = repository / "docs"
    (docs / "plain.txt").write_text(AGENCY.replace("533.4", "610"), encoding="utf-8")
    (docs / "sources.yaml").write_text("sources:\n  - {file: plain.txt, publisher: Plain}\n", encoding="utf-8")
    (docs / ".gitattributes").write_text("*.txt export-ignore\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "a third")
    assert summary(kz("check", "docs", "--no-rules", "--since", "HEAD").stdout) == "0 new, 2 known, 0 fixed"
    assert summary(kz("check", "docs", "--no-rules", "--since", "HEAD~1").stdout) == "1 new, 1 known, 0 fixed"


def test_a_path_that_is_new_has_no_past(repository: Path, git, kz) -> None:
    fresh = repository / "fresh"
    fresh.mkdir()
    for name, value in (("a", "2.7"), ("b", "3.9")):
        (fresh / f"{name}.md").write_text(document(name, FREIGHT.format(value)), encoding="utf-8")
    done = kz("check", "fresh", "--no-rules", "--since", "HEAD")
    assert (done.returncode, summary(done.stdout)) == (1, "1 new, 0 known, 0 fixed")
    assert "no document of these paths existed at HEAD" in done.stdout + done.stderr


def test_a_link_that_leads_out_is_not_followed(repository: Path, git, kz) -> None:
    (repository / "docs" / "out.md").symlink_to("/etc/hostname")
    (repository / "docs" / "near.md").symlink_to("agency.md")
    git("add", "-A")
    git("commit", "-qm", "links")
    done = kz("check", "docs", "--no-rules", "--since", "HEAD")
    assert summary(done.stdout) == "0 new, 1 known, 0 fixed"


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("no-such-branch", "no such git revision here (a shallow clone knows few: fetch it first)"),
        ("--output=x", "no such git revision"),
    ],
)
def test_a_wrong_revision_is_one_clear_line(repository: Path, git, kz, revision: str, said: str) -> None:
    done = kz("check", "docs", "--no-rules", f"--since={revision}")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_outside_a_repository(tmp_path: Path, kz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.md").write_text(AGENCY, encoding="utf-8")
    done = kz("check", "a.md", "--no-rules", "--since", "HEAD")
    assert (done.returncode, done.stderr) == (2, "kzcheck: error: HEAD: no git repository here\n")


def test_only_new_leaves_the_known_out_and_counts_them(repository: Path, git, kz) -> None:
    (repository / "docs" / "council.md").write_text(
        document("Council", AGENCY.replace("533.4", "610")), encoding="utf-8"
    )
    args = ("check", "docs", "--no-rules", "--since", "HEAD", "--only", "new")
    assert summary(kz(*args).stdout) == "1 new, 1 known, 0 fixed"
    run = json.loads(kz(*args, "--format", "json").stdout)
    assert {f["status"] for f in run["findings"]} == {"new"}
    assert len(run["comparisons"]) == 2
    assert "1 known" in kz(*args, "--format", "markdown").stdout
    assert kz(*args, "--fail-on", "never").returncode == 0


def test_a_hook_may_call_it(repository: Path, git, kz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", os.fspath(repository / ".git" / "index"))
    monkeypatch.setenv("GIT_DIR", os.fspath(repository / ".git"))
    assert summary(kz("check", "docs", "--no-rules", "--since", "HEAD").stdout) == "0 new, 1 known, 0 fixed"


def test_before_the_first_commit_everything_is_new(tmp_path: Path, git, kz) -> None:
    (tmp_path / "a.md").write_text(document("Agency", AGENCY), encoding="utf-8")
    (tmp_path / "b.md").write_text(document("Bureau", BUREAU), encoding="utf-8")
    done = kz("check", ".", "--no-rules", "--since", "HEAD")
    assert (done.returncode, summary(done.stdout)) == (1, "1 new, 0 known, 0 fixed")
    assert "no document of these paths existed at HEAD" in done.stdout


@pytest.mark.parametrize(
    ("path", "hook"), [("docs", False), ("docs", True), ("docs/part", False), ("docs/part/deep", False), (".", False)]
)
def test_submodules_have_the_past_that_the_revision_names(
    repository: Path, git, kz, tmp_path_factory, monkeypatch: pytest.MonkeyPatch, path: str, *, hook: bool
) -> None:
    other = tmp_path_factory.mktemp("other")
    deep = other / "deep"
    deep.mkdir()
    (deep / "one.md").write_text(document("Port", GRAIN.format("7")), encoding="utf-8")
    (deep / "two.md").write_text(document("Fort", GRAIN.format("9")), encoding="utf-8")
    git("-C", str(other), "init", "-q", "-b", "main")
    git("-C", str(other), "add", "-A")
    git("-C", str(other), "commit", "-qm", "two")
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "docs/part")
    git("commit", "-qam", "a part")
    if hook:
        monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    assert kz("check", path, "--no-rules", "--since", "HEAD").returncode == 0
    (repository / "docs" / "part" / "deep" / "two.md").write_text(
        document("Fort", GRAIN.format("12")), encoding="utf-8"
    )
    assert kz("check", path, "--no-rules", "--since", "HEAD").returncode == 1
