"""Files on disk and processes beside: YAML read strictly, writing that leaves no half, a cache that heals."""

from kzcheck.storage.atomic import leads_out, locked, write_all, write_bytes, write_folder, write_text
from kzcheck.storage.cache import KEPT, cache_folder
from kzcheck.storage.isolated import neutral_folder, python, safe_children
from kzcheck.storage.kept import keep, recall
from kzcheck.storage.segments import Place, Segments, scattered
from kzcheck.storage.store import Store
from kzcheck.storage.yaml import Places, YamlError, load_placed, load_positions, load_yaml

__all__ = [
    "KEPT",
    "Place",
    "Places",
    "Segments",
    "Store",
    "YamlError",
    "cache_folder",
    "keep",
    "leads_out",
    "load_placed",
    "load_positions",
    "load_yaml",
    "locked",
    "neutral_folder",
    "python",
    "recall",
    "safe_children",
    "scattered",
    "write_all",
    "write_bytes",
    "write_folder",
    "write_text",
]
