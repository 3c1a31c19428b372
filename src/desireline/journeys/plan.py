"""The plan: everything that must be known before the first step can be written.

In: what labels occur, the recipe, what was learnt.  Out: codes, names, stages, purposes and their
rules, as one JSON document that is committed beside the steps. Two plans that are equal write equal
steps, so a refresh compares plans to know whether old steps still hold.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

DAY_US = 86_400_000_000
PLAN_FORMAT = 2
"""Raise it when the same plan would write other steps: kept steps are then made again."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Label(_Part):
    """Words that events of one kind share, as the sources wrote them."""

    source: str
    channel: str | None
    activity: str
    touchpoint: str | None
    actor: str
    outcome: str | None

    @property
    def key(self) -> tuple[str, ...]:
        """Sorts labels the same way everywhere."""
        return tuple(value or "" for value in self.model_dump().values())


class PlannedContext(_Part):
    """What an event of a label is once its customer has passed the border."""

    touchpoint: int
    stage: int
    hint: int


class PlannedLabel(_Part):
    """What becomes of the events of a label. Masks have one bit a purpose code."""

    label: Label
    touchpoint: int
    stage: int
    channel: int
    actor: int
    stated: bool = False
    """States an outcome, or is bookkeeping (`belongs` 0), and is no touchpoint: no step is written."""
    state: int | None = None
    """0 completed, 1 lost: what the label says of the journey it ends."""
    outcome: int | None = None
    hint: int = 0
    """Place among events of the same time."""
    belongs: int = 0
    tells: int = 0
    """Purposes for which `state` counts: a solved ticket completes no purchase."""
    starts: int = 0
    ends: int = 0
    loses: int = 0
    border: bool = False
    """From such an event on, labels with a context stand in it."""
    later: PlannedContext | None = None


class PlannedTouchpoint(_Part):
    code: int
    name: str
    stage: int
    confidence: float = 1.0
    """Share of half-samples that put it there; 1 when declared or known by its name."""


class PlannedStage(_Part):
    code: int
    name: str
    title: str
    verb: str
    position: int
    found: str = "vocabulary"
    """Who says what stands in it: `declared`, `vocabulary` or `order`."""


class RatingKind(_Part):
    code: int
    kind: str
    low: float
    """Worst end of the scale."""
    high: float
    """Best end of the scale."""


class PlannedPurpose(_Part):
    """How one purpose cuts a customer's events into journeys."""

    code: int
    name: str
    title: str
    follow: tuple[str, ...] = ()
    """Object types that make a journey; cut by gap when empty."""
    gap_us: int = 30 * DAY_US
    silence_us: int = 30 * DAY_US
    """A journey without an end is running until it has been silent this long."""
    silent_state: int = 0
    """What a journey is when it fell silent without an end: 0 completed, 1 lost."""
    start_rule: bool = False
    """Journeys begin at a start label; earlier events are left out."""
    cut_rule: bool = False
    """An end or lost label ends the journey: what follows is the next one."""
    holds: tuple[tuple[str, int], ...] = ()
    """Sources whose records hold a journey together while they are under way, and how long at most, in microseconds."""
    final: tuple[int, ...] = ()
    """Touchpoints that complete a journey when they are its last step."""

    @property
    def bit(self) -> int:
        """The purpose's bit in the masks of labels."""
        return 1 << self.code


class Plan(_Part):
    """See the module."""

    format: int
    recipe: str
    sample: bool = False
    labels: tuple[PlannedLabel, ...]
    touchpoints: tuple[PlannedTouchpoint, ...]
    stages: tuple[PlannedStage, ...]
    channels: tuple[tuple[int, str], ...]
    outcomes: tuple[tuple[int, str], ...]
    rating_kinds: tuple[RatingKind, ...]
    currency: str | None
    money_sources: tuple[str, ...] = ()
    """Sources that state the money of orders, the one that knows most orders first; none but where two do."""
    purposes: tuple[PlannedPurpose, ...]

    @property
    def follows(self) -> tuple[tuple[str, ...], ...]:
        """The different sets of object types that purposes follow."""
        return tuple(dict.fromkeys(p.follow for p in self.purposes if p.follow))

    @property
    def holds(self) -> dict[str, int]:
        """The sources whose records hold journeys of some purpose together, and how long."""
        return {
            source: max(us for p in self.purposes for one, us in p.holds if one == source)
            for source in dict.fromkeys(one for p in self.purposes for one, _ in p.holds)
        }

    @property
    def partial(self) -> bool:
        """True when some event stands outside some purposes, but not outside all of them."""
        every = sum(purpose.bit for purpose in self.purposes)
        return any(label.belongs not in (0, every) for label in self.labels)

    @property
    def contexts(self) -> bool:
        """True when some touchpoint is another one after the border."""
        return any(label.later is not None for label in self.labels)

    def tells(self, purpose: PlannedPurpose) -> bool:
        """True when events say more of a journey of this purpose than its steps do."""
        return bool(purpose.follow) or any(
            (label.tells | label.ends | label.loses) & purpose.bit
            and (
                label.stated
                or label.state is not None
                or label.outcome is not None
                or (label.ends | label.loses) & purpose.bit
            )
            for label in self.labels
        )

    def continues(self, other: Plan) -> bool:
        """True when steps written by `other` are what this plan would write for the same events."""
        mine = {planned.label.key: planned for planned in self.labels}
        same = all(mine.get(planned.label.key) == planned for planned in other.labels)
        cutting = [
            p.model_copy(update={"silence_us": 0, "silent_state": 0}) for p in self.purposes
        ]
        others = [
            p.model_copy(update={"silence_us": 0, "silent_state": 0}) for p in other.purposes
        ]
        kinds = {(r.kind, r.low, r.high): r.code for r in self.rating_kinds}
        return (
            same
            and cutting == others
            and self.format == other.format
            and self.currency == other.currency
            and self.money_sources == other.money_sources
            and all(kinds.get((r.kind, r.low, r.high)) == r.code for r in other.rating_kinds)
        )
