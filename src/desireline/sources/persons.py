"""Headings that number people, in eight languages: `Kundennr.`, `Codice cliente`, `Votre numéro de locataire`, `ID klienta`.

In: a heading.  Out: what its numbers are of (customer, tenant, member ...), or None. Each of its words must be known: one says who,
the others that it is a number, articles and whose; `Numéro de facture client` is nobody's number.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WHO = {
    "customer": "customer cust kunde kunden kundin cliente clienta client klant klanten relatie klient klienta titular "
    "titolare titulaire intestatario rekeninghouder",
    "user": "user benutzer nutzer usuario usuaria utilisateur gebruiker utente utilizador usuário użytkownik użytkownika",
    "member": "member mitglied mitglieds socio socia miembro membre adhérent adherent lid leden tesserato sócio członek członka",
    "subscriber": "subscriber abonnent abonnenten abonné abonne abonado abbonato assinante abonnee abonent abonenta",
    "patient": "patient patienten paciente paziente pacjent pacjenta patiënt",
    "guest": "guest gast gäste huésped huesped hóspede ospite gość gościa",
    "tenant": "tenant mieter huurder locataire inquilino inquilina arrendatario conduttore najemca najemcy locatário",
    "student": "student studierenden estudiante étudiant etudiant studente estudante studenta",
    "visitor": "visitor besucher visiteur visitante bezoeker visitatore",
    "participant": "participant teilnehmer participante deelnemer partecipante uczestnik uczestnika",
    "resident": "resident bewohner einwohner résident residente bewoner mieszkaniec mieszkańca",
    "policyholder": "policyholder versicherungsnehmer versicherten asegurado assuré assure verzekerde assicurato segurado",
}
_KINDS = {word: kind for kind, words in _WHO.items() for word in words.split()}
_NUMBER = frozenset([
    "id", "no", "nr", "n", "nº", "num", "number", "key", "code", "nummer", "kennung", "numero", "número", "numéro",
    "codice", "código", "codigo", "cod", "cód", "ref", "référence", "referencia", "kod", "numer", "identifiant",
    "identificador",
])  # fmt: skip
_BESIDE = frozenset([
    "de", "du", "des", "d", "del", "della", "dello", "di", "do", "da", "dos", "das", "van", "der", "den", "of", "the",
    "le", "la", "il", "el", "l", "your", "votre", "vos", "ihre", "ihr", "deine", "dein", "su", "tu", "sua", "seu",
    "suo", "tuo", "uw", "je", "jouw", "twój", "my", "mein", "meine", "our", "what", "is",
])  # fmt: skip
_COMPOUND = re.compile(r"(.{3,}?)(nummer|nr|code|id|kennung)")


@lru_cache(maxsize=4_096)
def numbered(heading: str) -> str | None:
    """Whose numbers a heading says that it holds."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).casefold().replace(".º", "º")
    words = [word for word in re.split(r"[\W_°]+", spaced) if word and word not in _BESIDE]
    said = [part for word in words for part in _parts(word)]
    who = [word for word in said if word in _KINDS]
    rest = [word for word in said if word not in _KINDS]
    return _KINDS[who[0]] if len(who) == 1 and rest and set(rest) <= _NUMBER else None


def _parts(word: str) -> tuple[str, ...]:
    """`klantnummer` is a klant's nummer."""
    found = None if word in _KINDS or word in _NUMBER else _COMPOUND.fullmatch(word)
    return (found[1], found[2]) if found is not None and found[1] in _KINDS else (word,)
