// What hurts comes first, kinds that nobody named find a place, and a chosen condition is one that the server reads.
import { expect, test } from "vitest";
import { english } from "../src/i18n/en";
import { textOf, type Field } from "../src/features/compare/condition";
import { GROUPS, groupOf, inReadingOrder, KINDS, kindWords } from "../src/features/insights/kinds";

const say = (key: string) => key;

test("every kind that has a place has a name", () => {
  expect(KINDS.filter((kind) => !(kind in english.kind))).toEqual([]);
  expect(new Set(KINDS).size).toBe(KINDS.length);
});

test("what hurts is read before who the customers are, however it was computed", () => {
  const claims = [
    { kind: "persona", verdict: "shown" },
    { kind: "pain", verdict: "unknown", rank: 1 },
    { kind: "pain", verdict: "shown", rank: 2 },
    { kind: "drop_off", verdict: "shown", rank: 3 },
    { kind: "potential_pain", verdict: "shown" },
  ];
  const [first] = GROUPS;
  const hurts = inReadingOrder(claims).filter(({ kind }) => groupOf(kind) === first);
  expect(hurts.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(["pain shown", "drop_off shown", "potential_pain shown", "pain unknown"]);
});

test("a kind that this page does not know is put where its name points and called by its words", () => {
  expect(groupOf("hidden_friction")).toBe("hurts");
  expect(groupOf("persona_mood")).toBe("who");
  expect(groupOf("period_shift")).toBe("changed");
  expect(groupOf("something_else")).toBe("ways");
  expect(kindWords(say as never, "something_else")).toBe("Something else");
});

const FIELDS: Field[] = [
  { name: "channel", kind: "text", meaning: "", values: [] },
  { name: "steps", kind: "number", meaning: "", values: [] },
];

test("a condition stands in quotes that are not in its value, and is empty until it is whole", () => {
  expect(textOf({ field: "channel", compare: "=", value: "" }, FIELDS)).toBe("");
  expect(textOf({ field: "channel", compare: "=", value: 'the "web"' }, FIELDS)).toBe("channel = 'the \"web\"'");
  expect(textOf({ field: "steps", compare: ">=", value: "3" }, FIELDS)).toBe("steps >= 3");
  expect(textOf({ field: "channel", compare: "=", value: "", text: " steps > 3 " }, FIELDS)).toBe("steps > 3");
});
