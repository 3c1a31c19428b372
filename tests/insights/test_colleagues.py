"""A firm whose buyer orders and whose workshop writes tickets: who only writes has not left."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

import desireline as dl

if TYPE_CHECKING:
    from pathlib import Path

    from desireline.insights import Insight

FIRST = datetime(2025, 1, 6, 9, tzinfo=UTC)


def told(folder: Path, *, colleagues: bool) -> list[Insight]:
    """150 firms order six times in a year; after every second order the buyer, or a colleague, writes a ticket."""
    orders, tickets = ["order_id,created_at,email,total,currency,shipped_at,delivered_at"], []
    for n in range(150):
        for k in range(6):
            at = FIRST + timedelta(days=n % 60 + 55 * k, hours=n % 7)
            orders.append(
                f"o{n}-{k},{at:%Y-%m-%d %H:%M},buyer@firm{n}.example,{90 + n},EUR,"
                f"{at + timedelta(days=1):%Y-%m-%d %H:%M},{at + timedelta(days=3):%Y-%m-%d %H:%M}"
            )
            if k % 2 == 0:
                who = f"{'workshop' if colleagues else 'buyer'}@firm{n}.example"
                asked, number = at + timedelta(days=5), 6 * n + k
                tickets.append(
                    {
                        "id": number, "subject": "Size", "description": "Which size is the seal?", "status": "solved",
                        "requester_id": 9000 + n, "submitter_id": 9000 + n, "assignee_id": 1,
                        "via": {"channel": "email"}, "created_at": f"{asked:%Y-%m-%dT%H:%M:%SZ}",
                        "updated_at": f"{asked + timedelta(hours=9):%Y-%m-%dT%H:%M:%SZ}", "requester": {"email": who},
                        "comments": [
                            {"id": 10 * number, "author_id": 9000 + n, "body": "Which size is the seal?", "public": True, "created_at": f"{asked:%Y-%m-%dT%H:%M:%SZ}"},
                            {"id": 10 * number + 1, "author_id": 1, "body": "40 by 62.", "public": True, "created_at": f"{asked + timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}"},
                        ],
                    }
                )  # fmt: skip
    users = [
        {"id": 9000 + n, "name": f"Firm {n}", "role": "end-user", "organization_id": n, "email": f"{'workshop' if colleagues else 'buyer'}@firm{n}.example", "created_at": "2024-01-01T00:00:00Z"}
        for n in range(150)
    ]  # fmt: skip
    (folder / "orders.csv").write_text("\n".join([*orders, ""]), encoding="utf-8")
    (folder / "tickets.json").write_text("\n".join(map(json.dumps, tickets)), encoding="utf-8")
    (folder / "users.json").write_text("\n".join(map(json.dumps, users)), encoding="utf-8")
    with dl.open(folder / "workspace") as workspace:
        workspace.add(folder)
        return [one for book in workspace.insights() for one in book.insights]


@pytest.mark.parametrize("colleagues", [True, False])
def test_a_ticket_of_a_colleague_loses_nobody(tmp_path: Path, colleagues: bool) -> None:  # noqa: FBT001
    leaks = [one for one in told(tmp_path, colleagues=colleagues) if one.kind == "drop_off"]
    assert "Open a ticket" not in {one.touchpoint for one in leaks}
