"""A map from a book of insights. In: book, data, purpose. Out: a MapFile, the same for the same data.

Drawing for the first time and answering again are two steps: `build` drafts a document and resolves
it, `refresh` resolves a document that people have edited. Neither touches what people wrote.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desireline.maps import resolve
from desireline.maps.curves import curves, persona_curves
from desireline.maps.declared import place
from desireline.maps.draft import choose_columns, draft
from desireline.maps.facts import Facts, gather, told_goal
from desireline.maps.findings import BookLike, Findings, read
from desireline.maps.model import Document, MapFile, Snapshot
from desireline.maps.reading import quotes_of, reading
from desireline.maps.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desireline.journeys import JourneyData, Purpose
    from desireline.recipe import DeclaredTouchpoint, GoalRule


def build(
    book: BookLike,
    data: JourneyData,
    purpose: Purpose,
    *,
    now: date | None = None,
    declared: Sequence[DeclaredTouchpoint] = (),
) -> MapFile:
    """Draw the map of one purpose.

    Args:
        book: what the insights found for this purpose.
        data: the same data version.
        purpose: why customers came.
        now: the day on which the map is read, for what is stale; the newest event's day when None.
        declared: touchpoints of the recipe that nobody measures.
    """
    findings, facts = read(book), gather(data, purpose)
    document = draft(findings, facts)
    homeless = place(document, declared)
    return assemble(document, findings, facts, now=now, notices=homeless)


def refresh(
    document: Document,
    book: BookLike,
    data: JourneyData,
    purpose: Purpose,
    *,
    now: date | None = None,
) -> MapFile:
    """Answer the questions of a document again; what people wrote stays as it is."""
    return assemble(document, read(book), gather(data, purpose), now=now)


def with_personas(file: MapFile, book: BookLike) -> MapFile:
    """The map with the curves of personas who were found after it was drawn, in the same data."""
    newest = file.snapshot.newest_event
    context = resolve.Context(
        document=file.document,
        findings=read(book),
        facts=_nothing_seen(file.document),
        now=None if newest is None else newest.date(),
    )
    lines = persona_curves(context)
    kept = [line for line in file.snapshot.curves if line.kind != "persona"]
    evidence = resolve.evidence(context, (line.evidence for line in lines))
    told = {"curves": [*kept, *lines], "evidence": file.snapshot.evidence | evidence}
    return file.model_copy(update={"snapshot": file.snapshot.model_copy(update=told)})


def with_goals(file: MapFile, goals: Iterable[GoalRule]) -> MapFile:
    """A map that nobody changed, with the goals as they are declared now: nothing else on it depends on them."""
    told = told_goal(goals, file.document.purpose.id)
    return file.model_copy(update={"document": file.document.model_copy(update={"goal": told})})


def unanswered(document: Document) -> MapFile:
    """A map that asks nothing: what people wrote, before any data speak."""
    return assemble(document, Findings(), _nothing_seen(document))


def _nothing_seen(document: Document) -> Facts:
    return Facts(
        purpose=document.purpose.id,
        purpose_title=document.purpose.title,
        stages=(),
        touchpoints=(),
        customers=0,
        journeys=0,
        events=0,
        sources={},
        channels=(),
        data_version=0,
        recipe="",
        period_start=None,
        period_end=None,
        generated_sample=document.generated_sample,
    )


def assemble(
    document: Document,
    findings: Findings,
    facts: Facts,
    *,
    now: date | None = None,
    notices: Sequence[str] = (),
) -> MapFile:
    """Join a document with the data's answers."""
    if now is None and facts.period_end is not None:
        now = facts.period_end.date()
    context = resolve.Context(document=document, findings=findings, facts=facts, now=now)
    answers = resolve.values(context)
    view = reading(context, answers)
    lines = curves(context)
    used = [*(value.evidence for value in answers.values()), *(line.evidence for line in lines)]
    snapshot = Snapshot(
        data_version=facts.data_version,
        recipe=facts.recipe,
        newest_event=facts.period_end,
        coverage=resolve.coverage(context),
        values=answers,
        cell_states=resolve.cell_states(context, answers),
        card_states=resolve.card_states(context, answers),
        quotes=resolve.quotes(context, quotes_of(view)),
        evidence=resolve.evidence(context, used),
        suppressed_groups=findings.suppressed,
        notices=[*_notices(context), *notices],
        curves=lines,
        reading=view,
    )
    return MapFile(document=document, snapshot=snapshot)


def _notices(context: resolve.Context) -> list[str]:
    """What a reader must know of the map as a whole."""
    findings, facts = context.findings, context.facts
    notices: list[str] = []
    if facts.generated_sample:
        notices.append("Generated sample: the company and its customers are invented.")
    hidden = sum(1 for row in findings.touchpoints.values() if row.customers is None)
    if hidden:
        spots = "1 touchpoint has" if hidden == 1 else f"{count(hidden)} touchpoints have"
        notices.append(f"{spots} fewer than 5 customers: nothing is shown of them.")
    left_out = choose_columns(findings, facts).left_out
    if left_out:
        spots = (
            "1 rarer touchpoint is"
            if left_out == 1
            else f"{count(left_out)} rarer touchpoints are"
        )
        notices.append(f"{spots} not drawn; the exported tables have them.")
    blind = sorted(name for name, seen in resolve.coverage(context).channels.items() if not seen)
    if blind:
        notices.append(f"Nothing measures: {', '.join(blind)}.")
    if findings.coverage is not None:
        notices += list(findings.coverage.would_add)
        if findings.coverage.unread:
            reasons = ", ".join(f"{why} ({count(n)})" for why, n in findings.coverage.unread)
            notices.append(f"Texts not understood, counted in no feeling: {reasons}.")
    return notices
