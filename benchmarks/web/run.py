"""The web app's figures in one command: a large map in the browser, fifty editors, answers under load.

    python benchmarks/web/run.py [--only editors canvas served] [--events 1M] [--cards 5000] [--seconds 15]

Absolutes belong to the machine, whose calibration is printed; goals on CPU, on growth and on the ratio to a bare baseline are
gates: the exit code is 1 where one is missed. Goals marked (wall) say so: on a machine that others use they say little.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "speed")]

import canvas  # noqa: E402
import editors  # noqa: E402
import served as under_load  # noqa: E402
from bench import calibration, served  # noqa: E402
from generate import size_of, write  # noqa: E402

import desireline as dl  # noqa: E402


def _board(path: Path, cards: int) -> Path:
    """A workshop's table: fifty stages, lanes of many kinds, several cards in each cell."""
    lanes = [
        "Thinks",
        "Actions",
        "Pains",
        "Delights",
        "Needs",
        "Ideas",
        "Front stage",
        "Back stage",
        "Systems",
        "Owners",
    ]
    stages, rows = 50, len(lanes)
    each = cards // (stages * rows)
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["", *(f"Stage {one}" for one in range(stages))])
        for lane in lanes:
            table.writerow(
                [
                    lane,
                    *(
                        "\n".join(
                            f"{lane} {one}.{n}: something that people said" for n in range(each)
                        )
                        for one in range(stages)
                    ),
                ]
            )
    return path


def _small(folder: Path) -> Path:
    rows = [f"c{one},{event},2025-03-0{1 + one}\n" for one in range(8) for event in ("a", "b")]
    (folder / "log.csv").write_text("customer,event,when\n" + "".join(rows))
    with dl.open(folder / "small") as workspace:
        workspace.add(folder / "log.csv")
        workspace.maps()
    return folder / "small"


def _editors(folder: Path, options: Any) -> list[str]:
    with dl.open(_small(folder)) as workspace:
        map_id = workspace.maps()[0].id
    with served(folder / "small") as server:
        return editors.measure(server, map_id, options)


def _canvas(folder: Path, options: Any) -> list[str]:
    workspace_folder = folder / "large"
    with dl.open(workspace_folder) as workspace:
        map_id = workspace.bring_map(_board(folder / "board.csv", options.cards)).id
    with served(workspace_folder) as server:
        return canvas.measure(server, map_id, options.cards)


def _served(folder: Path, options: Any) -> list[str]:
    built = options.workspace or folder / "many"
    if options.workspace is None:
        write(options.events, folder)
    began = time.perf_counter()
    with dl.open(built) as workspace:
        if options.workspace is None:
            workspace.add(folder / "base.parquet", mapping=HERE.parent / "speed" / "mapping.toml")
        imported = time.perf_counter() - began
        (workspace.recompute if options.whole else workspace.maps)()
        events = workspace.status().events
        token = workspace.make_token("load", scope="all")
    print(
        f"{events:,} events: imported in {imported:.0f} s, computed in {time.perf_counter() - began - imported:.0f} s (wall)"
    )
    with served(built) as server:
        return under_load.measure(server, token, options)


PARTS = {"editors": _editors, "canvas": _canvas, "served": _served}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", default=list(PARTS), choices=list(PARTS))
    parser.add_argument(
        "--events", type=size_of, default=size_of("1M"), help="10M is the goal's size"
    )
    parser.add_argument(
        "--whole", action="store_true", help="served: with personas, which take minutes"
    )
    parser.add_argument(
        "--workspace", type=Path, help="served: one that is there; events are added to it"
    )
    parser.add_argument("--cards", type=int, default=5000)
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=15)
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # cut off, it has said what it found
    print(calibration())
    missed: list[str] = []
    for name in options.only:
        print(f"\n== {name}")
        with tempfile.TemporaryDirectory() as folder:
            missed += PARTS[name](Path(folder), options)
    print("\nmissed: " + ("; ".join(missed) or "nothing"))
    return bool([one for one in missed if "(wall)" not in one])


if __name__ == "__main__":
    sys.exit(main())
