"""Measure, and print ratios of CPU time: ours against plain DuckDB and, on request, against pm4py.

    python benchmarks/speed/run.py 1M              # everything but CSV and peers
    python benchmarks/speed/run.py 10M --csv --peers
    python benchmarks/speed/run.py 1M 10M          # adds the growth exponent

Every unit runs in a fresh process, in turn, in ONE session; ratios are only formed inside it. The
median of `--repeat` runs counts. Data and environments stay in `benchmarks/.data` and
`benchmarks/.venv-peers`, both outside version control.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from generate import size_of, write

HERE = Path(__file__).parent
DATA = HERE.parent / ".data"
PEERS = HERE.parent / ".venv-peers"
PEER_PACKAGES = ("pm4py==2.7.23.11", "polars==2.1.0", "pyarrow")
UNITS = (
    "scan",
    "sql_map",
    "sql_import_and_map",
    "sql_import_and_map_bounded",
    "imported_and_mapped",
    "kept_map",
    "insights_map",
    "product_map",
    "day_added",
    "few_added",
    "recent_corrected",
    "strewn_corrected",
    "one_erased",
    "rebuilt",
)
CSV_UNITS = ("csv_bulk_load", "csv_imported")
Measured = dict[str, dict[str, Any]]

# name, unit above the line, unit below it, what the figure should be
RATIOS = (
    ("map from the kept steps / raw scan of 4 columns", "kept_map", "scan", "<= 5.5 (goal 4)"),
    ("the same with intervals (insights) / raw scan of 4 columns", "insights_map", "scan", "no goal set"),
    ("plain window SQL / map from the kept steps", "sql_map", "kept_map", ">= 5 (goal 8)"),
    ("plain window SQL / the same with intervals", "sql_map", "insights_map", "no goal set"),
    ("pm4py (transitions, variants) / whole map from the kept steps", "pm4py", "kept_map", ">= 8 (goal 12)"),
    ("first map through import / plain window SQL that keeps nothing", "imported_and_mapped", "sql_map", "<= 1.3"),
    ("the same, texts kept but not read", "imported_and_mapped, no texts read", "sql_map", "no goal set"),
    ("first map through import / the same work in plain SQL", "imported_and_mapped", "sql_import_and_map", "<= 1.3"),
    ("the same, texts kept but not read", "imported_and_mapped, no texts read", "sql_import_and_map", "<= 1.3"),
    ("first map through import / the same work in plain SQL within the same memory", "imported_and_mapped", "sql_import_and_map_bounded", "no goal set"),
    ("the same, texts kept but not read", "imported_and_mapped, no texts read", "sql_import_and_map_bounded", "no goal set"),
    ("one more day / rebuild", "day_added", "rebuilt", "<= 0.08 (goal 0.04)"),
    ("typed bulk load / CSV import, all derived", "csv_bulk_load", "csv_imported", ">= 0.6"),
    ("typed bulk load / CSV into the log: checked, deduplicated, sorted", "csv_bulk_load", "csv_imported, log alone", ">= 0.6"),
)  # fmt: skip


def main() -> None:
    options = _options()
    everything: dict[str, Measured] = {}
    for size in options.sizes:
        folder = DATA / size
        write(size_of(size), folder, csv=options.csv)
        everything[size] = _measure(folder, options)
        _print(size, everything[size])
    if len(options.sizes) > 1:
        _print_growth(options.sizes, everything)
        _print_additions(options.sizes, everything)
    failed = [unit for found in everything.values() for unit in found if "error" in found[unit]]
    sys.exit(1 if failed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sizes", nargs="+", help="1M, 10M, 100M")
    parser.add_argument("--csv", action="store_true", help="also measure CSV")
    parser.add_argument("--peers", action="store_true", help="also pm4py, in a venv of its own")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="these units")
    return parser.parse_args()


def _measure(folder: Path, options: argparse.Namespace) -> Measured:
    units = [*UNITS, *(CSV_UNITS if options.csv else ())]
    commands = {unit: [sys.executable, str(HERE / "units.py"), unit] for unit in units}
    if options.peers:
        commands["pm4py"] = [str(_peers()), str(HERE / "pm4py_unit.py")]
    chosen = {u: c for u, c in commands.items() if not options.only or u in options.only}
    runs: dict[str, list[dict[str, Any]]] = {unit: [] for unit in chosen}
    for _ in range(options.repeat):
        for unit, command in chosen.items():
            runs[unit].append(_run([*command, str(folder), str(folder / "workspace")]))
    found = {unit: _median(of_unit) for unit, of_unit in runs.items()}
    return found | {name: run for unit in found for name, run in _parts(unit, found[unit])}


def _parts(unit: str, run: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The CPU of a unit without reading texts, and of its log alone, where the unit says so."""
    if "cpu_texts" not in run:
        return []
    return [
        (f"{unit}, no texts read", {"cpu": run["cpu"] - run["cpu_texts"]}),
        (f"{unit}, log alone", {"cpu": run["cpu_log"]}),
    ]


def _run(command: list[str]) -> dict[str, Any]:
    print("  " + " ".join(Path(part).name for part in command[1:4]), file=sys.stderr, flush=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1:] or ["?"]}
    return json.loads(done.stdout.splitlines()[-1])


def _median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    bad = [run for run in runs if "error" in run]
    if bad:
        return bad[0]
    middle = sorted(runs, key=lambda run: run["cpu"])[(len(runs) - 1) // 2]
    return middle | {"peak": max(run["peak"] for run in runs)}


def _peers() -> Path:
    """Create the peers' environment on first use."""
    python = PEERS / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PEER_PACKAGES], check=True)
    return python


def _print(size: str, found: Measured) -> None:
    load = statistics.median(run["load"] for run in found.values() if "load" in run)
    print(f"\n## {size} events (load of the machine {load:.1f})\n")
    print(
        "| unit | CPU s | wall s | wall / CPU | peak MB | + child MB |\n|---|---|---|---|---|---|"
    )
    for unit, run in found.items():
        if "error" in run:
            print(f"| {unit} | failed: {run['error']} |||||")
            continue
        if "wall" not in run:
            print(f"| {unit} | {run['cpu']:.2f} |||||")
            continue
        share = run["wall"] / run["cpu"]
        print(
            f"| {unit} | {run['cpu']:.2f} | {run['wall']:.2f} | {share:.2f} "
            f"| {run['peak']:.0f} | {run['peak_child']:.0f} |"
        )
    print("\n| ratio of CPU time | measured | wanted |\n|---|---|---|")
    for name, above, below, wanted in RATIOS:
        if all("cpu" in found.get(unit, {}) for unit in (above, below)):
            print(f"| {name} | {found[above]['cpu'] / found[below]['cpu']:.3g} | {wanted} |")
    _compare(found)


def _compare(found: Measured) -> None:
    """One more day must give the same answers as a rebuild."""
    day, whole = (found.get(unit, {}).get("answer") for unit in ("day_added", "rebuilt"))
    if day and whole:
        same = "the same answers" if day[1] == whole[1] else f"OTHER ANSWERS: {day[1]} {whole[1]}"
        print(f"\nOne more day and a rebuild give {same}.")


def _print_growth(sizes: list[str], everything: dict[str, Measured]) -> None:
    small, large = sizes[0], sizes[-1]
    factor = math.log10(size_of(large) / size_of(small))
    print(
        f"\n## Growth exponent {small} to {large} (wanted <= 1.08)\n\n| unit | exponent |\n|---|---|"
    )
    for unit, run in everything[large].items():
        before = everything[small].get(unit, {})
        if "cpu" in run and "cpu" in before:
            print(f"| {unit} | {math.log10(run['cpu'] / before['cpu']) / factor:.2f} |")


def _print_additions(sizes: list[str], everything: dict[str, Measured]) -> None:
    """What adding costs as the workspace grows: a day grows with it, a thousand events do not."""
    units = ("day_added", "few_added", "one_erased", "imported_and_mapped")
    print(f"\n## Adding to a workspace, CPU s\n\n| events kept | {' | '.join(units)} |")
    print("|---" * (len(units) + 1) + "|")
    for size in sizes:
        spent = (everything[size].get(unit, {}).get("cpu") for unit in units)
        told = ("" if cpu is None else f"{cpu:.2f}" for cpu in spent)
        print(f"| {size} | {' | '.join(told)} |")


if __name__ == "__main__":
    main()
