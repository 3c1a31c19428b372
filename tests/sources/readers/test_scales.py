"""Answers in words: the same place on the scale in every language."""

from __future__ import annotations

import pytest

from desireline.sources.readers.scales import Question

FIVE = {
    "How satisfied are you?": "Very dissatisfied|Dissatisfied|Neither satisfied nor dissatisfied|Satisfied|Very satisfied",
    "How satisfied were you?": "Very dissatisfied|Somewhat dissatisfied|Neutral|Somewhat satisfied|Very satisfied",
    "It was easy": "Strongly disagree|Disagree|Neutral|Agree|Strongly agree",
    "Wie zufrieden sind Sie?": "Sehr unzufrieden|Unzufrieden|Weder zufrieden noch unzufrieden|Zufrieden|Sehr zufrieden",
    "Wie zufrieden waren Sie?": "Überhaupt nicht zufrieden|Eher unzufrieden|Teils, teils zufrieden|Eher zufrieden|Sehr zufrieden",
    "Es war einfach": "Stimme überhaupt nicht zu|Stimme nicht zu|Neutral|Stimme zu|Stimme voll und ganz zu",
    "Êtes-vous satisfait ?": "Pas du tout satisfait|Peu satisfait|Neutre|Satisfait|Très satisfait",
    "C'était facile": "Pas du tout d'accord|Pas d'accord|Ni d'accord ni pas d'accord|D'accord|Tout à fait d'accord",
    "¿Está satisfecho?": "Muy insatisfecho|Insatisfecho|Neutral|Satisfecho|Muy satisfecho",
    "¿Fue fácil?": "Totalmente en desacuerdo|En desacuerdo|Ni de acuerdo ni en desacuerdo|De acuerdo|Totalmente de acuerdo",
    "Está satisfeito?": "Muito insatisfeito|Insatisfeito|Neutro|Satisfeito|Muito satisfeito",
    "Foi fácil?": "Discordo totalmente|Discordo|Nem concordo nem discordo|Concordo|Concordo totalmente",
    "Hoe tevreden bent u?": "Zeer ontevreden|Ontevreden|Neutraal|Tevreden|Zeer tevreden",
    "Het was makkelijk": "Helemaal mee oneens|Mee oneens|Noch eens, noch oneens|Mee eens|Helemaal mee eens",
    "Quanto è soddisfatto?": "Molto insoddisfatto|Insoddisfatto|Neutro|Soddisfatto|Molto soddisfatto",
}  # fmt: skip


def _question(label: str, answers: list[str]) -> Question:
    question = Question(name=label, label=label, import_id="")
    for answer in answers:
        question.see(answer)
    question.decide(has_nps_group=False)
    return question


@pytest.mark.parametrize(("label", "answers"), FIVE.items())
def test_five_answers_in_words_are_five_steps(label: str, answers: str) -> None:
    words = answers.split("|")
    question = _question(label, words)

    assert (question.ends, [question.rating(word) for word in words]) == ((1, 5), [1, 2, 3, 4, 5])


def test_seven_answers_in_words_are_seven_steps() -> None:
    words = ["Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree", "Agree", "Strongly agree"]  # fmt: skip
    question = _question("It was easy to order", words)

    assert (question.ends, [question.rating(w) for w in words]) == ((1, 7), [1, 2, 3, 4, 5, 6, 7])


def test_four_answers_without_a_middle_keep_their_order() -> None:
    words = ["Pas du tout satisfait", "Peu satisfait", "Satisfait", "Très satisfait"]
    question = _question("Êtes-vous satisfait ?", words)

    assert [question.rating(word) for word in words] == [1, 2, 4, 5]


@pytest.mark.parametrize(
    "label",
    [
        "¿Qué probabilidad hay de que nos recomiende a un amigo?",
        "Quelle est la probabilité que vous nous recommandiez ?",
        "Qual a probabilidade de nos recomendar?",
        "Hoe waarschijnlijk is het dat u ons aanbeveelt?",
        "Quanto è probabile che ci consigli?",
    ],
)
def test_would_you_recommend_us_is_known_in_every_language(label: str) -> None:
    question = _question(label, ["9", "3"])

    assert (question.kind, question.ends) == ("nps", (0, 10))


def test_twenty_recommendations_of_five_at_most_are_not_of_ten() -> None:
    assert _question("Recommend us to a friend?", ["1", "5", "4", "3"] * 5).kind is None


@pytest.mark.parametrize("label", ["Comentarios", "Kommentar", "Pourquoi ?", "What did you like?"])
def test_what_is_asked_openly_is_somebodys_words_however_short(label: str) -> None:
    assert _question(label, ["Rápido", "Lento"]).is_text


def test_a_choice_is_nobodys_words() -> None:
    assert not _question("Which shop?", ["Berlin", "Bonn"]).is_text


TOLD = {
    "Wie zufrieden waren Sie? (1 = sehr zufrieden, 6 = gar nicht)": (6, 1),
    "Q7: Zufriedenheit mit der Beratung (1=sehr gut; 5=mangelhaft)": (5, 1),
    "Satisfaction with the visit: 1 (very dissatisfied) to 5 (very satisfied)": (1, 5),
    "How easy was it, from 1 very easy to 7 very difficult?": (7, 1),
    "Satisfaction: very good (1), good (2), fair (3), poor (4), very poor (5)": (5, 1),
    "Satisfaction: (1) very bad (2) bad (3) ok (4) good (5) very good": (1, 5),
    "Effort that you had to put in (1 = very high, 5 = very low)": (1, 5),
    "Note de 0 (pas du tout satisfait) à 10 (très satisfait)": (0, 10),
    "De 1 (facile) à 5 (difficile), votre commande était": (5, 1),
    "¿Está satisfecho? 1 = muy satisfecho, 5 = muy insatisfecho": (5, 1),
    "Satisfação (1 = péssimo, 5 = ótimo)": (1, 5),
    "Hoe tevreden bent u? 1 = zeer tevreden, 5 = zeer ontevreden": (5, 1),
    "È soddisfatto? (1 per niente, 5 molto)": (1, 5),
    "Welche Schulnote geben Sie uns?": (6, 1),
    "How much effort did it take you?": (5, 1),
    "Satisfaction with us (1-4)": (1, 4),
}


@pytest.mark.parametrize(("label", "ends"), TOLD.items())
def test_a_heading_says_which_end_of_its_scale_is_the_best(
    label: str, ends: tuple[int, int]
) -> None:
    low, high = sorted(ends)
    question = _question(label, [str(low), str(low + 1), str(high - 1), str(high)] * 10)

    assert question.ends == ends
    assert question.rating(str(high)) == high
    assert question.rating(str(high + 1)) is None


def test_words_behind_the_numbers_of_answers_say_it_too() -> None:
    best_first = ["1 - sehr zufrieden", "2 - zufrieden", "3 - teils", "4 - unzufrieden"]

    assert _question("Wie zufrieden waren Sie?", best_first).ends == (5, 1)
    assert _question("Satisfied?", ["1 - Very dissatisfied", "4 - Satisfied"]).ends == (1, 5)
    unlikely = ["0 - Not at all likely", "7", "6 - likely"]
    assert _question("How likely are you to recommend us?", unlikely).ends == (0, 10)
    assert _question("Your gender", ["1 - male", "2 - female"]).kind is None


def test_who_does_not_know_leaves_the_numbers_of_others() -> None:
    for nothing in ("k. A.", "weiß nicht", "don't know", "n/a", "sans avis", "no sé", "niet van toepassing"):  # fmt: skip
        question = _question("How satisfied are you?", ["1", "4", "5", nothing])

        assert (question.kind, question.ends) == ("csat", (1, 5))
        assert question.rating(nothing) is None
