"""`desireline mapping propose FILE` and `mapping test MAPPING FILE...`: tables that nobody has described."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desireline.cli.options import Answers, AsJson, parse_answers
from desireline.cli.output import answer_json, asker, say, tell

if TYPE_CHECKING:
    from desireline.pipeline import Proposed, Trial

mapping = typer.Typer(
    name="mapping", help="Propose, keep and try mapping files for unknown tables.",
    no_args_is_help=True,
)  # fmt: skip
_SHOWN = 14


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.add_typer(mapping)


@mapping.command("propose")
def propose(
    files: Annotated[list[Path], typer.Argument(help="Tables: CSV, XLSX, Parquet, JSON.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Where to keep the mapping; for one file."),
    ] = None,
    answer: Answers = None,
    as_json: AsJson = False,
) -> None:
    """Say what each column is, how sure that is and why; show the first events; keep the mapping."""
    from desireline.app import propose_mapping

    if output is not None and len(files) > 1:
        raise typer.BadParameter("-o keeps the mapping of one file")
    found = [
        propose_mapping(
            file,
            answers=parse_answers(answer),
            ask=None if as_json else asker(),
            name=_name(output or file),
        )
        for file in files
    ]
    if output is not None and found[0].toml:
        _keep(output, found[0].toml)
    if as_json:
        answer_json([one.as_dict() for one in found])
        return
    for one in found:
        _say_proposed(one)
    if output is not None and found[0].toml:
        say(f"Kept in {output}. Next: desireline mapping test {output} {files[0]}")
    elif output is None and found[0].toml:
        tell(found[0].toml, nl=False)


@mapping.command("test")
def try_(
    mapping_file: Annotated[Path, typer.Argument(help="A mapping file.", exists=True)],
    files: Annotated[list[Path], typer.Argument(help="Files, folders or archives.")],
    answer: Answers = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 1 when rows would be set aside.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read files with a mapping and keep nothing: counts, first events, problems."""
    from desireline.app import try_mapping

    trial = try_mapping(mapping_file, *files, answers=parse_answers(answer))
    if as_json:
        answer_json(trial.as_dict())
    else:
        _say_trial(trial)
    if any(file.error for file in trial.files):
        raise typer.Exit(2)
    if strict and trial.lost:
        raise typer.Exit(1)


def _name(path: Path) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", path.name.split(".")[0].lower()).strip("-")
    return plain or "my-table"


def _keep(path: Path, text: str) -> None:
    """Write the mapping; one that stands there already gets the next version's number."""
    if path.exists():
        old = re.search(r"^version = (\d+)$", path.read_text("utf-8"), re.MULTILINE)
        version = int(old[1]) + 1 if old else 2
        path.replace(path.with_name(f"{path.name}.before"))
        text = re.sub(r"^version = 1$", f"version = {version}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def _say_proposed(found: Proposed) -> None:
    if found.shape == "known":
        say(f"{found.path}: known already, as {found.mapping or found.format}: no mapping needed.")
    else:
        say(f"{found.path}: {_SHAPES[found.shape]}")
    for role, columns in _by_role(found.columns).items():
        first = columns[0]
        names = ", ".join(one["column"] or "no column" for one in columns[:6])
        more = f" and {len(columns) - 6} more" if len(columns) > 6 else ""
        say(f"  {role}: {names}{more} ({first['confidence']:.0%})")
        say(f"    {first['reason']}")
    for question in found.questions:
        say(f"  ? {question['asked']} --answer {question['key']}=... ({question['free']})")
    for words in found.warnings:
        say(f"  ! {words}")
    if found.unused:
        names = ", ".join(found.unused[:_SHOWN]) + (" ..." if len(found.unused) > _SHOWN else "")
        say(f"  kept as attributes: {names}")
    if found.preview is not None:
        _say_trial(found.preview)


_SHAPES = {
    "events": "each row is something that happened",
    "survey": "each row is one person's answers, side by side",
    "snapshot": "each row is one customer's state on one day",
    "steps": "each row is one thing, and each of its times a step",
    "relations": "each row is one contract or account: when it began, and when it ended",
}


def _by_role(columns: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in columns:
        name = one["role"]
        if "scale" in one:
            scale = one["scale"]
            none = ", ".join(scale.get("not_applicable", ()))
            name += f" {scale['worst']} to {scale['best']}" + (
                f", no answer: {none}" if none else ""
            )
        found.setdefault(name, []).append(one)
    return found


def _say_trial(trial: Trial) -> None:
    for file in trial.files:
        if file.error is not None:
            say(f"✗ {file.error['message']}")
            say(f"  {file.error['hint']}")
            continue
        rows = file.bridge["rows"]
        say(
            f"✓ {file.path}: {rows['read']:,} rows = {rows['gave_events']:,} that give "
            f"{file.events:,} events + {rows['quarantined']:,} set aside + "
            f"{rows['left_out']:,} left out"
        )
        for words in file.warnings:
            say(f"  ! {words}")
    for one in trial.lost:
        where = f", line {one['line']}" if one["line"] else ""
        say(f"  ! {one['rows']:,} rows: {one['reason']}{where}: {one['example']}")
    say(f"{trial.subjects:,} people, {trial.ratings:,} ratings; the first events:")
    for event in trial.first:
        say("  " + "  ".join(f"{name} {value}" for name, value in event.items()))
