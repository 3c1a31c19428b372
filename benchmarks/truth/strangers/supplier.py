"""A Spanish supplier of machine parts: HubSpot's deals and contacts, an ERP's tables in Spanish, tickets of Zendesk, visits.

A few hundred firms with several people each: one buys, one works in the workshop, one keeps the books. Planted: a delivery that
comes in part costs 25 points of those who order again, and nobody complains; a delivery after its promised date costs 18.
Packaging is loud and costs nothing. In the region Sur a quote becomes an order in 30 of a hundred, elsewhere in 60. From day 400
on a quote takes one day instead of four. Small workshops get more of everything bad and order less, whatever happened. With
`planted=False` all of it happens, and nothing costs, differs or changes.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv, write_lines

DAYS = 730
BEFORE = 300
FASTER = 400
HARMS = {
    "partial": ("parcial", "partial", "incomplet", "pendiente", "backorder"),
    "late": ("late", "promise", "broken", "retras", "prometid", "tarde"),
}
HARMLESS = {
    "packaging": ("packag", "embalaje", "caja", "palet"),
    "region": ("sur", "región", "region"),
    "quotes": ("quote", "oferta", "presupuesto", "deal", "solicitud", "envío"),
    "orders": ("order", "pedido", "deliver", "entrega", "albar", "invoice", "factura", "cobro"),
    "talk": ("ticket", "reply", "agent", "visit", "contact"),
}
PERSONAS = {"factory": 0.3, "workshop": 0.4, "dealer": 0.3}
_AGAIN = {"factory": 0.99, "workshop": 0.93, "dealer": 0.97}
_PARTIAL = {"factory": 0.08, "workshop": 0.17, "dealer": 0.12}
_LATE = {"factory": 0.16, "workshop": 0.26, "dealer": 0.2}
_PAUSE = {"factory": 16.0, "workshop": 36.0, "dealer": 24.0}
_REGIONS = ("Norte", "Centro", "Levante", "Sur")
_FIRMS = ("Mecanizados", "Talleres", "Suministros", "Industrias", "Maquinaria", "Hidráulicas", "Engranajes")  # fmt: skip
_PLACES = (
    "Ebro",
    "Deba",
    "Turia",
    "Sierra",
    "Costa",
    "Llano",
    "Rioja",
    "Moncayo",
    "Ulla",
    "Segre",
)
_NAMES = ("Ana", "Luis", "Marta", "Jorge", "Nuria", "Pedro", "Elena", "Iker", "Carmen", "Raúl")
_SURNAMES = (
    "García",
    "Ruiz",
    "López",
    "Ortega",
    "Vidal",
    "Navarro",
    "Soler",
    "Iglesias",
    "Prieto",
)
_PARTS = (("6204-2RS", "Rodamiento 6204", 6.4), ("HTD-8M-1200", "Correa dentada 8M", 31.0), ("CIL-50-100", "Cilindro neumático 50x100", 88.0), ("ENG-M2-30", "Engranaje M2 Z30", 42.5), ("RET-40-62", "Retén 40x62x10", 3.9), ("VAL-52-14", "Válvula 5/2 1/4", 64.0))  # fmt: skip
_PACKAGING = (
    (
        "Embalaje",
        "El embalaje vuelve a llegar roto, es una vergüenza. Las cajas no aguantan nada.",
    ),
    ("Cajas", "Otra vez las cajas mojadas y el palet destrozado. Estoy muy enfadado."),
    ("Embalaje", "Esto es inaceptable: demasiado plástico y el embalaje hecho polvo."),
)
_QUESTIONS = (
    ("Ficha técnica", "Buenos días, ¿me pueden enviar la ficha técnica del retén 40x62?"),
    ("Equivalencia", "Hola, ¿qué referencia sustituye a la correa 8M de 1200?"),
    ("Certificado", "Necesito el certificado de material del último pedido, por favor."),
    ("Factura duplicada", "Buenas, no encuentro la factura del mes pasado. ¿Me la reenvían?"),
    ("Medidas", "¿Cuál es el par de apriete de la válvula 5/2?"),
)
_ANSWERS = (
    "Buenos días, se lo adjunto. Un saludo.",
    "Hola, aquí lo tiene. Quedamos a su disposición.",
    "Claro que sí, acabo de enviárselo.",
)
_NOTES = ("Visita de seguimiento", "Presentación del catálogo", "Revisión de precios", "Nueva línea de montaje")  # fmt: skip


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one supplier; `customers` are firms."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"supplier/{seed}")
    names = ("contacts", "deals", "quotes", "orders", "lines", "deliveries", "invoices", "tickets", "users", "visits")  # fmt: skip
    rows: dict[str, list[Any]] = {name: [] for name in names}
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"partial": -0.25, "late": -0.18} if planted else {},
        outcome="again",
        changes={"quotes": float(FASTER)} if planted else {},
    )
    for number in range(customers):
        _Firm(number, rng, rows, truth, planted=planted).lives()
    rows["users"].append({"id": 9001, "name": "Soporte Técnico", "email": "soporte@recambios.example", "role": "agent", "organization_id": None, "created_at": _iso(-900), "updated_at": _iso(DAYS - 1), "active": True})  # fmt: skip
    for name in ("quotes", "orders", "deliveries", "invoices", "visits"):
        rows[name].sort(key=lambda row: row[0])
    rows["deliveries"] += rows["deliveries"][-4:]  # the page that was exported twice
    write_csv(folder / "hubspot-contactos.csv", ("Record ID", "First Name", "Last Name", "Email", "Phone Number", "Create Date", "Associated Company", "Associated Company IDs", "Job Title"), rows["contacts"])  # fmt: skip
    write_csv(folder / "hubspot-negocios.csv", ("Record ID", "Deal Name", "Deal Stage", "Create Date", "Close Date", "Amount", "Currency", "Pipeline", "Deal owner", "Associated Contact", "Associated Contact IDs", "Associated Company", "Associated Company IDs", "Closed Lost Reason", "Región"), rows["deals"])  # fmt: skip
    write_csv(folder / "ofertas.csv", ("Nº oferta", "Fecha solicitud", "Fecha envío", "Cód. cliente", "Cliente", "Contacto", "Correo electrónico", "Importe", "Estado", "Zona"), rows["quotes"], comma=";")  # fmt: skip
    write_csv(folder / "pedidos.csv", ("Nº pedido", "Fecha pedido", "Cód. cliente", "Cliente", "Correo electrónico", "Importe", "Moneda", "Fecha prometida", "Canal", "Nº oferta"), rows["orders"], comma=";")  # fmt: skip
    write_csv(folder / "lineas_pedido.csv", ("Nº pedido", "Línea", "Artículo", "Descripción", "Cantidad", "Precio", "Importe"), rows["lines"], comma=";")  # fmt: skip
    write_csv(folder / "albaranes.csv", ("Nº albarán", "Nº pedido", "Cód. cliente", "Fecha entrega", "Fecha prometida", "Transportista", "Tipo de entrega"), rows["deliveries"], comma=";")  # fmt: skip
    write_csv(folder / "facturas.csv", ("Nº factura", "Nº pedido", "Cód. cliente", "Fecha factura", "Vencimiento", "Fecha cobro", "Importe"), rows["invoices"], comma=";")  # fmt: skip
    write_csv(folder / "visitas.csv", ("Fecha", "Comercial", "Cód. cliente", "Cliente", "Contacto", "Zona", "Notas"), rows["visits"], comma=";")  # fmt: skip
    write_lines(folder / "zendesk_tickets.json", rows["tickets"])
    write_lines(folder / "zendesk_users.json", rows["users"])
    return truth


class _Firm(Somebody):
    def __init__(
        self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool
    ) -> None:
        super().__init__(number, rng, rows, truth, planted=planted)
        self.day = rng.uniform(-BEFORE, DAYS - 10)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.code = f"430{number:05d}"
        self.name = f"{rng.choice(_FIRMS)} {rng.choice(_PLACES)} {number} S.L."
        self.region = rng.choice(_REGIONS)
        self.rep = f"Comercial {self.region}"
        self.people: list[tuple[str, str, int]] = []
        truth.personas[self.code] = self.persona
        for place in range(rng.randrange(2, 5)):
            first, last = rng.choice(_NAMES), rng.choice(_SURNAMES)
            mail = f"{('compras', 'taller', 'administracion', 'ingenieria')[place]}@cliente{number}.es"  # fmt: skip
            identity = 51000 + number * 4 + place
            self.people.append((f"{first} {last}", mail, identity))
            title = ("Compras", "Jefe de taller", "Administración", "Ingeniería")[place]
            if rng.random() < 0.9:  # nobody entered the others
                rows["contacts"].append((identity, first, last, mail, f"+3497{number:05d}{place}0", _hub(max(self.day, 0) - 2), self.name, 70000 + number, title))  # fmt: skip
            rows["users"].append({"id": 800000 + number * 4 + place, "name": f"{first} {last}", "email": mail, "role": "end-user", "organization_id": 3000 + number, "created_at": _iso(max(self.day, 0) - 2), "updated_at": _iso(DAYS - 1), "active": True})  # fmt: skip

    def lives(self) -> None:
        """From the first quote to the last order that the export sees."""
        rng, first = self.rng, True
        while self.day < DAYS:
            if not self._quoted(first=first):
                if first and rng.random() < 0.3:
                    return
                self.day += rng.uniform(10, 40)
                first = False
                continue
            harm = self._order()
            if rng.random() >= _AGAIN[self.persona] - harm * self.planted:
                return
            self.day += rng.expovariate(1 / _PAUSE[self.persona]) + 4
            first = False

    def _quoted(self, *, first: bool) -> bool:
        """A quote is asked for, or not needed. Whether an order follows."""
        rng = self.rng
        self.offer = ""
        if not first and rng.random() < 0.55:
            return True  # ordered again without a quote
        asked, buyer = self.day, self.people[0]
        quick = self.planted and asked >= FASTER
        sent = asked + (rng.uniform(0.6, 1.6) if quick else rng.uniform(2.5, 5.5))
        south = self.planted and self.region == "Sur"
        won = rng.random() < ((0.3 if south else 0.6) + 0.2 * (not first))
        decided = sent + rng.uniform(1, 12)
        money = round(rng.expovariate(1 / 900) + 120, 2)
        number = f"OF{len(self.rows['quotes']):06d}"
        if 0 <= asked < DAYS and sent < DAYS:
            state = "Aceptada" if won and decided < DAYS else "Rechazada" if decided < DAYS else "Pendiente"  # fmt: skip
            self.rows["quotes"].append((number, _day(asked), _day(sent), self.code, self.name, buyer[0], buyer[1], _money(money), state, self.region))  # fmt: skip
            stage = {"Aceptada": "Closed Won", "Rechazada": "Closed Lost"}.get(state, "Oferta enviada")  # fmt: skip
            reason = rng.choice(("Precio", "Plazo", "")) if stage == "Closed Lost" else ""
            close = _hub(decided) if decided < DAYS else _hub(min(decided + 20, DAYS + 30))
            self.rows["deals"].append((88000 + len(self.rows["deals"]), f"{self.name} - {number}", stage, _hub(asked), close, money, "EUR", "Ventas", self.rep, f"{buyer[0]} ({buyer[1]})", buyer[2] if rng.random() < 0.95 else "", self.name, 70000 + self.number, reason, self.region))  # fmt: skip
        self.day, self.offer = decided, number if won else ""
        return won

    def _order(self) -> float:
        """Ordered, delivered whole or in part, in time or late, invoiced. What it costs."""
        rng, ordered, buyer = self.rng, self.day, self.people[0]
        number = f"PV{26000 + len(self.rows['orders']):06d}"
        promised = ordered + rng.randrange(4, 12)
        late, part = rng.random() < _LATE[self.persona], rng.random() < _PARTIAL[self.persona]
        came = promised + rng.randrange(1, 7) if late else ordered + (promised - ordered) * rng.uniform(0.4, 0.95)  # fmt: skip
        lines = [(*rng.choice(_PARTS), rng.randrange(1, 40)) for _ in range(rng.randrange(1, 5))]
        total = sum(price * count for _, _, price, count in lines)
        if 0 <= ordered < DAYS:
            mail = "" if rng.random() < 0.1 else buyer[1]
            self.rows["orders"].append((number, _day(ordered), self.code, self.name, mail, _money(total), "EUR", _day(promised), rng.choice(("Correo", "Web", "Teléfono", "EDI")), self.offer))  # fmt: skip
            for line, (code, name, price, count) in enumerate(lines, 1):
                self.rows["lines"].append((number, line, code, name, count, _money(price), _money(price * count)))  # fmt: skip
            if promised < DAYS:
                self.truth.promises.append(Promise(customer=self.code, made=ordered, due=promised, kept=not late))  # fmt: skip
        self._delivers(number, came, promised, "Parcial" if part else "Completa")
        if part:
            self._delivers(number, came + rng.randrange(4, 12), promised, "Resto")
        self._invoices(number, came + 1, total)
        self.day = came + 1
        if rng.random() < 0.2:
            self._ticket(rng.choice(_PACKAGING), "Sentimos lo ocurrido, lo comentamos con el almacén.")  # fmt: skip
        if rng.random() < 0.2:
            self._ticket(rng.choice(_QUESTIONS), rng.choice(_ANSWERS))
        if rng.random() < 0.1:
            self._visits()
        return 0.18 * late + 0.25 * part

    def _delivers(self, order: str, day: float, promised: float, kind: str) -> None:
        if 0 <= day < DAYS:
            self.rows["deliveries"].append((f"AL{len(self.rows['deliveries']):06d}", order, self.code, _day(day), _day(promised), self.rng.choice(("SEUR", "GLS", "Propio")), kind))  # fmt: skip

    def _invoices(self, order: str, day: float, total: float) -> None:
        if 0 <= day < DAYS:
            paid = day + self.rng.uniform(20, 70)
            self.rows["invoices"].append((f"F25/{len(self.rows['invoices']):06d}", order, self.code, _day(day), _day(day + 60), _day(paid) if paid < DAYS else "", _money(total * 1.21)))  # fmt: skip

    def _visits(self) -> None:
        self.day += self.rng.uniform(1, 6)
        if 0 <= self.day < DAYS:
            self.rows["visits"].append((_day(self.day), self.rep, self.code, self.name, self.people[0][0], self.region, self.rng.choice(_NOTES)))  # fmt: skip

    def _ticket(self, words: tuple[str, str], answer: str) -> None:
        """A ticket with an answer, by whoever of the firm's people writes."""
        rng = self.rng
        self.day += rng.uniform(0.2, 2)
        if not 0 <= self.day < DAYS:
            return
        place = rng.randrange(len(self.people))
        who, began, number = 800000 + self.number * 4 + place, self.day, 40000 + len(self.rows["tickets"])  # fmt: skip
        answered = began + rng.uniform(0.1, 1.5)
        comments = [{"id": number * 10, "author_id": who, "body": words[1], "public": True, "created_at": _iso(began)}]  # fmt: skip
        if answered < DAYS:
            comments.append({"id": number * 10 + 1, "author_id": 9001, "body": answer, "public": True, "created_at": _iso(answered)})  # fmt: skip
        solved = answered + 0.2 < DAYS
        ticket = {
            "id": number,
            "subject": words[0],
            "description": words[1],
            "status": "solved" if solved else "open",
            "requester_id": who,
            "submitter_id": who,
            "assignee_id": 9001,
            "organization_id": 3000 + self.number,
            "via": {"channel": rng.choice(("email", "email", "web"))},
            "tags": [],
            "created_at": _iso(began),
            "updated_at": _iso(min(answered + 0.2, DAYS - 0.01)),
            "comments": comments,
        }
        if solved and rng.random() < 0.3:
            ticket["satisfaction_rating"] = {"score": "bad" if "mbal" in words[0] or "Caj" in words[0] else "good"}  # fmt: skip
        self.rows["tickets"].append(ticket)
        self.day = answered


def _day(day: float) -> str:
    return at(day).strftime("%d/%m/%Y %H:%M")


def _hub(day: float) -> str:
    return at(day).strftime("%Y-%m-%d %H:%M")


def _iso(day: float) -> str:
    return at(day).strftime("%Y-%m-%dT%H:%M:%SZ")


def _money(money: float) -> str:
    return f"{money:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
