// What must hold for every map: nothing overlaps, nothing leaves the picture, every number is earned.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { draw, drawAll, render, type MapFile, type RawOptions } from "../src/index";
import { contains, overlapArea } from "../src/boxes";
import type { Label } from "../src/scene";
import { emptyMap, makeMap } from "./make-map";

const EXAMPLE = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../../tests/maps/example.journey.json"), "utf8")) as MapFile;
const SIZES: RawOptions[] = [{ width: 1600, height: 900 }, { width: 1280, height: 720 }, { width: 1920, height: 1000 }, { width: 1000, height: 700 }, { paper: "a3" }];

function collisions(labels: readonly Label[]): string[] {
  const found: string[] = [];
  labels.forEach((a, i) => {
    for (const b of labels.slice(i + 1)) {
      // a hair of overlap between boxes of ascenders and descenders is no overlap of ink
      if (overlapArea(a.box, b.box) > 0.12 * Math.min(area(a), area(b))) found.push(`${a.role} "${a.text}" x ${b.role} "${b.text}"`);
    }
  });
  return found;
}

const area = ({ box }: Label) => (box.right - box.left) * (box.bottom - box.top);

function outside({ scene }: ReturnType<typeof draw>): string[] {
  const picture = { left: 0, top: 0, right: scene.width, bottom: scene.height };
  return scene.labels.filter((label) => !contains(picture, label.box)).map((label) => `${label.role} "${label.text}"`);
}

describe("in the reading view of sixty random maps", () => {
  test.each(SIZES)("no two texts overlap and none leaves the picture at %o", (size) => {
    const problems: Record<number, string[]> = {};
    for (let seed = 1; seed <= 60; seed++) {
      const drawing = draw(makeMap(seed), size);
      const found = [...collisions(drawing.scene.labels), ...outside(drawing)];
      if (found.length > 0) problems[seed] = found;
    }
    expect(problems).toEqual({});
  });
});

describe("in the grid of forty random maps", () => {
  test.each([{ view: "grid", width: 1280 }, { view: "grid", paper: "a3" }, { view: "grid", paper: "a4" }] as RawOptions[])("no two texts overlap and none leaves the picture at %o", (size) => {
    const problems: Record<string, string[]> = {};
    for (let seed = 1; seed <= 40; seed++) {
      drawAll(makeMap(seed), size).forEach((drawing, page) => {
        const found = [...collisions(drawing.scene.labels), ...outside(drawing)];
        if (found.length > 0) problems[`${seed}/${page}`] = found;
      });
    }
    expect(problems).toEqual({});
  });
});

test("every callout finds a place, whole or shortened", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const file = makeMap(seed);
    const texts = draw(file).scene.labels.filter((label) => label.role === "callout").map((label) => label.text).join(" ");
    for (const callout of file.snapshot.reading.callouts) expect(texts).toContain(callout.title.split(" ")[0]);
  }
});

/** Numbers that a reader sees, dates aside. */
function numbersIn(labels: readonly Label[]): string[] {
  const months = /(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: (?:19|20)\d\d)?/gu;
  return labels.flatMap((label) => label.text.replace(months, "").match(/\d+(?:[.,]\d+)*/gu) ?? []);
}

test("the reading view of the example shows at most twelve numbers", () => {
  const numbers = numbersIn(draw(EXAMPLE).scene.labels);
  expect(numbers.length, numbers.join(" | ")).toBeLessThanOrEqual(12);
});

test("the reading view adds no number of its own to those that the map file holds", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const file = makeMap(seed);
    const { reading, quotes } = file.snapshot;
    const given = JSON.stringify([reading, quotes, file.document.actions, Object.values(file.document.touchpoints).map((t) => t.title), file.document.title]);
    for (const number of numbersIn(draw(file).scene.labels)) expect(given).toContain(number);
  }
});

test("with evidence on, n stands beneath every touchpoint that was heard", () => {
  const shown = draw(EXAMPLE, { evidence: true }).scene.labels.filter((label) => label.role === "evidence");
  const labelled = EXAMPLE.snapshot.reading.stages.flatMap((stage) => stage.touchpoints).filter((each) => each.labelled);
  expect(shown.length).toBe(labelled.filter((each) => EXAMPLE.snapshot.reading.curve.some((point) => point.column === each.touchpoint)).length);
});

test("every value of a cell stands in the grid with its n", () => {
  const texts = draw(EXAMPLE, { view: "grid" }).scene.labels.map((label) => label.text).join(" ");
  const cells = Object.values(EXAMPLE.document.cells).filter((cell) => EXAMPLE.document.lanes[cell.lane].kind !== "channels");
  for (const binding of cells.flatMap((cell) => cell.bindings)) {
    const value = EXAMPLE.snapshot.values[binding];
    if (value.value === null || value.suppressed) continue;
    expect(texts).toContain(value.text);
    expect(texts.replaceAll("n ", "n\u00a0")).toContain(`n\u00a0${String(value.n).replace(/\B(?=(\d{3})+$)/g, ",")}`);
  }
});

test("curves that were chosen are drawn and named in the key, the others are not", () => {
  const refs = (curves: string[] | null) => [...render(JSON.stringify(EXAMPLE), JSON.stringify({ view: "grid", curves })).matchAll(/data-ref="line:([^"/]+)"/gu)].map(([, id]) => id);
  expect(refs(null)).toEqual(["remembered", "persona-1", "persona-2"]);
  expect(refs(["persona-2"])).toEqual(["persona-2"]);
  expect(refs([])).toEqual([]);
  const key = draw(EXAMPLE, { view: "grid", curves: ["persona-2"] }).scene.labels.filter((label) => label.role === "lane").map((label) => label.text).join(" ");
  expect(key).toContain("Calls when it");
  expect(key).not.toContain("Compares before");
  expect(draw(EXAMPLE, { view: "grid", curves: [] }).scene.height).toBeLessThan(draw(EXAMPLE, { view: "grid" }).scene.height);
});

test("a line breaks where nobody was heard, and thin points make it dashed", () => {
  const svg = render(JSON.stringify(EXAMPLE), JSON.stringify({ view: "grid", curves: ["remembered"] }));
  const [, drawn] = svg.split('data-ref="line:remembered"');
  const line = drawn.split('data-ref="cell:')[0];
  // choose alone; then wait, receive and help in one stretch
  expect(line.match(/<path [^>]*fill="none"[^>]*stroke-width="2"/gu)).toHaveLength(1);
  expect(line.match(/data-ref="line:remembered\//gu)).toHaveLength(4);
  const thin = render(JSON.stringify(EXAMPLE), JSON.stringify({ view: "grid", curves: ["persona-2"] })).split('data-ref="line:persona-2"')[1].split('data-ref="cell:')[0];
  expect(thin).toContain('stroke-dasharray="5 5"');
});

test("every sheet of paper repeats the title, and together they show every stage once", () => {
  const sheets = drawAll(EXAMPLE, { view: "grid", paper: "a3" });
  expect(sheets.length).toBeGreaterThan(1);
  for (const { scene } of sheets) expect(scene.labels.filter((label) => label.role === "headline").map((label) => label.text)).toEqual([EXAMPLE.document.title]);
  const verbs = sheets.flatMap(({ scene }) => scene.labels.filter((label) => label.role === "stage").map((label) => label.text));
  for (const stage of Object.values(EXAMPLE.document.stages)) expect(verbs.filter((verb) => verb === stage.verb)).toHaveLength(1);
});

test("a generated sample company is called that in both views", () => {
  for (const view of ["reading", "grid"] as const) expect(render(JSON.stringify(EXAMPLE), JSON.stringify({ view }))).toContain("Generated sample company");
});

test("where nobody was heard the line breaks and says so", () => {
  const file = makeMap(3, 3);
  file.snapshot.reading.curve.forEach((point) => Object.assign(point, { value: null, low: null, high: null, n: 0 }));
  const texts = draw(file).scene.labels.filter((label) => label.role === "silence").map((label) => label.text).join(" ");
  expect(texts).toContain("nobody asked here");
});

test("a map without stages says that there is nothing to draw", () => {
  for (const view of ["reading", "grid"] as const) expect(draw(emptyMap("Empty"), { view }).scene.labels.map((label) => label.text)).toContain("Nothing to draw yet: this map has no stages.");
});

test("what people wrote cannot become markup", () => {
  const file = makeMap(1);
  file.snapshot.reading.headline = `</title><script>alert(1)</script>`;
  file.document.title = `"><img src=x onerror=alert(1)>`;
  for (const view of ["reading", "grid"] as const) {
    const svg = render(JSON.stringify(file), JSON.stringify({ view }));
    expect(svg).not.toMatch(/<script|<img/u);
  }
});

test("two drawings with different prefixes share no id", () => {
  const ids = (prefix: string) => [...render(JSON.stringify(EXAMPLE), JSON.stringify({ prefix })).matchAll(/ id="([^"]+)"/gu)].map((match) => match[1]);
  const [first, second] = [ids("one"), ids("two")];
  expect(first.length).toBeGreaterThan(3);
  expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
});

test("every part that people can reach has a name", () => {
  for (const view of ["reading", "grid"] as const) {
    const svg = render(JSON.stringify(EXAMPLE), JSON.stringify({ view }));
    for (const [tag] of svg.matchAll(/<g [^>]*data-ref="[^"]+"[^>]*>/gu)) if (!tag.includes("coverage")) expect(tag).toMatch(/aria-label="[^"]+"/u);
  }
});

// a copy of its own: the example may grow without every drawing being read again
const FROZEN = readFileSync(resolve(import.meta.dirname, "golden/example.journey.json"), "utf8");

test.each([
  ["reading-light", { view: "reading", theme: "light" }],
  ["reading-dark-evidence", { view: "reading", theme: "dark", evidence: true, width: 1280, height: 720 }],
  ["grid-light", { view: "grid", theme: "light" }],
] as [string, RawOptions][])("the example is drawn as before: %s", async (name, options) => {
  const svg = render(FROZEN, JSON.stringify(options));
  await expect(svg.replaceAll("><", ">\n<")).toMatchFileSnapshot(`golden/${name}.svg`);
});
