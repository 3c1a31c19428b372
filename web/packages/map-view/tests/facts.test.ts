import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { ENGLISH, JourneyMap, readOptions, render, type MapFile } from "@desireline/map-core";
import { factsOf, type Teller } from "../src/facts";
import { chooseLanguage, localeOf } from "../src/locale";
import { nearest } from "../src/move";
import { linesOf } from "../src/story";
import { WORDS } from "../src/words";

const FILE = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../../tests/maps/example.journey.json"), "utf8")) as MapFile;
const teller: Teller = { map: new JourneyMap(FILE), locale: readOptions({}).locale, labels: ENGLISH, words: WORDS };

const textOf = (reference: string) => JSON.stringify(factsOf(reference, teller));

test("a number tells its value, interval, n, period, sources, state and method", () => {
  const [section] = factsOf("binding:b-reach-tp-search", teller)!.sections;
  const rows = Object.fromEntries(section.rows.map((row) => [row.label, row.text]));
  expect(rows["Value"]).toBe("71 %".replace(" ", rows["Value"].includes("\u00a0") ? "\u00a0" : " "));
  expect(rows["Interval"]).toMatch(/^\d+.* % to \d+.* %$/u);
  expect(rows["n"]).toBe("3,120 journeys");
  expect(rows["How sure"]).toContain("supported");
  expect(rows["Sources"]).not.toBe("");
  expect(rows["Period"]).toMatch(/ to /u);
  expect(rows["Method"]).not.toBe("");
});

test("every part of both drawings that people can reach has facts to tell", () => {
  for (const view of ["reading", "grid"]) {
    const svg = render(JSON.stringify(FILE), JSON.stringify({ view }));
    for (const [, reference] of svg.matchAll(/data-ref="([^"]+)"/gu)) {
      if (!reference.startsWith("lane:")) expect(factsOf(reference, teller), reference).not.toBeNull();
    }
  }
});

test("a group of fewer than five customers tells neither its size nor its number", () => {
  const hidden = Object.entries(FILE.snapshot.values).filter(([, value]) => value.suppressed);
  expect(hidden.length).toBeGreaterThan(0);
  for (const [binding] of hidden) {
    const labels = factsOf(`binding:${binding}`, teller)!.sections[0].rows.map((row) => row.label);
    expect(labels).not.toContain("n");
    expect(textOf(`binding:${binding}`)).toContain("fewer than 5");
  }
});

test("words that the data contradict say so, and whose they are", () => {
  const cell = Object.values(FILE.document.cells).find((each) => FILE.snapshot.cell_states[each.id] === "contradicted" && each.words)!;
  expect(textOf(`cell:${cell.id}`)).toContain("contradicted: the data say otherwise");
  expect(textOf(`cell:${cell.id}`)).toContain(cell.words!);
});

test("an unknown reference tells nothing", () => {
  expect(factsOf("binding:none", teller)).toBeNull();
  expect(factsOf("nonsense", teller)).toBeNull();
});

test("the text of the map holds every shown value with its n, once per place", () => {
  const lines = teller.map.stages.flatMap((stage) => linesOf(stage.id, teller));
  for (const cell of Object.values(FILE.document.cells)) {
    for (const binding of cell.bindings) {
      const value = FILE.snapshot.values[binding];
      if (value.words && !value.suppressed) expect(lines.filter((line) => line.says === value.words).length).toBeGreaterThan(0);
    }
  }
  const keys = lines.map((line) => `${line.where}|${line.says}`);
  expect(keys.length - new Set(keys).size).toBeLessThan(8);
});

test("numbers follow the browser only within the map's language", () => {
  expect(chooseLanguage("en", ["de-DE", "en-GB"])).toBe("en-GB");
  expect(chooseLanguage("en", ["de-DE"])).toBe("en");
  expect(localeOf("en-GB")).toMatchObject({ decimal: ".", group: "," });
  expect(localeOf("de")).toMatchObject({ decimal: ",", group: "." });
});

test("an arrow key goes to the nearest part that way, or stays", () => {
  const places = [{ x: 0, y: 0 }, { x: 100, y: 5 }, { x: 40, y: 90 }, { x: 210, y: 0 }];
  expect(nearest(places, 0, "right")).toBe(1);
  expect(nearest(places, 0, "down")).toBe(2);
  expect(nearest(places, 0, "left")).toBeNull();
  expect(nearest(places, 3, "left")).toBe(1);
});

test("a cell of the feelings tells what each persona felt there, and what is remembered of its stage", () => {
  const facts = factsOf("cell:c-feelings-tp-call_back", teller)!;
  const beside = facts.sections.slice(2);
  expect(beside.map((section) => section.title)).toEqual(["remembered: nps", "Compares before buying", "Calls when it is late"]);
  const rows = Object.fromEntries(beside[0].rows.map((row) => [row.label, row.text]));
  expect(rows.Value).toBe("−0.42");
  expect(rows["Band of the whole line"]).toBe("−0.50 to −0.34");
  expect(rows.Where).toBe("I get help");
  expect(beside[2].state).toBe("assumption");
});

test("the map in words has every point of every curve, with n and its band", () => {
  const lines = teller.map.stages.flatMap((stage) => linesOf(stage.id, teller));
  const points = teller.map.curves.flatMap((curve) => curve.points.filter((point) => point.value !== null));
  expect(points.length).toBeGreaterThan(20);
  for (const point of points.filter((each) => each.words !== null)) {
    const line = lines.find((each) => each.says === point.words)!;
    expect([line.n, line.interval !== "", line.state]).toEqual([String(point.n), true, teller.labels[point.state]]);
  }
});
