"""What `import` says about each file: what it recognised, read, merged and set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.cli.output import rows, say
from desireline.cli.quality_command import say_bridge, say_untold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desireline.pipeline import FileReport, ImportReport

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks"}
_FEW = 3


def say_import(report: ImportReport) -> None:
    """Print one paragraph a file, then the sum."""
    for file in report.files:
        if not report.passed_over(file):
            _say_file(file)
    beside = [file.path for file in report.files if report.passed_over(file)]
    if beside:
        say(f"- passed over, no format known here: {', '.join(beside)}")
    if report.ignored:
        say(f"- hidden files left alone: {', '.join(report.ignored)}")
    if not any_read(report):  # what was wrong is said: a sum of nothing adds nothing
        return
    say(
        f"{report.accepted:,} events added, {report.duplicates:,} known already"
        + (f", {report.revised:,} corrected" if report.revised else "")
        + (f", {rows(report.quarantined)} set aside (quarantine)" if report.quarantined else "")
        + (f", {report.suppressed:,} rows of erased people left out" if report.suppressed else "")
        + "."
    )


def say_open_lists(report: ImportReport, workspace: Path) -> None:
    """Ask about lists of customer numbers that may be one numbering: one answer settles a whole list."""
    for id_, words in report.open_lists.items():
        say(f"? One numbering or two? {words}")
        say(f"  One: desireline identities --accept {id_} -w {workspace}")
        say(f"  Two: desireline identities --reject {id_} -w {workspace}")


def say_unread(paths: Sequence[str]) -> None:
    """Name the files that count as unread since something that they may have said was taken out."""
    if paths:
        say("These files may have said some of the same events. Import them again, in this order:")
        for path in paths:
            say(f"  {path}")


def any_read(report: ImportReport) -> bool:
    """Whether a file was read, whatever came of it."""
    return any(one.error is None and not report.passed_over(one) for one in report.files)


def _say_file(file: FileReport) -> None:
    if file.error is not None:
        say(f"✗ {file.error['message']}")
        say(f"  {file.error['hint']}")
        return
    what = f"{file.source} ({file.format}" + (f", {file.mapping}" if file.mapping else "") + ")"
    say(f"✓ {file.path}: {what}: {file.rows:,} rows, {file.events:,} events")
    found = _found(file.detected)
    if found:
        say(f"  read as {found}")
    say_untold("  ", unread=file.unread, no_step=file.no_step)
    for warning in file.warnings:
        say(f"  ! {warning}")
    if file.suppressed:
        say(f"  ! {file.suppressed:,} rows belong to people who were erased: left out")
    if file.joined:
        say("  looked up: its rows complete the events of another table")
    elif file.left_out or file.quarantined or file.duplicates or file.revised:
        say_bridge(f"  the bridge: {file.path}", file.bridge)
    if file.quarantined:
        say(f"  ! {rows(file.quarantined)} could not be read: see `desireline quarantine list`")


def _found(detected: dict[str, Any]) -> str:
    """What was detected; columns that were read alike stand together."""
    columns: dict[str, list[str]] = {}
    words: list[str] = []
    for name, value in detected.items():
        what, separator, column = name.partition(" in ")
        if separator:
            columns.setdefault(f"{what} {_short(value)}", []).append(column)
        elif name == "delimiter":
            words.append(f"delimiter {_DELIMITERS.get(value, value)}")
        elif value not in (None, "", False):
            words.append(name if value is True else f"{name} {_short(value)}")
    for what, named in columns.items():
        where = ", ".join(named) if len(named) <= _FEW else f"{len(named)} columns"
        words.append(f"{what}: {where}")
    return "; ".join(words)


def _short(value: object) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return words if len(words) < 80 else words[:77] + "..."
