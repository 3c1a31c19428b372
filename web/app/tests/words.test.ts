// Every word of the page stands in both languages, and no screen writes one past them.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { german } from "../src/i18n/de";
import { english } from "../src/i18n/en";
import { words as germanMap } from "../src/i18n/map-de";

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ""): [string, string][] => Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === "string" ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`)));
/** Words that are the same in both languages. */
const SAME = ["Name", "Live", "live", "Tickets", "Webhooks", "Variante", "Status", "Persona", "Personas", "Moment", "PDF"];
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test("English and German have the same sentences with the same holes", () => {
  const [one, other] = [new Map(flat(english)), new Map(flat(german))];
  expect([...other.keys()].sort()).toEqual([...one.keys()].sort());
  for (const [key, words] of one) expect([key, holes(other.get(key)!)]).toEqual([key, holes(words)]);
});

test("no German sentence was left in English", () => {
  const one = new Map(flat(english));
  const left = flat(german).filter(([key, words]) => one.get(key) === words && /[A-Za-z]{3}/.test(words) && !SAME.includes(words));
  expect(left).toEqual([]);
  expect(germanMap.close).toBe("Schließen");
});

test("no screen writes words of its own", () => {
  const root = resolve(import.meta.dirname, "../src");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((name) => {
    const text = readFileSync(join(root, name), "utf8");
    const between = [...text.matchAll(/<\/?[A-Za-z][^<>{}]*>([^<>{}]*[A-Za-z]{3,}[^<>{}]*)<\//g)].map(([, words]) => words.trim());
    const said = [...text.matchAll(/\b(?:aria-label|placeholder|title|label|alt)="([^"]*[A-Za-z]{3,}[^"]*)"/g)].map(([, words]) => words);
    return [...between, ...said].filter((words) => !ALLOWED.includes(words)).map((words) => `${name}: ${words}`);
  });
  expect(found).toEqual([]);
});

/** Names, and examples of what a machine reads. */
const ALLOWED = ["zendesk", "Desireline"];
