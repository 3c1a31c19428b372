"""How customers feel at each touchpoint, from -1 (upset) to 1 (glad), by what they said and rated.

In: steps with a feeling.  Out: the mean by touchpoint and by stage with its interval, and who was heard. Places with few
answers are pulled to their stage: an extreme of five people is mostly chance. It speaks of those who answered: how many of
all is in `coverage`, and how all felt in `unheard`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from desireline.insights.heard.answers import ANSWERS_SQL, WORDS_ONLY, Cell, answers, means
from desireline.insights.heard.understood import accuracy, trust
from desireline.insights.model import (
    SMALLEST_GROUP,
    FeelingMeasure,
    Insight,
    InsightResult,
    Verdict,
)
from desireline.insights.numbers.estimates import descriptive_verdict
from desireline.insights.numbers.shrinkage import shrink_nested
from desireline.insights.numbers.statistics import NORMAL

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

Key = TypeVar("Key")

METHOD = (
    "mean feeling, customers as clusters: bootstrap-t for 10 to 200 customers, else t; "
    "places pulled to their stage and stages to each other (empirical Bayes); v2"
)
_FEWEST_CELLS = 4
"""Places, or stages, from which they are pulled together: fewer do not tell how much they differ."""
_MOST_CELLS = 150
"""Places up to which they are: the work grows with the cube of their number."""


class Feelings:
    """See the module."""

    name = "feelings"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Feeling by touchpoint; the claim is the overall feeling."""
        cells = by_touchpoint(facts)
        sources = feeling_sources(facts)
        evidence = facts.evidence(
            self.name,
            method=METHOD + trust(facts),
            query=ANSWERS_SQL,
            n=sum(cell.estimate.n for cell in cells.values()),
        )
        measures = [
            FeelingMeasure(
                touchpoint=facts.places[code].name,
                stage=facts.places[code].stage,
                customers=cell.customers,
                feeling=cell.estimate,
                sources=sources.get(code, ()),
                evidence=evidence.id,
                reading=accuracy(facts),
            )
            for code, cell in cells.items()
            if cell.customers >= SMALLEST_GROUP
        ]
        return InsightResult(
            measures=measures,
            insights=_overall(facts, evidence.id),
            evidence=[evidence],
            suppressed=len(cells) - len(measures),
        )


def _overall(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    """How those who answered felt, all touchpoints together; nothing for fewer than five."""
    cell = means_of_feeling(facts, cell="0").get(0)
    if cell is None:
        return [
            Insight(
                kind="feeling",
                purpose=facts.purpose.name,
                metric="feeling",
                words="Nobody said or rated anything here: how customers feel is unknown.",
                verdict=Verdict.UNKNOWN,
                evidence=evidence,
                n=0,
                reason="no answers",
            )
        ]
    if cell.customers < SMALLEST_GROUP:
        return []
    e = cell.estimate
    return [
        Insight(
            kind="feeling",
            purpose=facts.purpose.name,
            metric="feeling",
            words=(
                f"Those who answered felt {e.value:+.2f} on average, between {e.low:+.2f} and "
                f"{e.high:+.2f} (-1 upset, 1 glad; {e.n:,} answers of {cell.customers:,} "
                f"customers){trust(facts)}."
            ),
            verdict=descriptive_verdict(cell.customers),
            evidence=evidence,
        ).measured(e)
    ]


def by_touchpoint(facts: Facts) -> dict[int, Cell]:
    """Feeling by touchpoint code, each pulled to its stage; small groups included."""
    return facts.memo("feelings", _by_touchpoint)


def by_stage(facts: Facts) -> dict[str, Cell]:
    """Feeling by stage name, pulled to each other; small groups included."""
    return facts.memo("feelings by stage", _by_stage)


def pull_together(cells: Mapping[Key, Cell], groups: Sequence[int]) -> dict[Key, Cell]:
    """The same cells, those with few answers closer to their group; n and customers stay as they are.

    An interval that the scale cuts, or that a bootstrap bent, counts by its width.
    """
    if not _FEWEST_CELLS <= len(cells) <= _MOST_CELLS:
        return dict(cells)
    found = [cell.estimate for cell in cells.values()]
    errors = [max(one.high - one.low, 1e-3) / (2 * NORMAL) for one in found]
    pulled = shrink_nested([one.value for one in found], errors, groups)
    out: dict[Key, Cell] = {}
    for place, (key, cell) in enumerate(cells.items()):
        estimate = replace(
            cell.estimate,
            value=float(pulled.value[place]),
            low=max(-1.0, float(pulled.low[place])),
            high=min(1.0, float(pulled.high[place])),
        )
        out[key] = replace(cell, estimate=estimate, se=float(pulled.sd[place]))
    return out


def _by_touchpoint(facts: Facts) -> dict[int, Cell]:
    cells = means_of_feeling(facts, cell="touchpoint")
    return pull_together(cells, [facts.places[code].position for code in cells])


def by_half(facts: Facts, half: int) -> dict[int, Cell]:
    """Mean feeling by touchpoint code in the first (0) or second (1) half of the period."""
    cells = facts.memo(
        "feelings by half",
        lambda facts: means_of_feeling(facts, cell="touchpoint::INTEGER * 2 + half"),
    )
    return {key // 2: cell for key, cell in cells.items() if key % 2 == half}


def means_of_feeling(facts: Facts, *, cell: str, among: str | None = None) -> dict[int, Cell]:
    """Mean feeling of cells given as SQL over `answers`, or over a table like it."""
    return means(
        facts,
        cell=cell,
        value="feeling",
        among=among,
        scale=0.001,
        lowest=-1,
        highest=1,
        unit="feeling -1 to 1",
    )


def feeling_sources(facts: Facts) -> dict[int, tuple[str, ...]]:
    """By touchpoint: whether feelings come from words, ratings or both."""
    rows = facts.engine.rows(
        f"""
        SELECT touchpoint, count(feeling) FILTER (kind = {WORDS_ONLY}) > 0,
            count(feeling) FILTER (kind <> {WORDS_ONLY}) > 0
        FROM {answers(facts)} GROUP BY touchpoint ORDER BY touchpoint
        """
    )
    return {
        code: tuple(name for name, has in (("words", words), ("ratings", ratings)) if has)
        for code, words, ratings in rows
    }


def stage_of_answer(facts: Facts) -> str:
    """SQL over `answers`: position of the stage in which an answer was given."""
    position = {name: index for index, name in enumerate(facts.stages.values())}
    pairs = [(code, position.get(place.stage, 0)) for code, place in facts.places.items()]
    case = " ".join(f"WHEN {code} THEN {stage}" for code, stage in pairs)
    return f"(CASE touchpoint {case} ELSE 0 END)" if pairs else "0"


def _by_stage(facts: Facts) -> dict[str, Cell]:
    cells = means_of_feeling(facts, cell=stage_of_answer(facts))
    names = list(facts.stages.values())
    told = {names[index]: cell for index, cell in cells.items() if index < len(names)}
    return pull_together(told, [0] * len(told))
