"""Zip files of Office and other formats, read within bounds: nothing is unpacked to disk, fetched or executed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kzcheck.documents.decoding import NotTextError

if TYPE_CHECKING:
    from lxml import etree

_LARGEST_PART = 400_000_000
_LARGEST_IN_ALL = 800_000_000
_MOST_PARTS = 20_000
# Deflate reaches 1032 to 1; real parts of documents stay below 100 to 1.
_BOMB_RATIO = 250
_BOMB_FROM = 20_000_000
_BY_MIME = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-web": "odt",
    "application/vnd.oasis.opendocument.text-master": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}
_BY_FOLDER = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}


@contextmanager
def installed(extra: str, what: str) -> Iterator[None]:
    """Import libraries of an extra in this context; raises NotTextError saying how to install one that is missing."""
    try:
        yield
    except ModuleNotFoundError:
        message = f"{what} needs a library that is not installed: pip install 'kzcheck[{extra}]'"
        raise NotTextError("not-installed", message) from None


class Archive:
    """The parts of a zip file. Raises NotTextError where it is damaged, encrypted or grows beyond bounds."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open a file that is to be `what` ("a Word document")."""
        self._what = what
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise NotTextError("damaged", f"damaged: no readable zip file, as {what} must be ({error})") from None
        infos = self._zip.infolist()
        if len(infos) > _MOST_PARTS:
            raise NotTextError("too-large", f"holds {len(infos)} parts, more than the {_MOST_PARTS} that are read")
        self.names = frozenset(info.filename for info in infos)
        self._by_lower = {info.filename.lower(): info for info in infos}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name.lower() in self._by_lower

    def read(self, name: str) -> bytes:
        """Give the bytes of a part."""
        info = self._by_lower.get(name.lower())
        if info is None:
            raise NotTextError("damaged", f"damaged: it has no part {name!r}, as {self._what} must have")
        if info.flag_bits & 1:
            raise NotTextError("encrypted", "encrypted: save it without a password")
        size = info.file_size
        if size > _BOMB_FROM and size > _BOMB_RATIO * max(info.compress_size, 1):
            raise NotTextError("too-large", f"its part {name!r} unpacks to {size:,} bytes from {info.compress_size:,}")
        if size > _LARGEST_PART or self._read + size > _LARGEST_IN_ALL:
            raise NotTextError("too-large", f"its part {name!r} of {size:,} bytes is more than is read")
        try:
            with self._zip.open(info) as part:
                data = part.read(size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise NotTextError("damaged", f"damaged: its part {name!r} cannot be unpacked ({error})") from None
        if len(data) > size:
            raise NotTextError("damaged", f"damaged: its part {name!r} is larger than it says")
        self._read += len(data)
        return data

    def has_folder(self, name: str) -> bool:
        """Tell whether some part lies in a folder ("word/")."""
        return any(part.startswith(name) for part in self._by_lower)

    def xml(self, name: str) -> etree._Element:
        """Give the root of a part in XML."""
        return parse(self.read(name), name)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Give what a part of an Office file refers to: the part and the last word of the kind, by the id used for it.

        What lies outside the file is left out: nothing is fetched.
        """
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if rels not in self:
            return {}
        out = {}
        for one in self.xml(rels):
            if one.get("TargetMode") != "External":
                target = one.get("Target") or ""
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                out[one.get("Id") or ""] = (path.lstrip("/"), (one.get("Type") or "").rpartition("/")[2])
        return out

    def of_kind(self, name: str, kind: str) -> str:
        """Give the part of a kind that another one refers to, "" where there is none."""
        return next((part for part, word in self.related(name).values() if word == kind and part in self), "")


def parse(data: bytes, name: str) -> etree._Element:
    """Give the root of a piece of XML; raises NotTextError where it is none, or declares entities of its own."""
    from lxml import etree

    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotTextError("damaged", f"damaged: {name!r} is no readable XML ({_first_line(error)})") from None
    if root is None:
        raise NotTextError("damaged", f"damaged: {name!r} holds no XML")
    _refuse_entities(root, name)
    return root


def _refuse_entities(element: etree._Element, name: str) -> None:
    """Refuse XML that declares entities; the mere name of a document type, as old files have it, does no harm."""
    told = element.getroottree().docinfo.internalDTD
    if told is not None and next(iter(told.iterentities()), None) is not None:
        message = f"{name!r} declares entities in a document type, which could stand for anything: refused"
        raise NotTextError("document-type", message)


def parser() -> etree.XMLParser:
    """Give a reader of XML that expands no entities, loads nothing and keeps libxml2's own bounds."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )


def elements(data: bytes, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Give the elements of these tags as they end, the memory of each freed after it was seen; raises as `parse`."""
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    first = True
    try:
        for _, element in events:
            if first:
                _refuse_entities(element, name)
            first = False
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise NotTextError("damaged", f"damaged: {name!r} is no readable XML ({_first_line(error)})") from None


def local(element: etree._Element) -> str:
    """Give the name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Give an attribute whatever its namespace, "" where it is missing: strict Office files use other ones."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0]


def kind_of_zip(data: bytes) -> str:
    """Name the format of a zip file by its parts: docx, xlsx, pptx, odt, ods, odp, epub, or "" for any other.

    Raises NotTextError where it is damaged.
    """
    archive = Archive(data, "a file that begins as one")
    if "mimetype" in archive:
        word = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        return _BY_MIME.get(word.removesuffix("-template"), word)
    if "[Content_Types].xml" in archive:
        return next((name for folder, name in _BY_FOLDER.items() if archive.has_folder(folder)), "")
    return ""
