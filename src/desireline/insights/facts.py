"""What every insight of one purpose shares: names, filters, the sample, remembered passes, evidence.

In: one data version and one purpose.  Out: SQL fragments and small summaries, each computed once.
The choice to question: design effects and influence sums come from at most `SAMPLE` customers,
drawn by a fixed mix of the customer code; counts, means and quantiles always come from everybody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING, Any, TypeVar

from desireline.ids import EvidenceId
from desireline.insights.model import Evidence
from desireline.journeys import is_farewell, is_refusal, matches, one_in

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from desireline.journeys import JourneyData, Purpose

T = TypeVar("T")

SAMPLE = 20_000
"""Customers that learn design effects; all of them when there are no more."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
_HARDLY_ANY = 0.05
"""Share of completed journeys, at most, after a refusal that is final."""
JUDGED, LEVERS = "judged", "levers"
"""Under which judged effects are remembered, and what goals need of them: for those who must not load what judges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A touchpoint's names. `outcome`: states an outcome, is not drawn."""

    code: int
    name: str
    stage: str
    position: int
    """Of the stage."""
    outcome: bool


class Facts:
    """One purpose of one data version. Summaries are remembered under a key, so that modules share."""

    def __init__(self, data: JourneyData, purpose: Purpose) -> None:
        self.data = data
        self.purpose = purpose
        self.engine = data.engine
        self.where = f"purpose = {int(purpose.code)}"
        self._memory: dict[str, Any] = {}
        self._tables: list[str] = []

    def memo(self, key: str, compute: Callable[[Facts], T]) -> T:
        """Compute a summary once."""
        if key not in self._memory:
            self._memory[key] = compute(self)
        return self._memory[key]

    def knows(self, key: str) -> bool:
        """Whether a summary was computed."""
        return key in self._memory

    def table(self, name: str, sql: str) -> str:
        """Keep the rows of a SELECT until `close`; return the table's name."""
        full = f"_insight_{name}"
        if full not in self._tables:
            self.engine.execute(f"CREATE OR REPLACE TEMP TABLE {full} AS {sql}")
            self._tables.append(full)
        return full

    def offer(self, name: str, table: pa.Table) -> str:
        """Offer a small Arrow table to SQL."""
        full = f"_insight_in_{name}"
        self.engine.register(full, table)
        return full

    def close(self) -> None:
        """Drop what `table` kept."""
        for name in self._tables:
            self.engine.execute(f"DROP TABLE IF EXISTS {name}")
        self._tables.clear()
        self._memory.clear()

    @cached_property
    def end_us(self) -> int:
        """End of observation: what comes later is not yet known."""
        end = self.data.period_end
        return 0 if end is None else (end - EPOCH) // timedelta(microseconds=1)

    @cached_property
    def start_us(self) -> int:
        """Start of observation."""
        start = self.data.period_start
        return 0 if start is None else (start - EPOCH) // timedelta(microseconds=1)

    @cached_property
    def middle_us(self) -> int:
        """Middle of observation: two halves are two witnesses."""
        return (self.start_us + self.end_us + 1) // 2

    @cached_property
    def stages(self) -> dict[int, str]:
        """Stage names by code, in the order of the map."""
        rows = self.engine.rows("SELECT code, name FROM stages ORDER BY position, code")
        return {int(code): str(name) for code, name in rows}

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {
            str(name): str(title)
            for name, title in self.engine.rows("SELECT name, title FROM stages")
        }

    def column(self, stage: str | None) -> str:
        """What the map calls a stage, inside a sentence."""
        return self._titles.get(stage, stage) if stage else "the journey"

    @cached_property
    def places(self) -> dict[int, Place]:
        """Touchpoints by code."""
        position = {code: index for index, code in enumerate(self.stages)}
        rows = self.engine.rows("SELECT code, name, stage, outcome FROM touchpoints ORDER BY code")
        return {
            int(code): Place(
                code=int(code),
                name=str(name),
                stage=self.stages.get(stage, ""),
                position=position.get(stage, 0),
                outcome=bool(outcome),
            )
            for code, name, stage, outcome in rows
        }

    def place(self, code: int | None) -> Place | None:
        """The touchpoint of a code; None for none."""
        return None if code is None else self.places.get(code)

    @cached_property
    def drawn(self) -> str:
        """SQL condition on `touchpoint`: not a stated outcome."""
        hidden = ", ".join(str(code) for code, place in self.places.items() if place.outcome)
        return f"touchpoint NOT IN ({hidden})" if hidden else "true"

    @cached_property
    def farewells(self) -> frozenset[int]:
        """Touchpoints at which customers end it, as declared, else as named: leaving is not caused there."""
        rule = next(
            (one for one in self.data.recipe.purposes if one.name == self.purpose.name), None
        )
        lost = rule.lost if rule else ()
        return frozenset(
            code
            for code, place in self.places.items()
            if matches(place.name, lost) or is_farewell(place.name)
        )

    @cached_property
    def losing(self) -> frozenset[int]:
        """Touchpoints that are the loss itself, by name or by their source's word: nothing that led to it, and no place where some leave."""
        return self.farewells | self.data.losing | self.refusals

    @cached_property
    def refusals(self) -> frozenset[int]:
        """Touchpoints by whose name somebody is refused, or withdraws, after which surely hardly any journey is completed.

        That an application was turned down is the loss. A card that is declined is tried again, and most pay after it.
        """
        said = {code for code, place in self.places.items() if is_refusal(place.name)}
        if not said:
            return frozenset()
        rows = self.engine.rows(
            f"""SELECT touchpoint, count(*), count(*) FILTER (state = 0)
            FROM (SELECT DISTINCT customer, journey, touchpoint FROM {self.sample}
                WHERE touchpoint IN ({", ".join(map(str, sorted(said)))}))
            JOIN (SELECT customer, journey, state FROM journeys WHERE {self.where} AND state < 2)
            USING (customer, journey) GROUP BY touchpoint"""
        )
        return frozenset(int(code) for code, n, won in rows if _at_most(won, n) <= _HARDLY_ANY)

    @cached_property
    def owned(self) -> str:
        """SQL condition on `customer` and `journey`: theirs already is what is bought once, so that a pause is none too many."""
        return self._owned(">=")

    @cached_property
    def owned_before(self) -> str:
        """The same of the journeys after the one in which it became theirs."""
        return self._owned(">")

    def _owned(self, since: str) -> str:
        if not self.purpose.once:
            return "false"
        first = f"getvariable('owned_{int(self.purpose.code)}')"
        return f"coalesce(journey {since} {first}[customer::BIGINT + 1], false)"

    @cached_property
    def paid(self) -> frozenset[int]:
        """Touchpoints at which customers pay: who comes again pays again."""
        rows = self.engine.rows(
            f"SELECT touchpoint FROM {self.sample} WHERE actor = 0 GROUP BY touchpoint"
            " HAVING avg((coalesce(value_e4, 0) > 0)::INTEGER) > 0.5"
        )
        return frozenset(int(code) for (code,) in rows)

    @cached_property
    def channels(self) -> dict[int, str]:
        """Channel names by code."""
        rows = self.engine.rows("SELECT code, name FROM channels ORDER BY code")
        return {int(code): str(name) for code, name in rows}

    @cached_property
    def customers(self) -> int:
        """Customers with a journey of this purpose."""
        return int(self.engine.rows(f"SELECT count(*) FROM {self.own_journeys}")[0][0])

    @cached_property
    def own_journeys(self) -> str:
        """Table (customer, n): journeys of each customer."""
        return self.table(
            "journeys_by_customer",
            f"SELECT customer, count(*) AS n FROM journeys WHERE {self.where} GROUP BY customer",
        )

    @cached_property
    def journeys(self) -> int:
        """Journeys of this purpose."""
        return int(self.engine.rows(f"SELECT count(*) FROM journeys WHERE {self.where}")[0][0])

    @cached_property
    def sampled(self) -> str:
        """SQL condition on `customer`: belongs to the sample."""
        return one_in(-(-self.customers // SAMPLE))

    @cached_property
    def sample(self) -> str:
        """Table: the steps of the sampled customers, in order."""
        return self.table(
            "sample",
            "SELECT customer, journey, step_no, at_us, touchpoint, stage, channel, actor,"
            " next_touchpoint, wait_us, queue_s, feeling_milli, rating_kind, rating_milli, value_e4,"
            f" event_key FROM steps WHERE {self.where} AND {self.sampled}"
            " ORDER BY customer, journey, step_no",
        )

    @cached_property
    def weight(self) -> float:
        """Customers that one of the sample stands for; 1 when all are in it."""
        if self.sampled == "true":
            return 1.0
        drawn = self.engine.rows(f"SELECT count(DISTINCT customer) FROM {self.sample}")[0][0]
        return self.customers / max(drawn, 1)

    def evidence(self, insight: str, *, method: str, query: str, n: int) -> Evidence:
        """Enough to compute a number again; its id is the same for the same data and recipe."""
        fingerprint = _fingerprint(query)
        parts = (insight, method, fingerprint, self.data.recipe_fingerprint, self.purpose.name)
        return Evidence(
            id=EvidenceId(_fingerprint("\n".join((*parts, str(self.data.data_version))))),
            insight=insight,
            method=method,
            query=fingerprint,
            recipe=self.data.recipe_fingerprint,
            data_version=self.data.data_version,
            period_start=self.data.period_start,
            period_end=self.data.period_end,
            sources=self.data.sources,
            n=n,
        )


def _at_most(x: int, n: int) -> float:
    """Upper end of a share's 95 % interval (Agresti and Coull 1998)."""
    share = (x + 2) / (n + 4)
    return share + 2 * sqrt(share * (1 - share) / (n + 4))


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
