"""Meals brought home, in Portuguese: events of the app, orders with the time that was promised, ratings, refunds, chats.

Planted: a meal that comes more than twenty minutes after the promised time costs 22 points of those who order again within a month; something missing
in the bag costs 20; a refund that was promised and did not come costs 25. Who orders at weekends orders again less often and gets
late meals more often, whatever happened. Missing cutlery is loud and costs nothing. "Where is my meal?" is answered at once by chat; by
e-mail a day later, and asked again. From day 220 on, with a new restaurant page, 35 of 100 put something into the basket there, where 60 did: who is hungry comes back
the same evening, so that orders stay. With `planted=False` nothing costs, differs or changes.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv, write_lines

DAYS = 365
REDESIGNED = 220
HARMS = {
    "late": ("late", "entregue", "delivered", "prevista", "promised time", "atras"),
    "missing": ("missing", "faltou", "falta", "item"),
    "refund": ("refund", "estorno", "promise", "broken"),
}
HARMLESS = {
    "cutlery": ("cutlery", "talheres", "guardanapo"),
    "page": ("restaurant_page", "restaurant page", "restaurant"),
    "where": ("where is", "onde est"),
    "routine": ("search", "basket", "checkout", "app open", "app_open", "order", "pedido", "nota", "rating", "aceito", "accepted", "pronto", "coletado", "chat", "mail", "payment", "cart"),
}  # fmt: skip
PERSONAS = {"weekday": 0.45, "weekend": 0.35, "office": 0.2}
_AGAINS = {"weekday": 0.86, "weekend": 0.66, "office": 0.8}
_LATES = {"weekday": 0.12, "weekend": 0.32, "office": 0.15}
_CUTLERY = (
    "Vieram de novo sem talheres! Um absurdo, péssimo.",
    "Sem guardanapos e sem talheres. Ridículo.",
    "Péssimo, faz três vezes que peço talheres e nada.",
)
_WHERE = ("Onde está o meu pedido?", "O meu pedido ainda não chegou, onde está?")
_STILL = ("Ainda ninguém me respondeu. Onde está o pedido?",)
_MISSING = (
    "Faltou uma bebida no meu pedido.",
    "Paguei duas porções e só veio uma.",
    "Falta a sobremesa que eu paguei.",
)
_GOOD = ("Muito bom, chegou quente.", "Tudo certo, obrigado.", "Comida excelente.", "")
_BAD = ("Chegou frio.", "Demorou demais.", "Fraco.", "")
_DUE = {"em até 3 dias": 3.0, "em até 5 dias": 5.0, "até amanhã": 1.0}
_SPOTS = ("Cantina Nona", "Sushi Mar", "Brasa Viva", "Verde Folha", "Pizza do Zé")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one service."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"meals/{seed}")
    rows: dict[str, list[Any]] = {
        name: [] for name in ("events", "orders", "ratings", "refunds", "messages")
    }
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"late": -0.22, "missing": -0.2, "refund": -0.25} if planted else {},
        changes={"page": float(REDESIGNED)} if planted else {},
        settled_worse={"where": "email"} if planted else {},
    )
    for number in range(customers):
        _Eater(number, rng, rows, truth, planted=planted).lives()
    rows["events"].sort(key=lambda one: one["event_time"])
    again = [one for one in rows["events"] if rng.random() < 0.01]
    write_lines(folder / "app_events.jsonl", [*rows["events"], *again])
    write_csv(folder / "pedidos.csv", ("Nº do pedido", "Cliente", "E-mail", "Restaurante", "Criado em", "Aceito em", "Coletado em", "Entrega prevista", "Entregue em", "Total (R$)", "Status", "Motivo do cancelamento"), rows["orders"], comma=";")  # fmt: skip
    write_csv(folder / "avaliacoes.csv", ("Nº do pedido", "Cliente", "Data da avaliação", "Nota (1 a 5)", "Comentário"), rows["ratings"], comma=";")  # fmt: skip
    write_csv(folder / "estornos.csv", ("Nº do estorno", "Nº do pedido", "Cliente", "Valor (R$)", "Pago em"), rows["refunds"], comma=";")  # fmt: skip
    rows["messages"].sort(key=lambda row: row[3])
    write_csv(folder / "atendimento.csv", ("message_id", "conversation_id", "customer_id", "created_at", "author", "channel", "body"), rows["messages"])  # fmt: skip
    return truth


class _Eater(Somebody):
    def __init__(self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool) -> None:  # fmt: skip
        super().__init__(number, rng, rows, truth, planted=planted)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.id = f"U{100000 + (number * 7919 + 12345) % 899981}"
        self.mail = f"cliente{number}@{rng.choice(('gmail.com', 'uol.com.br', 'hotmail.com'))}"
        self.device, self.platform = (
            f"{rng.getrandbits(48):012x}",
            rng.choice(("ios", "android", "android")),
        )
        self.day = self._evening(rng.uniform(0, DAYS))
        self.harm = 0.0

    def lives(self) -> None:
        """One customer, from the first meal to the last."""
        self.truth.personas[self.id] = self.persona
        while self.day < DAYS:
            self._orders()
            if self.rng.random() >= _AGAINS[self.persona] - self.harm * self.planted:
                return
            self.day = self._evening(self.day + self.rng.uniform(2, 24))

    def _evening(self, day: float) -> float:
        """The next time to eat that such a customer orders at."""
        begun = int(day)
        if self.persona == "weekend":
            begun += (5 - at(begun).weekday()) % 7 if at(begun).weekday() < 5 else 0
        hour = self.rng.uniform(11.5, 13) if self.persona == "office" else self.rng.uniform(18.5, 21.5)  # fmt: skip
        return begun + hour / 24

    def _orders(self) -> None:
        rng = self.rng
        going = 0.35 if self.planted and self.day >= REDESIGNED else 0.6
        self.session = rng.getrandbits(40)
        self._event("App Opened")
        while True:
            self._event("Restaurant Searched", query=rng.choice(("pizza", "sushi", "salada")))
            self._event("Restaurant Page Viewed", restaurant=rng.choice(_SPOTS))
            if rng.random() < going:
                break
            if rng.random() < 0.4:  # later the same evening
                self.day += rng.uniform(0.01, 0.03)
                self.session = rng.getrandbits(40)
                self._event("App Opened")
        self._event("Item Added to Basket", price=round(rng.uniform(12, 60), 2))
        self._event("Checkout Viewed")
        self._event("Order Placed", payment=rng.choice(("pix", "card", "card")))
        placed = self.day
        promised = placed + rng.uniform(35, 55) / 1440
        late = rng.random() < _LATES[self.persona]
        came = promised + (rng.uniform(22, 70) if late else rng.uniform(-15, 8)) / 1440
        number = f"{700000 + len(self.rows['orders'])}"
        cancelled = rng.random() < 0.02
        if placed < DAYS:
            done = came < DAYS
            self.rows["orders"].append((number, self.id, self.mail, rng.choice(_SPOTS), _when(placed), _when(placed + 3 / 1440), "" if cancelled else _when(came - rng.uniform(8, 20) / 1440), _when(promised), "" if cancelled or not done else _when(came), f"{rng.uniform(25, 140):.2f}".replace(".", ","), "Cancelado" if cancelled else "Entregue" if done else "A caminho", rng.choice(("Restaurante fechado", "Sem entregador")) if cancelled else ""))  # fmt: skip
        self.harm, self.day = 0.22 * late, came
        if cancelled:
            self.harm, self.day = 0.0, placed + 0.02
            return
        self._comes(came, promised, number, late=late)

    def _comes(self, came: float, promised: float, number: str, *, late: bool) -> None:
        """What is asked, missed and rated once a meal is there."""
        rng = self.rng
        if rng.random() < (0.4 if late else 0.04):
            self._where(promised + rng.uniform(5, 18) / 1440)
        cutlery = rng.random() < 0.2
        missing = rng.random() < 0.14
        if missing:
            self.harm += 0.2
            self._missing(came + rng.uniform(5, 50) / 1440, number)
        if cutlery and rng.random() < 0.6:
            self._talk(came + rng.uniform(5, 40) / 1440, "chat", said=rng.choice(_CUTLERY), answer="Lamentamos! Vamos avisar o restaurante.", wait=0.01)  # fmt: skip
        if rng.random() < 0.3:
            stars = max(1, min(5, round(4.5 - 1.1 * late - 0.9 * missing - 1.3 * cutlery + rng.gauss(0, 0.6))))  # fmt: skip
            words = rng.choice(_CUTLERY) if cutlery else rng.choice(_GOOD if stars > 3 else _BAD)
            rated = came + rng.uniform(0.02, 0.8)
            if rated < DAYS:
                self.rows["ratings"].append((number, self.id, _when(rated), stars, words))

    def _where(self, day: float) -> None:
        rng = self.rng
        by_mail = rng.random() < 0.5
        again = (0.55 if by_mail else 0.05) if self.planted else 0.25
        wait = (0.6 if by_mail else 0.002) if self.planted else 0.1
        for attempt in range(3):
            day = self._talk(day, "email" if by_mail else "chat", said=rng.choice(_STILL if attempt else _WHERE), answer="O entregador está a caminho.", wait=wait)  # fmt: skip
            if rng.random() >= again:
                return
            day += rng.uniform(0.005, 0.02)

    def _missing(self, day: float, number: str) -> None:
        rng = self.rng
        words, due = rng.choice(list(_DUE.items()))
        made = self._talk(day, "chat", said=rng.choice(_MISSING), answer=f"Pedimos desculpa. Vamos estornar o valor {words}.", wait=0.01)  # fmt: skip
        kept = rng.random() < 0.65
        paid = made + due * rng.uniform(0.3, 0.9)
        if kept and paid < DAYS:
            self.rows["refunds"].append((f"E{50000 + len(self.rows['refunds'])}", number, self.id, f"{rng.uniform(5, 40):.2f}".replace(".", ","), _when(paid)))  # fmt: skip
        if not kept:
            self.harm += 0.25
        self.day = max(self.day, made + due)
        if made < DAYS:
            self.truth.promises.append(Promise(customer=self.id, made=made, due=made + due, kept=kept))  # fmt: skip

    def _talk(self, day: float, channel: str, *, said: str, answer: str, wait: float) -> float:
        """When it is answered."""
        key = f"c{self.rng.getrandbits(36):09x}"
        answered = day + wait * self.rng.uniform(0.6, 1.4)
        for when, author, words in ((day, "customer", said), (answered, "agent", answer)):
            if when < DAYS:
                self.rows["messages"].append((f"m{len(self.rows['messages']):06d}", key, self.id, at(when).isoformat(timespec="seconds"), author, channel, words))  # fmt: skip
        return answered

    def _event(self, name: str, **props: Any) -> None:
        self.day += self.rng.uniform(0.0002, 0.0015)
        if self.day < DAYS:
            self.rows["events"].append({"event_type": name, "event_time": at(self.day).strftime("%Y-%m-%d %H:%M:%S.%f"), "user_id": self.id if self.rng.random() < 0.97 else None, "device_id": self.device, "session_id": self.session, "platform": self.platform, "insert_id": f"{self.rng.getrandbits(64):016x}", "event_properties": props})  # fmt: skip


def _when(day: float) -> str:
    return at(day).strftime("%d/%m/%Y %H:%M")
