"""`desireline token create|list|revoke`: who may send events and notes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, RoleName, WorkspaceFolder
from desireline.cli.output import answer_json, say, tell


def register(program: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Tokens: who may send events and notes.", no_args_is_help=True)
    group.command("create")(create)
    group.command("list")(list_)
    group.command("revoke")(revoke)
    program.add_typer(group, name="token")


def create(
    name: Annotated[str, typer.Argument(help="Who or what will use it.")],
    workspace: WorkspaceFolder = HERE,
    scope: Annotated[
        str, typer.Option("--for", help="events, notes, all (of the two), or api.")
    ] = "events",
    trusted: Annotated[
        bool,
        typer.Option(
            "--trusted",
            help="What its holder says about who is whom counts as a fact. For your own servers only.",
        ),
    ] = False,
    role: Annotated[
        RoleName | None, typer.Option(help="Of a token for the API: what it may do.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="How long it opens anything.")] = None,
) -> None:
    """Make a token. It is shown once: only a fingerprint is kept."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        secret = opened.make_token(
            name,
            scope=scope,
            trusted=trusted,
            role=None if role is None else role.value,
            days=days,
        )
    tell(secret)
    say("Keep it: it is not shown again.")
    if scope in {"notes", "all"}:
        say(f"Link to the form for notes: http://127.0.0.1:8100/note#key={secret}")


def list_(workspace: WorkspaceFolder = HERE, as_json: AsJson = False) -> None:
    """List the tokens by the beginning that you know them by."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        tokens = opened.tokens()
    rows = [
        {
            "token": f"{one.prefix}...",
            "name": one.name,
            "for": one.scope,
            "trusted": one.trusted,
            "role": one.role,
            "expires": None if one.expires_us is None else _when(one.expires_us),
            "created": _when(one.created_us),
            "revoked": None if one.revoked_us is None else _when(one.revoked_us),
        }
        for one in tokens
    ]
    if as_json:
        answer_json(rows)
        return
    for row in rows:
        state = f"revoked {row['revoked']}" if row["revoked"] else f"since {row['created']}"
        trust = ", trusted" if row["trusted"] else ""
        tell(f"{row['token']}  {row['name']}  for {row['for']}{trust}, {state}")
    if not rows:
        say("There are no tokens. Make one: desireline token create NAME")


def revoke(
    token: Annotated[str, typer.Argument(help="The token, or its beginning as `list` shows it.")],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Make a token useless, within a second."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        opened.revoke_token(token.removesuffix("..."))
    say("Revoked.")


def _when(us: int) -> str:
    return datetime.fromtimestamp(us / 1e6, tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
