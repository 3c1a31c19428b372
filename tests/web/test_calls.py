"""Recorded calls behind a number: the transcript to read, masked, and for the owner the sound to hear."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.language.test_voice import call, write
from tests.pipeline.test_recorded_calls import TALK, VTT
from tests.web.conftest import Visit, part, served

import desireline as dl

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_call_is_read_masked_and_heard_by_its_owner(visit: Visit, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    rows = [f"C-{n},2026-03-0{n}T10:00:00Z,+4930123450{n},60" for n in range(1, 8)]
    (exports / "calls.csv").write_text(
        "call_id,started_at,caller_number,talk_seconds\n" + "\n".join(rows) + "\n"
    )
    for n in range(1, 8):
        write(exports / f"C-{n}.wav", call(TALK, 10, 2))
        (exports / f"C-{n}.vtt").write_text(VTT)
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(exports)
        workspace.listen()
        [first, *_] = workspace.maps()
        spot = next(one for one in first.file.document.touchpoints.values() if one.key)
        found = workspace.behind(first.file.document.purpose.id, spot.key)
        assert len(found.calls) == 7
        assert found.calls[0].silent == pytest.approx(0.3, abs=0.05)
        turns = workspace.heard_call(found.calls[0].id)
        assert [turn.speaker for turn in turns] == ["customer", "employee", "customer"]
        viewer = workspace.make_token("viewer", scope="api", role="viewer")
    with served(tmp_path / "w", tmp_path / "stderr.txt") as address:
        page = visit(address)
        sound = f"{address}api/v1/calls/{found.calls[0].id}/sound"
        answer = page.request.get(
            sound, headers={"Authorization": f"Bearer {viewer}", "Cookie": ""}
        )
        assert answer.status == 403
        page.locator(".map-card a").first.click()
        page.get_by_role("button", name="Show evidence").click()
        part(page, "cell:c-metrics-tp").click(position={"x": 4, "y": 4})
        page.get_by_text("What stands behind it").click()
        page.get_by_role("button", name="Read it").first.click()
        turns_shown = page.locator(".turns li")
        turns_shown.first.wait_for()
        assert "ann@x.example" not in page.content()
        assert "the parcel is broken" in turns_shown.first.inner_text()
        with page.expect_response(lambda response: response.url.endswith("/sound")) as heard:
            page.get_by_role("button", name="Play from 0:03").first.click()
        assert heard.value.headers["content-type"].startswith("audio/")
        page.wait_for_function("document.querySelector('audio').duration > 9")
        assert page.locator("audio").evaluate("each => each.currentTime") >= 3

        page.goto(f"{address}#/data/readings")
        page.get_by_role("button", name="Recorded call").first.click()
        sentences = page.locator(".sentences li")
        sentences.first.wait_for()
        assert sentences.count() >= 3, "a turn is read in its sentences"
        page.locator(".sentences button.at").last.click()
        page.wait_for_function("document.querySelector('.reader audio').currentTime > 3")
        page.close()  # before its server goes
