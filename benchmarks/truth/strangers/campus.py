"""A university's admissions and first year, in German: the portal's log, mails sent, enquiries, enrolments, marks, a survey.

Two intakes a year. Planted: a decision that takes more than six weeks costs 20 points of those who enrol, documents that are asked
for twice cost 22. Whoever comes from abroad waits longer, is asked for more and enrols less often, whatever happened. The portal's
looks are loud and cost nothing. Who is reminded of the interview misses it in 8 of 100, who is not in 25. An answer "within three
days" is kept in two of three. Questions about documents are answered within the hour by phone, after days by e-mail, and asked
again. From day 420 on documents are asked for in 20 instead of 45 of 100. With `planted=False` nothing costs, differs or changes.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv

DAYS = 760
ASKED_LESS = 420
HARMS = {
    "twice": ("again", "erneut", "twice", "repeat", "mehrfach", "second time"),
    "decision": ("zulassung", "bescheid", "decision", "entscheidung", "admission"),
    "no-show": ("nicht erschienen", "no-show", "missed", "did not appear"),
}
HARMLESS = {
    "documents": ("unterlagen", "document", "nachgefordert"),
    "looks": ("portal", "captcha"),
    "abroad": ("ausland", "abroad", "herkunft"),
    "routine": ("bewerbung", "konto", "gespräch", "interview", "mail", "anfrage", "prüfung", "exam", "klausur", "immatrikul", "annahme", "umfrage", "survey"),
}  # fmt: skip
PERSONAS = {"school": 0.55, "abroad": 0.25, "again": 0.2}
_ENROLS = {"school": 0.78, "abroad": 0.52, "again": 0.7}
_SLOW = {"school": 0.22, "abroad": 0.5, "again": 0.25}
_TWICE = {"school": 0.15, "abroad": 0.35, "again": 0.18}
_COURSES = ("Informatik B.Sc.", "BWL B.A.", "Psychologie B.Sc.", "Maschinenbau B.Eng.", "Soziale Arbeit B.A.")  # fmt: skip
_LOOKS = (
    "Das Portal ist furchtbar hässlich und das Captcha nervt total!",
    "Schon wieder dieses Captcha. Das Portal sieht aus wie 1998, eine Zumutung.",
    "Wirklich schlecht, auf dem Handy kann man im Portal nichts lesen.",
)
_WHICH = (
    "Guten Tag, welche Unterlagen fehlen denn noch?",
    "Muss das Zeugnis beglaubigt sein oder reicht eine Kopie?",
    "Hallo, ich habe alles hochgeladen, was fehlt noch?",
)
_STILL = (
    "Ich habe noch keine Antwort erhalten. Welche Unterlagen fehlen?",
    "Leider hat sich niemand gemeldet. Was fehlt noch?",
)
_ANSWERS = (
    "Es fehlt noch das beglaubigte Zeugnis. Viele Grüße, Studierendensekretariat",
    "Eine einfache Kopie genügt zunächst.",
)
_DUE = {"innerhalb von drei Tagen": 3.0, "bis morgen": 1.0, "innerhalb einer Woche": 7.0}
_WHEN = ("Wann bekomme ich meinen Bescheid?", "Wie ist der Stand meiner Bewerbung?")
_NAMES = ("Lea", "Jonas", "Emre", "Mia", "Paul", "Aylin", "Ben", "Sofia", "Max", "Olena", "Finn", "Zoé")  # fmt: skip
_SURNAMES = ("Müller", "Yilmaz", "Schmidt", "Kowalski", "Weber", "Nguyen", "Fischer", "Haddad", "Koch", "Bauer")  # fmt: skip
_EXAMS = ("Mathematik I", "Einführung in das Studium", "Wissenschaftliches Arbeiten", "Statistik")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one university."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"campus/{seed}")
    rows: dict[str, list[Any]] = {
        name: [] for name in ("log", "mails", "enquiries", "enrolled", "marks", "survey")
    }
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"decision": -0.2, "twice": -0.22} if planted else {},
        changes={"documents": float(ASKED_LESS)} if planted else {},
        settled_worse={"documents": "email"} if planted else {},
    )
    for number in range(customers):
        _Applicant(number, rng, rows, truth, planted=planted).lives()
    rows["log"].sort(key=lambda row: row[-1])
    log = [row[:-1] for row in rows["log"]]
    log += [row for row in log if rng.random() < 0.01]  # the night on which the export ran twice
    write_csv(folder / "portal_statuslog.csv", ("Bewerbungsnr.", "Bewerber-ID", "E-Mail", "Studiengang", "Intake", "Land der HZB", "Vorgang", "Zeitpunkt", "Bearbeiter"), log, comma=";")  # fmt: skip
    write_csv(folder / "mailversand.csv", ("Versendet am", "Empfänger", "Vorlage", "Betreff", "Geöffnet am"), sorted(rows["mails"]), comma=";")  # fmt: skip
    write_csv(folder / "anfragen.csv", ("Anfrage-Nr.", "Eingang", "Kanal", "E-Mail", "Bewerber-ID", "Thema", "Nachricht", "Beantwortet am", "Antwort", "Status"), rows["enquiries"], comma=";")  # fmt: skip
    write_csv(folder / "immatrikulationen.csv", ("Matrikelnr.", "Bewerber-ID", "Nachname", "Vorname", "E-Mail", "Studiengang", "Immatrikuliert am", "Exmatrikuliert am", "Exmatrikulationsgrund"), rows["enrolled"], comma=";")  # fmt: skip
    write_csv(folder / "pruefungen.csv", ("Matrikelnr.", "Prüfung", "Prüfungsdatum", "Note", "Versuch", "Ergebnis"), rows["marks"], comma=";")  # fmt: skip
    write_csv(folder / "befragung_bewerber.csv", ("Antwort-ID", "Datum Abgeschickt", "E-Mail", "Wie zufrieden sind Sie mit dem Bewerbungsverfahren? (1 = sehr zufrieden, 6 = gar nicht)", "Was möchten Sie uns noch sagen?"), rows["survey"], comma=",")  # fmt: skip
    return truth


class _Applicant(Somebody):
    def __init__(self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool) -> None:  # fmt: skip
        super().__init__(number, rng, rows, truth, planted=planted)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.id = f"B{240000 + number * 7}"
        self.first, self.last = rng.choice(_NAMES), rng.choice(_SURNAMES)
        self.mail = f"{self.first}.{self.last}{number}@{rng.choice(('gmx.de', 'web.de', 'gmail.com'))}".lower()  # fmt: skip
        self.land = rng.choice(("Türkei", "Ukraine", "Indien", "Vietnam")) if self.persona == "abroad" else "Deutschland"  # fmt: skip
        self.course = rng.choice(_COURSES)
        self.intake, opened = rng.choice((("WS 2024/25", -60), ("SS 2025", 75), ("WS 2025/26", 240), ("WS 2025/26", 240), ("SS 2026", 440), ("WS 2026/27", 610)))  # fmt: skip
        self.day = opened + 80 * rng.random() ** 0.7
        self.number_of = f"{self.intake[:2]}{self.intake[-2:]}-{number:05d}"
        self.angry = rng.random() < 0.2
        self.mood = 0.0

    def lives(self) -> None:
        """From the account to the first exams."""
        rng, first = self.rng, self.persona
        self.truth.personas[self.id] = first
        self._log("Konto angelegt")
        self._mail("Willkommen", "Willkommen im Bewerbungsportal")
        self.day += rng.expovariate(1 / 4)
        self._log("Bewerbung begonnen")
        if rng.random() < 0.12:
            return
        self.day += rng.expovariate(1 / 5)
        self._log("Bewerbung eingereicht")
        self._mail("Eingangsbestätigung", "Ihre Bewerbung ist eingegangen")
        if self.angry:
            self._asks("Technik", rng.choice(_LOOKS), "Danke, wir geben das weiter.", 0.8)
        if not self._documents():
            return
        if self.course.startswith(("Psych", "Soz")) and not self._interview():
            return
        self._decided()

    def _documents(self) -> bool:
        """Documents are asked for, again or not. Whether the applicant goes on."""
        rng = self.rng
        asked = 0.2 if self.planted and self.day >= ASKED_LESS else 0.45
        twice = 0
        if rng.random() < asked:
            for twice in (1, 2):  # noqa: B007 - how often it was is told below
                self.day += rng.uniform(3, 12)
                self._log("Unterlagen nachgefordert", staff=True)
                self._mail("Nachforderung", "Es fehlen noch Unterlagen")
                if rng.random() < 0.4:
                    self._which()
                self.day += rng.expovariate(1 / 6) + 0.5
                if rng.random() < 0.04:
                    return False
                self._log("Unterlagen hochgeladen")
                if rng.random() >= _TWICE[self.persona]:
                    break
        self.harm = 0.22 * (twice == 2)
        self.day += rng.uniform(1, 6)
        self._log("Unterlagen vollständig", staff=True)
        return True

    def _which(self) -> None:
        rng = self.rng
        by_mail = rng.random() < 0.6
        again = (0.55 if by_mail else 0.06) if self.planted else 0.25
        wait = (2.5 if by_mail else 0.02) if self.planted else 0.8
        for attempt in range(3):
            self._asks("Unterlagen", rng.choice(_STILL if attempt else _WHICH), rng.choice(_ANSWERS), wait, channel="E-Mail" if by_mail else "Telefon")  # fmt: skip
            if rng.random() >= again:
                return
            self.day += rng.uniform(0.5, 2)

    def _interview(self) -> bool:
        rng = self.rng
        self.day += rng.uniform(3, 10)
        self._log("Einladung zum Auswahlgespräch", staff=True)
        when = self.day + rng.uniform(8, 18)
        reminded = rng.random() < 0.6
        if reminded:
            self.day = when - 1.2
            self._mail("Erinnerung Gespräch", "Ihr Auswahlgespräch ist morgen")
        self.day = when
        missed = (
            rng.random() < (0.08 if reminded else 0.25) if self.planted else rng.random() < 0.15
        )
        self._log("Nicht erschienen" if missed else "Auswahlgespräch geführt", staff=True)
        return not missed

    def _decided(self) -> None:
        rng = self.rng
        slow = rng.random() < _SLOW[self.persona]
        begun = self.day
        if rng.random() < (0.6 if slow else 0.15):
            self.day = begun + rng.uniform(8, 20)
            self._promised()
        self.day = max(self.day, begun + (rng.uniform(44, 75) if slow else rng.uniform(8, 34)))
        if rng.random() < 0.18:
            self._log("Ablehnung versendet", staff=True)
            self._mail("Bescheid", "Ihr Bescheid liegt vor")
            return
        self._log("Zulassung erteilt", staff=True)
        self._mail("Bescheid", "Ihr Bescheid liegt vor")
        self.mood -= 1.2 * slow + (self.harm > 0)
        enrols = rng.random() < _ENROLS[self.persona] - (0.2 * slow + self.harm) * self.planted
        self.day += rng.uniform(2, 16)
        if rng.random() < 0.3:
            self._survey()
        if not enrols:
            if rng.random() < 0.4:
                self._log("Bewerbung zurückgezogen")
            return
        self._log("Annahme erklärt")
        self.day += rng.uniform(2, 20)
        if 0 <= self.day < DAYS:
            self._studies()

    def _studies(self) -> None:
        """Enrolled; the first exams, the few who leave."""
        rng = self.rng
        number = f"{700000 + len(self.rows['enrolled'])}"
        began, gone = self.day, ""
        leaves = began + rng.uniform(90, 300) if rng.random() < 0.15 else DAYS + 1.0
        if leaves < DAYS:
            gone = _day(leaves)
        reason = rng.choice(("Studienplatzwechsel", "eigener Antrag", "endgültig nicht bestanden")) if gone else ""  # fmt: skip
        last = self.last.upper() if rng.random() < 0.05 else self.last
        self.rows["enrolled"].append((number, self.id if rng.random() < 0.97 else "", last, self.first, self.mail, self.course, _day(began), gone, reason))  # fmt: skip
        for name in _EXAMS:
            sat = began + rng.uniform(120, 160)
            for attempt in (1, 2):
                if sat >= min(leaves, DAYS):
                    break
                mark = rng.choice(("1,0", "1,7", "2,3", "2,7", "3,3", "4,0", "5,0"))
                self.rows["marks"].append((number, name, at(sat).strftime("%d.%m.%y"), mark, attempt, "NB" if mark == "5,0" else "BE"))  # fmt: skip
                if mark != "5,0":
                    break
                sat += rng.uniform(40, 60)

    def _promised(self) -> None:
        """A question about the decision, and a day until which it is answered."""
        rng = self.rng
        words, due = rng.choice(list(_DUE.items()))
        asked = self.day
        channel = self._asks("Stand der Bewerbung", rng.choice(_WHEN), f"Wir prüfen das und melden uns {words} bei Ihnen.", 0.3)  # fmt: skip
        made, kept = self.day, rng.random() < 0.67
        came = made + (due * rng.uniform(0.3, 0.9) if kept else due + rng.uniform(1, 6))
        if asked >= 0 and made < DAYS:
            self.truth.promises.append(Promise(customer=self.id, made=made, due=made + due, kept=kept))  # fmt: skip
        self.day = came
        if asked >= 0 and came < DAYS:
            self.rows["enquiries"].append((f"A{len(self.rows['enquiries']):06d}", _when(came), channel, self.mail, self.id, "Stand der Bewerbung", "", _when(came), "Wir haben nachgesehen: Ihre Bewerbung liegt beim Prüfungsausschuss.", "erledigt"))  # fmt: skip

    def _asks(self, about: str, said: str, answer: str, wait: float, *, channel: str = "") -> str:  # fmt: skip
        """Through which channel."""
        rng = self.rng
        self.day += rng.uniform(0.05, 0.6)
        asked = self.day
        self.day = asked + wait * rng.uniform(0.6, 1.4)
        if 0 <= asked < DAYS:
            done, channel = self.day < DAYS, channel or rng.choice(("E-Mail", "Kontaktformular", "Telefon"))  # fmt: skip
            self.rows["enquiries"].append((f"A{len(self.rows['enquiries']):06d}", _when(asked), channel, self.mail, self.id if rng.random() < 0.8 else "", about, said, _when(self.day) if done else "", answer if done else "", "erledigt" if done else "offen"))  # fmt: skip
        return channel

    def _survey(self) -> None:
        mark = max(1, min(6, round(2.0 - self.mood + 0.4 * self.angry + self.rng.gauss(0, 0.8))))
        words = self.rng.choice(_LOOKS) if self.angry else self.rng.choice(("", "Lief alles gut, danke.", "Sehr freundliches Team.") if mark < 3 else ("Hat viel zu lange gedauert.", "Unübersichtlich und langsam.", ""))  # fmt: skip
        when = self.day + self.rng.uniform(0.1, 1)
        if 0 <= when < DAYS:
            self.rows["survey"].append((len(self.rows["survey"]) + 1, at(when).strftime("%Y-%m-%d %H:%M:%S"), self.mail, mark, words))  # fmt: skip

    def _log(self, what: str, *, staff: bool = False) -> None:
        if 0 <= self.day < DAYS:
            who = self.rng.choice(("m.kaiser", "s.oezdemir", "p.lang")) if staff else ""
            self.rows["log"].append((self.number_of, self.id, self.mail, self.course, self.intake, self.land, what, _when(self.day), who, self.day))  # fmt: skip

    def _mail(self, template: str, subject: str) -> None:
        when = self.day + 0.01
        if 0 <= when < DAYS:
            opened = when + self.rng.expovariate(2) if self.rng.random() < 0.7 else None
            self.rows["mails"].append((_iso(when), self.mail, template, subject, _iso(opened) if opened and opened < DAYS else ""))  # fmt: skip


def _when(day: float) -> str:
    return at(day).strftime("%d.%m.%Y %H:%M")


def _day(day: float) -> str:
    return at(day).strftime("%d.%m.%Y")


def _iso(day: float) -> str:
    return at(day).strftime("%Y-%m-%dT%H:%M:%S")
