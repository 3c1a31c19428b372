"""Null companies: confounded as any other, and nothing has an effect. Who claims something all the same?

Each row is one kind of claim that cannot be true there; its family is
corrected at q = .10, and where nothing is true that is the share of companies with any claim. Kinds that
describe (a wait, a share, what goes with a rating) are true of a null company too and are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import DESIRELINE, NAIVE, Case, Row, Sample, rare
from plan import CONDITIONS

CLAIMING = ("pains", "potential", "moments", "impact", "changes")
"""In memory: the insights that make such claims. With files every insight of the registry is run."""
FALSE_OF_STAYING = {"moment"}
"""Causal claims; false where the outcome is staying, which nothing moves. Ratings follow the mood even here."""
MIX = "mix"
"""Why a difference of periods is told that says of itself: others came, nothing else changed. True here too."""
FALSE = {
    "drop_off": "a touchpoint that loses more",
    "change": "a level that changed",
    "period_difference": "a difference of periods",
    "impact": "a change that worked",
    "potential_pain": "a pain that grows",
    "moment": "a condition that decides who stays",
}
ROWS = tuple(
    Row(key=kind, title=f"companies that claim {title}", bar="<= .10", judge=rare(0.10))
    for kind, title in FALSE.items()
)


def take(case: Case) -> Iterator[Sample]:
    """Whether a claim of each kind is shown."""
    if not case.null:
        return
    if case.way == "files":
        told = [
            (one["kind"], one["outcome"], one["verdict"])
            for one in case.insights
            if one["reason"] != MIX
        ]
    else:
        found = case.book(*CLAIMING).insights
        told = [(one.kind, one.outcome, one.verdict.value) for one in found if one.reason != MIX]
    for kind in FALSE:
        false = [
            verdict == "shown" and (kind not in FALSE_OF_STAYING or outcome == "stays")
            for one, outcome, verdict in told
            if one == kind
        ]
        yield kind, DESIRELINE, any(false)
    naive = [case.company.naive_effect(one.name) for one in CONDITIONS]
    yield "moment", NAIVE, any(abs(value) > 1.96 * se for value, se, _ in naive)
