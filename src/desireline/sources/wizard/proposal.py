"""A mapping proposed for a table that nobody has described, from the names and content of its columns.

In: a sample.  Out: a `Proposal`: what each column was taken for, how sure and why, what the file cannot
say itself (questions), and the mapping; or a `MappingError` with a skeleton to fill in. Content decides
what a column can be, names decide between columns that could be it. A table in which every person
stands once, nothing is said and nothing ends is a list of customers, not of events, and is refused:
a journey of one invented step helps nobody.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from desireline.errors import AmbiguityError
from desireline.sources.mapping import Mapping, check
from desireline.sources.model import GUESSED, Sample, Unit
from desireline.sources.wizard import (
    happenings,
    moments,
    people,
    ratings,
    sayings,
    steps,
    things,
)
from desireline.sources.wizard.columns import Column, profile
from desireline.sources.wizard.finding import Finding, Question
from desireline.sources.wizard.refusal import refusal

if TYPE_CHECKING:
    from desireline.sources.wizard import batteries

TABLE = "table"
_DAY = "{#day}"
_ANY_DAY = Question(key="date", found="", asked="", choices={}, free="a day, such as 2024-05-31")
_OVERALL = re.compile(r"(all|whole|overall|general|total|as_a_whole)$")
_QUESTION_CODE = re.compile(r"^\*?Q(UESTION)?_?\d+([A-Z](?=_))?[_ .-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a table was taken for. `body` is the mapping, with gaps where a question is open."""

    shape: str
    """`events`, `steps` (several times in a row), `survey` (answers side by side) or `snapshot` (a state of one day)."""
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    warnings: tuple[str, ...]
    body: dict[str, Any]
    confidence: float
    words: str

    @property
    def used(self) -> set[str]:
        """Columns that a finding names."""
        return {column for finding in self.findings for column in finding.columns}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Roles:
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
    survey: Sequence[batteries.Battery]

    @property
    def repeats(self) -> bool:
        return self.who is not None and bool(self.who.details["repeats"])

    @property
    def tells(self) -> bool:
        """Rows that say more than who somebody is."""
        return any((self.what, self.said, self.rating, self.outcome, self.survey))


def propose(sample: Sample) -> Proposal:
    """Propose a mapping.

    Raises:
        MappingError: there is no telling; the hint holds a mapping to fill in.
    """
    roles = _roles(profile(sample))
    if roles.survey:
        return _survey(sample, roles)
    if roles.when is not None:
        found = steps.find(roles.columns) if roles.what is None else None
        row = _row(roles)
        if found is not None and (roles.who is not None or row is not None):
            return _steps(roles, found, row)
        return _events(sample, roles, roles.when, None)
    parts = moments.in_parts(roles.columns)
    if parts is not None and (roles.tells or roles.repeats or roles.value):
        return _events(sample, roles, *parts)
    if not roles.tells:
        raise refusal(sample, "no column holds times")
    return _snapshot(sample, roles)


def _roles(columns: Sequence[Column]) -> _Roles:
    from desireline.sources.wizard import batteries  # here, because it loads numpy

    when = moments.find(columns)
    who = people.find(columns)
    said = sayings.text(columns)
    if who is not None and who.column.lower() == "name" and said is None:
        who = None  # the name of anything
    survey = batteries.find(columns)
    repeats = who is not None and bool(who.details["repeats"])
    taken = {who.column} if who else set[str]()
    rating = ratings.number(columns) if not survey else None
    return _Roles(
        columns=columns,
        when=when,
        who=who,
        what=happenings.find(columns, taken=taken, repeats=repeats),
        said=said,
        rating=rating or ratings.worded(columns),
        outcome=happenings.outcome(columns, taken=taken),
        value=things.value(columns),
        channel=sayings.channel(columns),
        survey=survey,
    )


# --- rows that are events -----------------------------------------------------------------------


def _events(sample: Sample, roles: _Roles, when: Finding, question: Question | None) -> Proposal:
    who, what = roles.who, roles.what
    if not (who or roles.said or roles.rating or (question and roles.tells)):
        raise refusal(sample, "no column says who it was")
    is_lead = (
        who is not None and who.details["kind"] == "lead"
    )  # each is one, and a day has its name
    if not (roles.tells or roles.repeats or (is_lead and happenings.of_a_day(when.columns))):
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
        "subject": f"{who.details['kind']}:{who.reference}" if who else "anonymous:{#row}",
        "at": _at(when),
        "activity": what.reference if what else word.details["word"] if word else "event",
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
    duration = things.duration(roles.columns)
    event |= _said_and_rated(roles)
    event |= _ends(roles) if what is not None else happenings.end_of(event["activity"])
    event |= _outcome(roles) if what is None else {}
    if roles.value is not None and what is None:
        event["value"] = roles.value.reference
    if duration is not None:
        event["duration"] = duration.reference
    others = [one for one in about if one is not own]
    found = (when, who, what or word, own, cycle, *others, duration, *_beside(roles, what=what))
    tables: dict[str, Any] = {"columns": _names(roles)}
    if question is not None:
        tables["years"] = {"from": when.details["month"], "first": 0}
    if question is not None and who is None:
        note = "no column says who it was: every row stands for somebody else"
    else:
        note = ""
    return _proposal(
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


def _row(roles: _Roles) -> Finding | None:
    """What numbers the rows of a table in which each row is a thing: an order, a ticket."""
    word = happenings.constant(roles.columns, (), otherwise="event")
    thing = word.details["word"] if word.confidence > 0.6 else None
    about = things.objects(roles.columns, roles.who, thing)
    return next((one for one in about if one.details["unique"]), None)


def _steps(roles: _Roles, found: steps.Steps, row: Finding | None) -> Proposal:
    """A row with several times is several events.

    What was said and paid stands with the first, a rating with the last; how it ended, which has no time of its own, with the first.
    """
    who = roles.who
    about = things.objects(roles.columns, who, row.details["kind"] if row is not None else None)
    named = [f"{one.details['kind']}:{one.reference}" for one in about]
    extra = _said_and_rated(roles)
    event: dict[str, Any] = {
        "table": TABLE,
        "subject": f"{who.details['kind']}:{who.reference}" if who is not None else named[0],
        "object_ids": named,
        "identifiers": people.other_names(roles.columns, who),
    }
    if row is not None:
        event["record"] = row.reference
        event["id"] = f"{row.details['kind']}:{row.reference}"
    told = {step.column.name for step in found.steps}
    if found.promise is not None:
        limit, kept_by = found.promise
        event["attributes"] = {
            **{c.name: c.reference for c in roles.columns if c.name and c.name not in told},
            "late": {"time": kept_by.reference, "limit": limit.reference, "clock": "day"},
        }
    milestones = [
        {
            "at": step.column.reference,
            "activity": step.word,
            "actor": "customer" if step.by_customer else "company",
            **({"channel": extra["channel"]} if step.by_customer and "channel" in extra else {}),
            **({} if step.by_customer else {"channel": "system"}),
        }
        for step in found.steps
    ]
    first, last = milestones[0], milestones[-1]
    first |= {"text": extra["text"]} if "text" in extra else {}
    first |= {"value": roles.value.reference} if roles.value is not None else {}
    first |= _outcome(roles)
    last |= {"rating": extra["rating"]} if "rating" in extra else {}
    event["milestones"] = milestones
    when = Finding(
        role="time",
        columns=tuple(step.column.name for step in found.steps),
        confidence=0.8,
        reason=found.reason,
    )
    return _proposal(
        shape="steps",
        roles=roles,
        source=row.details["kind"] + "s" if row is not None else _source(roles),
        table={"columns": _names(roles)},
        events=[event],
        found=(when, who, *about, *_beside(roles, what=None)),
        questions=[],
        warnings=[],
        confidence=0.4,
    )


def _at(when: Finding) -> Any:
    form = when.details.get("format")
    template = when.details["template"]
    return template if form is None else {"from": template, "format": form}


def _constant(sample: Sample, roles: _Roles, when: Finding) -> Finding:
    said, rated = roles.said is not None, roles.rating is not None
    otherwise = "review" if rated else "message" if said else "event"
    if roles.value is not None and not (said or rated):
        otherwise = "purchase"
    named = {column.normal for column in roles.columns}
    if when.details.get("month") and {"campaign", "duration"} <= named:
        otherwise = "campaign call"
    elif when.details.get("month") and (roles.channel is not None or "contact" in named):
        otherwise = "contact"
    names = () if when.details.get("month") else when.columns
    word = happenings.constant(roles.columns, names, otherwise=otherwise)
    if word.details["word"] == "event" and not roles.tells:
        raise refusal(sample, "no column says what happened")
    return word


def _said_and_rated(roles: _Roles) -> dict[str, Any]:
    said, rating = roles.said, roles.rating
    found: dict[str, Any] = {}
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
    elif said is not None and rating is not None:
        found["channel"] = "review"
    if said is not None:
        found["text"] = said.reference
    if rating is not None:
        found["rating"] = rating.details
    return found


def _ends(roles: _Roles) -> dict[str, Any]:
    """Rows that only say how it ended are the system's."""
    assert roles.what is not None
    ends = roles.what.details.get("ends")
    if not ends:
        return _outcome(roles)
    reference = roles.what.reference
    return {
        "outcome": {"from": reference, "map": ends},
        "actor": {"from": reference, "map": dict.fromkeys(ends, "system"), "default": "customer"},
    }


def _outcome(roles: _Roles) -> dict[str, Any]:
    if roles.outcome is None:
        return {}
    return {"outcome": {"from": roles.outcome.reference, "map": roles.outcome.details["map"]}}


def _beside(roles: _Roles, *, what: Finding | None) -> list[Finding | None]:
    value = roles.value if what is None else None
    coded = None if roles.channel else sayings.coded_channel(roles.columns)
    return [roles.said, roles.rating, roles.outcome, value, roles.channel, coded]


def _source(roles: _Roles) -> str:
    """Name the source by the shape of the table: the same file under another name stays the same."""
    if roles.who is not None and roles.who.details["kind"] == "case":
        return "eventlog"
    if roles.what is not None:
        return "clickstream"
    if roles.rating is not None:
        return "reviews"
    return "messages" if roles.said is not None else "table"


# --- answers side by side, and states of one day ------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """When the rows of a snapshot stand."""

    at: Any
    finding: Finding
    question: Question | None
    warnings: tuple[str, ...]
    wave: str
    """What keeps respondent 17 of this file apart from respondent 17 of another."""


def _day(sample: Sample, roles: _Roles) -> _Day:
    names = "|".join(sorted(column.normal for column in roles.columns))
    mark = hashlib.sha256(names.encode()).hexdigest()[:6]
    if roles.when is not None:
        return _Day(at=_at(roles.when), finding=roles.when, question=None, warnings=(), wave=mark)
    finding, question = moments.of_the_file(sample)
    warning = finding.details.get("warning")
    wave = finding.details.get("wave")
    return _Day(
        at=finding.details["template"],
        finding=finding,
        question=question,
        warnings=(warning,) if warning else (),
        wave=f"{wave}-{mark}" if wave else mark,
    )


def _who_answered(roles: _Roles, wave: str) -> tuple[Finding | None, str, str | None]:
    """Who answered: (finding, subject, id of the answer). A known customer stays that customer."""
    who = roles.who
    if who is not None and who.details["kind"] not in {"respondent", "case", "session"}:
        own = f"{wave}:{who.reference}" if not who.details["repeats"] else None
        return who, f"{who.details['kind']}:{who.reference}", own
    number = who if who is not None and not who.details["repeats"] else None
    number = number or people.row_number(roles.columns)
    if number is None:
        return None, f"respondent:{wave}-{{#row}}", f"{wave}-{{#row}}"
    return number, f"respondent:{wave}-{number.reference}", f"{wave}-{number.reference}"


def _survey(sample: Sample, roles: _Roles) -> Proposal:
    day = _day(sample, roles)
    who, subject, own = _who_answered(roles, day.wave)
    asked = [column for battery in roles.survey for column in battery.columns]
    overall = _overall(asked) if roles.rating is None else None
    shared: dict[str, Any] = {"table": TABLE, "subject": subject, "at": day.at}
    if own is not None:
        shared |= {"id": own, "record": own}
    answered: dict[str, Any] = {**shared, "activity": "survey answered", "channel": "survey"}
    answered["identifiers"] = people.other_names(roles.columns, who)
    extra = _said_and_rated(roles)
    answered |= {name: extra[name] for name in ("text", "rating") if name in extra}
    answered |= _outcome(roles)
    if overall is not None:
        battery = next(one for one in roles.survey if overall in one.columns)
        answered["part"] = overall.name
        answered["rating"] = _rating(battery, overall.reference)
    events = [answered]
    events += [_asked(battery, shared, day, overall) for battery in roles.survey]
    findings = [day.finding, who, roles.said, roles.rating, roles.outcome]
    findings += [_battery_finding(battery) for battery in roles.survey]
    if overall is not None:
        findings.append(
            Finding(
                role="rating",
                columns=(overall.name,),
                confidence=0.8,
                reason="its name says that it is about the whole: it is the answer's own rating",
            )
        )
    return _proposal(
        shape="survey",
        roles=roles,
        source="survey",
        table={"columns": _names(roles)},
        events=events,
        found=findings,
        questions=[day.question] if day.question else [],
        warnings=[*day.warnings, *_codes_without_meaning(asked)],
        confidence=0.4,
    )


def _overall(asked: Sequence[Column]) -> Column | None:
    return next((column for column in asked if _OVERALL.search(column.normal)), None)


def _rating(battery: batteries.Battery, reference: str) -> dict[str, Any]:
    return {
        "from": reference,
        "kind": "nps" if (battery.worst, battery.best) == (0, 10) else "csat",
        "worst": battery.worst,
        "best": battery.best,
        "not_applicable": list(battery.none),
    }


def _asked(
    battery: batteries.Battery, shared: dict[str, Any], day: _Day, overall: Column | None
) -> dict[str, Any]:
    """One event per question that was answered; a code for no answer is none."""
    wave = str(day.finding.details.get("wave", "")) or day.wave
    names = [column.name for column in battery.columns if column is not overall]
    labels = {name: label for name, label in _labels(battery, wave).items() if name in names}
    event: dict[str, Any] = {
        **shared,
        "each": names,
        "when": [{"value": "{each.value}", "is_not": list(battery.none)}] if battery.none else [],
        "activity": {"from": "{each.column}", "map": labels, "default": "{each.column}"}
        if labels
        else "{each.column}",
        "channel": "survey",
        "part": "{each.column}",
        "rating": _rating(battery, "{each.value}"),
        "attributes": "none",
    }
    return event


def _labels(battery: batteries.Battery, wave: str) -> dict[str, str]:
    """What questions are called, where it is not their column; `Q7FOOD` and `Q9FOOD` are two."""
    labels = {column.name: _label(column.name, wave) for column in battery.columns}
    often = Counter(labels.values())
    for name, label in labels.items():
        code = name.removesuffix(label).strip(" _.-")
        if often[label] > 1 and code:
            labels[name] = f"{label} ({code})"
    return {name: label for name, label in labels.items() if name != label}


def _label(name: str, wave: str) -> str:
    """What a question is called on the map: `Q8B_FOOD` is FOOD; a bare code says its survey too."""
    short = _QUESTION_CODE.sub("", name).strip(" _.-")
    if short == name:
        return name
    if len(short) < 3:
        return f"{name} ({wave})" if wave else name
    return short


def _codes_without_meaning(asked: Sequence[Column]) -> list[str]:
    bare = [column.name for column in asked if len(_QUESTION_CODE.sub("", column.name)) < 3]
    if not bare:
        return []
    words = (
        f"{len(bare)} questions have codes for names ({bare[0]} ...), which often change from one "
        "survey to the next, so they are kept apart by survey; give them names in the mapping's `map`"
    )
    return [words]


def _battery_finding(battery: batteries.Battery) -> Finding:
    return Finding(
        role="rating",
        columns=tuple(column.name for column in battery.columns),
        confidence=battery.confidence,
        reason="; ".join(battery.reasons),
        details={
            "worst": battery.worst,
            "best": battery.best,
            "not_applicable": list(battery.none),
        },
    )


def _snapshot(sample: Sample, roles: _Roles) -> Proposal:
    day = _day(sample, roles)
    who, subject, own = _who_answered(roles, day.wave)
    event: dict[str, Any] = {
        "table": TABLE,
        "subject": subject,
        "at": day.at,
        "activity": roles.what.reference if roles.what else _state_word(roles),
        "identifiers": people.other_names(roles.columns, who),
    }
    if own is not None:
        event |= {"id": own, "record": own}
    event |= _said_and_rated(roles) | _outcome(roles)
    if not (roles.said or roles.rating):
        event["actor"] = "system"  # a state that somebody looked up: nobody did anything
        event.setdefault("channel", "system")
    found = (day.finding, who, roles.what, *_beside(roles, what=roles.what))
    return _proposal(
        shape="snapshot",
        roles=roles,
        source="reviews" if roles.rating or roles.said else "snapshot",
        table={"columns": _names(roles)},
        events=[event],
        found=[one for one in found if one is not roles.value],
        questions=[day.question] if day.question else [],
        warnings=list(day.warnings),
        confidence=0.3,
    )


def _state_word(roles: _Roles) -> str:
    if roles.rating is not None or roles.said is not None:
        return "review"
    return "customer record"


# --- putting it together ------------------------------------------------------------------------


def _names(roles: _Roles) -> list[str]:
    return [column.name for column in roles.columns if column.name]


def _proposal(
    *,
    shape: str,
    roles: _Roles,
    source: str,
    table: dict[str, Any],
    events: list[dict[str, Any]],
    found: Sequence[Finding | None],
    questions: list[Question],
    warnings: list[str],
    confidence: float,
) -> Proposal:
    findings = tuple(one for one in found if one is not None)
    body = {
        "name": GUESSED,
        "title": "Guessed from the names and content of the columns",
        "source": source,
        "tables": {TABLE: table},
        "events": [_without_empty(event) for event in events],
    }
    return Proposal(
        shape=shape,
        findings=findings,
        questions=tuple(questions),
        warnings=tuple(warnings),
        body=body,
        confidence=confidence,
        words=_words(roles, findings, body),
    )


def _without_empty(event: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if value not in ([], {}, None)}


def _words(roles: _Roles, findings: Sequence[Finding], body: dict[str, Any]) -> str:
    by_role = {finding.role: finding for finding in reversed(findings)}
    who, what, when = (by_role.get(role) for role in ("customer", "activity", "time"))
    event = body["events"][0]
    parts = [
        f"who: {who.column} (a {who.details['kind']})"
        if who
        else "who: nobody is named, so each row stands alone",
        _what(what, event),
        f"when: {' + '.join(when.columns)}" if when and when.columns else "when: a snapshot",
    ]
    if roles.said is not None:
        parts.append(f"words: {roles.said.column}")
    if roles.rating is not None:
        spec = roles.rating.details
        parts.append(f"rating: {roles.rating.column}, {spec['worst']} to {spec['best']}")
    for battery in roles.survey:
        none = f", {' and '.join(battery.none)} no answer" if battery.none else ""
        parts.append(
            f"ratings: {len(battery.columns)} columns, {battery.worst} to {battery.best}{none}"
        )
    outcome = event.get("outcome")
    if outcome is not None:
        ends = [outcome] if isinstance(outcome, str) else outcome["map"]
        parts.append("outcomes: " + ", ".join(ends))
    return "guessed from the columns: " + "; ".join(parts)


def _what(what: Finding | None, event: dict[str, Any]) -> str:
    if "milestones" in event:
        steps_ = ", ".join(str(one["activity"]) for one in event["milestones"])
        return f"what: each time of a row is a step: {steps_}"
    if what is not None and what.columns:
        return f"what: {what.column}"
    return f"what: every row is {event['activity']!r}"


# --- answers ------------------------------------------------------------------------------------


def open_questions(unit: Unit, answers: AnyMapping[str, Any]) -> list[AmbiguityError]:
    """What a guess leaves to a person and nobody has answered yet."""
    proposal: Proposal | None = unit.options.get("proposal")
    if proposal is None:
        return []
    shown = unit.samples[0].shown
    return [
        _as_error(question, shown)
        for question in proposal.questions
        if _answer(question, shown, answers) is None
    ]


def settled(unit: Unit) -> tuple[Mapping, list[str]]:
    """The unit's mapping with every question answered, and what was assumed on the way.

    Raises:
        AmbiguityError: a question without a default is open.
    """
    proposal: Proposal | None = unit.options.get("proposal")
    if proposal is None:
        return unit.options["mapping"], []
    body, assumed = settled_body(proposal, unit.samples[0].shown, unit.options)
    return check(body, shown=GUESSED), assumed


def settled_body(
    proposal: Proposal, shown: str, answers: AnyMapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The mapping's body with every question answered, and what was assumed on the way.

    Raises:
        AmbiguityError: a question without a default is open.
    """
    body, assumed = proposal.body, list(proposal.warnings)
    for question in proposal.questions:
        answer = _answer(question, shown, answers)
        if answer is None and question.default is None:
            raise _as_error(question, shown)
        if answer is None:
            assumed.append(question.assumed)
        body = _filled(body, question, answer or question.default or "", shown)
    # an answer that somebody gave also moves the rows of a day that the file only hints at
    day = _answer(_ANY_DAY, shown, answers)
    if day is not None and any(finding.details.get("wave") for finding in proposal.findings):
        body = _moved(body, _read_day(day, shown))
        assumed = [words for words in assumed if "--answer date=" not in words]
    return body, assumed


def complete(proposal: Proposal) -> Mapping:
    """A mapping that can be shown before anybody was asked: gaps hold what is usual."""
    body = proposal.body
    for question in proposal.questions:
        body = _filled(body, question, question.default or next(iter(question.choices)), "")
    return check(body, shown=GUESSED)


def _answer(question: Question, shown: str, answers: AnyMapping[str, Any]) -> str | None:
    for key in (f"{question.key}@{shown}", f"{question.key}@{PurePath(shown).name}", question.key):
        if answers.get(key):
            return str(answers[key])
    return None


def _as_error(question: Question, shown: str) -> AmbiguityError:
    return AmbiguityError(
        f"{shown}: {question.found}.",
        hint=f"Say it with --answer {question.key}=... ({question.free}).",
        question=question.asked,
        choices=question.choices,
        option=f"{question.key}@{shown}",
        free=question.free,
    )


def _filled(body: dict[str, Any], question: Question, answer: str, shown: str) -> dict[str, Any]:
    if question.key == "year":
        if not re.fullmatch(r"(19|20)\d\d", answer):
            raise _wrong(question, answer, shown)
        table = body["tables"][TABLE]
        years = {**table["years"], "first": int(answer)}
        return {**body, "tables": {TABLE: {**table, "years": years}}}
    return _moved(body, _read_day(answer, shown))


def _moved(body: dict[str, Any], day: str) -> dict[str, Any]:
    return {**body, "events": [{**event, "at": day} for event in body["events"]]}


def _read_day(answer: str, shown: str) -> str:
    try:
        return f"{date.fromisoformat(answer.strip()):%Y-%m-%d}"
    except ValueError as error:
        raise _wrong(_ANY_DAY, answer, shown) from error


def _wrong(question: Question, answer: str, shown: str) -> AmbiguityError:
    return AmbiguityError(
        f"{shown}: {answer!r} is not {question.free}.",
        hint=f"Say it with --answer {question.key}=...: {question.free}.",
        question=question.asked,
        choices=question.choices,
        option=f"{question.key}@{shown}",
        free=question.free,
    )
