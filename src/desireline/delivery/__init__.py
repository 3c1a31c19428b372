"""Leaving the house: mail, through an outbox in which everything is claimed before it is tried; HTTP with manners.

post(store, Mail(key="invitation/tic_1", kind="invitation", to="ann@example.org", subject="...", text="..."))
postman = Postman(store, smtp_from(os.environ))      # sends what waits, from a thread
Outside(allowed=["idp.internal"]).get("https://idp.internal/keys").json()
"""

from __future__ import annotations

from desireline.delivery.holdings import HOLDINGS
from desireline.delivery.http import Outside, Reply
from desireline.delivery.mail import Mail, Smtp, smtp_from
from desireline.delivery.postman import Postman, post

__all__ = ["HOLDINGS", "Mail", "Outside", "Postman", "Reply", "Smtp", "post", "smtp_from"]
