"""Where the state of a workspace is: in its folder, or in the database that `database.json` there names.

In: a folder, or what somebody wrote.  Out: an address without its password, which is never written down: it is in the
environment, or where PostgreSQL's own programs look (`~/.pgpass`). The file also names the workspace, so that a folder and
a database that do not belong together are told.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from desireline.errors import InputError, WorkspaceError

FILE = "database.json"
PASSWORD = "DESIRELINE_DATABASE_PASSWORD"  # noqa: S105 - the name of a variable
_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_KNOWN = {"schema", "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A database on PostgreSQL."""

    url: URL
    """For the driver; without a password."""
    schema: str | None
    password: str | None

    def __repr__(self) -> str:
        return f"<Address {self.shown}>"

    @property
    def shown(self) -> str:
        """As people may see it: without user and password."""
        port = f":{self.url.port}" if self.url.port else ""
        schema = f", schema {self.schema}" if self.schema else ""
        return (
            f"postgresql://{self.url.host or 'localhost'}{port}/{self.url.database or ''}{schema}"
        )

    @property
    def written(self) -> str:
        """As `database.json` keeps it."""
        more = {} if self.schema is None else {"schema": self.schema}
        url = self.url.set(drivername="postgresql").update_query_dict(more)
        return url.render_as_string(hide_password=False)


def read_address(written: str) -> Address:
    """Read what somebody wrote: postgresql://USER@HOST:5432/DATABASE?schema=NAME.

    Raises:
        InputError: it is none; the message does not repeat it, because a password may stand in it.
    """
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise _wrong("cannot be read") from None
    if url.drivername not in _SCHEMES:
        raise _wrong("is not of PostgreSQL")
    if unknown := sorted(url.query.keys() - _KNOWN):
        raise _wrong(f"has the unknown settings {', '.join(unknown)}")
    schema = url.query.get("schema")
    if schema is not None and not (isinstance(schema, str) and _SCHEMA.fullmatch(schema)):
        raise _wrong("names a schema that is not of small letters, digits and _")
    return Address(
        url=url.set(drivername="postgresql+psycopg")
        .difference_update_query(["schema"])
        ._replace(password=None),
        schema=schema,
        password=url.password or os.environ.get(PASSWORD),
    )


def kept_address(folder: Path) -> tuple[Address, str] | None:
    """The database that a folder names, and the workspace's id; None: the state is in the folder.

    Raises:
        WorkspaceError: the file cannot be read.
    """
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return read_address(str(kept["url"])), str(kept["workspace"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"{folder / FILE} cannot be read.",
            hint="It names the database of this workspace: restore it from a backup.",
            code="workspace.damaged",
        ) from error


def keep_address(folder: Path, address: Address, workspace: str) -> str:
    """Write down where the state is, if nobody did; return the id of the workspace that stands there now."""
    beside = folder / f"{FILE}.{os.getpid()}.tmp"
    content = json.dumps({"url": address.written, "workspace": workspace})
    beside.write_text(content, encoding="utf-8")
    try:
        with contextlib.suppress(FileExistsError):
            os.link(beside, folder / FILE)  # of two who begin at once, one is first
    finally:
        beside.unlink()
    kept = kept_address(folder)
    assert kept is not None
    return kept[1]


def _wrong(found: str) -> InputError:
    return InputError(
        f"The address of the database {found}.",
        hint="Write postgresql://USER@HOST:5432/DATABASE, and the password into "
        f"{PASSWORD}; ?schema=NAME keeps several workspaces apart.",
        code="input.database",
    )
