// Numbers and dates as the page's language writes them.
import { useMemo } from "react";
import { useSay } from ".";

export function useFormats() {
  const { language } = useSay();
  return useMemo(() => formatsOf(navigator.languages.find((each) => each.startsWith(language)) ?? language), [language]);
}

const DAY_ALONE = /^\d{4}-\d\d-\d\d$/;

export function formatsOf(locale: string) {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
  const dayAlone = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const monthly = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return {
    tenths: (value: number) => tenths.format(value),
    number: (value: number) => whole.format(value),
    // a space as in the sentences of the server, and as many digits in all rows of a list
    percent: (value: number) => (value === 0 || value === 1 ? whole.format(value * 100) : percent.format(value).replace(/\s*%/, "")) + "\u00a0%",
    // a day without an hour is that day wherever one reads it
    date: (iso: string) => (DAY_ALONE.test(iso) ? dayAlone : day).format(new Date(iso)),
    month: (month: string) => monthly.format(new Date(`${month}-01T00:00:00Z`)),
    ago(seconds: number): string {
      const [size, unit] = ([[86_400, "day"], [3_600, "hour"], [60, "minute"]] as const).find(([each]) => seconds >= each) ?? [1, "second"];
      return relative.format(-Math.round(seconds / size), unit);
    },
    duration(seconds: number): string {
      const [size, unit] = ([[86_400, "day"], [3_600, "hour"], [60, "minute"]] as const).find(([each]) => seconds >= each) ?? [1, "second"];
      return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(seconds / size);
    },
    size: (bytes: number) => (bytes >= 1e6 ? `${whole.format(Math.round(bytes / 1e5) / 10)} MB` : `${whole.format(Math.ceil(bytes / 1e3))} kB`),
  };
}
