"""`desireline webhook add|list|remove`: which tools may send webhooks, and what they sign with."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, say, tell


def register(program: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Webhooks: which tools may send.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(list_)
    group.command("remove")(remove)
    program.add_typer(group, name="webhook")


def add(
    source: Annotated[
        str,
        typer.Argument(help="zendesk, intercom, stripe, shopify, or a name of your own."),
    ],
    workspace: WorkspaceFolder = HERE,
    secret: Annotated[
        str | None,
        typer.Option(
            "--secret",
            help="`-` reads the secret that the tool made from standard input, or asks for it.",
        ),
    ] = None,
    trusted: Annotated[
        bool | None,
        typer.Option(
            "--trusted/--untrusted",
            help="Whether what it says about who is whom counts as a fact.",
            show_default="trusted for the four tools, untrusted for others",
        ),
    ] = None,
) -> None:
    """Let a tool send webhooks. A secret made here is shown once; several are valid at a time."""
    from desireline.app import open_existing
    from desireline.errors import InputError

    if secret not in {None, "-"}:
        raise InputError(
            "A secret on the command line can be seen by others on this computer.",
            hint="Give `--secret -`, then type or pipe it.",
            code="input.webhook",
        )
    given = _read_secret() if secret == "-" else None  # noqa: S105 - the sign for standard input
    with open_existing(workspace) as opened:
        kept, made = opened.add_webhook(source, secret=given, trusted=trusted)
    if given is None:
        tell(made)
        say("Give it to the sender: it is not shown again.")
    say(f"{source} may send to /v1/webhooks/{source} (secret {kept.id}, scheme {kept.scheme}).")


def _read_secret() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Secret", hide_input=True)).strip()
    return sys.stdin.readline().strip()


def list_(workspace: WorkspaceFolder = HERE, as_json: AsJson = False) -> None:
    """List which tools may send. Secrets are not shown."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        secrets = opened.webhooks()
    rows = [
        {"source": one.source, "secret": one.id, "scheme": one.scheme, "trusted": one.trusted}
        for one in secrets
    ]
    if as_json:
        answer_json(rows)
        return
    for row in rows:
        trust = "trusted" if row["trusted"] else "untrusted"
        tell(f"{row['source']}  secret {row['secret']}, {row['scheme']}, {trust}")
    if not rows:
        say("Nobody may send webhooks. Let one: desireline webhook add SOURCE")


def remove(
    source: Annotated[str, typer.Argument(help="As `list` shows it.")],
    secret: Annotated[str, typer.Argument(help="The secret's name, as `list` shows it.")],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Forget a secret: what is signed with it is refused from now on."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        opened.remove_webhook(source, secret)
    say("Removed.")
