"""What a text says beside its feeling: effort, wants, reasons, promises, being told two things, entities, phrases.

In: a masked text and its language.  Out: columns of `tables.UTTERANCES`, as if a customer and an employee had
said it; `scoring` keeps those that fit the speaker (OF_CUSTOMERS, OF_EMPLOYEES). Each kind of thing has a
module of its own; this one only asks them. READER is stored with every row: when any of them changes what it
says, raise it, and workspaces read their texts again.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from desireline.language.texts.sentences import has_letters, says_something
from desireline.language.told.effort import read_effort
from desireline.language.told.entities import read_entities
from desireline.language.told.otherwise import read_otherwise
from desireline.language.told.phrases import read_phrases
from desireline.language.told.promises import read_promises
from desireline.language.told.telling import CUSTOMERS, EMPLOYEES, read_telling

OF_CUSTOMERS = ("effort", "told_otherwise", *CUSTOMERS)
OF_EMPLOYEES = ("promises", *EMPLOYEES)
READER = "5"
_LONGEST = 6_000
"""Letters that are searched: what is wanted does not wait for the fifth page."""
_RECENT = 64
"""Texts of which is remembered what they say in any language: the same words are often said in several in a row."""


def notice(text: str, language: str) -> dict[str, Any]:
    """Columns that do not come from a method of `registry`."""
    said = text[:_LONGEST]
    columns = {"reader": READER, **_in_any_language(said)}
    effort = read_effort(said, language)
    columns["effort"] = effort.value if effort else None
    made = [[promise.words, promise.within] for promise in read_promises(said, language)]
    columns["promises"] = json.dumps(made, ensure_ascii=False) if made else None
    columns["told_otherwise"] = read_otherwise(said, language)
    return columns | read_telling(said, language)


@lru_cache(maxsize=_RECENT)
def _in_any_language(said: str) -> dict[str, Any]:
    """Columns that do not depend on the language; nobody changes what stands in them."""
    readable = has_letters(said)
    return {
        "unread": None if readable else "signs" if says_something(said) else "no words",
        "entities": read_entities(said),
        "phrases": read_phrases(said) if readable else [],
    }
