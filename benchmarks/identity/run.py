"""Who is one customer: measured through the product's own import and export, beside two baselines.

    python benchmarks/identity/run.py                     # everything that is there
    python benchmarks/identity/run.py --only companies --seeds 3

Public lists (FEBRL 1 and 4, fake_1000) are read from `../shared/data`, where that exists. Companies
are invented (`world.py`), with the truth planted; `strict` counts whoever is joined with a number that
several people use as joined with a stranger. Each figure is precision, recall and F1 over pairs of
records; the baselines are the closure over exact keys, and Splink as its own documentation sets it up.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

import world

import desireline as dl

SHARED = Path(__file__).parents[3] / "shared" / "data"
FEBRL = SHARED / "identity_febrl"
FAKE = SHARED / "identity_splink_fake1000" / "fake_1000.csv"
Row = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("lists", "companies"))
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--people", type=int, default=500)
    options = parser.parse_args()
    print(f"{'data':<14}{'method':<26}{'precision':>10}{'recall':>8}{'F1':>8}{'CPU s':>8}")
    if options.only != "companies":
        for name, files, truth in _lists():
            _measure_list(name, files, truth)
    if options.only != "lists":
        for seed in range(1, options.seeds + 1):
            _measure_company(seed, options.people)


def _lists() -> list[tuple[str, list[Path], Callable[[Row], str]]]:
    found: list[tuple[str, list[Path], Callable[[Row], str]]] = []
    if FEBRL.exists():
        person: Callable[[Row], str] = lambda row: row["rec_id"].split("-")[1]  # noqa: E731
        found.append(("FEBRL 1", [FEBRL / "dataset1.csv"], person))
        found.append(("FEBRL 4", [FEBRL / "dataset4a.csv", FEBRL / "dataset4b.csv"], person))
    if FAKE.exists():
        found.append(("fake_1000", [FAKE], lambda row: row["cluster"]))
    return found


def _measure_list(name: str, files: Sequence[Path], truth: Callable[[Row], str]) -> None:
    rows = [row for file in files for row in _read(file)]
    who = {row.get("rec_id", row.get("unique_id", "")): truth(row) for row in rows}
    found, seconds = _ours(files)
    records = sorted(found)
    people = [who[record.partition(":")[2]] for record in records]
    _say(name, "Desireline", [found[record] for record in records], people, seconds)
    facts = {row.get("rec_id", row.get("unique_id", "")): row for row in rows}
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        row = facts[record.partition(":")[2]]
        for column in ("soc_sec_id", "email"):
            if row.get(column):
                by_key[column, row[column].lower()].append(place)
    _say(name, "exact keys, closure", _closure(len(records), by_key), people, None)
    begun = time.process_time()
    default = _splink(rows)
    _say(
        name,
        "Splink, as documented",
        default,
        [truth(row) for row in rows],
        time.process_time() - begun,
    )


def _measure_company(seed: int, people: int) -> None:
    company = world.build(seed, people)
    with tempfile.TemporaryDirectory() as folder:
        world.write(company, Path(folder))
        found, seconds = _ours([Path(folder)])
    every = sorted(found)
    strict = company.people(every)
    _say(f"company {seed}", "Desireline, strict", [found[one] for one in every], strict, seconds)
    # a number or mailbox that several people use has no right answer
    subjects = [one for one in every if one not in company.shared]
    who = company.people(subjects)
    _say(f"company {seed}", "Desireline", [found[one] for one in subjects], who, None)
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    written = company.written
    for place, subject in enumerate(subjects):
        for key in written[subject]:
            by_key[key].append(place)
    _say(f"company {seed}", "exact keys, closure", _closure(len(subjects), by_key), who, None)


def _ours(paths: Sequence[Path]) -> tuple[dict[str, str], float]:
    """Import, export, read back: subject -> customer."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        with dl.open(Path(folder) / "workspace") as workspace:
            workspace.add(*paths)
            seconds = time.process_time() - begun
            workspace.export("identities", Path(folder) / "identities.csv")
        rows = _read(Path(folder) / "identities.csv")
    return {row["subject"]: row["customer_id"] for row in rows}, seconds


def _read(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return [{name.strip(): (value or "").strip() for name, value in row.items()} for row in rows]


def _closure(count: int, by_key: dict[Hashable, list[int]]) -> list[int]:
    home = list(range(count))

    def find(one: int) -> int:
        while home[one] != one:
            home[one] = home[home[one]]
            one = home[one]
        return one

    for members in by_key.values():
        for other in members[1:]:
            home[find(other)] = find(members[0])
    return [find(one) for one in range(count)]


def _splink(rows: list[Row]) -> list[Hashable]:
    """Splink as its documentation sets it up for such data: its own comparisons, threshold and clusters."""
    import duckdb
    import pyarrow as pa
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = [
        {"unique_id": n, **{key: value or None for key, value in row.items() if key not in {"rec_id", "unique_id", "cluster"}}}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    if "soc_sec_id" in rows[0]:
        comparisons = [
            compare.NameComparison("given_name"), compare.NameComparison("surname"),
            compare.LevenshteinAtThresholds("date_of_birth", [1]),
            compare.LevenshteinAtThresholds("soc_sec_id", [2]),
            compare.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            compare.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ]  # fmt: skip
        blocks = [
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
        ]
        sure = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
        lessons = [block_on("date_of_birth"), block_on("postcode")]
    else:
        comparisons = [
            compare.NameComparison("first_name"), compare.NameComparison("surname"),
            compare.LevenshteinAtThresholds("dob", [1]),
            compare.ExactMatch("city").configure(term_frequency_adjustments=True),
            compare.EmailComparison("email"),
        ]  # fmt: skip
        blocks = [block_on("first_name", "city"), block_on("surname")]
        sure = [block_on("first_name", "dob"), block_on("email")]
        lessons = [block_on("first_name", "surname"), block_on("dob")]
    connection = duckdb.connect()
    connection.register("records", pa.Table.from_pylist(table))
    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocks,
    )
    linker = Linker(api.register("records"), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for lesson in lessons:
        linker.training.estimate_parameters_using_expectation_maximisation(lesson)
    pairs = linker.inference.predict(threshold_match_probability=0.95)
    found = connection.sql(
        f"SELECT unique_id_l, unique_id_r FROM {pairs.physical_name}"
    ).fetchall()
    return list(_closure(len(rows), {n: list(pair) for n, pair in enumerate(found)}))


def _say(
    data: str,
    method: str,
    groups: Sequence[Hashable],
    people: Sequence[Hashable],
    seconds: float | None,
) -> None:
    right, claimed, true = (
        _pairs(one) for one in (zip(groups, people, strict=True), groups, people)
    )
    precision, recall = right / max(claimed, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    cpu = "" if seconds is None else f"{seconds:8.1f}"
    print(f"{data:<14}{method:<26}{precision:>10.4f}{recall:>8.4f}{f1:>8.4f}{cpu}", flush=True)


def _pairs(labels: object) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
