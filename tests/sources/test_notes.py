"""Interviews, workshops, notes and studies: only a participant's own words are a customer's."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desireline import sources
from desireline.errors import FileError

_INTERVIEW = """---
kind: interview
date: 2026-03-04
interviewer: Kim Mori
participant: Ann Lee
touchpoint: Checkout
---

# Paying

Kim: What was it like to pay?
Ann: It took me three tries,
and I nearly left.
KM: And then?
AL: Then it worked.

She seemed tired; I think the form is too long.

> I only pay by invoice now.

Topic: payment methods
"""
_WORKSHOP = """Workshop on returns
Date: 04.03.2026
Author: Bo
Participants: sales, support

# Return an item
- Customers: "nobody finds the label"
- [ ] They fear the refund never comes

## Refund
Agents spend an hour a day on this.
"""
_STUDY = """# Why people cancel
Author: Institute X
Publisher: Institute X
Date: 2025-11-02
URL: https://example.org/study
Stage: leave

Two in three leave in silence.
"""


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_of_an_interview_only_the_participants_words_are_a_customers(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    read = read_here(_write(tmp_path / "a.md", _INTERVIEW))

    assert (read.report.source, read.report.detected["kind"]) == ("interviews", "interview")
    assert read.rows("SELECT activity, actor, text FROM staged ORDER BY activity, text") == [
        ("employee note", "employee", "She seemed tired; I think the form is too long."),
        ("employee note", "employee", "Topic: payment methods"),
        ("interview", "customer", "It took me three tries, and I nearly left.\nThen it worked.\nI only pay by invoice now."),
    ]  # fmt: skip
    assert read.rows("SELECT DISTINCT date_only, strftime(\"at\", '%Y-%m-%d') FROM staged") == [
        (True, "2026-03-04")
    ]
    note = json.loads(
        read.one("SELECT any_value(attributes) FROM staged WHERE actor = 'employee'")
    )
    assert (note["touchpoint"], note["author"]) == ("Checkout", "Kim Mori")


def test_everything_said_in_a_workshop_is_a_hypothesis_at_its_headings_touchpoint(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    read = read_here(_write(tmp_path / "w.txt", _WORKSHOP))

    assert read.report.detected["kind"] == "workshop"
    rows = read.rows("SELECT activity, actor, text, attributes FROM staged ORDER BY part")
    assert [(one[:3], json.loads(one[3])["touchpoint"]) for one in rows] == [
        (("employee note", "employee", 'Customers: "nobody finds the label"'), "Return an item"),
        (("employee note", "employee", "They fear the refund never comes"), "Return an item"),
        (("employee note", "employee", "Agents spend an hour a day on this."), "Refund"),
    ]


def test_a_study_is_cited_at_its_stage(read_here: Callable[..., Any], tmp_path: Path) -> None:
    read = read_here(_write(tmp_path / "s.md", _STUDY))

    ((activity, actor, text, attributes),) = read.rows("SELECT activity, actor, text, attributes FROM staged")  # fmt: skip
    assert (activity, actor, text) == (
        "cited research",
        "company",
        "Two in three leave in silence.",
    )
    about = json.loads(attributes)
    assert (about["stage"], about["url"], about["title"]) == (
        "leave", "https://example.org/study", "Why people cancel")  # fmt: skip


def _docx(path: Path, *paragraphs: str, core: bool = True) -> Path:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, _, text in (one.partition("|") for one in paragraphs)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {w}><w:body>{body}</w:body></w:document>"
        )
        if core:
            archive.writestr(
                "docProps/core.xml",
                '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" '
                'xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>Kim</dc:creator>'
                "<dcterms:created>2026-03-04T09:00:00Z</dcterms:created></cp:coreProperties>",
            )
    return path


def test_a_word_document_says_in_its_properties_who_wrote_it_and_when(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    path = _docx(
        tmp_path / "n.docx",
        "Heading1|Call",
        "ListParagraph|They hang up &amp; call again",
        "Normal|Most do.",
    )

    read = read_here(path)

    assert (read.report.source, read.report.format) == ("notes", "notes")
    rows = read.rows('SELECT text, attributes, "at"::VARCHAR FROM staged ORDER BY part')
    assert [one[0] for one in rows] == ["They hang up & call again", "Most do."]
    assert json.loads(rows[0][1])["touchpoint"] == "Call"
    assert json.loads(rows[0][1])["author"] == "Kim"


def test_a_document_without_date_or_author_says_what_to_write(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(FileError) as raised:
        read_here(_docx(tmp_path / "n.docx", "Normal|Hello", core=False))

    assert raised.value.code == "input.file.note-head"
    assert "Date: 2026-03-04" in str(raised.value.hint)


@pytest.mark.parametrize(
    "text", ["Dear all,\nhere is my list: a, b, c\nand more, too\n", "name,date\nAnn,2026-03-04\n"]
)
def test_other_texts_and_tables_are_no_notes(
    read_here: Callable[..., Any], tmp_path: Path, text: str
) -> None:
    read = read_here(_write(tmp_path / "x.txt", text))

    assert all(unit.reader != "notes" for unit in read.units)


_GESPRAECH = """---
Art: Interview
Datum: 9. Januar 2026
Autorin: Kim Mori
Teilnehmerin: ida.berg@example.org
Berührungspunkt: Kasse
---
# Gespräch mit Ida

Interviewer: Wie war der Kauf?
Ida: Die Kasse war kaputt.
Ich musste dreimal neu anfangen.
Interviewer: Und Ihr Mann?
Ole: Ich war nicht dabei.
"""


def test_a_participant_known_by_an_address_speaks_and_nobodys_answer_is_lost_with_the_question(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    """Behind a name that was not the head's, words were taken for the interviewer's, and dropped."""
    read = read_here(_write(tmp_path / "gespraech.md", _GESPRAECH))
    assert read.rows("SELECT subject, activity, text FROM staged ORDER BY activity") == [
        ("email:ida.berg@example.org", "employee note", "Ole: Ich war nicht dabei."),
        ("email:ida.berg@example.org", "interview", "Die Kasse war kaputt. Ich musste dreimal neu anfangen."),
    ]  # fmt: skip
    assert read.rows(
        "SELECT DISTINCT strftime(\"at\", '%Y-%m-%d'), date_only, attributes ->> 'touchpoint' FROM staged"
    ) == [("2026-01-09", True, "Kasse")]


@pytest.mark.parametrize(
    ("written", "day"),
    [("March 4, 2026", None), ("4 March 2026", "2026-03-04"), ("Mittwoch, 4. März 2026", "2026-03-04"), ("4. Mai 2026", "2026-05-04")],
)  # fmt: skip
def test_a_date_with_its_month_in_words_is_read(
    read_here: Callable[..., Any], tmp_path: Path, written: str, day: str | None
) -> None:
    note = _write(tmp_path / "n.md", f"Date: {written}\nAuthor: Kim\n\nThe sign is missing.\n")
    if day is None:
        with pytest.raises(FileError, match="cannot be read"):
            read_here(note)
    else:
        assert read_here(note).one("SELECT strftime(\"at\", '%Y-%m-%d') FROM staged") == day


@pytest.mark.parametrize(
    "text",
    [
        "Today in the shop: three people asked for shoes, nobody bought any.\n",
        "# Visit\n\nThree people asked for shoes.\n\n- One was loud\n",
    ],
)
def test_a_note_that_says_neither_author_nor_date_is_told_how_to(
    tmp_path: Path, text: str
) -> None:
    (refused,) = sources.recognise([_write(tmp_path / "note.txt", text)]).refused
    assert refused.error is not None
    assert refused.error["code"] == "input.file.unknown"
    assert "`Author: Kim`" in refused.error["hint"]
