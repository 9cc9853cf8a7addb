"""Files are replaced whole; what is no file is written to."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kzcheck.storage import write_all


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
