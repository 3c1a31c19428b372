// Which claims belong together, and in which order a reader wants them: what hurts first, who it is last.
//
// In: a kind of insight. Out: its group and its name. A kind that this page does not know yet is put where its name
// points, and is called by its own words.
import type { Say, Sentence } from "../../i18n";

export const GROUPS = ["hurts", "delights", "decides", "changed", "ways", "who", "data"] as const;
export type Group = (typeof GROUPS)[number];

const KNOWN: Record<Group, readonly string[]> = {
  hurts: ["pain", "potential_pain", "drop_off", "deviation", "effort", "cascade", "redundancy", "hand_over", "silo", "contradiction", "channel_difference", "exit", "wait"],
  delights: ["delight", "forgiven", "attraction"],
  decides: ["goal_lever", "moment", "point_of_no_return", "driver", "condition", "trigger", "reason", "impact", "memory", "topic", "desired"],
  changed: ["change", "period_difference", "persona_drift"],
  ways: ["feeling", "survey_score", "stage", "channel", "variant", "shortest_path", "representative", "goal", "tried_before", "service", "fixed_timer"],
  who: ["persona", "persona_trait", "persona_value", "persona_question", "persona_journey", "persona_check"],
  data: ["coverage", "coverage_question", "reconciled"],
};
const POINTERS: readonly [RegExp, Group][] = [
  [/persona|segment|people/, "who"],
  [/pain|friction|redundan|cascade|lost|leak|chase|repeat|deviat|drop/, "hurts"],
  [/delight|attract|praise/, "delights"],
  [/moment|driver|cause|reason|impact|decid/, "decides"],
  [/change|differ|drift|trend|period/, "changed"],
  [/cover|data|quality|question|count/, "data"],
];

export const KINDS: readonly string[] = GROUPS.flatMap((group) => KNOWN[group]);

export function groupOf(kind: string): Group {
  return GROUPS.find((group) => KNOWN[group].includes(kind)) ?? POINTERS.find(([pattern]) => pattern.test(kind))?.[1] ?? "ways";
}

export function kindWords(say: Say, kind: string): string {
  if (KINDS.includes(kind)) return say(`kind.${kind}` as Sentence);
  const words = kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface Ranked {
  kind: string;
  verdict: string;
  rank?: number | null;
}

const VERDICTS = ["shown", "suggested", "continuum", "unknown", "refused"];

/** What is known before what is not, the first rank before the second, kinds in the order above. */
export function inReadingOrder<T extends Ranked>(insights: readonly T[]): T[] {
  const place = (list: readonly string[], one: string) => (list.includes(one) ? list.indexOf(one) : list.length);
  const known = (each: Ranked) => (place(VERDICTS, each.verdict) < 3 ? 0 : 1);
  return insights
    .map((insight, i) => ({ insight, i }))
    .sort((a, b) => known(a.insight) - known(b.insight) || (a.insight.rank ?? Infinity) - (b.insight.rank ?? Infinity) || place(KINDS, a.insight.kind) - place(KINDS, b.insight.kind) || place(VERDICTS, a.insight.verdict) - place(VERDICTS, b.insight.verdict) || a.i - b.i)
    .map(({ insight }) => insight);
}
