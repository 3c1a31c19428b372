"""How the number columns of a table are written: money, durations, waits, ratings.

In: what a mapping says of an event's numbers.  Out: SQL for the columns of the contract. The decimal
sign is found over the column; a rating outside its scale is left out and counted, since a 6 for "never
used" on a scale to 5 is no answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from desireline.engines import literal
from desireline.errors import AmbiguityError
from desireline.sources import mapping as m
from desireline.sources import numbers
from desireline.sources.compile import Scope, without
from desireline.sources.look import Look
from desireline.sources.readers import scale_ends


class Amounts:
    """Decides once per table and column."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._signs: dict[tuple[str, str], numbers.Sign] = {}
        self._lost: dict[tuple[str, str, str], _Lost] = {}

    def columns(self, scope: Scope, get: Callable[[str], Any]) -> dict[str, str]:
        """Write the columns of the contract that hold numbers.

        Args:
            scope: the table.
            get: gives a field of the event that is being written.
        """
        columns: dict[str, str] = {}
        money = get("value")
        if money is not None:
            text, sign, _ = self._amount(scope, money)
            typed = _typed(scope, money.from_ if isinstance(money, m.Amount) else money)
            plain = None if isinstance(money, m.Amount) and money.missing else typed
            columns["value"] = numbers.to_sql(sign, text) if plain is None else _as_decimal(plain)
            currency = scope.text(get("currency") or self._look.mapping.currency)
            columns["currency"] = f"CASE WHEN ({columns['value']}) IS NOT NULL THEN {currency} END"
            label = money.from_ if isinstance(money, m.Amount) else money
            self._note_lost(scope, label, text, columns["value"])
        for name, target in (("duration", "duration_s"), ("wait", "wait_s")):
            amount = get(name)
            if amount is not None:
                text, sign, unit = self._amount(scope, amount)
                columns[target] = numbers.seconds_sql(sign, text, unit)
                label = amount.from_ if isinstance(amount, m.Amount) else amount
                self._note_lost(scope, label, text, columns[target])
        if get("rating") is not None:
            columns |= self._rating(scope, get("rating"))
        return columns

    def _amount(self, scope: Scope, spec: str | m.Amount) -> tuple[str, numbers.Sign, str]:
        amount = spec if isinstance(spec, m.Amount) else m.Amount.model_construct(from_=spec)
        text = without(scope.template(amount.from_), amount.missing)
        declared = amount.decimal or scope.table.decimal or self._look.mapping.decimal
        return text, self._sign(scope, text, amount.from_, declared), amount.unit

    def _sign(self, scope: Scope, text: str, label: str, declared: str | None) -> numbers.Sign:
        key = (scope.name, label)
        if key not in self._signs:
            self._signs[key] = self._find_sign(scope, text, label, declared)
        return self._signs[key]

    def _find_sign(
        self, scope: Scope, text: str, label: str, declared: str | None
    ) -> numbers.Sign:
        values = self._look.values(scope, text, alike=_typed(scope, label) is not None)
        sign = numbers.detect(values)
        if sign.ambiguous:
            declared = declared or self._look.options.get("decimal")
        if declared:
            return replace(sign, decimal=declared, ambiguous=False)
        if sign.ambiguous:
            raise AmbiguityError(
                f"{self._look.shown}, {label}: {sign.example} may be a thousand or a fraction.",
                hint='Write decimal = "," (or ".") into a mapping file and give it with --mapping.',
                question=f"How is {sign.example} in {label} of {self._look.shown} to be read?",
                choices={
                    ".": f"{sign.example.replace(',', '')}: the comma groups thousands",
                    ",": f"{sign.example.replace(',', '.')}: the comma is the decimal sign",
                },
                option="decimal",
            )
        if any("," in value or "." in value for value in values):
            self._look.sink.detected(f"decimal sign in {label.strip('{}')}", sign.decimal)
        return sign

    def _rating(self, scope: Scope, rating: m.Rating) -> dict[str, str]:
        text = without(scope.template(rating.from_), rating.not_applicable)
        worst, best = _ends(scope, rating)
        if (worst, best) != (rating.worst, rating.best):
            self._look.sink.detected(
                f"scale of {scope.heading(rating.from_)}",
                f"from {worst:g} (worst) to {best:g} (best)",
            )
        low, high = sorted((worst, best))
        if rating.map:
            cases = " ".join(
                f"WHEN {literal(word.strip().casefold())} THEN {number}"
                for word, number in rating.map.items()
            )
            number = f"CASE lower({text}) {cases} ELSE TRY_CAST({text} AS DECIMAL(9,3)) END"
        else:
            sign = self._sign(
                scope, text, rating.from_, scope.table.decimal or self._look.mapping.decimal
            )
            typed = None if rating.not_applicable else _typed(scope, rating.from_)
            number = (
                numbers.to_sql(sign, text, kind="DECIMAL(9,3)")
                if typed is None
                else _as_decimal(typed, "DECIMAL(9,3)")
            )
        sound = f"CASE WHEN {number} BETWEEN {low} AND {high} THEN {number} END"
        self._note_lost(scope, rating.from_, text, sound, (worst, best))
        given = f"({sound}) IS NOT NULL"
        return {
            "rating": sound,
            "rating_kind": f"CASE WHEN {given} THEN {literal(rating.kind)} END",
            "rating_low": f"CASE WHEN {given} THEN {worst} END",
            "rating_high": f"CASE WHEN {given} THEN {best} END",
        }

    def _note_lost(
        self,
        scope: Scope,
        label: str,
        text: str,
        read: str,
        ends: tuple[float, float] | None = None,
    ) -> None:
        if self._look.kept(scope):
            lost = self._lost.setdefault(
                (scope.name, label, text), _Lost(shown=self._look.shown, source=scope.source())
            )
            lost.reads.setdefault(read)
            if ends is not None:
                lost.scales.setdefault(f"from {ends[0]:g} to {ends[1]:g}")

    def warn_of_lost(self) -> None:
        """Say of each column how many cells no event could read: one that another event read is not lost."""
        counts = self._counts()
        for (key, lost), (count, example) in zip(self._lost.items(), counts, strict=True):
            label = key[1]
            if not count:
                continue
            some = f"(for instance {example[:40]!r})"
            scales = " or ".join(lost.scales)
            self._look.sink.reading(lost.shown)
            self._look.sink.warn(
                f"{count:,} ratings in {label} are no number {scales} {some} and were left out"
                if scales
                else f"{count:,} cells in {label} are no number {some}: "
                "their events came in without it"
            )
        self._lost.clear()

    def _counts(self) -> list[tuple[int, str]]:
        """Of each column how many cells are lost, and one of them; a table is read once for all of its columns."""
        by_source: dict[str, list[tuple[tuple[str, str, str], str]]] = {}
        for key, lost in self._lost.items():
            is_lost = f"({key[2]}) IS NOT NULL AND coalesce({', '.join(lost.reads)}) IS NULL"
            cells = f"count(*) FILTER ({is_lost}), coalesce(min({key[2]}) FILTER ({is_lost}), '')"
            by_source.setdefault(lost.source, []).append((key, cells))
        found: dict[tuple[str, str, str], tuple[int, str]] = {}
        for source, columns in by_source.items():
            told = ", ".join(cells for _, cells in columns)
            row = self._look.engine.rows(f"SELECT {told} FROM {source}")[0]
            for number, (key, _) in enumerate(columns):
                found[key] = row[2 * number], row[2 * number + 1]
        return [found[key] for key in self._lost]


@dataclass(slots=True)
class _Lost:
    """A column of numbers: where it stands, and all that its cells are read by."""

    shown: str
    source: str
    reads: dict[str, None] = field(default_factory=dict[str, None])
    scales: dict[str, None] = field(default_factory=dict[str, None])


def _ends(scope: Scope, rating: m.Rating) -> tuple[float, float]:
    """The worst and the best answer: as a heading that the mapping calls otherwise says, else as declared."""
    heading = None if rating.map else scope.heading(rating.from_)
    if heading is None:
        return rating.worst, rating.best
    if told := scale_ends.told(heading, is_effort=rating.kind == "ces"):
        return told
    low, high = scale_ends.reach(heading) or sorted((rating.worst, rating.best))
    return (low, high) if rating.worst < rating.best else (high, low)


def _typed(scope: Scope, template: str) -> str | None:
    """The value of a column that the file itself holds as numbers."""
    found = scope.typed(template)
    return found[1] if found is not None and not found[0].startswith("TIMESTAMP") else None


def _as_decimal(value: str, kind: str = "DECIMAL(18,4)") -> str:
    return f"TRY_CAST({value} AS {kind})"
