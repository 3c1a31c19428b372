"""Mappings proposed and tried, without a workspace: what a table would become, and what would be lost.

In: a file, answers to what it cannot say itself.  Out: a `Proposed`: each column with its role,
confidence and reason, the mapping as a file, the first events as they would come out, and a bridge from
rows to events; or, for a mapping that somebody wrote, a `Trial`. Texts are masked: a preview is shown
on screens and in bug reports.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from desireline.engines import Engine, open_engine, quote, quote_paths
from desireline.errors import AmbiguityError, DesirelineError, InputError
from desireline.language import mask
from desireline.pipeline import bridging
from desireline.pipeline.answered import Ask
from desireline.sources import (
    FileReport,
    Unit,
    open_questions,
    parse,
    recognise,
    settled_body,
    written,
)

_FIRST = 8
_SHOWN = (
    "source_line",
    "subject",
    "at",
    "activity",
    "channel",
    "rating",
    "value",
    "outcome",
    "text",
)
"""Of the first events."""
_EXAMPLE = 160


@dataclass(slots=True, kw_only=True)
class Trial:
    """What reading files with a mapping gives, without keeping it."""

    files: list[FileReport] = field(default_factory=list[FileReport])
    activities: dict[str, int] = field(default_factory=dict[str, int])
    subjects: int = 0
    ratings: int = 0
    first: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """The first events, texts masked."""
    lost: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Rows that would be set aside: code, reason, count, line and masked example."""

    def as_dict(self) -> dict[str, Any]:
        """The object that `mapping test --json` prints."""
        return asdict(self)


@dataclass(slots=True, kw_only=True)
class Proposed:
    """What one table was taken for."""

    path: str
    format: str
    shape: str
    """`known` when a shipped mapping or a reader knows it already."""
    mapping: str | None
    columns: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """column, role, confidence, reason: the used ones first."""
    unused: list[str] = field(default_factory=list[str])
    """Columns that no role was found for: kept with the events as attributes."""
    questions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    warnings: list[str] = field(default_factory=list[str])
    toml: str = ""
    preview: Trial | None = None

    def as_dict(self) -> dict[str, Any]:
        """The object that `mapping propose --json` prints."""
        return asdict(self)


def propose_mapping(
    path: Path, *, answers: Mapping[str, str], ask: Ask | None, name: str
) -> Proposed:
    """Propose a mapping for one table.

    Raises:
        InputError: the file cannot be read or guessed, or a question is open that nobody answered.
    """
    recognised = recognise([path])
    unit = _one(recognised.units, recognised.refused, path)
    given = dict(answers)
    proposal = unit.options.get("proposal")
    found = Proposed(
        path=unit.samples[0].shown,
        format=unit.format,
        shape="known" if proposal is None else proposal.shape,
        mapping=unit.mapping if proposal is None else None,
    )
    if proposal is None:
        found.preview = _try([unit], given)
        return found
    for question in open_questions(unit, given):
        found.questions.append(
            {
                "key": question.option.split("@")[0],
                "asked": question.question,
                "choices": question.choices,
                "free": question.free,
            }
        )
        if ask is not None:
            given[question.option] = ask(question, found.path)
    found.columns = [
        {
            "column": column,
            "role": finding.role,
            "confidence": finding.confidence,
            "reason": finding.reason,
            **({"scale": _scale(finding.details)} if "worst" in finding.details else {}),
        }
        for finding in proposal.findings
        for column in (finding.columns or ("",))
    ]
    found.unused = [column for column in unit.samples[0].columns if column not in proposal.used]
    try:
        body, found.warnings = settled_body(proposal, found.path, given)
    except AmbiguityError as question:
        # the file can be written with the gap; only the preview needs the answer
        found.warnings = [question.message]
        found.toml = written(proposal, proposal.body, name=name)
        return found
    found.toml = written(proposal, body, name=name)
    found.preview = _try([unit], given)
    return found


def _scale(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: details[name] for name in ("worst", "best", "not_applicable") if name in details}


def _one(units: Sequence[Unit], refused: Sequence[FileReport], path: Path) -> Unit:
    if units:
        return units[0]
    if refused and refused[0].error is not None:
        error = refused[0].error
        raise InputError(error["message"], hint=error["hint"], code=error["code"])
    raise InputError(
        f"Nothing to read in {path}.", hint="Name a file with a table.", code="input.nothing"
    )


def try_mapping(mapping: Path, paths: Sequence[Path], *, answers: Mapping[str, str]) -> Trial:
    """Read files with a mapping and keep nothing.

    Raises:
        InputError: the mapping is wrong or fits none of the files.
    """
    found = recognise(paths, mapping=mapping)
    trial = _try(found.units, answers)
    trial.files += found.refused
    return trial


def _try(units: Sequence[Unit], answers: Mapping[str, str]) -> Trial:
    trial = Trial()
    with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
        staged: list[Path] = []
        quarantined: list[Path] = []
        for unit in units:
            try:
                parsed = parse(
                    unit, staging=Path(folder), options=answers, progress=lambda *_: None
                )
            except AmbiguityError:
                raise
            except DesirelineError as error:
                shown = unit.samples[0].shown
                trial.files.append(FileReport(path=shown, error=error.as_dict()))
                continue
            bridging.count_rows(parsed, Path(folder))
            trial.files += parsed.reports
            staged += parsed.with_events
            quarantined += [*parsed.quarantined, *parsed.refused]
        engine = open_engine()
        try:
            _look(engine, trial, staged, quarantined)
        finally:
            engine.close()
    return trial


def _look(engine: Engine, trial: Trial, staged: list[Path], quarantined: list[Path]) -> None:
    if staged:
        source = f"read_parquet({quote_paths(staged)}, union_by_name = true)"
        trial.activities = dict(
            engine.rows(
                f"SELECT activity, count(*) FROM {source} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50"
            )
        )
        trial.subjects, trial.ratings = engine.rows(
            f"SELECT count(DISTINCT subject), count(rating) FROM {source}"
        )[0]
        shown = ", ".join(map(quote, _SHOWN))
        rows = engine.rows(
            f"SELECT {shown} FROM {source} ORDER BY source_line, activity LIMIT {_FIRST}"
        )
        trial.first = [_event(dict(zip(_SHOWN, row, strict=True))) for row in rows]
    if quarantined:
        rows = engine.rows(
            "SELECT code, min(reason), count(*), min(source_line), min(content) FROM "
            f"read_parquet({quote_paths(quarantined)}) GROUP BY code ORDER BY 3 DESC"
        )
        trial.lost = [
            {"code": c, "reason": r, "rows": n, "line": line, "example": masked(content)}
            for c, r, n, line, content in rows
        ]


def _event(row: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if value is not None}
    shown["at"] = row["at"].isoformat()
    shown["subject"] = masked(str(row["subject"]))
    for name in ("rating", "value"):
        if name in shown:
            shown[name] = float(shown[name])
    if "text" in shown:
        shown["text"] = masked(str(shown["text"]))
    return shown


def masked(content: str | None) -> str:
    """A short piece of a row without names, addresses and numbers of people."""
    return mask(re.sub(r"\s+", " ", content or "")).text[:_EXAMPLE]
