"""Mails are in the language of whoever causes them, in one language from the first word to the last."""

from __future__ import annotations

from pathlib import Path

import pytest

import desireline
from desireline.workspace import Principal
from desireline.workspace.letters import mention, mention_by_guest


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "You are invited to the journey maps of acme", "Open this link within a week; it works once:"),
        ("de", "Sie sind zu den Reisekarten von acme eingeladen", "Öffnen Sie diesen Link binnen einer Woche; er gilt einmal:"),
    ],
)  # fmt: skip
def test_an_invitation_is_written_in_the_language_of_who_invites(
    language: str, subject: str, words: str, tmp_path: Path
) -> None:
    with desireline.open(tmp_path / "acme") as workspace:
        workspace.invite("ann@example.org", role="viewer", address="https://maps.example.org/", language=language)  # type: ignore[arg-type]  # fmt: skip
        (mail,) = workspace.outbox()
        assert mail.subject == subject
        first, link, end = mail.body.split("\n\n")[0], mail.body.split("\n\n")[1], mail.body[-1]
        assert first == words
        assert link.startswith("https://maps.example.org/#invitation=")
        assert end == "\n"


def test_a_mention_is_german_around_the_words_that_somebody_wrote() -> None:
    told = mention("Ann Kim", "Kaufen", "Stimmt das, @Ben?", place="Zahlen", address="https://x.example", language="de")  # fmt: skip
    assert told == (
        "Ann Kim erwähnt Sie auf „Kaufen“",
        "Zu „Zahlen“:\n\nStimmt das, @Ben?\n\nhttps://x.example\n",
    )
    assert mention(
        "Ann Kim", "Buy", "Is this right?", place=None, address=None, language="en"
    ) == (
        "Ann Kim mentions you on “Buy”",
        "Is this right?\n",
    )


def test_a_guests_words_are_in_no_mail() -> None:
    assert mention_by_guest("https://x.example", "de") == (
        "Ein Gast erwähnt Sie auf einer Karte",
        "Öffnen Sie die Karte, um es zu lesen.\n\nhttps://x.example\n",
    )


def test_who_is_mentioned_gets_the_mail_in_the_language_of_who_writes(tmp_path: Path) -> None:
    with desireline.open(tmp_path / "acme") as workspace:
        ben = workspace.members.add(name="Ben Okafor", email="ben@example.org", role="editor")
        ann = Principal(id="mem_ann", name="Ann Kim", kind="member", role="owner")
        workspace.talk.say(ann, "map-1", "Hallo", mentions=[ben.id], title="Kaufen", language="de")
        (mail,) = workspace.outbox()
        assert mail.subject == "Ann Kim erwähnt Sie auf „Kaufen“"
