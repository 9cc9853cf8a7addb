"""Files that hold no text that can be read: what they are by their first bytes, and what would be right."""

from __future__ import annotations

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAMPLE = 4096
_DIRECTORY = 2_000_000

# First bytes (at an offset) and what a file that begins so is.
_KINDS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF8", "a GIF picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"BM", "a BMP picture"),
    (0, b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ", "an xz file"),
    (0, b"(\xb5/\xfd", "a Zstandard file"),
    (257, b"ustar", "a tar archive"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a program"),
    (4, b"ftyp", "a video or sound file"),
    (0, b"ID3", "a sound file"),
    (0, b"OggS", "a sound file"),
    (0, b"RIFF", "a sound or video file"),
    (0, b"wOF", "a font"),
    (0, b"\0\1\0\0", "a font"),
    (0, b"{\\rtf", "a Rich Text file: save it as .docx"),
    (0, b"%!PS", "a PostScript file: make a PDF of it"),
)


def kind(data: bytes) -> str:
    """Name the kind of a file that is not read, "" where its first bytes tell none."""
    if data.startswith(_OLE2):
        return _compound(data)
    return next((what for at, mark, what in _KINDS if data.startswith(mark, at) and _binary(data, what)), "")


def _binary(data: bytes, what: str) -> bool:
    """Guard against texts that happen to begin so ("BMW", "MZ-80"); Rich Text and PostScript are plain characters."""
    return what.endswith(("docx", "of it")) or any(byte < 9 for byte in data[:_SAMPLE])


def _compound(data: bytes) -> str:
    """Tell what an OLE2 file is by the names in its directory."""
    head = data[:_DIRECTORY] + data[-_DIRECTORY:]

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in head

    if holds("EncryptedPackage"):
        return "an encrypted Office file: save it without a password"
    if holds("WordDocument"):
        return "a Word 97-2003 document: save it as .docx"
    if holds("PowerPoint Document"):
        return "a PowerPoint 97-2003 presentation: save it as .pptx"
    return "an OLE2 file of a kind that is not read"


def is_workbook(data: bytes) -> bool:
    """Tell whether an OLE2 file is an Excel 97-2003 workbook."""
    head = data[:_DIRECTORY] + data[-_DIRECTORY:]
    names = (name.encode("utf-16-le") for name in ("Workbook", "Book"))
    return (
        data.startswith(_OLE2) and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P" not in head and any(name in head for name in names)
    )
