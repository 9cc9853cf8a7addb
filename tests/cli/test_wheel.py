"""The wheel, installed outside the checkout, does what the checkout does: every data file is in it."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of scripts of an environment that holds the built wheel, and sees the dependencies of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin/python"
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel]
    subprocess.run(command, check=True, capture_output=True)
    (packages,) = environment.glob("lib/*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment / "bin"


@pytest.fixture(autouse=True)
def _no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="scripts stand elsewhere on Windows")
class TestWheel:
    def test_it_is_not_the_checkout(self, installed: Path, here: Path) -> None:
        code = "import kzcheck; print(kzcheck.__file__)"
        done = subprocess.run([installed / "python", "-c", code], capture_output=True, text=True, check=True, cwd=here)
        assert Path(done.stdout.strip()).is_relative_to(installed.parent)

    def test_it_reports_and_checks_with_the_shipped_rules(self, installed: Path, here: Path, kz) -> None:
        (here / "docs").mkdir()
        for name, figure in (("a", "533.4"), ("b", "470")):
            text = f"Trade turnover between Kazakhstan and Azerbaijan amounted to ${figure} million in 2024.\n"
            (here / f"docs/{name}.txt").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [installed / "kzcheck", "check", "docs", "--format", "json"],
            capture_output=True,
            encoding="utf-8",
            cwd=here,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        run = json.loads(done.stdout)
        assert run["comparisons"][0]["metric"].startswith("trade.")
        assert run == json.loads(kz("check", "docs", "--format", "json", "--rules", str(ROOT / "rules")).stdout)
        done = subprocess.run(
            [installed / "kzcheck", "report", "docs"], capture_output=True, encoding="utf-8", cwd=here, check=False
        )
        assert done.returncode == 0, done.stderr
        assert (here / "reports/index.html").stat().st_size > 1000

    def test_the_examples_of_the_shipped_rules_pass(self, installed: Path, here: Path) -> None:
        done = subprocess.run(
            [installed / "kzcheck", "rules", "test"], capture_output=True, encoding="utf-8", cwd=here, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
