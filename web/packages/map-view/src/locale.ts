// Number and date habits of the reader's browser, in the language that the map is written in.
//
// The map's sentences carry English numbers; a German reader's `3.120` beside them would read as
// three. So only the browser's variants of the page's own language count: en-GB, en-US ...
import type { Locale } from "@desireline/map-core";

export function chooseLanguage(page: string, wanted: readonly string[]): string {
  const language = page || "en";
  return wanted.find((each) => each.split("-")[0] === language.split("-")[0]) ?? language;
}

export function localeOf(language: string): Locale {
  const parts = new Intl.NumberFormat(language, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(1234567.5);
  const find = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
  const month = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
  return {
    decimal: find("decimal", "."),
    group: find("group", ","),
    months: Array.from({ length: 12 }, (_, i) => month.format(new Date(Date.UTC(2024, i, 15)))),
    percent: "{} %",
    days: language.startsWith("de") ? ["Tag", "Tage"] : ["day", "days"],
  };
}
