"""The mails that this program writes: to whom is invited, and to whom is mentioned.

In: what happened.  Out: subject and text. They are in the language of whoever causes them: they know whom they write to, and nobody
has said yet what the other reads. A guest's words stay on the map: a link is no leave to write mail in our name.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "de"]


def invitation(workspace: str, link: str, language: Language) -> tuple[str, str]:
    """Subject and text for somebody who is to join a workspace."""
    if language == "de":
        return (
            f"Sie sind zu den Reisekarten von {workspace} eingeladen",
            f"Öffnen Sie diesen Link binnen einer Woche; er gilt einmal:\n\n{link}\n",
        )
    return (
        f"You are invited to the journey maps of {workspace}",
        f"Open this link within a week; it works once:\n\n{link}\n",
    )


def mention(
    by: str, title: str, words: str, *, place: str | None, address: str | None, language: Language
) -> tuple[str, str]:
    """Subject and text for a member whom another mentions."""
    is_german = language == "de"
    subject = f"{by} erwähnt Sie auf „{title}“" if is_german else f"{by} mentions you on “{title}”"
    about = (f"Zu „{place}“:" if is_german else f"About “{place}”:") + "\n\n" if place else ""
    return subject, _ended(about + words, address)


def mention_by_guest(address: str | None, language: Language) -> tuple[str, str]:
    """Subject and text for a member whom a guest mentions."""
    if language == "de":
        return (
            "Ein Gast erwähnt Sie auf einer Karte",
            _ended("Öffnen Sie die Karte, um es zu lesen.", address),
        )
    return "A guest mentions you on a map", _ended("Open the map to read it.", address)


def _ended(text: str, address: str | None) -> str:
    return f"{text}\n\n{address}\n" if address else f"{text}\n"
