"""What a promise is about, and which events keep it; dispositions that are promises.

In: a promise's words, or a source's word for what happened.  Out: `contact`, `refund`, `delivery` or
`other`; SQL conditions on events. A promise to call is kept by a call, never by a newsletter or a parcel.
"""

from __future__ import annotations

import re

CONTACT, REFUND, DELIVERY, OTHER = "contact", "refund", "delivery", "other"
_STEMS = (
    (
        CONTACT,
        (
            r"\b(?:call|ring|phone|get back|contact|in touch|follow|let you know|hear|keep you|updat"
            r"|llam|contact|respond|avis|inform"
            r"|lig(?:ar|amos|aremos|o\b)|contat|retorn"
            r"|ruf|meld|kontakt"
            r"|rappel|appel|recontact|répond|courant)"
        ),
    ),
    (
        REFUND,
        r"refund|credited|money back|reembols|devolv|devuelv|estorn|abon|erstatt|gutschr|rembours",
    ),
    (
        DELIVERY,
        r"\b(?:deliver|ship|arriv|parcel|package|replace|order|entreg|envi|liefer|livr|colis|paket)",
    ),
    (CONTACT, r"\b(?:e-?mail|write|repl|answer|escrib|escrev|schreib|écri)"),
)
"""First match wins: `we will call you when the parcel arrives` promises a call. An e-mail is weak:
`you will get an e-mail when it ships` promises the parcel."""
PROMISED_CONTACT = (
    r"(call.?back|ring.?back|follow.?up|rückruf|rappel|llamada|retorno).{0,12}"
    r"(promis|agree|schedul|due|request|arrang|pending|zugesagt|versproch|vereinbar|prometid|programad|agendad)"
    r"|(promis|schedul|agreed|will).{0,12}(call.?back|ring.?back|follow.?up|rückruf)"
)
"""Of a source's word (`call: Callback promised`): the company owes a contact."""
_NOT_PROMISED = r"miss|chas|made|done|complete|broken|not |no longer|cancel"
_CONTACT_CHANNELS = (
    "('phone', 'email', 'chat', 'sms', 'messaging', 'whatsapp', 'social', 'app', 'web', 'store')"
)
IS_PROMISED_CONTACT = (
    f"(regexp_matches(lower(activity), '{PROMISED_CONTACT}')"
    f" AND NOT regexp_matches(lower(activity), '{_NOT_PROMISED}'))"
)
"""SQL condition on an event."""
_MONEY_BACK = r"refund|money back|reembols|estorn|erstatt|gutschr|rembours"
_PAID_BACK = (
    r"(was|were|been|have|has|is|are) (now )?(issued|made|sent|processed|refunded|credited|paid)|refunded you"
    r"|a été (effectué|émis|fait|versé|crédité)|(avons|vous ai) remboursé|wurden? [^.!?]{0,40}(erstattet|überwiesen|gutgeschrieben)"
    r"|(haben|habe) [^.!?]{0,40}(erstattet|überwiesen|gutgeschrieben)|(ha|hemos|he|fue|foi) (sido )?(reembolsad|emitid|devuelt|estornad)"
)
KEEPS = {
    CONTACT: (
        "((actor = 'employee' OR (actor = 'company' AND channel = 'phone'))"
        f" AND channel IN {_CONTACT_CHANNELS}"
        " AND coalesce(direction, 'outbound') <> 'inbound'"
        " AND NOT regexp_matches(lower(activity), 'solved|closed|resolved|assigned|note'))"
    ),
    # that money came back is an event of its own, or the company says so
    REFUND: (
        "(regexp_matches(lower(activity), 'refund|credit|reembols|estorn|erstatt|gutschr|rembours')"
        f" OR (actor IN ('company', 'employee') AND regexp_matches(lower(text), '{_MONEY_BACK}')"
        f" AND regexp_matches(lower(text), '{_PAID_BACK}')))"
    ),
    DELIVERY: (
        "(actor <> 'customer' AND regexp_matches(lower(activity || coalesce(touchpoint, '')),"
        " 'deliver|ship|dispatch|fulfil|arriv|replace|entreg|envi|liefer|livr|expédi'))"
    ),
    OTHER: "(actor IN ('company', 'employee'))",
}
"""SQL condition on an event, by kind of promise."""


def promise_kind(words: str) -> str:
    """What a promise is about; `other` where no word says it."""
    said = words.lower()
    return next((kind for kind, stems in _STEMS if re.search(stems, said)), OTHER)
