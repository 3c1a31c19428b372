"""Which member an identity provider's word makes somebody: a known one, one with the address, one who was invited, a new one.

In: whom the provider vouches for.  Out: a member. An address links only where the provider verified it, and then the
provider's word takes the place of the password: whoever had set one for an address that was not theirs is out. Nobody
becomes the first owner this way unless the provider's claims say owner.
"""

from __future__ import annotations

import contextlib

from desireline.errors import InputError, NotAllowedError
from desireline.stores import TicketRow
from desireline.workspace.members import Members
from desireline.workspace.outside import Vouched
from desireline.workspace.principals import Principal, Role, role_of
from desireline.workspace.signing import Signing


def member_for(
    vouched: Vouched, *, members: Members, signing: Signing, newcomers: Role | None
) -> Principal:
    """Find or make the member.

    Raises:
        NotAllowedError: nobody of that identity or verified address may come in.
    """
    found = members.by_outside(vouched.outside)
    if found is None:
        found = _linked(vouched, members)
    if found is None:
        return _added(vouched, members, signing, newcomers)
    if vouched.role is None or vouched.role == found.role:
        return found
    with contextlib.suppress(InputError):  # the last owner stays one
        return members.change(found.id, role=vouched.role)
    return found


def _linked(vouched: Vouched, members: Members) -> Principal | None:
    if vouched.email is None:
        return None
    with contextlib.suppress(InputError):  # nobody has the address, or it is none
        return members.vouch(members.by_email(vouched.email).id, vouched.outside)
    return None


def _added(
    vouched: Vouched, members: Members, signing: Signing, newcomers: Role | None
) -> Principal:
    invitation = _invitation(vouched, signing)
    invited = None if invitation is None else role_of(invitation.role)
    role = vouched.role or invited or newcomers
    if role is None or (members.is_open and role != "owner"):
        raise NotAllowedError(
            "Nobody invited you to this workspace.",
            hint="Ask an owner for an invitation to the address that your identity provider knows of you.",
            code="oidc.uninvited",
        )
    added = members.add(name=vouched.name, role=role, email=vouched.email, outside=vouched.outside)
    if invitation is not None:
        signing.revoke(invitation.id, "invitation")  # it was accepted this way
    return added


def _invitation(vouched: Vouched, signing: Signing) -> TicketRow | None:
    if vouched.email is None:
        return None
    address = vouched.email.strip().casefold()
    return next((one for one in signing.tickets("invitation") if one.email == address), None)
