"""The words of a sheet and its annex, in each language that a map is drawn in.

What the map itself says comes to the typesetter in the reader's language already, as do the labels of the drawing; these
are the annex's own.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "de"]

ENGLISH: dict[str, str] = {
    "reading": "{title}: reading view",
    "sheet": "{title}: the whole map, sheet {number}",
    "grid": "The whole map of {title} as a grid; the table that follows has its numbers.",
    "sample": "generated sample company",
    "invented": "The company is generated: a sample, no real customers.",
    "version": "data version {data}, recipe {recipe}",
    "pages": "1 of 1",
    "annex": "Evidence annex",
    "numbers": "Every number on the map",
    "intervals": "Intervals are 95 % intervals; those of claims that were chosen among many allow for it (see the method).",
    "supported": "Supported",
    "supported_means": "n of 30 or more, or an interval narrower than one band of the scale.",
    "validated": "Validated",
    "validated_means": "a second source or period agrees.",
    "assumption": "Assumption",
    "assumption_means": "fewer than that.",
    "mark": "M names the method, below.",
    "stage": "Stage", "touchpoint": "Touchpoint", "what": "What", "value": "Value", "interval": "Interval",
    "n": "n", "state": "State", "m": "M",
    "gaps": "What has no number, and why",
    "why": "Why", "where": "Where",
    "methods": "How each was computed",
    "insight": "Insight", "method": "Method", "sources": "Sources", "query": "Query",
    "story": "The map in words",
    "whole": "the whole stage", "no_interval": "no interval", "not_measured": "not measured",
    "remembered": "remembered: {title}", "band": "{low} to {high}, the band of its line",
    "everything": "everything", "unseen": "nothing can see it",
}  # fmt: skip

GERMAN: dict[str, str] = {
    "reading": "{title}: Leseansicht",
    "sheet": "{title}: die ganze Karte, Blatt {number}",
    "grid": "Die ganze Karte „{title}“ als Raster; ihre Zahlen stehen in der Tabelle danach.",
    "sample": "erfundenes Beispielunternehmen",
    "invented": "Das Unternehmen ist erfunden: ein Beispiel, keine wirklichen Kunden.",
    "version": "Datenstand {data}, Rezept {recipe}",
    "pages": "1 von 1",
    "annex": "Anhang: die Belege",
    "numbers": "Jede Zahl auf der Karte",
    "intervals": "Intervalle sind 95-%-Intervalle; die von Aussagen, die unter vielen gewählt wurden, berücksichtigen das (siehe das Verfahren).",
    "supported": "Belegt",
    "supported_means": "n ab 30, oder ein Intervall, das schmaler ist als ein Band der Skala.",
    "validated": "Bestätigt",
    "validated_means": "eine zweite Quelle oder Zeit stimmt zu.",
    "assumption": "Annahme",
    "assumption_means": "weniger als das.",
    "mark": "V nennt das Verfahren, unten.",
    "stage": "Phase", "touchpoint": "Kontaktpunkt", "what": "Was", "value": "Wert", "interval": "Intervall",
    "n": "n", "state": "Stand", "m": "V",
    "gaps": "Was keine Zahl hat, und warum",
    "why": "Warum", "where": "Wo",
    "methods": "Wie jede berechnet wurde",
    "insight": "Erkenntnis", "method": "Verfahren", "sources": "Quellen", "query": "Abfrage",
    "story": "Die Karte in Worten",
    "whole": "die ganze Phase", "no_interval": "kein Intervall", "not_measured": "nicht gemessen",
    "remembered": "erinnert: {title}", "band": "{low} bis {high}, das Band seiner Linie",
    "everything": "alles", "unseen": "nichts kann es sehen",
}  # fmt: skip

STATES: dict[Language, dict[str, str]] = {
    "en": {},
    "de": {
        "assumption": "Annahme", "supported": "belegt", "validated": "bestätigt", "contradicted": "widerlegt",
        "stale": "veraltet", "unmeasured": "ungemessen",
    },
}  # fmt: skip
"""What a state is called where not as in the map file."""

KINDS: dict[Language, dict[str, str]] = {
    "en": {},
    "de": {
        "pain": "Schmerz", "potential pain": "möglicher Schmerz", "delight": "Freude", "drop off": "Abbruch",
        "exit": "Ausstieg", "wait": "Warten", "condition": "Bedingung", "moment": "entscheidender Moment",
        "attraction": "was anzieht", "forgiven": "verziehener Schmerz", "change": "Änderung",
    },
}  # fmt: skip
"""Kinds of claims, where not as the insights call them."""

WORDS: dict[Language, dict[str, str]] = {"en": ENGLISH, "de": GERMAN}
