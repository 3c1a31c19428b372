"""How each persona feels along the journey: one curve each, beside the curve of everybody.

In: personas, and steps with a feeling.  Out: the mean by persona and touchpoint, and by persona and stage, with intervals. It
speaks of customers who surely belong to a persona and answered; whether two personas differ is tested where segments are
compared, not here. Places with few answers are pulled to the persona's own stage, never to another persona.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.heard.answers import answers
from desireline.insights.heard.feelings import means_of_feeling, pull_together, stage_of_answer
from desireline.insights.heard.understood import trust
from desireline.insights.model import SMALLEST_GROUP, InsightResult, PersonaFeelingMeasure
from desireline.insights.people.personas import named, offer_members

if TYPE_CHECKING:
    from collections.abc import Callable

    from desireline.insights.facts import Facts
    from desireline.insights.heard.answers import Cell

METHOD = (
    "mean feeling of those who surely belong to a persona, customers as clusters: bootstrap-t for 10 to 200"
    " customers, else t; places pulled to the persona's stage and stages to each other (empirical Bayes); v1"
)
_MOST_PLACES = 1_000_000
_ANSWERS_SQL = "SELECT a.*, p.persona FROM {answers} AS a JOIN {members} AS p USING (customer)"


class PersonaFeelings:
    """See the module."""

    name = "persona_feelings"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Measures only: what they differ in is not claimed."""
        found, names = named(facts.data)
        if found.groups < 2:
            return InsightResult()
        members = offer_members(facts.data, found)
        told = facts.table(
            "answers_of_personas", _ANSWERS_SQL.format(answers=answers(facts), members=members)
        )
        stages, places = list(facts.stages.values()), facts.places
        by_place = _cells(facts, told, "touchpoint", lambda code: places[code].position)
        by_stage = _cells(facts, told, stage_of_answer(facts), lambda _: 0)
        rows = [
            *(
                (group, places[code].name, places[code].stage, cell)
                for group, code, cell in by_place
            ),
            *((group, None, stages[at], cell) for group, at, cell in by_stage if at < len(stages)),
        ]
        evidence = facts.evidence(
            self.name,
            method=METHOD + trust(facts),
            query=_ANSWERS_SQL,
            n=sum(cell.estimate.n for _, _, cell in by_place),
        )
        measures = [
            PersonaFeelingMeasure(
                persona=names[group],
                rank=group,
                touchpoint=touchpoint,
                stage=stage,
                customers=cell.customers,
                feeling=cell.estimate,
                evidence=evidence.id,
            )
            for group, touchpoint, stage, cell in rows
            if cell.customers >= SMALLEST_GROUP
        ]
        return InsightResult(
            measures=measures, evidence=[evidence], suppressed=len(rows) - len(measures)
        )


def _cells(
    facts: Facts, told: str, place: str, group_of: Callable[[int], int]
) -> list[tuple[int, int, Cell]]:
    """(persona, number of the place, mean feeling), each persona's places pulled together."""
    found = means_of_feeling(facts, cell=f"persona::BIGINT * {_MOST_PLACES} + {place}", among=told)
    by_persona: dict[int, dict[int, Cell]] = {}
    for key, cell in found.items():
        by_persona.setdefault(key // _MOST_PLACES, {})[key % _MOST_PLACES] = cell
    return [
        (persona, code, cell)
        for persona, cells in by_persona.items()
        for code, cell in pull_together(cells, [group_of(code) for code in cells]).items()
    ]
