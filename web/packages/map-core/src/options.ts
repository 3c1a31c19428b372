// How to draw: what a caller may ask for, with the defaults of an English screen.
import { ENGLISH, type Labels } from "./labels";
import { GERMAN } from "./labels-de";

export interface Locale {
  decimal: string;
  group: string;
  /** Twelve short month names. */
  months: string[];
  /** `{}` stands for the number. */
  percent: string;
  /** One day, several days. */
  days: [one: string, many: string];
}

export interface Options {
  view: "reading" | "grid";
  theme: "light" | "dark";
  /** In CSS pixels. The grid grows beyond its height, and beyond its width unless `paper` is set. */
  width: number;
  height: number;
  paper: "a3" | "a4" | null;
  /** Print n beside every number of the reading view. */
  evidence: boolean;
  /** Name every part of the grid, empty places too, so that an editor finds them. */
  parts: boolean;
  /** Which curves are drawn beside everybody's, by id; null: all. */
  curves: readonly string[] | null;
  /** Page of the grid on paper, from 0. */
  page: number;
  /** Put before every id, so that two drawings can share a document. */
  prefix: string;
  fonts: string;
  locale: Locale;
  labels: Labels;
}

/** `language` chooses labels and locale at once, for whoever has neither: an export. */
export type RawOptions = Partial<Omit<Options, "labels" | "locale">> & { language?: "en" | "de"; labels?: Partial<Labels>; locale?: Partial<Locale> };

const LOCALE: Locale = {
  decimal: ".",
  group: ",",
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  percent: "{} %",
  days: ["day", "days"],
};

const GERMAN_LOCALE: Locale = {
  decimal: ",",
  group: ".",
  months: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
  percent: "{} %",
  days: ["Tag", "Tage"],
};

/** Landscape sheets: millimetres, and the drawing units that make text about 10 points high. */
export const PAPERS = {
  a3: { widthMm: 420, heightMm: 297, width: 1600, height: 1131 },
  a4: { widthMm: 297, heightMm: 210, width: 1280, height: 905 },
} as const;

export function readOptions(raw: RawOptions): Options {
  const paper = raw.paper ?? null;
  const isGerman = raw.language === "de";
  const size = paper ? PAPERS[paper] : { width: raw.width ?? 1600, height: raw.height ?? 900 };
  return {
    view: raw.view ?? "reading",
    theme: raw.theme ?? "light",
    width: Math.max(size.width, 320),
    height: Math.max(size.height, 240),
    paper,
    evidence: raw.evidence ?? false,
    parts: raw.parts ?? false,
    curves: raw.curves ?? null,
    page: raw.page ?? 0,
    prefix: raw.prefix ?? "dl",
    fonts: raw.fonts ?? "Inter, Helvetica, Arial, sans-serif",
    locale: { ...(isGerman ? GERMAN_LOCALE : LOCALE), ...raw.locale },
    labels: { ...(isGerman ? GERMAN : ENGLISH), ...raw.labels },
  };
}
