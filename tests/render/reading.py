"""Read a page as a browser would."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

ADDRESSES = {"href", "src", "xlink:href", "action", "formaction", "data", "poster", "srcset"}
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Reader(HTMLParser):
    """Collect what a browser would act on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def self_contained(made: str, beside: tuple[str, ...] = ("claims.csv", "findings.json")) -> None:
    """Hold that nothing is fetched, that only our own script may run, and that links lead beside it at most."""
    reader = Reader(made)
    assert not reader.open
    assert [tag for tag, _ in reader.tags].count("script") == 1
    for tag, attributes in reader.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ADDRESSES & set(attributes):
            address = attributes[name] or ""
            assert address.startswith(("#", "data:", "https://", "http://", *beside)), address
            assert tag == "a" or address.startswith(("data:image/svg+xml,", "#"))
    policy = next(a["content"] or "" for t, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        inside = made.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def leads_somewhere(made: str) -> None:
    """Hold that links within the page lead somewhere and that names are given once."""
    reader = Reader(made)
    assert len(reader.ids) == len(set(reader.ids))
    targets = {str(a["href"])[1:] for t, a in reader.tags if t == "a" and str(a.get("href")).startswith("#")}
    assert targets <= set(reader.ids)
