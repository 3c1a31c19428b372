"""What an insight reads: one data version, opened read-only, with named views.

Views on `engine`, beside the contract in `tables.py`:

- `steps`, `journeys`: as in the contract. Read the path of a journey by `step_no`; `next_touchpoint`
  and `wait_us` are already in each step, so that most insights are one grouped pass.
  Of some journeys nothing but a stated outcome is known: they stand in `journeys` with `steps` = 0.
- `touchpoints(code, name, stage, outcome, confidence)`: stage is the code of the stage; `outcome` marks
  touchpoints that state an outcome and are not drawn; `confidence` is the share of half-samples that
  give the touchpoint this stage, 1 where it was declared or is known by its name.
- `stages(code, name, title, verb, position)`, `channels(code, name)`, `outcomes(code, name)`,
  `rating_kinds(code, kind, low, high)`: `low` is the worst end of the scale, `high` the best.
- `customers(code, customer_id)`.
- `utterances`, `calls`: as in the contract, with `customer` (code) added.
- `events`: the log, as in the contract, without hypotheses (`tables.IS_HYPOTHESIS`). Unmasked: never
  show its `text`.
- `labels(source, channel, activity, touchpoint, actor, outcome, touchpoint_code, stage_code, stated)`:
  what the events that carry these words became; `stated` ones state an outcome, or are bookkeeping,
  and made no step.
- `purposes(code, name, title)`, `identities` (as in the contract, with `customer`, the code).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desireline.engines import Engine
from desireline.language import KnownName, Learnt, Topic
from desireline.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why customers came: one map each."""

    code: int
    name: str
    title: str
    completing_silence_us: int | None = None
    """Where no success is known: a journey that fell silent for so long is taken as completed."""
    losing_silence_us: int | None = None
    """Where a success is known: a journey that fell silent for so long is taken as lost."""
    once: bool = False
    """Who came to it hardly ever does again: later journeys are those of an owner, and their silence loses nothing."""
    usual_ends: tuple[int, ...] = ()
    """Touchpoints after which nothing comes, where nothing else tells an end: as their last step they complete a journey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyData:
    """One data version, opened for insights. Close the engine when done."""

    engine: Engine
    purposes: tuple[Purpose, ...]
    data_version: int
    recipe_fingerprint: str
    sources: tuple[str, ...]
    period_start: datetime | None
    period_end: datetime | None
    """The newest event of any journey: everything later is not yet known, never `not`."""
    generated_sample: bool = False
    log_files: tuple[Path, ...] = ()
    """Files of the event log, in order: for reading it a piece at a time."""
    recipe: Recipe = field(default_factory=Recipe)
    """What people declare today: successes and whatever else insights read."""
    presumed: frozenset[int] = frozenset()
    """Touchpoints that count as the company's own although their sources call them the customers'."""
    losing: frozenset[int] = frozenset()
    """Touchpoints of which every event is, by its source's word, the loss itself: `deal lost`."""
    reaching: frozenset[int] = frozenset()
    """Touchpoints that are the success itself, as its source or its name says: `deal won`, the order of a shop."""
    topics: tuple[Topic, ...] = ()
    """What customers talk about, as found and named in this workspace."""
    names: tuple[KnownName, ...] = ()
    """Products, places and competitors that texts may name."""
    learnt: Learnt | None = None
    """How often feelings are read as this workspace's people labelled them; None where nobody did."""

    @property
    def zone(self) -> ZoneInfo:
        """Where the company's days begin and end."""
        return ZoneInfo(self.recipe.timezone)
