"""What is told: effort, wants, reasons, promises with deadlines; and nothing where nothing is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desireline.language import common_clauses, due_at, telling_phrases
from desireline.language.told.effort import read_effort
from desireline.language.told.entities import read_entities
from desireline.language.told.otherwise import read_otherwise
from desireline.language.told.phrases import read_phrases
from desireline.language.told.promises import read_promises
from desireline.language.told.telling import read_telling

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "It was so easy to set up.", 5),
        ("en", "It was not easy at all.", 2),
        ("en", "No trouble returning it.", 4),
        ("en", "A nightmare to cancel.", 1),
        ("en", "Easy app, but I had to explain everything again.", 2),
        ("es", "No es fácil de usar.", 2),
        ("pt", "Tive que ligar três vezes.", 2),
        ("de", "Ganz ohne Probleme, kinderleicht.", 5),
        ("fr", "Je dois appeler encore, c'est compliqué.", 2),
        ("en", "The jacket is blue.", None),
        ("nl", "Heel makkelijk", None),
    ],
)
def test_effort_is_read_where_a_word_speaks_of_it(
    language: str, text: str, value: float | None
) -> None:
    effort = read_effort(text, language)
    assert (effort.value if effort else None) == value


@pytest.mark.parametrize(
    ("language", "text", "kind", "phrase"),
    [
        ("en", "Hello. I'd like a refund. Thanks", "want", "I'd like a refund"),
        ("es", "Quiero cambiar mi cita, gracias.", "want", "Quiero cambiar mi cita, gracias"),
        ("en", "I am calling because the site is down.", "entry_reason", "I am calling because the site is down"),
        ("en", "A friend told me about you.", "heard_from", "A friend told me about you"),
        ("fr", "Un ami m'a parlé de vous.", "heard_from", "Un ami m'a parlé de vous"),
        ("en", "I chose you over the competition, good prices.", "chosen_for", "I chose you over the competition, good prices"),
        ("en", "I already told your colleague twice!", "retold", "I already told your colleague twice"),
        ("de", "Das habe ich Ihnen schon gestern erklärt.", "retold", "habe ich Ihnen schon gestern erklärt"),
        ("pt", "Esperava mais por esse preço.", "expected", "Esperava mais por esse preço"),
        ("en", "You said you would call.", "chased", "You said you would call"),
        ("en", "Please call the carrier yourself.", "errand", "Please call the carrier yourself"),
    ],
)  # fmt: skip
def test_each_kind_comes_with_the_phrase_that_says_so(
    language: str, text: str, kind: str, phrase: str
) -> None:
    assert read_telling(text, language)[kind] == phrase


@pytest.mark.parametrize(
    ("language", "text", "due"),
    [
        ("en", "We will call you back by Friday.", "2026-03-06 23:59:59"),
        ("en", "You'll receive the refund within 3-5 business days.", "2026-03-11 23:59:59"),
        ("en", "We will send it by 12 March.", "2026-03-12 23:59:59"),
        ("es", "Le llamaremos mañana.", "2026-03-05 23:59:59"),
        ("pt", "Vamos enviar em dois dias úteis.", "2026-03-06 23:59:59"),
        ("de", "Wir rufen Sie bis Freitag zurück.", "2026-03-06 23:59:59"),
        ("de", "Wir prüfen das und melden uns bis morgen bei Ihnen.", "2026-03-05 23:59:59"),
        (
            "en",
            "We are looking into it and will get back to you by Friday.",
            "2026-03-06 23:59:59",
        ),
        ("fr", "Vous serez remboursé sous 48 heures.", "2026-03-06 10:00:00"),
        ("fr", "Bonjour, un conseiller vous rappellera demain.", "2026-03-05 23:59:59"),
        ("fr", "Notre service client reviendra vers vous sous 48 heures.", "2026-03-06 10:00:00"),
    ],
)
def test_a_promise_falls_due_when_it_says(language: str, text: str, due: str) -> None:
    (promise,) = read_promises(text, language)
    assert promise.within is not None
    falls = due_at(WEDNESDAY, promise.within)
    assert falls is not None
    assert falls.strftime("%Y-%m-%d %H:%M:%S") == due


def test_a_promise_without_a_day_has_no_deadline_and_a_wish_is_no_promise() -> None:
    assert [p.within for p in read_promises("I will look into it.", "en")] == [None]
    assert read_promises("I will be at the dentist.", "en") == []
    assert read_promises("Le client a rappelé hier, la facture vous rappelle la date.", "fr") == []
    assert due_at(WEDNESDAY, "date:2026-02-31") is None


def test_prices_dates_and_order_numbers_are_named_as_written() -> None:
    said = "Order TL1019 of 3 March cost 49,90 € or $52.00, on 2026-03-09."
    assert read_entities(said) == [
        "order:TL1019", "date:3 March", "price:49,90 €", "price:$52.00", "date:2026-03-09",
    ]  # fmt: skip
    assert read_entities("Nothing here") == []


def _all_below_one_in_ten(chances: list[float]) -> list[bool]:
    return [one * len(chances) <= 0.1 for one in chances]


def test_the_number_of_an_order_is_no_phrase() -> None:
    assert read_phrases("Where is order TL48219? My kettle broke") == ["kettle broke"]


def test_what_three_customers_say_in_the_same_words_is_told_with_how_many_they_are() -> None:
    said = [(n, f"I want my money back, order {n}") for n in range(4)]
    said += [(9, "I WANT MY MONEY BACK"), (5, "I need it by Friday"), (5, "I need it by Friday")]
    assert common_clauses(said, fewest=3) == [("I want my money back", 5)]


def test_a_phrase_stands_out_only_where_five_customers_said_it() -> None:
    late = [(f"c{n}", "the late delivery again") for n in range(8)]
    one_loud = [("c99", "purple elephant")] * 50
    others = [(f"o{n}", "nice shop and friendly staff") for n in range(40)]
    found = telling_phrases([*late, *one_loud], others, discoveries=_all_below_one_in_ten)
    assert [phrase.phrase for phrase in found] == ["late delivery"]
    assert found[0].customers == 8


def test_better_than_promised_is_no_reason_to_choose_a_company() -> None:
    for text in ("It came faster than promised.", "It looks better than in the photos."):
        assert "chosen_for" not in read_telling(text, "en")
    assert (
        read_telling("You are cheaper than Amazon.", "en")["chosen_for"] == "cheaper than Amazon"
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "My app says it is here and the website says it is not."),
        ("en", "Your website says in stock but the store says sold out."),
        ("en", "I was told it was free, but now you say I have to pay."),
        ("en", "First agent said two days. The second agent said two weeks."),
        ("en", "Everyone tells me a different story!"),
        ("en", "We were given six different answers."),
        ("en", "I keep getting conflicting information."),
        ("en", "You said Monday, now you say Friday."),
        ("de", "Auf der Webseite steht verfügbar, aber die Filiale sagt ausverkauft."),
        ("de", "Jeder Mitarbeiter erzählt mir etwas anderes."),
        ("de", "Mir wurde gesagt, es kostet nichts, und jetzt heißt es, ich soll zahlen."),
        ("de", "Erst hieß es Montag, dann hieß es Freitag."),
        ("de", "Ich bekomme nur widersprüchliche Auskünfte."),
        ("fr", "Le site indique disponible mais le magasin dit le contraire."),
        ("fr", "Chaque conseiller me dit autre chose."),
        ("fr", "On m'a dit lundi et maintenant on me dit vendredi."),
        ("fr", "Des informations contradictoires à chaque appel."),
        ("es", "La web dice que hay, pero la tienda dice que no."),
        ("es", "Cada agente me dice una cosa distinta."),
        ("es", "Me dijeron que era gratis y ahora me dicen que no."),
        ("es", "Recibí respuestas contradictorias."),
        ("pt", "O site diz que foi entregue, mas a transportadora diz que não."),
        ("pt", "Cada atendente fala uma coisa diferente."),
        ("pt", "Me disseram que era grátis e agora dizem que não."),
        ("pt", "Só recebo informações desencontradas."),
    ],
)
def test_being_told_two_things_is_read_in_five_languages(language: str, text: str) -> None:
    assert read_otherwise(text, language) is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You said you would call and nobody called."),
        ("en", "The website says delivered but I have nothing."),
        ("en", "She said it is late. Can you tell me when it comes?"),
        ("en", "They said sorry. They said it will take a week."),
        ("en", "I got two different colours."),
        ("en", "I told the agent and then I told the manager."),
        ("de", "Man sagte mir, der Techniker kommt um acht."),
        ("de", "Auf der Seite steht der Preis. Können Sie mir sagen, ob er stimmt?"),
        ("fr", "On m'a dit que le colis arrive lundi."),
        ("es", "Me dijeron que llegaba el lunes y no llegó."),
        ("pt", "Consta no site como entregue, mas o produto não chegou."),
        ("nl", "De website zegt ja en de winkel zegt nee."),
    ],
)
def test_a_broken_promise_or_a_single_statement_is_no_second_one(language: str, text: str) -> None:
    assert read_otherwise(text, language) is None


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "one"), ("pt", "uma"), ("de", "ein"), ("fr", "l'autre"), ("es", "una")],
)
def test_a_word_said_a_thousand_times_is_read_to_its_end(language: str, word: str) -> None:
    """It once took minutes: each way to part `one one one` into speakers was tried."""
    assert read_otherwise(f"{word} " * 1_000, language) is None
