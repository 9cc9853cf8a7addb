"""Files are replaced whole; what is no file is written to."""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kzcheck.storage import write_all, write_folder


def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_all({tmp_path / "a.txt": b"one", pipe: b"two"})
    assert os.read(end, 10) == b"two"
    os.close(end)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "pipe"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_named_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    full = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr("os.fdopen", lambda *_: open(full, "wb", closefd=False))  # noqa: SIM115  a descriptor
    with pytest.raises(OSError, match="No space left") as caught:
        write_all({tmp_path / "a.txt": b"new"})
    os.close(full)
    assert caught.value.filename == str(tmp_path / "a.txt")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"old")]


def test_a_link_stays_one_and_rights_stay_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "base.yaml", tmp_path / "base.yaml"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to("real/base.yaml")
    write_all({link: b"new"})
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def _ours(name: str) -> bool:
    return name.startswith("our-")


def test_a_folder_of_ours_is_exchanged_whole(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert write_folder(folder, {"our-a": b"1", "our-b": b"1"}, _ours)
    (folder / "our-a").chmod(0o640)
    assert write_folder(folder, {"our-a": b"2"}, _ours)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {"our-a": b"2", "our-b": b"1"}
    assert (folder / "our-a").stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("other", ["file", "folder", "link"])
def test_a_folder_with_what_is_not_ours_is_left_alone(tmp_path: Path, other: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    if other == "file":
        (folder / "mine.txt").write_bytes(b"mine")
    elif other == "folder":
        (folder / "our-x").mkdir()
    else:
        (folder / "our-x").symlink_to("elsewhere")
    before = sorted(p.name for p in folder.iterdir())
    assert not write_folder(folder, {"our-a": b"1"}, _ours)
    assert sorted(p.name for p in folder.iterdir()) == before


def test_a_failure_leaves_the_old_folder_and_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    assert write_folder(folder, {"our-a": b"1"}, _ours)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_folder(folder, {"our-a": b"2"}, _ours)
    assert caught.value.filename == str(folder / "our-a")
    assert (folder / "our-a").read_bytes() == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_what_a_killed_run_left_is_cleaned_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".out.abc.new"
    left.mkdir()
    (left / "our-a").write_bytes(b"half")
    assert write_folder(tmp_path / "out", {"our-a": b"1"}, _ours)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform != "linux", reason="two folders are exchanged at once on Linux only")
def test_no_kill_leaves_files_of_two_runs_side_by_side(tmp_path: Path) -> None:
    code = (
        "import itertools, sys\nfrom pathlib import Path\nfrom kzcheck.storage import write_folder\n"
        "for n in itertools.count():\n"
        "    files = {f'our-{k}': b'%d' % n * 1000 for k in range(8)}\n"
        "    assert write_folder(Path('out'), files, lambda name: True)\n"
        "    print(n, flush=True)\n"
    )
    rng = random.Random(5)  # noqa: S311  no secret
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-P", "-c", code], cwd=tmp_path, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(rng.randint(1, 40)):
                process.stdout.readline()
            process.kill()
        held = {p.read_bytes() for p in (tmp_path / "out").iterdir()}
        assert len(held) == 1
        assert len(list((tmp_path / "out").iterdir())) == 8
