"""Facebook's Graph API as it answers: posts of a page with the comments below them, or the comments of a post.

In: `{"data": [...], "paging": ...}`, or posts that hold `comments`.  Out: one event a comment, reply or visitor's post. What the
page itself posts happened to no customer and is left out; what it replies belongs to whoever it answers. A post's number
begins with the page's (`<page>_<post>`): so the page's own voice is known where posts are in the file, and only there.
A plain list of comments is read by the mapping `facebook_comments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.records import Event, Record, hand_over, inner, listed, objects

_OF_POSTS = frozenset({"comments", "story", "status_type", "shares", "full_picture", "is_published"})  # fmt: skip
_OF_COMMENTS = frozenset({"from", "parent", "like_count", "comment_count"})
_START = re.compile(r'\s*\{\s*"data"\s*:\s*\[')


class FacebookReader:
    """Reads posts and comments of a page."""

    name = "facebook_page"

    def match(self, sample: Sample) -> Match | None:
        """Claim an answer of the Graph API, or posts with comments in them."""
        for one in content.first_objects(sample):
            inside = listed(one, "data")
            told = inside[:3] or [one]
            if any(map(_is_told, told)) and (inside or any("comments" in it for it in told)):
                why = "data of id, created_time and message: Facebook's Graph API"
                return Match(confidence=0.96, why=why, source="facebook")
        start = sample.text[:20_000]
        if _START.match(start) and '"created_time"' in start and '"message"' in start:
            why = "data with created_time and message: Facebook's Graph API"
            return Match(confidence=0.9, why=why, source="facebook")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            for line, record in objects(sample, sink, members=("data",)):
                hand_over(sink, line, record, lambda record=record: list(_events(record)))


READER = FacebookReader()


def _is_told(one: Record) -> bool:
    return {"id", "created_time"} <= one.keys() and bool({"message", "story"} & one.keys())


def _events(record: Record) -> Iterator[Event]:
    if not _OF_POSTS & record.keys():
        if not _OF_COMMENTS & record.keys():
            raise values.UnreadableError(
                "no-subject",
                "no `from`, `like_count` or `comments`: a comment or a post of the page?",
            )
        yield from _comment(record, post=None, page=None, above=None)
        return
    post = values.text(record.get("id")) or ""
    page = post.partition("_")[0] or None
    author = values.text(inner(record, "from").get("id"))
    if author is not None and author != page and record.get("message"):
        yield _event(record, post=post, activity="post on the page")
    for comment in listed(inner(record, "comments"), "data"):
        yield from _comment(comment, post=post, page=page, above=None)


def _comment(
    record: Record, *, post: str | None, page: str | None, above: Record | None
) -> Iterator[Event]:
    """A comment and the replies below it. `above` is the customer's comment that it answers."""
    author = values.text(inner(record, "from").get("id"))
    ours = page is not None and author == page
    if not ours:
        yield _event(record, post=post, activity="comment on a post")
    elif above is not None:
        yield _event(record, post=post, activity="company answers a comment", answers=above)
    for reply in listed(inner(record, "comments"), "data"):
        yield from _comment(reply, post=post, page=page, above=above if ours else record)


def _event(
    record: Record, *, post: str | None, activity: str, answers: Record | None = None
) -> Event:
    number = values.text(record.get("id"))
    if number is None:
        raise values.UnreadableError("no-id", "a post or comment has no id")
    at = values.moment(record.get("created_time"), field="created_time")
    if at is None:
        raise values.UnreadableError("no-time", f"{number} has no created_time")
    whose = inner(record if answers is None else answers, "from")
    author, name = values.text(whose.get("id")), values.text(whose.get("name"))
    of = values.text((record if answers is None else answers).get("id"))
    return {
        "event_id": f"facebook:{number}",
        "record": post or number,
        "part": number if post else None,
        "subject": f"facebook:{author}" if author else f"comment:{of}",
        "identifiers": [f"name:{name}"] if name else [],
        "at": at[0],
        "zone": at[1],
        "channel": "social",
        "activity": activity,
        "actor": "customer" if answers is None else "employee",
        "direction": "inbound" if answers is None else "outbound",
        "text": values.text(record.get("message")),
        "object_ids": values.names(post=post),
        "attributes": values.leftovers(
            {name: record.get(name) for name in ("like_count", "comment_count", "permalink_url")}
        ),
    }
