"""Which column plays which role, and what that makes of an event: words, ratings, outcomes, channel.

In: columns.  Out: `Roles`, and the parts of an event that every shape of table shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.sources.wizard import happenings, moments, people, ratings, sayings, things
from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.finding import Finding

if TYPE_CHECKING:
    from desireline.sources.wizard import batteries


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Every role that a table's columns were found for."""

    columns: Sequence[Column]
    when: Finding | None
    who: Finding | None
    what: Finding | None
    said: Finding | None
    rating: Finding | None
    outcome: Finding | None
    value: Finding | None
    channel: Finding | None
    speaker: Finding | None
    survey: Sequence[batteries.Battery]

    @property
    def repeats(self) -> bool:
        """Whether people stand in the table more than once."""
        return self.who is not None and bool(self.who.details["repeats"])

    @property
    def tells(self) -> bool:
        """Rows that say more than who somebody is."""
        return any((self.what, self.said, self.rating, self.outcome, self.survey))


def roles_of(columns: Sequence[Column]) -> Roles:
    """Find every role."""
    from desireline.sources.wizard import batteries  # here, because it loads numpy

    when = moments.find(columns)
    who = people.find(columns) or next(iter(things.owned(columns)), None)
    said = sayings.text(columns)
    if who is not None and who.column.lower() == "name" and said is None:
        who = None  # the name of anything
    survey = batteries.find(columns)
    repeats = who is not None and bool(who.details["repeats"])
    taken = {who.column} if who else set[str]()
    rating = ratings.number(columns) if not survey else None
    return Roles(
        columns=columns,
        when=when,
        who=who,
        what=happenings.find(columns, taken=taken, repeats=repeats),
        said=said,
        rating=rating or ratings.worded(columns),
        outcome=happenings.outcome(columns, taken=taken),
        value=things.value(columns),
        channel=sayings.channel(columns),
        speaker=sayings.speaker(columns) if said is not None else None,
        survey=survey,
    )


def at(when: Finding) -> Any:
    """The time as a template, with its format where that was found."""
    form = when.details.get("format")
    template = when.details["template"]
    return template if form is None else {"from": template, "format": form}


def said_and_rated(roles: Roles) -> dict[str, Any]:
    """Channel, words and rating of an event, where there are any."""
    said, rating = roles.said, roles.rating
    found: dict[str, Any] = {}
    if roles.speaker is not None:
        found |= roles.speaker.details["says"]
    if roles.channel is not None:
        mapped = {**sayings.CHANNEL_WORDS}
        unknown = roles.channel.details["unknown"]
        found["channel"] = {
            "from": roles.channel.reference,
            "map": mapped,
            "default": roles.channel.reference,
        } | ({"missing": unknown} if unknown else {})
    elif any("tweet" in column.normal for column in roles.columns):
        found["channel"] = "social"
    elif rating is not None and ratings.is_asked(rating):
        found["channel"] = "survey"
    elif said is not None and rating is not None:
        found["channel"] = "review"
    if said is not None:
        found["text"] = said.reference
    if rating is not None:
        found["rating"] = rating.details
    return found


def ends(roles: Roles) -> dict[str, Any]:
    """Rows that only say how it ended are the system's."""
    assert roles.what is not None
    stated = roles.what.details.get("ends")
    if not stated:
        return outcome_of(roles)
    reference = roles.what.reference
    return {
        "outcome": {"from": reference, "map": stated},
        "actor": {
            "from": reference,
            "map": dict.fromkeys(stated, "system"),
            "default": "customer",
        },
    }


def outcome_of(roles: Roles) -> dict[str, Any]:
    """How it ended, where a column says so."""
    if roles.outcome is None:
        return {}
    return {"outcome": {"from": roles.outcome.reference, "map": roles.outcome.details["map"]}}


def beside(roles: Roles, *, what: Finding | None) -> list[Finding | None]:
    """Findings that are told beside who, what and when. Money counts where no column says what happened."""
    value = roles.value if what is None else None
    coded = None if roles.channel else sayings.coded_channel(roles.columns)
    return [roles.said, roles.speaker, roles.rating, roles.outcome, value, roles.channel, coded]


def names(roles: Roles) -> list[str]:
    """The columns that a mapping declares."""
    return [column.name for column in roles.columns if column.name]
