"""The truth bench itself: what it plants is there, and its table is made by the real product."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

TRUTH = Path(__file__).parents[2] / "benchmarks" / "truth"


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The generator, as a module of its own folder."""
    monkeypatch.syspath_prepend(str(TRUTH))
    import company

    return company


def bench(*arguments: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, str(TRUTH / "run.py"), "--json", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_the_same_seed_is_the_same_company_and_another_seed_is_another(truth: ModuleType) -> None:
    from plan import FULL

    first, again, other = (truth.make(FULL, seed=seed, customers=60) for seed in (1, 1, 2))
    assert first.happenings == again.happenings
    assert first.happenings != other.happenings
    assert len(first.buyers) == 60


def test_a_planted_effect_is_what_staying_shows_when_the_chance_is_compared(
    truth: ModuleType,
) -> None:
    from plan import FULL

    made = truth.make(FULL, seed=3, customers=1_500)
    known = [one for one in made.buyers if one.stayed is not None]
    hits = [one.stayed - one.chance for one in known]
    assert abs(sum(hits) / len(hits)) < 0.04, "staying follows the chance that the truth tells"
    naive, _, _ = made.naive_effect("welcome call")
    assert made.effect("welcome call") - naive > 0.06, "who is called was likely to leave anyway"


def test_a_promise_that_was_broken_is_not_undone_by_one_that_is_kept_later(
    truth: ModuleType,
) -> None:
    from plan import BROKEN, FULL

    made = truth.make(FULL, seed=3, customers=600)
    promises: dict[int, list[bool]] = {}
    for one in sorted(made.promises, key=lambda it: it.due_at):
        promises.setdefault(one.person, []).append(one.kept_at is not None)
    met = {number: made.people[number].met[BROKEN.name] for number in promises}
    assert met == {number: not all(kept) for number, kept in promises.items()}
    assert any(kept[-1] and not all(kept) for kept in promises.values())
    # the first promise is judged: whoever is let down by a later one instead loses as much
    ended = [kept for who, kept in promises.items() if made.people[who].stayed is not None]
    spared = sum(all(later) for _, *later in ended) / len(ended)
    assert made.effect(BROKEN.name) == pytest.approx(-0.18 * spared)
    assert 0.8 < spared < 0.95


def test_nothing_is_planted_in_a_null_company(truth: ModuleType) -> None:
    from plan import CONDITIONS, NULL

    made = truth.make(NULL, seed=1, customers=50)
    assert {made.effect(one.name) for one in CONDITIONS} == {0.0}


def test_a_company_kept_on_disk_is_written_as_one_in_memory(
    truth: ModuleType, tmp_path: Path
) -> None:
    import files
    import spool
    from plan import FULL

    kept = spool.Spool(tmp_path / "spool")
    for name, where in (("memory", None), ("disk", kept)):
        files.write(truth.make(FULL, seed=4, customers=40, spool=where), tmp_path / name)
    assert len(kept) > 400
    for path in sorted((tmp_path / "memory").iterdir()):
        assert (tmp_path / "disk" / path.name).read_bytes() == path.read_bytes()


def test_the_table_of_a_small_company_in_memory() -> None:
    rows = bench("--quick", "--ways", "memory", "--plans", "full", "--only", "dropoffs")
    error = next(row for row in rows if row["row"] == "error of the exit share")
    assert error["n"] == 9
    assert 0 < float(str(error["desireline"])) < 0.05


def test_what_is_said_first_of_a_small_company_is_judged() -> None:
    rows = bench("--quick", "--ways", "memory", "--plans", "full", "--only", "firsts")
    told = {row["row"]: (row["desireline"], row["naive"]) for row in rows}
    # the leak is told first; where answers are worst nothing is lost
    assert told["it names a planted harm"] == (1.0, 0.0)
    assert told["an action would change what costs nothing"][0] == 0.0


NAMED = {
    "bank": "Document Rejected",
    "boards": "Import failed costs success",
    "insurer": "Unterlagen erneut angefordert",
    "supplier": "Entrega parcial",
}
"""A claim by kind that names what is planted as a harm."""


@pytest.mark.parametrize("kind", sorted(NAMED))
def test_a_company_of_another_kind_is_the_same_for_the_same_seed(
    truth: ModuleType, tmp_path: Path, kind: str
) -> None:
    assert truth
    write = import_module(f"strangers.{kind}").write
    told = [write(tmp_path / str(n), seed=seed, customers=40) for n, seed in enumerate((3, 3, 4))]
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / str(n)).iterdir()} for n in range(3)
    ]
    assert files[0] == files[1] != files[2]
    assert told[0].named(NAMED[kind]) in told[0].points
    assert not write(tmp_path / "null", seed=3, customers=40, planted=False).points


def _said(kind: str, words: str, **fields: object) -> dict[str, object]:
    nothing = dict.fromkeys(("touchpoint", "condition", "metric", "outcome", "value", "date"))
    return {**nothing, "kind": kind, "words": words, "verdict": "shown", **fields}


def test_what_is_told_of_a_company_of_another_kind_is_judged_by_what_was_planted(
    truth: ModuleType,
) -> None:
    assert truth
    from strangers.judging import samples
    from strangers.telling import Promise, Truth

    promises = [Promise(customer="a", made=1, due=day, kept=day > 2) for day in (2, 3, 4, 5, 99)]
    planted = Truth(
        harms={"refused": ("refused",), "late": ("late",)},
        harmless={"colour": ("colour",), "queue": ("queue",)},
        points={"refused": -0.3, "late": -0.2},
        changes={"queue": 100.0},  # the 11th of December 2024
        promises=promises,
    )
    share = {"metric": "share", "low": -0.35, "high": -0.1}
    told = [
        _said("moment", "Papers refused: fewer stay", value=-0.25, **share),
        _said("moment", "A new colour: fewer stay", value=-0.2, **share),
        _said("change", "", touchpoint="Queue", date="2024-12-20"),
        _said("change", "", touchpoint="Colour", date="2024-12-24"),
        _said("change", "", touchpoint="Colour", date="2025-03-01"),
        _said("effort", "", metric="broken promises", value=0.3, low=0.2, high=0.4, n=4),
    ]
    found: dict[str, list[float]] = {}
    for key, value in samples(planted, [], told, days=50):
        found.setdefault(key, []).append(float(value))
    assert found["cause"] == [1, 0]  # lateness was planted, and is told by nothing
    assert found["cause_sign"] == [1]
    assert found["cause_held"] == [1]
    assert found["cause_false"] == [1]  # the colour costs nothing
    assert found["change"] == [1]
    assert found["change_false"] == [1]  # March; that of the 24th may follow from the queue's
    assert found["promise_held"] == [1]  # one of the four that fell due: .25
    assert found["promise_off"] == [pytest.approx(0.05)]


JUDGED = ("moments", "dropoffs", "personas", "effort", "changes", "paths", "surveys", "impact")
"""What four companies can judge, or at least refute; pains, what-if and null companies need many more seeds."""


@pytest.mark.slow
def test_the_bars_that_can_be_judged_in_minutes_are_reached() -> None:
    rows = bench("--seeds", "4", "--ways", "memory", "--plans", "full", "null", "--only", *JUDGED)
    assert [row for row in rows if row["reached"] == "NO"] == []


@pytest.mark.slow
def test_the_public_commands_read_a_company_from_files() -> None:
    rows = bench("--seeds", "1", "--ways", "files", "--plans", "full", "--only", "reading")
    assert {row["reached"] for row in rows} == {"yes"}
