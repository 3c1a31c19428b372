"""How all felt where the upset speak more often, and what cannot be said."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.insights.model import Verdict
from desireline.insights.silence.unheard import Unheard


def help_stage(world: Any, n: int, *, upset: int, glad: int) -> Any:
    """Half must ask twice and feel -0.6, the others 0.4; of the former every `upset`-th says so, of the latter every `glad`-th."""
    journeys = []
    for i in range(n):
        twice = i % 2 == 0
        speaks = (i // 2) % (upset if twice else glad) == 0
        path = f"Call@{i % 50} Call@{i % 50 + 3}" if twice else f"Call@{i % 50}"
        felt = (-600 if twice else 400) + (i % 5 - 2) * 50
        journeys.append(
            world.journey(
                i, f"{path} Survey@{90 + i % 7}:{felt}*{2 if twice else 4}" if speaks else path
            )
        )
    return world(journeys)


def test_the_silent_count_as_those_who_did_alike_and_spoke(world: Any) -> None:
    (found,) = Unheard().run(help_stage(world, 600, upset=2, glad=6)).measures
    # 150 retried and spoke, 50 others: (150 x -.6 + 50 x .4) / 200, while half of all retried
    assert found.heard == pytest.approx(-0.35, abs=0.02)
    assert found.everybody.value == pytest.approx(-0.1, abs=0.05)
    assert found.everybody.low < -0.1 < found.everybody.high
    assert found.share_heard == pytest.approx(200 / 600)
    assert found.swing > 0.1
    assert found.verdict == Verdict.SHOWN


def test_where_nobody_who_did_alike_was_heard_nothing_is_said(world: Any) -> None:
    result = Unheard().run(help_stage(world, 600, upset=1, glad=100_000))
    (found,), (claim,) = result.measures, result.insights
    assert found.verdict == Verdict.UNKNOWN
    assert claim.value is None
    assert "cannot be said" in claim.words


def test_few_answers_are_not_weighted(world: Any) -> None:
    assert Unheard().run(help_stage(world, 60, upset=2, glad=6)).measures == []
