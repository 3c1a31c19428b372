"""The recipe: what people declare about their company, on top of what the data say.

In: `recipe.toml`, or nothing.  Out: a `Recipe`, the same for the same file, with a fingerprint that
goes into every piece of evidence. Strict on purpose: a misspelt key that is silently ignored would
give a map that looks declared and is not.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
import re
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from desireline.errors import RecipeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Days = Annotated[float, Field(gt=0, le=3660)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Patterns = tuple[str, ...]
"""Names with `*` and `?`, upper and lower case alike: `Product*`."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Filter(_Part):
    """Which events belong to a purpose: those that fit every list that is not empty."""

    channels: Patterns = ()
    touchpoints: Patterns = ()
    sources: Patterns = ()


class PurposeRule(_Part):
    """Why customers come: one map each."""

    name: Name
    """Short name for commands and files: `buy`."""
    title: str
    """What the map is called: `Buy something`."""
    follow: str | None = None
    """Type of the object that makes one journey: `case`, `order`, `ticket`."""
    only: Filter = Filter()
    """Which events belong here; all when left out."""
    start: Patterns = ()
    """Touchpoints that begin a journey; events before the first are left out."""
    end: Patterns = ()
    """Touchpoints that complete a journey."""
    lost: Patterns = ()
    """Touchpoints that end a journey without success."""
    gap_days: Days | Literal["learn"] = "learn"
    """A silence this long begins a new journey, where no object is followed."""
    silence_days: Days | Literal["learn"] = "learn"
    """A journey without an end counts as running until it has been silent this long."""


class StageRule(_Part):
    """A column of the map, in the customer's words."""

    name: Name
    """Short name for commands and files: `choose`."""
    title: str
    """The field's noun: `Consideration`."""
    verb: str
    """What the customer does: `I choose`."""
    touchpoints: Patterns = ()
    """Which touchpoints stand here; the built-in vocabulary decides the rest."""
    order: float | None = None
    """Place from left to right; the order in the file when left out."""


class TouchpointRule(_Part):
    """What the map calls an activity."""

    match: str
    """Pattern for the source's own word: `page_view*`."""
    name: str
    """The map's word: `Product page`."""
    channel: str | None = None
    """Through which channel it goes; as the source says when left out."""
    actor: Literal["customer", "company", "employee", "system"] | None = None
    """Who does it. Needed where a source does not say, as many logs of cases do not."""
    source: str | None = None
    """Only for events of this source."""


class OutcomeRule(_Part):
    """An activity that states how a journey ended and is not itself a touchpoint."""

    match: str
    """Pattern for the source's own word: `passed`."""
    state: Literal["completed", "lost"]
    """How the journey ended by it."""
    source: str | None = None
    """Only for events of this source."""


class SuccessRule(_Part):
    """What counts as success, with its clock: kept for 180 days after the order."""

    name: Name
    """Short name for tables: `stays`."""
    title: str
    """Ends the sentence `A customer ...`: `stays a customer`."""
    after: Patterns = ()
    """Touchpoints that start the clock, at their first visit; the journey's start when left out."""
    happens: Patterns = ()
    """Success: one of these touchpoints is met before the clock has run out."""
    never: Patterns = ()
    """Success: none of these touchpoints is met before the clock has run out."""
    within_days: Days
    """How long the clock runs. Whoever's clock still runs at the end of the data counts nowhere."""
    worth: Annotated[float, Field(gt=0)] | None = None
    """Money that one more success brings; what a customer or an order brings when left out."""

    @model_validator(mode="after")
    def _one_way(self) -> SuccessRule:
        if bool(self.happens) == bool(self.never):
            raise ValueError("say either what happens or what never happens")
        return self


class DesignRule(_Part):
    """One line of the journey as it was designed, to hold what happens against."""

    name: Name
    """Short name for tables: `installed-in-time`."""
    title: str
    """What ought to be: `Installed within ten days of the order`."""
    rule: Literal["deadline", "must", "order", "never", "at_most"]
    """`deadline`: one of `touchpoints` within `within_days` of `after`. `must`: one of them at all.
    `order`: one of them before the first of `before`. `never`: none of them. `at_most`: no more
    than `times`."""
    touchpoints: Patterns
    """What the rule is about."""
    after: Patterns = ()
    """From its first visit on; the journey's start when left out."""
    before: Patterns = ()
    """Only for `order`."""
    within_days: Days | None = None
    """Only for `deadline`."""
    times: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Only for `at_most`."""
    purpose: str | None = None
    """Only journeys of this purpose; every purpose that has the touchpoints when left out."""

    @model_validator(mode="after")
    def _what_it_needs(self) -> DesignRule:
        if not self.touchpoints:
            raise ValueError("say which touchpoints the rule is about")
        for rule, key, told in (
            ("deadline", "within_days", self.within_days),
            ("order", "before", self.before),
            ("at_most", "times", self.times),
        ):
            if (self.rule == rule) != bool(told):
                need = "needs" if self.rule == rule else "has no use for"
                raise ValueError(f"rule {self.rule!r} {need} {key}")
        return self


class DeclaredTouchpoint(_Part):
    """A touchpoint that nobody measures, as people believe it: word of mouth, a poster, a talk."""

    name: str
    """What the map calls it: `Asks a friend`."""
    stage: str
    """Name or title of the stage where it stands."""
    channel: str = "unmeasured"
    """`word of mouth`, `print`, `event` ..."""
    guess: Annotated[float, Field(gt=0, le=1)] | None = None
    """Share of customers who meet it, as somebody believes. Drawn as a guess, never as a number of
    the data."""
    by: str | None = None
    """Who believes it, and since when: `Sales, March 2026`."""
    purpose: str | None = None
    """Only on the map of this purpose; on every map that has the stage when left out."""


class ChangeRule(_Part):
    """Something that the company changed: did it work?"""

    name: Name
    """Short name for tables: `new-installers`."""
    title: str
    """Inside a sentence: `new installers in the North`."""
    date: dt.date
    """The first day of the new way."""
    success: str | None = None
    """Name of the success that it is judged by; the first there is when left out."""
    by: str | None = None
    """What tells who got it, as a source notes it: `region`, `variant`. Nobody was spared when left out."""
    got: Patterns = ()
    """Which values of `by` got it: `["North"]`."""
    drawn: bool = False
    """Who got it was drawn by lot: the values that did not are a holdout."""
    cost: Annotated[float, Field(ge=0)] | None = None
    """What it cost in all, in the currency of `[money]`."""
    cost_each: Annotated[float, Field(ge=0)] = 0.0
    """What it costs for each journey that gets it."""
    cost_spread: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """How far the costs may be off: .2 is a fifth up or down."""
    worth: Annotated[float, Field(gt=0)] | None = None
    """What one more success is worth; the mean worth of a completed journey when left out."""
    purpose: str | None = None
    """Only journeys of this purpose; every purpose that has the success when left out."""

    @model_validator(mode="after")
    def _who_got_it(self) -> ChangeRule:
        if bool(self.by) != bool(self.got):
            raise ValueError(
                "`by` and `got` belong together: what tells who got it, and which values did"
            )
        if self.drawn and not self.by:
            raise ValueError("`drawn` needs `by` and `got`: who was drawn?")
        return self


class GoalRule(_Part):
    """A business goal: what ought to become of a success or a rating, until when, and whose it is."""

    name: Name
    """Short name for commands: `stay-85`."""
    title: str
    """As people say it: `Four in five stay`."""
    metric: str
    """Name of a success, `completed`, or a kind of rating: `stays`, `csat`."""
    target: float
    """A share for a success (.8), else a value on the rating's scale."""
    date: dt.date | None = None
    """Until when."""
    owner: str | None = None
    """Who answers for it: a role rather than a person."""
    purpose: str | None = None
    """Only on the map of this purpose; on every map that has the metric when left out."""


class Money(_Part):
    """How money is counted."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """ISO 4217; amounts in another currency are not added up."""
    margin: Annotated[float, Field(gt=0, le=1)] | None = None
    """Share of a sale that stays: turns lost sales into lost money."""
    hour: Annotated[float, Field(gt=0)] | None = None
    """What an hour of a customer in contact is counted as; minutes are told beside money when left out."""


class Recipe(_Part):
    """What people declare. Everything has a default, so that no file is needed."""

    purposes: tuple[PurposeRule, ...] = ()
    stages: tuple[StageRule, ...] = ()
    touchpoints: tuple[TouchpointRule, ...] = ()
    outcomes: tuple[OutcomeRule, ...] = ()
    successes: tuple[SuccessRule, ...] = ()
    designed: tuple[DesignRule, ...] = ()
    declared: tuple[DeclaredTouchpoint, ...] = ()
    changes: tuple[ChangeRule, ...] = ()
    goals: tuple[GoalRule, ...] = ()
    money: Money = Money()
    timezone: str = "UTC"
    """Zone in which days and hours are shown: `Europe/Berlin`."""
    spark: Annotated[str, Field(pattern=r"^(spark://|local\[|yarn|k8s://)")] | None = None
    """Where customers are compared when one machine is too small: `spark://host:7077`. Needs PySpark."""
    sample: bool = False
    """The data are generated: every view says so."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{zone!r} is not a time zone such as Europe/Berlin") from error
        return zone

    @model_validator(mode="after")
    def _names_once(self) -> Recipe:
        for kind, parts in (
            ("purposes", self.purposes),
            ("stages", self.stages),
            ("successes", self.successes),
            ("designed", self.designed),
            ("declared", self.declared),
            ("changes", self.changes),
            ("goals", self.goals),
        ):
            names = [part.name for part in parts]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{kind}: the name {twice[0]!r} is used twice")
        return self

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same declarations, however the file is laid out. Goals are apart: no journey hangs on them."""
        return _digest(self.model_copy(update={"goals": ()}).model_dump(mode="json"))

    @cached_property
    def aims(self) -> str:
        """The same for the same goals; empty where none is declared."""
        return _digest([one.model_dump(mode="json") for one in self.goals]) if self.goals else ""

    def with_goals(self, goals: Iterable[Mapping[str, Any]]) -> Recipe:
        """The same recipe with more goals, checked as if they stood in the file.

        Raises:
            RecipeError: one of them says something that cannot be, or its name is taken.
        """
        every = [*(one.model_dump(mode="json") for one in self.goals), *map(dict, goals)]
        try:
            declared = self.model_dump(mode="json", exclude_unset=True) | {"goals": every}
            return Recipe.model_validate(declared)
        except ValidationError as error:
            raise _in_words(error, "The goal", "") from error


def _digest(declared: Any) -> str:
    text = json.dumps(declared, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def load(path: Path | None) -> Recipe:
    """Read a recipe; defaults when there is no path or no such file.

    Raises:
        RecipeError: the file is not TOML, or says something that cannot be; names key and line.
    """
    if path is None or not path.exists():
        return Recipe()
    try:
        text = path.read_text(encoding="utf-8-sig")
        declared = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RecipeError(
            f"{path.name} cannot be read as TOML: {error}",
            hint="Mend the line, or remove the file: Desireline works without it.",
        ) from error
    try:
        return Recipe.model_validate(declared)
    except ValidationError as error:
        raise _in_words(error, path.name, text) from error


def schema() -> dict[str, Any]:
    """The published JSON Schema of recipe.toml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "desireline.recipe/1",
        **Recipe.model_json_schema(),
    }


def _in_words(error: ValidationError, name: str, text: str) -> RecipeError:
    problem = error.errors(include_url=False)[0]
    location = tuple(part for part in problem["loc"] if part not in _UNION_BRANCHES)
    line = _line_of(text, location)
    where = f"{name}, line {line}" if line else name
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if problem["type"] != "extra_forbidden":
        said = problem["msg"].removeprefix("Value error, ")
        if any(part in _UNION_BRANCHES for part in problem["loc"]):
            said = 'this must be a number or "learn"'
        subject = f"{key}: " if key else ""
        return RecipeError(f"{where}: {subject}{said}.", hint="Change this line.")
    allowed = _allowed(location[:-1])
    near = difflib.get_close_matches(str(location[-1]), allowed, n=1)
    meant = f" Did you mean `{near[0]}`?" if near else ""
    return RecipeError(
        f"{where}: unknown key `{key}`.{meant}", hint=f"Allowed here: {', '.join(allowed)}."
    )


_UNION_BRANCHES = {"float", "constrained-float", "literal['learn']", "function-after"}


def _allowed(location: tuple[str | int, ...]) -> list[str]:
    """Keys of the part of a recipe that stands at a location."""
    model: type[BaseModel] = Recipe
    for part in location:
        if isinstance(part, str) and part in model.model_fields:
            model = next(
                inner
                for inner in _types_in(model.model_fields[part].annotation)
                if issubclass(inner, BaseModel)
            )
    return list(model.model_fields)


def _types_in(annotation: Any) -> list[type]:
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation]
    return [inner for argument in get_args(annotation) for inner in _types_in(argument)]


_TABLE = re.compile(r"^\s*(\[\[|\[)\s*([\w.\-\"]+)\s*\]")


def _line_of(text: str, location: tuple[str | int, ...]) -> int | None:
    """The line of a key, found by reading headers and `key =`; None for unusual layouts."""
    wanted = [part for part in location if isinstance(part, str)]
    number = next((part for part in location if isinstance(part, int)), 0)
    if not wanted:
        return None
    path: list[str] = []
    seen: dict[str, int] = {}
    found: int | None = None
    for line_no, line in enumerate(text.splitlines(), start=1):
        header = _TABLE.match(line)
        if header:
            path = header[2].replace('"', "").split(".")
            if header[1] == "[[":
                seen[path[0]] = seen.get(path[0], -1) + 1
            if path == wanted and seen.get(path[0], 0) == number:
                found = line_no
            continue
        assigned = re.match(r"^\s*([\w\-\".]+)\s*=", line)
        key = assigned[1].replace('"', "").split(".") if assigned else []
        at_place = not path or seen.get(path[0], 0) == number
        if assigned and at_place and [*path, *key] == wanted[: len(path) + len(key)]:
            found = line_no
    return found
