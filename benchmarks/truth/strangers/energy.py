"""An energy supplier in French: contracts, invoices, meter readings, tickets, calls, moves, a survey from 0 to 10.

Exports have semicolons, French headings and values, days before months. Planted: an invoice that catches up on estimated readings
(« Facture de rattrapage ») makes 30 of 100 of those who would stay leave within six weeks, and they say nothing; a call back that was
promised and did not come costs 25. Passwords are loud and cost nothing. Tenants leave, as they move, and are estimated more often,
whatever happened. Questions on the monthly sum are answered within hours where they came by the form, after four days by e-mail, and
asked again. From day 380 on it takes 14 days until a new contract is in service, not 5. With `planted=False` nothing costs, differs
or changes.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv

DAYS = 730
BEFORE = 700
"""Days before the export in which a contract may have begun."""
SLOWER = 380
HARMS = {
    "catching up": ("rattrapage",),
    "call back": ("rappel", "promise", "broken"),
}
HARMLESS = {
    "password": ("mot de passe", "espace client", "password"),
    "sum": ("mensualité", "échéancier"),
    "service": ("mise en service", "souscription", "signature"),
    "moves": ("déménagement", "emménagement"),
    "routine": (
        "facture",
        "relevé",
        "appel",
        "ticket",
        "enquête",
        "paiement",
        "payment",
        "invoice",
    ),
}
_PASSWORD = (
    "Impossible de me connecter à l'espace client, le mot de passe est encore refusé. C'est inadmissible !",
    "Troisième fois que je change mon mot de passe, votre site est nul, je suis furieux.",
    "L'espace client ne marche jamais, c'est vraiment pénible.",
)
_SUM = (
    "Bonjour, comment modifier ma mensualité ?",
    "Je voudrais un nouvel échéancier, s'il vous plaît.",
    "Pouvez-vous baisser ma mensualité ?",
)
_AGAIN = (
    "Je n'ai pas eu de réponse. Comment modifier ma mensualité ?",
    "Je vous relance au sujet de ma mensualité.",
)
_CALL = (
    "Bonjour, pouvez-vous m'expliquer l'option heures creuses ?",
    "Je souhaite un conseil sur mon offre.",
    "Quelle puissance me faut-il pour une borne de recharge ?",
)
_DUE = {"sous 24 heures": 1.0, "sous 48 heures": 2.0, "dans les trois jours": 3.0}
_GOOD = ("Rien à signaler, tout va bien.", "Service clair et rapide.", "Très satisfait, merci.")
_BAD = ("Déçu.", "Trop cher pour ce que c'est.", "Je m'attendais à mieux.")
_ALSO = (
    "",
    "Merci d'avance.",
    "Cordialement, M. Dupont",
    "J'habite à Lyon.",
    "Mon contrat est récent.",
    "Bonne journée.",
    "C'est pour ma résidence principale.",
    "Je suis joignable le matin.",
    "Ma voisine m'a conseillé votre société.",
    "J'ai deux enfants.",
    "Mon compteur est dans la cave.",
)
PERSONAS = {"locataire": 0.35, "propriétaire": 0.45, "professionnel": 0.2}
_LEAVES = {"locataire": 0.03, "propriétaire": 0.006, "professionnel": 0.012}
"""The chance to leave in a month in which nothing happens."""
_ESTIMATED = {"locataire": 0.5, "propriétaire": 0.25, "professionnel": 0.25}
_OFFERS = ("Éco Fixe", "Vert Plus", "Base", "Heures creuses")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one supplier."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"energy/{seed}")
    names = ("contrats", "factures", "releves", "tickets", "appels", "moves", "enquete")
    rows: dict[str, list[Any]] = {name: [] for name in names}
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"catching up": -0.30, "call back": -0.25} if planted else {},
        changes={"service": float(SLOWER)} if planted else {},
        settled_worse={"sum": "e-mail"} if planted else {},
    )
    for number in range(customers):
        _Client(number, rng, rows, truth, planted=planted).lives()
    for name in ("factures", "tickets", "appels"):  # what is sent twice, and what comes late
        rows[name] += [row for row in rows[name] if rng.random() < 0.012]
    rng.shuffle(rows["releves"])
    heads = {
        "contrats": "N° contrat;N° client;Nom;E-mail;Téléphone;Offre;Énergie;Puissance souscrite (kVA);Canal de souscription;Date de signature;Date de mise en service;Date de fin;Motif de résiliation;Statut",
        "factures": "N° facture;N° client;N° contrat;Type de facture;Date d'émission;Date d'échéance;Date de paiement;Montant TTC (€);Mode de paiement;Statut",
        "releves": "PDL;N° contrat;Date du relevé;Nature du relevé;Index (kWh);Consommation (kWh)",
        "tickets": "N° ticket;N° client;E-mail;Canal;Catégorie;Objet;Description;Créé le;Réponse;Répondu le;Clôturé le;Statut",
        "appels": "ID appel;Date et heure;Sens;Numéro;N° client;File d'attente;Attente (s);Durée (s);Agent;Qualification",
        "moves": "N° demande;N° client;Date de la demande;Date d'emménagement;Ancien PDL;Nouveau PDL;Date de clôture;Statut",
        "enquete": "Date de réponse;E-mail;Sur une échelle de 0 à 10, recommanderiez-vous notre société à un proche ?;Pourquoi cette note ?",
    }
    files = {
        "releves": "releves_compteur",
        "moves": "demenagements",
        "enquete": "enquete_satisfaction",
    }
    for name, head in heads.items():
        write_csv(folder / f"{files.get(name, name)}.csv", head.split(";"), rows[name], comma=";")
    return truth


class _Client(Somebody):
    def __init__(self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool) -> None:  # fmt: skip
        super().__init__(number, rng, rows, truth, planted=planted)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.id, self.contract = f"{700000 + number}", f"C-{41000 + number}"
        self.mail = "" if number % 25 == 3 else f"client{number}@{rng.choice(('orange.fr', 'free.fr', 'gmail.com', 'laposte.net'))}"  # fmt: skip
        self.phone = f"+3361200{10000 + number}"
        self.leaves: float | None = None
        self.harmed = False

    def lives(self) -> None:
        """One customer, from the signature to the end of the contract or of the export."""
        rng = self.rng
        self.truth.personas[self.id] = self.persona
        signed = rng.uniform(-BEFORE, DAYS - 20)
        slow = self.planted and signed >= SLOWER
        began = signed + rng.uniform(0.7, 1.3) * (14 if slow else 5)
        day, index, estimated = began, rng.randrange(1000, 60000), 0
        while self.leaves is None and day < DAYS:
            self._invoice(day + 2, "Mensualité", rng.uniform(40, 160))
            if int((day - began) / 30) % 2 == 1:
                guessed = rng.random() < _ESTIMATED[self.persona]
                used = rng.randrange(300, 900)
                index += used
                self._reads(day + 5, "Estimé" if guessed else "Réel", index, used)
                estimated = estimated + 1 if guessed else 0
                if estimated == 2:
                    estimated = 0
                    self._invoice(day + 12, "Facture de rattrapage", rng.uniform(180, 600))
                    self._harm(day + 12, 0.30)
            self._month(day)
            day += 30.4
        ended = self.leaves if self.leaves is not None and self.leaves < DAYS else None
        if ended is None or ended > 0:
            if ended is not None:
                self._invoice(ended + 10, "Facture de clôture", rng.uniform(10, 90))
            why = rng.choice(("Changement de fournisseur", "Déménagement", "Non précisé")) if ended is not None else ""  # fmt: skip
            state = "Résilié" if ended is not None else "Actif" if began < DAYS else "En attente"
            self.rows["contrats"].append((self.contract, self.id, f"Client{self.number} Dupont", self.mail, self.phone, rng.choice(_OFFERS), rng.choice(("Électricité", "Gaz")), rng.choice((3, 6, 9)), rng.choice(("Web", "Téléphone", "Démarchage")), _date(signed), _date(began), "" if ended is None else _date(ended), why, state))  # fmt: skip

    def _month(self, day: float) -> None:
        """What else happens in a month, and whether it is the last."""
        rng = self.rng
        if rng.random() < 0.06:
            self._asks_sum(day + rng.uniform(3, 20))
        if rng.random() < {"locataire": 0.06}.get(self.persona, 0.035):
            self._loud(day + rng.uniform(1, 25))
        if rng.random() < 0.05:
            self._promised(day + rng.uniform(2, 15))
        if rng.random() < 0.05:
            self._calls(day + rng.uniform(0, 28))
        if rng.random() < 0.07:
            self._answers(day + rng.uniform(0, 28))
        if self.leaves is None and rng.random() < _LEAVES[self.persona]:
            self.leaves = day + rng.uniform(5, 30)
        elif rng.random() < {"locataire": 0.012}.get(self.persona, 0.003):
            self._moves(day + rng.uniform(0, 20))

    def _harm(self, day: float, points: float) -> None:
        if self.planted and self.leaves is None and self.rng.random() < points:
            self.leaves = day + self.rng.uniform(7, 42)

    def _invoice(self, day: float, kind: str, money: float) -> None:
        late = self.rng.random() < 0.12
        paid = day + (15 + self.rng.uniform(1, 25) if late else self.rng.uniform(8, 15))
        if 0 <= day < DAYS:
            state = "Payée" if paid < DAYS else "En attente"
            self.rows["factures"].append((f"F{900000 + len(self.rows['factures'])}", self.id, self.contract, kind, _date(day), _date(day + 15), _date(paid) if paid < DAYS else "", f"{money:.2f}".replace(".", ","), "Virement" if late else "Prélèvement", state))  # fmt: skip

    def _reads(self, day: float, nature: str, index: int, used: int) -> None:
        if 0 <= day < DAYS:
            self.rows["releves"].append((f"1950{self.number:010d}", self.contract, _date(day), nature, index, used))  # fmt: skip

    def _ticket(self, day: float, channel: str, about: tuple[str, str], *, said: str, answer: str, wait: float) -> float:  # fmt: skip
        """When it is answered."""
        kind, title = about
        answered = day + wait * self.rng.uniform(0.6, 1.4)
        if 0 <= day < DAYS:
            done = answered < DAYS
            self.rows["tickets"].append((f"T-{50000 + len(self.rows['tickets'])}", "" if self.rng.random() < 0.05 and self.mail else self.id, self.mail, channel, kind, title, f"{said} {self.rng.choice(_ALSO)} {self.rng.choice(_ALSO)}".strip(), _moment(day), answer if done else "", _moment(answered) if done else "", _moment(answered + 0.5) if answered + 0.5 < DAYS else "", "Clôturé" if answered + 0.5 < DAYS else "Ouvert"))  # fmt: skip
        return answered

    def _asks_sum(self, day: float) -> None:
        rng = self.rng
        by_mail = rng.random() < 0.5
        again = (0.5 if by_mail else 0.08) if self.planted else 0.25
        wait = (4.0 if by_mail else 0.15) if self.planted else 1.0
        for attempt in range(3):
            day = self._ticket(day, "E-mail" if by_mail else "Formulaire web", ("Facturation", "Mensualité"), said=rng.choice(_AGAIN if attempt else _SUM), answer="Bonjour, votre échéancier est modifié. Cordialement", wait=wait)  # fmt: skip
            if rng.random() >= again:
                return
            day += rng.uniform(1, 4)

    def _loud(self, day: float) -> None:
        self._ticket(day, self.rng.choice(("E-mail", "Formulaire web", "Chat")), ("Espace client", "Mot de passe"), said=self.rng.choice(_PASSWORD), answer="Bonjour, votre mot de passe a été réinitialisé.", wait=0.4)  # fmt: skip

    def _promised(self, day: float) -> None:
        rng = self.rng
        words, due = rng.choice(list(_DUE.items()))
        made = self._ticket(day, rng.choice(("E-mail", "Formulaire web")), ("Conseil", "Demande de conseil"), said=rng.choice(_CALL), answer=f"Bonjour, un conseiller vous rappellera {words}.", wait=0.3)  # fmt: skip
        kept = rng.random() < 0.6
        if kept:
            self._call(made + due * rng.uniform(0.3, 0.9), "Sortant", "Conseil", 0)
        else:
            self._harm(made + due, 0.25)
        if 0 <= made < DAYS:
            self.truth.promises.append(Promise(customer=self.id, made=made, due=made + due, kept=kept))  # fmt: skip

    def _calls(self, day: float) -> None:
        self._call(day, "Entrant", self.rng.choice(("Facturation", "Technique", "Commercial")), self.rng.randrange(20, 900))  # fmt: skip

    def _call(self, day: float, way: str, queue: str, waited: int) -> None:
        if not 0 <= day < DAYS:
            return
        gone = way == "Entrant" and self.rng.random() < 0.1 + waited / 4000
        said = (
            "Abandonné" if gone else self.rng.choice(("Résolu", "Information donnée", "Transféré"))
        )
        self.rows["appels"].append((f"A{30000 + len(self.rows['appels'])}", _moment(day), way, self.phone, "" if self.rng.random() < 0.3 else self.id, queue, waited, 0 if gone else self.rng.randrange(60, 900), "" if gone else f"agent{self.rng.randrange(12)}", said))  # fmt: skip

    def _moves(self, day: float) -> None:
        if 0 <= day < DAYS:
            done = day + self.rng.uniform(5, 25)
            self.rows["moves"].append((f"D{8000 + len(self.rows['moves'])}", self.id, _date(day), _date(day + 20), f"1950{self.number:010d}", f"1951{self.number:010d}", _date(done) if done < DAYS else "", "Terminé" if done < DAYS else "En cours"))  # fmt: skip

    def _answers(self, day: float) -> None:
        if 0 <= day < DAYS and self.mail:
            mark = max(0, min(10, round(7.6 + self.rng.gauss(0, 1.8))))
            self.rows["enquete"].append((_moment(day), self.mail, mark, f"{self.rng.choice(_GOOD if mark > 6 else _BAD)} {self.rng.choice(_ALSO)} {self.rng.choice(_ALSO)}".strip()))  # fmt: skip


def _date(day: float) -> str:
    return at(day).strftime("%d/%m/%Y")


def _moment(day: float) -> str:
    return at(day).strftime("%d/%m/%Y %H:%M")
