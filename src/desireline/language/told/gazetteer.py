"""The gazetteer: names that only a company knows. Products and places are learnt, competitors are said by people.

In: what orders, visits and reviews name, and people's choices.  Out: names with their kind, kept in one setting of the workspace, and SQL
that finds them in masked texts. Like topics they are applied when texts are shown, so that a name added today is found in texts
of last year without reading them again. The choice to question: a name of one word counts only as it is written
(`Light` is a lamp, `light` is not); longer names count however they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from desireline.engines import Engine, literal
from desireline.errors import InputError
from desireline.language.told.phrases import FEWEST_CUSTOMERS
from desireline.stores import Store

NAME_KINDS = ("product", "place", "competitor")
_KEPT = "language.gazetteer"
_MOST = 400
"""Names that are learnt, those of most customers: one expression must hold them."""
_OBJECTS = {"product": "product", "store": "place", "branch": "place", "station": "place"}
_ATTRIBUTES = {
    "product": ("product", "product_name", "item_name", "items", "products"),
    "place": ("store", "branch", "location", "city", "station"),
}
_LEARNT = """
    SELECT kind, name, count(DISTINCT customer) AS customers FROM ({named})
    WHERE length(name) BETWEEN 3 AND 60 AND regexp_matches(name, '\\pL{{2}}')
    GROUP BY ALL HAVING customers >= {few} ORDER BY customers DESC, kind, name LIMIT {most}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A name and what it is a name of."""

    kind: str
    name: str
    customers: int = 0
    """Whose records name it; 0 where people said it."""
    left_out: bool = False
    """People said that it is no such name here; it is not learnt again."""


def read_gazetteer(store: Store) -> list[KnownName]:
    """The names of a workspace; none before it was learnt or edited."""
    return [KnownName(**one) for one in store.settings.get(_KEPT) or []]


def learn_gazetteer(engine: Engine, store: Store) -> list[KnownName]:
    """Learn names that five or more customers' records hold; what people added or left out stays.

    Args:
        engine: with the views `events` and `identities` of an opened data version.
        store: where the names are kept.
    """
    chosen = [one for one in read_gazetteer(store) if one.left_out or not one.customers]
    known = {_key(one) for one in chosen}
    rows = engine.rows(_LEARNT.format(named=_named(), few=FEWEST_CUSTOMERS, most=_MOST))
    learnt = [KnownName(kind=kind, name=name, customers=n) for kind, name, n in rows]
    return _write(store, [*chosen, *(one for one in learnt if _key(one) not in known)])


def add_name(store: Store, kind: str, name: str) -> list[KnownName]:
    """Add a name, such as a competitor's."""
    if kind not in NAME_KINDS or not any(map(str.isalpha, name)):
        raise InputError(
            f"{kind!r} {name!r} cannot be kept as a name.",
            hint=f"Say one of {', '.join(NAME_KINDS)} and a name with letters.",
            code="gazetteer.no-name",
        )
    added = KnownName(kind=kind, name=" ".join(name.split()))
    others = [one for one in read_gazetteer(store) if _key(one) != _key(added)]
    return _write(store, [added, *others])


def leave_out(store: Store, name: str) -> list[KnownName]:
    """No longer take this for a name, also when names are learnt again."""
    known = read_gazetteer(store)
    if not any(one.name == name for one in known):
        raise InputError(
            f"There is no name {name!r}.",
            hint="`desireline gazetteer` lists the names, as they are written.",
            code="gazetteer.unknown",
        )
    return _write(
        store, [replace(one, left_out=one.left_out or one.name == name) for one in known]
    )


def names_sql(known: Sequence[KnownName], text: str) -> str:
    """SQL expression: `kind:name` of each name that a text holds, as a list."""
    used = sorted(
        (one for one in known if not one.left_out), key=lambda one: (-len(one.name), one.name)
    )
    long = [one for one in used if " " in one.name]
    short = [one for one in used if " " not in one.name]
    return f"list_concat({_found(long, text, 'lower')}, {_found(short, text, '')})"


def _found(names: Sequence[KnownName], text: str, fold: str) -> str:
    """Names that stand between signs that are no letters."""
    if not names:
        return "[]::VARCHAR[]"
    import re

    written = [one.name.lower() if fold else one.name for one in names]
    pattern = (
        f"(?:^|[^\\pL\\pN])({'|'.join(re.escape(name) for name in written)})(?:$|[^\\pL\\pN])"
    )
    kinds = ", ".join(
        f"{literal(as_written)}: {literal(f'{one.kind}:{one.name}')}"
        for one, as_written in zip(names, written, strict=True)
    )
    return (
        f"list_distinct(list_transform(regexp_extract_all({fold}({text}), {literal(pattern)}, 1), "
        f"lambda x: MAP {{{kinds}}}[x]))"
    )


def _named() -> str:
    """SELECT (customer, kind, name) of what records name; lists of items are taken apart."""
    of_objects = " ".join(f"WHEN '{word}' THEN '{kind}'" for word, kind in _OBJECTS.items())
    parts = [
        f"""SELECT customer, CASE split_part(o, ':', 1) {of_objects} END AS kind,
            substr(o, strpos(o, ':') + 1) AS name
        FROM (SELECT i.customer, unnest(e.object_ids) AS o FROM events e JOIN identities i USING (subject))
        WHERE kind IS NOT NULL"""
    ]
    for kind, keys in _ATTRIBUTES.items():
        listed = ", ".join(
            f"CASE json_type(attributes, '$.{key}') WHEN 'VARCHAR' THEN [attributes->>'$.{key}'] "
            f"WHEN 'ARRAY' THEN attributes->>'$.{key}[*]' ELSE [] END"
            for key in keys
        )
        parts.append(
            f"""SELECT i.customer, '{kind}' AS kind, trim(unnest(flatten([{listed}]))) AS name
            FROM events e JOIN identities i USING (subject) WHERE attributes IS NOT NULL"""
        )
    return " UNION ALL ".join(parts)


def _key(one: KnownName) -> tuple[str, str]:
    return one.kind, one.name.casefold()


def _write(store: Store, names: Iterable[KnownName]) -> list[KnownName]:
    kept = sorted(names, key=lambda one: (NAME_KINDS.index(one.kind), -one.customers, one.name))
    with store.transaction() as tables:
        tables.settings.put(_KEPT, [asdict(one) for one in kept])
    return kept
