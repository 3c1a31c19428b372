"""Names: what the map calls the activities of the sources.

In: labels.  Out: a touchpoint for each: what the recipe says, else what the source says, else the
built-in vocabulary, else the activity itself made readable. Inside one source two activities never
get the same name from the vocabulary: in a process log that would merge different steps.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from desireline.journeys import vocabulary
from desireline.journeys.titles import readable, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desireline.journeys.labels import Seen
    from desireline.journeys.plan import Label
    from desireline.recipe import Recipe, TouchpointRule

MOST_TOUCHPOINTS = 400
"""Beyond this, the rarest are drawn together as `Other`."""
CONTACTS = ("ticket", "conversation", "chat", "call", "complaint", "incident")
"""Objects that are a contact with the company's help."""
CASES = ("case", "@case")
"""Types of a log of cases: the object, and the subject where no customer is told."""
BUSINESS_TYPES = (
    "case",
    "order",
    *CONTACTS,
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
_MOSTLY = 0.5
_STAGE_OF_CONTACT = {"phone": "help", "chat": "help"}
_STAGE_OF_ANSWER = {"survey": "share", "review": "share", "social": "share"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a label is called. `stage` is the vocabulary's guess; None when it knows nothing."""

    touchpoint: str
    channel: str
    stage: str | None
    success: str | None
    roams: bool = False
    """Stands wherever its neighbours stand: `stage` is only where it stands alone."""


def matches(name: str, patterns: Iterable[str]) -> bool:
    """True when a name fits a pattern with `*` and `?`, upper and lower case alike."""
    lower = name.casefold()
    return any(fnmatchcase(lower, pattern.casefold()) for pattern in patterns)


def is_mishap(name: str) -> bool:
    """True when a touchpoint is that something failed or did not come about: a cancelled order, a missed appointment."""
    return vocabulary.builtin().is_mishap(name)


def is_look(name: str) -> bool:
    """True when a touchpoint is a page or a screen that somebody looked at, and its name says of no failure."""
    return vocabulary.builtin().is_look(name)


def is_farewell(name: str) -> bool:
    """True when a name says that a customer ended the relationship."""
    return vocabulary.builtin().is_farewell(name)


def is_refusal(name: str) -> bool:
    """True when a name says that somebody is refused what they asked for, or withdraws."""
    return vocabulary.builtin().is_refusal(name)


def is_success(name: str) -> bool:
    """True when a name, or the title of a touchpoint, says that customers got what they came for: paid, delivered, solved."""
    return vocabulary.builtin().is_success(name)


def is_reminder(name: str) -> bool:
    """True when a name is that of what the company does because a customer has not yet acted."""
    return vocabulary.builtin().is_reminder(name)


def moves_money(name: str) -> bool:
    """True when a name is that of a payment, a transfer, a deposit; a page about it moves nothing."""
    return vocabulary.builtin().moves_money(name)


def is_trouble(name: str) -> bool:
    """True when a name is that of what nobody chooses to meet: an error, a refusal."""
    return vocabulary.builtin().is_trouble(name)


def name_labels(seen: Sequence[Seen], recipe: Recipe) -> list[Named]:
    """Name each label; the answer has the order of `seen`."""
    words = vocabulary.builtin()
    titles = _titles_by_source(seen, words)
    named = [_name(one, recipe, words, titles) for one in seen]
    return _limit(seen, _bought(seen, named))


def _bought(seen: Sequence[Seen], named: list[Named]) -> list[Named]:
    """Where no name says that customers buy, what they pay for says it: a subscription is paid, not ordered."""
    if any(name.success == "buy" for name in named):
        return named
    return [
        replace(name, success="buy")
        if one.label.actor == "customer" and one.paid > _MOSTLY
        else name
        for one, name in zip(seen, named, strict=True)
    ]


def rule_for(label: Label, recipe: Recipe) -> TouchpointRule | None:
    """What people declared of an activity: the first rule that fits."""
    return next(
        (
            rule
            for rule in recipe.touchpoints
            if rule.source in (None, label.source) and matches(label.activity, [rule.match])
        ),
        None,
    )


def _name(
    one: Seen,
    recipe: Recipe,
    words: vocabulary.Vocabulary,
    titles: dict[tuple[str, str], str],
) -> Named:
    label = one.label
    plain = vocabulary.normal(label.activity)
    known = words.known.get(plain)
    touchpoint = readable(label.touchpoint) if label.touchpoint else None
    touchpoint = touchpoint or titles.get((label.source, plain))
    channel = label.channel or "other"
    rule = rule_for(label, recipe)
    if rule is not None:
        touchpoint, channel = rule.name, rule.channel or channel
    if touchpoint is None:
        own_words = tidy if _of_process(one) else readable
        touchpoint = own_words(label.activity)
    return Named(
        touchpoint=touchpoint,
        channel=channel,
        stage=_stage(one, touchpoint, channel, words),
        success=known.success if known else words.success_of(label.activity),
        roams=bool(known and known.roams),
    )


def _of_process(one: Seen) -> bool:
    """A log of cases: its activities have names that people know by heart."""
    return one.share_of(CASES) > 0


def _stage(one: Seen, touchpoint: str, channel: str, words: vocabulary.Vocabulary) -> str | None:
    """A known activity says most; then the contact, as a call about an order is a call; then words.

    An answer stands with what it is about; words like `survey` do not say what that is.
    """
    activity = one.label.activity
    known = words.known.get(vocabulary.normal(activity))
    if known is not None:
        return known.stage
    answer = _STAGE_OF_ANSWER.get(channel)
    return (
        _STAGE_OF_CONTACT.get(channel)
        or ("help" if one.share_of(CONTACTS) >= _MOSTLY else None)
        or words.stage_of(touchpoint, but=answer)
        or words.stage_of(activity, but=answer)
        or answer
    )


def _titles_by_source(
    seen: Sequence[Seen], words: vocabulary.Vocabulary
) -> dict[tuple[str, str], str]:
    """The vocabulary's title for each activity, given once inside a source.

    To the activity that is called so anyway, else to its best synonym: the others keep their words.
    """
    wanting: dict[tuple[str, str], list[tuple[bool, int, str]]] = defaultdict(list)
    for one in seen:
        plain = vocabulary.normal(one.label.activity)
        known = words.known.get(plain)
        if "/" in one.label.activity:
            continue  # `page_view /` is one page, not the visit of any
        if known and not _of_process(one):
            other = plain != vocabulary.normal(known.title)
            wanting[one.label.source, known.title].append((other, known.rank, plain))
    return {(source, min(names)[2]): title for (source, title), names in wanting.items()}


def _limit(seen: Sequence[Seen], named: list[Named]) -> list[Named]:
    events: dict[str, int] = defaultdict(int)
    for one, name in zip(seen, named, strict=True):
        events[name.touchpoint] += one.events
    if len(events) <= MOST_TOUCHPOINTS:
        return named
    ranked = sorted(events, key=lambda touchpoint: (-events[touchpoint], touchpoint))
    kept = set(ranked[: MOST_TOUCHPOINTS - 20])
    return [
        name
        if name.touchpoint in kept
        else Named(
            touchpoint=f"Other ({name.channel})",
            channel=name.channel,
            stage=name.stage,
            success=None,
        )
        for name in named
    ]
