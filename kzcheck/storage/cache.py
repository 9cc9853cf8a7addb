"""Where kzcheck may keep what it can always make again."""

from __future__ import annotations

import os
from pathlib import Path

KEPT = ("contract", "templates", "units", "yaml")
"""The folders in it that hold what can always be made again; `templates` was used by older versions."""


def cache_folder() -> Path:
    """Give the user's cache folder for kzcheck (it need not exist); `KZCHECK_CACHE` overrides it."""
    told = os.environ.get("KZCHECK_CACHE")
    if told:
        return Path(told)
    from platformdirs import user_cache_path

    return user_cache_path("kzcheck", appauthor=False)
