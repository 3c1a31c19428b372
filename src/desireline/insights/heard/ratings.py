"""What customers answered on each scale: its mean, and NPS or top-two-box by their own formula.

In: steps with a rating.  Out: one row per touchpoint, kind of rating and metric, with interval.
Kinds are never mixed, and direction is respected: on a scale whose best end is its lower number
(a CES of 1 may be the best) a lower mean is better, and the label says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.heard.answers import ANSWERS_SQL, Cell, means
from desireline.insights.model import SMALLEST_GROUP, InsightResult, RatingMeasure

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "mean, NPS and top-two-box by kind of rating, customers as clusters; v1"


_TITLES = {
    "csat": "satisfaction",
    "nps": "willingness to recommend",
    "stars": "stars",
}
"""What people call a kind of rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A kind of rating. `worst` may be larger than `best`."""

    code: int
    kind: str
    worst: float
    best: float

    @property
    def label(self) -> str:
        """`stars 1-5`, or `ces 1-7, 1 is best`."""
        low, high = sorted((self.worst, self.best))
        words = f"{self.kind} {low:g}-{high:g}"
        return f"{words}, {self.best:g} is best" if self.worst > self.best else words

    @property
    def title(self) -> str:
        """`satisfaction (1 to 5)`, inside a sentence."""
        return f"{self._called} ({self._ends})"

    @property
    def beside(self) -> str:
        """The same where it stands in brackets already: `satisfaction, 1 to 5`."""
        return f"{self._called}, {self._ends}"

    @property
    def _called(self) -> str:
        if self.kind == "ces":
            return "effort" if self.worst > self.best else "ease"
        return _TITLES.get(self.kind, self.kind)

    @property
    def _ends(self) -> str:
        low, high = sorted((self.worst, self.best))
        return f"{low:g} to {high:g}" + (
            f", {self.best:g} is best" if self.worst > self.best else ""
        )

    @property
    def is_nps(self) -> bool:
        """Net promoter score: its formula needs 0 to 10."""
        return self.kind == "nps" and (self.worst, self.best) == (0, 10)


class Ratings:
    """See the module."""

    name = "ratings"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Every metric of every kind of rating, by touchpoint."""
        evidence = facts.evidence(self.name, method=METHOD, query=ANSWERS_SQL, n=0)
        measures: list[RatingMeasure] = []
        suppressed = 0
        for scale in scales(facts):
            for metric, cells in _metrics(facts, scale).items():
                for code, cell in cells.items():
                    if cell.customers < SMALLEST_GROUP:
                        suppressed += 1
                        continue
                    place = facts.places[code]
                    measures.append(
                        RatingMeasure(
                            touchpoint=place.name,
                            stage=place.stage,
                            kind=scale.kind,
                            scale=scale.label,
                            worst=scale.worst,
                            best=scale.best,
                            metric=metric,
                            customers=cell.customers,
                            estimate=cell.estimate,
                            evidence=evidence.id,
                        )
                    )
        return InsightResult(measures=measures, evidence=[evidence], suppressed=suppressed)


def scales(facts: Facts) -> list[Scale]:
    """Kinds of rating with their scale."""
    rows = facts.engine.rows("SELECT code, kind, low, high FROM rating_kinds ORDER BY code")
    return [
        Scale(code=int(code), kind=str(kind), worst=float(low), best=float(high))
        for code, kind, low, high in rows
        if low is not None and high is not None and low != high
    ]


def mean_ratings(facts: Facts, scale: Scale) -> dict[int, Cell]:
    """Mean answer by touchpoint code, on the scale's own numbers."""
    return facts.memo(f"rating {scale.code}", lambda facts: _mean(facts, scale))


def main_rating(facts: Facts) -> dict[int, tuple[Scale, Cell]]:
    """By touchpoint code: the kind of rating with most answers."""
    out: dict[int, tuple[Scale, Cell]] = {}
    for scale in scales(facts):
        for code, cell in mean_ratings(facts, scale).items():
            if code not in out or cell.estimate.n > out[code][1].estimate.n:
                out[code] = (scale, cell)
    return out


def _metrics(facts: Facts, scale: Scale) -> dict[str, dict[int, Cell]]:
    metrics = {"mean": mean_ratings(facts, scale)}
    where = f"kind = {scale.code}"
    if scale.is_nps:
        metrics["nps"] = means(
            facts,
            cell="touchpoint",
            where=where,
            value="(rating >= 9000)::INTEGER - (rating <= 6000)::INTEGER",
            scale=100,
            lowest=-100,
            highest=100,
            unit="nps",
        )
    if scale.kind in ("csat", "stars") and abs(scale.best - scale.worst) >= 3:
        metrics["top two"] = means(
            facts,
            cell="touchpoint",
            where=where,
            value=f"(abs(rating - {scale.best * 1000:.0f}) <= 1000)::INTEGER",
            scale=1,
            lowest=0,
            highest=1,
            unit="share",
        )
    return metrics


def _mean(facts: Facts, scale: Scale) -> dict[int, Cell]:
    low, high = sorted((scale.worst, scale.best))
    return means(
        facts,
        cell="touchpoint",
        where=f"kind = {scale.code}",
        value="rating",
        scale=0.001,
        lowest=low,
        highest=high,
        unit=scale.label,
    )
