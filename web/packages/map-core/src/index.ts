// The one geometry: a map file in, an SVG out, for the browser, the command line and every export.
//
// In: the text of a map file and of the options. Out: the text of an SVG. Pure: no DOM, no network,
// no clock, no Intl; the same input gives the same bytes in every engine.
import type { MapFile } from "./generated/map";
import { JourneyMap } from "./model";
import { readOptions, type Options, type RawOptions } from "./options";
import { drawGrid } from "./grid";
import { drawReading, type Drawing } from "./reading";
import { element, type Attributes, type Element } from "./scene";
import { serialise } from "./svg";
import { THEMES } from "./theme";

export { JourneyMap } from "./model";
export { channelName, channelNamed, ENGLISH, type Labels } from "./labels";
export { GERMAN } from "./labels-de";
export { curveTitle, lookOf, type Look } from "./grid/curves";
export { textWidth } from "./text/measure";
export { THEMES, type Theme } from "./theme";
export { PAPERS, readOptions, type Locale, type Options, type RawOptions } from "./options";
export type { Drawing } from "./reading";
export { attributesOf, inside, type Element as DrawnElement } from "./svg";
export type * from "./generated/map";

/** The drawings of one view: one for a screen, possibly several for paper. */
export function drawAll(file: MapFile, raw: RawOptions = {}): (Drawing & { options: Options })[] {
  const options = readOptions(raw);
  const map = new JourneyMap(file);
  const drawings = options.view === "grid" && map.stages.length > 0 ? drawGrid(map, options) : [drawReading(map, options)];
  return drawings.map((drawing) => ({ ...drawing, options }));
}

export function draw(file: MapFile, raw: RawOptions = {}): Drawing & { options: Options } {
  const all = drawAll(file, raw);
  return all[Math.min(raw.page ?? 0, all.length - 1)];
}

/** A map as one SVG; on paper, the page that the options name. */
export function render(mapFile: string, options = "{}"): string {
  return toSvg(draw(JSON.parse(mapFile) as MapFile, JSON.parse(options) as RawOptions));
}

/** A map as the SVGs of all its pages: a JSON array of strings. */
export function pages(mapFile: string, options = "{}"): string {
  return JSON.stringify(drawAll(JSON.parse(mapFile) as MapFile, JSON.parse(options) as RawOptions).map(toSvg));
}

export function toSvg(drawing: Drawing & { options: Options }): string {
  return serialise(rootOf(drawing));
}

/** The drawing as one element: title, description, definitions, paper, and then the body. */
export function rootOf({ scene, body, title, description, attributes, options }: Drawing & { options: Options }): Element {
  const { width, height, prefix } = scene;
  const root: Attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`,
    width: Math.round(width),
    height: Math.round(height),
    "font-family": options.fonts,
    "data-view": options.view,
    ...attributes,
    role: "group",
    "aria-labelledby": `${prefix}-title ${prefix}-desc`,
  };
  return element("svg", root, [
    element("title", { id: `${prefix}-title` }, [title]),
    element("desc", { id: `${prefix}-desc` }, [description]),
    element("defs", {}, scene.definitions),
    element("rect", { width, height, fill: THEMES[options.theme].paper }),
    ...body,
  ]);
}
