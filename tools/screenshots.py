"""Make the pictures of a report that the README shows: light, dark and on a phone. Needs Chromium."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "render"))

import chromium  # noqa: E402  the driver of the page's tests

PAGE = ROOT / "reports" / "index.html"
IMAGES = ROOT / "docs" / "images"
# Name, width and height in pixels, colour scheme.
PICTURES = (
    ("report.png", 1280, 900, "light"),
    ("report-dark.png", 1280, 900, "dark"),
    ("report-phone.png", 390, 844, "light"),
)
MOST_BYTES = 300_000


def main(page: Path) -> None:
    """Write the pictures of the first screen of `page` into docs/images; exit with a line where that cannot be done."""
    if not chromium.BINARY:
        sys.exit("screenshots: there is no Chromium; make setup-browser installs it")
    if not page.is_file():
        sys.exit(f"screenshots: {page} is not there; make report writes it")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with chromium.tab() as tab:
        for name, width, height, scheme in PICTURES:
            tab.resize(width, height)
            tab.media(prefers_color_scheme=scheme)
            tab.open(page.resolve().as_uri())
            tab.screenshot(IMAGES / name, whole=False)
            if (IMAGES / name).stat().st_size > MOST_BYTES:
                sys.exit(f"screenshots: {name} is larger than {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE)
