"""The bench: cases, measures, how a row is judged, the table.

In: companies with their truth.  Out: for each row of each measure its bar, what a naive method
reaches, what Desireline reaches over all seeds, and whether that is enough.
One measure is one module in `measures/` with `ROWS` and `take(case)`; it is found by being there.
"""

from __future__ import annotations

import csv
import importlib
import json
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from pathlib import Path
from typing import Any

import measures
from company import Company, make
from plan import PLANS

DESIRELINE, NAIVE = "Desireline", "naive"
USUAL = {"memory": ("full", "four", "null"), "files": ("full", "four", "null")}
"""Companies that a measure takes when it has no `CASES` of its own: plans by way."""
Sample = tuple[str, str, float]
"""Key of a row, whose figure (DESIRELINE or NAIVE), value."""


@dataclass(kw_only=True)
class Case:
    """One company and one way in which the product sees it."""

    company: Company
    plan: str
    way: str
    """`memory` or `files`."""
    folder: Path | None = None
    """With files: the workspace after import. `folder.with_name("exports")` has the files."""

    @cached_property
    def data(self) -> Any:
        """In memory: what `insights.run(case.data, PURPOSE, [names])` takes."""
        from memory import in_memory

        return in_memory(self.company)

    def book(self, *names: str) -> Any:
        """In memory: the book of these modules."""
        from memory import PURPOSE

        from desireline import insights

        return insights.run(self.data, PURPOSE, list(names))

    @cached_property
    def insights(self) -> list[dict[str, Any]]:
        """With files: what `desireline insights --json` prints."""
        return json.loads(desireline("insights", "--json", "-w", str(self.folder)))

    def export(self, table: str) -> list[dict[str, str]]:
        """With files: the rows of `desireline export TABLE`."""
        assert self.folder is not None
        path = self.folder.with_name(f"{table}.csv")
        desireline("export", table, "-o", str(path), "-w", str(self.folder))
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def null(self) -> bool:
        return self.plan == "null"

    def close(self) -> None:
        """Free what was opened."""
        if "data" in self.__dict__:
            self.data.engine.close()


def desireline(*arguments: str, may_refuse: bool = False) -> str:
    """Run the product's own command; what it printed. An import may refuse some files, as it does with a newcomer's."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "desireline", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 and not (
        may_refuse and " events added, " in done.stderr + done.stdout
    ):
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


# -- judging ------------------------------------------------------------------------------------
Judge = Callable[[Sequence[float]], bool | None]
"""True: reached; False: missed; None: more companies are needed to tell."""


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def at_least(bar: float) -> Judge:
    return lambda values: mean(values) >= bar


def reaches(bar: float) -> Judge:
    """Each value is one company's: missed where the mean lies below by two standard errors."""

    def judge(values: Sequence[float]) -> bool | None:
        if mean(values) >= bar:
            return True
        n, middle = len(values), mean(values)
        spread = sqrt(sum((v - middle) ** 2 for v in values) / max(n - 1, 1) / max(n, 1))
        return False if n > 1 and middle + 2 * spread < bar else None

    return judge


def at_most(bar: float) -> Judge:
    return lambda values: mean(values) <= bar


def covers(values: Sequence[float]) -> bool | None:
    """Each value is 1 where an interval held the truth. Fail when a binomial test of .95 gives p < .01 and
    the share lies outside 93-97 %; pass when the 95 % interval of the coverage lies in 91-98.5 %.
    """
    from scipy.stats import beta, binomtest

    n, hits = len(values), int(sum(values))
    if n == 0:
        return None
    if not 0.93 <= hits / n <= 0.97 and binomtest(hits, n, 0.95).pvalue < 0.01:
        return False
    low = beta.ppf(0.025, hits, n - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, n - hits) if hits < n else 1.0
    return True if low >= 0.91 and high <= 0.985 else None


_FEWEST = 30
"""Companies under which a mean error tells nothing."""


def small_bias(values: Sequence[float]) -> bool | None:
    """Each value is an error in units of its own standard error: |mean| < .2, given at least 400."""
    if len(values) < _FEWEST:
        return None
    middle = mean(values)
    spread = sqrt(sum((v - middle) ** 2 for v in values) / (len(values) - 1) / len(values))
    if abs(middle) - 2 * spread > 0.2:
        return False
    return abs(middle) < 0.2 if len(values) >= 400 else None


def bias_left(part: float) -> Callable[[Sequence[float], Sequence[float]], bool | None]:
    """Each value is an error: the mean of ours is less than a part of the mean of the naive ones.

    Missed where it lies beyond by two standard errors; reached on 30 companies or more.
    """

    def judge(ours: Sequence[float], naive: Sequence[float]) -> bool | None:
        off, bar, n = abs(mean(ours)), part * abs(mean(naive)), len(ours)
        spread = sqrt(sum((v - mean(ours)) ** 2 for v in ours) / max(n - 1, 1) / n)
        if n > 1 and off - 2 * spread > bar:
            return False
        return True if off < bar and n >= _FEWEST else None

    return judge


def rare(bar: float) -> Judge:
    """Each value is 1 where something false was claimed: fails when more than `bar` beyond chance."""

    def judge(values: Sequence[float]) -> bool | None:
        from scipy.stats import binomtest

        if not values:
            return None
        hits = int(sum(values))
        if hits / len(values) <= bar:
            return True
        return False if binomtest(hits, len(values), bar, "greater").pvalue < 0.01 else None

    return judge


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    key: str
    title: str
    bar: str
    judge: Judge
    digits: int = 3
    against: Callable[[Sequence[float], Sequence[float]], bool | None] | None = None
    """Where the bar is set by the naive method: judges ours beside its figures."""


# -- running ------------------------------------------------------------------------------------
@dataclass
class Figures:
    """Samples by (measure, row, plan, way, size, side)."""

    samples: dict[tuple[str, ...], list[float]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, path: Path | None) -> Figures:
        """Figures of earlier companies; none where there is no such file."""
        figures = cls()
        if path is not None and path.exists():
            for key, values in json.loads(path.read_text("utf-8")):
                figures.samples[tuple(key)] = values
        return figures

    def write(self, path: Path) -> None:
        path.write_text(json.dumps([[list(k), v] for k, v in self.samples.items()]), "utf-8")

    def add(self, measure: str, case: Case, size: int, samples: Iterable[Sample]) -> None:
        for key, side, value in samples:
            self.samples[measure, key, case.plan, case.way, str(size), side].append(float(value))


def modules(wanted: Sequence[str] = ()) -> dict[str, Any]:
    """All measures, or those named."""
    names = sorted(one.name for one in pkgutil.iter_modules(measures.__path__))
    return {
        name: importlib.import_module(f"measures.{name}")
        for name in names
        if not wanted or name in wanted
    }


def taking(chosen: dict[str, Any], plan: str, way: str) -> dict[str, Any]:
    """Those measures that take such companies."""
    return {
        name: one
        for name, one in chosen.items()
        if plan in getattr(one, "CASES", USUAL).get(way, ())
    }


@contextmanager
def case_of(plan: str, way: str, *, seed: int, customers: int, folder: Path) -> Generator[Case]:
    """Make a company and let the product see it."""
    company = make(PLANS[plan], seed=seed, customers=customers)
    case = Case(company=company, plan=plan, way=way)
    if way == "files":
        from files import write

        exports, workspace = folder / "exports", folder / "workspace"
        recipe = write(company, exports)
        desireline("init", str(workspace))
        (workspace / "recipe.toml").write_text(recipe, encoding="utf-8")
        desireline("import", str(exports), "-w", str(workspace))
        case.folder = workspace
    try:
        yield case
    finally:
        case.close()


def table(figures: Figures, chosen: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Rows of the printed table, as data; `chosen` has the `ROWS` of each measure by its name."""
    out: list[dict[str, Any]] = []
    chosen = chosen or modules()
    groups = sorted({key[:5] for key in figures.samples}, key=lambda k: (k[0], k[2:], k[1]))
    for measure, key, plan, way, size in groups:
        row = next(one for one in chosen[measure].ROWS if one.key == key)
        ours = figures.samples.get((measure, key, plan, way, size, DESIRELINE), [])
        naive = figures.samples.get((measure, key, plan, way, size, NAIVE), [])
        verdict = None
        if ours:
            verdict = row.against(ours, naive) if row.against else row.judge(ours)
        out.append(
            {
                "measure": measure,
                "row": row.title,
                "company": f"{plan} {size} {way}",
                "bar": row.bar,
                "naive": round(mean(naive), row.digits) if naive else None,
                "desireline": round(mean(ours), row.digits) if ours else None,
                "n": len(ours),
                "reached": {True: "yes", False: "NO", None: "more companies needed"}[verdict],
            }
        )
    return out


def show(rows: list[dict[str, Any]]) -> None:
    """Print the table."""
    heads = ("measure", "row", "company", "bar", "naive", "desireline", "n", "reached")
    cells = [[("-" if row[h] is None else str(row[h])) for h in heads] for row in rows]
    widths = (
        [max(len(h), *(len(c[i]) for c in cells)) for i, h in enumerate(heads)] if cells else []
    )
    for line in ([list(heads)] if cells else []) + cells:
        print(
            "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        )
