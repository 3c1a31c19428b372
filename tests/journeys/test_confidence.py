from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

DAY = 86_400


def desireline(*words: str, folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "desireline", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def write_cases(path: Path, cases: int = 16) -> None:
    """Everybody goes Open, Plan, Work, Check, Close; half of them begin with `Wander`, half end with it."""
    steps = ("Open", "Plan", "Work", "Check", "Close")
    lines = ["case:concept:name,concept:name,time:timestamp"]
    for case in range(cases):
        path_of_case: list[str] = [*steps]
        path_of_case.insert(0 if case % 2 else len(steps), "Wander")
        lines += [
            f"{case},{step},2026-01-{1 + case % 20:02}T{hour + 8:02}:00:00Z"
            for hour, step in enumerate(path_of_case)
        ]
    path.write_text("\n".join(lines) + "\n")


def test_the_stages_that_are_written_say_how_sure_they_are(tmp_path: Path) -> None:
    write_cases(tmp_path / "log.csv")

    desireline("init", "w", folder=tmp_path)
    desireline("import", "log.csv", "-w", "w", folder=tmp_path)
    desireline("export", "stages", "-w", "w", "-o", "stages.csv", folder=tmp_path)

    rows = list(csv.DictReader((tmp_path / "stages.csv").read_text().splitlines()))
    sure = {row["touchpoint"]: float(row["confidence"]) for row in rows}
    assert set(sure) == {"Open", "Plan", "Work", "Check", "Close", "Wander"}
    assert max(sure.values()) == 1
    assert 0 < sure["Wander"] < 1


def test_a_known_name_is_sure_and_a_stranger_is_as_sure_as_its_neighbours(company: Any) -> None:
    def visit(number: int, *deeds: str) -> list[dict[str, Any]]:
        return [
            {"subject": f"u:{number}", "at": number * DAY + i, "activity": deed}
            for i, deed in enumerate(deeds)
        ]

    company.add(
        [
            event
            for number in range(64)
            for event in visit(
                number,
                "search",
                *(["zzz"] if number % 2 else []),
                "view item",
                "begin checkout",
                "qqq",
                "purchase",
            )
        ]
    )

    company.refresh()

    found = {
        name: (stage, sure)
        for name, stage, sure in company.rows("""
            SELECT t.name, g.name, confidence FROM touchpoints t JOIN stages g ON t.stage = g.code""")
    }
    assert found["Search"] == ("explore", 1)
    assert found["Qqq"] == ("buy", 1)
    assert found["Zzz"][1] <= 1


def test_logging_in_stands_where_it_is_done(make_company: Any) -> None:
    def of(*deeds: str) -> dict[str, str]:
        company = make_company()
        company.add(
            [
                {"subject": f"u:{n}", "at": n * DAY + i, "activity": deed}
                for n in range(20)
                for i, deed in enumerate(deeds)
            ]
        )
        company.refresh()
        return dict(
            company.rows("""
            SELECT t.name, g.name FROM touchpoints t JOIN stages g ON t.stage = g.code""")
        )

    checkout = of("search", "view item", "begin checkout", "login", "add shipping info")
    at_home = of("search", "purchase", "sign up", "login", "device used")

    assert checkout["Log in"] == "buy"
    assert at_home["Log in"] == "use"
