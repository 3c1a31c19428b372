"""What people say about a map is seen on it, found in one list, and reaches whom it names by mail, with the way there."""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.web.conftest import Visit, open_map, part, served, until

pytestmark = pytest.mark.browser
CELL = "cell:c-metrics-tp"
PASSWORD = "correct horse battery"


class Sink:
    """A real SMTP server that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        self.messages.append(read)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def mailing(drawn_workspace: Path, tmp_path: Path) -> Iterator[tuple[str, Sink]]:
    """A server that knows its own address and sends mail to a server on this machine."""
    shutil.copytree(drawn_workspace, tmp_path / "acme")
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    smtp = f"smtp://127.0.0.1:{controller.port}?from=maps@example.org"
    with served(tmp_path / "acme", tmp_path / "stderr.txt", "--public-url", url, port=port, DESIRELINE_SMTP=smtp):  # fmt: skip
        yield (tmp_path / "stderr.txt").read_text(), sink
    controller.stop()


def _mail(sink: Sink, to: str, page: Any) -> EmailMessage:
    for _ in range(100):
        found = [one for one in sink.messages if one["To"] == to]
        if found:
            sink.messages.remove(found[0])
            return found[0]
        page.wait_for_timeout(200)
    raise AssertionError(f"no mail for {to}")


def _link(mail: EmailMessage) -> str:
    found = re.search(r"http://\S+", mail.get_content())
    assert found, mail.get_content()
    return found.group(0)


def sign_up(page: Any, name: str, address: str | None = None) -> None:
    page.get_by_label("Your name").fill(name)
    if address is not None:
        page.get_by_label("E-mail").fill(address)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.locator(".map-card").first.wait_for()


def test_a_member_is_invited_and_a_mention_of_them_is_mailed_with_its_place_and_found_by_its_link(
    mailing: tuple[str, Sink], visit: Visit
) -> None:
    said, sink = mailing
    found = re.search(r"http://127\.0\.0\.1:\d+/#setup=\S+", said)
    assert found, said
    address, _, fragment = found.group(0).partition("#")
    ann = visit(address, f"#{fragment}")
    sign_up(ann, "Ann Kim", "ann@example.org")
    ann.get_by_role("button", name="More").click()
    ann.get_by_role("menuitem", name="Members").click()
    members = ann.get_by_role("dialog", name="Members")
    members.get_by_label("E-mail").fill("ben@example.org")
    members.get_by_role("button", name="Invite", exact=True).click()
    members.get_by_text("A mail with it was sent.").wait_for()
    assert "#invitation=" in members.get_by_label("For ben@example.org, to join").input_value()
    members.get_by_role("button", name="Take the invitation of ben@example.org back").wait_for()
    ben = visit(address, "#" + _link(_mail(sink, "ben@example.org", ann)).partition("#")[2])
    sign_up(ben, "Ben Okafor")

    ann.reload()
    ann.get_by_role("button", name="More").click()
    ann.get_by_role("menuitem", name="Members").click()
    role = members.get_by_role("combobox", name="What Ben Okafor may do")
    assert role.input_value() == "editor"
    role.click()
    with ann.expect_response(lambda answer: answer.request.method != "GET") as answered:
        ann.get_by_role("option", name="commenter").click()
    assert answered.value.ok
    ben.reload()
    # another role ends their sessions: they come in again with what it lets them do
    ben.get_by_label("E-mail").fill("ben@example.org")
    ben.get_by_role("textbox", name="Password").fill(PASSWORD)
    ben.get_by_role("button", name="Go on").click()
    open_map(ben)
    assert ben.get_by_role("button", name="Edit", exact=True).count() == 0
    members.get_by_role("button", name="Close").click()
    open_map(ann, edits=True)
    part(ann, CELL, 1).click(position={"x": 4, "y": 4})
    talk = ann.get_by_role("region", name="Comments")
    talk.get_by_label("Say something").click()
    ann.keyboard.type("Is this right, @be")
    ann.get_by_role("option", name="Ben Okafor").wait_for()
    ann.keyboard.press("Enter")
    ann.keyboard.type("or not?")
    talk.get_by_role("button", name="Send").click()
    talk.get_by_text("Is this right, @Ben Okafor or not?").wait_for()

    mail = _mail(sink, "ben@example.org", ann)
    assert mail["Subject"] == "Ann Kim mentions you on “Buy and own”"
    assert "About “Numbers · " in mail.get_content()
    ben.goto(_link(mail))
    ben.wait_for_selector("svg[data-view='grid']")
    here = ben.get_by_role("complementary", name="What stands behind this")
    here.get_by_text("Is this right, @Ben Okafor or not?").wait_for()
    here.get_by_role("button", name="Settle").click()
    here.get_by_text("Settled: a thread that Ann Kim began").wait_for()
    assert sink.messages == []


def test_open_comments_stand_on_the_map_and_in_one_list_that_leads_there(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    open_map(page, edits=True)
    part(page, CELL, 2).click(position={"x": 4, "y": 4})
    ref = part(page, CELL, 2).get_attribute("data-ref")
    talk = page.get_by_role("region", name="Comments")
    talk.get_by_label("Say something").fill("Who counts this?")
    talk.get_by_role("button", name="Send").click()
    mark = page.locator(f'[data-talk="{ref}"]')
    mark.wait_for()
    assert mark.inner_text() == "1"

    page.get_by_role("button", name="Close").first.click()
    page.get_by_text("Reading", exact=True).click()
    page.get_by_role("button", name="1 open comment on this map").click()
    everything = page.get_by_role("complementary", name="Comments on this map")
    everything.get_by_text("Who counts this?").wait_for()
    everything.get_by_role("button", name="Numbers · ").click()
    until(page, "ref => document.activeElement?.dataset?.ref === ref", arg=ref)
    page.get_by_role("region", name="Comments").get_by_role("button", name="Settle").click()
    mark.wait_for(state="detached")
    page.get_by_role("button", name="Comments on this map").wait_for()


def test_an_address_that_is_typed_over_another_shows_what_it_says(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    open_map(page)
    page.goto(page.url.partition("?")[0] + "?view=table")
    page.get_by_role("region", name="The map as a table").wait_for()


def test_nobody_reads_another_person_as_themselves(visit: Visit, address: str) -> None:
    ann, bob = visit(address), visit(address)
    open_map(ann, edits=True)
    open_map(bob, edits=True)
    ann.get_by_role("group", name="1 other here").wait_for()
    part(bob, CELL, 1).click(position={"x": 4, "y": 4})
    ann.locator(".dl-other > span").first.wait_for()
    assert ann.locator(".dl-other > span").first.inner_text() not in {"", "You"}
