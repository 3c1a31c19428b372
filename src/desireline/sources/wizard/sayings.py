"""What was said, in words: the column with sentences; and through which channel.

In: columns.  Out: `Finding`s of the roles text and channel. A channel column with bare numbers is found
and left as an attribute: nobody can know what 8 means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.finding import Finding

_CHANNELS = (
    "channel",
    "case_channel",
    "channel_name",
    "contact_channel",
    "channel_group",
    "kanal",
    "kontaktkanal",
    "kontaktweg",
    "eingangskanal",
)
_NAMED = {
    "internet": "web", "website": "web", "online": "web", "desktop": "web", "mobile": "web",
    "tablet": "web", "ios": "app", "android": "app", "e-mail": "email", "mail": "email",
    "telephone": "phone", "cellular": "phone", "call": "phone", "desk": "store",
    "counter": "store", "branch": "store", "letter": "post", "sms": "sms", "text message": "sms", "whatsapp": "whatsapp",
    "telefon": "phone", "telefonisch": "phone", "anruf": "phone", "brief": "post", "schalter": "store", "filiale": "store", "webseite": "web",
    "téléphone": "phone", "appel": "phone", "courriel": "email", "courrier": "post", "courrier simple": "post", "recommandé": "post",
    "recommandé ar": "post", "guichet": "store", "agence": "store", "magasin": "store", "caisse": "store", "site": "web", "site web": "web",
    "teléfono": "phone", "llamada": "phone", "correo": "email", "correo electrónico": "email", "carta": "post", "mostrador": "store",
    "tienda": "store", "sitio web": "web", "página web": "web", "presencial": "store",
    "telefone": "phone", "ligação": "phone", "balcão": "store", "loja": "store", "site da loja": "web", "aplicativo": "app",
    "telefono": "phone", "telefonata": "phone", "lettera": "post", "sportello": "store", "negozio": "store", "salone": "store", "sito": "web",
    "sito web": "web", "telefoon": "phone", "balie": "store", "winkel": "store", "kassa": "store", "telefonicznie": "phone", "list": "post",
    "oddział": "store", "sklep": "store", "strona": "web", "strona internetowa": "web",
    **{word: word for word in ("web", "app", "email", "phone", "chat", "store", "social", "post")},
}  # fmt: skip
_SURE = {
    "phone": "telefon|telefonisch|téléphone|teléfono|telefono|telefone|telefoon",
    "email": "courriel|correo electrónico|posta elettronica",
    "web": "kontaktformular|webformular|onlineformular|webseite|formulaire de contact|formulaire web|site web|formulario de contacto|formulario web|sitio web"
    "|formulário de contato|formulário de contacto|modulo di contatto|sito web|contactformulier|webformulier",
}
_WHERE_NAMED = {
    "phone": "anruf|hotline|tel|appel|llamada|chamada|ligação|chiamata|telefonata",
    "email": "mél|correo|posta|e-post",
    "web": "form|formular|formulaire|formulario|formulário|modulo|formulier|portal|kundenportal|espace client|area clienti|klantportaal",
    "store": "filiale|laden|geschäft|vor ort|persönlich|schalter|magasin|boutique|agence|guichet|sur place|tienda|oficina|sucursal|en persona|loja|agência"
    "|presencial|balcão|negozio|sportello|di persona|winkel|filiaal|balie|persoonlijk",
    "post": "brief|fax|courrier|carta|correo postal|correio|lettera",
    "chat": "messenger|sms|livechat",
    "social": "twitter|facebook|instagram|soziale medien|réseaux sociaux|redes sociales|redes sociais|sociale media",
}
"""Words that mean a channel only where the column says that it holds them: a `Filiale` may be any branch."""
_WAYS = {word: way for way, words in _SURE.items() for word in words.split("|")}
CHANNEL_WORDS = {
    **{word: way for way, words in _WHERE_NAMED.items() for word in words.split("|")},
    **_WAYS,
    **_NAMED,
}
_BY_CONTENT = frozenset({**_NAMED, **_WAYS}) - {
    "mobile",
    "tablet",
    "call",
    "mail",
    "list",
    "site",
    "carta",
    "loja",
    "sklep",
    "tienda",
    "magasin",
    "winkel",
}
_COMMENTS = frozenset({"comment", "comments", "kommentar", "feedback", "remark", "remarks"})
_SEVERAL = 2
"""Ways of contact that nothing else is called after, from which on `mail` beside them is one, too."""
_TEXTS = frozenset({
    "text", "review", "reviews", "verified_reviews", "comment", "comments", "message", "body",
    "content", "feedback_text", "review_text", "review_body", "comment_text", "verbatim", "remark",
    "remarks", "feedback", "open_text", "answer", "transcript", "description", "notes",
    "kommentar", "kommentare", "bemerkung", "bemerkungen", "anmerkung", "anmerkungen", "nachricht", "freitext",
    "complaint", "rückmeldung", "beschreibung", "beschwerde", "beschwerdetext", "anliegen", "schilderung", "commentaire", "commentaires", "avis", "remarque", "remarques", "comentario",
    "comentarios", "mensaje", "observaciones", "opmerking", "opmerkingen", "toelichting", "bericht",
})  # fmt: skip
_WEAK = frozenset(
    {
        "description",
        "notes",
        "answer",
        "feedback",
        "transcript",
        "remarks",
        "beschreibung",
        "bemerkungen",
    }
)
_ASKS_FOR_WORDS = re.compile(
    r"(?i)\b(tell us|anything else|in your (own )?words|why|comments?|sagen|mitteilen|warum|weshalb|in eigenen worten|anmerkung\w*|verbesser\w*|pourquoi|nous dire|remarques?"
    r"|por qu[eé]|decirnos|dizer|porqu[eê]|perch[eé]|dirci|waarom|vertellen|opmerkingen)\b"
)
_SPEAKER = frozenset({
    "direction", "message_direction", "sender", "sender_type", "sender_role", "author", "author_type", "author_role", "role", "from",
    "speaker", "richtung", "absender", "rolle",
})  # fmt: skip
_OF_CUSTOMER = frozenset({
    "inbound", "in", "incoming", "received", "customer", "client", "guest", "user", "visitor", "patient", "member", "contact", "end-user",
    "requester", "eingehend", "eingang", "empfangen", "kunde", "gast", "entrant", "reçu", "entrante", "recibido", "cliente", "inkomend", "klant",
})  # fmt: skip
_OF_COMPANY = frozenset({
    "outbound", "out", "outgoing", "sent", "agent", "employee", "staff", "support", "operator", "admin", "advisor", "company", "hotel", "host",
    "ausgehend", "ausgang", "gesendet", "mitarbeiter", "berater", "sortant", "envoyé", "conseiller", "saliente", "enviado", "agente", "uitgaand",
    "medewerker", "uscente", "operatore",
})  # fmt: skip
_OF_SYSTEM = frozenset(
    {"system", "bot", "auto", "automatic", "automated", "système", "sistema", "systeem"}
)
_NOTHING = frozenset({"unknown", "n/a", "na", "none", "-", "other"})


def text(columns: Sequence[Column]) -> Finding | None:
    """The longest column with sentences, where a name says that somebody speaks."""
    fitting = [
        column
        for column in columns
        if (column.normal in _TEXTS or _is_comment(column) or _is_open_question(column))
        and column.values
        and sum(" " in value for value in column.values) > len(column.values) / 3
        and (column.normal not in _WEAK or column.distinct > 0.5 * len(column.values))
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda column: sum(map(len, column.values)))
    words = sum(len(value.split()) for value in best.values) / len(best.values)
    return Finding(
        role="text",
        columns=(best.name,),
        confidence=0.9,
        reason=f"its name, and sentences of {words:.0f} words on average",
    )


def beside(columns: Sequence[Column], rating: Finding) -> Finding | None:
    """The comment next to a rating: the two were given together."""
    names = [column.name for column in columns]
    place = names.index(rating.column)
    for column in columns[max(0, place - 1) : place + 2]:
        if _is_comment(column) and sum(" " in value for value in column.values) > 0:
            return Finding(
                role="text",
                columns=(column.name,),
                confidence=0.8,
                reason="a comment beside the rating",
            )
    return None


def _is_comment(column: Column) -> bool:
    """`Commentaire du locataire`, `Customer comments`: what is said of a comment changes nothing; but an agent's is none."""
    words = set(column.meant) or set(column.words)
    return bool(words & _COMMENTS) and not words & _OF_COMPANY and "internal" not in words


def _is_open_question(column: Column) -> bool:
    """A column called after a question, answered in sentences of one's own: mostly each in others, or the question asks for words."""
    asked = column.name.rstrip().endswith("?")
    own = column.distinct > 0.5 * len(column.values) or bool(_ASKS_FOR_WORDS.search(column.name))
    return asked and own and not column.is_time


def channel(columns: Sequence[Column]) -> Finding | None:
    """A column that names the way of contact, by its name or by its words."""
    for column in columns:
        named = column.normal in _CHANNELS or column.normal == "platform"
        values = {value.lower() for value in column.values} - _NOTHING
        by_content = column.distinct <= 8 and (
            (bool(values) and values <= _BY_CONTENT)
            or (len(values & _BY_CONTENT) >= _SEVERAL and values <= CHANNEL_WORDS.keys())
        )
        if not column.values or not (named or by_content) or column.is_time:
            continue
        if not column.numeric:
            common = ", ".join(word for word, _ in Counter(column.values).most_common(4))
            return Finding(
                role="channel",
                columns=(column.name,),
                confidence=0.9 if named else 0.8,
                reason=f"it names ways of contact: {common}",
                details={"unknown": sorted(_NOTHING & {v.lower() for v in column.values})},
            )
    return None


def speaker(columns: Sequence[Column]) -> Finding | None:
    """A column that says of each text whether the customer said it or the company: an answer is no customer's feeling."""
    for column in columns:
        words = {value.casefold() for value in column.values}
        both = bool(words & _OF_CUSTOMER) and bool(words & _OF_COMPANY)
        known = words <= _OF_CUSTOMER | _OF_COMPANY | _OF_SYSTEM
        if column.normal not in _SPEAKER or not (both and known):
            continue
        return Finding(
            role="speaker",
            columns=(column.name,),
            confidence=0.9,
            reason=f"it says who speaks: {', '.join(sorted(words)[:4])}",
            details={
                "says": {
                    "actor": _told(column, "customer", "employee", "system"),
                    "direction": _told(column, "inbound", "outbound", "outbound"),
                },
                "activity": _told(column, "customer message", "agent message", "system message"),
            },
        )
    return None


def _told(column: Column, customer: str, company: str, machine: str) -> dict[str, Any]:
    """Each of a column's words as what it says of the customer, the company and its machines."""
    sides = ((_OF_CUSTOMER, customer), (_OF_COMPANY, company), (_OF_SYSTEM, machine))
    words = sorted(set(column.values))
    return {
        "from": column.reference,
        "map": {raw: says for raw in words for known, says in sides if raw.casefold() in known},
    }


def coded_channel(columns: Sequence[Column]) -> Finding | None:
    """A channel column that holds bare codes: kept as an attribute, and said."""
    for column in columns:
        if "channel" in column.words and column.numeric and column.distinct <= 40:
            common = ", ".join(
                f"{code} ({n:,})" for code, n in Counter(column.values).most_common(3)
            )
            return Finding(
                role="attribute",
                columns=(column.name,),
                confidence=0.3,
                reason=f"it is a channel in codes whose meaning the file does not tell: {common}; "
                'say it in the mapping: channel = { from = "{...}", map = { 8 = "phone" } }',
            )
    return None
