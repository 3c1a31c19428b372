"""What people tell: wants, expectations, reasons, how they heard of us, why us, errands, re-telling, chasing.

In: a masked text and its language.  Out: for each kind the phrase that says so, or nothing. A kind
is known by how it begins (`I'd like`, `quiero`, `ich hätte gern`) and runs to the end of its sentence: the phrase
is evidence that a reader can check, not a summary. Errands are heard in employees' words, the rest in customers'.
"""

from __future__ import annotations

import re
from functools import cache

CUSTOMERS = ("want", "expected", "entry_reason", "heard_from", "chosen_for", "retold", "chased")
EMPLOYEES = ("errand",)
KINDS = (*CUSTOMERS, *EMPLOYEES)
_LONGEST = 160

_OPENINGS: dict[str, dict[str, str]] = {
    "want": {
        "en": r"(?:i|we)(?: just| only| really| simply)? (?:want|need|wish|hope) (?:to|for|that|you|a|an|the|my|our|it)\b|(?:i|we)(?:'d| would)(?: really| just)? like\b|(?:i am|i'm|we are|we're) (?:looking for|hoping)\b|all i want\b",
        "es": r"(?:quiero|quisiera|queremos|querr\u00eda|necesito|necesitamos|deseo|me gustar\u00eda|nos gustar\u00eda|busco|estoy buscando)\b",
        "pt": r"(?:quero|queria|queremos|preciso|precisamos|desejo|gostaria|gostar\u00edamos|estou procurando|procuro)\b",
        "de": r"(?:ich|wir) (?:m\u00f6chte|m\u00f6chten|will|wollen|h\u00e4tte gern|h\u00e4tten gern|brauche|brauchen|w\u00fcnsche|suche|suchen)\b|(?:ich|wir) w\u00fcrden? (?:mir |uns )?(?:gern|w\u00fcnschen)",
        "fr": r"(?:je|nous) (?:veux|voudrais|voudrions|voulons|souhaite|souhaitons|souhaiterais|d\u00e9sire|cherche|cherchons|aimerais|aimerions)\b|j'aimerais\b|j'ai besoin\b",
    },
    "expected": {
        "en": r"(?:i|we)(?: had| was| were|'d)? (?:expected|expecting|assumed|hoped|thought (?:it|you|that|this|they))\b|(?:supposed|meant) to\b|(?:less|more|better|worse) than (?:i |we )?expected|as advertised|was promised\b|should have (?:been|come|arrived|had|told|called)",
        "es": r"(?:esperaba|esper\u00e1bamos|me esperaba|pensaba que|pens\u00e9 que|cre\u00eda que|confiaba en)\b|se supon\u00eda|seg\u00fan (?:lo anunciado|la publicidad)|deber\u00edan? haber\b",
        "pt": r"(?:esperava|esper\u00e1vamos|pensei que|achei que|achava que|imaginava)\b|era (?:suposto|para ter)|conforme anunciado|deveriam? ter\b",
        "de": r"(?:ich|wir) (?:habe|hatte|haben|hatten)(?: \w+){0,3} (?:erwartet|gehofft|gedacht)|(?:erwartet|gehofft) (?:hatte|hatten|habe|haben)|h\u00e4tte(?:n)? (?:ich |wir )?(?:mehr |etwas )?erwartet|h\u00e4tte(?:n)? (?:\w+ ){0,4}sollen|wie (?:beworben|versprochen)|(?:ich|wir) dachten? ",
        "fr": r"(?:je m'attendais|nous nous attendions|j'attendais|j'esp\u00e9rais|nous esp\u00e9rions|je pensais|je croyais)\b|(?:\u00e9tait|\u00e9taient) cens\u00e9e?s?|comme annonc\u00e9|auraient? d\u00fb\b",
    },
    "entry_reason": {
        "en": r"(?:i am|i'm|we are|we're|i was) (?:calling|writing|contacting|emailing|messaging|chatting|phoning|getting in touch|here|reaching out)(?: you| today| again| in)* (?:because|about|to|regarding|as|since|for|with|on)\b|(?:i|we) (?:had to |only )?(?:call|called|came in|came here|write|wrote|came to the (?:store|shop|branch)) (?:because|since|as)\b|reason (?:i'm|i am|for) (?:calling|writing|my)",
        "es": r"(?:llamo|escribo|les escribo|le escribo|contacto|me pongo en contacto|vengo|vine) (?:porque|por|para|sobre|ya que|en relaci\u00f3n)\b|(?:el )?motivo de mi (?:llamada|consulta|mensaje|visita)",
        "pt": r"(?:estou (?:ligando|escrevendo|entrando em contato)|ligo|liguei|escrevo|entro em contato|vim) (?:porque|por causa|para|sobre|pois)\b|(?:o )?motivo d[ao] (?:minha|meu|liga\u00e7\u00e3o|contato)",
        "de": r"ich (?:rufe|schreibe|melde mich|komme|wende mich)(?: \w+){0,3} (?:weil|wegen|um|bez\u00fcglich|da|zu)\b|grund (?:meines|meiner|f\u00fcr)",
        "fr": r"(?:j'appelle|je vous appelle|j'\u00e9cris|je vous \u00e9cris|je vous contacte|je viens) (?:parce que|pour|car|au sujet|concernant|suite \u00e0|\u00e0 propos)\b|(?:la )?raison de mon (?:appel|message)",
    },
    "heard_from": {
        "en": r"(?:i |we )?(?:first )?(?:heard|learn(?:ed|t)|read) (?:about|of) (?:you|your|it|this|the|them)\b|(?:i |we )?(?:found|discovered|came across|saw) (?:you|your|it|this|the (?:ad|shop|site)|an? ad)\b[^.!?]{0,30}(?:on|through|via|in|by|from|at|ad\b|advert)|(?:i was |we were |was )?(?:recommended|referred)(?: to (?:me|us|you))? by\b|(?:a |my |our )(?:\w+ )?(?:friend|sister|brother|colleague|neighbou?r|mother|father|wife|husband|boss|cousin|doctor)s? (?:told|recommended|mentioned|suggested|said)",
        "es": r"(?:los|les|os|te|lo) (?:conoc\u00ed|conocimos|encontr\u00e9|descubr\u00ed|vi) |(?:o\u00ed|supe|me enter\u00e9) (?:hablar )?de |vi (?:su|el|un) anuncio|me (?:los|lo|la) recomend|(?:un|una|mi) (?:amig[oa]|herman[oa]|compa\u00f1er[oa]|vecin[oa]|prim[oa]) me (?:habl\u00f3|recomend\u00f3|dijo)",
        "pt": r"(?:conheci|conhecemos|encontrei|descobri|achei) (?:voc\u00eas|a loja|o site|a empresa|voc\u00ea)|(?:ouvi falar|fiquei sabendo|soube) d|vi (?:o|um|seu|a) (?:an\u00fancio|propaganda)|(?:um|uma|meu|minha) (?:amig[oa]|irm\u00e3o?|colega|vizinh[oa]|prim[oa]) (?:me )?(?:falou|indicou|recomendou|disse)|indica\u00e7\u00e3o de",
        "de": r"(?:ich|wir) (?:habe|haben|bin|sind)(?: \w+){0,4} (?:von (?:ihnen|euch) (?:geh\u00f6rt|erfahren|gelesen)|(?:auf (?:sie|euch))[^.!?]{0,40}(?:gesto\u00dfen|aufmerksam|gekommen))|(?:ihre|eure) (?:werbung|anzeige)[^.!?]{0,30}gesehen|(?:ein|eine|mein|meine) (?:freund|freundin|kollege|kollegin|bruder|schwester|nachbar|nachbarin|bekannter) (?:hat|von mir)[^.!?]{0,40}(?:empfohlen|erz\u00e4hlt|gesagt)|empfehlung (?:von|eines|einer)",
        "fr": r"(?:je vous ai|nous vous avons|on vous a) (?:connu|d\u00e9couvert|trouv\u00e9)|j'ai (?:entendu parler|vu (?:votre|une|la) (?:publicit\u00e9|pub|annonce))|(?:un|une|mon|ma) (?:amie?|fr\u00e8re|s\u0153ur|soeur|coll\u00e8gue|voisine?|cousine?) (?:m'a|nous a|m'en a) (?:parl\u00e9|recommand\u00e9|dit|conseill\u00e9)|sur (?:la )?recommandation d",
    },
    "chosen_for": {
        "en": r"(?:i|we) (?:chose|choose|picked|pick|prefer|preferred|went with|go with|switched to|came to|come to|stay with|stayed with|decided on|decided for) (?:you|your)\b|(?:reason|why) (?:i|we) (?:chose|choose|picked|went with|came to|shop|buy|stay)|(?:better|cheaper|faster|friendlier|closer|easier|nicer) than (?:(?:all |most |the )?others?\b|(?:the |your )?competit\w+|(?-i:[A-Z]\w+))|(?:over|instead of) (?:the |your )?(?:competition|competitors?|others)",
        "es": r"(?:los|les|os) (?:eleg\u00ed|elegimos|escog\u00ed|escogimos|prefiero|preferimos)|me (?:cambi\u00e9|decid\u00ed|qued\u00e9)[^.!?]{0,10}(?:con|por|a) (?:ustedes|vosotros)|m\u00e1s (?:barat|r\u00e1pid|cerca|amable|f\u00e1cil)\w* que (?:la competencia|otr)|(?:en vez|en lugar) de la competencia",
        "pt": r"(?:escolhi|escolhemos|prefiro|preferimos|optei por|mudei para) (?:voc\u00eas|a loja|esta loja)|mais (?:barat|r\u00e1pid|perto|simp\u00e1tic|f\u00e1cil)\w* (?:do )?que (?:a |as |os |o )?(?:concorr|outr)|(?:em vez|ao inv\u00e9s) d[ao] concorr",
        "de": r"(?:ich|wir) (?:habe|haben)(?: \w+){0,2} (?:f\u00fcr sie|f\u00fcr euch|sie|euch)[^.!?]{0,30}(?:entschieden|gew\u00e4hlt|ausgesucht)|(?:ich|wir) (?:bin|sind) (?:zu ihnen|zu euch) gewechselt|(?:billiger|g\u00fcnstiger|schneller|freundlicher|n\u00e4her|einfacher) als (?:die konkurrenz|andere|bei)\b|statt (?:bei )?der konkurrenz",
        "fr": r"(?:je vous ai|nous vous avons|on vous a) (?:choisis?|pr\u00e9f\u00e9r\u00e9s?)|je (?:vous )?(?:pr\u00e9f\u00e8re|choisis)[^.!?]{0,10}(?:\u00e0|car|parce)|(?:moins cher|plus rapide|plus aimable|plus proche|plus simple)s? que (?:la concurrence|les autres|chez)|(?:au lieu|plut\u00f4t) (?:de|que) la concurrence",
    },
    "retold": {
        "en": r"(?:i|we)(?:'ve| have| had)? already (?:told|explained|sent|given|gave|said|provided|spoke|spoken|mentioned|answered|uploaded|did|done)\b|as (?:i|we) (?:\w+ )?(?:said|told|explained|mentioned|wrote)\b|(?:explain|explained|repeat|repeated|tell|told)(?: \w+){0,4} (?:again|twice|all over|over and over|to each|to every)|(?:i|we) told your (?:colleague|agent|team)|(?:for the|the) (?:second|third|fourth|fifth|\d(?:nd|rd|th)) time",
        "es": r"ya (?:les?|os|se l[oa]s?|lo|la|te)? ?(?:he |hab\u00eda )?(?:dicho|dije|expliqu\u00e9|explicado|envi\u00e9|enviado|mand\u00e9|cont\u00e9|contado)|como (?:ya )?(?:dije|expliqu\u00e9|coment\u00e9|les dije)|(?:explicar|repetir|contar)(?:lo|la|les)?(?: \w+){0,3} (?:otra vez|de nuevo|a cada)|(?:segunda|tercera|cuarta|quinta) vez",
        "pt": r"j\u00e1 (?:lhes? |te |tinha |havia )?(?:disse|falei|expliquei|enviei|mandei|contei|informei)|como (?:j\u00e1 )?(?:disse|falei|expliquei|informei)|(?:explicar|repetir|contar)(?: \w+){0,3} (?:de novo|outra vez|novamente|para cada)|(?:segunda|terceira|quarta|quinta) vez",
        "de": r"(?:habe|hatte|haben)(?: \w+){0,6} (?:schon|bereits)(?: \w+){0,6} (?:gesagt|erkl\u00e4rt|geschickt|erz\u00e4hlt|mitgeteilt|geschrieben|angegeben)|wie (?:ich )?(?:bereits|schon)? ?(?:gesagt|erw\u00e4hnt|geschrieben)|(?:noch einmal|nochmal|erneut|wieder)(?: \w+){0,3} (?:erkl\u00e4ren|erz\u00e4hlen|schildern)|zum (?:zweiten|dritten|vierten|f\u00fcnften) mal",
        "fr": r"(?:j'ai|je vous ai|je l'ai|nous avons) d\u00e9j\u00e0 (?:dit|expliqu\u00e9|envoy\u00e9|racont\u00e9|donn\u00e9|signal\u00e9)|comme (?:je l'ai|je vous l'ai|j'ai|d\u00e9j\u00e0) (?:dit|expliqu\u00e9|indiqu\u00e9|signal\u00e9)|(?:r\u00e9expliquer|tout r\u00e9p\u00e9ter|r\u00e9p\u00e9ter|raconter)(?: \w+){0,3} (?:encore|\u00e0 chaque|\u00e0 nouveau|une nouvelle fois)|(?:deuxi\u00e8me|troisi\u00e8me|quatri\u00e8me|cinqui\u00e8me) fois",
    },
    "chased": {
        "en": r"(?:you|they|your colleague|someone|he|she) (?:said|promised|told me|assured me)(?: \w+){0,4} (?:would|will|'d)\b|(?:was|were) promised\b|(?:nobody|no one|never) (?:\w+ )?(?:called|rang|got back|replied|answered|came|showed up)|still (?:waiting|no (?:answer|reply|call|news|word))|where is my\b|any (?:news|update)s?\b|following up\b",
        "es": r"(?:dijeron|dijo|prometieron|prometi\u00f3|me aseguraron) que\b|nadie (?:me )?(?:llam\u00f3|ha llamado|contest\u00f3|respondi\u00f3|vino)|sigo (?:esperando|sin)\b|\u00bf?d\u00f3nde est\u00e1 mi\b|alguna novedad",
        "pt": r"(?:disseram|disse|prometeram|prometeu|garantiram) que\b|ningu\u00e9m (?:me )?(?:ligou|respondeu|veio|retornou)|(?:ainda )?(?:estou )?(?:esperando|aguardando)\b|(?:cad\u00ea|onde est\u00e1) (?:o )?meu|alguma novidade",
        "de": r"(?:sie|man|ihr kollege|er) (?:sagten?|versprach(?:en)?|hat(?:ten)? (?:\w+ ){0,3}(?:gesagt|versprochen|zugesagt))|wurde (?:mir )?(?:versprochen|zugesagt)|niemand (?:\w+ ){0,3}(?:angerufen|zur\u00fcckgerufen|gemeldet|gekommen|geantwortet)|warte (?:immer noch|noch immer|seit)|wo (?:ist|bleibt) mein",
        "fr": r"(?:vous|ils|on|votre coll\u00e8gue) (?:m'avez|m'ont|m'a|avait|a) (?:dit|promis|assur\u00e9)|personne (?:ne )?(?:m'a|n'a) (?:rappel\u00e9|r\u00e9pondu|contact\u00e9)|j'attends (?:toujours|encore)|o\u00f9 (?:est|en est) m(?:on|a)|des nouvelles",
    },
    "errand": {
        "en": r"(?:please|kindly|you (?:need|have|will need|will have|'ll need|'ll have|must|should|would need|would have|can) (?:to )?|you'll have to|i suggest (?:you|that you)|i(?:'d| would) advise you to) ?(?:please )?(?:call|contact|phone|ring|ask|e-?mail|write to|go to|visit|check with|reach out|get in touch|speak to|talk to|send|fill|print|scan|return|bring|log|register|download|upload|wait|try again|take it|submit|apply)\b",
        "es": r"(?:por favor,? |tiene que |debe |tendr\u00e1 que |deber\u00eda |le recomiendo |necesita )(?:llam|contact|escrib|pregunt|ir\b|acud|envi|rellen|imprim|devolv|tra|registr|descarg|sub|esper|habl|dirig|pas)\w*",
        "pt": r"(?:por favor,? |precisa |deve |ter\u00e1 (?:que|de) |tem (?:que|de) |recomendo )(?:lig|contat|entr|escrev|pergunt|ir\b|v\u00e1\b|envi|preench|imprim|devolv|trag|traz|registr|baix|aguard|fal|dirij|compare)\w*",
        "de": r"(?:bitte (?:rufen|wenden|kontaktieren|schreiben|fragen|gehen|senden|schicken|f\u00fcllen|drucken|bringen|melden|laden|warten|reichen|versuchen)\b|(?:sie|da) m\u00fcss(?:en|ten)(?: sie)?\b|sie k\u00f6nn(?:en|ten) sich (?:an|bei)\b|wenden sie sich\b)",
        "fr": r"(?:veuillez|merci de|il faut|il faudra|vous devez|vous devrez|je vous (?:invite|conseille) (?:\u00e0|de)|il vous faut) (?:appeler|contacter|\u00e9crire|demander|aller|vous rendre|envoyer|remplir|imprimer|retourner|apporter|vous adresser|attendre|t\u00e9l\u00e9charger|voir avec|r\u00e9essayer|rappeler)\b",
    },
}


def read_telling(text: str, language: str) -> dict[str, str]:
    """The first phrase of each kind that a text holds."""
    found: dict[str, str] = {}
    for kind in KINDS:
        pattern = _pattern(kind, language)
        match = pattern.search(text) if pattern else None
        if match:
            found[kind] = match.group().strip(" ,;:")
    return found


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str] | None:
    opening = _OPENINGS[kind].get(language)
    if opening is None:
        return None
    return re.compile(rf"\b(?:{opening})[^.!?;\n]{{0,{_LONGEST}}}", re.IGNORECASE)
