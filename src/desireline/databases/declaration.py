"""What to ask of which database, declared in the `[query]` table of a TOML file.

In: a file.  Out: a checked `Query` and the rest of the file, which may be a mapping. A password never
stands in the file: the file names the environment variable that holds it.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from desireline.errors import InputError

_KEYS = {"url", "password_env", "sql", "cursor", "overlap", "timeout_s", "name"}
_SCHEMES = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "folder": "folder",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)
_SELECT = re.compile(r"\s*(select|with)\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\binto\s+(outfile|dumpfile|[\"`\w@])|\bfor\s+(update|share)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question to one database."""

    url: SplitResult
    dialect: str
    """postgresql, mysql, sqlite or folder."""
    sql: str
    cursor: str | None
    """Column that grows: rows from its last value on are read the next time."""
    overlap: float | None
    """How far before the last value the next reading begins: seconds, or numbers of a number."""
    timeout_s: float
    password_env: str | None
    name: str
    folder: Path
    """Where relative paths begin."""

    @property
    def shown(self) -> str:
        """The database as people may see it: without user and password."""
        if self.dialect in {"sqlite", "folder"}:
            return f"{self.dialect}:{Path(self.url.path).name} ({self.name})"
        port = f":{self.url.port}" if self.url.port else ""
        return f"{self.dialect}://{self.url.hostname}{port}{self.url.path} ({self.name})"

    @property
    def path(self) -> Path:
        """The file or folder that the url of a sqlite or folder query names."""
        return self.folder / unquote(self.url.path.removeprefix("//") or self.url.netloc)

    @property
    def key(self) -> str:
        """What the cursor is remembered by: another question begins from the start."""
        asked = "|".join(
            (self.dialect, self.url.netloc, self.url.path, self.sql, self.cursor or "")
        )
        return hashlib.sha256(asked.encode()).hexdigest()[:24]

    @property
    def password(self) -> str | None:
        """The password, from the environment.

        Raises:
            InputError: the variable that the file names is not set.
        """
        if self.password_env is None:
            return None
        found = os.environ.get(self.password_env)
        if found is None:
            raise InputError(
                f"{self.shown}: the environment variable {self.password_env} is not set.",
                hint=f"Set it to the password: export {self.password_env}=...",
                code="database.password",
            )
        return found


def load(path: Path) -> tuple[Query, dict[str, Any]]:
    """Read a declaration: the query, and what else stands in the file.

    Raises:
        InputError: the file cannot be read, or says something that cannot be.
    """
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"The declaration {path} cannot be read: {error}.",
            hint="Give a TOML file with a [query] table; docs/how-to/import-from-a-database.md has one.",
            code="database.declaration",
        ) from error
    asked = body.pop("query", None)
    if not isinstance(asked, dict):
        raise _wrong(path, "has no [query] table")
    return _query(path, asked), body


def _query(path: Path, asked: dict[str, Any]) -> Query:
    unknown = sorted(asked.keys() - _KEYS)
    if unknown:
        raise _wrong(path, f"has the unknown keys {', '.join(unknown)} in [query]")
    for key in ("url", "sql"):
        if not isinstance(asked.get(key), str) or not asked[key].strip():
            raise _wrong(path, f"says no {key} in [query]")
    try:
        url = urlsplit(asked["url"])
        _ = url.port
    except ValueError:
        raise _wrong(path, "has a url that cannot be read") from None
    dialect = _SCHEMES.get(url.scheme)
    if dialect is None:
        raise _wrong(path, f"names the database {url.scheme!r}; known are {', '.join(_SCHEMES)}")
    if url.password is not None or "password" in url.query.lower():
        raise InputError(
            f"The declaration {path.name} holds a password in its url.",
            hint="Take it out, change it where it is used, and name an environment variable: "
            'password_env = "SHOP_PASSWORD".',
            code="database.password",
        )
    cursor = asked.get("cursor")
    if cursor is not None and not (isinstance(cursor, str) and _NAME.fullmatch(cursor)):
        raise _wrong(path, f"names the cursor {cursor!r}, which is no plain column name")
    for key in ("overlap", "timeout_s"):
        value = asked.get(key)
        if value is not None and (not isinstance(value, int | float) or value < 0):
            raise _wrong(path, f"has a {key} that is no number of at least 0")
    return Query(
        url=url,
        dialect=dialect,
        sql=one_select(asked["sql"], shown=path.name),
        cursor=cursor,
        overlap=asked.get("overlap"),
        timeout_s=float(asked.get("timeout_s", 300)),
        password_env=asked.get("password_env"),
        name=str(asked.get("name") or path.stem),
        folder=path.resolve().parent,
    )


def one_select(sql: str, *, shown: str) -> str:
    """Check that a statement is one SELECT. The transaction is read-only besides.

    Raises:
        InputError: it is another statement, or several.
    """
    plain = sql.strip().rstrip(";").strip()
    bare = _QUOTED.sub(" ", plain)
    if not _SELECT.match(bare) or ";" in bare or _WRITES.search(bare):
        raise InputError(
            f"The declaration {shown} asks something else than one SELECT: {' '.join(plain.split())[:80]!r}.",
            hint="Write one SELECT (or WITH ... SELECT) that only reads.",
            code="database.statement",
        )
    return plain


def _wrong(path: Path, found: str) -> InputError:
    return InputError(
        f"The declaration {path.name} {found}.",
        hint="docs/how-to/import-from-a-database.md lists the keys of [query].",
        code="database.declaration",
    )
