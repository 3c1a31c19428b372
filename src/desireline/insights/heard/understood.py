"""How much of what customers say is understood, and how often a reading is right.

In: utterances and calls of one purpose, what the workspace learnt from its people's labels.  Out: the share of texts
whose feeling could be read, with the reasons of the others, and the accuracy on labelled texts that the reader
had not seen. A text counts once for each customer's part of it; customers are clusters, because who writes in another
language does so each time. Accuracy is of this workspace's own texts or of none: figures of a public set are no promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.heard.answers import WORDS_ONLY, answers
from desireline.insights.model import SMALLEST_GROUP, Estimate
from desireline.insights.numbers.estimates import estimate, percent
from desireline.insights.numbers.statistics import ClusterSums, clustered_mean

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

TEXTS_SQL = """
    SELECT t.customer, t.reason, t.cut FROM (
        SELECT customer, event_key, CASE WHEN label IS NULL THEN coalesce(unread, '') ELSE '' END AS reason,
            label IS NOT NULL AND unread IS NOT NULL AS cut
        FROM utterances WHERE speaker = 'customer'
        UNION ALL SELECT customer, event_key, unread, false FROM calls WHERE unread IS NOT NULL
    ) t SEMI JOIN (SELECT event_key FROM steps WHERE {where}) s USING (event_key)
"""
_REASONS = {
    "language": "in a language that is not read",
    "no words": "without words",
    "signs": "signs alone",
}
_CALLS = "calls that were not heard"
UNTESTED = "how well feelings are read was not tested on your own texts (`desireline label 100`)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Share of customers' texts and calls whose feeling could be read, and why the others could not."""

    share: Estimate
    unread: tuple[tuple[str, int], ...]
    """Reason and number of texts, most first."""
    cut: int
    """Texts of which only the first 20,000 letters were read."""


def understood(facts: Facts) -> Understood | None:
    """None where fewer than five customers said anything."""
    return facts.memo("understood", _understood)


def accuracy(facts: Facts) -> Estimate | None:
    """How often feelings are read as people labelled them, on texts not learnt from; None where untested."""
    learnt = facts.data.learnt
    if learnt is None:
        return None
    return Estimate(
        value=learnt.accuracy,
        low=learnt.low,
        high=learnt.high,
        n=learnt.tested,
        unit_of_n="labelled or rated texts",
        unit="share",
    )


def accuracy_words(facts: Facts) -> str:
    """The same as words that follow a semicolon."""
    right = accuracy(facts)
    if right is None:
        return UNTESTED
    return (
        f"words were read right in {percent(right.value)} of {right.n:,} of your own labelled or rated texts "
        f"({percent(right.low)} to {percent(right.high)})"
    )


def trust(facts: Facts) -> str:
    """What follows a feeling: how far the reading of words can be trusted; nothing where nobody spoke."""
    return f"; {accuracy_words(facts)}" if _many_spoke(facts) else ""


def _many_spoke(facts: Facts) -> bool:
    """Whether five customers said anything: those whose words were read are counted already, the others only where it needs them."""
    felt = f"SELECT count(DISTINCT customer) FROM {answers(facts)} WHERE kind = {WORDS_ONLY} AND feeling IS NOT NULL"
    return facts.engine.rows(felt)[0][0] >= SMALLEST_GROUP or understood(facts) is not None


def _understood(facts: Facts) -> Understood | None:
    said = facts.table("said", TEXTS_SQL.format(where=facts.where))
    people, n, read, read2, read_n, n2 = facts.engine.rows(
        f"""SELECT count(*), sum(n), sum(x), sum(x * x), sum(x * n), sum(n * n) FROM (
            SELECT customer, count(*) AS n, count(*) FILTER (reason = '') AS x FROM {said}
            GROUP BY customer)"""
    )[0]
    if people < SMALLEST_GROUP:
        return None
    sums = ClusterSums.of(
        clusters=[people], n=[n], total=[read], total2=[read2], total_n=[read_n], n2=[n2]
    )
    share = clustered_mean(sums, lowest=0, highest=1)
    reasons: dict[str, int] = {}
    for reason, texts in facts.engine.rows(
        f"SELECT reason, count(*) FROM {said} WHERE reason <> '' GROUP BY reason"
    ):
        words = _REASONS.get(reason, _CALLS)
        reasons[words] = reasons.get(words, 0) + int(texts)
    return Understood(
        share=estimate(share, 0, n=n, unit_of_n="texts", unit="share"),
        unread=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
        cut=int(facts.engine.rows(f"SELECT count(*) FROM {said} WHERE cut")[0][0]),
    )
