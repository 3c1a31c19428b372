"""Comments on maps: threads that can be resolved, with mentions that members hear of.

In: who says what about which part of a map.  Out: comments, oldest first. What is said is plain text; whom it
mentions is named by id beside it, so that no text has to be read for it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from desireline.delivery import Mail, post
from desireline.errors import BusyError, InputError, NotAllowedError
from desireline.stores import CommentRow, Holdings, Store, TableHolding, masking, now_us
from desireline.workspace import letters
from desireline.workspace.members import Members
from desireline.workspace.principals import Principal
from desireline.workspace.words import clean_words

LONGEST = 5000
_MOST_A_MINUTE = 60
_MOST_MAILS_AN_HOUR = 20
_MINUTE_US, _HOUR_US = 60_000_000, 3_600_000_000
_MENTION = "mention"
HOLDINGS = Holdings(
    tables=(
        TableHolding(
            name="comment",
            why="what members and guests say about maps: a customer's name or words in it are masked",
            personal=("body", "author_name"),
            erase=masking("comment", "body", "author_name"),
        ),
    )
)


class Talk:
    """The comments of one workspace."""

    def __init__(self, store: Store, members: Members) -> None:
        self._store = store
        self._members = members

    def of(self, map_id: str) -> list[CommentRow]:
        """All comments of a map, the oldest first."""
        return self._store.comments.of(map_id)

    def say(
        self,
        who: Principal,
        map_id: str,
        text: str,
        *,
        anchor: str = "",
        thread: str | None = None,
        mentions: Sequence[str] = (),
        title: str = "",
        place: str | None = None,
        address: str | None = None,
        language: letters.Language = "en",
    ) -> CommentRow:
        """Add a comment, and write to whom it mentions.

        Args:
            who: says it.
            map_id: about which map.
            text: plain.
            anchor: the part of the map that it is about.
            thread: the first comment of the thread that it answers.
            mentions: ids of members.
            title: of the map, for the mail.
            place: what the part is called, for the mail.
            address: of the map in a browser, for the mail.
            language: of the mail.

        Raises:
            InputError: there are no words, no such thread or no such member.
        """
        if thread is not None:
            anchor = self._find(thread, map_id, is_first=True).anchor
        self._pace(who, map_id)
        named = [self._members.find(one) for one in dict.fromkeys(mentions)]
        id_ = f"com_{secrets.token_hex(8)}"
        row = CommentRow(
            id=id_,
            map=map_id,
            thread=thread or id_,
            anchor=anchor,
            author=who.id,
            author_name=who.name,
            body=clean_words(text, "comment", longest=LONGEST, code="comment.text"),
            mentions=tuple(one.id for one in named),
            created_us=now_us(),
        )
        self._store.comments.put(row)
        for one in named:
            if one.email is not None and one.id != who.id and self._may_write_to(one.email):
                told = _mail(
                    row, one, one.email, by=who, title=title, place=place, address=address,
                    language=language,
                )  # fmt: skip
                post(self._store, told)
        return row

    def _pace(self, who: Principal, map_id: str) -> None:
        """Refuse whoever says more than people can: a link is a door that anybody may hold."""
        since = now_us() - _MINUTE_US
        said = self._store.comments.of(map_id)
        if sum(one.author == who.id and one.created_us > since for one in said) >= _MOST_A_MINUTE:
            raise BusyError(
                f"There were {_MOST_A_MINUTE} comments in a minute.",
                hint="Wait a minute.",
                code="comment.many",
            )

    def _may_write_to(self, address: str) -> bool:
        since = now_us() - _HOUR_US
        sent = self._store.outbox.all(limit=1000)
        mails = [one for one in sent if one.kind == _MENTION and one.recipient == address]
        return sum(one.created_us > since for one in mails) < _MOST_MAILS_AN_HOUR

    def edit(self, who: Principal, map_id: str, comment_id: str, text: str) -> CommentRow:
        """Change one's own comment.

        Raises:
            InputError: there is no such comment, or no words.
            NotAllowedError: somebody else wrote it.
        """
        row = self._own(who, map_id, comment_id)
        changed = replace(
            row,
            body=clean_words(text, "comment", longest=LONGEST, code="comment.text"),
            edited_us=now_us(),
        )
        self._store.comments.put(changed)
        return changed

    def remove(self, who: Principal, map_id: str, comment_id: str) -> None:
        """Remove one's own comment, or as an owner anybody's; a first one takes its thread with it."""
        if "own" in who.permissions:
            self._find(comment_id, map_id)
        else:
            self._own(who, map_id, comment_id)
        self._store.comments.remove(comment_id)

    def resolve(self, who: Principal, map_id: str, thread: str, *, resolved: bool) -> CommentRow:
        """Settle a thread, or open it again."""
        row = self._find(thread, map_id, is_first=True)
        changed = replace(
            row,
            resolved_us=now_us() if resolved else None,
            resolved_by=who.id if resolved else None,
        )
        self._store.comments.put(changed)
        return changed

    def _own(self, who: Principal, map_id: str, comment_id: str) -> CommentRow:
        row = self._find(comment_id, map_id)
        if row.author != who.id or who.kind == "guest":  # guests of one link cannot be told apart
            raise NotAllowedError(
                "Somebody else wrote this.", hint="Answer it instead.", code="access.role"
            )
        return row

    def _find(self, comment_id: str, map_id: str, *, is_first: bool = False) -> CommentRow:
        row = self._store.comments.get(comment_id)
        if row is None or row.map != map_id or (is_first and row.thread != row.id):
            raise InputError(
                f"There is no {'thread' if is_first else 'comment'} {comment_id[:40]!r} on this map.",
                hint="Load the comments again: somebody may have removed it.",
                code="comment.unknown",
            )
        return row


def _mail(
    row: CommentRow,
    to: Principal,
    email: str,
    *,
    by: Principal,
    title: str,
    place: str | None,
    address: str | None,
    language: letters.Language,
) -> Mail:
    """Tell a member of a mention."""
    subject, text = (
        letters.mention_by_guest(address, language)
        if by.kind == "guest"
        else letters.mention(
            by.name, title, row.body, place=place, address=address, language=language
        )
    )
    return Mail(
        key=f"{_MENTION}/{row.id}/{to.id}", kind=_MENTION, to=email, subject=subject, text=text
    )
