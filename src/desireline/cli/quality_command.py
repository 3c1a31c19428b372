"""`desireline quality`: what to know about the data before believing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, few, rows, say

if TYPE_CHECKING:
    from desireline.pipeline import QualityReport

_FEW = 12


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("quality")(quality)


def quality(workspace: WorkspaceFolder = HERE, as_json: AsJson = False) -> None:
    """Rows that add up, what was set aside and why, odd clocks, gaps, robots, fixed timers."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        report = opened.quality()
    if as_json:
        answer_json(report.as_dict())
    else:
        _say(report)


def _say(report: QualityReport) -> None:
    for file in report.files:
        say_bridge(file["path"], file["bridge"])
        say_untold("  ", unread=file["unread"], no_step=file["no_step"])
    for one in report.quarantined:
        where = f", line {one['line']}" if one["line"] else ""
        say(f"! set aside: {rows(one['rows'])} of {one['file']}{where}: {one['reason']}")
        say(f"    {one['example']}")
    for one in report.clocks:
        count = f"{one['rows']:,} " if one["rows"] else ""
        say(f"! clock: {count}{one['what']}" + (f" ({one['path']})" if one["path"] else ""))
    for one in report.sources:
        absent = ", ".join(f"{n} {share:.0%}" for n, share in one["missing"].items() if share > 0)
        say(f"{one['source']}: {one['events']:,} events, {one['subjects']:,} subjects, "
            f"{one['late']:,} came late; missing: {absent or 'nothing'}")  # fmt: skip
    _say_coverage(report.coverage)
    for one in report.suspects:
        say(
            f"! {one['kind']}: {one['subjects']:,} subjects, {one['events']:,} events: {one['why']}"
        )
    for one in report.fixed_timers:
        say(f"! fixed timer in {one['source']}: {one['before']} > {one['after']} is {one['hours']:g} h in "
            f"{one['share']:.0%} of {one['n']:,}: a rule, not a wait")  # fmt: skip
    for one in report.damaged_ids:
        say(f"! ids: {one['path']}: {one['words']}")


def say_bridge(path: str, bridge: dict[str, dict[str, int]]) -> None:
    """Print the two sums of one file."""
    if not bridge:
        return
    rows, events = bridge["rows"], bridge.get("events")
    say(f"{path}: {rows['read']:,} rows read = {rows['gave_events']:,} gave events + "
        f"{rows['quarantined']:,} set aside + {rows['left_out']:,} left out")  # fmt: skip
    if events:
        say(f"  {events['made']:,} events made = {events['accepted']:,} new + {events['duplicates']:,} "
            f"known + {events['revised']:,} corrected + {events['quarantined']:,} set aside")  # fmt: skip


def say_untold(before: str, *, unread: list[str], no_step: list[str]) -> None:
    """Print which columns of a file are on no map: those that nothing reads, and times of which no step is made."""
    if unread:
        say(f"{before}not read: {few(unread, _FEW)}")
    times = [name for name in no_step if name not in unread]
    if times:
        say(f"{before}kept, but no step is made of these times: {few(times, _FEW)}")


def _say_coverage(coverage: list[dict[str, Any]]) -> None:
    channels: dict[str, list[dict[str, Any]]] = {}
    for one in coverage:
        channels.setdefault(one["channel"], []).append(one)
    for channel, months in channels.items():
        last = ", ".join(f"{one['month']} {one['events']:,}" for one in months[-_FEW:])
        say(f"  {channel}: {len(months)} months: {last}")
