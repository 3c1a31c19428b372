"""The program `desireline`: its commands, and how errors and Ctrl-C end it."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from types import FrameType
from typing import NoReturn

import typer

from desireline.cli import (
    audit_command,
    comment_command,
    compare_command,
    demo_command,
    erase_command,
    export_command,
    gazetteer_command,
    guest_command,
    identities_command,
    import_command,
    imports_command,
    init_command,
    insights_command,
    label_command,
    listen_command,
    map_command,
    mapping_command,
    member_command,
    move_database_command,
    note_command,
    quality_command,
    quarantine_command,
    questions_command,
    sample_command,
    serve_command,
    status_command,
    subject_command,
    token_command,
    topics_command,
    webhook_command,
    whatif_command,
    workshop_command,
)
from desireline.cli.output import say_error
from desireline.errors import CancelledError, DesirelineError

program = typer.Typer(
    name="desireline",
    help="The journey map that your own data draws. Nothing leaves this computer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for register in (
    demo_command,
    map_command,
    init_command,
    import_command,
    imports_command,
    mapping_command,
    quality_command,
    quarantine_command,
    status_command,
    insights_command,
    compare_command,
    whatif_command,
    identities_command,
    gazetteer_command,
    label_command,
    listen_command,
    questions_command,
    topics_command,
    export_command,
    erase_command,
    subject_command,
    note_command,
    serve_command,
    move_database_command,
    member_command,
    guest_command,
    comment_command,
    token_command,
    webhook_command,
    workshop_command,
    audit_command,
    sample_command,
):
    register.register(program)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"desireline {version('desireline')}")
        raise typer.Exit


@program.callback()
def _options(
    _show_version: bool = typer.Option(
        False,  # noqa: FBT003
        "--version",
        callback=_version,
        is_eager=True,
        help="Print the version.",
    ),
) -> None:
    pass


def main() -> None:
    """Run the program and end the process with its exit code."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        code = program(standalone_mode=False)
    except DesirelineError as error:
        if isinstance(error, CancelledError):
            sys.exit(130)
        say_error(error)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("\nStopped. What was committed stays; run the same command to go on.\n")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last door: a user never sees a traceback
        _end_unexpectedly(error)
    sys.exit(code if isinstance(code, int) else 0)  # what a command raised as typer.Exit


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Ctrl-C stops the work, but never inside an import: a half-imported library cries on its own."""
    inner = frame
    while inner is not None:
        if inner.f_code.co_filename.startswith("<frozen importlib"):
            later = threading.Timer(0.05, _thread.interrupt_main)
            later.daemon = True
            later.start()
            return
        inner = inner.f_back
    signal.default_int_handler(number, frame)


def _end_unexpectedly(error: Exception) -> NoReturn:
    if _is_usage(error):
        error.show()  # type: ignore[attr-defined]
        sys.exit(2)
    if os.environ.get("DESIRELINE_DEBUG"):
        raise error
    sys.stderr.write(
        f"A fault of Desireline's own: {type(error).__name__}: {error}\n"
        "Nothing was half done. Please report it, with what DESIRELINE_DEBUG=1 prints.\n"
    )
    sys.exit(2)


def _is_usage(error: Exception) -> bool:
    """Wrong options are typer's own errors, which know how to show themselves."""
    return hasattr(error, "show") and hasattr(error, "exit_code")
