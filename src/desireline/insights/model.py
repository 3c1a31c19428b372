"""What an insight is: a claim with n, an interval, a verdict and its evidence. No bare number.

Two kinds of result. *Measures* are the rows that fill the map (one per touchpoint, transition,
variant ...). *Insights* are the claims worth saying in words, ranked and corrected for how many
were tried. Both point to `Evidence`, by which anybody can compute the number again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from desireline.ids import EvidenceId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

SMALLEST_GROUP = 5
"""Groups of fewer customers are not shown: neither their size nor their numbers."""
NEUTRAL = 0.2
"""Feelings this near to nought are neither glad nor upset."""


class Verdict(StrEnum):
    """How far a claim carries."""

    SHOWN = "shown"
    SUGGESTED = "suggested"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    CONTINUUM = "continuum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number that may stand on a map: with n and a 95 % interval unless said otherwise.

    `n` counts the units that `unit_of_n` names: customers, journeys, visits, answers.
    """

    value: float
    low: float
    high: float
    n: int
    unit_of_n: str = "customers"
    unit: str | None = None
    """share (0 to 1), s, score, stars 1-5 ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Enough to compute the number again: same workspace and recipe, same bytes."""

    id: EvidenceId
    insight: str
    method: str
    """Name, version, and the words a reader needs: `Wilson interval, customers as clusters`."""
    query: str
    """Fingerprint of the query."""
    recipe: str
    """Fingerprint of the recipe."""
    data_version: int
    period_start: datetime | None
    period_end: datetime | None
    sources: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """One claim, in the field names of `insights --json`. Times are ISO dates."""

    kind: str
    words: str
    verdict: Verdict
    evidence: EvidenceId
    purpose: str
    touchpoint: str | None = None
    condition: str | None = None
    stage: str | None = None
    persona: str | None = None
    channel: str | None = None
    topic: str | None = None
    metric: str | None = None
    rule: str | None = None
    outcome: str | None = None
    estimand: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    money: float | None = None
    unit: str | None = None
    """Of `money`: `GBP of sales`, `EUR`."""
    date: str | None = None
    date_low: str | None = None
    date_high: str | None = None
    reason: str | None = None
    """Why a claim is refused or unknown: too few, no control, not identified yet ..."""
    quotes: tuple[str, ...] = ()
    """Ids of what customers said about it: looked up, never copied."""

    def measured(self, estimate: Estimate) -> Insight:
        """The claim with its number: value, interval and n of an estimate."""
        return replace(
            self, value=estimate.value, low=estimate.low, high=estimate.high, n=estimate.n
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointMeasure:
    """What is known of one touchpoint of one purpose. None = not measured, or suppressed."""

    touchpoint: str
    stage: str
    channels: tuple[tuple[str, float], ...]
    """Channel and its share of the visits, largest first."""
    actor: str
    """Who acts here most often."""
    customers: int | None
    """None when fewer than SMALLEST_GROUP: then every other number is None too."""
    visits: int | None
    reach: Estimate | None
    """Share of the journeys of this purpose that pass here."""
    feeling: Estimate | None
    """-1 to 1, from words and ratings of customers."""
    feeling_sources: tuple[str, ...]
    rating: Estimate | None
    rating_kind: str | None
    """Kind with its scale and direction, for instance `stars 1-5`."""
    exit: Estimate | None
    """Share of visits with no further customer step within the horizon; censored, not lost."""
    exit_horizon_days: float | None
    exit_identified: bool
    queue_median_s: float | None
    queue_p90_s: float | None
    evidence: dict[str, EvidenceId] = field(default_factory=dict)
    """Metric name -> evidence."""
    witnesses: tuple[tuple[str, str, Estimate], ...] = ()
    """(metric, who says it, estimate): the same number from one source alone (`source:zendesk`) or
    from one half of the period alone (`period:1`, `period:2`), so that a cell can be validated."""
    queue: Estimate | None = None
    """`queue_median_s` with its interval; n counts visits with a measured queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionMeasure:
    """From one touchpoint to the next, inside journeys."""

    source: str
    target: str
    n: int
    """Moves."""
    customers: int
    share: Estimate
    """Of the departures from `source`."""
    median_s: float
    p90_s: float
    fixed_timer: bool
    """The wait is one constant (an auto-close after 720 h): a rule, not a pain."""
    evidence: EvidenceId
    median: Estimate | None = None
    """`median_s` with its interval; n counts moves."""
    detail: float = 0.0
    """Share of the departures that larger moves carry: a map of detail .8 draws what lies below .8."""
    drawn: bool = True
    """On the usual map: the fewest moves that carry .8 of the departures, each surely above .02."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantMeasure:
    """One exact path and how many journeys took it."""

    path: tuple[str, ...]
    n: int
    share: Estimate
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMeasure:
    """One stage: who reached it, who is still here, how it felt."""

    stage: str
    reached: Estimate | None
    """Share of journeys that reached this stage or a later one."""
    remaining: Estimate | None
    """Share of journeys not known to have left before this stage ended; censored at the data's end."""
    feeling: Estimate | None
    duration_median_s: float | None
    duration_p90_s: float | None
    heard: Estimate | None
    """Share of the customers here who said or rated anything."""
    evidence: dict[str, EvidenceId] = field(default_factory=dict)
    duration: Estimate | None = None
    """`duration_median_s` with its interval; n counts passages through the stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachMeasure:
    """Who passes one touchpoint."""

    touchpoint: str
    stage: str
    customers: int
    journeys: int
    visits: int
    reach: Estimate
    """Share of the journeys."""
    visit_share: Estimate
    """Share of all visits."""
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class FeelingMeasure:
    """How those who answered feel at one touchpoint."""

    touchpoint: str
    stage: str
    customers: int
    feeling: Estimate
    sources: tuple[str, ...]
    """`words`, `ratings` or both."""
    evidence: EvidenceId
    reading: Estimate | None = None
    """How often words are read as people of this workspace labelled them; None where nobody tested it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaFeelingMeasure:
    """How customers of one persona feel at one touchpoint, or in one stage as a whole."""

    persona: str
    rank: int
    """Place of the persona, the largest 0."""
    touchpoint: str | None
    """None: the stage as a whole."""
    stage: str
    customers: int
    feeling: Estimate
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedMeasure:
    """One stage as lived and as remembered by the same customers."""

    outcome: str
    stage: str
    lived: Estimate
    remembered: Estimate
    """Mean feeling, each reading by its weight in the memory."""
    readings: float
    """Share of all readings."""
    memory: Estimate
    """Share of the memory's weight."""
    answers: int
    """About the whole, from which the weights come."""
    verdict: Verdict
    """Of the weights: suggested where answers held out are told no better than by the average."""
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMeasure:
    """One topic among those who spoke."""

    topic: str
    share: Estimate
    """Of the customers who spoke, those who speak of it."""
    feeling: float | None
    """Mean of its texts; None where fewer than five customers' were read."""
    gap: Estimate | None
    """Feeling of its texts minus the others at the same touchpoint; None where that is no discovery."""
    verdict: Verdict
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingMeasure:
    """One kind of rating at one touchpoint, by one formula."""

    touchpoint: str
    stage: str
    kind: str
    scale: str
    """Kind with its scale and direction."""
    worst: float
    best: float
    metric: str
    """mean, nps (-100 to 100), top two (share of the best two answers)."""
    customers: int
    estimate: Estimate
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitMeasure:
    """Share of visits to one touchpoint after which the customer takes no further step."""

    touchpoint: str
    stage: str
    exit: Estimate
    horizon_days: float
    identified: bool
    """False: only `exit.high` may be said."""
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitMeasure:
    """How long it takes from one touchpoint to the next."""

    source: str
    target: str
    n: int
    customers: int
    median: Estimate
    p90: Estimate
    fixed_timer: bool
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionMeasure:
    """Answers of journeys with a condition against those without: an association, no cause."""

    condition: str
    """`late`, `long wait: A to B`, `outcome: lost`."""
    metric: str
    """Kind of rating with its scale, or `feeling`."""
    share: Estimate
    """Of the journeys in which the condition is known."""
    with_condition: Estimate
    without: Estimate
    difference: Estimate
    stratum: str | None
    """What the difference was standardised by, where that changes it."""
    verdict: Verdict
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentMeasure:
    """What a condition does to a result, adjusted for what was known before it was decided."""

    condition: str
    result: str
    eligible: str
    """Who could meet it."""
    treated: int
    """How many of them did."""
    effect: Estimate
    without: float
    """The result if nobody met it."""
    naive: float
    """Difference of plain means: what a report without adjustment would say."""
    whose: str
    """For whom the effect holds: all, or those who might have met it or not."""
    outside: float
    """Share of people who could hardly have met, or missed, it."""
    imbalance: float | None
    """Largest standardised difference left between both sides; None where nothing was weighted."""
    apart: int
    """Columns that differ by .1 or more and by more than chance leaves."""
    prognosis: float
    """Difference that was to be expected without the condition, left after weighting."""
    adjusted_for: int
    """Columns known before."""
    e_value: float
    """How many times more likely a hidden cause would have to make both, to explain it away."""
    placebo: Estimate | None
    """The same, as a rule, for what the condition cannot have changed; only for what was selected."""
    stable: bool | None
    """The effect keeps its sign and size when any block of what is known is left out."""
    chosen: bool
    """Customers chose to meet it: why they did may be what makes the difference, so that no cause is told."""
    firm: bool
    """Found, too, where a family may claim something falsely in one company of twenty, not of ten: else no cause is told."""
    verdict: Verdict
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """What moves a result, as a goal needs it: kept beside the insights, so that another goal is no new analysis."""

    condition: str
    title: str
    touchpoint: str | None
    stage: str | None
    result: str
    value: float
    """On the result's inner scale, 0 to 1, as judged: not shrunk yet."""
    se: float
    treated: int
    n: int
    verdict: Verdict
    sure: bool
    """Every check was passed: it may be called a cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverMeasure:
    """How much of a result's differences goes with one factor: a description, no cause."""

    factor: str
    outcome: str
    importance: Estimate
    """LMG (Shapley) share of what all factors together explain."""
    explained: float
    """Share of the result's variance that all factors together go with."""
    known: float
    """Share of journeys that know the factor."""
    strength: float
    """Correlation among those who know it."""
    association_only: bool
    verdict: Verdict
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMeasure:
    """Journeys that begin in one channel."""

    channel: str
    journeys: int
    customers: int
    share: Estimate
    duration_median: Estimate | None
    """From first to last step; of journeys old enough to have ended, running ones count as longer."""
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageMeasure:
    """Who can be seen and who was heard."""

    customers: int
    journeys: int
    running: int
    steps: int
    heard: Estimate | None
    """Share of customers who said or rated anything."""
    sources: tuple[tuple[str, int], ...]
    """Events by source."""
    period_start: datetime | None
    period_end: datetime | None
    would_add: tuple[str, ...]
    """What one more file would let the map tell."""
    evidence: EvidenceId
    understood: Estimate | None = None
    """Share of customers' texts and calls whose feeling could be read; None where fewer than five spoke."""
    unread: tuple[tuple[str, int], ...] = ()
    """Why the others could not, and how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A customer's words, masked. Shown by reference: the text is looked up, never copied."""

    id: str
    """The event id's fingerprint: no personal data in it."""
    touchpoint: str
    source: str
    at: datetime
    feeling: float | None
    text_masked: str


@dataclass(slots=True, kw_only=True)
class InsightResult:
    """What one module returns for one purpose."""

    measures: Sequence[Any] = ()
    insights: list[Insight] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    suppressed: int = 0
    """How many rows were left out because fewer than SMALLEST_GROUP customers stand behind them."""


class InsightModule(Protocol):
    """One insight: one module, one test file, one docs page; found through the registry."""

    name: str
    method: str

    def run(self, facts: Any) -> InsightResult:
        """Compute measures and claims for one purpose (see `insights.Facts`)."""
        ...
