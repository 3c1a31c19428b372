"""Who said what of one thing: facts that two sources or channels stated to one customer.

In: notes of sources and activities that say something (`statements.toml`), on the sample of customers.  Out: a table of pairs: what was
said first, what somebody else said within the window, and whether that is otherwise.
Two statements are of one thing where they share an order, product, ticket ..., or the place (a store) where neither names two products.
A source that repeats its own row is one speaker: only another source, or another channel in another record, is a second one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from desireline.engines import literal
from desireline.insights.facts import DAY_US
from desireline.insights.paths.noted import notes

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

NO_THINGS = ("session", "visit", "call", "store", "response", "card", "user", "device")
"""Kinds of objects of which nothing is stated: they say who, how or where."""
TOLD_OTHERWISE = "contradiction: "
_PLACE, _PRODUCT = (
    ("store", "shop", "branch", "filiale"),
    ("sku", "product_id", "article", "item_id"),
)
_SAME_AMOUNT = 0.01
_TOLD_SQL = """
    SELECT {fact}::INTEGER AS fact, n.customer, n.journey, n.step_no, n.at_us, n.touchpoint, n.turn, n.said,
        coalesce(n.says, e.channel) AS speaker, e.channel, e.source, coalesce(e.record, '') AS record, n.says IS NOT NULL AS named,
        {value} AS value, e.event_key, list_concat(list_filter(coalesce(e.object_ids, []),
            lambda x: split_part(x, ':', 1) NOT IN ({no_things})), coalesce(p.products, [])) AS things, p.products, p.place
    FROM ({said}) AS n JOIN {sample} AS s USING (customer, journey, step_no)
    JOIN events AS e ON e.event_key = s.event_key
    LEFT JOIN {places} AS p USING (customer, journey, step_no)
"""
_PLACES_SQL = """
    SELECT customer, journey, step_no, min(value) FILTER (key IN ({place})) AS place,
        list(DISTINCT 'product:' || value) FILTER (key IN ({product})) AS products
    FROM {notes} WHERE key IN ({place}, {product}) GROUP BY ALL
"""
PAIRS_SQL = """
    SELECT b.fact, b.customer, b.journey, a.at_us AS first_us, b.at_us, a.touchpoint AS first_touchpoint, b.touchpoint,
        a.said AS first_said, b.said, a.speaker AS first_speaker, b.speaker, a.value AS first_value, b.value, w.kind
    FROM {told} AS a JOIN {told} AS b ON a.fact = b.fact AND a.customer = b.customer
        AND (b.at_us, b.step_no, b.turn) > (a.at_us, a.step_no, a.turn)
    JOIN {windows} AS w ON w.fact = a.fact AND b.at_us - a.at_us <= w.window_us AND (w.kind <> 'promise' OR a.value = 'yes')
    WHERE (a.source <> b.source OR (a.speaker <> b.speaker AND (a.record <> b.record OR a.named OR b.named)))
        AND (list_has_any(a.things, b.things) OR (a.place = b.place
            AND (a.products IS NULL OR b.products IS NULL OR list_has_any(a.products, b.products))))
    QUALIFY row_number() OVER (PARTITION BY b.fact, b.customer, b.event_key, b.turn
        ORDER BY a.at_us DESC, a.step_no DESC, a.turn DESC) = 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that may be stated."""

    number: int
    name: str
    kind: str
    """`promise`, `day` or `amount`."""
    title: str
    """After `about`: `what is available`."""
    said: str
    """After `told`: `that something is available`."""
    otherwise: str
    window_days: int
    declared: dict[str, Any]

    @property
    def condition(self) -> str:
        """As conditions are called."""
        return f"{TOLD_OTHERWISE}{self.name}"

    @property
    def condition_title(self) -> str:
        """Inside a sentence, as a subject."""
        return f"being told otherwise about {self.title}"


@cache
def statable() -> tuple[Fact, ...]:
    """All facts of `statements.toml`."""
    text = (resources.files("desireline.insights.paths") / "statements.toml").read_text("utf-8")
    names = ("kind", "title", "said", "otherwise", "window_days")
    return tuple(
        Fact(number=i, name=name, declared=one, **{key: one[key] for key in names})
        for i, (name, one) in enumerate(tomllib.loads(text).items())
    )


def pairs(facts: Facts) -> str | None:
    """Table of what was stated twice (`otherwise`: not the same); None where nothing was."""
    return facts.memo("statements", _pairs)


def _pairs(facts: Facts) -> str | None:
    places = facts.table(
        "places_told",
        _PLACES_SQL.format(notes=notes(facts), place=_listed(_PLACE), product=_listed(_PRODUCT)),
    )
    parts = [
        _TOLD_SQL.format(
            fact=one.number,
            value=_value(one),
            said=said,
            no_things=_listed(NO_THINGS),
            sample=facts.sample,
            places=places,
        )
        for one in statable()
        for said in (*_noted(facts, one), *_happened(facts, one))
    ]
    if not parts:
        return None
    told = facts.table(
        "told", f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE value IS NOT NULL"
    )
    rows = ", ".join(
        f"({one.number}, {one.window_days * DAY_US}, {literal(one.kind)})" for one in statable()
    )
    windows = facts.table(
        "statement_windows", f"SELECT * FROM (VALUES {rows}) AS t(fact, window_us, kind)"
    )
    found = facts.table("stated_twice", PAIRS_SQL.format(told=told, windows=windows))
    return facts.table(
        "told_otherwise", f"SELECT *, {_otherwise(told)} AS otherwise FROM {found} AS p"
    )


def _otherwise(told: str) -> str:
    """Whether the second says otherwise: of a value, whoever spoke first must not say the new one too, later."""
    apart = f"""
        CASE p.kind WHEN 'amount' THEN abs(TRY_CAST(p.value AS DOUBLE) / TRY_CAST(p.first_value AS DOUBLE) - 1) > {_SAME_AMOUNT}
        ELSE p.value <> p.first_value END
    """
    return f"""(({apart}) AND NOT EXISTS (SELECT 1 FROM {told} AS t WHERE t.fact = p.fact AND t.customer = p.customer
        AND t.speaker = p.first_speaker AND t.value = p.value AND t.at_us >= p.first_us AND p.value <> 'no'))"""


def _noted(facts: Facts, fact: Fact) -> list[str]:
    """Notes that state it, by who speaks."""
    return [
        f"SELECT customer, journey, step_no, at_us, touchpoint, {turn} AS turn, value AS said,"
        f" {literal(one['says']) if 'says' in one else 'NULL::VARCHAR'} AS says FROM {notes(facts)}"
        f" WHERE key IN ({_listed(one['names'])})"
        for turn, one in enumerate(fact.declared.get("keys", ()))
    ]


def _happened(facts: Facts, fact: Fact) -> list[str]:
    """Activities that state it by happening."""
    wanted = [*fact.declared.get("done", ()), *fact.declared.get("undone", ())]
    if not wanted:
        return []
    return [
        (
            "SELECT s.customer, s.journey, s.step_no, s.at_us, s.touchpoint, 99 AS turn, lower(trim(activity)) AS said,"
            f" NULL::VARCHAR AS says FROM events JOIN {facts.sample} AS s USING (event_key)"
            f" WHERE lower(trim(activity)) IN ({_listed(wanted)})"
        )
    ]


def _value(fact: Fact) -> str:
    """SQL of what is said, in one form; NULL where it cannot be read."""
    if fact.kind == "day":
        return "TRY_CAST(left(n.said, 10) AS DATE)::VARCHAR"
    number = "TRY_CAST(n.said AS DOUBLE)"
    if fact.kind == "amount":
        return f"CASE WHEN {number} > 0 THEN round({number}, 2)::VARCHAR END"
    yes = [*fact.declared["yes"], *fact.declared["done"]]
    no = [*fact.declared["no"], *fact.declared["undone"]]
    return (
        f"CASE WHEN n.said IN ({_listed(no)}) OR {number} = 0 THEN 'no'"
        f" WHEN n.said IN ({_listed(yes)}) OR {number} > 0 THEN 'yes' END"
    )


def _listed(words: Any) -> str:
    return ", ".join(literal(one) for one in words)
