"""What a person should look at: pairs that may be one customer, and what was decided so far.

In: a snapshot and the workspace's decisions.  Out: pairs with both records side by side, the surest first.
Shown are pairs that were scored as possible, pairs that everything but one hard fact would join, and what
outsiders proposed. Values are masked unless the caller may see them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from desireline.engines import open_engine
from desireline.identity import decisions
from desireline.identity.clustering import POSSIBLE, SURE
from desireline.identity.numbering import in_list, kind_of_list, list_name
from desireline.identity.reasons import facts
from desireline.identity.resolver import numberings
from desireline.identity.resolving import identities_sql, keys_sql, scores_sql
from desireline.identity.scoring import is_enough

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desireline.engines import Engine
    from desireline.events import SegmentStore, Snapshot
    from desireline.identity.decisions import Decision
    from desireline.stores import Store

State = Literal["possible", "conflict", "proposed", "accepted", "rejected", "joined", "apart"]
_Listed = tuple[str, str, float | None, str, State]
"""Two subjects, how likely they are one, why, and what is thought of them."""
_MANY = 1_000
"""So many pairs are listed at once; the rest comes when these are decided."""
_PLAIN_KINDS = frozenset(
    {"user", "crm", "requester", "hubspot", "zendesk", "contact", "order", "ticket", "call"}
)
"""Subjects that hold a tool's own number: nothing to mask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One side of a pair."""

    subject: str
    source: str
    customer_id: str
    facts: dict[str, list[str]] = field(default_factory=dict)
    """What is known, by kind: name, email, phone, birth ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that may be one customer."""

    id: str
    left: Record
    right: Record
    confidence: float | None
    """How likely it is; None when nobody compared them."""
    reason: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityBook:
    """Who is whom, in numbers, and what waits for a person."""

    subjects: int
    customers: int
    joined: int
    """Subjects that share their customer with another."""
    waiting: list[Pair]
    """Undecided, the surest first."""
    decided: list[Pair]
    """What people decided, the newest first."""
    numbers: list[Pair] = field(default_factory=list["Pair"])
    """Two lists of customer numbers that are one numbering, or two, as far as the data say; a person may say otherwise."""


def book(segments: SegmentStore, *, masked: bool = True) -> IdentityBook:
    """Say who is whom, what waits for a person, and what was decided.

    Args:
        segments: the workspace's data.
        masked: names, addresses and numbers are shortened.
    """

    def read(snapshot: Snapshot) -> IdentityBook:
        engine = open_engine()
        try:
            return _Reader(engine, snapshot, segments, masked=masked).read()
        finally:
            engine.close()

    return segments.read(read)


def open_lists(store: Store) -> dict[str, str]:
    """Questions about two lists of customer numbers that nobody answered: id of the pair, and what is known."""
    return {
        decisions.pair_id(left, right): words
        for left, right, _, words, _ in _lists(store, "proposed", decisions.active(store))
    }


def find(segments: SegmentStore, id: str) -> tuple[str, str] | None:  # noqa: A002
    """The two subjects of a pair that waits or was decided; None when there is no such pair."""
    for one in (*decisions.active(segments.store), *decisions.proposals(segments.store)):
        if one.id == id:
            return one.left, one.right
    listed = book(segments, masked=False)
    for pair in (*listed.waiting, *listed.numbers):
        if pair.id == id:
            return pair.left.subject, pair.right.subject
    return None


def holders(segments: SegmentStore, identifiers: Iterable[str]) -> dict[str, str]:
    """Say which subject carries each identifier, as its own name or as another; the first of several."""
    import pyarrow as pa

    wanted = pa.table({"identifier": pa.array(sorted(set(identifiers)), pa.string())})

    def read(snapshot: Snapshot) -> dict[str, str]:
        engine = open_engine()
        try:
            base, overlay = (snapshot.paths("identities", generation=n) for n in (0, 1))
            engine.register("wanted", wanted)
            return dict(
                engine.rows(f"""
                    SELECT identifier, min(subject) FROM wanted JOIN (
                        SELECT subject AS name, subject FROM ({identities_sql(base, overlay)})
                        UNION SELECT kind || ':' || value, subject
                        FROM ({keys_sql(snapshot.paths("keys"))}))
                    ON name = identifier GROUP BY identifier""")
            )
        finally:
            engine.close()

    return segments.read(read)


def _lists(store: Store, state: State, decided: Iterable[Decision]) -> list[_Listed]:
    """Pairs of lists of customer numbers of which this is thought, and nobody decided."""
    ids = {one.id for one in decided}
    pairs = [
        (list_name(one["left"]), list_name(one["right"]), one)
        for one in numberings(store)
        if one["state"] == state
    ]
    return [
        (
            left,
            right,
            one["confidence"] or None,
            f"{one['left']} and {one['right']} numbers: {one['words']}",
            state,
        )
        for left, right, one in pairs
        if decisions.pair_id(left, right) not in ids
    ]


class _Reader:
    """One reading of one snapshot."""

    def __init__(
        self, engine: Engine, snapshot: Snapshot, segments: SegmentStore, *, masked: bool
    ) -> None:
        self._engine, self._masked = engine, masked
        self._store = segments.store
        self._decided = decisions.active(segments.store)
        self._proposed = decisions.proposals(segments.store)
        base, overlay = (snapshot.paths("identities", generation=n) for n in (0, 1))
        engine.view("known", f"FROM ({identities_sql(base, overlay)})")
        engine.view("keys", f"FROM ({keys_sql(snapshot.paths('keys'))})")
        engine.view("scores", f"FROM ({scores_sql(snapshot.paths('scores'))})")

    def read(self) -> IdentityBook:
        subjects, customers, joined = self._engine.rows("""
            SELECT coalesce(sum(n), 0), count(*), coalesce(sum(n) FILTER (n > 1), 0)
            FROM (SELECT count(*) AS n FROM known GROUP BY customer)""")[0]
        waiting = [*self._lists("proposed"), *self._open_pairs()]
        numbers = [*self._lists("joined"), *self._lists("apart")]
        names = {
            name
            for left, right, *_ in (
                *waiting,
                *numbers,
                *((d.left, d.right) for d in self._decided),
            )
            for name in (left, right)
        }
        records = {**self._records(names), **self._whole_lists(names)}
        return IdentityBook(
            subjects=int(subjects),
            customers=int(customers),
            joined=int(joined),
            waiting=[
                _pair(records, left, right, confidence=sure, reason=reason, state=state)
                for left, right, sure, reason, state in waiting
            ],
            decided=[
                _pair(
                    records,
                    one.left,
                    one.right,
                    confidence=1.0 if one.verdict == "accept" else 0.0,
                    reason="decided by a person"
                    + (f" ({one.decided_by})" if one.decided_by else ""),
                    state="accepted" if one.verdict == "accept" else "rejected",
                )
                for one in self._decided
                if one.left in records and one.right in records
            ],
            numbers=[
                _pair(records, left, right, confidence=sure, reason=reason, state=state)
                for left, right, sure, reason, state in numbers
            ],
        )

    def _lists(self, state: State) -> list[_Listed]:
        return _lists(self._store, state, self._decided)

    def _whole_lists(self, names: Iterable[str]) -> Mapping[str, Record]:
        """Lists of customer numbers as two sides of a pair: where the numbers stand, and how many they are."""
        found: dict[str, Record] = {}
        for name in names:
            kind = kind_of_list(name)
            if kind is None:
                continue
            sources, many = self._engine.rows(
                f"""
                SELECT coalesce(list(DISTINCT source ORDER BY source), []), count(DISTINCT value) FROM (
                    SELECT source, subject AS value FROM known
                    WHERE {in_list(kind)}
                    UNION ALL SELECT source, kind || ':' || value FROM keys JOIN known USING (subject)
                    WHERE kind = $kind)""",
                {"kind": kind},
            )[0]
            found[name] = Record(
                subject=name,
                source=" and ".join(sources) or kind,
                customer_id="",
                facts={"numbers": [f"{many:,}"]},
            )
        return found

    def _open_pairs(self) -> list[_Listed]:
        decided = {one.id for one in self._decided}
        rows = self._engine.rows(
            """
            SELECT left_subject, right_subject, probability, agreed
            FROM scores JOIN known l ON l.subject = left_subject
            JOIN known r ON r.subject = right_subject
            WHERE probability >= $possible AND l.customer <> r.customer
            ORDER BY probability DESC, left_subject, right_subject LIMIT $many""",
            {"possible": POSSIBLE, "many": _MANY + len(decided)},
        )
        found: list[_Listed] = []
        seen: set[str] = set()
        for one in self._proposed:
            if one.id not in decided and not self._together(one.left, one.right):
                seen.add(one.id)
                words = f"{one.source} says so: {one.reason}"
                found.append((one.left, one.right, None, words, "proposed"))
        for left, right, probability, agreed in rows:
            name = decisions.pair_id(left, right)
            if name in decided or name in seen:
                continue
            hard = probability >= SURE and is_enough(agreed)
            words = facts(agreed) + ("; something speaks hard against it" if hard else "")
            found.append((left, right, probability, words, "conflict" if hard else "possible"))
        return found[:_MANY]

    def _together(self, left: str, right: str) -> bool:
        """True when both are one customer already, or one of them is gone."""
        rows = self._engine.rows(
            "SELECT count(*), count(DISTINCT customer) FROM known WHERE subject IN ($left, $right)",
            {"left": left, "right": right},
        )
        return rows[0] != (2, 2)

    def _records(self, names: Iterable[str]) -> Mapping[str, Record]:
        wanted = sorted(set(names))
        if not wanted:
            return {}
        said: dict[str, dict[str, list[str]]] = {}
        for subject, kind, values in self._engine.rows(
            """
            SELECT subject, kind, list(DISTINCT value ORDER BY value) FROM keys
            WHERE subject IN (SELECT unnest($wanted)) GROUP BY subject, kind ORDER BY subject, kind""",
            {"wanted": wanted},
        ):
            said.setdefault(subject, {})[kind] = [self._shown(kind, value) for value in values]
        return {
            subject: Record(
                subject=self._shown_subject(subject),
                source=source,
                customer_id=customer,
                facts=said.get(subject, {}),
            )
            for subject, source, customer in self._engine.rows(
                """
                SELECT subject, source, customer_id FROM known
                WHERE subject IN (SELECT unnest($wanted))""",
                {"wanted": wanted},
            )
        }

    def _shown(self, kind: str, value: str) -> str:
        return masked(kind, value) if self._masked else value

    def _shown_subject(self, subject: str) -> str:
        kind, _, value = subject.partition(":")
        return f"{kind}:{self._shown(kind, value)}"


def _pair(
    records: Mapping[str, Record],
    left: str,
    right: str,
    *,
    confidence: float | None,
    reason: str,
    state: State,
) -> Pair:
    return Pair(
        id=decisions.pair_id(left, right),
        left=records[left],
        right=records[right],
        confidence=None if confidence is None else round(confidence, 3),
        reason=reason,
        state=state,
    )


def masked(kind: str, value: str) -> str:
    """Shorten a value so that two can be compared and nobody is named."""
    if kind in _PLAIN_KINDS:
        return value
    if kind == "email" and "@" in value:
        user, _, host = value.partition("@")
        return f"{user[:1]}…@{host}"
    if kind == "phone":
        return f"…{value[-3:]}"
    if kind == "birth":
        return f"{value[:4]}…"
    if kind == "name":
        return " ".join(f"{word[:1]}…" for word in value.split())
    return f"{value[:1]}…"
