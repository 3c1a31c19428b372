"""Which voice of a call is the employee: by what they say, because channels are wired either way.

In: the words of each voice.  Out: the number of the employee's voice, or None. An employee greets for the company, offers
help and asks for numbers; a customer has ordered, waits, pays. Where the words do not tell the voices apart by two
signs nobody is guessed: an agent's politeness must not become a customer's feeling.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_EMPLOYEE = re.compile(
    r"(?i)\b(?:thank you for (?:calling|contacting|holding|your patience|waiting)|thanks for calling|how (?:can|may) i help"
    r"|(?:can|could|may) i (?:have|get|take) your|let me (?:check|look|see|pull)|i can see (?:that|your|here)|i see here"
    r"|(?:bear|stay) with me|one moment,? please|anything else (?:i|we) can|is there anything else|customer (?:service|care)"
    r"|what (?:is|was) your (?:order|account|name)|i(?:'ll| will) (?:send|arrange|transfer|put you|issue|refund|call you)"
    r"|we(?:'ll| will) (?:send|call|refund|replace|ship)|apologi[sz]e for|speaking, how"
    r"|gracias por llamar|en qu\u00e9 (?:puedo|le puedo) ayudar|d\u00e9jeme (?:ver|revisar|comprobar)|un momento,? por favor|su n\u00famero de"
    r"|obrigad[oa] por ligar|em que posso (?:ajudar|ser \u00fatil)|deixe-me (?:ver|verificar)|um momento,? por favor|o seu n\u00famero"
    r"|danke f\u00fcr ihren anruf|wie kann ich (?:ihnen )?(?:helfen|weiterhelfen)|einen (?:moment|augenblick) bitte|ihre (?:kunden|bestell)nummer"
    r"|merci (?:de votre appel|d'avoir appel\u00e9)|(?:en quoi|comment) puis-je vous aider|un instant s'il|votre num\u00e9ro de)"
)
_CUSTOMER = re.compile(
    r"(?i)\b(?:i(?:'ve| have)? (?:ordered|bought|paid|called|received|been waiting|was charged|was told)|i'm calling (?:because|about|to)"
    r"|i am calling|my (?:order|parcel|package|money|refund|bill|card|account|delivery|subscription)|i want (?:my|a|to)|when will (?:it|my)|where is my"
    r"|mi pedido|mi dinero|he (?:pedido|comprado|pagado|llamado)|quiero (?:mi|que|un)|llamo (?:porque|por)"
    r"|meu pedido|minha (?:encomenda|compra)|eu (?:comprei|paguei|liguei)|estou ligando|quero (?:meu|o|um)"
    r"|meine (?:bestellung|rechnung|lieferung)|mein (?:paket|geld)|ich habe (?:bestellt|bezahlt|schon)|ich rufe an"
    r"|ma commande|mon (?:colis|argent|compte)|j'ai (?:command\u00e9|pay\u00e9|appel\u00e9)|j'appelle (?:pour|parce))"
)
_AHEAD = 2


def employee_among(words: Mapping[int, str]) -> int | None:
    """The voice that speaks for the company; None where the words do not say."""
    if len(words) != 2:
        return None
    signs = {
        voice: len(_EMPLOYEE.findall(said)) - len(_CUSTOMER.findall(said))
        for voice, said in words.items()
    }
    likely, other = sorted(signs, key=lambda voice: -signs[voice])
    return likely if signs[likely] - signs[other] >= _AHEAD else None
