"""Members, invitations, guests' links, tokens, webhooks and the audit log over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from desireline.api.maps import find as find_map
from desireline.api.routing import Asking, needs, routes
from desireline.api.session import Email, Name
from desireline.api.shapes import PROBLEMS, Body, Who
from desireline.api.tongue import language_of
from desireline.app import Workspace
from desireline.errors import NotAllowedError
from desireline.stores import TicketRow
from desireline.workspace import ROLES, Role, role_of


class Invite(Body):
    """Whom to invite."""

    email: Email
    role: Role


class SetRole(Body):
    """What a member may do from now on."""

    role: Role


class Share(Body):
    """What a guest may do on one map, and for how long."""

    role: Literal["viewer", "commenter", "editor"] = "viewer"
    hours: Annotated[int, Field(ge=1, le=24 * 90)] = 24 * 7


class Link(BaseModel):
    """A link that opens something. Its secret is told once, when it is made."""

    id: str
    role: Role | None
    email: str | None
    map: str | None
    made_at: datetime
    expires_at: datetime
    fragment: str | None = None
    """What to put behind the server's address: `#guest=...`. Browsers do not send it, so no log has it."""


class MakeToken(Body):
    """Who will use a token, and for what."""

    name: Name
    scope: Literal["events", "notes", "all", "api"] = "events"
    role: Role | None = None
    trusted: bool = False
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


class TokenShown(BaseModel):
    """A token by the beginning that people know it by."""

    prefix: str
    name: str
    scope: str
    role: Role | None
    trusted: bool
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class TokenMade(BaseModel):
    """A new token, which is never shown again."""

    token: str


class MakeWebhook(Body):
    """A source that will send webhooks; `secret` where the tool made it."""

    source: Annotated[str, Field(min_length=1, max_length=40)]
    secret: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class WebhookShown(BaseModel):
    """A source that may send webhooks. `secret` is told once, when it is made."""

    source: str
    id: str
    trusted: bool
    made_at: datetime
    secret: str | None = None


class AuditLine(BaseModel):
    """Something that somebody did."""

    number: int
    at: datetime
    actor: str
    action: str
    target: str
    detail: str


class AuditLog(BaseModel):
    """What was done, the newest first, and whether the log is as it was written."""

    rows: list[AuditLine]
    sound: bool
    first_bad: int | None
    reason: str


def member_routes(workspace: Workspace, public_url: str | None) -> APIRouter:
    """Make the routes."""
    group = routes("members")
    _add_members(group, workspace, public_url)
    _add_guests(group, workspace)
    _add_tokens(group, workspace)
    _add_audit(group, workspace)
    return group


def _add_members(group: APIRouter, workspace: Workspace, public_url: str | None) -> None:
    @group.get("/members", summary="Who is in this workspace", responses=PROBLEMS)
    @needs("read")
    def members() -> list[Who]:  # pyright: ignore[reportUnusedFunction]
        return [Who(**asdict(one)) for one in workspace.members.all()]

    @group.patch("/members/{member_id}", summary="Change a member's role", responses=PROBLEMS)
    @needs("own")
    def set_role(member_id: str, body: SetRole) -> Who:  # pyright: ignore[reportUnusedFunction]
        return Who(**asdict(workspace.members.change(member_id, role=body.role)))

    @group.delete("/members/{member_id}", summary="Remove a member", status_code=204,
                  responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def remove(member_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        workspace.members.remove(member_id)

    @group.post("/members/{member_id}/password-link", summary="A link to set a new password",
                status_code=201, responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def password_link(member_id: str, who: Asking) -> Link:  # pyright: ignore[reportUnusedFunction]
        member = workspace.members.find(member_id)
        row, secret = workspace.signing.make_ticket("password", by=who.id, member=member.id)
        return _link(row, secret)

    @group.get("/invitations", summary="Who is invited", responses=PROBLEMS)
    @needs("own")
    def invitations() -> list[Link]:  # pyright: ignore[reportUnusedFunction]
        return [_link(row) for row in workspace.signing.tickets("invitation")]

    @group.post("/invitations", summary="Invite somebody", status_code=201, responses=PROBLEMS)
    @needs("own")
    def invite(body: Invite, who: Asking, request: Request) -> Link:  # pyright: ignore[reportUnusedFunction]
        made = workspace.invite(
            body.email,
            role=body.role,
            by=who.id,
            address=public_url,
            language=language_of(request),
        )
        return _link(*made)

    @group.delete("/invitations/{link_id}", summary="Take an invitation back", status_code=204,
                  responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def uninvite(link_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        workspace.signing.revoke(link_id, "invitation")


def _add_guests(group: APIRouter, workspace: Workspace) -> None:
    @group.get("/maps/{map_id}/links", summary="Links by which guests join this map",
               responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def links(map_id: str, who: Asking) -> list[Link]:  # pyright: ignore[reportUnusedFunction]
        find_map(workspace, who, map_id)
        return [_link(row) for row in workspace.signing.tickets("guest", map=map_id)]

    @group.post("/maps/{map_id}/links", summary="Let guests join this map by a link",
                status_code=201, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def share(map_id: str, body: Share, who: Asking) -> Link:  # pyright: ignore[reportUnusedFunction]
        find_map(workspace, who, map_id)
        if ROLES.index(body.role) > ROLES.index(who.role):
            raise NotAllowedError(
                "Nobody gives more than they have.",
                hint="Choose a lesser role.",
                code="access.role",
            )
        row, secret = workspace.signing.make_ticket(
            "guest", by=who.id, role=body.role, map=map_id, seconds=body.hours * 3600
        )
        return _link(row, secret)

    @group.delete("/maps/{map_id}/links/{link_id}", summary="Revoke a link: its guests leave at once",
                  status_code=204, responses=PROBLEMS)  # fmt: skip
    @needs("edit")
    def unshare(map_id: str, link_id: str, who: Asking) -> None:  # pyright: ignore[reportUnusedFunction]
        find_map(workspace, who, map_id)
        workspace.signing.revoke(link_id, "guest", map=map_id)


def _add_tokens(group: APIRouter, workspace: Workspace) -> None:
    @group.get("/tokens", summary="All tokens", responses=PROBLEMS)
    @needs("own")
    def tokens() -> list[TokenShown]:  # pyright: ignore[reportUnusedFunction]
        return [
            TokenShown(
                prefix=one.prefix,
                name=one.name,
                scope=one.scope,
                role=role_of(one.role),
                trusted=one.trusted,
                made_at=_at(one.created_us),
                expires_at=None if one.expires_us is None else _at(one.expires_us),
                revoked_at=None if one.revoked_us is None else _at(one.revoked_us),
            )
            for one in workspace.tokens()
        ]

    @group.post("/tokens", summary="Make a token", status_code=201, responses=PROBLEMS)
    @needs("own")
    def make(body: MakeToken) -> TokenMade:  # pyright: ignore[reportUnusedFunction]
        values: dict[str, Any] = body.model_dump()
        return TokenMade(token=workspace.make_token(values.pop("name"), **values))

    @group.delete(
        "/tokens/{prefix}", summary="Revoke a token", status_code=204, responses=PROBLEMS
    )
    @needs("own")
    def revoke(prefix: str) -> None:  # pyright: ignore[reportUnusedFunction]
        workspace.revoke_token(prefix)

    @group.get("/webhooks", summary="Which sources may send webhooks", responses=PROBLEMS)
    @needs("own")
    def webhooks() -> list[WebhookShown]:  # pyright: ignore[reportUnusedFunction]
        return [
            WebhookShown(
                source=one.source, id=one.id, trusted=one.trusted, made_at=_at(one.created_us)
            )
            for one in workspace.webhooks()
        ]

    @group.post("/webhooks", summary="Let a source send webhooks", status_code=201,
                responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def add_webhook(body: MakeWebhook) -> WebhookShown:  # pyright: ignore[reportUnusedFunction]
        row, made = workspace.add_webhook(body.source, secret=body.secret)
        return WebhookShown(
            source=row.source,
            id=row.id,
            trusted=row.trusted,
            made_at=_at(row.created_us),
            secret=made if body.secret is None else None,
        )

    @group.delete("/webhooks/{source}/{secret_id}", summary="Forget a secret of a source",
                  status_code=204, responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def remove_webhook(source: str, secret_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        workspace.remove_webhook(source, secret_id)


class Sent(BaseModel):
    """A mail and what became of it: waiting, sending, sent, failed, or unknown (it may have arrived)."""

    key: str
    kind: str
    recipient: str
    subject: str
    state: str
    attempts: int
    at: datetime
    error: str | None


def _add_audit(group: APIRouter, workspace: Workspace) -> None:
    @group.get("/outbox", summary="Mail: what waits, what was sent", responses=PROBLEMS)
    @needs("own")
    def outbox() -> list[Sent]:  # pyright: ignore[reportUnusedFunction]
        return [
            Sent(
                key=row.key,
                kind=row.kind,
                recipient=row.recipient,
                subject=row.subject,
                state=row.state,
                attempts=row.attempts,
                at=_at(row.created_us),
                error=row.error,
            )
            for row in workspace.outbox()
        ]

    @group.get("/audit", summary="What was done here, and whether the log was changed",
               responses=PROBLEMS)  # fmt: skip
    @needs("own")
    def audit(limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> AuditLog:  # pyright: ignore[reportUnusedFunction]
        found = workspace.audit.verify()
        rows = [
            AuditLine(
                number=row.number,
                at=_at(row.at_us),
                actor=row.actor,
                action=row.action,
                target=row.target,
                detail=row.detail,
            )
            for row in workspace.audit.newest(limit)
        ]
        return AuditLog(
            rows=rows, sound=found.sound, first_bad=found.first_bad, reason=found.reason
        )


def _link(row: TicketRow, secret: str | None = None) -> Link:
    return Link(
        id=row.id,
        role=role_of(row.role),
        email=row.email,
        map=row.map,
        made_at=_at(row.created_us),
        expires_at=_at(row.expires_us),
        fragment=None if secret is None else f"#{row.kind}={secret}",
    )


def _at(us: int) -> datetime:
    return datetime.fromtimestamp(us / 1e6, tz=UTC)
