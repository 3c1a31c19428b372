"""Sentences of the program in German: whole or not at all, with numbers as Germans write them."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline import insights
from desireline.api.tongue import asks_for_german, in_german, problem_in_german, sentence_in_german
from desireline.insights.registry import modules

PAGES: list[dict[str, Any]] = [
    tomllib.loads((files("desireline.api") / name).read_text(encoding="utf-8"))
    for name in ("german.toml", "german_claims.toml", "german_methods.toml")
]


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("62 %", "62 %"),
        ("3,120", "3.120"),
        ("4.1 of 5", "4,1 von 5"),
        ("under\u00a00.1\u00a0%", "unter\u00a00,1\u00a0%"),
        ("14\u00a0weeks", "14\u00a0Wochen"),
        ("\u22120.16 (\u22120.26 to \u22120.07)", "\u22120,16 (\u22120,26 bis \u22120,07)"),
        (
            "Everybody · Get help · 1,327 journeys, 48 % of customers heard · Nov 2025 to Oct 2026",
            "Alle · Get help · 1.327 Reisen, 48 % der Kunden gehört · Nov 2025 bis Okt 2026",
        ),
        ("After Pay, 0.7 % take no further step within 182 days (0.5 % to 1.0 %, n 3,865 visits).", "Nach Pay tun 0,7 % binnen 182 Tagen keinen weiteren Schritt (0,5 % bis 1,0 %, n 3.865 Besuche)."),
        ("Only 17.6 % know it. An association, not a proven cause.", "Nur von 17,6 % ist es bekannt. Ein Zusammenhang, keine bewiesene Ursache."),
        ("January to June 2026", "Januar bis Juni 2026"),
        ("\u201cDevice pairing\u201d goes with our worst ratings: 2.0 of 7.", "\u201eDevice pairing\u201c geht mit unseren schlechtesten Bewertungen einher: 2,0 von 7."),
        ("\u201cCall\u201d hurts most: customers are upset there, and 9.4 % of journeys come to it.",
         "\u201eCall\u201c schmerzt am meisten: Kunden sind dort ver\u00e4rgert, und 9,4 % der Reisen kommen dorthin."),
        ("15 points fewer succeed", "15 Punkte weniger haben Erfolg"),
        ("Who speaks of \u201clate\u201d feels worse than others: 13 % of those who spoke.", "Wer von \u201elate\u201c spricht, f\u00fchlt sich schlechter als andere: 13 % derer, die sprachen."),
        ("\u201cReview\u201d is rated 4.7 of 5; what led there is not in the data.", "\u201eReview\u201c wird mit 4,7 von 5 bewertet; was dahin f\u00fchrte, steht nicht in den Daten."),
        ("29.5 % of the contacts are about stores (25.7 % to 33.5 %, n 851).", "29,5 % der Kontakte gelten stores (25,7 % bis 33,5 %, n 851)."),
        ("Not enough evidence yet: no data have answered these cards.", "Noch zu wenige Belege: diesen Zetteln haben noch keine Daten geantwortet."),
        ("Everybody \u00b7 Buy \u00b7 Nov 2025 to Oct 2026.", "Alle \u00b7 Buy \u00b7 Nov 2025 bis Okt 2026."),
        ("Meeting Read reviews after Compare products makes 13.2 points fewer complete the journey: 58.5 %, not 71.7 % (-24.7 to -1.6, n 341). Each spends -1.4 minutes in contact for it (-2.5 to -0.3).",
         "Read reviews nach Compare products f\u00fchrt dazu, dass 13,2 Punkte weniger die Reise abschlie\u00dfen: 58,5 %, nicht 71,7 % (-24,7 bis -1,6, n 341). Jede verbringt daf\u00fcr -1,4 Minuten mit Kontakten (-2,5 bis -0,3)."),
        ("\u201cA; b\u201d: 28.8 % of customers (26.9 % to 30.8 %, n 2,097). enters at Home page, web (87.7 %, others 7.4 %), from Pay to Order (46.5 %, others 17.1 %).",
         "\u201eA; b\u201c: 28,8 % der Kunden (26,9 % bis 30,8 %, n 2.097). beginnt bei Home page, web (87,7 %, andere 7,4 %), von Pay zu Order (46,5 %, andere 17,1 %)."),
        ("day 0: Home page (web), Look at a product (web) x2, day 1: View promotion, after Pay (web), and 6 more.",
         "Tag 0: Home page (web), Look at a product (web) x2, Tag 1: View promotion, after Pay (web), und 6 weitere."),
        ("A customer: \u201cIt failed. Shockingly bad.\u201d", "Ein Kunde: \u201eIt failed. Shockingly bad.\u201c"),
        ("Late goes with worse ratings (satisfaction, 1 to 5): 4.6 % of 1,670 journeys have it and score 2.5, not 4.1 (difference -1.61, 99 % interval -2.06 to -1.15, n 49 and 569).",
         "Verspätung geht mit schlechteren Bewertungen einher (Zufriedenheit, 1 bis 5): 4,6 % von 1.670 Reisen haben es und kommen auf 2,5, nicht 4,1 (Unterschied -1,61, Intervall zu 99 %: -2,06 bis -1,15, n 49 und 569)."),
        ("I use it is 20.0 % of what was felt and 61.0 % of what is remembered in effort (1 to 7, 1 is best) (55.0 % to 67.0 %, n 600 customers).",
         "„Ich benutze es“ ist 20,0 % dessen, was gefühlt wurde, und 61,0 % dessen, was in Mühe (1 bis 7, 1 ist am besten) erinnert wird (55,0 % bis 67,0 %, n 600 Kunden)."),
        ("The queue at Call changed about 27 November 2025 (between 26 November and 5 December 2025): 2.5 min before, 5.1 min since (trend and season apart times 1.99, 1.84 to 2.14, n 1,812).",
         "Die Warteschlange bei Call hat sich etwa am 27. November 2025 geändert (zwischen dem 26. November und dem 5. Dezember 2025): 2,5 min davor, 5,1 min seither (ohne Trend und Jahreszeit das 1,99-Fache, 1,84 bis 2,14, n 1.812)."),
        ("In the newest 91 days against the 91 days before: stars (1 to 5) at Review went from 4.16 to 3.83 (n 231 and 884). Of that, -0.33 (-0.52 to -0.14) is what customers met or did, +0.00 who came. Not the same season.",
         "In den neuesten 91 Tagen gegen die 91 Tage davor: Sterne (1 bis 5) bei Review ging von 4,16 auf 3,83 (n 231 und 884). Davon kommt -0,33 (-0,52 bis -0,14) von dem, was Kunden erlebten oder taten, +0,00 davon, wer kam. Nicht dieselbe Jahreszeit."),
        ("Installers may have brought 10.8 points more who order again within 120 days: 60.0 %, not 49.2 % (-6.0 to +27.6 points; n 1,271, 48 got it). Judged by holdout: who got it was drawn by lot. So far that is 2,070 EUR (-1,210 to 5,250) for 20,000: -90% (-106% to -74%); it pays with a chance of 0.1%, after about 12 days.",
         "Installers brachte vielleicht 10,8 Punkte mehr, die binnen 120 Tagen wieder bestellen: 60,0 %, nicht 49,2 % (-6,0 bis +27,6 Punkte; n 1.271, 48 bekamen es). Beurteilt nach einer Kontrollgruppe: wer es bekam, wurde gelost. Bisher sind das 2.070 EUR (-1.210 bis 5.250) für 20.000: -90 % (-106 % bis -74 %); mit einer Wahrscheinlichkeit von 0,1 % lohnt es sich, nach etwa 12 Tagen."),
        ("What installers did is not said: only 12 got it.", "Was installers bewirkte, wird nicht gesagt: nur 12 bekamen es."),
        ("Parcel sent · Parcel handed", None),
        ("Only 17.6 % know it. Nobody wrote this sentence.", None),
        ("What people call things", None),
    ],
)  # fmt: skip
def test_a_sentence_is_said_in_german_or_left_as_it_is(english: str, german: str | None) -> None:
    assert sentence_in_german(english) == german


@pytest.mark.parametrize(
    ("accepted", "wants"),
    [("de", True), ("de-AT,en;q=0.7", True), ("en-GB,de;q=0.9", False), ("fr,de;q=0.5", True),
     ("en;q=0.3,de;q=0.8", True), ("", False), ("*;q=x", False)],
)  # fmt: skip
def test_german_is_spoken_to_those_who_would_rather_have_it(accepted: str, *, wants: bool) -> None:
    assert asks_for_german(accepted) is wants


def test_what_people_wrote_is_left_alone() -> None:
    answer = {"document": {"words": "62 % of 5", "lanes": {"l": {"title": "What hurts"}, "own": {"title": "Ours"}}}, "quotes": {"q": {"text": "4.1 of 5"}}, "text": "4.1 of 5"}  # fmt: skip
    assert in_german(answer) == {**answer, "text": "4,1 von 5", "spoken": {"What hurts": "Was schmerzt"}}  # fmt: skip


def test_an_error_that_the_book_does_not_know_stays_english() -> None:
    problem = {"code": "made.up", "message": "Odd.", "hint": "Mend it.", "detail": "Odd."}
    assert problem_in_german(problem) == problem


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Come from a search", "Kommen über eine Suche"),
        ("Come from shop.example · Buy · 4,706 journeys", "Kommen über shop.example · Buy · 4.706 Reisen"),
        ("Begin at Call: Invoice explained", "Beginnen bei Call: Invoice explained"),
        ("Come from an ad + choose small (plan)", "Kommen über eine Anzeige + wählen small (plan)"),
        ("Customers choose in 2 ways: “Use the app”; “Come directly”.", "Kunden wählen auf 2 Weisen: „Nutzen die App“; „Kommen direkt“."),
        ("Use one of these.", None),
        ("Meeting A after B takes 1.73 fewer whatevers of odd things.", None),
    ],
)  # fmt: skip
def test_personas_are_called_in_german_by_what_they_do(english: str, german: str | None) -> None:
    assert sentence_in_german(english) == german


def test_every_method_has_its_german() -> None:
    methods = {one.method for one in modules()}
    assert sorted(one for one in methods if sentence_in_german(one) is None) == []


def test_every_reason_that_an_insight_gives_has_its_german() -> None:
    """Those that are written out; sentences with numbers are met in the books of real data."""
    told: set[str] = set()
    for path in Path(insights.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            given = call.keywords if isinstance(call, ast.Call) else []
            told |= {
                one.value.value
                for one in given
                if one.arg in {"reason", "words"}
                and isinstance(one.value, ast.Constant)
                and isinstance(one.value.value, str)
            }
    assert len(told) > 15
    assert [text for text in sorted(told) if sentence_in_german(text) is None] == []


def test_every_sentence_of_the_book_uses_each_of_its_slots() -> None:
    wrong = []
    for english, german in (one for page in PAGES for one in page["sentences"]["book"]):
        slots = re.findall(r"\{(\d+):[qtpln]\}", english)
        if slots != [str(n) for n in range(len(slots))] or set(re.findall(r"\{(\d+)\}", german)) != set(slots):  # fmt: skip
            wrong.append(english)
    assert wrong == []


def test_every_code_of_the_book_is_an_error_that_is_explained() -> None:
    from tests.conftest import REPOSITORY

    explained = (REPOSITORY / "docs/reference/errors.md").read_text(encoding="utf-8")
    assert [code for code in PAGES[0]["errors"] if f"`{code}`" not in explained] == []


@given(st.text(max_size=200))
def test_no_text_upsets_it(text: str) -> None:
    said = sentence_in_german(text)
    assert said is None or isinstance(said, str)
