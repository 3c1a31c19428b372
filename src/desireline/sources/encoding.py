"""Which encoding a text is in: byte-order mark, else strict UTF-8, else the likeliest by content.

In: the first bytes of a file.  Out: the codec's name and whether there was a mark. Western one-byte
text is read as Windows-1252, of which Latin-1's printable part is a subset: files that say Latin-1
mostly hold Windows' quotation marks. A guess of another script is not believed where high bytes mostly stand alone, as accents do.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]+")
_ACCENTS = {letter.encode("cp1252") for letter in "\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee\u00ef\u00f1\u00f2\u00f3\u00f4\u00f5\u00f6\u00f8\u00f9\u00fa\u00fb\u00fc\u00df\u2019\u20ac\u00b0"}  # fmt: skip
_POLISH = re.compile(
    rb"[A-Za-z\xea\xf3\xe6][\xb3\xb9\xbf\xb1\xb6\xbc\x9c\x9f][a-z]|[a-z]{3}[\xb3\xb9](?![A-Za-z])|(?<=[a-z\xf3]{2})[\xb1\xb6\xbc\x9c\x9f](?![A-Za-z])|\xa3[a-z\xf3]|(?<![A-Za-z])z\xb3(?![A-Za-z])"
)
"""Polish letters within and at the end of words: in Western one-byte texts signs stand there (\u00b3 \u00b9 \u00bf), which no word has."""
_POLISH_FEW = 2
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WESTERN = frozenset({"cp1252", "latin_1", "iso8859_15", "cp1250", "mac_roman", "cp850", "cp437"})
_KOREAN = frozenset({"cp949", "euc_kr", "johab"})
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_USUAL_CHINESE = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_AROUND = 2_000
_MOST = 60_000
_FEW = 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, and whether a byte-order mark said so."""

    name: str
    mark: bool = False


def detect(head: bytes) -> Encoding | None:
    """Name the encoding of a text that begins with `head`; None when it is no text."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, mark=True)
    if b"\x00" in head:
        return _utf_16_without_mark(head)
    if len(_CONTROL.findall(head[:65536])) > len(head[:65536]) / 100:
        return None
    if is_utf8(head):
        return Encoding("utf-8")
    return _by_content(head)


def is_utf8(head: bytes) -> bool:
    """Whether the bytes are UTF-8, a character cut off at the end excepted."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _utf_16_without_mark(head: bytes) -> Encoding | None:
    """Text whose every second byte is zero: Western text in UTF-16 without a mark."""
    probe = head[: min(len(head), 4096) // 2 * 2]
    even, odd = probe[::2].count(0), probe[1::2].count(0)
    half = len(probe) // 2
    if half >= 4 and odd > 0.7 * half and even < 0.05 * half:
        return Encoding("utf-16-le")
    if half >= 4 and even > 0.7 * half and odd < 0.05 * half:
        return Encoding("utf-16-be")
    return None


def _by_content(head: bytes) -> Encoding | None:
    from charset_normalizer import from_bytes

    polish = _polish(head)
    if polish is not None:
        return Encoding(polish)
    # a handful of letters tells nothing of a language; Western ones are by far the likeliest
    if len(_HIGH.findall(head)) < _FEW and _mostly_text(head):
        return Encoding("cp1252")
    best = from_bytes(_telling(head)).best()
    if best is None:
        return Encoding("cp1252") if _mostly_text(head) else None
    names = {best.encoding, *best.could_be_from_charset}
    if _mostly_text(head) and (names & _WESTERN or _letters_alone(head)):
        return Encoding("cp1252")
    if best.encoding in _KOREAN and _rather_chinese(head, best.encoding):
        return Encoding("gb18030")
    return Encoding(best.encoding)


def _polish(head: bytes) -> str | None:
    """The codec of a Polish text of one byte a letter; Windows' and Latin-2 share most letters, and differ in three."""
    found = _POLISH.findall(head[:262144])
    if len(found) < _POLISH_FEW or not _mostly_text(head):
        return None
    letters = b"".join(found)
    sure, windows, latin = (
        sum(letters.count(byte) for byte in group)
        for group in (b"\xb3\xa3\xbf\xb9", b"\xb9\x9c\x9f", b"\xb1\xb6\xbc")
    )
    if sure < _POLISH_FEW:  # what stands for the others is a letter of French, too
        return None
    return "iso8859_2" if latin > windows else "cp1250"


def _rather_chinese(head: bytes, korean: str) -> bool:
    """Whether Korean would be full of Chinese signs, and Chinese of its usual ones: the two share their bytes."""
    probe = head[:65536]
    letters = [letter for letter in probe.decode(korean, "ignore") if not letter.isascii()]
    usual = 2 * sum(len(_USUAL_CHINESE.findall(run)) for run in _RUN.findall(probe))
    return sum(map(bool, map(_CHINESE.match, letters))) > 0.1 * len(letters) and usual > 0.7 * len(
        _HIGH.findall(probe)
    )


def _telling(head: bytes) -> bytes:
    """Keep the surroundings of bytes beyond ASCII: the rest tells nothing and costs time."""
    kept: list[bytes] = []
    end = size = 0
    for found in _HIGH.finditer(head):
        if found.start() < end:
            continue
        begin, end = max(end, found.start() - _AROUND), found.start() + _AROUND
        kept.append(head[begin:end])
        size += end - begin
        if size > _MOST:
            break
    return b"".join(kept)


def _mostly_text(head: bytes) -> bool:
    """Whether one-byte text is plausible: letters and blanks outweigh the high bytes."""
    probe = head[:65536]
    return len(_HIGH.findall(probe)) < 0.3 * len(probe)


def _letters_alone(head: bytes) -> bool:
    """Whether high bytes are what Western texts have, small letters with accents that mostly stand alone."""
    probe = head[:65536]
    high, runs = _HIGH.findall(probe), _RUN.findall(probe)
    usual = sum(byte in _ACCENTS for byte in high)
    return usual >= 0.8 * len(high) and len(high) <= 1.5 * len(runs)
