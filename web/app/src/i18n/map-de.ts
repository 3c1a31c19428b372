// Die Worte der Zeichnung und ihrer Belege auf Deutsch.
import type { Labels } from "@desireline/map-core";
import type { Words } from "@desireline/map-view";

export const labels: Labels = {
  glad: "froh", upset: "verärgert", stillHere: "noch dabei", nobodyAsked: "niemand gefragt", heard: "der Kunden gehört", notMeasured: "nicht gemessen", nobodyYet: "noch niemand", by: "bis", suggestedAction: "vorgeschlagen", noActions: "Noch ist nichts geplant.", measureNext: "Als Nächstes messen",
  generatedSample: "Erfundenes Beispielunternehmen", suggested: "nahegelegt, nicht bewiesen", unknown: "noch zu wenige Belege", whatToDo: "Was wir tun", wait: "Warten", hours: "Stunden", days: "Tage", weeks: "Wochen", months: "Monate", legend: "Wie sicher wir sind", areaIsReach: "Fläche: wie viele hierher kommen", few: "Ring: zu wenige für den Maßstab",
  assumption: "Annahme", supported: "belegt", validated: "bestätigt", contradicted: "widerlegt", stale: "veraltet", unmeasured: "ungemessen", band: "95-%-Band", feelings: "Gefühl", rank: "Rang", more: "mehr", page: "Seite", tooFew: "weniger als 5", fixedTimer: "eine feste Regel",
  pain: "Größter Schmerz", delight: "Größte Freude", moment: "Entscheidender Moment", reading: "Leseansicht", grid: "Ganze Karte", touchpoint: "Kontaktpunkt", stage: "Phase", reach: "Reichweite", people: "Worte des Teams", noData: "Noch nichts zu zeichnen: diese Karte hat keine Phasen.", emptyLane: "hier steht noch nichts", nothingFound: "in diesen Daten nichts gefunden",
  meaning: { supported: "eine Quelle, genug Antworten", validated: "eine zweite Quelle oder Zeit stimmt zu", assumption: "unsere Worte, noch keine Daten", contradicted: "die Daten sagen anderes", stale: "zu alt, um sich darauf zu verlassen", unmeasured: "nichts kann es sehen" },
};

export const words: Words = {
  reading: "Leseansicht", grid: "Ganze Karte", evidence: "Belege zeigen", text: "Als Text", theme: { auto: "Aussehen: wie das System", light: "Aussehen: hell", dark: "Aussehen: dunkel" }, save: "SVG speichern", print: "Drucken", keys: "Tasten", zoomIn: "Größer", zoomOut: "Kleiner", fit: "Einpassen", close: "Schließen", n: "n", newest: "jüngstes Ereignis",
  help: [["G", "Leseansicht oder ganze Karte"], ["← ↑ → ↓", "zwischen den Teilen der Karte gehen"], ["Enter", "Belege öffnen"], ["Esc", "schließen"], ["E", "n neben jeder Zahl"], ["X", "die Karte als Text"], ["T", "hell, dunkel oder wie das System"], ["+ − 0", "Größe der ganzen Karte"], ["?", "diese Tasten"]],
  map: "Reisekarte. Pfeiltasten gehen zwischen ihren Teilen, Eingabe öffnet die Belege.",
  inWords: "Die Karte in Worten", notices: "Was man von diesen Daten wissen muss",
  columns: { where: "Wo", lane: "Zeile", says: "Was sie sagt", n: "n", interval: "Intervall", state: "Wie sicher" },
  to: "bis", points: "Punkte", value: "Wert", interval: "Intervall", period: "Zeitraum", sources: "Quellen", halves: ["Erste Hälfte", "Zweite Hälfte"], alone: "allein", state: "Wie sicher", method: "Verfahren", why: "Warum", reach: "Reichweite", feeling: "Gefühl", channel: "Kanal", owner: "Verantwortlich", due: "Fällig", stillHere: "Noch dabei", leave: "Gehen in dieser Phase", wait: "Übliche Wartezeit bis zur nächsten Phase", fixedRule: "eine Regel des Unternehmens, immer gleich", hidden: "Dahinter", heard: "Gehört", customers: "Kunden", journeys: "Reisen", events: "Ereignisse", measured: "gemessen", notMeasured: "nicht gemessen", silence: "Hier wurde niemand gefragt", silenceWhy: "Keine Umfrage, Bewertung und keine Worte von Kunden erreichen diesen Teil der Karte, darum ist keine Linie gezeichnet.", ourWords: "Unsere Worte", overruled: "Statt der Zahl stehen die Worte des Teams.", erased: "Seither gelöscht", proof: "Beweis", verdict: "Urteil",
  verdicts: { shown: "von den Daten gezeigt", suggested: "nahegelegt, nicht bewiesen", unknown: "zu wenige Belege", refused: "verweigert", continuum: "kein einzelner Moment: ein Kontinuum" },
};
