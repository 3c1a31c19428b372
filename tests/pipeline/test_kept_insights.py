"""What is kept of maps and insights: computed again when its data moved, and only then."""

from __future__ import annotations

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
