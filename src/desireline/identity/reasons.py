"""Why a subject belongs where it does, in words a person can check: where to look, and what agrees.

In: the surest edges of a subject.  Out: `same phone in calls 88 and orders 12; names compatible`. Words
name sources, records and kinds of facts, never a personal value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from desireline.identity.numbering import lists_of

if TYPE_CHECKING:
    from desireline.identity.clustering import Edge

ALONE = "no key shared with another record"

_WORDS = {
    "email": "e-mail",
    "phone": "phone",
    "user": "user id",
    "crm": "contact number",
    "requester": "requester number",
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
    numbers: Mapping[str, str],
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
        numbers: why two lists of customer numbers are one numbering, by kind of key.
    """
    names = " and ".join(word(kind) for kind in sorted(set(refused)))
    aside = f"; its {names} is shared by different people and joins nobody" if names else ""
    if not edges:
        return ALONE + aside
    first = edges[0]
    other = first.right if first.left == index else first.left
    every = {edge.kind for edge in edges} - {"model", "person"}
    kinds = sorted(every - numbers.keys() or every)
    here, there = (_where(one, kinds, sources, records) for one in (index, other))
    where = f"{here} and {there}"
    if first.kind == "person":
        return f"accepted by a person: {where}" + aside
    pair = (min(first.left, first.right), max(first.left, first.right))
    if kinds:
        said = f"same {' and '.join(map(word, kinds))} in {where}"
        said += "".join(f"; {numbers[kind]}" for kind in kinds if kind in numbers)
        by_name = first.confidence < 1.0 and first.kind not in ("phone", *numbers)
        said += _fit(agreed.get(pair), compatible=by_name)
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
    lists = lists_of(kind)
    return _WORDS.get(kind, kind) if lists is None else f"{lists[0]} and {lists[1]} number"


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
