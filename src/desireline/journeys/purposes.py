"""Purposes: why customers come, one map each.

In: labels with the objects they name, the recipe.  Out: drafts of purposes: which labels belong, which
object makes a journey, what ends it. Without a recipe: a log of cases follows the case; a log in which
one business object names nearly every event follows that; any other company gets the whole
relationship, cut by silence, and beside it `get help`, which follows tickets, calls and chats.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.journeys import vocabulary
from desireline.journeys.naming import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.journeys.labels import Seen
    from desireline.journeys.naming import Named
    from desireline.recipe import PurposeRule, Recipe

HELP_TYPES = ("ticket", "conversation", "chat", "call", "complaint", "incident")
_BUSINESS_TYPES = (
    "case",
    "order",
    *HELP_TYPES,
    "claim",
    "application",
    "booking",
    "request",
    "contract",
    "lead",
    "deal",
    "policy",
    "trip",
    "invoice",
)
"""Objects that are journeys. Sessions, products, parcels and people are not."""
_NEARLY_ALL = 0.9
_ENOUGH_HELP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A purpose before its times are learnt. Labels are numbers."""

    name: str
    title: str
    follow: tuple[str, ...]
    labels: frozenset[int]
    starts: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()
    loses: frozenset[int] = frozenset()
    start_rule: bool = False
    cut_rule: bool = False
    gap_days: float | None = None
    silence_days: float | None = None
    silence_is_loss: bool = False
    learn_final: bool = False


def draft_purposes(
    seen: Sequence[Seen], named: Sequence[Named], stated: frozenset[int], recipe: Recipe
) -> list[Draft]:
    """Purposes as declared, else as the data suggest. At most 30."""
    if recipe.purposes:
        return [_declared(rule, seen, named) for rule in recipe.purposes]
    total = sum(one.events for one in seen)
    everything = frozenset(range(len(seen)))
    main = _main_object(seen, total)
    if main is not None:
        return [_following(main, everything, seen, named)]
    purposes = [_relationship(seen, named, stated)]
    helping = _labels_of(seen, HELP_TYPES)
    events = sum(seen[number].events for number in helping)
    if events >= _ENOUGH_HELP and len({named[n].touchpoint for n in helping}) > 1:
        purposes.append(_helping(helping, seen, named))
    return purposes


def follows_process(purposes: Sequence[Draft]) -> bool:
    """True when the first purpose follows cases: a process log."""
    return purposes[0].follow == ("case",)


def _main_object(seen: Sequence[Seen], total: int) -> str | None:
    """The business object that names nearly every event, if there is one."""
    events: dict[str, float] = defaultdict(float)
    for one in seen:
        for kind, share in one.types:
            events[kind] += share * one.events
    fitting = [kind for kind in _BUSINESS_TYPES if events[kind] >= _NEARLY_ALL * total > 0]
    return max(
        fitting, key=lambda kind: (round(events[kind]), -_BUSINESS_TYPES.index(kind)), default=None
    )


def _labels_of(seen: Sequence[Seen], types: Sequence[str]) -> frozenset[int]:
    return frozenset(n for n, one in enumerate(seen) if one.share_of(types) > 0)


def _following(
    kind: str, labels: frozenset[int], seen: Sequence[Seen], named: Sequence[Named]
) -> Draft:
    if kind in HELP_TYPES:
        return _helping(labels, seen, named)
    titles = {"case": "From start to finish", "order": "Order and receive"}
    return Draft(
        name=kind,
        title=titles.get(kind, f"Follow the {kind}"),
        follow=(kind,),
        labels=labels,
        learn_final=True,
        silence_is_loss=True,
    )


def _helping(labels: frozenset[int], seen: Sequence[Seen], named: Sequence[Named]) -> Draft:
    """A contact that nobody came back to counts as settled, so that silence is no loss here."""
    return Draft(
        name="get_help",
        title="Get help",
        follow=HELP_TYPES,
        labels=labels,
        ends=frozenset(n for n in labels if named[n].success == "help"),
    )


def _relationship(seen: Sequence[Seen], named: Sequence[Named], stated: frozenset[int]) -> Draft:
    """Everything between a customer and the company. Silence is loss only where success is known."""
    bought = frozenset(n for n, name in enumerate(named) if name.success == "buy")
    return Draft(
        name="buy" if bought else "journey",
        title="Buy and own" if bought else "The customer journey",
        follow=(),
        labels=frozenset(range(len(seen))),
        ends=bought,
        silence_is_loss=bool(bought or stated),
    )


def _declared(rule: PurposeRule, seen: Sequence[Seen], named: Sequence[Named]) -> Draft:
    def fits(n: int) -> bool:
        only = rule.only
        return (
            (not only.channels or matches(named[n].channel, only.channels))
            and (not only.sources or matches(seen[n].label.source, only.sources))
            and (not only.touchpoints or _is(n, only.touchpoints))
            and (rule.follow is None or seen[n].share_of([rule.follow]) > 0)
        )

    def _is(n: int, patterns: Sequence[str]) -> bool:
        return matches(named[n].touchpoint, patterns) or matches(seen[n].label.activity, patterns)

    labels = frozenset(n for n in range(len(seen)) if fits(n))
    ends = frozenset(n for n in labels if _is(n, rule.end))
    return Draft(
        name=rule.name,
        title=rule.title,
        follow=(rule.follow,) if rule.follow else (),
        labels=labels,
        starts=frozenset(n for n in labels if _is(n, rule.start)),
        ends=ends,
        loses=frozenset(n for n in labels if _is(n, rule.lost)),
        start_rule=bool(rule.start),
        cut_rule=bool(rule.end or rule.lost) and rule.follow is None,
        gap_days=None if rule.gap_days == "learn" else float(rule.gap_days),
        silence_days=None if rule.silence_days == "learn" else float(rule.silence_days),
        silence_is_loss=bool(rule.end),
        learn_final=rule.follow is not None and not rule.end,
    )


def stated_outcomes(
    seen: Sequence[Seen], endings: dict[int, tuple[float, int | None]], recipe: Recipe
) -> dict[int, int]:
    """Labels that state an outcome and are no touchpoint -> 0 completed, 1 lost.

    Declared ones, and those named like an outcome which always come last and within a second of the
    event before: nobody does that, an export appends it.
    """
    found: dict[int, int] = {}
    for number, one in enumerate(seen):
        label = one.label
        rule = next(
            (
                rule
                for rule in recipe.outcomes
                if rule.source in (None, label.source) and matches(label.activity, [rule.match])
            ),
            None,
        )
        if rule is not None:
            found[number] = 0 if rule.state == "completed" else 1
            continue
        state = vocabulary.builtin().outcomes.get(vocabulary.normal(label.activity))
        last, since = endings.get(number, (0.0, None))
        if state and last >= 0.95 and since is not None and since <= 1_000_000:
            found[number] = 0 if state == "completed" else 1
    return found
