"""A labelled set for masking: 600 texts in five languages, written for this project, with traps.

Each frame is a sentence somebody could write; slots in braces are personal (`name email phone iban card id address`)
or traps that must stay (`order price date time size`). Values are invented; checksums are right where a kind has one.
`items()` gives (language, text, secrets, traps). Half of the names are in no list of the product.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

PERSONAL = ("name", "email", "phone", "iban", "card", "id", "address")
DRAWS = 6

FRAMES = {
    "en": r"""Hello, my name is {name} and I ordered on {date}, order {order}.
You can reach me at {email} or on {phone} after {time}.
Please send it to {address} instead, the parcel {order} went to the shop in Elm Lane.
I spoke with {name} on {date} and was told that it costs {price}.
My wife {name} paid {price} with card {card}, please refund order {order}.
Refund to {iban} please, the amount is {price}.
My national insurance number is {id}, reference {order}.
Kind regards,\n{name}
Mr {name} from your team promised a call on {phone}.
Call me on {phone} about invoice {order}, size {size}.
The driver, a man called {name}, left it at {address} at {time}.
I moved to {address} on {date}, my customer number {order} stays the same.
{name} was great, she answered at {time} and charged {price}.
It was booked under {name} for {date}, room {size}, {price} a night.
Does my account {order} still show {email}?
Our agent Mrs {name} asked for card number {card} twice, at {time} and again later.
Passport number {passport} belongs to my daughter {name}.
I paid {price} on {date} for {size}, order {order}, and got nothing.
Model {size}, version 4.2.1, ticket {order}, still broken since {date}.
Thanks {name}, order {order} arrived at {time}.""",
    "es": r"""Hola, me llamo {name} y hice el pedido {order} el {date}.
Pueden escribirme a {email} o llamarme al {phone} después de las {time}.
Envíenlo a {address}, por favor, el paquete {order} fue a la tienda de la calle Ancha.
Hablé con {name} el {date} y me dijo que costaba {price}.
Mi marido {name} pagó {price} con la tarjeta {card}, pedido {order}.
Devuelvan {price} a la cuenta {iban}, gracias.
Mi DNI es {id} y mi número de cliente es {order}.
Un saludo,\n{name}
La señora {name} de su equipo prometió llamarme al {phone}.
Llámenme al {phone} por la factura {order}, talla {size}.
El repartidor lo dejó en {address} a las {time}.
Me mudé a {address} el {date}, mi número de cliente {order} no cambia.
{name} fue muy amable, me atendió a las {time} y cobró {price}.
La reserva está a nombre de {name} para el {date}, {price} por noche.
¿Mi cuenta {order} sigue con el correo {email}?
Don {name} pidió el número de tarjeta {card} dos veces.
El pasaporte {passport} es de mi hija {name}.
Pagué {price} el {date} por {size}, pedido {order}, y nada.
Modelo {size}, versión 4.2.1, incidencia {order}, roto desde el {date}.
Linda tienda, pedido {order}, llegó a las {time}.""",
    "pt": r"""Olá, meu nome é {name} e fiz o pedido {order} em {date}.
Podem escrever para {email} ou ligar para {phone} depois das {time}.
Enviem para {address}, por favor, o pacote {order} foi para a loja da rua principal.
Falei com {name} no dia {date} e disseram que custava {price}.
Meu marido {name} pagou {price} com o cartão {card}, pedido {order}.
Devolvam {price} para a conta {iban}, obrigado.
O meu CPF é {id} e o número do pedido é {order}.
Atenciosamente,\n{name}
A senhora {name} da sua equipe prometeu ligar para {phone}.
Liguem para {phone} por causa da fatura {order}, tamanho {size}.
O entregador deixou em {address} às {time}.
Mudei para {address} em {date}, o meu número de cliente {order} continua.
{name} foi muito simpática, atendeu às {time} e cobrou {price}.
A reserva está em nome de {name} para {date}, {price} por noite.
A minha conta {order} ainda tem o e-mail {email}?
Dona {name} pediu o número do cartão {card} duas vezes.
O passaporte {passport} é da minha filha {name}.
Paguei {price} em {date} por {size}, pedido {order}, e nada.
Modelo {size}, versão 4.2.1, chamado {order}, quebrado desde {date}.
Linda loja, pedido {order}, chegou às {time}.""",
    "de": r"""Hallo, mein Name ist {name}, ich habe am {date} bestellt, Bestellung {order}.
Sie erreichen mich unter {email} oder {phone} ab {time} Uhr.
Bitte an {address} schicken, das Paket {order} ging in die Filiale.
Ich habe am {date} mit Frau {name} telefoniert, es sollte {price} kosten.
Mein Mann {name} hat {price} mit der Karte {card} bezahlt, Bestellung {order}.
Bitte {price} auf {iban} überweisen.
Meine Steuer-ID ist {id}, Kundennummer {order}.
Viele Grüße\n{name}
Herr {name} aus Ihrem Team wollte mich unter {phone} anrufen.
Rufen Sie mich unter {phone} wegen Rechnung {order} an, Größe {size}.
Der Fahrer hat es um {time} Uhr in der {address} abgestellt.
Ich bin am {date} umgezogen, neue Adresse: {address}, Kundennummer {order} bleibt.
{name} war sehr nett, sie hat um {time} Uhr geantwortet und {price} berechnet.
Gebucht auf den Namen {name} für den {date}, {price} pro Nacht.
Steht in meinem Konto {order} noch {email}?
Ihre Kollegin Frau {name} hat zweimal nach der Kartennummer {card} gefragt.
Reisepass {passport} gehört meiner Tochter {name}.
Am {date} habe ich {price} für {size} bezahlt, Auftrag {order}, nichts kam.
Modell {size}, Version 4.2.1, Ticket {order}, seit {date} kaputt.
Danke, Bestellung {order} kam um {time} Uhr.""",
    "fr": r"""Bonjour, je m'appelle {name}, commande {order} du {date}.
Vous pouvez m'écrire à {email} ou m'appeler au {phone} après {time}.
Merci de livrer au {address}, le colis {order} est parti au magasin.
J'ai parlé avec {name} le {date}, on m'a dit que cela coûtait {price}.
Mon mari {name} a payé {price} avec la carte {card}, commande {order}.
Remboursez {price} sur le compte {iban}, merci.
Mon numéro de sécurité sociale est le {id}, dossier {order}.
Cordialement,\n{name}
Madame {name} de votre équipe devait m'appeler au {phone}.
Appelez-moi au {phone} pour la facture {order}, taille {size}.
Le livreur l'a laissé au {address} à {time}.
J'ai déménagé au {address} le {date}, mon numéro client {order} ne change pas.
{name} a été très gentille, elle a répondu à {time} et facturé {price}.
La réservation est au nom de {name} pour le {date}, {price} la nuit.
Mon compte {order} a-t-il toujours l'adresse {email} ?
Monsieur {name} a demandé deux fois le numéro de carte {card}.
Le passeport {passport} est à ma fille {name}.
J'ai payé {price} le {date} pour {size}, commande {order}, et rien.
Modèle {size}, version 4.2.1, ticket {order}, en panne depuis le {date}.
Merci, la commande {order} est arrivée à {time}.""",
}
NAMES = {
    "en": ["Oluwaseun Adeyemi", "Margaret Hill", "Priya Raghunathan", "Tom Baker", "Siobhan O'Neill", "Wei Zhang", "Emily Carter", "Fenella Ashdown"],
    "es": ["María José Gutiérrez", "Iker Zubizarreta", "Carmen Ruiz", "Lucía de la Fuente", "Xiomara Quispe", "Pablo Núñez", "Aitana Bonmatí", "Javier Ortega"],
    "pt": ["João da Silva", "Thaís Nascimento", "Catarina Moura", "Wanderley Souza", "Ana Beatriz Lopes", "Jussara Teixeira", "Rui Tavares", "Mariana dos Santos"],
    "de": ["Jürgen Vogel", "Anneliese Krüger", "Mehmet Aydemir", "Sabine von Arnim", "Thorben Petersen", "Klaus Schäfer", "Leonie Bäumler", "Andreas Groß"],
    "fr": ["Élodie Marchand", "François Lefèvre", "Mamadou Diallo", "Aurélie de Brissac", "Yannick Le Goff", "Claire Fontaine", "Océane Besson", "Thierry Dubois"],
}  # fmt: skip
EMAILS = ["ann.lee@post.example", "j_garcia77@correo.example", "K.Mueller+shop@firma.example", "loja-da-ana@mail.com.br", "info@a-b.co.uk", "étienne@boîte.example"]  # fmt: skip
PHONES = {
    "en": ["0113 496 0123", "+44 20 7946 0958", "(212) 555-0142", "07700 900123", "+1 415-555-0132", "020 7946 0018"],
    "es": ["612 34 56 78", "+34 912 345 678", "93 123 45 67", "655123456", "+34 600-123-456", "91 234 56 78"],
    "pt": ["(11) 91234-5678", "+55 21 2345-6789", "912 345 678", "+351 21 234 5678", "21 98765-4321", "+55 (31) 99876-5432"],
    "de": ["030 1234567", "+49 170 1234567", "0171 2345678", "089/123456-78", "(0221) 123456", "+49 (0)40 123456"],
    "fr": ["01 42 34 56 78", "+33 6 12 34 56 78", "06.12.34.56.78", "0612345678", "+33 (0)1 23 45 67 89", "04-72-12-34-56"],
}  # fmt: skip
IBANS = ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "FR14 2004 1010 0505 0001 3M02 606", "ES91 2100 0418 4502 0005 1332", "PT50000201231234567890154", "BR1800360305000010009795493C1"]  # fmt: skip
CARDS = ["4111 1111 1111 1111", "5500-0055-5555-5559", "378282246310005", "6011000990139424", "4242424242424242", "5105 1051 0510 5100"]  # fmt: skip
IDS = {
    "en": ["AB 12 34 56 C", "JG103759A", "QQ123456B".replace("QQ", "PX"), "ze 98 76 54 d", "CE 45 67 89 B", "AA001122C"],
    "es": ["12345678Z", "X1234567L", "00000000T", "87654321-X", "Y7654321G", "11111111H"],
    "pt": ["529.982.247-25", "111.444.777-35", "52998224725", "390.533.447-05", "168.995.350-09", "153.509.460-56"],
    "de": ["86095742719", "47036892816", "65929970489", "57549285017", "25768131411", "86 095 742 719"],
    "fr": ["1 85 05 78 006 084 91", "2 55 08 14 168 025 38", "185057800608491", "1 85 05 78 006 084 91", "255081416802538", "2 55 08 14 168 025 38"],
}  # fmt: skip
ADDRESSES = {
    "en": ["12 Oak Street, Leeds LS1 4DY", "221B Baker Street", "1600 North Elm Avenue, Springfield, IL 62704", "Flat 3, 7 Mill Lane".removeprefix("Flat 3, "), "48 King's Road, Brighton BN1 1NA", "5 The Crescent".replace("The ", "Royal ")],
    "es": ["Calle de Alcalá, 45, 28014 Madrid", "Avenida Diagonal 412, 3º B, 08037 Barcelona", "C/ Mayor 7", "Paseo de la Castellana 110, 28046 Madrid", "Plaza España, 2", "Avda. de la Constitución 15, 41004 Sevilla"],
    "pt": ["Rua das Flores, 123, 01310-100 São Paulo", "Avenida Paulista, 1578, apto 42", "Rua Augusta 25, 1100-053 Lisboa", "Travessa do Carmo, 9", "Praça da República, 300", "Av. Atlântica, 2000, 22021-001 Rio de Janeiro"],
    "de": ["Berliner Straße 12, 10115 Berlin", "Lindenweg 7a", "Hauptstr. 45, 80331 München", "Schillerplatz 3", "Am Markt 5, 01067 Dresden", "Goethestraße 101, 60313 Frankfurt"],
    "fr": ["12 bis rue de la Paix, 75002 Paris", "8 avenue des Champs-Élysées", "24 place Bellecour, 69002 Lyon", "3 impasse du Moulin", "155 boulevard Saint-Germain, 75006 Paris", "7, chemin des Vignes, 33000 Bordeaux"],
}  # fmt: skip
PASSPORTS = ["X1234567", "AAB123456", "C01X00T47", "12AB34567", "FP654321", "PA0123456"]
TRAPS = {
    "order": ["45721", "TL101926-01", "1000234567", "2026-000123", "A-99812", "78 123 456"],
    "price": ["£1,299.00", "49,90 €", "R$ 1.299,00", "$89.99", "120 EUR", "1.250,50 €"],
    "date": ["3 March", "12.04.2026", "2026-10-31", "31/10/2026", "28 May 2026", "05-06-2026"],
    "time": ["10:22", "16:45", "9:05", "18:30", "14:00", "08:15"],
    "size": ["28 cm x 28 cm", "XL 42", "128 GB", "X200", "EU 43", "500 ml"],
}


def items() -> Iterator[tuple[str, str, list[str], list[str]]]:
    """(language, text, personal values in it, values that must stay)."""
    rng = random.Random(20_261_122)
    for language, frames in FRAMES.items():
        values = {
            "name": NAMES[language], "email": EMAILS, "phone": PHONES[language], "iban": IBANS, "card": CARDS,
            "id": IDS[language], "address": ADDRESSES[language], "passport": PASSPORTS, **TRAPS,
        }  # fmt: skip
        for frame in frames.splitlines():
            written = frame.replace("\\n", "\n")
            for draw in range(DRAWS):
                secrets: list[str] = []
                traps: list[str] = []

                def fill(
                    found: re.Match[str],
                    draw: int = draw,
                    secrets=secrets,
                    traps=traps,
                    values=values,
                ) -> str:
                    kind = found.group(1)
                    choices = values[kind]
                    value = (
                        choices[draw % len(choices)] if kind not in TRAPS else rng.choice(choices)
                    )
                    if kind == "name" and draw % 3 == 2:
                        value = value.split()[0]
                    (traps if kind in TRAPS else secrets).append(value)
                    return value

                yield language, re.sub(r"\{(\w+)\}", fill, written), secrets, traps


def measure(mask) -> dict[str, object]:
    """Recall and precision of a function that gives the masked text; placeholders are `[kind]` or `<KIND>`."""
    found = missed = wrong = 0
    notes: list[str] = []
    placeholder = re.compile(r"\[[a-z_]+\]|<[A-Z_]+>|\{\{[\w-]+\}\}|\[[A-Z_]+(?:_\d+)?\]")
    for language, text, secrets, traps in items():
        masked = mask(text)
        gone = [s for s in secrets if s not in masked and ("@" in s or not _part_left(s, masked))]
        found += len(gone)
        missed += len(secrets) - len(gone)
        broken = [t for t in traps if t not in masked]
        extra = max(0, len(placeholder.findall(masked)) - len(secrets))
        wrong += max(len(broken), extra)
        notes += [f"{language} missed {s!r}: {masked}" for s in secrets if s not in gone]
        notes += [f"{language} wrong {t!r}: {masked}" for t in broken]
    return {
        "recall": found / (found + missed),
        "precision": found / max(1, found + wrong),
        "n": found + missed,
        "notes": notes,
    }


def _part_left(secret: str, masked: str) -> bool:
    """Half a name or a house number left over is a miss, too."""
    words = re.findall(r"\w{4,}", secret)
    return any(re.search(rf"\b{re.escape(word)}\b", masked) for word in words)


if __name__ == "__main__":
    from desireline.language import mask as ours

    result = measure(lambda text: ours(text).text)
    print(sum(1 for _ in items()), {k: v for k, v in result.items() if k != "notes"})
    for note in result["notes"]:
        print(note)
