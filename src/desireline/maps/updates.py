"""What editors send is looked through before the library for shared documents reads it.

In: the bytes of an update or a state vector.  Out: nothing, or a refusal. The library trusts what is nested and what is counted:
a value in a hundred thousand lists ends the process, and six bytes that promise two hundred million
editors hold everybody up. Only what could be nested deeply is walked through; an ordinary edit is not.
"""

from __future__ import annotations

import re

from desireline.errors import InputError

DEEPEST = 64
"""Lists and objects inside each other that a value may have."""
_LIST, _OBJECT = 0x75, 0x76
_OPENING = re.compile(rb"[\x75\x76]")
_GC, _SKIP = 0, 10
_DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC = range(1, 10)
_NAMED_TYPES = {3, 5}
_PLAIN_SIZES = {0x7F: 0, 0x7E: 0, 0x7C: 4, 0x7B: 8, 0x7A: 8, 0x79: 0, 0x78: 0}
"""Bytes behind a tag: undefined, null, float, double, big integer, false, true."""


def check_state_vector(content: bytes) -> None:
    """Refuse a state vector that promises more than it holds. Raises InputError."""
    if content and _Reader(content).number() > len(content) // 2:
        raise _refused("it promises more editors than it names")


def check_update(content: bytes) -> None:
    """Refuse an update that promises more than it holds, or whose values are nested too deeply.

    Raises:
        InputError: it is none that an editor of maps makes.
    """
    reader = _Reader(content)
    if reader.number() > len(content) // 3:
        raise _refused("it promises more editors than it names")
    # without so many bytes that may begin a list or an object, none is nested so deeply
    if sum(1 for _ in _OPENING.finditer(content)) > DEEPEST:
        _walk(_Reader(content))


class _Reader:
    """Reads the encoding of Yjs, version 1."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def byte(self) -> int:
        try:
            found = self._content[self._at]
        except IndexError:
            raise _refused("it ends too early") from None
        self._at += 1
        return found

    def number(self) -> int:
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7
            if shift > 63:
                raise _refused("a number is too long")

    def skip(self, size: int) -> None:
        self._at += size
        if self._at > len(self._content):
            raise _refused("it ends too early")

    def skip_string(self) -> None:
        self.skip(self.number())


def _walk(reader: _Reader) -> None:
    for _ in range(reader.number()):
        parts = reader.number()
        reader.number()  # the editor
        reader.number()  # their clock
        for _ in range(parts):
            _walk_part(reader)


def _walk_part(reader: _Reader) -> None:
    info = reader.byte()
    kind = info & 0x1F
    if kind in (_GC, _SKIP):
        reader.number()
        return
    for flag in (0x80, 0x40):  # what stands to the left, to the right
        if info & flag:
            reader.number()
            reader.number()
    if not info & 0xC0:
        if reader.number():
            reader.skip_string()
        else:
            reader.number()
            reader.number()
        if info & 0x20:
            reader.skip_string()
    _walk_content(reader, kind)


def _walk_content(reader: _Reader, kind: int) -> None:
    if kind == _DELETED:
        reader.number()
    elif kind == _JSON:
        for _ in range(reader.number()):
            reader.skip_string()
    elif kind in (_BINARY, _STRING, _EMBED):
        reader.skip_string()
    elif kind == _FORMAT:
        reader.skip_string()
        reader.skip_string()
    elif kind == _TYPE:
        if reader.number() in _NAMED_TYPES:
            reader.skip_string()
    elif kind == _ANY:
        _walk_values(reader, reader.number())
    elif kind == _DOC:
        reader.skip_string()
        _walk_values(reader, 1)
    else:
        raise _refused(f"a part of kind {kind} is not known")


def _walk_values(reader: _Reader, many: int) -> None:
    """Walk through values without recursion: what is open stands in a list."""
    open_: list[tuple[int, bool]] = [(many, False)]
    while open_:
        left, has_keys = open_.pop()
        if not left:
            continue
        open_.append((left - 1, has_keys))
        if has_keys:
            reader.skip_string()
        tag = reader.byte()
        if tag in (_LIST, _OBJECT):
            open_.append((reader.number(), tag == _OBJECT))
            if len(open_) > DEEPEST:
                raise _refused(f"a value is nested more than {DEEPEST} deep")
        elif tag in (0x77, 0x74):
            reader.skip_string()
        elif tag == 0x7D:
            while reader.byte() >= 0x80:
                pass
        elif tag in _PLAIN_SIZES:
            reader.skip(_PLAIN_SIZES[tag])
        else:
            raise _refused(f"a value of kind {tag} is not known")


def _refused(why: str) -> InputError:
    return InputError(
        f"This is no update of a shared document: {why}.",
        hint="Load the map again.",
        code="input.update",
    )
