// The grid as SVG in the page, changed in place: an edit replaces the cells that look different, nothing else.
//
// In: a map file and options. Out: an SVG element that always shows what map-core draws. Focus and scroll
// survive, and a map of thousands of cards follows a keystroke.
import { draw, serialise, THEMES, toSvg, type DrawnElement, type MapFile, type RawOptions } from "@desireline/map-core";
import { svgElement } from "@desireline/map-view";

interface Kept {
  node: Element;
  markup: string;
  /** Of lanes: their parts, each compared on its own. */
  children: { node: Element; markup: string }[] | null;
}

const isLane = (element: DrawnElement) => String(element.attributes["data-ref"] ?? "").startsWith("lane:");
const parts = (element: DrawnElement) => element.children.filter((each): each is DrawnElement => typeof each !== "string");
const shell = (element: DrawnElement) => serialise({ ...element, children: [] });

export class Drawing {
  svg!: SVGSVGElement;
  private kept: Kept[] = [];

  /** Draw anew; false where the element itself had to be made anew. */
  update(file: MapFile, options: RawOptions): boolean {
    const drawing = draw(file, options);
    const { scene, body } = drawing;
    const isSame = this.svg !== undefined && this.kept.length === body.length && body.every((element, i) => isLane(element) === (this.kept[i].children !== null));
    if (!isSame) {
      this.begin(svgElement(toSvg(drawing)), body);
      return false;
    }
    const size = { viewBox: `0 0 ${Math.round(scene.width)} ${Math.round(scene.height)}`, width: String(Math.round(scene.width)), height: String(Math.round(scene.height)) };
    for (const [name, value] of Object.entries(size)) this.svg.setAttribute(name, value);
    const paper = this.svg.querySelector(":scope > rect")!;
    paper.setAttribute("width", String(scene.width));
    paper.setAttribute("height", String(scene.height));
    paper.setAttribute("fill", THEMES[drawing.options.theme].paper);
    const swaps: { markup: string; at: { node: Element; markup: string } }[] = [];
    body.forEach((element, i) => this.compare(element, this.kept[i], swaps));
    replace(swaps);
    return true;
  }

  private begin(svg: SVGSVGElement, body: readonly DrawnElement[]): void {
    this.svg = svg;
    const nodes = [...svg.children].slice(-body.length);
    this.kept = body.map((element, i) => {
      if (!isLane(element)) return { node: nodes[i], markup: serialise(element), children: null };
      const below = [...nodes[i].children];
      return { node: nodes[i], markup: shell(element), children: parts(element).map((child, j) => ({ node: below[j], markup: serialise(child) })) };
    });
  }

  private compare(element: DrawnElement, kept: Kept, swaps: { markup: string; at: { node: Element; markup: string } }[]): void {
    if (kept.children === null) {
      const markup = serialise(element);
      if (markup !== kept.markup) swaps.push({ markup, at: kept });
      return;
    }
    const below = parts(element);
    if (shell(element) !== kept.markup || below.length !== kept.children.length) {
      const fresh = parse([serialise(element)])[0];
      kept.node.replaceWith(fresh);
      kept.node = fresh;
      kept.markup = shell(element);
      const nodes = [...fresh.children];
      kept.children = below.map((child, j) => ({ node: nodes[j], markup: serialise(child) }));
      return;
    }
    below.forEach((child, j) => {
      const markup = serialise(child);
      if (markup !== kept.children![j].markup) swaps.push({ markup, at: kept.children![j] });
    });
  }
}

/** All that changed is parsed at once. */
function replace(swaps: readonly { markup: string; at: { node: Element; markup: string } }[]): void {
  if (swaps.length === 0) return;
  parse(swaps.map(({ markup }) => markup)).forEach((fresh, i) => {
    const { at, markup } = swaps[i];
    at.node.replaceWith(fresh);
    at.node = fresh;
    at.markup = markup;
  });
}

function parse(markups: readonly string[]): Element[] {
  return [...svgElement(`<svg xmlns="http://www.w3.org/2000/svg">${markups.join("")}</svg>`).children];
}
