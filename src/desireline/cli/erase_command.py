"""`desireline erase CUSTOMER`: one person leaves the workspace, with a certificate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, paused, progress, say
from desireline.errors import InputError

if TYPE_CHECKING:
    from desireline.workspace import Plan


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("erase")(erase)


def erase(
    customer: Annotated[
        str,
        typer.Argument(help="A customer_id, a subject, or an identifier: email:ann@example.com."),
    ],
    workspace: WorkspaceFolder = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Save the certificate as JSON.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Erase one customer from everything, for good; an import does not bring them back."""
    from desireline.app import open_existing

    def confirm(plan: Plan) -> bool:
        return yes or _ask(plan)

    with open_existing(workspace) as opened, progress() as listen:
        result = opened.erase(customer, dry_run=dry_run, confirm=confirm, listener=listen)
    if result.certificate is None:
        if as_json and result.plan is not None:
            answer_json(result.plan.as_dict())
        elif dry_run and result.plan is not None:
            say_plan(result.plan)
        if not dry_run:
            say("Nothing was erased.")
        return
    if output is not None:
        _save(result.certificate, output)
    if as_json:
        answer_json(result.certificate)
    else:
        say_certificate(result.certificate, before=result.plan is None)


def say_plan(plan: Plan) -> None:
    """Say who it is and what would go, without naming anybody."""
    found = plan.as_dict()
    say(f"{found['customer_id']}: {found['events']:,} events under {_counts(found['subjects'])}.")
    say("These rows would go for good:")
    for name, rows in found["removed"].items():
        say(f"  {name}: {rows:,}")
    for name, rows in found["masked"].items():
        say(f"  {name}: {rows:,} rows of others name this person, and are masked")
    if found["quotes_on_maps"]:
        say(f"  maps: {found['quotes_on_maps']} quotes")
    _say_what_stays(found)


def _say_what_stays(found: dict[str, Any]) -> None:
    if found["shared_identifiers"]:
        say(f"Shared with other customers, so it stays: {_counts(found['shared_identifiers'])}.")
    if found["related_customers"]:
        others = ", ".join(found["related_customers"][:10])
        say(f"Other records name the same order or ticket; look at them too: {others}.")
    if found["mentions_in_recipe"]:
        say(f"recipe.toml names this person in {found['mentions_in_recipe']} lines: edit it.")
    if found["not_looked_at"]:
        say(f"Not Desireline's files, not looked at: {', '.join(found['not_looked_at'])}.")


def _counts(kinds: dict[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in kinds.items())


def _ask(plan: Plan) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(
            "Nobody is there to confirm the erasure.",
            hint="Look with --dry-run, then repeat with --yes.",
            code="erase.unconfirmed",
        )
    with paused():
        say_plan(plan)
        return typer.confirm("Erase this customer for good?", err=True)


def say_certificate(certificate: dict[str, Any], *, before: bool) -> None:
    """Say what was done, and what no program can do."""
    say(f"Erased{' already' if before else ''} on {certificate.get('erased_at', 'this moment')}.")
    for name, rows in certificate["removed"].items():
        say(f"  {name}: {rows:,} rows removed")
    for name, rows in certificate["masked_in_rows_of_others"].items():
        say(f"  {name}: {rows:,} rows of others masked")
    say(f"  {certificate['tombstones']} keyed hashes keep this person out of later imports")
    say("Not reached:")
    for words in certificate["not_reached"]:
        say(f"  {words}")
    say(f"Certificate {certificate['id']}, sha256 {certificate.get('sha256', '')}")


def _save(certificate: dict[str, Any], path: Path) -> None:
    try:
        path.write_text(json.dumps(certificate, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise InputError(
            f"The person is erased, but {path} cannot be written: {error.strerror or error}.",
            hint="Run the same command with another -o: the certificate is kept.",
            code="export.not-writable",
        ) from error
