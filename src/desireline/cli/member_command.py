"""`desireline member list|invite|link|role|remove` and `desireline sign-in`: who may sign in."""

from __future__ import annotations

from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, RoleName, Url, WorkspaceFolder
from desireline.cli.output import answer_json, say, tell

_BASE = "http://127.0.0.1:8100/"


def register(program: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Members: who may sign in, with which role.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("invite")(invite)
    group.command("link")(link)
    group.command("role")(role_)
    group.command("remove")(remove)
    program.add_typer(group, name="member")
    program.command("sign-in")(sign_in)


def list_(workspace: WorkspaceFolder = HERE, as_json: AsJson = False) -> None:
    """List the members."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        members = opened.members.all()
    if as_json:
        answer_json(
            [{"id": m.id, "name": m.name, "email": m.email, "role": m.role} for m in members]
        )
        return
    for one in members:
        tell(f"{one.role:<10} {one.name}  {one.email or 'at this computer only'}")
    if not members:
        say("There are no members yet: the first one is made by `desireline serve`.")


def invite(
    email: Annotated[str, typer.Argument(help="Address of whom you invite.")],
    role: Annotated[RoleName, typer.Option(help="What they may do.")] = RoleName.viewer,
    workspace: WorkspaceFolder = HERE,
    url: Url = _BASE,
) -> None:
    """Invite somebody: prints a link that works once, for a week."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        _, secret = opened.invite(email, role=role.value)
    tell(f"{url}#invitation={secret}")


def link(
    email: Annotated[str, typer.Argument(help="Address of the member.")],
    workspace: WorkspaceFolder = HERE,
    url: Url = _BASE,
) -> None:
    """Print a link by which a member sets a new password: it works once, for half an hour."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        member = opened.members.by_email(email)
        _, secret = opened.signing.make_ticket("password", by="command line", member=member.id)
    tell(f"{url}#password={secret}")


def role_(
    email: Annotated[str, typer.Argument(help="Address of the member.")],
    role: Annotated[RoleName, typer.Argument(help="What they may do from now on.")],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Change what a member may do; it ends their sessions."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        opened.members.change(opened.members.by_email(email).id, role=role.value)
    say("Done.")


def remove(
    email: Annotated[str, typer.Argument(help="Address of the member.")],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Remove a member and end their sessions."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        opened.members.remove(opened.members.by_email(email).id)
    say("Removed.")


def sign_in(workspace: WorkspaceFolder = HERE, url: Url = _BASE) -> None:
    """Print a link that signs an owner in: it works once, for ten minutes."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        _, secret = opened.sign_in_link()
    tell(f"{url}#sign-in={secret}")
