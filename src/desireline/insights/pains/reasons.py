"""Why it hurts, or delights, in customers' words: phrases that stand out where it does, and quotes.

In: conditions that annoy or cost, touchpoints felt other than usual; masked texts.  Out: by pain and delight the
phrases that those who met it say and others at the same touchpoint do not, with quotes of three or more.
Compared within one touchpoint and one language, or one would learn the touchpoint's vocabulary. Every phrase of
five customers was tried; Benjamini-Hochberg over all of them. What they say is what they say: no proven cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.causes.prices import prices
from desireline.insights.causes.treatments import treatments
from desireline.insights.facts import EPOCH
from desireline.insights.heard.usual import gaps
from desireline.insights.model import Estimate, Insight, InsightResult, Quote, Verdict
from desireline.insights.numbers.estimates import capital, count, percent, share_of
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.ranking import SURE_ENOUGH
from desireline.insights.pains.disliked import MATERIAL_FEELING, felt
from desireline.insights.quotes import quote_id
from desireline.language import TellingPhrase, telling_phrases

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

METHOD = (
    "log-odds with an informative prior (Monroe et al. 2008), by customer, against the same touchpoint's other"
    " texts; BH q .10 over all phrases of five customers; v1"
)
_FEWEST = 12
"""Customers who must have spoken on either side."""
_QUOTED_BY, _MOST_QUOTES = 3, 3
_MOST_PHRASES, _MOST_SUBJECTS, _MOST_TEXTS = 5, 20, 4_000
_LONGEST = 300
"""Characters of a quote."""
_MOVED = 0.2
"""Feeling beyond which a text is sad or glad."""
_SAID_SQL = """
    SELECT s.customer, s.journey, s.touchpoint, s.at_us, u.event_id, u.source, coalesce(u.part, '') AS part,
        coalesce(u.language, 'und') AS language, u.feeling::DOUBLE AS feeling, u.meaning, u.text_masked
    FROM utterances AS u JOIN {sample} AS s USING (event_key)
    WHERE u.speaker = 'customer' AND length(trim(u.text_masked)) >= 12 AND {drawn}
"""
_MET_SQL = """
    SELECT said.*, t.hit FROM {said} AS said JOIN {treatments} AS t USING (customer, journey)
    WHERE t.treatment = {number} AND said.at_us >= t.known_us
"""
_FELT_SQL = "SELECT *, {side} > {moved} AS hit FROM {said} WHERE touchpoint = {code} AND feeling IS NOT NULL"
_WHERE_SQL = """
    SELECT touchpoint, language FROM ({texts}) GROUP BY ALL
    HAVING count(DISTINCT customer) FILTER (hit) >= {few} AND count(DISTINCT customer) FILTER (NOT hit) >= {few}
    ORDER BY count(DISTINCT customer) FILTER (hit) DESC, touchpoint, language LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonMeasure:
    """What is said where something hurts or delights, more than elsewhere at the same touchpoint."""

    condition: str | None
    """None where it is about the touchpoint itself."""
    touchpoint: str
    """Where it was said."""
    kind: str
    """`pain` or `delight`."""
    language: str
    phrases: tuple[tuple[str, Estimate, Estimate], ...]
    """Phrase, share of those who spoke there and met it, share of the others."""
    quotes: tuple[Quote, ...]
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """Something whose reasons are asked for."""

    condition: str | None
    title: str
    """Who speaks: ends `those who ...`."""
    kind: str
    touchpoint: int | None
    texts: str


class Reasons:
    """See the module."""

    name = "reasons"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Phrases and quotes for each pain and delight of which enough was said."""
        evidence = facts.evidence(
            self.name, method=METHOD, query=_SAID_SQL + _MET_SQL + _FELT_SQL, n=facts.customers
        )
        subjects = _subjects(facts)
        told = [_reason(facts, one, evidence.id) for one in subjects]
        known = [one for one in told if one is not None]
        silent = len(subjects) - len(known)
        insights = [insight for _, insight in known]
        if silent:
            insights.append(_silent(facts, silent, len(subjects), evidence.id))
        return InsightResult(
            measures=[measure for measure, _ in known], insights=insights, evidence=[evidence]
        )


def _subjects(facts: Facts) -> list[_Subject]:
    said = facts.table("words_said", _SAID_SQL.format(sample=facts.sample, drawn=facts.drawn))
    return (_met(facts, said) + _felt(facts, said))[:_MOST_SUBJECTS]


def _met(facts: Facts, said: str) -> list[_Subject]:
    """Conditions that cost, bring or annoy."""
    table, _ = treatments(facts)
    out: list[_Subject] = []
    for name, price in sorted(prices(facts).items(), key=lambda one: -abs(one[1].value)):
        if price.verdict == Verdict.UNKNOWN and name not in felt(facts):
            continue
        hurts = price.value > 0 if price.verdict != Verdict.UNKNOWN else felt(facts)[name].drop > 0
        one = price.treatment
        out.append(
            _Subject(
                condition=name,
                title=f"met “{one.title}”",
                kind="pain" if hurts else "delight",
                touchpoint=one.touchpoint,
                texts=_MET_SQL.format(said=said, treatments=table, number=one.number),
            )
        )
    return out


def _felt(facts: Facts, said: str) -> list[_Subject]:
    """Touchpoints at which customers feel other than usual: the moved against the others."""
    out: list[_Subject] = []
    for code, gap in sorted(gaps(facts).items(), key=lambda one: -abs(one[1].shrunk)):
        sure = gap.discovered or gap.sure >= SURE_ENOUGH
        if not sure or abs(gap.value) < MATERIAL_FEELING:
            continue
        hurts = gap.value < 0
        side = "-feeling" if hurts else "feeling"
        out.append(
            _Subject(
                condition=None,
                title=f"are {'upset' if hurts else 'glad'} at {facts.places[code].name}",
                kind="pain" if hurts else "delight",
                touchpoint=code,
                texts=_FELT_SQL.format(said=said, side=side, moved=_MOVED, code=code),
            )
        )
    return out


def _reason(
    facts: Facts, subject: _Subject, evidence: EvidenceId
) -> tuple[ReasonMeasure, Insight] | None:
    where = facts.engine.rows(_WHERE_SQL.format(texts=subject.texts, few=_FEWEST))
    if not where:
        return None
    code, language = where[0]
    found = facts.engine.query(
        f"SELECT * FROM ({subject.texts}) WHERE touchpoint = {code} AND language = ?"
        f" ORDER BY hash(event_id), event_id, part LIMIT {_MOST_TEXTS}",
        [language],
    ).to_pylist()
    ours = [row for row in found if row["hit"]]
    others = [row for row in found if not row["hit"]]
    phrases = telling_phrases(
        ((row["customer"], row["text_masked"]) for row in ours),
        ((row["customer"], row["text_masked"]) for row in others),
        discoveries=lambda p: benjamini_hochberg(p).tolist(),
        most=_MOST_PHRASES,
    )
    n, m = (len({row["customer"] for row in side}) for side in (ours, others))
    # those who write longer say everything more often, and those who write shorter less
    phrases = [one for one in phrases if one.customers * m > one.others * n]
    if not phrases:
        return None
    measure = ReasonMeasure(
        condition=subject.condition,
        touchpoint=facts.places[code].name,
        kind=subject.kind,
        language=language,
        phrases=tuple(
            (one.phrase, share_of(one.customers, n), share_of(min(one.others, m), m))
            for one in phrases
        ),
        quotes=tuple(_quotes(facts, code, ours, phrases)),
        evidence=evidence,
    )
    return measure, _claim(facts, subject, measure)


def _quotes(
    facts: Facts, code: int, rows: list[dict[str, Any]], phrases: list[TellingPhrase]
) -> list[Quote]:
    """Of those who use a telling phrase, the ones in the middle of what they mean; each customer once."""
    told = [
        row
        for row in rows
        if len(row["text_masked"]) <= _LONGEST
        and any(one.phrase in row["text_masked"].lower() for one in phrases)
    ]
    if len({row["customer"] for row in told}) < _QUOTED_BY:
        return []
    known = [row for row in told if row["meaning"]]
    order = known or told
    if known:
        vectors = np.array([row["meaning"] for row in known], dtype=float)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        near = vectors @ vectors.mean(axis=0)
        order = [known[i] for i in np.argsort(-np.round(near, 6), kind="stable")]
    first: dict[str, dict[str, Any]] = {}
    for row in {row["customer"]: row for row in reversed(order)}.values():
        first[row["text_masked"].casefold()] = row
    return [
        Quote(
            id=quote_id(row["event_id"], row["part"]),
            touchpoint=facts.places[code].name,
            source=str(row["source"]),
            at=EPOCH + timedelta(microseconds=row["at_us"]),
            feeling=row["feeling"],
            text_masked=row["text_masked"],
        )
        for row in list(reversed(first.values()))[:_MOST_QUOTES]
    ]


def _claim(facts: Facts, subject: _Subject, one: ReasonMeasure) -> Insight:
    place = facts.place(subject.touchpoint)
    said = "; ".join(
        f"“{phrase}” ({percent(own.value)} of {count(own.n)}, others {percent(rest.value)} of {count(rest.n)})"
        for phrase, own, rest in one.phrases
    )
    _, first, _ = one.phrases[0]
    return Insight(
        kind="reason",
        purpose=facts.purpose.name,
        touchpoint=place.name if place else one.touchpoint,
        stage=place.stage if place else None,
        condition=subject.condition,
        metric=subject.kind,
        estimand="share of the customers who spoke there and used the first phrase; association only",
        words=capital(
            f"those who {subject.title} say more often than others at {one.touchpoint}: {said}."
            " What they say, not a proven cause."
        ),
        verdict=Verdict.SHOWN,
        evidence=one.evidence,
        quotes=tuple(quote.id for quote in one.quotes),
    ).measured(first)


def _silent(facts: Facts, silent: int, asked: int, evidence: EvidenceId) -> Insight:
    return Insight(
        kind="reason",
        purpose=facts.purpose.name,
        words=(
            f"Why {silent} of {asked} pains and delights are felt is not known: fewer than {_FEWEST} spoke on either"
            " side, or no phrase stands out. A question with a free answer would tell."
        ),
        verdict=Verdict.UNKNOWN,
        reason="too few words",
        evidence=evidence,
        n=facts.customers,
    )
