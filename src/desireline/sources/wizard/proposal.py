"""What a table was taken for: the findings, the open questions, and a mapping that can be read, kept and tried.

In: findings of the wizard's modules and the events that they make.  Out: a `Proposal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desireline.sources.model import GUESSED
from desireline.sources.wizard.finding import Finding, Question, with_article
from desireline.sources.wizard.roles import Roles

TABLE = "table"


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


def assembled(
    *,
    shape: str,
    roles: Roles,
    source: str,
    table: dict[str, Any],
    events: list[dict[str, Any]],
    found: Sequence[Finding | None],
    questions: list[Question],
    warnings: list[str],
    confidence: float,
) -> Proposal:
    """Put a proposal together."""
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


def _words(roles: Roles, findings: Sequence[Finding], body: dict[str, Any]) -> str:
    by_role = {finding.role: finding for finding in reversed(findings)}
    who, what, when = (by_role.get(role) for role in ("customer", "activity", "time"))
    event = body["events"][0]
    parts = [
        f"who: {who.column} ({with_article(who.details['kind'])})"
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
    if isinstance(event["activity"], dict):
        told = dict.fromkeys(event["activity"]["map"].values())
        return f"what: every row is {' or '.join(map(repr, told))}"
    return f"what: every row is {event['activity']!r}"
