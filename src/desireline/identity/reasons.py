"""Why a subject belongs where it does, in words a person can check: where to look, and what agrees.

In: the surest edges of a subject.  Out: `same phone in calls 88 and orders 12; names compatible`. Words
name sources, records and kinds of facts, never a personal value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desireline.identity.clustering import Edge

ALONE = "no key shared with another record"

_WORDS = {
    "email": "e-mail",
    "phone": "phone",
    "user": "user id",
    "given": "given name",
    "family": "family name",
    "birth": "date of birth",
    "house": "house number",
    "street": "street",
    "area": "area",
    "city": "city",
    "postcode": "postcode",
    "region": "region",
    "national": "national id number",
    "segment": "device",
}


def reason(
    index: int,
    edges: Sequence[Edge],
    *,
    sources: Sequence[str],
    records: Mapping[tuple[int, str], str],
    agreed: Mapping[tuple[int, int], str],
    others: int,
    refused: Iterable[str],
) -> str:
    """Say why a subject belongs where it does.

    Args:
        index: the subject's place.
        edges: its surest edges, all to one other subject.
        sources: source of each place.
        records: record in which (place, kind of key) was said.
        agreed: of scored pairs, which facts agree: `given ~family !birth`.
        others: how many others are in its group.
        refused: kinds of keys that may not join it, because different people share them.
    """
    names = " and ".join(word(kind) for kind in sorted(set(refused)))
    aside = f"; its {names} is shared by different people and joins nobody" if names else ""
    if not edges:
        return ALONE + aside
    first = edges[0]
    other = first.right if first.left == index else first.left
    kinds = sorted({edge.kind for edge in edges} - {"model", "person"})
    here, there = (_where(one, kinds, sources, records) for one in (index, other))
    where = f"{here} and {there}"
    if first.kind == "person":
        return f"accepted by a person: {where}" + aside
    pair = (min(first.left, first.right), max(first.left, first.right))
    if kinds:
        said = f"same {' and '.join(map(word, kinds))} in {where}"
        said += _fit(agreed.get(pair), compatible=first.confidence < 1.0 and first.kind != "phone")
    else:
        said = f"{facts(agreed.get(pair, ''))} in {where}"
    more = f"; with {others - 1} more" if others > 1 else ""
    return said + more + aside


def facts(agreed: str) -> str:
    """Say which facts agree: `same given name and city, similar family name, different postcode`."""
    marks = [mark for mark in agreed.split() if mark not in {"!generation", "!person"}]
    said: list[str] = []
    for sign, words in (("", "same"), ("~", "similar"), ("!", "different")):
        kinds = [
            word(mark.lstrip("~!"))
            for mark in marks
            if (mark[0] if mark[0] in "~!" else "") == sign
        ]
        if kinds:
            said.append(f"{words} {' and '.join(kinds)}")
    return ", ".join(said) or "alike in what is known"


def word(kind: str) -> str:
    """The word for a kind of key or fact."""
    return _WORDS.get(kind, kind)


def _fit(agreed: str | None, *, compatible: bool) -> str:
    if agreed is not None and not {"!given", "!family"} & set(agreed.split()):
        compatible = compatible or bool(
            {"given", "family", "~given", "~family"} & set(agreed.split())
        )
    return "; names compatible" if compatible else ""


def _where(
    index: int,
    kinds: Sequence[str],
    sources: Sequence[str],
    records: Mapping[tuple[int, str], str],
) -> str:
    """`calls 88`: the source, and the record where it is known and not personal itself."""
    for kind in (*kinds, "name", "given", "family", "email"):
        record = records.get((index, kind))
        if record is not None:
            return record
    return sources[index]
