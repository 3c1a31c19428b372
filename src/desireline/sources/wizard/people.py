"""Which column says who it was.

In: columns.  Out: a `Finding` of the role customer, with the kind of its values. A column with a
handful of values over hundreds of rows names groups (`contact`: cellular, telephone), not people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desireline.sources import persons
from desireline.sources.wizard import things
from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.finding import Finding

_PEOPLE = (
    "user customer client visitor member person contact patient subscriber passenger guest "
    "reviewer author student lead account respondent participant household shopper buyer "
    "caller policyholder applicant resident citizen tenant donor invitee attendee"
)
_ELSEWHERE = {
    "customer": "cust kunde kundin kunden kd mandant mandanten auftraggeber cliente klant relatie klient "
    "versicherter versicherten versicherungsnehmer antragsteller asegurado assuré assure verzekerde",
    "user": "uid benutzer nutzer usuario utilisateur gebruiker",
    "member": "mitglied mitglieds socio miembro membre adherent adhérent lid",
    "visitor": "besucher visitante visiteur bezoeker",
    "participant": "teilnehmer participante",
    "guest": "gast huesped huésped",
    "patient": "patienten paciente",
    "student": "matrikel estudiante étudiant etudiant",
    "applicant": "bewerber bewerberin bewerbenden candidat candidato candidata kandidat kandidatin kandidaat sollicitant",
    "lead": "mql prospect interessent interessenten",
    "resident": "bürger buerger einwohner",
    "tenant": "mieter huurder locataire inquilino arrendatario najemca",
}
"""The same in short, in German, Spanish, French and Dutch."""
_IDS = "id|no|nr|num|number|key|code|pseudo_id|unique_id|uid|name|nummer|kennung|numero|número|ref"
_KNOWN = {word: kind for kind, words in _ELSEWHERE.items() for word in words.split()} | {
    word: word for word in _PEOPLE.split()
}
_PERSON = re.compile(rf"({'|'.join(_KNOWN)})_?({_IDS})?")
_CALLED = frozenset(_KNOWN.values())
"""Kinds of people: a column that is called so holds their numbers or their names."""
_SERVED = frozenset({"user", "account", "author", "contact"})
"""Names that tables also give to the employee or the record beside the customer's."""
_SOME_PERSON = re.compile(rf"\w+_({'|'.join(_PEOPLE.split())})_?(id|no|nr|number|key|uid)")
_RESPONDENT = re.compile(r"resp(ondent)?_?(id|num|no|nr|number)|(survey|interview)_?(id|no|num)")
_CASE = re.compile(
    r"case(_?id|_concept_name|_no|_number|_key)?|aktenzeichen|geschäftszeichen"
    r"|(fall|vorgangs?|schadens?|antrags)_?(id|nr|nummer)"
)
_HANDLES = frozenset({"name", "username", "user_name", "screen_name", "handle", "nickname"})
_KINDS = {
    "email": "email",
    "e_mail": "email",
    "email_address": "email",
    "phone": "phone",
    "phone_number": "phone",
    "mobile": "phone",
    "msisdn": "phone",
    "mail": "email",
    "e_mail_adresse": "email",
    "email_adresse": "email",
    "adresse_e_mail": "email",
    "courriel": "email",
    "correo": "email",
    "correo_electronico": "email",
    "correo_electrónico": "email",
    "e_mailadres": "email",
    "emailadres": "email",
    "mobile_phone": "phone",
    "phone_mobile": "phone",
    "cell_phone": "phone",
    "cellulare": "phone",
    "portable": "phone",
    "móvil": "phone",
    "movil": "phone",
    "telemóvel": "phone",
    "celular": "phone",
    "gsm": "phone",
    "telefon": "phone",
    "telefonnummer": "phone",
    "handy": "phone",
    "telefono": "phone",
    "teléfono": "phone",
    "telephone": "phone",
    "téléphone": "phone",
    "session_id": "session",
    "sessionid": "session",
    "device_id": "device",
    "cookie_id": "cookie",
}
_REACHED = "|".join(sorted(_KINDS, key=len, reverse=True))
_HIS = re.compile(rf"({'|'.join(_KNOWN)})s?_?({_REACHED}|(?:full_?)?name)")
"""What else a table says of the customer: `customer_email`, `kundenname`."""
_ADDRESSED = frozenset(
    [
        "recipient",
        "to",
        "sent_to",
        "empfaenger",
        "destinataire",
        "destinatario",
        "destinatário",
        "ontvanger",
    ]
)
"""Whom a mailing went to: an address, where the cells are addresses."""
_NUMBERED = frozenset({"applicant", "student", "member", "patient", "subscriber", "policyholder"})
"""Kinds of people who have a number beside another of theirs."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_OF_STAFF = re.compile(
    r"agent|staff|employ|owner|assign|operat|seller|sales|advis|handled|mitarbeit|bearbeit|berater|verkäufer|medewerk|behandel|verkoper"
    r"|conseill|gestionnaire|vendeur|vended|venditore|consult|(^|_)(from|cc|bcc|by|von|de|van|da)(_|$)"
)
"""Whose address stands beside the customer's."""
_MACHINES = frozenset({"session", "device", "cookie"})
_FEW = 12


def kind_of(column: Column) -> str | None:
    """What kind of name a column holds: of a person, a case, a device."""
    name = column.normal
    if _CASE.fullmatch(name):
        return "case"
    if _RESPONDENT.fullmatch(name):
        return "respondent"
    person = _PERSON.fullmatch(name) or _SOME_PERSON.fullmatch(name)
    kind = _KNOWN[person[1]] if person is not None else persons.numbered(column.name)
    if kind is not None:
        return kind
    if name in _HANDLES and not any(" " in value for value in column.values[:200]):
        return "handle"
    if name in _ADDRESSED and all("@" in value for value in column.values[:200]):
        return "email"
    his = _HIS.fullmatch(name)
    kind = _KINDS.get(name) or (_KINDS.get(his[2]) if his is not None else None)
    return kind or ("email" if _holds_addresses(column) else None)


def _holds_addresses(column: Column) -> bool:
    """Whether cells are the addresses of many people, whatever the column is called: `Uw e-mailadres`, `E-mail klant`."""
    looked = column.values[:200]
    return (
        (column.distinct > _FEW or column.tells_apart)
        and not _OF_STAFF.search(column.normal)
        and bool(looked)
        and all(map(_ADDRESS.fullmatch, looked))
    )


def find(columns: Sequence[Column]) -> Finding | None:
    """The column that says who it was; the surest kind first, then the leftmost."""
    fitting = [
        (_weight(column, kind), kind in _SERVED, number, column, kind)
        for number, column in enumerate(columns)
        if (kind := kind_of(column)) is not None and column.values and not column.is_time
        if not _names_groups(column) and not (column.normal == "uid" and column.tells_apart)
    ]
    if not fitting:
        return None
    weight, _, _, column, kind = min(fitting, key=lambda one: one[:3])
    rows = len(column.values)
    reason = f"its name says {kind}; {column.distinct:,} different ones in {rows:,} rows"
    return Finding(
        role="customer",
        columns=(column.name,),
        confidence=(0.95, 0.85, 0.8, 0.5)[weight],
        reason=reason,
        details={"kind": kind, "repeats": column.distinct < rows},
    )


def is_addressed(columns: Sequence[Column], who: Finding) -> bool:
    """Whether somebody is in the table because mail was sent to them."""
    return any(one.name == who.column and one.normal in _ADDRESSED for one in columns)


def _names_the_same(column: Column, whose: Column) -> bool:
    """Whether each name goes with one person: `user` beside a case is often the employee who did the step."""
    together: dict[str, set[str]] = {}
    for name, person in zip(column.cells, whose.cells, strict=True):
        if name and person:
            together.setdefault(name, set()).add(person)
    alone = sum(len(people) == 1 for people in together.values())
    return bool(together) and alone >= 0.8 * len(together)


def _names_groups(column: Column) -> bool:
    bare = column.normal in _PEOPLE.split() and column.normal not in {"user", "customer", "client"}
    return bare and len(column.values) >= 100 and column.distinct <= _FEW


def _weight(column: Column, kind: str) -> int:
    if kind == "handle" or kind in _MACHINES:
        return 3
    if column.normal.endswith("name") and _are_names(column):
        return 3  # two people may have one name
    if kind == "case" and column.tells_apart:
        return 3  # one row each: whoever writes twice has two
    if kind in {"email", "phone"}:
        return 2
    if kind == "respondent":
        return 0 if column.tells_apart else 3
    return 0 if column.normal.endswith(("id", "concept_name")) or kind == "case" else 1


def subject(columns: Sequence[Column], who: Finding) -> str | list[str]:
    """Who it was as a template; where some rows leave the column empty, what names them there.

    Half of what an app writes has no user yet, and yet a device; a ticket without a customer's number has an address.
    """
    first = f"{who.details['kind']}:{who.reference}"
    others = [f"{kind}:{column.reference}" for column, kind in _stand_ins(columns, who)]
    return [first, *others] if others else first


def _stand_ins(columns: Sequence[Column], who: Finding) -> list[tuple[Column, str]]:
    """Columns that name somebody in rows in which `who` is empty, the surest first."""
    whose = next((one for one in columns if one.name == who.column), None)
    if whose is None or who.details["kind"] in {"case", "respondent"} or whose.filled == 1:
        return []
    empty = [row for row, cell in enumerate(whose.cells) if not cell]
    found: list[tuple[int, int, Column, str]] = []
    for number, column in enumerate(columns):
        kind = kind_of(column)
        if kind is None or column is whose or column.is_time or _names_groups(column):
            continue
        if kind not in {"case", "respondent", "handle"} and any(
            column.cells[row] for row in empty
        ):
            found.append((_weight(column, kind), number, column, kind))
    return [(column, kind) for _, _, column, kind in sorted(found, key=lambda one: one[:2])]


def row_number(columns: Sequence[Column]) -> Finding | None:
    """A column that numbers the rows, where nothing names the people: `id`, `*RESPNUM`."""
    for column in columns:
        named = column.normal in {"id", "uid", "uuid", "record_id", "row_id"} or (
            kind_of(column) == "respondent"
        )
        if named and column.tells_apart and not column.is_time:
            return Finding(
                role="customer",
                columns=(column.name,),
                confidence=0.7,
                reason="it is different in every row: each row is one respondent",
                details={"kind": "respondent", "repeats": False},
            )
    return None


def other_names(columns: Sequence[Column], who: Finding | None) -> list[str]:
    """Other names of the same people, as identifiers.

    Whether a customer's number is also the user id of surveys and call logs is found out from all data (docs/adr/0061).
    """
    found: list[str] = []
    whose = next((one for one in columns if who is not None and one.name == who.column), None)
    for column in columns:
        kind = person = kind_of(column)
        his = _HIS.fullmatch(column.normal)
        if his is not None:
            person, kind = _KNOWN[his[1]], _KINDS.get(his[2], "name")
            if kind == "name" and not _are_names(column):
                kind = person
        elif kind in _CALLED and _are_names(column):
            kind = "name"  # two people may have one name
        if whose is not None and person in _SERVED and not _names_the_same(column, whose):
            continue
        if kind in {"email", "phone", "name", "user", "customer"} and (
            (who is None or column.name != who.column) and not _names_groups(column)
        ):
            found.append(f"{kind}:{column.reference}")
    if who is None or whose is None:
        return found
    found += [
        f"{kind}:{column.reference}"
        for column, kind in _stand_ins(columns, who)
        if kind in _MACHINES  # the rows that have both say whose it is
    ]
    found += [
        f"{kind}:{column.reference}"
        for column in columns
        if (kind := kind_of(column)) in _NUMBERED and column is not whose
        if kind != who.details["kind"] and _is_his_number(column, whose)
    ]
    own = {one.column: one.details["kind"] for one in things.owned(columns)}
    found += [
        f"{own[column.name]}:{column.reference}"
        for column in columns
        if column.name in own and column is not whose and _has_one_owner(column, whose)
    ]
    return list(dict.fromkeys(found))


def _is_his_number(column: Column, whose: Column) -> bool:
    """Whether a number is somebody's, and nobody has two: an applicant is given a student's number."""
    one_each = _names_the_same(whose, column) and _has_one_owner(column, whose)
    return one_each and not _names_groups(column) and column.distinct > _FEW


def _has_one_owner(column: Column, whose: Column) -> bool:
    owners: dict[str, set[str]] = {}
    for thing, person in zip(column.cells, whose.cells, strict=True):
        if thing and person:
            owners.setdefault(thing, set()).add(person)
    return bool(owners) and all(len(people) == 1 for people in owners.values())


def _are_names(column: Column) -> bool:
    """Whether cells are people's names: mostly two words or more, and no digits."""
    names = sum(" " in one and not any(map(str.isdigit, one)) for one in column.values)
    return names > len(column.values) / 2
