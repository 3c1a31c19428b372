"""Opening a found file: bytes as they would stand on disk unpacked, counted against the limits.

In: a path, perhaps a member of a zip archive, perhaps gzip or bzip2.  Out: its first bytes, or a
plain file in a folder of ours. Damage and bombs are `FileError`s; the size is what really came out,
not what the archive says of itself.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import IO, cast

from desireline.errors import FileError
from desireline.sources import limits
from desireline.sources.files import refuse_size, unreadable

_CHUNK = 1 << 20
_DAMAGE = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


def compression_of(head: bytes) -> str | None:
    """Tell gzip and bzip2 by their first bytes."""
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    return "bz2" if head.startswith(b"BZh") and head[4:10] == b"1AY&SY" else None


@contextlib.contextmanager
def opened(
    path: Path, shown: str, *, member: str | None, compression: str | None
) -> Generator[IO[bytes]]:
    """Open the unpacked bytes of a file.

    Raises:
        FileError: it cannot be opened, or is damaged or cut off.
    """
    with contextlib.ExitStack() as stack:
        try:
            raw: IO[bytes]
            if member is None:
                raw = stack.enter_context(path.open("rb"))
            else:
                archive = stack.enter_context(zipfile.ZipFile(path))
                raw = stack.enter_context(archive.open(member))
            yield _decompressed(raw, compression)
        except _DAMAGE as error:
            raise FileError(
                shown,
                f"the compressed file is damaged or cut off ({error})",
                hint="Export or download it again.",
                code="input.file.truncated",
            ) from error
        except (NotImplementedError, RuntimeError, KeyError) as error:
            raise FileError(
                shown,
                f"the archive cannot be unpacked ({error})",
                hint="Unpack it yourself and import the files.",
                code="input.file.archive",
            ) from error
        except OSError as error:
            # bz2 tells damage as an OSError without a number
            if error.errno is None:
                raise FileError(
                    shown,
                    f"the compressed file is damaged or cut off ({error})",
                    hint="Export or download it again.",
                    code="input.file.truncated",
                ) from error
            raise unreadable(shown, error) from error


def _decompressed(raw: IO[bytes], compression: str | None) -> IO[bytes]:
    if compression == "gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if compression == "bz2":
        return cast("IO[bytes]", bz2.BZ2File(raw))
    return raw


def unpack(
    path: Path,
    shown: str,
    target: Path,
    *,
    member: str | None,
    compression: str | None,
    packed: int,
    progress: Callable[[int], None],
) -> Path:
    """Write the unpacked bytes to `target`, stopping where they pass the limits.

    Args:
        path: the file on disk.
        shown: its name in messages.
        target: where to write.
        member: name in the zip archive.
        compression: `gz`, `bz2` or None.
        packed: compressed size, for the ratio.
        progress: told how many bytes were written so far.
    """
    done = 0
    with (
        opened(path, shown, member=member, compression=compression) as source,
        target.open("wb") as out,
    ):
        while chunk := source.read(_CHUNK):
            done += len(chunk)
            refuse_size(shown, unpacked=done, packed=packed)
            if done > limits.MAX_UNPACKED:
                break
            out.write(chunk)
            progress(done)
    return target
