"""A small company's whole stack comes in, and Ann Lee is one customer in all of it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desireline

pytestmark = pytest.mark.slow  # a child process for each of forty files

FILES = Path(__file__).parent / "files"
ANN = {
    "shopify:901", "email:ann.lee@example.org", "stripe:cus_ann", "posthog:U-1001",
    "posthog:018d-anon", "amplitude:777", "umami:ses-1", "mixpanel:U-1001", "mixpanel:dev-1",
    "matomo:c1a2b3d4e5f60718", "hubspot:101", "salesforce:003A", "salesforce:00QA",
    "pipedrive:31", "klaviyo:01GA", "card:K-77", "user:U-1001", "ga4:123.456", "gclid:Cj0abc",
}  # fmt: skip
"""Ann's subjects: shop, payments, analytics of five tools with and without her cookie, CRM, mail, till."""
BO = {"stripe:cus_bo", "email:bo@example.org", "pipedrive:32"}


@pytest.fixture(scope="module")
def company(
    tmp_path_factory: pytest.TempPathFactory, desireline: Desireline
) -> tuple[Path, dict[str, dict[str, object]]]:
    """A workspace with every tool's export in it, and what `import --json` said of each file."""
    folder = tmp_path_factory.mktemp("company")
    exports = folder / "exports"
    shutil.copytree(FILES, exports)
    assert desireline("init", folder / "ws").code == 0
    (folder / "ws" / "recipe.toml").write_text(
        '[[declared]]\nname = "Asks a friend"\nstage = "discover"\nchannel = "word of mouth"\n'
        'guess = 0.4\nby = "Sales"\n'
    )
    done = desireline("import", exports, "--json", "-w", folder / "ws", timeout=570)
    assert done.code == 0, done.err + done.out[-2000:]
    told = json.loads(done.out)
    files = told["files"] if isinstance(told, dict) else told
    return (
        folder / "ws",
        {f"{Path(f['path']).parent.name}/{Path(f['path']).name}": f for f in files},
    )


def test_every_file_of_the_stack_is_read_under_its_own_tool(
    company: tuple[Path, dict[str, dict[str, object]]],
) -> None:
    _, files = company
    assert {name for name, file in files.items() if file.get("error")} == set()
    assert {name: file["quarantined"] for name, file in files.items() if file["quarantined"]} == {
        "mixpanel/export.jsonl": 1,
        "square_payments/transactions.csv": 1,
    }
    sources = {str(file["source"]) for file in files.values()}
    assert sources >= {
        "shopify", "stripe", "woocommerce", "hubspot", "salesforce", "pipedrive", "posthog",
        "amplitude", "mixpanel", "matomo", "umami", "plausible", "ga4", "segment", "mailchimp",
        "klaviyo", "meta", "google_ads", "social_comments", "facebook", "receipts", "loyalty",
        "appointments", "store_visits",
    }  # fmt: skip


def test_one_customer_comes_out_with_a_reason_for_each_of_her_names(
    company: tuple[Path, dict[str, dict[str, object]]], desireline: Desireline, tmp_path: Path
) -> None:
    workspace, _ = company
    out = tmp_path / "identities.csv"
    assert desireline("export", "identities", "-o", out, "-w", workspace).code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    customer = {row["subject"]: row["customer_id"] for row in rows}

    assert ANN - set(customer) == set()
    assert len({customer[subject] for subject in ANN}) == 1
    assert len({customer[subject] for subject in BO - {"pipedrive:32"}}) == 1
    assert customer["stripe:cus_bo"] != customer["stripe:cus_ann"]
    assert all(row["reason"] for row in rows if row["subject"] in ANN)


def test_importing_the_stack_again_adds_nothing(
    company: tuple[Path, dict[str, dict[str, object]]], desireline: Desireline
) -> None:
    workspace, _ = company
    before = json.loads(desireline("status", "--json", "-w", workspace).out)
    again = desireline("import", FILES, "--json", "-w", workspace, timeout=570)
    assert again.code == 0
    after = json.loads(desireline("status", "--json", "-w", workspace).out)
    assert after["events"] == before["events"]
    assert after["customers"] == before["customers"]
