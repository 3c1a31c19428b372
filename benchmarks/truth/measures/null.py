"""Null companies: who claims something where nothing is true?

Each row is one kind of claim that cannot be true there. In a `null` company all is confounded as in any other, and
nothing has an effect: claims of causes and of changes are false. In a `flat` company everybody is alike besides, and
nothing goes with who stays nor with how a contact goes on: claims of associations are false too. In a `full` company
a cascade is false where nothing follows its root. A family is corrected at q = .10, which is the share of companies
with any claim where nothing is true; an interval alone is wrong in .05. Kinds that describe (a wait, a share, what a
rating goes with) are true of these companies too and are not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bench import DESIRELINE, NAIVE, Case, Row, Sample, rare
from plan import CONDITIONS

CASES = {"memory": ("null", "flat", "full"), "files": ("null",)}
CONFOUNDED = ("goals", "pains", "potential", "cascades", "moments", "doses", "impact", "changes", "no_return")  # fmt: skip
"""Insights that claim causes, changes and what is decided, computed for a null company in memory."""
ALIKE = ("attraction", "no_return", "drivers", "redundancies", "same_need", "silos", "desired")
"""Insights that claim associations, computed for a flat company in memory."""
STAYS = "stays"
MIX = "mix"
"""Why a difference of periods is told that says of itself: others came, nothing else changed. True here too."""
OUTLIVED = "Usage checked"
"""Passed by those alone who stay: after it, it is decided, in every company of the bench."""
NOTHING_FOLLOWS = ("late", "long queue: Call")
"""Conditions after which nothing more happens than otherwise."""
Told = dict[str, Any]
Kind = tuple[str, str, Callable[[Told], bool]]
"""Kind of claim, what it says, and whether it is false here."""


def _any(_: Told) -> bool:
    return True


def _of_staying(told: Told) -> bool:
    """Ratings follow the mood even here."""
    return told["outcome"] == STAYS


FALSE: dict[str, Kind] = {
    "drop_off": ("drop_off", "a touchpoint that loses more", _any),
    "change": ("change", "a level that changed", _any),
    "period_difference": (
        "period_difference",
        "a difference of periods",
        lambda told: told["reason"] != MIX,
    ),
    "impact": ("impact", "a change that worked", _any),
    "potential_pain": ("potential_pain", "a pain that grows", _any),
    "moment": ("moment", "a condition that decides who stays", _of_staying),
    "cause": (
        "moment",
        "that a condition is the cause of who stays",
        lambda told: _of_staying(told) and told["reason"] is None,
    ),
    "lever": ("goal_lever", "a condition that moves the goal", _of_staying),
    "goal": ("goal", "a goal reached or missed that is met to the point", _any),
    "cascade": ("cascade", "a pain that leads to another", _any),
    "no_return": (
        "point_of_no_return",
        "a point after which it is decided",
        lambda told: told["touchpoint"] != OUTLIVED,
    ),
    "attraction": ("attraction", "a way in that goes with who stays", _of_staying),
    "driver": ("driver", "a driver of who stays", _of_staying),
    "redundancy": (
        "redundancy",
        "a step that leads back more often",
        lambda told: told["condition"] == "leads nowhere",
    ),
    "same_need": ("channel_difference", "a need answered worse in a channel", _any),
    "silo": ("silo", "a border at which the thread breaks", _any),
    "hand_over": ("hand_over", "more lost where contacts cross a border", _any),
}
ROWS = (
    *(
        Row(key=key, title=f"companies that claim {title}", bar="<= .10", judge=rare(0.10))
        for key, (_, title, _) in FALSE.items()
    ),
    Row(
        key="desired",
        title="companies that claim that those feel otherwise who had expected otherwise",
        bar="<= .10",
        judge=rare(0.10),
    ),
    Row(
        key="grows",
        title="companies that suggest a pain that grows",
        bar="<= .10",
        judge=rare(0.10),
    ),
    Row(
        key="roots",
        title="companies that claim a cascade where nothing follows",
        bar="<= .10",
        judge=rare(0.10),
    ),
)
_IN = {
    "null": ("drop_off", "change", "period_difference", "impact", "potential_pain", "moment", "cause", "lever",
             "goal", "cascade", "no_return"),
    "flat": ("no_return", "attraction", "driver", "redundancy", "same_need", "silo", "hand_over"),
}  # fmt: skip
_DECLARED = ("goal", "lever")
"""Only where a goal is declared: in memory."""


def take(case: Case) -> Iterator[Sample]:
    """Whether a claim of each kind is shown."""
    if case.plan == "full":
        yield "roots", DESIRELINE, _false_root(case)
        return
    in_files = case.way == "files"
    told = case.insights if in_files else _in_memory(case)
    for key in _IN[case.plan]:
        if in_files and key in _DECLARED:
            continue
        kind, _, is_false = FALSE[key]
        mine = [one for one in told if one["kind"] == kind and one["verdict"] == "shown"]
        yield key, DESIRELINE, any(is_false(one) for one in mine)
    if case.plan == "flat":
        yield "desired", DESIRELINE, any(one["kind"] == "gap" for one in told)
        return
    grows = [one for one in told if one["kind"] == "potential_pain" and one["metric"] == "reach"]
    yield "grows", DESIRELINE, bool(grows)
    naive = [case.company.naive_effect(one.name) for one in CONDITIONS]
    yield "moment", NAIVE, any(abs(value) > 1.96 * se for value, se, _ in naive)


def _in_memory(case: Case) -> list[Told]:
    from dataclasses import asdict

    from memory import PURPOSE

    from desireline import insights

    names = CONFOUNDED if case.null else ALIKE
    book = insights.run(_with_goal(case), PURPOSE, names)
    told = [asdict(one) for one in book.insights]
    if "desired" in book.results:
        told += [{"kind": "gap"} for one in book.results["desired"].measures if one.gap]
    return told


def _with_goal(case: Case) -> Any:
    """The same data, and a goal that is met to the point by the newest quarter of those known to the end."""
    from desireline.recipe import GoalRule

    known = sorted(
        (one for one in case.company.people if one.stayed is not None),
        key=lambda one: one.first_at,
    )
    newest = known[int(0.75 * len(known)) :]
    target = sum(min(max(one.chance, 0.0), 1.0) for one in newest) / len(newest)
    goal = GoalRule(name="goal", title="So many stay", metric=STAYS, target=target)
    return replace(case.data, recipe=case.data.recipe.model_copy(update={"goals": (goal,)}))


def _false_root(case: Case) -> bool:
    found = case.book("cascades").insights
    return any(one.verdict == "shown" and one.condition in NOTHING_FOLLOWS for one in found)
