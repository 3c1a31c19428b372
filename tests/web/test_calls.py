"""Recorded calls behind a number: the transcript to read, masked, and for the owner the sound to hear."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.language.test_voice import HIGH, LOW, call, write
from tests.pipeline.test_recorded_calls import TALK, VTT
from tests.web.conftest import Visit, part, served, until

import desireline as dl

CALM = "Nothing new, my parcel is still on its way."
GLAD = "Thank you, that is lovely."
SAID = [CALM, CALM, CALM, GLAD, CALM, CALM, CALM]
"""What one customer says in the fourth call, two seconds each; the glad words in a higher voice."""

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
    _write_stirred(exports / "C-4")
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
        read = [workspace.heard_call(one.id) for one in found.calls]
        [stirred] = [at for at, each in enumerate(read) if len(each) == len(SAID) + 1]
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
        until(page, "document.querySelector('audio').duration > 9")
        assert page.locator("audio").evaluate("each => each.currentTime") >= 3

        assert turns_shown.first.locator("[data-of=voice] .number").inner_text() == ""
        assert "cannot be told" in turns_shown.first.locator("[data-of=voice]").inner_text()
        page.get_by_role("button", name="Less").first.click()
        one = page.locator(".call").nth(stirred)
        one.get_by_role("button", name="Read it").click()
        glad = one.locator(".turns li").nth(SAID.index(GLAD))
        glad.get_by_text("stirred voice, calm words").wait_for()
        told = read[stirred][SAID.index(GLAD)]
        assert told.arousal is not None
        assert told.arousal > 0.5
        assert (
            glad.locator("[data-of=voice] .number").inner_text() == f"+{round(told.arousal, 2):g}"
        )
        assert one.locator("[data-against]").count() == 1, "the others' voices are as ever"
        assert one.locator(".turns li.employee .tone").count() == 0

        page.goto(f"{address}#/data/readings")
        page.get_by_role("button", name="Recorded call").first.click()
        sentences = page.locator(".sentences li")
        sentences.first.wait_for()
        assert sentences.count() >= 3, "a turn is read in its sentences"
        page.locator(".sentences button.at").last.click()
        until(page, "document.querySelector('.reader audio').currentTime > 3")
        page.close()  # before its server goes


def _write_stirred(path: Path) -> None:
    """A call of many turns, so that what is usual for its customer can be told."""
    turns = [
        (0, HIGH if words is GLAD else LOW, 2.5 * n + 0.5, 2.5 * n + 2.5)
        for n, words in enumerate(SAID)
    ]
    cues = [
        f"00:{begins:06.3f} --> 00:{ends:06.3f}\nCaller: {words}"
        for (_, _, begins, ends), words in zip(turns, SAID, strict=True)
    ]
    last = 2.5 * len(SAID) + 0.5
    cues.append(f"00:{last:06.3f} --> 00:{last + 2:06.3f}\nAgent: You are welcome.")
    write(path.with_suffix(".wav"), call([*turns, (1, LOW, last, last + 2)], last + 3, 2))
    path.with_suffix(".vtt").write_text("\n\n".join(["WEBVTT", *cues]) + "\n")
