"""Who said what inside one text: transcripts are cut at `Agent:` and `Customer:`.

In: the text of an event and who acted in it.  Out: one piece per speaker, in the order in which they
first spoke. One piece per speaker and not per line: the feeling of a call is that of the whole call,
and a line such as `Yes.` has none.
"""

from __future__ import annotations

import re

_CUSTOMER = [
    "customer",
    "caller",
    "client",
    "visitor",
    "user",
    "guest",
    "kunde",
    "kundin",
    "client",
    "cliente",
]
_EMPLOYEE = [
    "agent",
    "advisor",
    "adviser",
    "representative",
    "rep",
    "operator",
    "support",
    "employee",
    "assistant",
    "clerk",
    "consultant",
    "mitarbeiter",
    "agente",
    "conseiller",
    "atendente",
]
_TURN = re.compile(
    r"^\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*[-\u2013]?\s*)?"
    rf"({'|'.join(dict.fromkeys(_CUSTOMER + _EMPLOYEE))})\s*\d?\s*:\s*",
    re.IGNORECASE | re.MULTILINE,
)


def split_speakers(text: str) -> list[tuple[str | None, str]]:
    """Cut a transcript into (speaker, words); a text that is none comes back whole, speaker None.

    It is a transcript when it opens with a speaker and has at least two turns.
    """
    turns = list(_TURN.finditer(text))
    if len(turns) < 2 or turns[0].start() != 0:
        return [(None, text)]
    said: dict[str, list[str]] = {}
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        speaker = "customer" if turn.group(1).lower() in _CUSTOMER else "employee"
        words = text[turn.end() : following.start() if following else len(text)].strip()
        if words:
            said.setdefault(speaker, []).append(words)
    return [(speaker, "\n".join(pieces)) for speaker, pieces in said.items()]


def speaker_named(name: str) -> str | None:
    """The side that a transcript's own word for a speaker stands for; None where it is a name."""
    word = name.strip().rstrip("0123456789 ").lower()
    if word in _CUSTOMER:
        return "customer"
    return "employee" if word in _EMPLOYEE else None
