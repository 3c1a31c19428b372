"""Keep the personas that were found, so that newcomers are assigned to them and names stay.

In: `Found`.  Out: a document of plain numbers that names nobody, and back. A kept model serves until the
recipe or the program changes or the customers have grown by a fifth: then personas are looked for anew.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.people.personas.behaviour import Table, Vocabulary
from desireline.insights.people.personas.choosing import Chosen
from desireline.insights.people.personas.finding import Model, known, recall
from desireline.insights.people.personas.mixture import Mixture
from desireline.insights.people.personas.naming import NAMING
from desireline.insights.people.personas.telling import named

if TYPE_CHECKING:
    from desireline.journeys import JourneyData

_GROWTH = 1.2


def keep_personas(data: JourneyData) -> dict[str, Any]:
    """Find the personas, or take those that were recalled; return what to keep."""
    found, names = named(data)
    chosen = found.chosen
    return {
        "of": _of(data),
        "names": names,
        "customers": _customers(data),
        "vocabulary": asdict(found.vocabulary),
        "chosen": None
        if chosen is None
        else {
            "size": chosen.mixture.size.tolist(),
            "chance": chosen.mixture.chance.tolist(),
            "alike": chosen.alike.tolist(),
            "stability": chosen.stability.tolist(),
            "merged": chosen.merged,
            "gain": list(chosen.gain),
        },
    }


def recall_personas(data: JourneyData, kept: dict[str, Any] | None) -> bool:
    """Use kept personas for these data, unless they know theirs; False where the kept ones are out of date."""
    if kept is None or kept["of"] != _of(data):
        return False
    if not kept["customers"] <= _customers(data) <= _GROWTH * kept["customers"]:
        return False
    if known(data) is not None:
        return True
    told, numbers = kept["vocabulary"], kept["chosen"]
    vocabulary = Vocabulary(
        tables=tuple(
            Table(name=one["name"], kind=one["kind"], values=tuple(one["values"]))
            for one in told["tables"]
        ),
        fields=tuple(told["fields"]),
        fixed=tuple(told["fixed"]),
        describing=tuple(told["describing"]),
    )
    chosen = None
    if numbers is not None:
        arrays = {
            name: np.array(numbers[name]) for name in ("size", "chance", "alike", "stability")
        }
        chosen = Chosen(
            mixture=Mixture(size=arrays["size"], chance=arrays["chance"]),
            alike=arrays["alike"],
            stability=arrays["stability"],
            merged=numbers["merged"],
            gain=(numbers["gain"][0], numbers["gain"][1]),
        )
    recall(data, Model(vocabulary=vocabulary, chosen=chosen, names=tuple(kept["names"])))
    return True


def _customers(data: JourneyData) -> int:
    return int(data.engine.rows("SELECT count(DISTINCT customer) FROM journeys")[0][0])


def _of(data: JourneyData) -> str:
    from importlib.metadata import version

    return f"{data.recipe_fingerprint} {version('desireline')} {NAMING}"
