// Numbers and dates as people write them. No Intl: the embedded engine has none; the caller says how.
import type { Locale } from "./options";

export function number(value: number, locale: Locale, decimals = 0): string {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole, fraction] = fixed.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale.group);
  const sign = value < 0 && Number(fixed) !== 0 ? "−" : "";
  return fraction ? `${sign}${grouped}${locale.decimal}${fraction}` : `${sign}${grouped}`;
}

export function percent(share: number, locale: Locale): string {
  const hundredths = share * 100;
  const decimals = Math.abs(hundredths) < 10 && Math.abs(hundredths - Math.round(hundredths)) >= 0.05 ? 1 : 0;
  return locale.percent.replace("{}", number(hundredths, locale, decimals));
}

/** `2026-07-15` as `15 Jul`, with the year where `year` says so. */
export function date(iso: string, locale: Locale, year = true): string {
  const [y, m, d] = iso.slice(0, 10).split("-").map(Number);
  const day = `${d} ${locale.months[m - 1]}`;
  return year ? `${day} ${y}` : day;
}

const UNITS: [seconds: number, word: string][] = [
  [86_400, "day"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];

/** A duration with two digits of sense: `3.2 days`, `2 h`, `40 min`. */
export function duration(seconds: number, locale: Locale): string {
  const [size, word] = UNITS.find(([unit]) => Math.abs(seconds) >= unit * 0.95) ?? [1, "s"];
  const amount = seconds / size;
  const text = number(amount, locale, amount < 9.95 && Math.abs(amount - Math.round(amount)) > 0.04 ? 1 : 0);
  return `${text} ${word === "day" ? locale.days[text === "1" ? 0 : 1] : word}`;
}
