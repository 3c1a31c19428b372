"""Signing in and out: by password, by a link, as whoever sits at this computer, as a guest of one map.

Each way ends in a new session with a new secret; the one that the browser showed before is ended. Failures
are counted, and too many are refused, whether there is such an account or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from pydantic import Field

from desireline.api.doorkeeper import Doorkeeper
from desireline.api.outside import outside_routes
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, Session, Who
from desireline.api.throttle import Throttle
from desireline.app import Workspace
from desireline.errors import InputError, NotAllowedError
from desireline.workspace import Opened, Principal, Vouching, acting, role_of

_SESSION_SECONDS = 30 * 86_400
_GUEST_SECONDS = 86_400
_AT_ONCE = 4
_ANYBODYS = {"link", "oidc"}
"""What is not one person's: failures count by where they come from."""
_GUESSES = {"access.password", "ticket.unknown", "oidc.refused", "oidc.uninvited"}
Secret = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Email = Annotated[str, Field(min_length=3, max_length=254)]
Password = Annotated[str, Field(min_length=1, max_length=1000)]


class SignIn(Body):
    """An account."""

    email: Email
    password: Password


class ByTicket(Body):
    """The secret of a link."""

    ticket: Secret


class ByGuestTicket(Body):
    """The secret of a guest's link, and what the guest wants to be called."""

    ticket: Secret
    name: Name


class SetUp(Body):
    """The first owner."""

    ticket: Secret
    name: Name
    email: Email
    password: Password


class Join(Body):
    """Whoever was invited."""

    ticket: Secret
    name: Name
    password: Password


class NewPassword(Body):
    """A new password by a link."""

    ticket: Secret
    password: Password


class Account(Body):
    """What one may change of oneself."""

    name: Name | None = None
    email: Email | None = None
    password: Password | None = None
    current: Password | None = None
    """The password that holds now: needed for a new password or address, where there is one."""


def session_routes(
    workspace: Workspace, doorkeeper: Doorkeeper, vouching: Vouching | None
) -> APIRouter:
    """Make the routes; `vouching` speaks with an identity provider, where there is one."""
    group = routes("session")
    desk = _Desk(workspace, doorkeeper, Throttle())
    _add_session(group, desk)
    _add_account(group, desk)
    _add_links(group, desk)
    _add_newcomers(group, desk)
    outside = outside_routes(
        workspace, doorkeeper, vouching, tried=desk.tried, welcome=desk.welcome
    )
    group.routes.extend(outside.routes)
    return group


class _Desk:
    """Opens sessions."""

    def __init__(self, workspace: Workspace, doorkeeper: Doorkeeper, throttle: Throttle) -> None:
        self.workspace = workspace
        self.doorkeeper = doorkeeper
        self._throttle = throttle
        self._turns = CapacityLimiter(_AT_ONCE)

    def told(self, who: Principal | None) -> Session:
        """Say who is signed in."""
        return Session(
            signed_in=who is not None,
            who=None if who is None else Who(**asdict(who)),
            permissions=[] if who is None else list(who.permissions),
            ways=self.doorkeeper.ways,
            workspace=self.workspace.folder.resolve().name,
            erased=0 if who is None else self.workspace.erased,
        )

    def tried(self, request: Request, thing: str, find: Callable[[], Opened]) -> Opened:
        """Let somebody try, if they did not fail too often; count it where they fail."""
        place = self.doorkeeper.place(request.scope, request.headers)
        if thing in _ANYBODYS:
            thing = f"{thing} from {place}"  # or anybody could keep everybody else out
        self._throttle.check(thing, place)
        try:
            opened = find()
        except (NotAllowedError, InputError) as error:
            if error.code in _GUESSES:
                self._throttle.failed(thing, place)
                self.workspace.audit.note("session.refused", detail={"code": error.code})
            raise
        self._throttle.forget(thing)
        return opened

    async def in_turn(self, do: Callable[[], Session]) -> Session:
        """Do what may hash a password, a few at once, and not in the threads that everybody's requests need."""
        return await to_thread.run_sync(do, limiter=self._turns)

    async def let_in(
        self, request: Request, response: Response, thing: str, find: Callable[[], Opened]
    ) -> Session:
        """Let somebody try to come in, and begin their session."""
        return await self.in_turn(
            lambda: self.welcome(request, response, self.tried(request, thing, find))
        )

    def welcome(self, request: Request, response: Response, opened: Opened) -> Session:
        """Give the browser a new session in place of the one that it showed."""
        self.leave(request)
        guest = opened.who.kind == "guest"
        seconds = _GUEST_SECONDS if guest else _SESSION_SECONDS
        self.doorkeeper.keep(response, opened.secret, seconds)
        return self.told(opened.who)

    def change(
        self, body: Account, who: Principal, request: Request, response: Response
    ) -> Session:
        """Change somebody's own account; what they could lose it by only with the password that holds now."""
        members = self.workspace.members
        if who.kind != "member":
            raise InputError(
                "Only members have an account.", hint="Ask to be invited.", code="member.unknown"
            )
        email = who.email
        guarded = body.password is not None or body.email is not None
        if guarded and email is not None and not members.is_open:
            current = body.current or ""
            self.tried(
                request, email, lambda: Opened(secret="", who=members.check(email, current))
            )
        if body.password is not None and body.email is None and email is None:
            raise InputError(
                "A password needs an address to sign in with.",
                hint="Send both.",
                code="member.email",
            )
        changed = members.change(who.id, name=body.name, email=body.email, password=body.password)
        if body.password is None:
            return self.told(changed)
        opened = self.workspace.signing.open(changed, by="new password")
        return self.welcome(request, response, opened)

    def leave(self, request: Request) -> None:
        """End the session that the browser shows."""
        secret = self.doorkeeper.secret(request.headers)
        if secret is not None:
            self.workspace.signing.close(secret)


def _add_session(group: APIRouter, desk: _Desk) -> None:
    workspace, signing = desk.workspace, desk.workspace.signing

    @group.get("/session", summary="Who is signed in, and how one may sign in", responses=PROBLEMS)
    @needs("public")
    def session(request: Request) -> Session:  # pyright: ignore[reportUnusedFunction]
        return desk.told(request.state.principal)

    @group.post("/session", summary="Sign in by password", responses=PROBLEMS)
    @needs("public")
    async def sign_in(body: SignIn, request: Request, response: Response) -> Session:  # pyright: ignore[reportUnusedFunction]
        def find() -> Opened:
            return signing.open(workspace.members.check(body.email, body.password), by="password")

        return await desk.let_in(request, response, body.email, find)

    @group.post("/session/local", summary="Sign in as whoever started the server on this computer",
                responses=PROBLEMS)  # fmt: skip
    @needs("public")
    def local(request: Request, response: Response) -> Session:  # pyright: ignore[reportUnusedFunction]
        if not desk.doorkeeper.is_local(request.scope, request.headers):
            raise NotAllowedError(
                "This is only for the user of this computer who started the server, before there are accounts.",
                hint="`desireline sign-in` prints a link that signs you in.",
                code="access.local",
            )
        opened = signing.open(workspace.members.local_owner(), by="this computer")
        return desk.welcome(request, response, opened)

    @group.delete("/session", summary="Sign out", status_code=204, responses=PROBLEMS)
    @needs("member")
    def sign_out(request: Request, response: Response) -> None:  # pyright: ignore[reportUnusedFunction]
        desk.leave(request)
        desk.doorkeeper.drop(response)


def _add_account(group: APIRouter, desk: _Desk) -> None:
    @group.put("/session/account", summary="Change one's own name, address or password",
               responses=PROBLEMS)  # fmt: skip
    @needs("member")
    async def account(  # pyright: ignore[reportUnusedFunction]
        body: Account, who: Asking, request: Request, response: Response
    ) -> Session:
        return await desk.in_turn(lambda: desk.change(body, who, request, response))


def _add_links(group: APIRouter, desk: _Desk) -> None:
    workspace, signing = desk.workspace, desk.workspace.signing

    @group.post("/session/link", summary="Sign in by a link that works once", responses=PROBLEMS)
    @needs("public")
    async def link(body: ByTicket, request: Request, response: Response) -> Session:  # pyright: ignore[reportUnusedFunction]
        def find() -> Opened:
            ticket = signing.use(body.ticket, "sign-in")
            return signing.open(workspace.members.find(ticket.member or ""), by="link")

        return await desk.let_in(request, response, "link", find)

    @group.post("/session/guest", summary="Join one map by a guest's link", responses=PROBLEMS)
    @needs("public")
    async def guest(body: ByGuestTicket, request: Request, response: Response) -> Session:  # pyright: ignore[reportUnusedFunction]
        def find() -> Opened:
            return signing.open_guest(body.ticket, body.name)

        return await desk.let_in(request, response, "link", find)

    @group.post("/session/password", summary="Set a new password by a link", responses=PROBLEMS)
    @needs("public")
    async def password(body: NewPassword, request: Request, response: Response) -> Session:  # pyright: ignore[reportUnusedFunction]
        def find() -> Opened:
            ticket = signing.living(body.ticket, "password")
            changed = workspace.members.change(ticket.member or "", password=body.password)
            signing.use(body.ticket, "password")
            return signing.open(changed, by="password link")

        return await desk.let_in(request, response, "link", find)


def _add_newcomers(group: APIRouter, desk: _Desk) -> None:
    workspace, signing = desk.workspace, desk.workspace.signing

    @group.post("/session/setup", summary="Make the first account", responses=PROBLEMS)
    @needs("public")
    async def set_up(body: SetUp, request: Request, response: Response) -> Session:  # pyright: ignore[reportUnusedFunction]
        def find() -> Opened:
            signing.living(body.ticket, "setup")
            owner = workspace.members.local_owner()  # refused once there are accounts
            changed = workspace.members.change(
                owner.id, name=body.name, email=body.email, password=body.password
            )
            signing.use(body.ticket, "setup")
            with acting(owner.id):
                return signing.open(changed, by="first run")

        return await desk.let_in(request, response, "link", find)

    @group.post("/session/join", summary="Accept an invitation", responses=PROBLEMS)
    @needs("public")
    async def join(body: Join, request: Request, response: Response) -> Session:  # pyright: ignore[reportUnusedFunction]
        def find() -> Opened:
            ticket = signing.living(body.ticket, "invitation")
            member = workspace.members.add(
                name=body.name,
                role=role_of(ticket.role) or "viewer",
                email=ticket.email,
                password=body.password,
            )
            signing.use(body.ticket, "invitation")
            return signing.open(member, by="invitation")

        return await desk.let_in(request, response, "link", find)
