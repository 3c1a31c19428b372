// The page's language: what the person chose, else the browser's, else English.
import i18next, { type TOptions } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { english, type Sentences } from "./en";

const KEY = "desireline.language";
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

function wanted(): Language {
  const found = [localStorage.getItem(KEY) ?? "", ...navigator.languages].map((each) => each.slice(0, 2)).find((each) => each in LANGUAGES);
  return (found as Language | undefined) ?? "en";
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({ lng: "en", fallbackLng: "en", interpolation: { escapeValue: false }, resources: { en: { translation: english } } });
  await useLanguageOf(wanted());
}

/** German is fetched when somebody reads it. */
export async function useLanguageOf(language: Language): Promise<void> {
  if (language === "de" && !i18next.hasResourceBundle("de", "translation")) {
    const { german } = await import("./de");
    i18next.addResourceBundle("de", "translation", german);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await useLanguageOf(language);
}

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string];
type Plain<P extends string> = P extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : P;
export type Sentence = Plain<Paths<Sentences>>;
export type Say = (key: Sentence, values?: TOptions) => string;

/** Outside of a component: in errors. */
export const sayNow: Say = (key, values) => i18next.t(key as string, values ?? {});

export function useSay(): { say: Say; language: Language } {
  const { t, i18n } = useTranslation();
  return { say: t as unknown as Say, language: i18n.language as Language };
}
