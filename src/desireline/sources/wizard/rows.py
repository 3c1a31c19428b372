"""Tables in which each row is something that happened, or a thing whose times are its steps.

In: a sample and its roles.  Out: a `Proposal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desireline.sources.model import Sample
from desireline.sources.wizard import (
    happenings,
    people,
    ratings,
    relations,
    sayings,
    states,
    steps,
    things,
)
from desireline.sources.wizard.finding import Finding, Question, with_article
from desireline.sources.wizard.proposal import TABLE, Proposal, assembled
from desireline.sources.wizard.refusal import refusal
from desireline.sources.wizard.roles import (
    Roles,
    at,
    beside,
    ends,
    names,
    outcome_of,
    said_and_rated,
)


def of_events(sample: Sample, roles: Roles, when: Finding, question: Question | None) -> Proposal:
    """Each row is one thing that happened."""
    who, what = roles.who, roles.what
    if not (who or roles.said or roles.rating or (question and roles.tells)):
        raise refusal(sample, "no column says who it was")
    # each person is one row, and a day says what it was: a lead's first contact, a member's joining
    day = happenings.of_a_day(when.columns)
    is_act = who is not None and (who.details["kind"] == "lead" or happenings.is_beginning(day))
    if not (roles.tells or roles.repeats or (is_act and day)):
        raise refusal(
            sample,
            "no column says what happened, and nobody stands in it twice: "
            "it looks like a list, not like events",
        )
    word = None if what else _constant(sample, roles, when)
    thing = word.details["word"] if word is not None and word.confidence > 0.6 else None
    own = things.own_id(roles.columns)
    about = things.objects(roles.columns, who, thing)
    event: dict[str, Any] = {
        "table": TABLE,
        "subject": people.subject(roles.columns, who) if who else "anonymous:{#row}",
        "at": at(when),
        "activity": _activity(roles, word),
        "object_ids": [f"{one.details['kind']}:{one.reference}" for one in about],
        "identifiers": people.other_names(roles.columns, who),
    }
    if who is not None and who.details["kind"] == "case":
        event["object_ids"].insert(0, f"case:{who.reference}")
    own = own or next((one for one in about if thing and one.details["unique"]), None)
    if own is not None:
        event["id"] = event["record"] = own.reference
    cycle = happenings.life_cycle(roles.columns, sample.text)
    if cycle is not None:
        event["when"] = [{"value": cycle.reference, "is_not": cycle.details["passing"]}]
    event |= said_and_rated(roles)
    event |= ends(roles) if what is not None else happenings.end_of(str(event["activity"]))
    event |= outcome_of(roles) if what is None else {}
    if roles.value is not None and what is None:
        event["value"] = roles.value.reference
    event |= _promised(roles, when)
    lasted = things.lasted(roles.columns)
    event |= {one.role: one.reference for one in lasted}
    others = [one for one in about if one is not own]
    found = (
        *(when, who, what or word, own, cycle, *others, *lasted),
        *beside(roles, what=what),
    )
    tables: dict[str, Any] = {"columns": names(roles)}
    if question is not None:
        tables["years"] = {"from": when.details["month"], "first": 0}
    if question is not None and who is None:
        note = "no column says who it was: every row stands for somebody else"
    else:
        note = ""
    return assembled(
        shape="events",
        roles=roles,
        source=_source(roles),
        table=tables,
        events=[event],
        found=found,
        questions=[question] if question else [],
        warnings=[note] if note else [],
        confidence=0.2 + 0.1 * (who is not None) + 0.1 * (what is not None),
    )


def _promised(roles: Roles, when: Finding) -> dict[str, Any]:
    """Whether what each row is came by the day that it was promised for: a delivery that has both is in time or late."""
    done = next((one for one in roles.columns if when.columns == one.named), None)
    limit = None if done is None else steps.promised_for(done, roles.columns)
    if done is None or limit is None:
        return {}
    noted = {c.name: c.cell for c in roles.columns if c.name and c.name not in done.named}
    late = {"time": done.reference, "limit": limit.reference, "clock": "day"}
    return {"attributes": {**noted, "late": late}}


def _activity(roles: Roles, word: Finding | None) -> Any:
    """What a row is; of a message also who says it."""
    if roles.what is not None:
        return roles.what.reference
    if roles.speaker is not None:
        return roles.speaker.details["activity"]
    return word.details["word"] if word is not None else "event"


def numbered(roles: Roles) -> Finding | None:
    """What numbers the rows of a table in which each row is a thing: an order, a ticket."""
    word = happenings.constant(roles.columns, (), otherwise="event")
    thing = word.details["word"] if word.confidence > 0.6 else None
    about = things.objects(roles.columns, roles.who, thing)
    bought = {"order", "invoice", "transaction"} if roles.said is not None else set[str]()
    # each row of a table of complaints may name another order, and is none
    numbers = [one for one in about if one.details["unique"] and one.details["kind"] not in bought]
    return next(iter(numbers), None) or things.owned_row(roles.columns)


def of_steps(roles: Roles, found: steps.Steps, row: Finding | None) -> Proposal:
    """A row with several times is several events.

    What was said and paid stands with the first, a rating with the last; how it ended, which has no time of its own, with the first.
    """
    who = roles.who
    about = things.objects(roles.columns, who, row.details["kind"] if row is not None else None)
    if row is not None and all(one.columns != row.columns for one in about):
        about.append(row)
    named = [f"{one.details['kind']}:{one.reference}" for one in about]
    extra = said_and_rated(roles)
    event: dict[str, Any] = {
        "table": TABLE,
        "subject": people.subject(roles.columns, who) if who is not None else named[0],
        "object_ids": named,
        "identifiers": people.other_names(roles.columns, who),
    }
    if row is not None:
        event["record"] = row.reference
        event["id"] = f"{row.details['kind']}:{row.reference}"
    told = {name for step in found.steps for name in step.column.named}
    # an invoice that is paid late is no promise that the company broke, and known only long after it was sent
    if found.promise is not None and not found.promise[1].by_customer:
        limit, kept_by = found.promise
        event["attributes"] = {
            **{c.name: c.cell for c in roles.columns if c.name and c.name not in told},
            "late": {
                "time": kept_by.column.reference,
                "limit": limit.reference,
                "clock": "day",
            },
        }
    milestones = [
        {
            "at": step.column.reference,
            "activity": step.word,
            "actor": step.actor,
            **_way(step, extra, first=found.steps[0]),
            **(
                {"when": [{"value": step.unless.reference, "present": False}]}
                if step.unless is not None
                else {}
            ),
        }
        for step in found.steps
    ]
    if who is not None and people.is_addressed(roles.columns, who):
        for milestone, step in zip(milestones, found.steps, strict=True):
            mail = steps.of_mail(step)
            if mail is not None:
                milestone |= {"activity": mail[0], "actor": mail[1], "channel": "email"}
    first, last = milestones[0], milestones[-1]
    rated = None if roles.rating is None else sayings.beside(roles.columns, roles.rating)
    if rated is not None:
        last |= {"text": rated.reference}  # said with the rating, when all was done
    if roles.said is not None and (rated is None or rated.columns != roles.said.columns):
        first |= {"text": roles.said.reference}
    first |= {"value": roles.value.reference} if roles.value is not None else {}
    first |= outcome_of(roles)
    last |= {"rating": extra["rating"]} if "rating" in extra else {}
    state = states.find(roles.columns)
    event["milestones"], notes = _as_they_came(milestones, found, state)
    if len(event["milestones"]) > len(milestones) or notes:
        # a column that decides which step a row is still says what it says
        event.setdefault(
            "attributes", {c.name: c.cell for c in roles.columns if c.name and c.name not in told}
        )
    when = Finding(
        role="time",
        columns=tuple(name for step in found.steps for name in step.column.named),
        confidence=0.8,
        reason=found.reason,
    )
    return assembled(
        shape="steps",
        roles=roles,
        source=row.details["kind"] + "s" if row is not None else _source(roles),
        table={"columns": names(roles)},
        events=[event],
        found=(when, who, *about, *beside(roles, what=None)),
        questions=[],
        warnings=notes,
        confidence=0.4,
    )


def _way(step: steps.Step, extra: dict[str, Any], *, first: steps.Step) -> dict[str, Any]:
    """By which way a step was taken: a column that names one says how the row began, by whomever, and how customers went on.

    Where the company began, by a mail say, customers go on so only where they answer it: a bill is not paid by mail.
    """
    goes_on = step.by_customer and (first.by_customer or step.answers)
    if "channel" in extra and (step is first or goes_on):
        return {"channel": extra["channel"]}
    return {} if step.by_customer else {"channel": "system"}


def _as_they_came(
    milestones: list[dict[str, Any]], found: steps.Steps, state: states.State | None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Steps that were agreed, as the rows' state says that they came: kept, missed, or not at all."""
    if state is None:
        return milestones, []
    kept: list[dict[str, Any]] = []
    notes: list[str] = []
    for number, (step, one) in enumerate(zip(found.steps, milestones, strict=True)):
        # what a row begins with happened; a time that says itself when it was called off is judged by that
        if number == 0 or step.unless is not None or not state.was_set(step.column):
            kept.append(one)
            continue
        tests = one.get("when", [])
        reference = state.column.reference
        kept.append({**one, "when": [*tests, {"value": reference, "is_not": list(state.nothing)}]})
        if state.missed:
            when = [*tests, {"value": reference, "is": list(state.missed)}]
            missed = f"{step.word}: {reference}"
            said = {name: value for name, value in one.items() if name != "rating"}
            kept.append({**said, "activity": missed, "actor": "customer", "when": when})
        if state.off:
            notes.append(
                f"{state.column.name} says of some rows {_listed(state.off)}: they give no {step.word!r}, and no step says that it "
                "was called off, because no column says when"
            )
    return kept, notes


def _listed(words: Sequence[str]) -> str:
    return " or ".join(map(repr, words))


def of_relations(roles: Roles, found: relations.Relation) -> Proposal:
    """A row is a relationship: where it has an end, it was lost then; without one it goes on.

    Nobody is said to have ended it: who leaves and whom the company sends away stand in one column.
    """
    who = roles.who
    assert who is not None
    reference = who.reference if found.number is None else found.number.reference
    began: dict[str, Any] = {
        "at": found.began.reference,
        "activity": f"{found.thing} started",
        "actor": "customer",
    }
    between = [
        {
            "at": step.column.reference,
            "activity": step.word,
            "actor": step.actor,
            **({} if step.by_customer else {"channel": "system"}),
        }
        for step in found.between
    ]
    ended = {
        "at": found.ended.reference,
        "activity": f"{found.thing} ended",
        "actor": "system",
        "channel": "system",
        "outcome": "lost",
    }
    milestones = [ended] if found.all_ended else [began, *between, ended]
    event: dict[str, Any] = {
        "table": TABLE,
        "subject": people.subject(roles.columns, who),
        "object_ids": [f"{found.thing}:{reference}"],
        "identifiers": people.other_names(roles.columns, who),
        "record": reference,
        "id": f"{found.thing}:{reference}",
        "milestones": milestones,
    }
    dated = (found.began, *(step.column for step in found.between), found.ended)
    times = tuple(name for one in dated for name in one.named)
    when = Finding(
        role="time",
        columns=found.ended.named if found.all_ended else times,
        confidence=0.8,
        reason=f"a row is {with_article(found.thing)}: every one began, and {found.ended.filled:.0%} have ended",
    )
    return assembled(
        shape="relations",
        roles=roles,
        source=f"{found.thing}s",
        table={"columns": names(roles)},
        events=[event],
        found=(when, who, *beside(roles, what=None)),
        questions=[],
        warnings=[],
        confidence=0.4,
    )


def _constant(sample: Sample, roles: Roles, when: Finding) -> Finding:
    said, rated = roles.said is not None, roles.rating is not None
    otherwise = "review" if rated else "message" if said else "event"
    if roles.value is not None and not (said or rated):
        otherwise = "purchase"
    named = {column.normal for column in roles.columns}
    if when.details.get("month") and {"campaign", "duration"} <= named:
        otherwise = "campaign call"
    elif when.details.get("month") and (roles.channel is not None or "contact" in named):
        otherwise = "contact"
    if roles.rating is not None and ratings.is_asked(roles.rating):
        return Finding(
            role="activity",
            columns=(),
            confidence=0.6,
            reason="a question stands above the ratings: each row is one answer",
            details={"word": "survey answered"},
        )
    names = () if when.details.get("month") else when.columns
    word = happenings.constant(roles.columns, names, otherwise=otherwise)
    if word.details["word"] == "event" and not roles.tells:
        raise refusal(sample, "no column says what happened")
    return word


def _source(roles: Roles) -> str:
    """Name the source by the shape of the table: the same file under another name stays the same."""
    if roles.who is not None and roles.who.details["kind"] == "case":
        return "eventlog"
    if roles.what is not None:
        return "clickstream"
    if roles.rating is not None:
        return "reviews"
    return "messages" if roles.said is not None else "table"
