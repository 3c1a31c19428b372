"""What the outbox keeps of people, and how they leave it."""

from __future__ import annotations

from desireline.stores import Holdings, TableHolding, masking

HOLDINGS = Holdings(
    tables=(
        TableHolding(
            name="outbox",
            why="mail to members until it is sent; what members wrote in it is masked",
            personal=("recipient", "subject", "body", "error"),
            erase=masking("outbox", "recipient", "subject", "body", "error"),
        ),
    )
)
