"""`desireline guest link|list|revoke`: who joins one map by a link, without an account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, Purpose, RoleName, Url, WorkspaceFolder
from desireline.cli.output import answer_json, say, tell


def register(program: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Guests: who joins one map by a link.", no_args_is_help=True)
    group.command("link")(link)
    group.command("list")(list_)
    group.command("revoke")(revoke)
    program.add_typer(group, name="guest")


def link(
    purpose: Purpose = None,
    role: Annotated[RoleName, typer.Option(help="Up to editor.")] = RoleName.viewer,
    hours: Annotated[int, typer.Option(min=1, max=24 * 90, help="How long it opens.")] = 24 * 7,
    workspace: WorkspaceFolder = HERE,
    url: Url = "http://127.0.0.1:8100/",
) -> None:
    """Print a link by which guests join one map."""
    from desireline.app import open_existing

    if role is RoleName.owner:
        raise typer.BadParameter("a guest is viewer, commenter or editor")
    with open_existing(workspace) as opened:
        _, secret = opened.signing.make_ticket(
            "guest",
            by="command line",
            role=role.value,
            map=opened.map(purpose).id,
            seconds=hours * 3600,
        )
    tell(f"{url}#guest={secret}")


def list_(
    purpose: Purpose = None, workspace: WorkspaceFolder = HERE, as_json: AsJson = False
) -> None:
    """List the links that open a map; what is secret of them is not kept."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        rows = opened.signing.tickets("guest", map=opened.map(purpose).id)
    told = [
        {
            "id": row.id,
            "role": row.role,
            "map": row.map,
            "expires_at": datetime.fromtimestamp(row.expires_us / 1e6, tz=UTC).isoformat(),
        }
        for row in rows
    ]
    if as_json:
        answer_json(told)
        return
    for one in told:
        tell(f"{one['id']}  {one['role']:<10} until {one['expires_at']}")
    if not told:
        say("No link opens this map.")


def revoke(
    link_id: Annotated[str, typer.Argument(help="As `guest list` names it.")],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Revoke a link: its guests leave at once."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        opened.signing.revoke(link_id, "guest")
    say("Revoked.")
