// Die Worte der Zeichnung auf Deutsch.
import type { Labels } from "./labels";

export const GERMAN: Labels = {
  glad: "froh", upset: "verärgert", stillHere: "noch dabei", nobodyAsked: "niemand gefragt", heard: "der Kunden gehört", notMeasured: "nicht gemessen", nobodyYet: "noch niemand", by: "bis", suggestedAction: "vorgeschlagen", noActions: "Noch ist nichts geplant.", measureNext: "Als Nächstes messen",
  generatedSample: "Erfundenes Beispielunternehmen", suggested: "nahegelegt, nicht bewiesen", unknown: "noch zu wenige Belege", whatToDo: "Was wir tun", wait: "Warten", hours: "Stunden", days: "Tage", weeks: "Wochen", months: "Monate", legend: "Wie sicher wir sind", areaIsReach: "Fläche: wie viele hierher kommen", few: "Ring: zu wenige für den Maßstab",
  assumption: "Annahme", supported: "belegt", validated: "bestätigt", contradicted: "widerlegt", stale: "veraltet", unmeasured: "ungemessen", band: "95-%-Band", feelings: "Gefühl", everybody: "alle, wie erlebt", remembered: "erinnert", rank: "Rang", more: "mehr", page: "Seite", tooFew: "weniger als 5", fixedTimer: "eine feste Regel",
  pain: "Größter Schmerz", delight: "Größte Freude", moment: "Entscheidender Moment", reading: "Leseansicht", grid: "Ganze Karte", touchpoint: "Kontaktpunkt", stage: "Phase", reach: "Reichweite", people: "Worte des Teams", noData: "Noch nichts zu zeichnen: diese Karte hat keine Phasen.", emptyLane: "hier steht noch nichts", nothingFound: "in diesen Daten nichts gefunden",
  channels: { web: "Web", app: "App", email: "E-Mail", phone: "Telefon", chat: "Chat", store: "Filiale", survey: "Umfrage", review: "Bewertung", social: "Soziale Netze", delivery: "Lieferung", post: "Post", system: "System", meeting: "Gespräch", "word of mouth": "Mundpropaganda", search: "Suche", payment: "Zahlung", ads: "Anzeigen", sms: "SMS", push: "Push-Nachricht", other: "Sonstiges", unknown: "unbekannt" },
  meaning: { supported: "genug Antworten, anderswo noch nicht bestätigt", validated: "eine zweite Quelle oder Zeit stimmt zu", assumption: "unsere Worte, noch keine Daten", contradicted: "die Daten sagen anderes", stale: "zu alt, um sich darauf zu verlassen", unmeasured: "nichts kann es sehen" },
};
