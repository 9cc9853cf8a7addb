"""Files on disk: YAML read strictly, and writing that never leaves a half-written file."""

from kzcheck.storage.atomic import write_all, write_bytes, write_text
from kzcheck.storage.cache import KEPT, cache_folder
from kzcheck.storage.segments import Place, Segments, scattered
from kzcheck.storage.store import Store
from kzcheck.storage.yaml import YamlError, load_placed, load_positions, load_yaml

__all__ = [
    "KEPT",
    "Place",
    "Segments",
    "Store",
    "YamlError",
    "cache_folder",
    "load_placed",
    "load_positions",
    "load_yaml",
    "scattered",
    "write_all",
    "write_bytes",
    "write_text",
]
