"""Bytes to text: what is recognised, what is refused, and where the fault is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.documents.decoding import NotTextError, decode

SENTENCES = {
    "cp1251": "Товарооборот вырос на 5 %, а в прошлом году составил 1,5 млрд долларов.",
    "cp1252": "The café’s turnover – £5 million – rose by a third, said Müller.",
    "cp1250": "Obroty wzrosły w ubiegłym roku o 5 % do 3 mld złotych, źródło: urząd statystyczny, część druga.",
    "cp1253": "Οι εξαγωγές αυξήθηκαν κατά 5 % πέρυσι και έφτασαν τα 3 δισεκατομμύρια ευρώ.",
    "cp1254": "İhracat geçen yıl yüzde 5 arttı, şirketler üçüncü çeyrekte ise daha çok sattı.",
}


@pytest.mark.parametrize("page", SENTENCES)
def test_windows_code_pages_are_recognised_and_named(page: str) -> None:
    text, said = decode(SENTENCES[page].encode(page))
    assert text == SENTENCES[page]
    assert page.replace("cp", "windows-") in said
    assert "guess" in said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_byte_order_marks_are_obeyed_and_left_out(encoding: str) -> None:
    text, said = decode("Трафик: 5 Mt\r\nand more".encode(encoding))
    assert text == "Трафик: 5 Mt\r\nand more"
    assert "byte order mark" in said


def test_utf16_without_a_mark_is_a_guess() -> None:
    assert decode("Turnover was 5 million dollars".encode("utf-16-le")) == (
        "Turnover was 5 million dollars",
        "read as UTF-16 without a byte order mark, which is a guess",
    )


@pytest.mark.parametrize(
    ("data", "line", "column", "byte"),
    [
        (b"Turnover reached \xff\xfe $5 million", 1, 18, 18),
        ("first line\n“quoted” ".encode() + b"\xe2\x82 5 million", 2, 10, 25),
        (b"caf\xc3", 1, 4, 4),
        (b"one\ntwo\nthree \xc3( four", 3, 7, 15),
    ],
)
def test_broken_utf8_is_refused_with_its_place(data: bytes, line: int, column: int, byte: int) -> None:
    with pytest.raises(NotTextError, match=f"at byte {byte} ") as caught:
        decode(data)
    assert (caught.value.code, caught.value.line, caught.value.column) == ("broken-encoding", line, column)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xa0", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (bytes(range(256)), "no-text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NotTextError) as caught:
        decode(data)
    assert caught.value.code == code


def test_truncated_utf16_is_broken() -> None:
    with pytest.raises(NotTextError, match="broken UTF-16"):
        decode("five".encode("utf-16") + b"x")


@given(st.text(min_size=1).filter(lambda t: t.strip() and "\0" not in t and not t.startswith("\ufeff")))
def test_utf8_is_read_as_it_stands(text: str) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    if data.strip():
        assert decode(data) == (text, "")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except NotTextError as error:
        assert error.code in {"empty", "no-text", "broken-encoding"}  # noqa: PT017  any of them will do
    else:
        assert text.strip()
