// Die Worte der Belege und der Zeichnung auf Deutsch; sie stehen bei beiden.
export { GERMAN as labels } from "@desireline/map-core";
export { WORDS_DE as words } from "@desireline/map-view/words-de";
