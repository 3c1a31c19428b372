"""Tables in which each row is one person's answers side by side, or somebody's state on one day.

In: a sample and its roles.  Out: a `Proposal`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.sources.model import Sample
from desireline.sources.wizard import moments, people
from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.finding import Finding, Question
from desireline.sources.wizard.proposal import TABLE, Proposal, assembled
from desireline.sources.wizard.roles import Roles, at, beside, names, outcome_of, said_and_rated

if TYPE_CHECKING:
    from desireline.sources.wizard import batteries

_OVERALL = re.compile(r"(all|whole|overall|general|total|as_a_whole)$")
_QUESTION_CODE = re.compile(r"^\*?Q(UESTION)?_?\d+([A-Z](?=_))?[_ .-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """When the rows of a snapshot stand."""

    at: Any
    finding: Finding
    question: Question | None
    warnings: tuple[str, ...]
    wave: str
    """What keeps respondent 17 of this file apart from respondent 17 of another."""


def _day(sample: Sample, roles: Roles) -> _Day:
    names = "|".join(sorted(column.normal for column in roles.columns))
    mark = hashlib.sha256(names.encode()).hexdigest()[:6]
    if roles.when is not None:
        return _Day(at=at(roles.when), finding=roles.when, question=None, warnings=(), wave=mark)
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


def _who_answered(roles: Roles, wave: str) -> tuple[Finding | None, str, str | None]:
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


def of_survey(sample: Sample, roles: Roles) -> Proposal:
    """Each row is one person's answers, side by side."""
    day = _day(sample, roles)
    who, subject, own = _who_answered(roles, day.wave)
    asked = [column for battery in roles.survey for column in battery.columns]
    overall = _overall(asked) if roles.rating is None else None
    shared: dict[str, Any] = {"table": TABLE, "subject": subject, "at": day.at}
    if own is not None:
        shared |= {"id": own, "record": own}
    answered: dict[str, Any] = {**shared, "activity": "survey answered", "channel": "survey"}
    answered["identifiers"] = people.other_names(roles.columns, who)
    extra = said_and_rated(roles)
    answered |= {name: extra[name] for name in ("text", "rating") if name in extra}
    answered |= outcome_of(roles)
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
    return assembled(
        shape="survey",
        roles=roles,
        source="survey",
        table={"columns": names(roles)},
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


def of_snapshot(sample: Sample, roles: Roles) -> Proposal:
    """Each row is somebody's state on one day."""
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
    event |= said_and_rated(roles) | outcome_of(roles)
    if not (roles.said or roles.rating):
        event["actor"] = "system"  # a state that somebody looked up: nobody did anything
        event.setdefault("channel", "system")
    found = (day.finding, who, roles.what, *beside(roles, what=roles.what))
    return assembled(
        shape="snapshot",
        roles=roles,
        source="reviews" if roles.rating or roles.said else "snapshot",
        table={"columns": names(roles)},
        events=[event],
        found=[one for one in found if one is not roles.value],
        questions=[day.question] if day.question else [],
        warnings=list(day.warnings),
        confidence=0.3,
    )


def _state_word(roles: Roles) -> str:
    if roles.rating is not None or roles.said is not None:
        return "review"
    return "customer record"
