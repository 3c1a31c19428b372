// One condition on a journey, as it is chosen on the page, and as the server reads it: `channel = "web"`.
import type { components } from "../../api/schema";

export type Field = components["schemas"]["AskedField"];
export type Comparison = "=" | "!=" | "<" | ">=";

export interface Condition {
  field: string;
  compare: Comparison;
  value: string;
  /** Written by hand; it counts instead of the rest. */
  text?: string;
}

export function comparisonsOf(field: Field | undefined): Comparison[] {
  return field?.kind === "number" || field?.kind === "date" ? [">=", "<"] : ["=", "!="];
}

/** Empty where it is not finished. A value stands in the quotes that are not in it. */
export function textOf({ field, compare, value, text }: Condition, fields: readonly Field[]): string {
  if (text !== undefined) return text.trim();
  const asked = fields.find((each) => each.name === field);
  if (!asked || !value) return "";
  if (asked.kind === "number" || asked.kind === "date") return `${field} ${compare} ${value}`;
  const sign = value.includes('"') ? "'" : '"';
  return `${field} ${compare} ${sign}${value}${sign}`;
}
