"""Topics over HTTP: what customers talk about, people's choices of them, and everything else seen through one.

In: a topic's number.  Out: topics; as a job, the insights of the journeys in which customers speak of it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, Job
from desireline.api.work import Work
from desireline.app import Workspace
from desireline.insights import Book, CoverageMeasure
from desireline.jobs import Listener
from desireline.language import Topic


class ShownTopic(BaseModel):
    """One topic. What was merged into another counts there."""

    id: int
    name: str
    pinned: bool
    named_by_people: bool
    merged_into: int | None


class ChooseTopic(Body):
    """What people say of a topic; each is remembered when topics are found anew."""

    name: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    merged_into: int | None = None
    pinned: bool = False


def topic_routes(workspace: Workspace, work: Work) -> APIRouter:
    """Make the routes."""
    group = routes("topics")

    @group.get("/topics", summary="What customers talk about", responses=PROBLEMS)
    @needs("read")
    def topics() -> list[ShownTopic]:  # pyright: ignore[reportUnusedFunction]
        return [_shown(topic) for topic in workspace.topics()]

    @group.patch("/topics/{topic_id}", summary="Rename, merge or pin a topic", responses=PROBLEMS)
    @needs("edit")
    def choose(topic_id: int, body: ChooseTopic) -> list[ShownTopic]:  # pyright: ignore[reportUnusedFunction]
        if body.name is not None:
            workspace.rename_topic(topic_id, body.name)
        if body.merged_into is not None:
            workspace.merge_topics(topic_id, body.merged_into)
        if body.pinned:
            workspace.pin_topic(topic_id)
        return [_shown(topic) for topic in workspace.topics()]

    @group.post("/topics/{topic_id}/insights", summary="Insights of the journeys that speak of a topic",
                status_code=202, responses=PROBLEMS)  # fmt: skip
    @needs("read")
    def insights(  # pyright: ignore[reportUnusedFunction]
        topic_id: int, who: Asking, purpose: str | None = None
    ) -> Job:
        def do(listener: Listener) -> dict[str, Any]:
            books = workspace.insights(purpose=purpose, topic=str(topic_id), listener=listener)
            found = [asdict(insight) for book in books for insight in book.insights]
            return {
                "insights": json.loads(json.dumps(found, default=str)),
                "seen": [seen for book in books for seen in _seen(book)],
            }

        return Job(**work.begin("topic", do, by=who.id).as_dict())

    return group


def _seen(book: Book) -> list[dict[str, Any]]:
    """How many speak of the topic; none where that were fewer than five customers."""
    return [
        {
            "purpose": book.purpose.name,
            "journeys": measure.journeys,
            "customers": measure.customers,
        }
        for measure in book.results["coverage"].measures
        if isinstance(measure, CoverageMeasure)
    ]


def _shown(topic: Topic) -> ShownTopic:
    return ShownTopic(
        id=topic.id,
        name=topic.name,
        pinned=topic.pinned,
        named_by_people=topic.named_by_people,
        merged_into=topic.merged_into,
    )
