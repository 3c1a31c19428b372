"""The command line: one file per command; parse, call, print.

Heavy libraries are imported inside the commands, so that `--help` answers at once. Exit codes:
0 done, 1 done but with rows in quarantine when `--strict` was asked for, 2 could not run,
130 stopped by Ctrl-C.
"""

from __future__ import annotations

from desireline.cli.program import main

__all__ = ["main"]
