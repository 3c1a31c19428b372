"""How often the built-in vocabulary is right, and how much it knows, by language and question.

    python benchmarks/words/run.py [--held-out] [--errors] [--language LANG,...]

In: `tuned/` and `held_out/`, names of activities with what people who know the field say of them; the README says what the labels mean.
Out: a table, and `figures.json`. `--errors` lists what is told wrongly and what is not told, of the tuned half only: whoever
reads the errors of the held-out half has spent it. A label `?` is not asked: people who know the field would ask back.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desireline.journeys.vocabulary import Vocabulary, builtin

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")


@dataclass(frozen=True, slots=True)
class Named:
    """A name and its labels."""

    name: str
    actor: str
    outcome: str
    stage: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to one name: what is true, None where it is not asked, and what is told, None for nothing."""

    name: str
    true: str | None
    told: str | None

    @property
    def wrong(self) -> bool:
        return (
            self.true is not None
            and self.told is not None
            and self.told not in self.true.split("|")
        )

    @property
    def missed(self) -> bool:
        return self.true is not None and self.told is None and self.true not in {"", "company|"}


def read(half: str, language: str) -> list[Named]:
    with (HERE / half / f"{language}.tsv").open(encoding="utf-8") as file:
        return [Named(**row) for row in csv.DictReader(file, delimiter="\t")]


def actor(one: Named, words: Vocabulary) -> Asked:
    """In an office's log. What nobody does, an error, may be told to be the company's, never the customer's."""
    true = {"?": None, "nobody": "company|"}.get(one.actor, one.actor)
    return Asked(one.name, true, words.acts(one.name, office=True))


def success(one: Named, words: Vocabulary) -> Asked:
    return _yes(one, one.outcome == "success", words.is_success(one.name))


def mishap(one: Named, words: Vocabulary) -> Asked:
    """Something failed or did not come about: a loss as well as a trouble, whichever word says it."""
    told = words.is_mishap(one.name) or words.is_farewell(one.name)
    return _yes(
        one,
        one.outcome in {"loss", "trouble"},
        told or words.outcomes.get(one.name.lower()) == "lost",
    )


def farewell(one: Named, words: Vocabulary) -> Asked:
    """The end of the whole relationship. Half of an answer, such as its confirmation, is not asked."""
    asked = Asked(one.name, None, None)
    if one.stage == "leave" and one.outcome == "?":
        return asked
    return _yes(one, one.outcome == "loss" and one.stage == "leave", words.is_farewell(one.name))


def reminder(one: Named, words: Vocabulary) -> Asked:
    """What is done because a customer has not acted. That they have not is not yet one, and may be told as one."""
    unpaid = one.outcome == "trouble" and one.actor == "customer"
    if unpaid:
        return Asked(one.name, None, None)
    return _yes(one, one.outcome == "reminder", words.is_reminder(one.name))


def stage(one: Named, words: Vocabulary) -> Asked:
    return Asked(one.name, None if one.stage == "?" else one.stage, words.stage_of(one.name))


def _yes(one: Named, true: bool, told: bool) -> Asked:  # noqa: FBT001
    if one.outcome == "?":
        return Asked(one.name, None, None)
    return Asked(one.name, "yes" if true else "", "yes" if told else None)


QUESTIONS: dict[str, Callable[[Named, Vocabulary], Asked]] = {
    "actor": actor,
    "success": success,
    "mishap": mishap,
    "farewell": farewell,
    "reminder": reminder,
    "stage": stage,
}


def figures(asked: list[Asked]) -> dict[str, float | int | None]:
    """Precision of what is told, recall of what there is to tell."""
    told = [one for one in asked if one.true is not None and one.told is not None]
    there = [one for one in asked if one.true not in {None, "", "company|"}]
    right = sum(not one.wrong for one in told)
    found = sum(one.told is not None and not one.wrong for one in there)
    return {
        "told": len(told),
        "wrong": len(told) - right,
        "precision": round(right / len(told), 3) if told else None,
        "to_tell": len(there),
        "recall": round(found / len(there), 3) if there else None,
    }


def left(asked: list[Asked]) -> dict[str, int]:
    """Acts of the company, and those of them that would count as the customer's because no word tells."""
    own = [one for one in asked if one.true == "company"]
    return {"company": len(own), "left_to_customer": sum(one.told != "company" for one in own)}


def measured(half: str, languages: tuple[str, ...], words: Vocabulary) -> Iterator[tuple[str, str, list[Asked]]]:  # fmt: skip
    """Language, question, answers; `all` languages at the end."""
    names = {language: read(half, language) for language in languages}
    for question, ask in QUESTIONS.items():
        every: list[Asked] = []
        for language, own in names.items():
            asked = [ask(one, words) for one in own]
            every += asked
            yield language, question, asked
        yield "all", question, every


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--half",
        choices=("tuned", "held_out", "found_1", "found_2", "found_3", "found_4"),
        default="tuned",
    )
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--language", default=",".join(LANGUAGES))
    parser.add_argument("--question", default=",".join(QUESTIONS))
    args = parser.parse_args()
    if args.errors and args.half in {"held_out", "found_4"}:
        sys.exit("the errors of names put aside stay unread")
    half = args.half
    words = builtin()
    languages = tuple(
        lang for lang in args.language.split(",") if (HERE / half / f"{lang}.tsv").exists()
    )
    rows: list[dict[str, object]] = []
    for language, question, asked in measured(half, languages, words):
        if question not in args.question.split(","):
            continue
        row: dict[str, object] = {**figures(asked), **(left(asked) if question == "actor" else {})}
        rows.append({"half": half, "language": language, "question": question, **row})
        print(
            f"{question:9} {language:4} "
            + "  ".join(f"{key} {value}" for key, value in row.items())
        )
        if args.errors and language != "all":
            for one in asked:
                if one.wrong or one.missed:
                    print(
                        f"    {'WRONG ' if one.wrong else 'silent'} {one.name!r}: {one.true or 'no'}, told {one.told}"
                    )
    names = [one.name for language in languages for one in read(half, language)]
    started = time.process_time()
    for name in names:
        for ask in QUESTIONS.values():
            ask(Named(name, "?", "?", "?"), words)
    each = 1e6 * (time.process_time() - started) / len(names)
    print(f"{each:.0f} microseconds of CPU for all questions to one name")
    path = HERE / "figures.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else []
    kept = [row for row in kept if (row["half"], row["language"], row["question"]) not in {(row["half"], row["language"], row["question"]) for row in rows}]  # fmt: skip
    path.write_text(json.dumps(kept + rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
