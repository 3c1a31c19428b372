"""Companies of another kind, read by the public commands: is what is said true, and is what was planted said?

    python benchmarks/truth/strangers/run.py                          # all kinds, 5 seeds, 400 customers: minutes
    python benchmarks/truth/strangers/run.py --kinds boards --seeds 2 --first-seed 11 --show
    python benchmarks/truth/strangers/run.py --kinds bank supplier --plans planted null --keep strangers.json

Nothing is declared, as with a newcomer. One row of the table for each thing that a kind's `Truth` states (`judging.py`), with its
bar; in `null` companies nothing has an effect. `--keep` adds these companies to those judged before. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import DESIRELINE, Figures, desireline, show, table

from strangers import (
    bank,
    boards,
    campus,
    clinic,
    energy,
    hotel,
    insurer,
    judging,
    meals,
    mobile,
    seats,
    supplier,
)

KINDS = {
    "bank": bank,
    "boards": boards,
    "campus": campus,
    "clinic": clinic,
    "energy": energy,
    "hotel": hotel,
    "insurer": insurer,
    "meals": meals,
    "mobile": mobile,
    "seats": seats,
    "supplier": supplier,
}


def main() -> int:
    """Run and print; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument(
        "--plans",
        nargs="+",
        default=[judging.PLANTED],
        choices=[judging.PLANTED, judging.NULL],
    )
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--customers", type=int, default=400)
    parser.add_argument("--null", action="store_true", help="the same as --plans null")
    parser.add_argument("--show", action="store_true", help="every sentence")
    parser.add_argument("--keep", type=Path, help="file of figures: read, added to, written")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = Figures.read(options.keep)
    for kind in options.kinds:
        for plan in [judging.NULL] if options.null else options.plans:
            for seed in range(options.first_seed, options.first_seed + options.seeds):
                found, maps, told = judged(
                    kind, seed=seed, customers=options.customers, planted=plan == judging.PLANTED
                )
                said = {key: value for key, value in found if value}
                print(
                    f"{kind} {plan} seed {seed}: {json.dumps(said)}", file=sys.stderr, flush=True
                )
                for key, value in found:
                    place = (kind, key, plan, "files", str(options.customers), DESIRELINE)
                    figures.samples[place].append(float(value))
                if options.show:
                    _show(maps, told)
                if options.keep:
                    figures.write(options.keep)
    rows = table(figures, dict.fromkeys(KINDS, judging))
    print(json.dumps(rows, indent=1)) if options.json else show(rows)
    return int(any(row["reached"] == "NO" for row in rows))


def judged(
    kind: str, *, seed: int, customers: int, planted: bool
) -> tuple[list[tuple[str, float]], list[dict[str, Any]], list[dict[str, Any]]]:
    """One company: what could be judged of it, its maps, all that is said."""
    module = KINDS[kind]
    with tempfile.TemporaryDirectory(prefix="stranger-") as folder:
        truth = module.write(
            Path(folder) / "exports", seed=seed, customers=customers, planted=planted
        )
        maps, told = read(Path(folder))
    return list(judging.samples(truth, maps, told, days=getattr(module, "DAYS", 0))), maps, told


def read(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The maps that the product draws of the exports, and its insights."""
    workspace = str(folder / "workspace")
    desireline("init", workspace)
    desireline("import", str(folder / "exports"), "-w", workspace, may_refuse=True)
    told = json.loads(desireline("insights", "--json", "-w", workspace))
    purposes = sorted({one["purpose"] for one in told if one["purpose"]})
    maps: list[dict[str, Any]] = []
    for purpose in purposes:
        path = folder / f"{purpose}.json"
        desireline("map", "-w", workspace, "-p", purpose, "-o", str(path))
        maps.append(json.loads(path.read_text("utf-8")))
    return maps, told


def _show(maps: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    for one in maps:
        document, view = one["document"], one["snapshot"]["reading"]
        stages = sorted(document["stages"].values(), key=lambda stage: stage["order"])
        print(f"  {document['purpose']['id']}: {view['headline']} [{view['verdict']}]")
        print(f"    stages: {[(stage['title'], stage['verb']) for stage in stages]}")
        spots = sorted(document["touchpoints"].values(), key=lambda spot: spot["order"])
        print(f"    touchpoints: {[(spot['title'], spot['stage'][:14]) for spot in spots]}")
        for name in view["actions"]:
            action = document["actions"][name]
            print(f"    - {action['title']} | {action['why']}")
        for call in view["callouts"]:
            print(f"    * {call['kind']}: {call['title']} {call['number']} [{call['verdict']}]")
    kinds = (
        *judging.PAINS,
        "delight",
        "moment",
        "point_of_no_return",
        "redundancy",
        "cascade",
        "change",
        "driver",
    )
    for one in [one for one in told if one["kind"] in kinds and one["verdict"] == "shown"][:24]:
        print(f"    {one['kind']}: {one['words'][:230]}")


if __name__ == "__main__":
    sys.exit(main())
