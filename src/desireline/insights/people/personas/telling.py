"""What is said of the personas, claim by claim.

In: `Found`, its portrait, worth, answers.  Out: measures and insights of the first purpose's book.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent
from desireline.insights.numbers.statistics import jeffreys
from desireline.insights.people.personas.behaviour import Behaviour
from desireline.insights.people.personas.drifting import Drift, drift
from desireline.insights.people.personas.examples import examples
from desireline.insights.people.personas.finding import ENOUGH_PEOPLE, Found, find
from desireline.insights.people.personas.naming import name_groups
from desireline.insights.people.personas.portrait import (
    Titles,
    Trait,
    defining,
    describing,
)
from desireline.insights.people.personas.questions import QUESTIONS, Answer, answers
from desireline.insights.people.personas.worth import worth
from desireline.journeys import one_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.journeys import JourneyData

METHOD = (
    "mixture over entry, path, channel, pace, hours and chosen fields, one term for each choice, tempered "
    "by the variation within groups; number of groups by customers left out, kept where refits on "
    "halves agree; v1"
)
_NEXT = 200
_LARGEST_LIFT = 100
"""Times as often as others, up to which a multiple tells more than the two shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaMeasure:
    """One persona."""

    persona: str
    size: Estimate
    """Share of the customers who chose anything."""
    stability: float
    """Overlap with its like when half the customers are left out, 0 to 1."""
    traits: tuple[Trait, ...]
    worth: Estimate | None
    answers: tuple[Answer, ...]
    journeys: tuple[str, ...]
    """Real ones near its centre: touchpoints and days, nobody's name."""
    refuted_by: str
    evidence: EvidenceId


class Personas:
    """See the package."""

    name = "personas"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Personas, in the book of the first purpose."""
        if facts.purpose.code != facts.data.purposes[0].code:
            return InsightResult()
        found = find(facts.data)
        evidence = facts.evidence(self.name, method=METHOD, query=METHOD, n=len(found.taught))
        if found.chosen is None or found.groups == 1:
            return InsightResult(insights=[_one(facts, found, evidence.id)], evidence=[evidence])
        told = _Told(facts, found, evidence.id)
        return InsightResult(
            measures=told.measures,
            insights=[
                *told.insights(),
                *_drifted(facts, told.names, drift(facts.data, found), evidence.id),
            ],
            evidence=[evidence],
        )


def named(data: JourneyData) -> tuple[Found, list[str]]:
    """The personas and what each is called."""
    found = find(data)
    if found.groups == 1:
        return found, ["everybody"]
    if found.names:
        return found, list(found.names)
    return found, name_groups(found, Titles(Behaviour(data)))


def memberships(data: JourneyData) -> Iterator[tuple[int, str, float]]:
    """(customer code, persona, membership) of everybody who chose anything."""
    found, names = named(data)
    best = found.best.tolist()
    for row, code in enumerate(found.people.tolist()):
        yield code, names[best[row]], float(found.members[row, best[row]])


def persona_table(data: JourneyData) -> pa.Table:
    """Table of the export `personas`, by customer_id."""
    known = dict(data.engine.rows("SELECT code, customer_id FROM customers"))
    rows = sorted((known[code], name, share) for code, name, share in memberships(data))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    kinds = (pa.string(), pa.string(), pa.float64())
    return pa.table(
        {
            name: pa.array(column, kind)
            for name, column, kind in zip(
                ("customer_id", "persona", "membership"), columns, kinds, strict=True
            )
        }
    )


def _one(facts: Facts, found: Found, evidence: EvidenceId) -> Insight:
    """Why there are no personas to tell apart."""
    people = len(found.taught)
    if found.chosen is None:
        words = (
            f"Personas: not enough evidence. {count(people)} customers made five choices or more; "
            f"{ENOUGH_PEOPLE} are needed."
        )
        verdict, reason = Verdict.UNKNOWN, "too few customers"
    else:
        words = (
            f"The choices of {count(people)} customers show one persona: no division foretells "
            "customers who were left out better than treating all alike."
        )
        verdict, reason = descriptive_verdict(people), "one persona"
    return Insight(
        kind="persona",
        purpose=facts.purpose.name,
        persona="everybody",
        metric="personas",
        value=1.0 if found.chosen is not None else None,
        n=people,
        words=words,
        verdict=verdict,
        reason=reason,
        evidence=evidence,
    )


class _Told:
    """Gathers what is said of each persona."""

    def __init__(self, facts: Facts, found: Found, evidence: EvidenceId) -> None:
        self._facts, self._found, self._evidence = facts, found, evidence
        data = facts.data
        behaviour = Behaviour(data)
        titles = Titles(behaviour)
        traits = defining(found, titles)
        self.names = named(data)[1]
        everybody = int(data.engine.rows("SELECT count(DISTINCT customer) FROM journeys")[0][0])
        whom = one_in(max(1, -(-everybody // 20_000)))
        traits += describing(found, behaviour, whom, titles)
        offer_members(data, found)
        entries = _entries(found, titles)
        told = answers(data, found.groups, entries)
        money = worth(data, found.people, found.members)
        self._horizon = 0 if money is None else money[1]
        paths = examples(data, found)
        sizes = found.members.sum(axis=0)
        self.measures = [
            PersonaMeasure(
                persona=self.names[group],
                size=_size(float(sizes[group]), len(found.people)),
                stability=_stability(found, group),
                traits=tuple(one for one in traits if one.group == group),
                worth=None if money is None else money[0][group],
                answers=tuple(one for one in told if one.group == group),
                journeys=paths[group],
                refuted_by=_refuted_by(found, group, traits),
                evidence=evidence,
            )
            for group in range(found.groups)
            if sizes[group] >= SMALLEST_GROUP
        ]

    def insights(self) -> list[Insight]:
        """Everything worth saying, persona by persona."""
        return [self._summary(), *(one for m in self.measures for one in self._of(m))]

    def _summary(self) -> Insight:
        found, chosen = self._found, self._found.chosen
        assert chosen is not None
        gain, error = chosen.gain
        merged = (
            ""
            if not chosen.merged
            else f" {chosen.merged} more did not come back in half the customers and were merged."
        )
        mixed = int(found.mixed.sum())
        words = (
            f"Customers choose in {found.groups} ways: {'; '.join(f'“{n}”' for n in self.names)}. "
            f"Left-out customers are foretold better by them.{merged} {count(mixed)} of "
            f"{count(len(found.people))} customers are mixed and weigh in by membership."
        )
        return self._claim(
            kind="persona", metric="personas", words=words, value=float(found.groups),
            n=len(found.taught),
            verdict=Verdict.SHOWN if gain > 2 * error else Verdict.SUGGESTED,
            estimand=f"gain {gain:.2f} nats a left-out customer (standard error {error:.2f})",
        )  # fmt: skip

    def _of(self, one: PersonaMeasure) -> Iterator[Insight]:
        size = one.size
        traits = [trait for trait in one.traits if trait.defining]
        strongest = ", ".join(
            f"{t.name} ({percent(t.share.value)}, others {percent(t.rest)})" for t in traits[:3]
        )
        yield self._claim(
            kind="persona", persona=one.persona, metric="size", estimate=size,
            words=f"“{one.persona}”: {percent(size.value)} of customers ({percent(size.low)} to "
            f"{percent(size.high)}, n {count(size.n)})." + (f" {strongest}." if strongest else ""),
        )  # fmt: skip
        for trait in one.traits:
            yield self._trait(one.persona, trait)
        if one.worth is not None:
            money, unit = one.worth, f" {one.worth.unit}" if one.worth.unit else ""
            yield self._claim(
                kind="persona_value", persona=one.persona, metric="value", estimate=money,
                words=f"“{one.persona}”: a customer brings {money.value:,.0f}{unit} within "
                f"{self._horizon} weeks ({money.low:,.0f} to {money.high:,.0f}, n {count(money.n)}).",
                money=money.value, unit=money.unit,
            )  # fmt: skip
        for answer in one.answers:
            yield self._claim(
                kind="persona_question", persona=one.persona, rule=answer.question,
                metric=QUESTIONS[answer.question], estimate=answer.estimate,
                words=f"“{one.persona}”. {answer.words}",
            )  # fmt: skip
        for path in one.journeys:
            yield self._claim(
                kind="persona_journey", persona=one.persona, metric="nearest the centre",
                words=f"“{one.persona}”, one real journey: {path}", n=1,
            )  # fmt: skip
        yield self._claim(
            kind="persona_check", persona=one.persona, metric="stability", value=one.stability,
            words=f"“{one.persona}”: {one.refuted_by}", n=len(self._found.taught),
        )  # fmt: skip

    def _trait(self, persona: str, trait: Trait) -> Insight:
        made = (
            "one of the choices that made the group"
            if trait.defining
            else "describes the group and did not make it"
        )
        lift = trait.lift
        # a ratio to hardly anybody is a number of no size: the two shares say it
        often = (
            f"{lift.value:.1f} times ({lift.low:.1f} to {lift.high:.1f}) as often as others"
            if lift.high <= _LARGEST_LIFT
            else f"of others {percent(trait.rest)}"
        )
        return self._claim(
            kind="persona_trait", persona=persona, condition=trait.name, metric="share",
            estimate=trait.share, estimand=f"lift {lift.value:.2f}",
            words=f"“{persona}”: {trait.name}, {percent(trait.share.value)} "
            f"({percent(trait.share.low)} to {percent(trait.share.high)}), {often}; {made}.",
        )  # fmt: skip

    def _claim(
        self, *, kind: str, words: str, estimate: Estimate | None = None,
        verdict: Verdict | None = None, **fields: object,
    ) -> Insight:  # fmt: skip
        told: dict[str, object] = dict(fields)
        if estimate is not None:
            told |= {
                "value": estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n,
            }  # fmt: skip
        n = told.get("n")
        return Insight(
            kind=kind,
            purpose=self._facts.purpose.name,
            words=words,
            verdict=verdict or descriptive_verdict(n if isinstance(n, int) else 0),
            evidence=self._evidence,
            **told,  # pyright: ignore[reportArgumentType]
        )


def offer_members(data: JourneyData, found: Found) -> str:
    """Table `persona_of(customer, persona)`: everybody's likeliest persona, the mixed left out."""
    sure = ~found.mixed
    table = pa.table({"customer": found.people[sure], "persona": found.best[sure]})
    data.engine.register("persona_rows", table)
    data.engine.execute(
        "CREATE OR REPLACE TEMP TABLE persona_of AS"
        " SELECT customer::UINTEGER AS customer, persona FROM persona_rows"
    )
    return "persona_of"


def offer_personas(data: JourneyData) -> list[str]:
    """Make the table `persona_of`; return the names, by the number that it holds."""
    found, names = named(data)
    offer_members(data, found)
    return names


def _entries(found: Found, titles: Titles) -> list[str]:
    """By persona: where most of its customers come in, with the share."""
    from desireline.insights.people.personas.portrait import shares

    told = shares(found.choices, found.members[found.taught]).value
    columns = found.vocabulary.columns
    doors = [c for c, (table, _) in enumerate(columns) if table == "entry"]
    out: list[str] = []
    for group in range(found.groups):
        if not doors:
            out.append("Where they come in is not seen.")
            continue
        best = max(doors, key=lambda c: told[c, group])
        title = titles.of(*columns[best]) if "/" in columns[best][1] else "enters elsewhere"
        out.append(f"{percent(float(told[best, group]))}: {title}.")
    return out


def _size(members: float, people: int) -> Estimate:
    low, high = jeffreys(members, people)
    return Estimate(
        value=members / people, low=float(low[0]), high=float(high[0]), n=people, unit="share"
    )


def _stability(found: Found, group: int) -> float:
    assert found.chosen is not None
    return float(found.chosen.stability[group])


def _refuted_by(found: Found, group: int, traits: list[Trait]) -> str:
    """What would show that the persona is none."""
    mine = [one for one in traits if one.group == group and one.defining]
    held = f"it holds together in {percent(_stability(found, group))} when half the customers are left out"
    if not mine:
        return f"{held}; under 60 % would refute it."
    p = mine[0].share
    wide = 1.96 * float(np.sqrt(max(p.value * (1 - p.value), 0.0) / _NEXT))
    low, high = max(0.0, p.low - wide), min(1.0, p.high + wide)
    return (
        f"{held}; under 60 % would refute it, and so would {_NEXT} new customers of whom fewer than "
        f"{percent(low)} or more than {percent(high)} have “{mine[0].name}”."
    )


def _drifted(
    facts: Facts, names: list[str], found: Drift | None, evidence: EvidenceId
) -> list[Insight]:
    if found is None:
        return []
    moved = [
        f"“{names[k]}” {percent(found.before[k])} before, {percent(found.after[k])} since"
        for k in found.moved
    ]
    strange = (
        "They choose in ways that these personas foretell less well than before: look for new ones."
        if found.strange
        else "They choose as those before."
    )
    shares = f" Shares have moved: {'; '.join(moved)}." if moved else " No share has moved surely."
    return [
        Insight(
            kind="persona_drift",
            purpose=facts.purpose.name,
            persona=", ".join(names[k] for k in found.moved) or None,
            metric="fit of newcomers, nats a choice",
            words=f"{count(found.newcomers)} customers came since {found.since:%Y-%m-%d} and were "
            f"assigned. {strange}{shares}",
            verdict=descriptive_verdict(found.newcomers),
            evidence=evidence,
            date=f"{found.since:%Y-%m-%d}",
        ).measured(found.fit)
    ]
