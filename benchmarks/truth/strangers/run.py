"""Companies of another kind, read by the public commands: what does the map say first, and what of it is false?

    python benchmarks/truth/strangers/run.py                          # all kinds, 5 seeds, 400 customers: minutes
    python benchmarks/truth/strangers/run.py --kinds boards --seeds 2 --first-seed 11 --show

Nothing is declared, as with a newcomer. By company: what the headline and the actions are about, the first five claims
that something hurts or loses customers as shown, and those of them that are false. `--null` plants nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import desireline

from strangers import boards, clinic, insurer, mobile
from strangers.telling import Truth

KINDS = {"boards": boards, "clinic": clinic, "insurer": insurer, "mobile": mobile}
PAINS = ("pain", "drop_off")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--customers", type=int, default=400)
    parser.add_argument("--null", action="store_true")
    parser.add_argument("--show", action="store_true", help="every sentence")
    options = parser.parse_args()
    for kind in options.kinds:
        total: Counter[str] = Counter()
        for seed in range(options.first_seed, options.first_seed + options.seeds):
            with tempfile.TemporaryDirectory(prefix="stranger-") as folder:
                truth = KINDS[kind].write(
                    Path(folder) / "exports",
                    seed=seed,
                    customers=options.customers,
                    planted=not options.null,
                )
                maps, told = read(Path(folder))
            found = judge(truth, maps, told, planted=not options.null)
            total.update(found)
            print(f"{kind} seed {seed}: {json.dumps(found, ensure_ascii=False)}", flush=True)
            if options.show:
                _show(maps, told)
        print(
            f"{kind}, {options.seeds} seeds: {json.dumps(total, ensure_ascii=False)}", flush=True
        )


def read(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The maps that the product draws of the exports, and its insights."""
    workspace = str(folder / "workspace")
    desireline("init", workspace)
    desireline("import", str(folder / "exports"), "-w", workspace)
    told = json.loads(desireline("insights", "--json", "-w", workspace))
    purposes = sorted({one["purpose"] for one in told if one["purpose"]})
    maps: list[dict[str, Any]] = []
    for purpose in purposes:
        path = folder / f"{purpose}.json"
        desireline("map", "-w", workspace, "-p", purpose, "-o", str(path))
        maps.append(json.loads(path.read_text("utf-8")))
    return maps, told


def judge(
    truth: Truth, maps: list[dict[str, Any]], told: list[dict[str, Any]], *, planted: bool
) -> dict[str, int]:
    """Counts over one company's maps."""
    found: Counter[str] = Counter(maps=len(maps))
    for one in maps:
        view = one["snapshot"]["reading"]
        about = truth.named(view["headline"])
        sort = "harm" if about in truth.harms and planted else "harmless" if about else "other"
        found[f"headline {view['verdict']}: {sort}"] += 1
        for name in view["actions"]:
            about = truth.named(one["document"]["actions"][name]["title"])
            found[f"action: {'harm' if about in truth.harms and planted else 'else'}"] += 1
    shown = [one for one in told if one["kind"] in PAINS and one["verdict"] == "shown"]
    for one in shown[:5]:
        about = truth.named(f"{one['touchpoint']} {one['condition']} {one['words'].split('.')[0]}")
        harm = about in truth.harms and planted
        costs = one["kind"] == "drop_off" or one["outcome"] is not None
        found["pains: harm"] += harm
        found["pains: false cost"] += costs and not harm
        found["pains: felt"] += not costs and not harm
    found["leaks"] = sum(one["kind"] == "drop_off" and one["verdict"] == "shown" for one in told)
    return dict(found)


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
        *PAINS,
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
    main()
