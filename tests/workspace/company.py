"""Exports of a small company in four formats, in which one person can be planted, or not."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Planted:
    """One person, by everything that names her. The markers stand nowhere else in the world."""

    name: str = "Wilhelmine Quastenflosser"
    email: str = "w.quastenflosser@hollerbusch.test"
    phone: str = "+49 30 8837 4121"
    phone_otherwise: str = "030/88374121"
    user: str = "QX-77120"
    order: str = "ORD-9917755"
    requester: int = 88120077
    phrase: str = "the teal kettle hums a minor third"

    @property
    def markers(self) -> tuple[str, ...]:
        """What must be found before, and nowhere afterwards."""
        return (
            self.name, self.name.split()[1], self.email, self.email.split("@")[1], "88374121",
            "8837 4121", self.user, self.order, str(self.requester), self.phrase, "teal kettle",
        )  # fmt: skip


HER = Planted()


def write(
    folder: Path, *, people: int = 12, planted: Planted | None = HER, first: bool = False
) -> Path:
    """Write the exports. The planted person comes last in each file, or first."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = list(range(people))
    everybody: list[int | Planted] = (
        [*numbers] if planted is None else ([planted, *numbers] if first else [*numbers, planted])
    )
    _contacts(folder, everybody)
    _orders(folder, everybody)
    _app(folder, everybody)
    _tickets(folder, everybody)
    _chats(folder, everybody)
    return folder


def _who(one: int | Planted) -> dict[str, str]:
    if isinstance(one, Planted):
        return {
            "name": one.name, "email": one.email, "phone": one.phone, "user": one.user,
            "order": one.order, "requester": str(one.requester), "said": one.phrase, "day": "28",
        }  # fmt: skip
    return {
        "name": f"Anton Berg{chr(97 + one)}", "email": f"anton{one}@berg.test",
        "phone": f"+49 40 55{one:05d}", "user": f"C-{1000 + one}", "order": f"ORD-1{one:05d}",
        "requester": str(5_000_000 + one), "day": f"{1 + one % 27:02d}", "said": f"delivery number {one} was slow and I am upset",
    }  # fmt: skip


def _csv(path: Path, columns: list[str], rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def _contacts(folder: Path, everybody: list[int | Planted]) -> None:
    rows = [
        [
            who["user"],
            who["email"],
            who["phone"],
            who["name"],
            f"2025-01-{who['day']} 09:00:00",
        ]
        for who in map(_who, everybody)
    ]
    _csv(folder / "contacts.csv", ["customer_id", "email", "phone", "name", "created_at"], rows)


def _orders(folder: Path, everybody: list[int | Planted]) -> None:
    rows: list[list[object]] = []
    for who in map(_who, everybody):
        at = f"2025-02-{who['day']}T10:00:00Z"
        rows.append([who["order"], who["user"], who["email"], at, "25.00", "EUR", "delivered"])
    for one in everybody:
        if isinstance(one, Planted):  # a row without a time: set aside, as it came
            who = _who(one)
            rows.append(
                [who["order"], who["user"], who["email"], "never", "1.00", "EUR", who["name"]]
            )
    columns = ["order_id", "customer_id", "email", "created_at", "total", "currency", "status"]
    _csv(folder / "orders.csv", columns, rows)


def _app(folder: Path, everybody: list[int | Planted]) -> None:
    lines: list[str] = []
    for who in map(_who, everybody):
        for k, event in enumerate(("Product Viewed", "Order Completed")):
            lines.append(
                json.dumps(
                    {
                        "type": "track", "event": event, "messageId": f"m-{who['user']}-{k}",
                        "userId": who["user"], "anonymousId": f"anon-{who['user']}",
                        "timestamp": f"2025-02-{who['day']}T09:{10 + k}:00.000Z",
                        "properties": {"order_id": who["order"], "coupon": who["name"]},
                        "context": {"traits": {"email": who["email"], "name": who["name"]}},
                    }
                )
            )  # fmt: skip
    (folder / "app.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _tickets(folder: Path, everybody: list[int | Planted]) -> None:
    lines: list[str] = []
    for one in everybody:
        who = _who(one)
        number = 9000 if isinstance(one, Planted) else one
        at = f"2025-03-{who['day']}T08:00:00Z"
        text = (
            f"Hello, {who['name']} here, order {who['order']}: {who['said']}. Call {who['phone']}."
        )
        requester = {"id": int(who["requester"]), "name": who["name"], "email": who["email"]}
        comment = {
            "id": 70_000 + number, "author_id": requester["id"], "body": text,
            "created_at": at, "public": True,
        }  # fmt: skip
        ticket = {
            "id": 41_000 + number, "subject": "Help", "created_at": at, "updated_at": at,
            "status": "solved", "requester_id": requester["id"], "requester": requester,
            "description": text, "via": {"channel": "email"}, "comments": [comment],
            "metric_set": {"solved_at": at},
        }  # fmt: skip
        lines.append(json.dumps(ticket))
    (folder / "tickets.json").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _chats(folder: Path, everybody: list[int | Planted]) -> None:
    her = HER if any(isinstance(one, Planted) for one in everybody) else None
    chats = [_chat(f"chat-{who['user']}", who["email"], who["day"], [
        ("customer", f"My e-mail is {who['email']} and {who['said']}"),
        ("agent", f"Thank you {who['name']}, I see {who['order']}"),
    ]) for who in map(_who, everybody)]  # fmt: skip
    # somebody else talks about her: her address, her number in another spelling, her name
    text = "my neighbour [name] ([email], [phone]) has the same problem"
    if her is not None:
        text = f"my neighbour {her.name} ({her.email}, {her.phone_otherwise}) has the same problem"
    chats.append(_chat("chat-neighbour", "anton0@berg.test", "28", [("customer", text)]))
    (folder / "chats.json").write_text(json.dumps(chats), encoding="utf-8")


def _chat(id_: str, email: str, day: str, said: list[tuple[str, str]]) -> dict[str, object]:
    messages = [
        {
            "id": f"{id_}-{k}",
            "speaker": speaker,
            "text": text,
            "time": f"2025-04-{day}T12:0{k}:00Z",
        }
        for k, (speaker, text) in enumerate(said)
    ]
    return {"id": id_, "email": email, "messages": messages}
