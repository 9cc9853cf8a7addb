"""Cut the piece of a PDF page around a number, with the number boxed: what a reader of the original sees."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kzcheck.documents.archive import installed
from kzcheck.documents.pdf.glyphs import Box
from kzcheck.model import Place

_SCALE = 2.0  # pixels a point
_ABOVE, _BESIDE = 26.0, 150.0
_MARK = (40, 40, 200)  # blue, green, red as pdfium has them
_LINE = 2
_PAD = 1.5


def pictures(data: bytes, places: Mapping[str, Place]) -> dict[str, bytes]:
    """Give a PNG for each of these places that has a page and a box; a page that is turned has none.

    Raises NotTextError where pypdfium2 is not installed; a file that cannot be read gives nothing.
    """
    with installed("pdf", "a PDF"):
        import pypdfium2
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    out: dict[str, bytes] = {}
    try:
        if pdf.get_formtype():
            pdf.init_forms()  # so that the values of fields are drawn
        for name, place in sorted(places.items(), key=lambda item: item[1].page):
            if place.box is not None and 0 < place.page <= len(pdf):
                page = pdf[place.page - 1]
                if not page.get_rotation():
                    out[name] = _piece(page, place.box)
                page.close()
    except pypdfium2.PdfiumError:
        pass
    finally:
        pdf.close()
    return out


def _piece(page: Any, box: Box) -> bytes:
    left, bottom, right, top = page.get_cropbox()
    cut = (
        max(left, box[0] - _BESIDE),
        max(bottom, box[1] - _ABOVE),
        min(right, box[2] + _BESIDE),
        min(top, box[3] + _ABOVE),
    )
    margins = (cut[0] - left, cut[1] - bottom, right - cut[2], top - cut[3])
    image = page.render(scale=_SCALE, crop=margins).to_numpy()[:, :, :3].copy()
    height, width = image.shape[:2]
    x0, x1 = ((box[i] - cut[0] + pad) * _SCALE for i, pad in ((0, -_PAD), (2, _PAD)))
    y0, y1 = ((cut[3] - box[i] + pad) * _SCALE for i, pad in ((3, -_PAD), (1, _PAD)))
    a, b = max(round(x0), 0), min(round(x1), width - 1)
    c, d = max(round(y0), 0), min(round(y1), height - 1)
    for rows, columns in (
        (slice(c, c + _LINE), slice(a, b)),
        (slice(max(d - _LINE, 0), d), slice(a, b)),
        (slice(c, d), slice(a, a + _LINE)),
        (slice(c, d), slice(max(b - _LINE, 0), b)),
    ):
        image[rows, columns] = _MARK
    return _png(image[:, :, ::-1])


def _png(image: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    """Write an image of rows of red, green and blue as PNG (RFC 2083)."""
    height, width = image.shape[:2]
    rows = np.concatenate([np.zeros((height, 1), np.uint8), image.reshape(height, width * 3)], axis=1)
    parts: Sequence[tuple[bytes, bytes]] = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body
