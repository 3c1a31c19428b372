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
from desireline.journeys.naming import BUSINESS_TYPES, CONTACTS, matches
from desireline.tables import HYPOTHESES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desireline.journeys.labels import Seen
    from desireline.journeys.learning import Ending
    from desireline.journeys.naming import Named
    from desireline.recipe import PurposeRule, Recipe

HELP_TYPES = CONTACTS
_TITLES = {"case": "From start to finish", "order": "Order and receive"}
_NEARLY_ALL = 0.9
_MOST_OF_ONE_SOURCE = 0.6
_ALWAYS_LAST = 0.95
_APPENDED_US = 1_000_000
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
    tells: frozenset[int] = frozenset()
    """Labels whose stated outcome is an outcome of this purpose."""
    start_rule: bool = False
    cut_rule: bool = False
    gap_days: float | None = None
    silence_days: float | None = None
    silence_is_loss: bool = False
    learn_final: bool = False


def draft_purposes(
    seen: Sequence[Seen],
    named: Sequence[Named],
    stated: Mapping[int, int | None],
    recipe: Recipe,
) -> list[Draft]:
    """Purposes as declared, else as the data suggest. At most 30."""
    if recipe.purposes:
        return [_declared(rule, seen, named) for rule in recipe.purposes]
    notes = {number for number, state in stated.items() if state is None}
    total = sum(one.events for n, one in enumerate(seen) if n not in notes)
    main = _main_object(seen, total, subjects=False)
    leading = _main_object(seen, total, subjects=True)
    if leading is not None and (main is None or leading[2] > main[2]):
        return [_led_by_subject(leading[0], leading[1], seen)]
    if main is not None:
        purposes = [_following(main[0], main[1], seen, named)]
    else:
        purposes = [_relationship(seen, named, stated)]
    # what the first map does not hold would be on none: the calls beside a log of cases
    helping = _labels_of(seen, HELP_TYPES) - (purposes[0].labels if main else frozenset())
    events = sum(seen[number].events for number in helping)
    if events >= _ENOUGH_HELP and len({named[n].touchpoint for n in helping}) > 1:
        purposes.append(_helping(helping, named))
    return purposes


def _farewells(seen: Sequence[Seen], labels: frozenset[int]) -> frozenset[int]:
    """Labels by which customers end the relationship: whoever does that is lost, unless something better follows."""
    words = vocabulary.builtin()
    return frozenset(
        n
        for n in labels
        if seen[n].label.actor == "customer" and words.is_farewell(seen[n].label.activity)
    )


def follows_process(purposes: Sequence[Draft]) -> bool:
    """True when the first purpose follows cases, or objects that stand for customers: a process log.

    An order is no such process: its words (paid, shipped, delivered) are those of any shop.
    """
    first = purposes[0]
    return first.learn_final and (first.follow == ("case",) or not first.follow)


def _main_object(
    seen: Sequence[Seen], total: int, *, subjects: bool
) -> tuple[str, tuple[str, ...], float] | None:
    """The business object that nearly every event names, with its spellings and events, if any.

    In the log of one source, an object that most events name is enough: the others are its parts.
    With `subjects`, the object that is the event's subject: an object-centric log without customers.
    """
    share = _NEARLY_ALL if len({one.label.source for one in seen}) > 1 else _MOST_OF_ONE_SOURCE
    events: dict[str, float] = defaultdict(float)
    spellings: dict[str, set[str]] = defaultdict(set)
    for one in seen:
        for kind, of_label in one.types:
            if kind.startswith("@") != subjects:
                continue
            word = kind.lower().replace("_", " ").removeprefix("@").split(" ")[-1]
            events[word] += of_label * one.events
            spellings[word].add(kind)
    fitting = [kind for kind in BUSINESS_TYPES if events[kind] >= share * total > 0]
    if not fitting:
        return None
    main = max(fitting, key=lambda kind: (round(events[kind]), -BUSINESS_TYPES.index(kind)))
    return main, tuple(sorted(spellings[main])), round(events[main])


def _labels_of(
    seen: Sequence[Seen], types: Sequence[str], *, least: float = 0.0
) -> frozenset[int]:
    """Labels of which more than `least` of the events name an object of the types."""
    return frozenset(n for n, one in enumerate(seen) if one.share_of(types) > least)


def _following(
    kind: str, spellings: tuple[str, ...], seen: Sequence[Seen], named: Sequence[Named]
) -> Draft:
    labels = _labels_of(seen, spellings)
    if kind in HELP_TYPES:
        return _helping(labels, named)
    return Draft(
        name=kind,
        title=_TITLES.get(kind, f"Follow the {kind}"),
        follow=spellings,
        labels=labels,
        loses=_farewells(seen, labels),
        tells=labels,
        learn_final=True,
        silence_is_loss=True,
    )


def _led_by_subject(kind: str, spellings: tuple[str, ...], seen: Sequence[Seen]) -> Draft:
    """Each subject is one object, and its whole stream one journey."""
    labels = _labels_of(seen, spellings, least=0.5)
    return Draft(
        name=kind,
        title=_TITLES.get(kind, f"Follow the {kind}"),
        follow=(),
        labels=labels,
        tells=labels,
        gap_days=3660.0,
        learn_final=True,
        silence_is_loss=True,
    )


def _helping(labels: frozenset[int], named: Sequence[Named]) -> Draft:
    """A contact that nobody came back to counts as settled, so that silence is no loss here."""
    return Draft(
        name="get_help",
        title="Get help",
        follow=HELP_TYPES,
        labels=labels,
        tells=labels,
        ends=frozenset(n for n in labels if named[n].success == "help"),
    )


def _relationship(
    seen: Sequence[Seen], named: Sequence[Named], stated: Mapping[int, int | None]
) -> Draft:
    """Everything between a customer and the company. Silence is loss only where success is known."""
    bought = frozenset(n for n, name in enumerate(named) if name.success == "buy")
    return Draft(
        name="buy" if bought else "journey",
        title=_title(named) if bought else "The customer journey",
        follow=(),
        labels=frozenset(range(len(seen))),
        ends=bought,
        loses=_farewells(seen, frozenset(range(len(seen)))),
        tells=frozenset(
            n for n, one in enumerate(seen) if n in stated or one.share_of(HELP_TYPES) == 0
        ),
        silence_is_loss=bool(bought) or any(state is not None for state in stated.values()),
    )


def _title(named: Sequence[Named]) -> str:
    after = {name.stage for name in named} & {"receive", "use", "help"}
    return "Buy and own" if len(after) > 1 else "Buy something"


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
        tells=labels,
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
    seen: Sequence[Seen], endings: Mapping[int, Ending], recipe: Recipe
) -> dict[int, int | None]:
    """Labels that are no touchpoint -> 0 completed, 1 lost, None for a tool's own notes.

    Declared outcomes, and those named like an outcome which always come last, either within a second of
    the event before (nobody does that, an export appends it) or beside an opposite that always comes
    last too: passed or lost, one of them for everybody.
    """
    found: dict[int, int | None] = {}
    candidates: dict[int, int] = {}
    notes = _notes(seen, endings, recipe)
    for number, one in enumerate(seen):
        declared = None if _is_hypothesis(one) else _declared_outcome(one, recipe)
        state = vocabulary.builtin().outcomes.get(vocabulary.normal(one.label.activity))
        ending = endings.get(number)
        if declared is not None:
            found[number] = declared
        elif number in notes:
            found[number] = None
        elif state and ending and ending.last >= _ALWAYS_LAST:
            candidates[number] = 0 if state == "completed" else 1
    for number, state in candidates.items():
        since = endings[number].since_us
        source = seen[number].label.source
        opposite = any(
            other != state and seen[n].label.source == source for n, other in candidates.items()
        )
        if opposite or (since is not None and since <= _APPENDED_US):
            found[number] = state
    return found


def _notes(seen: Sequence[Seen], endings: Mapping[int, Ending], recipe: Recipe) -> set[int]:
    """Labels of bookkeeping: what tools and employees note for themselves, and no customer ever saw.

    Also what a system does in no channel and to no object, unless that is most of the log: then the log
    is of systems, and these are its steps. Whatever the recipe names is on the map.
    """
    notes: set[int] = set()
    nameless: set[int] = set()
    for number, one in enumerate(seen):
        if _is_hypothesis(one):
            notes.add(number)
            continue
        if _is_named(one, recipe):
            continue
        ending = endings.get(number)
        if _is_note(one, followed=ending.followed if ending else 0.0):
            notes.add(number)
        elif one.label.actor == one.label.channel == "system" and not _objects(one):
            nameless.add(number)
    if 2 * sum(seen[n].events for n in nameless) <= sum(one.events for one in seen):
        notes |= nameless
    return notes


def _is_hypothesis(one: Seen) -> bool:
    """What employees and studies say about customers is no step, whatever the recipe calls it."""
    return one.label.activity in HYPOTHESES and one.label.actor != "customer"


def _objects(one: Seen) -> list[str]:
    """Types of objects that the events name; of their subjects only those that are no people."""
    return [kind for kind, _ in one.types if kind[:1] != "@" or kind[1:] in BUSINESS_TYPES]


def _is_note(one: Seen, *, followed: float) -> bool:
    words = vocabulary.builtin()
    plain = vocabulary.normal(one.label.activity)
    if plain in words.arrivals:
        return followed >= _NEARLY_ALL
    return plain in words.technical or (one.label.actor == "system" and plain in words.records)


def _is_named(one: Seen, recipe: Recipe) -> bool:
    return any(
        rule.source in (None, one.label.source) and matches(one.label.activity, [rule.match])
        for rule in recipe.touchpoints
    )


def _declared_outcome(one: Seen, recipe: Recipe) -> int | None:
    for rule in recipe.outcomes:
        if rule.source in (None, one.label.source) and matches(one.label.activity, [rule.match]):
            return 0 if rule.state == "completed" else 1
    return None
