"""Several times in one row: created, approved, shipped, delivered are the steps of one thing.

In: columns.  Out: a `Steps`: the time columns that follow each other, in their order, what each is called and whose it is,
and the time that was promised. Names tell what a step is, content tells the order: in nearly all rows a step is no earlier
than the one before. Times of planning and editing are no steps; of two clocks of one moment the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, pairwise

from desireline.sources import spelled
from desireline.sources.wizard import states
from desireline.sources.wizard.columns import Column

_LOOK = 500
_FEWEST = 5
"""Rows that have both times, for an order to be told."""
_IN_ORDER = 0.8
_ONE_MOMENT_S, _SAME = 60, 0.9
_PROMISE = re.compile(
    r"estimat|expect|promis|target|sla|due|deadline|commit|geplant|zugesagt|erwartet|voraussichtlich|soll|fällig|faellig"
    r"|prometid|previst|prévu|promis|verwacht"
)
_NO_STEP = re.compile(
    r"(^|_)(last|next|valid|until|start|begin|end|from|to|ende|beginn|bis|von|letzte[rs]?|nächste[rs]?|server|client|device|local|utc)(_|$)"
    r"|(test|probe)(phasen?|zeit|abo)?_?ende|schedul|limit|birth|reminder|effective|termin|move_?in|emménag|einzug"
)
"""Spans, appointments and clocks of machines: they say when something holds, not that it happened."""
_AGREED = re.compile(r"termin|appointment|schedul")
"""Times that were agreed: steps where another column says of which rows they came."""
_TIME_WORDS = frozenset({
    "at", "on", "date", "time", "datetime", "timestamp", "ts", "day", "when", "of", "the", "am", "um", "datum", "zeit",
    "uhrzeit", "zeitpunkt", "zeitstempel", "fecha", "hora", "heure", "tijd", "tijdstip", "de", "del", "du", "la", "le", "dt",
})  # fmt: skip
_SAYINGS = frozenset({
    "review", "survey", "rating", "comment", "message", "feedback", "post", "response", "tweet", "bewertung", "umfrage", "nachricht",
})  # fmt: skip
_OF_CUSTOMER = re.compile(
    r"order(ed)?$|unsubscri|purchas|bought|placed|paid|pay(ment)?$|submit|request|sign|regist|appl(ied|y)|return|cancel|book|review"
    r"|rat(ed|ing)|repl(y|ied)|open(ed)?$|click|viewed|visit|bestell|bezahl|gekauft|kauf|antrag|anmeld|gekündigt|storn|retour|pedid|compr|pag(o|ad)|command|achat"
)

_OF_COMPANY = re.compile(
    r"sent|mailed|deliver|shipp|dispatch|issued|invoiced?|billed|assign|approv|grant|dunning|remind|complet|closed|resolv|rejected|decision|decid|repl(y|ied)|answer|respon[sd]|verschickt|versand|versendet|zugestellt|ausgestellt|enviad|envoy"
)
"""What a customer does not begin with."""
_REPLIES = re.compile(r"\b(repl(y|ied)|answer(ed)?|respon(se|ded)|antwort|beantwortet)\b")
_ANSWERS = re.compile(r"repl(y|ied)|answer|respon|open(ed)?$|click|antwort|geöffnet|unsubscri")
"""What is done by the way in which the company wrote."""
_DELIVERS = re.compile(
    r"deliver|arriv|install|complet|finish|shipp|dispatch|liefer|zugestellt|fertig|erledigt"
)
"""What a company does by a day that it named."""
_DUE = re.compile(r"(^|_)due(_|$)|fällig|faellig")
_PAYS = re.compile(r"(^|_)(paid|pay|payment)(_|$)|bezahlt|zahlung")

_OF_MAIL = (
    (re.compile(r"sent|mailed|versendet|versandt|verschickt|gesendet|envoy|enviad|inviat|verzonden"), "email sent", "company"),
    (re.compile(r"open|geöffnet|gelesen|ouvert|abiert|abert|apert|geopend"), "email opened", "customer"),
    (re.compile(r"click|geklickt|cliqu|clic|geklikt"), "email clicked", "customer"),
    (re.compile(r"bounce|unzustellbar|zurückgekommen|rebot|rimbalz"), "email bounced", "system"),
)  # fmt: skip
_CALLED_OFF = re.compile(r"cancel|annul|storn|withdrawn|called_off|afgezegd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One time column as a step."""

    column: Column
    word: str
    by_customer: bool
    unless: Column | None = None
    """The time at which it was called off: the step was planned, and of rows that have that time it never came."""
    is_set: bool = False
    """A day without a clock beside steps that have one, and no deed by its name: it was agreed, and nobody noted that it came."""

    @property
    def answers(self) -> bool:
        """Whether it answers what the company sent: by the same way."""
        return self.by_customer and bool(_ANSWERS.search("_".join(self.column.meant)))

    @property
    def actor(self) -> str:
        """Whose step it is; what was only agreed is nobody's deed."""
        return "customer" if self.by_customer else "system" if self.is_set else "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The steps of a row, in their order."""

    steps: tuple[Step, ...]
    promise: tuple[Column, Step] | None
    """The time that was promised, and the step that it was promised for."""

    @property
    def reason(self) -> str:
        """Why they are steps, in words."""
        words = ", ".join(step.word for step in self.steps)
        return f"in nearly all rows each is no earlier than the one before: {words}"


def find(columns: Sequence[Column]) -> Steps | None:
    """Find the steps of a row; None where fewer than two times follow each other."""
    state = states.find(columns)
    times = {
        column.name: times_of(column)
        for column in columns
        if column.is_time
        and (
            not (_PROMISE.search(column.normal) or _NO_STEP.search(column.normal))
            or (_AGREED.search(column.normal) and state is not None and state.was_set(column))
        )
    }
    fitting = _without_second_clocks([c for c in columns if c.name in times], times)
    order = _in_order(fitting, times)
    if order is None or len(order) < 2:
        return None
    words = _words(order)
    off = next((one for one in order if _CALLED_OFF.search(one.normal)), None)
    if len(set(words)) < len(words) or not all(words):
        return None
    if all(column.meant[0] in _SAYINGS for column in order):
        return None  # when a review was written and when it was shown is one review
    clocked = any(one.clock is not None and not one.clock.date_only for one in order)
    meanings = _words(order, own=False)
    steps = tuple(
        Step(
            column=column,
            word=word,
            by_customer=_is_customers(meant, meanings[0], is_first=number == 0),
            is_set=clocked
            and column.clock is not None
            and column.clock.date_only
            and not _OF_COMPANY.search(meant),
            unless=off if off is not None and _falls_due(column, off, times) else None,
        )
        for number, (column, word, meant) in enumerate(zip(order, words, meanings, strict=True))
    )
    return Steps(steps=steps, promise=_promised(columns, steps))


def of_mail(step: Step) -> tuple[str, str] | None:
    """What a time of a list of mailings is, and whose: `Geöffnet am` is an e-mail opened."""
    meant = " ".join((*step.column.meant, step.word))
    return next(((word, who) for found, word, who in _OF_MAIL if found.search(meant)), None)


def _is_customers(meant: str, first: str, *, is_first: bool) -> bool:
    """Whether a step is the customer's: by what it is called; what they began with, the company replies to."""
    if is_first:
        return bool(_OF_CUSTOMER.search(meant)) or not _OF_COMPANY.search(meant)
    if _REPLIES.search(meant):
        return not _is_customers(first, first, is_first=True)
    return bool(_OF_CUSTOMER.search(meant))


def promised_for(column: Column, columns: Sequence[Column]) -> Column | None:
    """The time that was promised for the one deed of a row, where the company does it: a delivery, and not the day of a ticket."""
    if not _DELIVERS.search(column.normal):
        return None
    return next((one for one in columns if _is_promise(one)), None)


def times_of(column: Column) -> list[datetime | None]:
    """The time in each row of the sample."""
    return [_time(column, cell) for cell in column.cells[:_LOOK]]


def _time(column: Column, cell: str) -> datetime | None:
    clock = column.clock
    if not cell or clock is None:
        return None
    if clock.spelled:
        cell = spelled.english(cell)
    for form in clock.formats or ("",):
        try:
            found = datetime.strptime(cell, form) if form else datetime.fromisoformat(cell)  # noqa: DTZ007 - zones are compared as UTC below
        except ValueError:
            continue
        return found if found.tzinfo is None else found.astimezone(UTC).replace(tzinfo=None)
    return None


def _gaps(before: list[datetime | None], after: list[datetime | None]) -> list[float]:
    return [
        (b - a).total_seconds()
        for a, b in zip(before, after, strict=True)
        if a is not None and b is not None
    ]


def _without_second_clocks(
    columns: list[Column], times: dict[str, list[datetime | None]]
) -> list[Column]:
    kept: list[Column] = []
    for column in columns:
        if not any(_are_one_moment(times[one.name], times[column.name]) for one in kept):
            kept.append(column)
    return kept


def _are_one_moment(one: list[datetime | None], other: list[datetime | None]) -> bool:
    """Whether two columns are two clocks of one moment: equal where both are filled, and filled together.

    What is often done on the same day, and often not at all, is a step of its own.
    """
    gaps = _gaps(one, other)
    either = sum(a is not None or b is not None for a, b in zip(one, other, strict=True))
    return len(gaps) >= max(_FEWEST, _SAME * either) and (
        sum(abs(gap) <= _ONE_MOMENT_S for gap in gaps) >= _SAME * len(gaps)
    )


def _in_order(
    columns: list[Column], times: dict[str, list[datetime | None]]
) -> list[Column] | None:
    """The columns as they follow each other; None where two do not."""
    later = dict.fromkeys((column.name for column in columns), 0)
    for one, other in combinations(columns, 2):
        gaps = _gaps(times[one.name], times[other.name])
        if not gaps:
            continue
        after = sum(gap >= 0 for gap in gaps) >= len(gaps) / 2
        later[(other if after else one).name] += 1
    order = sorted(columns, key=lambda column: later[column.name])
    for one, other in pairwise(order):
        gaps = _gaps(times[one.name], times[other.name])
        few = len(gaps) < _FEWEST and 2 * sum(gap >= 0 for gap in gaps) >= len(gaps)
        if few and all(_meets_another(column, order, times) for column in (one, other)):
            continue  # what was cancelled was never delivered: each follows what both had before
        if len(gaps) < _FEWEST or sum(gap >= 0 for gap in gaps) < _IN_ORDER * len(gaps):
            return None
    return order


def _meets_another(
    column: Column, order: list[Column], times: dict[str, list[datetime | None]]
) -> bool:
    """Whether enough rows have this time and another, and the two in their order."""
    place = order.index(column)
    for number, other in enumerate(order):
        if other is column:
            continue
        pair = (column, other) if number > place else (other, column)
        gaps = _gaps(times[pair[0].name], times[pair[1].name])
        if len(gaps) >= _FEWEST and sum(gap >= 0 for gap in gaps) >= _IN_ORDER * len(gaps):
            return True
    return False


def _falls_due(column: Column, off: Column, times: dict[str, list[datetime | None]]) -> bool:
    """Whether rows that were called off give it a later time: an arrival of a cancelled booking was planned and never came."""
    gaps = _gaps(times[off.name], times[column.name])
    return column is not off and bool(gaps) and sum(gap > 0 for gap in gaps) > len(gaps) / 2


def _words(columns: Sequence[Column], *, own: bool = True) -> list[str]:
    """What each step is called: its name without words of time, and without a word that all share; in English where not `own`."""
    named = [(column.spoken or column.words) if own else column.meant for column in columns]
    bare = [[word for word in words if word not in _TIME_WORDS] for words in named]
    if all(len(words) > 1 and words[0] == bare[0][0] for words in bare):
        bare = [words[1:] for words in bare]
    return [" ".join(words) for words in bare]


def _promised(columns: Sequence[Column], steps: Sequence[Step]) -> tuple[Column, Step] | None:
    """A time that was promised, and the step whose name is most like it: what is due is paid, else the company's last of several."""
    for column in columns:
        if not _is_promise(column):
            continue
        best = max(range(1, len(steps)), key=lambda i, limit=column: (*_fits(limit, steps[i]), i))
        return column, steps[best]
    return None


def _fits(limit: Column, step: Step) -> tuple[bool, int, bool]:
    """How well a step goes with a limit: what is due is paid; names alike; what companies promise, they do."""
    pays = bool(_DUE.search(limit.normal) and _PAYS.search(step.column.normal))
    stems, own = (
        {word[:5] for word in one.meant if word not in _TIME_WORDS} for one in (limit, step.column)
    )
    return pays, len(stems & own), not step.by_customer


def _is_promise(column: Column) -> bool:
    known = column.clock is not None and column.clock.share >= 0.9
    return bool(known and _PROMISE.search(column.normal) and column.values)
