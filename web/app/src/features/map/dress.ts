// In what language and light a map is drawn.
import { ENGLISH, type Labels, type Locale } from "@desireline/map-core";
import { localeOf, WORDS, type Words } from "@desireline/map-view";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useSay, type Language } from "../../i18n";

export interface Dress {
  labels: Labels;
  words: Words;
  locale: Locale;
  theme: "light" | "dark";
}

export function useDress(): Dress {
  const { language } = useSay();
  const theme = useComputedColorScheme("light");
  const [said, setSaid] = useState<{ language: Language; labels: Labels; words: Words }>({ language: "en", labels: ENGLISH, words: WORDS });
  useEffect(() => {
    if (language === "en") setSaid({ language, labels: ENGLISH, words: WORDS });
    else void import("../../i18n/map-de").then(({ labels, words }) => setSaid({ language, labels, words }));
  }, [language]);
  return useMemo(() => ({ labels: said.labels, words: said.words, locale: localeOf(said.language), theme }), [said, theme]);
}
