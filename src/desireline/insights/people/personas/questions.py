"""The seven questions that every persona should account for, answered from what was said and done.

In: a table `persona_of(customer, persona)`, utterances, steps, journeys.  Out: one `Answer` each.
An answer that nobody gave is said to be missing; it is never filled from somebody else's. Words stand for a
persona only where three of its customers used them. Times are medians by Kaplan-Meier over customers, so that
who has not bought yet counts as longer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.numbers.estimates import count, duration, percent
from desireline.insights.numbers.statistics import jeffreys
from desireline.language import common_clauses

if TYPE_CHECKING:
    from desireline.journeys import JourneyData

SPOKEN_BY = 3
"""Customers of a persona who must have used a phrase."""
_MOST_PHRASES = 3
QUESTIONS = {
    "learnt": "How they learnt of us",
    "attracted": "What attracted them first",
    "problem": "What they want solved",
    "looked": "How long they looked",
    "decided": "Whether they bought, and what decided it",
    "support": "Whether they needed help, and how that went",
    "improve": "What would improve their experience",
}
_SAID = {
    "learnt": ("heard_from",),
    "attracted": ("entry_reason",),
    "problem": ("want",),
    "decided": ("chosen_for",),
    "improve": ("expected", "want"),
}
_BEFORE = """epoch_us("at") < coalesce((SELECT min(end_us) FROM journeys AS j
    WHERE j.customer = utterances.customer AND state = 0), epoch_us("at") + 1)"""
"""What a customer says before the first completed journey: afterwards nobody is attracted for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of one persona."""

    group: int
    question: str
    words: str
    estimate: Estimate | None
    """Where the answer is a number."""


def answers(data: JourneyData, groups: int, entries: list[str]) -> list[Answer]:
    """All seven, persona by persona.

    Args:
        data: with the table `persona_of`.
        groups: how many personas.
        entries: by persona, where most of them came in, in words.
    """
    said = {question: _phrases(data, question) for question in _SAID}
    bought = _bought(data, groups)
    helped = _helped(data, groups)
    out: list[Answer] = []
    for group in range(groups):
        looked, share = bought[group]
        told = {
            "learnt": (_spoken(said["learnt"][group]), None),
            "attracted": (f"{entries[group]} {_spoken(said['attracted'][group])}", None),
            "problem": (_spoken(said["problem"][group]), None),
            "looked": looked,
            "decided": (f"{share[0]} {_spoken(said['decided'][group])}", share[1]),
            "support": helped[group],
            "improve": (_spoken(said["improve"][group]), None),
        }
        for question, (words, estimate) in told.items():
            out.append(
                Answer(
                    group=group,
                    question=question,
                    words=f"{QUESTIONS[question]}: {words.strip()}",
                    estimate=estimate,
                )
            )
    return out


def _phrases(data: JourneyData, question: str) -> dict[int, list[tuple[str, int]]]:
    """By persona: what customers say in so many words, and how many of them do."""
    before = _BEFORE if question == "attracted" else "true"
    rows = data.engine.rows(
        f"""
        SELECT DISTINCT persona, customer, coalesce({", ".join(_SAID[question])}) AS told
        FROM utterances JOIN persona_of USING (customer)
        WHERE speaker = 'customer' AND told IS NOT NULL AND {before} ORDER BY ALL
        """
    )
    said: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for persona, customer, told in rows:
        said[int(persona)].append((int(customer), str(told)))
    return defaultdict(
        list,
        {
            persona: common_clauses(own, fewest=SPOKEN_BY)[:_MOST_PHRASES]
            for persona, own in said.items()
        },
    )


def _spoken(phrases: list[tuple[str, int]]) -> str:
    if not phrases:
        return "No three of them have said so; a question in a survey would tell."
    told = ", ".join(f"“{phrase}” ({count(people)} customers)" for phrase, people in phrases)
    return f"In their words: {told}."


_Told = tuple[str, Estimate | None]


def _bought(data: JourneyData, groups: int) -> list[tuple[_Told, _Told]]:
    """How long until the first completed journey, and what share completes one."""
    end = 0 if data.period_end is None else int(data.period_end.timestamp() * 1e6)
    purpose = data.purposes[0].code
    rows = data.engine.query(
        f"""
        SELECT persona, coalesce(min(end_us) FILTER (state = 0), {end}) - min(start_us) AS t,
            bool_or(state = 0) AS done
        FROM journeys JOIN persona_of USING (customer) WHERE purpose = {purpose}
        GROUP BY persona, customer ORDER BY ALL
        """
    )
    persona, t, done = (np.asarray(rows[name]) for name in ("persona", "t", "done"))
    out: list[tuple[_Told, _Told]] = []
    for group in range(groups):
        mine = persona == group
        out.append(_conversion(t[mine].astype(float), done[mine].astype(bool)))
    return out


def _conversion(t: Any, done: Any) -> tuple[_Told, _Told]:
    n = len(t)
    if n < 5 or not done.any():
        nothing = "Nobody is known to have completed a journey."
        return (nothing, None), (nothing, None)
    order = np.argsort(t, kind="stable")
    t, done = t[order], done[order]
    risk = n - np.arange(n)
    left = np.cumprod(1 - done / risk)
    spread = np.sqrt(np.cumsum(done / np.maximum(risk * (risk - 1), 1)))
    share = float(1 - left[-1])
    error = float(left[-1] * spread[-1])
    n_eff = min(float(n), share * (1 - share) / error**2) if error > 0 else float(n)
    low, high = jeffreys(share * n_eff, n_eff)
    whole = Estimate(
        value=share, low=min(float(low[0]), share), high=max(float(high[0]), share), n=n,
        unit="share",
    )  # fmt: skip
    words = (
        f"{percent(share)} complete a journey ({percent(whole.low)} to {percent(whole.high)}, "
        f"n {count(n)})."
    )
    return _median(t, left, spread, n), (words, whole)


def _median(t: Any, left: Any, spread: Any, n: int) -> _Told:
    """Half of those who complete have done so by then; bounds where the curve's band crosses."""
    plateau = left[-1]
    half = 1 - (1 - plateau) / 2
    place = int(np.argmax(left <= half))
    band = 1.96 * left * spread
    low = int(np.argmax(left - band <= half))
    above = left + band <= half
    high = int(np.argmax(above)) if above.any() else len(t) - 1
    middle = Estimate(
        value=t[place] / 1e6, low=t[min(low, place)] / 1e6, high=t[max(high, place)] / 1e6, n=n,
        unit="s",
    )  # fmt: skip
    return (
        (
            f"half of those who complete have done so after {duration(middle.value)} "
            f"({duration(middle.low)} to {duration(middle.high)}, n {count(n)})."
        ),
        middle,
    )


def _helped(data: JourneyData, groups: int) -> list[_Told]:
    rows = data.engine.rows(
        """
        SELECT persona, count(*), count(*) FILTER (asked), avg(felt) FILTER (asked),
            count(felt) FILTER (asked)
        FROM (SELECT persona, customer, bool_or(g.name = 'help' AND s.actor = 0) AS asked,
                avg(feeling_milli / 1000) FILTER (g.name = 'help') AS felt
            FROM steps s JOIN stages g ON s.stage = g.code JOIN persona_of USING (customer)
            GROUP BY persona, customer)
        GROUP BY persona
        """
    )
    known = {int(row[0]): row[1:] for row in rows}
    out: list[_Told] = []
    for group in range(groups):
        n, asked, felt, heard = known.get(group, (0, 0, None, 0))
        if n < 5:
            out.append(("Fewer than five customers: not shown.", None))
            continue
        low, high = jeffreys(asked, n)
        share = Estimate(
            value=asked / n, low=float(low[0]), high=float(high[0]), n=n, unit="share"
        )
        went = (
            f" Their feeling there is {felt:+.2f} on average (n {count(heard)})."
            if heard >= 5
            else " Too few said how that went."
        )
        words = (
            f"{percent(share.value)} asked for help ({percent(share.low)} to {percent(share.high)}, "
            f"n {count(n)}).{went}"
        )
        out.append((words, share))
    return out
