"""Reviews as the stores' own interfaces give them: App Store Connect, Google Play, Google Business Profile.

In: JSON pages: Apple's `customerReviews` with included responses, Google Play's `reviews` with comments,
Google Business Profile's `reviews` with `starRating` in words.  Out: *review written*, 1 to 5 stars, and the
company's answer. Apple and Google name nobody by more than a nickname: a review is its own customer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.helpdesk import number_of, when
from desireline.sources.readers.records import (
    Event,
    Record,
    hand_over,
    inner,
    listed,
    objects,
)

_STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}


class ReviewPagesReader:
    """Reads reviews of app stores and Google's business pages."""

    name = "review_pages"

    def match(self, sample: Sample) -> Match | None:
        """Claim reviews in one of the three layouts."""
        for value in content.first_values(sample):
            if content.is_object(value):
                for one in [*listed(value, "data"), *listed(value, "reviews"), value][:3]:
                    if (tool := _tool(one)) is not None:
                        return Match(confidence=0.97, why=f"reviews of {tool}", source=tool)
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            answers = {
                values.text(_review_of(one)): inner(one, "attributes")
                for _, one in content.json_values(sample, members=("included",))
                if content.is_object(one) and one.get("type") == "customerReviewResponses"
            }
            for line, record in objects(sample, sink, members=("data", "reviews")):
                hand_over(sink, line, record, lambda record=record, a=answers: _events(record, a))


READER = ReviewPagesReader()


def _review_of(answer: Record) -> Any:
    return inner(inner(inner(answer, "relationships"), "review"), "data").get("id")


def _tool(value: Record) -> str | None:
    if value.get("type") == "customerReviews":
        return "app_store"
    if "reviewId" in value and listed(value, "comments"):
        return "google_play"
    if "starRating" in value and value.keys() & {"reviewer", "reviewId"}:
        return "google_business"
    return None


def _events(record: Record, answers: dict[str | None, Record]) -> Iterator[Event]:
    tool = _tool(record)
    if tool == "app_store":
        yield from _apple(record, answers)
    elif tool == "google_play":
        yield from _play(record)
    elif tool == "google_business":
        yield from _business(record)
    else:
        raise values.UnreadableError("not-a-record", "an entry that is no review")


def _written(tool: str, number: str, at: Any, stars: Any, text: str | None, **more: Any) -> Event:
    score = values.number(stars)
    return {
        "event_id": f"{tool}:{number}",
        "record": number,
        "subject": f"review:{tool}-{number}",
        **when(at, "the review's time"),
        "channel": "review",
        "activity": "review written",
        "actor": "customer",
        "direction": "inbound",
        "text": text,
        "rating_kind": "stars" if score is not None else None,
        "rating": score,
        "rating_low": 1 if score is not None else None,
        "rating_high": 5 if score is not None else None,
        **more,
    }


def _answered(review: Event, at: Any, text: str | None) -> Event:
    return {
        "event_id": f"{review['event_id']}:answer",
        "record": review["record"],
        "part": "answer",
        "subject": review["subject"],
        **when(at, "the answer's time"),
        "channel": "review",
        "activity": "company answers the review",
        "actor": "employee",
        "direction": "outbound",
        "text": text,
    }


def _joined(*pieces: Any) -> str | None:
    return "\n".join(said for piece in pieces if (said := values.text(piece))) or None


def _apple(record: Record, answers: dict[str | None, Record]) -> Iterator[Event]:
    number, said = number_of(record, "a review"), inner(record, "attributes")
    review = _written(
        "app_store", number, said.get("createdDate"), said.get("rating"),
        _joined(said.get("title"), said.get("body")),
        identifiers=values.names(name=said.get("reviewerNickname")),
        attributes=values.leftovers({"territory": said.get("territory")}),
    )  # fmt: skip
    yield review
    answer = answers.get(number)
    if answer is not None:
        yield _answered(
            review, answer.get("lastModifiedDate"), values.text(answer.get("responseBody"))
        )


def _own_words(said: str | None) -> str | None:
    """What the customer wrote, without what Google's translator made of it."""
    if said is None or "(Translated by Google)" not in said:
        return said
    before, _, translated = said.partition("(Translated by Google)")
    _, _, original = translated.partition("(Original)")
    return original.strip() or before.strip() or translated.strip()


def _play(record: Record) -> Iterator[Event]:
    number = number_of(record, "a review", "reviewId")
    comments = listed(record, "comments")
    user = next((inner(one, "userComment") for one in comments if "userComment" in one), {})
    review = _written(
        "google_play", number, inner(user, "lastModified").get("seconds"), user.get("starRating"),
        values.text(user.get("text")),
        identifiers=values.names(name=record.get("authorName")),
        language=values.text(user.get("reviewerLanguage")),
        attributes=values.leftovers(
            {"device": user.get("device"), "version": user.get("appVersionName")}
        ),
    )  # fmt: skip
    yield review
    for one in comments:
        reply = inner(one, "developerComment")
        if reply:
            yield _answered(
                review, inner(reply, "lastModified").get("seconds"), values.text(reply.get("text"))
            )


def _business(record: Record) -> Iterator[Event]:
    number = number_of(record, "a review", "reviewId", "name")
    reviewer = inner(record, "reviewer")
    stars = _STARS.get(values.text(record.get("starRating")) or "")
    review = _written(
        "google_business", number.rpartition("/")[2], record.get("createTime"), stars,
        _own_words(values.text(record.get("comment"))),
        identifiers=values.names(name=reviewer.get("displayName")),
    )  # fmt: skip
    yield review
    reply = inner(record, "reviewReply")
    if reply:
        yield _answered(review, reply.get("updateTime"), values.text(reply.get("comment")))
