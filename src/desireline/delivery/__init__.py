"""Leaving the house: mail, through an outbox in which everything is claimed before it is tried.

post(store, Mail(key="invitation/tic_1", kind="invitation", to="ann@example.org", subject="...", text="..."))
postman = Postman(store, smtp_from(os.environ))      # sends what waits, from a thread
"""

from __future__ import annotations

from desireline.delivery.holdings import HOLDINGS
from desireline.delivery.mail import Mail, Smtp, smtp_from
from desireline.delivery.postman import Postman, post

__all__ = ["HOLDINGS", "Mail", "Postman", "Smtp", "post", "smtp_from"]
