"""E-mail archives: RFC 5322 and 4155 (mbox), Maildir as Dovecot keeps it; marks of Gmail's, Outlook's and
Thunderbird's exports."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.errors import AmbiguityError
from desireline.sources.readers.mail_words import own_words

HELP, ANN, BO = "Help <help@acme.example>", "Ann Lee <Ann@x.org>", "bo@y.org"
SAID = 'SELECT activity, actor, text FROM staged ORDER BY "at", activity'


def _mail(
    number: int, sender: str, to: str, subject: str, body: str, *, answers: Sequence[int] = (), **headers: str
) -> EmailMessage:  # fmt: skip
    mail = EmailMessage()
    mail["Message-ID"] = f"<m{number}@mail>"
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = f"Mon, 02 Mar 2026 {8 + number // 60:02}:{number % 60:02}:00 +0100"
    if answers:
        mail["References"] = " ".join(f"<m{one}@mail>" for one in answers)
        mail["In-Reply-To"] = f"<m{answers[-1]}@mail>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail


_QUOTED = """Thanks, but it is still not here!

Best regards,
Ann Lee
Head of Nothing | Tel. +31 6 1234

On Mon, Mar 2, 2026 at 8:10 AM Help <help@acme.example> wrote:
> We sent it yesterday.
> Kim
"""


def _archive() -> list[EmailMessage]:
    return [
        _mail(1, ANN, HELP, "Where is my parcel?", "Hello,\nI wait since Monday.\n\n-- \nAnn"),
        _mail(2, "Shop <noreply@acme.example>", ANN, "We got your message", "Ticket 17",
              answers=[1], Auto_Submitted="auto-replied"),
        _mail(3, "Kim <kim@acme.example>", HELP, "Fwd", "Can you look?", answers=[1]),
        _mail(10, HELP, ANN, "Re: Where is my parcel?", "We sent it yesterday.\nKim", answers=[1]),
        _mail(20, ANN, HELP, "Re: Where is my parcel?", _QUOTED, answers=[1, 10]),
        _mail(30, BO, HELP, "Out of office: Re: offer", "I am away", answers=[29]),
        _mail(31, "mailer-daemon@mx.example", HELP, "Undelivered", "sorry",
              X_Failed_Recipients="gone@z.org"),
        _mail(32, "noreply@bank.example", HELP, "Your statement", "see attached"),
        _mail(33, "news@vendor.example", HELP, "Offers", "buy", List_Unsubscribe="<https://v>"),
        _mail(34, BO, HELP, "Cheap pills", "click", X_Spam_Flag="YES"),
        _mail(35, HELP, BO, "Draft", "unfinished", X_Gmail_Labels="Drafts"),
        _mail(36, "Site <web@acme.example>", HELP, "Contact form", "My lamp is broken",
              Reply_To="cy@w.org"),
    ]  # fmt: skip


@pytest.fixture
def mbox(tmp_path: Path) -> Callable[..., Path]:
    """Write mails as an mbox file under a name that says nothing."""

    def write(mails: Sequence[EmailMessage], name: str = "All mail") -> Path:
        path = tmp_path / name
        box = mailbox.mbox(path)
        for mail in mails:
            box.add(mailbox.mboxMessage(mail))
        box.close()
        return path

    return write


def test_an_mbox_tells_customers_agents_machines_and_colleagues_apart(
    read_here: Callable[..., Any], mbox: Callable[..., Path]
) -> None:
    read = read_here(mbox(_archive()))

    assert (read.report.source, read.report.format) == ("email", "mail")
    assert read.report.detected["company"] == "acme.example"
    assert read.rows(SAID) == [
        ("customer e-mail", "customer", "Where is my parcel?\nHello,\nI wait since Monday."),
        ("automatic e-mail", "system", "Ticket 17"),
        ("internal e-mail", "company", "Can you look?"),
        ("agent e-mail", "employee", "We sent it yesterday.\nKim"),
        ("customer e-mail", "customer", "Thanks, but it is still not here!"),
        ("automatic reply", "system", "I am away"),
        ("e-mail bounced", "system", "Undelivered\nsorry"),
        ("web form message", "customer", "Contact form\nMy lamp is broken"),
    ]
    assert read.rows("SELECT code, count(*) FROM quarantine GROUP BY 1") == [("not-a-customer", 2)]
    assert "Mails left out: 1 drafts, 1 spam." in read.report.warnings
    assert (read.report.rows, read.report.events, read.report.quarantined) == (12, 8, 2)


def test_a_thread_is_one_conversation_of_the_customer_whoever_writes(
    read_here: Callable[..., Any], mbox: Callable[..., Path]
) -> None:
    read = read_here(mbox(_archive()))

    threads = read.rows(
        "SELECT list(DISTINCT subject), count(*) FROM staged GROUP BY object_ids ORDER BY 2 DESC"
    )
    assert threads[0] == (["email:ann@x.org"], 5)
    assert sorted(subjects[0] for subjects, _ in threads[1:]) == [
        "email:bo@y.org", "email:cy@w.org", "email:gone@z.org"]  # fmt: skip
    assert read.one("SELECT min(zone) FROM staged") == "+01:00"
    first_answer = """SELECT date_diff('minute', min("at") FILTER (actor = 'customer'),
        min("at") FILTER (actor = 'employee')) FROM staged WHERE subject = 'email:ann@x.org'"""
    assert read.one(first_answer) == 9


def test_a_maildir_and_single_mails_give_the_same_events_as_the_mbox(
    read_here: Callable[..., Any], mbox: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "Maildir"
    box = mailbox.Maildir(folder, create=True)
    sent = box.add_folder("Sent")
    for mail in _archive():
        message = mailbox.MaildirMessage(mail)
        message.set_subdir("cur")
        (sent if "acme" in str(mail["From"]) else box).add(message)
    trashed = mailbox.MaildirMessage(_mail(50, BO, HELP, "old", "thrown away"))
    trashed.set_subdir("cur")
    trashed.set_flags("ST")
    box.add(trashed)
    loose = tmp_path / "eml"
    loose.mkdir()
    for number, mail in enumerate(_archive()):
        (loose / f"{number}.eml").write_bytes(bytes(mail))

    columns = "event_id, subject, record, activity, actor, text, object_ids"
    rows = [
        sorted(read_here(path).rows(f"SELECT {columns} FROM staged"))
        for path in (mbox(_archive()), folder, loose)
    ]

    assert len(rows[0]) == 8
    assert rows[0] == rows[1] == rows[2]


def test_a_thread_keeps_its_name_when_more_of_its_mails_come_in_any_order(
    read_here: Callable[..., Any], mbox: Callable[..., Path]
) -> None:
    mails = _archive()
    thread = "SELECT DISTINCT record FROM staged WHERE subject = 'email:ann@x.org'"

    whole = read_here(mbox(mails, "whole")).rows(thread)
    backwards = read_here(mbox(mails[::-1], "backwards")).rows(thread)
    late = read_here(mbox([mails[4], *mails[5:]], "late")).rows(thread)

    assert len(whole) == 1
    assert whole == backwards == late


def test_a_private_address_can_be_the_company_and_an_even_mailbox_is_asked_about(
    read_here: Callable[..., Any], mbox: Callable[..., Path]
) -> None:
    shop = "Our Shop <ourshop@gmail.com>"
    mails = [_mail(n, f"c{n}@gmail.com", shop, "Hi", "A question?") for n in range(1, 5)]
    read = read_here(mbox(mails, "shop"))
    assert read.report.detected["company"] == "ourshop@gmail.com"
    assert read.one("SELECT count(DISTINCT subject) FROM staged WHERE actor = 'customer'") == 4

    two = mbox([_mail(1, ANN, BO, "Hi", "A question?")], "two")
    with pytest.raises(AmbiguityError) as asked:
        read_here(two)
    assert asked.value.option == "company_domain"
    assert set(asked.value.choices) == {"x.org", "y.org"}
    answered = read_here(two, options={"company_domain": "y.org"})
    assert answered.rows("SELECT subject, actor FROM staged") == [("email:ann@x.org", "customer")]


def test_html_mail_in_another_encoding_is_read_without_what_it_quotes(
    read_here: Callable[..., Any], mbox: Callable[..., Path]
) -> None:
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>Das Gerät ist <b>kaputt</b>.</p>"
        '<div class="gmail_quote">Am Montag schrieb Help:<blockquote>alt</blockquote></div></body></html>'
    )
    mail = _mail(5, ANN, HELP, "=?utf-8?q?Ger=C3=A4t?=", "")
    mail.clear_content()
    mail.set_content(html, subtype="html", charset="iso-8859-1")
    mail.add_attachment(b"x" * 10, maintype="image", subtype="png", filename="photo.png")
    others = [_mail(n, f"c{n}@w.org", HELP, "Hi", "A question?") for n in range(6, 9)]

    read = read_here(mbox([mail, *others]))

    (text, attributes), *_ = read.rows('SELECT text, attributes FROM staged ORDER BY "at"')
    assert text == "Gerät\nDas Gerät ist kaputt."
    assert json.loads(attributes) == {"attachments": 1, "subject": "Gerät"}


def test_a_line_that_begins_with_from_does_not_cut_a_mail_in_two(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "box"
    body = "Hello\n\nFrom Monday on 10:00:00 in 2026\nnothing works.\n"
    path.write_text(
        "".join(
            f"From c{n}@x{n}.org Mon Mar  2 10:00:0{n} 2026\nFrom: c{n}@x{n}.org\nTo: help@acme.example\n"
            f"Subject: Hi\nDate: Mon, 02 Mar 2026 10:00:0{n} +0000\n\n{body}\n"
            for n in range(3)
        )
    )

    read = read_here(path)

    assert read.report.rows == 3
    assert read.rows("SELECT DISTINCT text FROM staged") == [
        ("Hi\nHello\n\nFrom Monday on 10:00:00 in 2026\nnothing works.",)
    ]


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("Es geht nicht.\n\nMit freundlichen Grüßen\nBo\nTel 123", "Es geht nicht."),
        ("Non!\n\nLe 2 mars 2026 à 10:00, Help <h@a> a écrit :\n> oui", "Non!"),
        ("Still broken\n\nFrom: Help\nSent: Monday\nTo: Ann\n\nold words", "Still broken"),
        ("Ok\n________________________________\nFrom: Help <h@a>\nold", "Ok"),
        ("Kaputt\n\nVon meinem iPhone gesendet", "Kaputt"),
        ("See below\n-----Original Message-----\nold", "See below"),
        ("Help!\n\nThis e-mail and any attachments are confidential.", "Help!"),
        ("> quoted\nmy answer\n> more\nand this", "my answer\nand this"),
        ("Thanks for nothing, I want my money back today.", "Thanks for nothing, I want my money back today."),
        ("Thanks\n" + "This line is a part of what I have to say and it is far too long to be a name or a job." * 2,
         "Thanks\n" + "This line is a part of what I have to say and it is far too long to be a name or a job." * 2),
    ],
)  # fmt: skip
def test_only_own_words_stay(body: str, own: str) -> None:
    assert own_words(body) == own


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\u00a0"), max_size=200))
def test_cutting_never_invents_and_cutting_twice_changes_nothing(body: str) -> None:
    once = own_words(body)
    if once is not None:
        assert own_words(once) == once
        assert all(line in body for line in once.split("\n"))


def test_a_bounce_is_the_events_of_whom_its_report_names(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    """RFC 3464: most servers name the address in the report only, not in the header."""
    (tmp_path / "1.eml").write_bytes(_mail(1, ANN, HELP, "Hello", "Where is it?").as_bytes())
    (tmp_path / "2.eml").write_bytes(
        b"From: MAILER-DAEMON@z.org\r\nTo: help@acme.example\r\nSubject: Undelivered\r\nDate: Thu, 05 Mar 2026 10:05:00 +0000\r\n"
        b"Message-ID: <m2@z.org>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=Z\r\n\r\n"
        b"--Z\r\nContent-Type: text/plain\r\n\r\nsorry\r\n--Z\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; z.org\r\n\r\nFinal-Recipient: rfc822; Gone@Z.org\r\nAction: failed\r\n--Z--\r\n"
    )
    read = read_here(tmp_path, options={"company_domain": "acme.example"})
    assert read.rows("SELECT subject, actor FROM staged WHERE activity = 'e-mail bounced'") == [
        ("email:gone@z.org", "system")
    ]
