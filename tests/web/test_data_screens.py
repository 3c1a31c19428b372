"""From nothing to a map in the browser: files in, rows set aside, a table taught, records of one customer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.conftest import Visit, open_map, served, write_card

import desireline

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of a workspace without data."""
    folder = tmp_path / "fresh"
    desireline.open(folder).close()
    with served(folder, tmp_path / "stderr.txt") as found:
        yield found


def test_first_run_from_no_data_to_a_map_and_script_in_the_data_stays_words(
    empty: str, visit: Visit, tmp_path: Path
) -> None:
    rows = "".join(
        f"t{i},c{i % 40}@example.org,2026-0{1 + i % 9}-1{i % 10}T10:00:00Z,"
        f'"Delivery late {SCRIPT.replace(chr(34), chr(34) * 2)}","My parcel is late, I am upset.",open\n'
        for i in range(120)
    )
    file = tmp_path / "tickets.csv"
    file.write_text("id,requester,created_at,subject,description,status\n" + rows, "utf-8")
    page = visit(empty)
    page.get_by_role("heading", name="No map yet: this workspace has no data.").wait_for()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(str(file))
    page.get_by_text("120 rows: 120 new events").wait_for()
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator(".map-card a").first.click()
    page.wait_for_selector("svg[data-view='reading']")
    for view in ("Full map", "Flow", "Table"):
        page.get_by_text(view, exact=True).click()
        page.wait_for_timeout(300)
        assert page.title() != "taken"
        assert page.locator("main img, main script").count() == 0
    for screen in ("#/why", "#/people", "#/act", "#/data/quality", "#/data/quarantine"):
        page.goto(empty + screen)
        page.locator("main h1").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert page.title() != "taken"
        assert page.locator("main img, main script").count() == 0


def test_words_with_markup_stay_words_on_the_map_and_beside_it(visit: Visit, address: str) -> None:
    page = visit(address)
    open_map(page, edits=True)
    write_card(page, "cell:c-needs-st", f"Bold {SCRIPT}")
    page.locator(".drawer").get_by_text("<script>").first.wait_for()
    assert page.title() != "taken"
    assert page.locator("main img, main script").count() == 0
    answer = page.request.get(address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert (
        "script-src" not in policy or "unsafe" not in policy.split("script-src")[1].split(";")[0]
    )


def test_an_unknown_table_is_taught_and_its_rows_come_in(
    empty: str, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "odd.csv"
    rows = "".join(
        f"k{i % 7},2026-01-{10 + i % 20} 10:00,{'kauf' if i % 2 else 'anruf'}\n" for i in range(60)
    )
    file.write_text("wen,wann,was\n" + rows, "utf-8")
    page = visit(empty, "#/data")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(str(file))
    page.get_by_text("not read", exact=True).wait_for()
    page.get_by_role("button", name="Teach this table").click()
    # who and when are chosen before anything can be tried
    assert page.get_by_role("button", name="Try it").is_disabled()
    for label, column in (("Who it was", "wen"), ("When", "wann"), ("What happened", "was")):
        page.get_by_label(label).first.click()
        page.get_by_role("option", name=column, exact=True).click()
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("60 events of 7 people; 0 rows would be set aside.").wait_for()
    page.get_by_role("button", name="Import with this mapping").click()
    page.get_by_text("60 rows: 60 new events").wait_for()


def test_a_question_that_the_dates_leave_open_is_answered_on_the_page(
    empty: str, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "days.csv"
    file.write_text(
        "customer,event,when\n1,Order,03/04/2025\n1,Parcel,05/04/2025\n2,Order,07/08/2025\n",
        "utf-8",
    )
    page = visit(empty, "#/data")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(str(file))
    asked = page.get_by_role("region", name="A question about this file")
    asked.wait_for()
    assert str(tmp_path) not in asked.inner_text()
    assert "/tmp/" not in asked.inner_text()
    asked.get_by_role("button").first.click()
    page.get_by_text("3 rows: 3 new events").wait_for()


def test_a_row_that_was_set_aside_is_taken_mended_and_brought_back(
    empty: str, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(
        "user_id,event,when\nu1,buy,2025-03-30 02:30:00\nu2,look,2025-01-02 10:00:00\nu3,look,not a date\n",
        "utf-8",
    )
    page = visit(empty, "#/data")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(str(file))
    page.get_by_text("3 rows: 2 new events, 0 known already, 1 set aside.").wait_for()
    page.get_by_role("tab", name="Set aside").click()
    page.get_by_text("when: not a date").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the rows").click()
    mended = tmp_path / "mended.csv"
    mended.write_text(
        Path(download.value.path())
        .read_text("utf-8-sig")
        .replace("not a date", "2025-01-03 10:00:00"),
        "utf-8",
    )
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Bring mended rows").click()
    chooser.value.set_files(str(mended))
    page.get_by_text("1 row mended, 0 still wrong.").wait_for()
    page.get_by_text("No row is set aside.").wait_for()


def test_an_import_is_taken_out_after_a_look_at_what_goes(
    empty: str, visit: Visit, tmp_path: Path
) -> None:
    page = visit(empty, "#/data")
    for name, users in (("one", "ab"), ("two", "abc")):
        file = tmp_path / f"{name}.csv"
        rows = "".join(f"{user},buy,2025-01-0{n} 10:00:00\n" for n, user in enumerate(users, 1))
        file.write_text("user_id,event,when\n" + rows, "utf-8")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Choose files").click()
        chooser.value.set_files(str(file))
        page.get_by_role("heading", name="What became of the files").wait_for()
        page.get_by_text("3 rows:" if name == "two" else "2 rows:").wait_for()
    page.get_by_role("tab", name="Quality").click()
    page.get_by_role("button", name="Take out one.csv").click()
    dialog = page.get_by_role("dialog", name="Take this import out")
    dialog.get_by_text("2 events and 0 rows set aside would go").wait_for()
    dialog.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Take out one.csv").click()
    dialog.get_by_role("button", name="Take it out").click()
    dialog.wait_for(state="detached")
    page.get_by_role("button", name="Take out one.csv").wait_for(state="detached")
    page.get_by_role("button", name="Take out two.csv").wait_for()


def test_an_empty_workspace_takes_in_the_invented_company_with_one_button(
    empty: str, visit: Visit
) -> None:
    page = visit(empty)
    page.get_by_role("button", name="Look around with an invented company").click()
    page.locator(".map-card").first.wait_for(timeout=300_000)
    page.get_by_text("Sample", exact=True).first.wait_for()


def test_two_records_are_joined_by_a_person_and_parted_again(visit: Visit, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    with desireline.open(folder) as workspace:
        people = tmp_path / "people.csv"
        people.write_text(
            "id,first_name,last_name,dob,city,email\n"
            "1,Ann,Lee,1980-02-11,Leeds,ann@x.org\n3,Bob,Ray,1971-05-30,York,bob@x.org\n",
            "utf-8",
        )
        workspace.add(people)
        workspace.propose("contact:1", "contact:3", source="webhook:crm", reason="merged")
        workspace.maps()
    with served(folder, tmp_path / "stderr.txt") as found:
        page = visit(found, "#/data/identities")
        page.get_by_role("heading", name="1 pair waits for you").wait_for()
        assert "ann@x.org" not in page.content()
        page.get_by_role("button", name="One customer").click()
        page.get_by_role("heading", name="Decided by people").wait_for()
        page.get_by_role("button", name="Take it back").click()
        page.get_by_role("heading", name="1 pair waits for you").wait_for()
