"""What tests of several parts need."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kzcheck.model import Document, PartialDate, Run

# The same examples on every machine, however busy; KZCHECK_EXPLORE=1 looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("explore" if os.environ.get("KZCHECK_EXPLORE") else "steady")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source texts and gold beside the checkout; tests that need it skip where it is absent."""
    folder = Path(__file__).parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with source texts and gold is not there")
    return folder


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for all tests, so that none reads or fills the user's."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def checked() -> Callable[[Mapping[str, str]], Run]:
    """Check texts by file name, each of a publisher of its own, with the shipped rules; without files and contract."""
    from kzcheck import pipeline
    from kzcheck.ledger import settle

    pack = pipeline.load_pack([str(Path(__file__).parents[1] / "rules")])
    wanted = pipeline.Settings(cache=False)

    def check(texts: Mapping[str, str]) -> Run:
        documents = tuple(
            Document(
                id=name,
                text=text,
                publisher=f"Publisher of {name}",
                published=PartialDate(2025, 2),
                published_how="stated",
                format="markdown" if name.endswith(".md") else "html" if name.endswith(".html") else "text",
            )
            for name, text in texts.items()
        )
        _, rows = pipeline._extract(documents, pack, 1, pipeline._silent)
        reading = pipeline.Reading(documents=documents, rows=rows, pack=pack)
        claims = reading.claims
        comparisons = pipeline._compare(reading, None, every=False)
        found = settle(comparisons, claims, documents=documents).findings
        return Run(
            documents=documents,
            claims=tuple(claims),
            comparisons=comparisons,
            findings=found,
            pack=pack,
            repairs=pipeline.repairs_of(reading, wanted, None, comparisons, found),
        )

    return check


@pytest.fixture(autouse=True)
def _own_cache(cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZCHECK_CACHE", str(cache_home))


@pytest.fixture(autouse=True)
def _no_fault_is_isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of kzcheck's own fails the test that meets it; what isolates them has tests that undo this."""
    monkeypatch.setenv("KZCHECK_DEBUG", "1")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Convert a file with LibreOffice; tests that need it skip where it is absent."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not there")
    profile = tmp_path_factory.mktemp("office")

    def convert(file: Path, suffix: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        run = [
            program,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(folder),
            str(file),
        ]
        subprocess.run(run, check=True, capture_output=True, timeout=120)
        return folder / f"{file.stem}.{suffix.partition(':')[0]}"

    return convert
