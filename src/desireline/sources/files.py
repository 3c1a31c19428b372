"""Which files there are: paths, folders and archives, expanded in an order that is always the same.

In: paths as a person gave them.  Out: files and members of zip archives, not opened yet, and a
`FileError` for each that cannot be used. An archive is looked through before anything is unpacked:
one member that points outside, is a link or is a bomb refuses the whole archive, because an honest
tool does not write such archives. Archives within archives are refused: nobody needs to guess how deep.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from desireline.errors import FileError
from desireline.sources import limits

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_ZIPPED_OFFICE = ("[Content_Types].xml", "mimetype", "xl/workbook.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to look at: `path` on disk and, when it stands in a zip archive, its name there."""

    path: Path
    shown: str
    size: int
    member: str | None = None


@dataclass(slots=True, kw_only=True)
class Expansion:
    """What the paths hold: files in order, errors, and what was passed over."""

    found: list[Found] = field(default_factory=list)
    refused: list[FileError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def expand(paths: Sequence[Path]) -> Expansion:
    """List the files that the paths stand for; folders recursively, by name."""
    expansion = Expansion()
    for path in paths:
        try:
            for found in _walk(Path(path), expansion.ignored):
                _take(found, expansion)
        except FileError as error:
            expansion.refused.append(error)
    return expansion


def _take(found: Found | FileError, expansion: Expansion) -> None:
    if isinstance(found, FileError):
        expansion.refused.append(found)
        return
    try:
        if _is_archive(found.path):
            expansion.found += _members(found, expansion.ignored)
        else:
            expansion.found.append(found)
    except FileError as error:
        expansion.refused.append(error)
    except OSError as error:
        expansion.refused.append(unreadable(found.shown, error))


def _walk(path: Path, ignored: list[str]) -> Iterator[Found | FileError]:
    shown = str(path)
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(shown, error) from error
    if not stat.S_ISDIR(status.st_mode):
        yield _file(path, shown, status)
        return
    seen = 0
    for found in _folder(path, ignored):
        seen += 1
        if seen > limits.MAX_MEMBERS:
            raise FileError(
                shown,
                f"more than {limits.MAX_MEMBERS:,} files",
                hint="Name the folder with the exports, not one above it.",
                code="input.file.too-many",
            )
        yield found
    if not seen:
        raise FileError(
            shown,
            "the folder holds no files" + (" but hidden ones" if ignored else ""),
            hint="Name the folder that your exports are in.",
            code="input.file.none",
        )


def _folder(path: Path, ignored: list[str]) -> Iterator[Found | FileError]:
    """Walk a folder by name, not following links to folders: they may lead round in circles."""
    faults: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=faults.append):
        seen = [name for name in folders if not _hidden(name) or _is_maildir(Path(folder, name))]
        ignored += [str(Path(folder, name)) for name in folders if name not in seen]
        ignored += [str(Path(folder, name)) for name in files if _hidden(name)]
        folders[:] = sorted(seen)
        for name in sorted(files):
            if not _hidden(name):
                yield _entry(Path(folder, name))
    for fault in faults:
        yield unreadable(str(fault.filename or path), fault)


def _entry(path: Path) -> Found | FileError:
    try:
        return _file(path, str(path), path.stat())
    except FileError as error:
        return error
    except OSError as error:
        return unreadable(str(path), error)


def _file(path: Path, shown: str, status: os.stat_result) -> Found:
    if not stat.S_ISREG(status.st_mode):
        raise FileError(
            shown,
            "is neither a file nor a folder (a device, pipe or socket)",
            hint="Name files or folders.",
            code="input.file.kind",
        )
    return Found(path=path, shown=shown, size=status.st_size)


def _is_maildir(folder: Path) -> bool:
    """A mailbox in a mailbox: `.Sent` with `cur` and `new` in it is hidden by its format only."""
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES


def unreadable(shown: str, error: OSError) -> FileError:
    """Say what the system said about a path, with what to do."""
    if isinstance(error, FileNotFoundError):
        return FileError(
            shown,
            "there is no such file or folder",
            hint="Check the spelling; quote names with blanks.",
            code="input.file.missing",
        )
    if isinstance(error, PermissionError):
        return FileError(
            shown,
            "you may not read it",
            hint="Change its permissions, or copy it to a folder of yours.",
            code="input.file.permission",
        )
    return FileError(
        shown,
        f"cannot be opened: {error.strerror or error}",
        hint="Check that the disk is there and the name is right.",
        code="input.file.unreadable",
    )


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(name in _ZIPPED_OFFICE for name in archive.namelist()[:50])
    except zipfile.BadZipFile:
        return not _looks_like_office(path)


def _looks_like_office(path: Path) -> bool:
    with path.open("rb") as file:
        return any(name.encode() in file.read(4096) for name in _ZIPPED_OFFICE)


def _members(found: Found, ignored: list[str]) -> list[Found]:
    try:
        with zipfile.ZipFile(found.path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileError(
            found.shown,
            f"the zip archive is damaged or cut off ({error})",
            hint="Export or download it again.",
            code="input.file.truncated",
        ) from error
    files = [member for member in members if not member.is_dir()]
    _refuse_unsafe(found, members)
    _refuse_bomb(found.shown, files, archive_size=found.size)
    taken: list[Found] = []
    for member in sorted(files, key=lambda one: one.filename):
        shown = f"{found.shown}/{member.filename}"
        if any(_hidden(part) for part in PurePosixPath(member.filename).parts):
            ignored.append(shown)
            continue
        taken.append(
            Found(path=found.path, shown=shown, size=member.file_size, member=member.filename)
        )
    if not taken:
        raise FileError(
            found.shown,
            "the archive holds no files",
            hint="Check what was packed.",
            code="input.file.none",
        )
    return taken


def _refuse_unsafe(found: Found, members: Iterable[zipfile.ZipInfo]) -> None:
    for member in members:
        fault = _unsafe(member)
        if fault is not None:
            raise FileError(
                found.shown,
                fault,
                hint="Nothing was unpacked. Pack the files again with an ordinary tool.",
                place=f"member {member.filename[:200]!r}",
                code="input.file.unsafe",
            )


def _unsafe(member: zipfile.ZipInfo) -> str | None:
    name = (member.orig_filename or member.filename).replace("\\", "/")
    mode = member.external_attr >> 16
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\x00" in name:
        return "a member points outside the archive"
    if stat.S_ISLNK(mode) or stat.S_IFMT(mode) in {stat.S_IFBLK, stat.S_IFCHR, stat.S_IFIFO}:
        return "a member is a link or a device, not a file"
    if member.flag_bits & 0x1:
        return "is locked with a password"
    return None


def _refuse_bomb(shown: str, files: Sequence[zipfile.ZipInfo], *, archive_size: int) -> None:
    unpacked = sum(member.file_size for member in files)
    packed = sum(member.compress_size for member in files)
    refuse_size(shown, unpacked=unpacked, packed=archive_size)
    if len(files) > limits.MAX_ARCHIVED:
        fault = f"holds {len(files):,} files, more than {limits.MAX_ARCHIVED:,}"
    elif packed > archive_size:
        fault = (
            f"its members overlap: they claim {packed:,} bytes of an archive of {archive_size:,}"
        )
    else:
        return
    raise FileError(
        shown,
        fault,
        hint="Nothing was unpacked. Pack the exports again, without anything else.",
        code="input.file.bomb",
    )


def refuse_size(shown: str, *, unpacked: int, packed: int) -> None:
    """Refuse what unpacks to far more than real exports do."""
    ratio = unpacked / max(packed, 1)
    if unpacked > limits.MAX_UNPACKED or (
        unpacked > limits.RATIO_FREE and ratio > limits.MAX_RATIO
    ):
        raise FileError(
            shown,
            f"unpacks to {unpacked / limits.MB:,.0f} MB or more from "
            f"{packed / limits.MB:,.2f} MB: a decompression bomb, or not an export",
            hint=f"Real exports shrink less than {limits.MAX_RATIO} to 1. "
            "Unpack the file yourself if you trust it.",
            code="input.file.bomb",
        )
