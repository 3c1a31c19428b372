"""Who can be seen and who was heard, so that an empty place on the map is not read as a good one.

In: steps, journeys, the log.  Out: customers, journeys, the share heard, the share of texts that was understood, sources, what would help.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.heard.answers import WORDS_ONLY, answers
from desireline.insights.heard.understood import TEXTS_SQL, Understood, accuracy_words, understood
from desireline.insights.model import (
    SMALLEST_GROUP,
    CoverageMeasure,
    Estimate,
    Insight,
    InsightResult,
)
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent, share_of

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = "share of customers with any words or rating, Jeffreys interval; v1"
_READ = (
    "share of customers' texts and calls whose feeling could be read, customers as clusters; v1"
)
_COUNTS = (
    "SELECT count(*), count(*) FILTER (state = 2), count(*) FILTER (state <> 2) FROM journeys"
)


class Coverage:
    """See the module."""

    name = "coverage"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """What the map can see of this purpose."""
        if facts.customers < SMALLEST_GROUP:
            return InsightResult(suppressed=1)
        evidence = facts.evidence(self.name, method=METHOD, query=_COUNTS, n=facts.customers)
        heard, read = _heard(facts), understood(facts)
        journeys, running, ended = facts.engine.rows(f"{_COUNTS} WHERE {facts.where}")[0]
        measure = CoverageMeasure(
            customers=facts.customers,
            journeys=journeys,
            running=running,
            steps=_steps(facts),
            heard=heard,
            sources=tuple(
                (str(name), n)
                for name, n in facts.engine.rows(
                    "SELECT source, count(*) FROM events GROUP BY source ORDER BY 2 DESC, 1"
                )
            ),
            period_start=facts.data.period_start,
            period_end=facts.data.period_end,
            would_add=_would_add(facts, heard, ended),
            evidence=evidence.id,
            understood=None if read is None else read.share,
            unread=() if read is None else read.unread,
        )
        result = InsightResult(
            measures=[measure], insights=[_claim(facts, measure, heard)], evidence=[evidence]
        )
        if read is not None:
            proof = facts.evidence(
                "coverage/understood", method=_READ, query=TEXTS_SQL, n=read.share.n
            )
            result.insights.append(_legible(facts, read, proof.id))
            result.evidence.append(proof)
        return result


def _claim(facts: Facts, measure: CoverageMeasure, heard: Estimate) -> Insight:
    words = (
        f"{percent(heard.value)} of {count(heard.n)} customers said or rated anything "
        f"({percent(heard.low)} to {percent(heard.high)}); the others are silent here."
    )
    return Insight(
        kind="coverage",
        purpose=facts.purpose.name,
        metric="heard",
        words=" ".join((words, *measure.would_add)),
        verdict=descriptive_verdict(heard.n),
        evidence=measure.evidence,
    ).measured(heard)


def _legible(facts: Facts, read: Understood, evidence: EvidenceId) -> Insight:
    share = read.share
    reasons = ", ".join(f"{why} ({count(n)})" for why, n in read.unread)
    missed = (
        f"Not understood, and counted in no feeling: {reasons}" if reasons else "All were read"
    )
    return Insight(
        kind="coverage",
        purpose=facts.purpose.name,
        metric="understood",
        words=(
            f"The feeling of {percent(share.value)} of {count(share.n)} texts and calls of customers was read "
            f"({percent(share.low)} to {percent(share.high)}). {missed}{_cut(read)}; {accuracy_words(facts)}."
        ),
        verdict=descriptive_verdict(share.n),
        evidence=evidence,
    ).measured(share)


def _cut(read: Understood) -> str:
    return f"; {count(read.cut)} were read up to their 20,000th letter" if read.cut else ""


def _heard(facts: Facts) -> Estimate:
    spoke = facts.engine.rows(f"SELECT count(DISTINCT customer) FROM {answers(facts)}")[0][0]
    return share_of(spoke, facts.customers)


def _steps(facts: Facts) -> int:
    return int(facts.engine.rows(f"SELECT count(*) FROM steps WHERE {facts.where}")[0][0])


def _would_add(facts: Facts, heard: Estimate, ended: int) -> tuple[str, ...]:
    """What is missing most, as a sentence each."""
    rated, spoken = facts.engine.rows(
        f"SELECT count(rating), count(feeling) FILTER (kind = {WORDS_ONLY}) FROM {answers(facts)}"
    )[0]
    out: list[str] = []
    if not rated and not spoken:
        out.append("A survey, review or ticket export would show how customers feel.")
    elif not rated:
        out.append("A survey or review export would add ratings to the words.")
    elif not spoken:
        out.append("Tickets, chats or survey comments would say why they rate so.")
    elif heard.value < 0.1:
        out.append("A survey export would let more than a tenth of the customers speak.")
    if not ended:
        out.append(
            "No journey has a stated outcome: orders, or a rule in recipe.toml, would tell success from silence."
        )
    return tuple(out)
