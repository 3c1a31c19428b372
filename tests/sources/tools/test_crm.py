"""Customer relations: HubSpot, Salesforce, Pipedrive. Each test names where its columns are from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Events


def test_hubspots_deals_are_won_or_lost_on_their_close_date(tool: Callable[..., Events]) -> None:
    """knowledge.hubspot.com/import-and-export/export-records."""
    events = tool("hubspot", mapping="hubspot_deals")

    assert events.column("at", "subject", "activity", "value", "outcome") == [
        ("2026-02-01 10:00:00", "hubspot:101", "deal created", None, None),
        ("2026-02-02 10:00:00", "deal:7002", "deal created", None, None),
        ("2026-02-03 10:00:00", "hubspot:103", "deal created", None, None),
        ("2026-03-09 15:00:00", "hubspot:101", "deal won", 1200.5, "completed"),
        ("2026-03-10 15:00:00", "deal:7002", "deal lost", None, "lost"),
    ]
    assert events.of("deal won")["currency"] == "EUR"


def test_hubspots_contacts_export_ties_its_number_to_address_and_phone(
    tool: Callable[..., Events],
) -> None:
    (event,) = tool("hubspot", mapping="hubspot_contacts_csv")
    assert event["subject"] == "hubspot:101"
    assert event["identifiers"] == [
        "email:ann.lee@example.org", "phone:+49 30 1234567", "name:Ann Lee"]  # fmt: skip


def test_hubspots_tables_find_their_contact_through_the_tables_between(
    tool: Callable[..., Events],
) -> None:
    """Columns of Fivetran's HubSpot connector: fivetran/dbt_hubspot_source, integration_tests/seeds."""
    events = tool("hubspot", mapping="hubspot_contacts")

    assert events.column("at", "subject", "activity", "actor") == [
        ("2026-01-02 09:59:00", "hubspot:101", "form sent: Newsletter", "customer"),
        ("2026-01-02 10:00:00", "hubspot:101", "contact created", "system"),
        ("2026-01-05 08:00:00", "email:ann.lee@example.org", "newsletter sent", "company"),
        ("2026-01-05 09:00:00", "email:ann.lee@example.org", "newsletter clicked", "customer"),
        ("2026-02-01 10:00:00", "hubspot:101", "deal created", "employee"),
        ("2026-02-10 10:00:00", "hubspot:101", "company calls", "employee"),
        ("2026-03-09 15:00:00", "hubspot:101", "deal won", "customer"),
    ]
    assert events.of("newsletter clicked")["attributes"]["campaign"] == "Spring"
    assert events.of("deal won")["value"] == 1200.5


def test_the_publishers_hubspot_tables_are_read(
    shared_data: Path, tool: Callable[..., Events]
) -> None:
    folder = shared_data / "connector_exports" / "hubspot"
    names = ("contact", "deal", "deal_contact", "deal_pipeline_stage", "email_event",
             "email_campaign", "contact_form_submission", "engagement_meeting",
             "engagement_contact")  # fmt: skip
    events = tool(
        "hubspot", *(folder / f"{name}_data.csv" for name in names), mapping="hubspot_contacts"
    )
    kinds = events.column("activity")
    assert kinds.count("contact created") == 22
    assert kinds.count("newsletter sent") == 4
    assert kinds.count("deal created") == 44
    assert sum(kind.startswith("form sent") for kind in kinds) == 5
    assert events.quarantined == 0


def test_salesforces_objects_tell_one_story(tool: Callable[..., Events]) -> None:
    """developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference."""
    events = tool("salesforce")

    assert events.column("at", "subject", "activity", "actor") == [
        ("2026-01-01 09:00:00", "salesforce:00QA", "lead created", "customer"),
        ("2026-01-02 10:00:00", "salesforce:003A", "contact created", "system"),
        ("2026-01-03 00:00:00", "salesforce:00QA", "lead converted", "employee"),
        ("2026-01-03 09:00:00", "salesforce:003A", "deal created", "employee"),
        ("2026-01-04 09:00:00", "account:001B", "deal created", "employee"),
        ("2026-01-20 08:00:00", "salesforce:003A", "campaign sent", "company"),
        ("2026-01-21 00:00:00", "salesforce:003A", "campaign answered", "customer"),
        ("2026-02-01 09:00:00", "salesforce:003A", "deal stage: Proposal", "employee"),
        ("2026-02-02 10:00:00", "salesforce:003A", "company calls", "employee"),
        ("2026-03-01 00:00:00", "salesforce:003A", "deal won", "customer"),
        ("2026-03-02 00:00:00", "account:001B", "deal lost", "customer"),
        ("2026-03-04 12:00:00", "salesforce:003A", "ticket opened", "customer"),
        ("2026-03-04 15:00:00", "salesforce:003A", "agent reply", "employee"),
        ("2026-03-04 16:00:00", "salesforce:003A", "customer reply", "customer"),
        ("2026-03-05 12:00:00", "salesforce:003A", "ticket solved", "employee"),
    ]
    assert "salesforce:003A" in events.rows[0]["identifiers"]
    won = events.of("deal won")
    assert (won["value"], won["currency"], won["date_only"]) == (1200.5, "EUR", True)
    assert events.of("ticket opened")["text"] == "Broken mug\nIt came in two parts"
    assert events.of("ticket opened")["channel"] == "web"
    assert "annoyed" not in str(events.rows), "an employee's note is no evidence of the customer"


def test_pipedrives_three_lists_are_one_persons(tool: Callable[..., Events]) -> None:
    """Columns as public importers of the files name them; Pipedrive publishes no list."""
    deals = tool("pipedrive", mapping="pipedrive_deals")
    assert deals.column("at", "subject", "activity", "value", "currency") == [
        ("2026-02-01 10:00:00", "pipedrive:31", "deal created", None, None),
        ("2026-02-02 10:00:00", "pipedrive:32", "deal created", None, None),
        ("2026-02-20 12:00:00", "pipedrive:32", "deal lost", None, None),
        ("2026-03-01 12:00:00", "pipedrive:31", "deal won", 900, "EUR"),
    ]
    assert deals.rows[0]["identifiers"] == [
        "email:ann.lee@example.org", "phone:+49301234567", "name:Ann Lee"]  # fmt: skip
    (person,) = tool("pipedrive", mapping="pipedrive_people")
    assert (person["subject"], person["activity"]) == ("pipedrive:31", "contact created")
    (call,) = tool("pipedrive", mapping="pipedrive_activities")
    assert (call["subject"], call["activity"], call["channel"], call["actor"]) == (
        "pipedrive:31", "company calls", "phone", "employee")  # fmt: skip
    assert call["object_ids"] == ["deal:51"]
