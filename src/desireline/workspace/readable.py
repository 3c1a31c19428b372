"""Readable: all that is kept of one person as a document for people, in Markdown or HTML.

In: what `access.collect` gathered.  Out: text. Both forms are made from the same pages, so that neither
says more than the other. The HTML loads nothing from anywhere.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Row = dict[str, Any]
_ASIDE = {
    "source", "subject", "at", "activity", "text", "event_id", "source_file", "source_line",
    "received_at", "attributes", "channel", "actor", "identifiers", "zone", "date_only", "record",
}  # fmt: skip
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1d2430; max-width: 60rem; margin: 3rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; }
p { margin: .25rem 0 1rem; color: #4a5568; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th { text-align: left; font-weight: 600; border-bottom: 2px solid #cbd2dc; }
td, th { padding: .4rem .75rem .4rem 0; vertical-align: top; overflow-wrap: anywhere; }
td { border-bottom: 1px solid #e4e8ee; } td:first-child { white-space: nowrap; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the document: a table with what it is."""

    title: str
    words: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]


def sections(data: Row) -> list[Section]:
    """Cut what was gathered into tables; empty ones are left out."""
    made = [
        Section(
            title="Under which names you are known",
            words="Each row is one tool's name for you, and why it is taken for you.",
            columns=("Tool", "Name", "Certainty", "Why"),
            rows=[
                (r["source"], r["subject"], f"{r['confidence']:.0%}", r.get("reason", ""))
                for r in data["identities"]
            ],
        ),
        Section(
            title="How else you can be reached or recognised",
            words="Addresses, numbers and names in your records. Shared ones belong to others too.",
            columns=("What", ""),
            rows=[(name, "") for name in data["identifiers"]]
            + [(name, "shared with others") for name in data["shared_identifiers"]],
        ),
        Section(
            title="What happened",
            words="Every event, in order of time, as the tools recorded it.",
            columns=("When (UTC)", "Tool", "What", "Said", "More"),
            rows=[_event(row) for row in data["events"]],
        ),
        Section(
            title="What you said, and how it was read",
            words="Made by a program from your words: a guess, from -1 (upset) to 1 (glad).",
            columns=("When (UTC)", "Speaker", "Words (masked)", "Feeling", "Because of", "Method"),
            rows=[
                (
                    _time(r["at"]),
                    r["speaker"],
                    r.get("text_masked", ""),
                    _number(r.get("feeling")),
                    r.get("cause", ""),
                    r.get("method", ""),
                )
                for r in data["utterances"]
            ],
        ),
        *(_journey(row) for row in data["journeys"]),
        Section(
            title="Your words on journey maps",
            words="Quoted without your name.",
            columns=("Map", "Quote"),
            rows=[(row["map"], row["text"]) for row in data["quotes_on_maps"]],
        ),
        Section(
            title="Rows that could not be read",
            words="Kept as they came, with the reason.",
            columns=("File", "Reason", "Row"),
            rows=[
                (
                    f"{r['source_file']}, line {r.get('source_line', '?')}",
                    r["reason"],
                    r["content"],
                )
                for r in data["set_aside"]
            ],
        ),
        *(
            Section(
                title=f"Also kept: {name}",
                words="For computing.",
                columns=("Row",),
                rows=[(_words(row),) for row in rows],
            )
            for name, rows in data["other"].items()
        ),
    ]
    return [section for section in made if section.rows]


def to_markdown(data: Row) -> str:
    """Write the document as Markdown."""
    parts = [f"# {_title(data)}", _introduction(data)]
    for section in sections(data):
        rule = ["---"] * len(section.columns)
        table = [section.columns, rule, *section.rows]
        parts += [f"## {_markdown(section.title)}", _markdown(section.words)]
        parts.append("\n".join("| " + " | ".join(map(_markdown, row)) + " |" for row in table))
    return "\n\n".join(parts) + "\n"


def to_html(data: Row) -> str:
    """Write the document as one HTML file."""
    parts: list[str] = []
    for section in sections(data):
        head = "".join(f"<th>{html.escape(name)}</th>" for name in section.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n"
            for row in section.rows
        )
        parts.append(
            f"<h2>{html.escape(section.title)}</h2>\n<p>{html.escape(section.words)}</p>\n"
            f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
        )
    title = html.escape(_title(data))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>{html.escape(_introduction(data))}</p>\n{''.join(parts)}</body>\n</html>\n"
    )


def _title(data: Row) -> str:
    return f"What is kept about you ({data['customer_id']})"


def _introduction(data: Row) -> str:
    count = len(data["events"])
    return (
        f"Made on {_time(data['made_at'])} UTC: {count} event{'' if count == 1 else 's'}, "
        f"{len(data['journeys'])} journeys. Nothing of it is sold or sent anywhere by this program."
    )


def _event(row: Row) -> tuple[str, ...]:
    what = (
        row["activity"]
        if row.get("actor") == "customer"
        else f"{row['activity']} ({row['actor']})"
    )
    more = {name: value for name, value in row.items() if name not in _ASIDE}
    more |= row.get("attributes") or {}
    return (_time(row["at"]), row["source"], what, row.get("text", ""), _words(more))


def _journey(row: Row) -> Section:
    words = [f"From {_time(row['start_at'])} to {_time(row['end_at'])}, {row['state']}"]
    if "outcome" in row:
        words.append(row["outcome"])
    return Section(
        title=f"Journey “{row['purpose']}” {row['number'] + 1}",
        words=", ".join(words) + ". Derived from the events above.",
        columns=("When (UTC)", "Touchpoint", "Stage", "Channel", "Feeling", "Rating"),
        rows=[
            (
                _time(s["at"]), s["touchpoint"], s["stage"], s["channel"],
                _number(s.get("feeling")), _number(s.get("rating")),
            )
            for s in row["steps"]
        ],
    )  # fmt: skip


def _words(row: Row) -> str:
    return "; ".join(f"{name}: {_word(value)}" for name, value in row.items())


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_word, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _time(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"


def _markdown(text: str) -> str:
    """One line of a table, in which nothing is taken for a sign of Markdown or HTML."""
    plain = " ".join(text.split())
    for sign in "\\|`*_[]":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("<", "&lt;")


FORMS: Iterable[str] = (".json", ".html", ".md")
