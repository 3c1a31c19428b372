// Die Worte der Belege auf Deutsch; die der Zeichnung stehen bei ihr.
import type { Words } from "./words";

export const WORDS_DE: Words = {
  reading: "Leseansicht", grid: "Ganze Karte", evidence: "Belege zeigen", text: "Als Text", theme: { auto: "Aussehen: wie das System", light: "Aussehen: hell", dark: "Aussehen: dunkel" }, save: "SVG speichern", print: "Drucken", keys: "Tasten", zoomIn: "Größer", zoomOut: "Kleiner", fit: "Einpassen", close: "Schließen", n: "n", newest: "jüngstes Ereignis",
  help: [["G", "Leseansicht oder ganze Karte"], ["← ↑ → ↓", "zwischen den Teilen der Karte gehen"], ["Enter", "Belege öffnen"], ["Esc", "schließen"], ["E", "n neben jeder Zahl"], ["X", "die Karte als Text"], ["T", "hell, dunkel oder wie das System"], ["+ − 0", "Größe der ganzen Karte"], ["?", "diese Tasten"]],
  map: "Reisekarte. Pfeiltasten gehen zwischen ihren Teilen, Eingabe öffnet die Belege.",
  inWords: "Die Karte in Worten", notices: "Was man von diesen Daten wissen muss",
  columns: { where: "Wo", lane: "Zeile", says: "Was sie sagt", n: "n", interval: "Intervall", state: "Wie sicher" },
  to: "bis", points: "Punkte", value: "Wert", interval: "Intervall", band: "Band der ganzen Linie", says: "In Worten", line: "Diese Linie", where: "Wo", period: "Zeitraum", sources: "Quellen", halves: ["Erste Hälfte", "Zweite Hälfte"], alone: "allein", state: "Wie sicher", method: "Verfahren", why: "Warum", reach: "Reichweite", feeling: "Gefühl", channel: "Kanal", owner: "Verantwortlich", due: "Fällig", stillHere: "Noch dabei", leave: "Gehen in dieser Phase", wait: "Übliche Wartezeit bis zur nächsten Phase", fixedRule: "eine Regel des Unternehmens, immer gleich", hidden: "Dahinter", heard: "Gehört", customers: "Kunden", journeys: "Reisen", events: "Ereignisse", measured: "gemessen", notMeasured: "nicht gemessen", silence: "Hier wurde niemand gefragt", silenceWhy: "Keine Umfrage, Bewertung und keine Worte von Kunden erreichen diesen Teil der Karte, darum ist keine Linie gezeichnet.", ourWords: "Unsere Worte", overruled: "Statt der Zahl stehen die Worte des Teams.", erased: "Seither gelöscht", proof: "Beweis", dataVersion: "Datenstand", recipe: "Rezept", verdict: "Urteil",
  verdicts: { shown: "von den Daten gezeigt", suggested: "nahegelegt, nicht bewiesen", unknown: "zu wenige Belege", refused: "verweigert", continuum: "kein einzelner Moment: ein Kontinuum" },
};
