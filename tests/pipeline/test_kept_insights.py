"""What is kept of maps and insights: computed again when its data moved, and only then."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import desireline as dl
from desireline import insights
from desireline.journeys import looked_at
from desireline.pipeline import current_edition

PEOPLE = """id,first_name,last_name,dob,city,email
1,Ann,Lee,1980-02-11,Leeds,ann@x.org
2,Ann,Lee,1980-02-11,Leeds,Ann+shop@x.org
3,Bob,Ray,1971-05-30,York,bob@x.org
"""


class Modules:
    """A listener that remembers which insights ran."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def __call__(self, _done: int, _total: int | None, words: str) -> None:
        if words.startswith("looking at"):
            self.ran.append(words.rpartition(": ")[2])


def told(workspace: dl.Workspace) -> list[dict[str, Any]]:
    return workspace.shown_insights().insights


def test_what_a_map_left_out_is_computed_and_the_rest_is_not_computed_twice(
    tmp_path: Path,
) -> None:
    rows = "".join(
        f"c{n},2026-01-{1 + n % 9:02d}T{8 + hour:02d}:{n % 60:02d}:00Z,{what}\n"
        for n in range(60)
        for hour, what in enumerate(("Home", "Search", "Order") if n % 3 else ("Home", "Help"))
    )
    (tmp_path / "visits.csv").write_text("case,time,activity\n" + rows)
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(tmp_path / "visits.csv")
        drawn, later, afresh = Modules(), Modules(), Modules()
        workspace.maps(listener=drawn)
        workspace.recompute(listener=later)
        assert set(later.ran) == insights.HEAVY
        assert set(drawn.ran).isdisjoint(later.ran)
        both = told(workspace)

        with workspace._store.transaction() as tables:
            tables.documents.delete("insights", workspace.maps()[0].file.document.purpose.id)
        workspace.recompute(listener=afresh)
        assert set(afresh.ran) == set(drawn.ran) | set(later.ran)
        assert told(workspace) == both
        assert both


RECIPE = """
[[successes]]
name = "stays"
title = "stays"
after = ["Order"]
never = ["Cancel"]
within_days = 20
"""
GOAL = """
[[goals]]
name = "keep"
title = "{title}"
metric = "stays"
target = {target}
"""


def a_shop(folder: Path) -> Path:
    """Every fourth delivery is late; half of those cancel, else a tenth."""
    rows = ["case,time,activity,late"]
    for n in range(480):
        late = n % 4 == 0
        goes = (n // 12) % 2 == 0 if late else (n // 12) % 10 == 1
        begun = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC) + dt.timedelta(days=n % 60, minutes=n)
        for days, what in ((0, "Order"), (3, "Delivery"), (10, "Cancel" if goes else "Use")):
            noted = str(late).lower() if what == "Delivery" else ""
            rows.append(
                f"c{n},{begun + dt.timedelta(days=days):%Y-%m-%dT%H:%M:%SZ},{what},{noted}"
            )
    rows.append("last,2026-06-01T08:00:00Z,Order,")
    path = folder / "visits.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_another_goal_is_told_again_and_nothing_else_is_computed(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with dl.open(folder) as workspace:
        recipe = folder / "recipe.toml"
        recipe.write_text(RECIPE + GOAL.format(title="Keep all", target=0.95))
        workspace.add(a_shop(tmp_path))
        workspace.recompute()
        before, drawn = told(workspace), workspace.maps()[0].file
        assert drawn.document.goal == "Keep all"
        levers = [one for one in before if one["kind"] == "goal_lever"]
        assert [one["condition"] for one in levers if one["verdict"] == "shown"] == ["late"]

        recipe.write_text(RECIPE + GOAL.format(title="Keep half", target=0.5))
        assert workspace.shown_insights().behind
        again = Modules()
        (file,) = [one.file for one in workspace.maps(listener=again)]
        assert again.ran == ["goals"]
        after = told(workspace)
        assert not workspace.shown_insights().behind
        assert file.document.goal == "Keep half"
        assert file.snapshot == drawn.snapshot
        # only what speaks of the goal is new, and its levers have the same numbers
        aside = ("goal", "goal_lever")
        assert [o for o in after if o["kind"] not in aside] == [
            o for o in before if o["kind"] not in aside
        ]
        (goal,) = [one for one in after if one["kind"] == "goal"]
        assert "Keep half” is reached" in goal["words"]
        assert [(o["condition"], o["value"], o["low"], o["high"]) for o in after
                if o["kind"] == "goal_lever"] == [
            (o["condition"], o["value"], o["low"], o["high"]) for o in levers
        ]  # fmt: skip

        # a first drawing of the same data says the same
        with workspace._store.transaction() as tables:
            for kind in ("insights", "map"):
                for kept in tables.documents.list(kind):
                    tables.documents.delete(kind, kept.id)
        afresh = Modules()
        workspace.recompute(listener=afresh)
        assert len(afresh.ran) > 20
        assert told(workspace) == after

        recipe.write_text(RECIPE)
        none = Modules()
        workspace.recompute(listener=none)
        assert none.ran == ["goals"]
        assert told(workspace) == [o for o in after if o["kind"] not in aside]
        assert workspace.maps()[0].file.document.goal is None


def test_a_decision_about_who_is_whom_moves_the_edition_of_the_maps(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE)
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(tmp_path / "people.csv")
        before = current_edition(workspace._context())
        assert current_edition(workspace._context()) == before
        pair = workspace.propose("contact:1", "contact:3", source="webhook:crm", reason="merged")
        log = looked_at(workspace._context().store)
        workspace.decide({pair.id: "accept"})
        assert looked_at(workspace._context().store) == log  # no event came or went
        assert current_edition(workspace._context()) != before
