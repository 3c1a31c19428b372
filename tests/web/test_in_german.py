"""What the screens show of the sample company to a German reader: next to no English sentence, and none that is half of each."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from .conftest import Visit

SCREENS = {
    "map": ["/api/v1/maps", "/api/v1/templates", *(f"/api/v1/maps/{{map}}{part}" for part in ("", "/health", "/moves", "/matches"))],
    "why": ["/api/v1/insights", "/api/v1/topics", "/api/v1/segments/fields"],
    "people": ["/api/v1/personas"],
    "act": ["/api/v1/opportunities", "/api/v1/forecasts"],
    "data": ["/api/v1/status", "/api/v1/quality", "/api/v1/quarantine", "/api/v1/identities", "/api/v1/readings"],
}  # fmt: skip
NAMES = {"touchpoint", "touchpoints", "target", "source", "persona", "condition", "outcome", "values", "document", "before", "after", "proposed",
         "stage", "stages", "path", "files", "name", "topic"}  # fmt: skip
"""What the data, customers or people call things."""
METHODS = {"estimand", "unit", "label", "metric"}
"""One click behind the words: names of quantities and scales, as statisticians write them everywhere."""
SAID = {"quotes", "voices", "phrases"}
"""What customers said stays in their words."""
ENGLISH = re.compile(r"\b(the|of|with|which|after|from|they|are|and|customers?|journeys?|others|more|than|goes)\b")  # fmt: skip


def ask(address: str, path: str, cookie: str, language: str) -> Any:
    headers = {"Cookie": cookie, "Accept-Language": language}
    with urllib.request.urlopen(
        urllib.request.Request(address.rstrip("/") + path, headers=headers)
    ) as answer:  # ours, on this machine
        return json.load(answer)


def texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from texts(one, (*path, key))
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, path)
    elif isinstance(value, str):
        yield path, value


def in_both(address: str, path: str, cookie: str) -> tuple[list[Any], list[Any]]:
    """What is told in English and in German of one state: the server may find personas between two answers."""
    english = list(texts(ask(address, path, cookie, "en")))
    for _ in range(20):
        german = texts(ask(address, path, cookie, "de"))
        told = [one for one in german if one[0][:1] != ("spoken",)]
        again = list(texts(ask(address, path, cookie, "en")))
        if again == english:
            return english, told
        english = again
    raise AssertionError(f"{path} never says the same twice")


def wait_for_personas(address: str, cookie: str) -> None:
    """The server begins to look for them when it starts: what it says of them is to be read, too."""
    deadline = time.monotonic() + 300
    while ask(address, "/api/v1/personas", cookie, "en")["computed_at"] is None:
        assert time.monotonic() < deadline, "nobody looked for personas"
        time.sleep(1)


@pytest.fixture
def cookie(visit: Visit, address: str) -> str:
    page = visit(address)
    page.locator(".map-card").first.wait_for()
    return "; ".join(f"{one.get('name')}={one.get('value')}" for one in page.context.cookies())


@pytest.mark.parametrize("screen", SCREENS)
def test_a_german_reader_meets_next_to_no_english_sentence(
    screen: str, address: str, cookie: str
) -> None:
    wait_for_personas(address, cookie)
    maps = ask(address, "/api/v1/maps", cookie, "en")
    names = {one["title"] for map_ in maps for one in ask(address, f"/api/v1/maps/{map_['id']}", cookie, "en")["document"]["touchpoints"].values()}  # fmt: skip
    names |= {map_["purpose"]["title"] for map_ in maps}
    names |= {one for map_ in maps for one in ask(address, f"/api/v1/maps/{map_['id']}/matches", cookie, "en")["touchpoints"]}  # fmt: skip
    claims = ask(address, "/api/v1/insights", cookie, "en")["insights"]
    names |= {one[field] for one in claims for field in ("touchpoint", "topic") if one[field]}
    named = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    paths = [path.format(map=map_["id"]) for path in SCREENS[screen] for map_ in maps]
    left: list[str] = []
    shown = 0
    for path in dict.fromkeys(paths):
        english, told = in_both(address, path, cookie)
        assert [path for path, _ in english] == [path for path, _ in told]
        for (field, before), (_, after) in zip(english, told, strict=True):
            if {*field} & (NAMES | METHODS | SAID) or " " not in before:
                continue
            shown += 1
            plain = re.sub(r"[“„][^“”]*[”“]", "", named.sub("", after))
            if ENGLISH.search(plain):
                left.append(f"{'.'.join(field)}: {after}")
    # a sentence that is new to the program is missing in the book for a while
    assert len(left) <= shown * 0.02, "\n".join(sorted(set(left)))


def names_of(address: str, cookie: str) -> re.Pattern[str]:
    """Whatever the data, customers or people of the first map called something, and what customers said there."""
    (first, *_) = ask(address, "/api/v1/maps", cookie, "en")
    file = ask(address, f"/api/v1/maps/{first['id']}", cookie, "en")
    names = {one["title"] for one in file["document"]["touchpoints"].values()}
    names |= {one.partition(":")[0] for one in names} | {first["purpose"]["title"]}
    said = {one["text"] for one in file["snapshot"]["quotes"].values()}
    words = {part for text in said for part in text.split()}
    return re.compile("|".join(re.escape(one) for one in sorted(names | said, key=len, reverse=True)) + r"|\b(" + "|".join(map(re.escape, sorted(words))) + r")\b")  # fmt: skip


def test_the_annex_on_paper_is_german(address: str, cookie: str) -> None:
    (first, *_) = ask(address, "/api/v1/maps", cookie, "en")
    asked = urllib.request.Request(
        f"{address}api/v1/maps/{first['id']}/export?format=pdf&language=de", headers={"Cookie": cookie}
    )  # fmt: skip
    with urllib.request.urlopen(asked) as answer:  # ours, on this machine
        paper = PdfReader(BytesIO(answer.read()))
    assert paper.root_object["/Lang"] == "de"
    named = names_of(address, cookie)
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for head in ("Anhang: die Belege", "Jede Zahl auf der Karte", "Wie jede berechnet wurde", "Die Karte in Worten", "Kaplan-Meier der Zeit"):  # fmt: skip
        assert head in text
    assert re.search(r"\d,\d+ % bis \d", text)
    annex = text[text.index("Anhang: die Belege") :]
    left = [annex[max(0, found.start() - 60) : found.end() + 40] for found in ENGLISH.finditer(named.sub("", annex))]  # fmt: skip
    assert left == []


def test_the_page_that_is_taken_along_is_german(
    visit: Visit, address: str, cookie: str, tmp_path: Path
) -> None:
    (first, *_) = ask(address, "/api/v1/maps", cookie, "en")
    asked = urllib.request.Request(
        f"{address}api/v1/maps/{first['id']}/export?format=html&language=de", headers={"Cookie": cookie}
    )  # fmt: skip
    with urllib.request.urlopen(asked) as answer:  # ours, on this machine
        (tmp_path / "karte.html").write_bytes(answer.read())
    page = visit(tmp_path.as_uri() + "/", "karte.html", locale="de-DE")
    assert page.locator("html").get_attribute("lang") == "de"
    page.get_by_role("button", name="Ganze Karte").click()
    page.wait_for_selector("svg[data-view='grid']")
    assert "Was schmerzt" in (page.locator("svg[data-view='grid']").first.text_content() or "")
    page.get_by_role("button", name="Als Text").click()
    page.get_by_text("Die Karte in Worten").first.wait_for()
    bar = page.get_by_role("toolbar").inner_text()
    assert not re.search(r"\b(Show|Save|Print|Keys|Theme|text)\b", bar)


def test_personas_are_german_and_each_day_of_their_journeys_is_a_line(
    visit: Visit, address: str, cookie: str
) -> None:
    wait_for_personas(address, cookie)
    told = ask(address, "/api/v1/personas", cookie, "de")["personas"]
    assert len(told) > 1
    names = [one["persona"] for one in told]
    assert len({*names}) == len(names)
    page = visit(address, "#/people", locale="de-DE")
    page.locator(".portrait").first.wait_for()
    assert page.locator(".portrait h2").all_inner_texts() == [one["label"] for one in told]
    assert not [one["label"] for one in told if one["label"] == one["persona"]]
    days = page.locator(".walks dt").all_inner_texts()
    assert days
    assert {*days} <= {f"Tag {n}" for n in range(1, 1_000)}


def test_the_map_itself_is_german_and_its_names_stay(visit: Visit, address: str) -> None:
    page = visit(address, locale="de-DE")
    page.locator(".map-card a").first.click()
    page.wait_for_selector("svg[data-view='reading']")
    page.get_by_role("button", name="Belege zeigen").click()
    page.wait_for_selector("svg[data-view='grid']")
    drawn = page.locator(".dl-wrap").inner_text()
    assert "Was schmerzt" in drawn
    assert "What hurts" not in drawn
    assert "Ich bezahle" in drawn


def test_channels_have_german_names_on_the_map(visit: Visit, address: str) -> None:
    page = visit(address, locale="de-DE")
    page.locator(".map-card a").first.click()
    page.wait_for_selector("svg[data-view='reading']")
    page.get_by_role("button", name="Belege zeigen").click()
    page.wait_for_selector("svg[data-view='grid']")
    touchpoints = page.locator('.dl-wrap > svg [data-ref^="touchpoint:"]')
    said = "; ".join(one.get_attribute("aria-label") or "" for one in touchpoints.all())
    assert "Filiale" in said
    assert not re.search(r", (store|phone|email|survey)\b", said)
