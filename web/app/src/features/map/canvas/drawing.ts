// The grid as SVG in the page, changed in place: what is in sight is drawn, and an edit replaces what looks different.
//
// In: a map file, options, and which part of the drawing people look at. Out: an SVG element that shows what map-core
// draws. Every cell is there as a frame with its reference, and so is every card of a cell that was drawn; what they say is made
// when it comes near. The debatable choice: in a large map what is far away is taken out again, and a cell in sight has an SVG of
// its own, so that the browser lays out and paints what changed, and a map of thousands of cards costs what a window costs.
import { draw, inside, rootOf, THEMES, type DrawnElement, type MapFile, type RawOptions } from "@desireline/map-core";
import { svgNode } from "@desireline/map-view";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Kept {
  element: DrawnElement;
  node: SVGElement;
}

/** A cell or a card: what is inside is null while it is not drawn. */
interface Frame extends Kept {
  box: Box;
  drawn: (Kept | Frame)[] | null;
  /** Of a cell of a large map that is drawn: the SVG that it stands in. */
  sheet?: SVGSVGElement;
}

interface Row extends Kept {
  parts: (Kept | Frame)[];
}

/** A map with fewer cells and cards than this is drawn at once, and whole. */
const SMALL = 1200;
/** Frames further away than so many windows are emptied, a few at a time. */
const [FAR, AT_A_TIME] = [2, 4];

const isRow = (element: DrawnElement) => String(element.attributes["data-ref"] ?? "").startsWith("lane:");
const isFrame = (kept: Kept | Frame): kept is Frame => "drawn" in kept;
const elements = (element: DrawnElement) => element.children.filter((each): each is DrawnElement => typeof each !== "string");

export class Drawing {
  svg!: SVGSVGElement;
  /** Over the SVG: the cells of a large map that are drawn. */
  readonly sheets = document.createElement("div");
  private body: (Kept | Row)[] = [];
  private cells: Frame[] = [];
  private isSmall = true;
  private fonts = "";

  constructor() {
    this.sheets.className = "dl-sheets";
  }

  set scale(scale: number) {
    this.sheets.style.transform = `scale(${scale})`;
  }

  /** The part with this reference, where it is drawn. */
  find(ref: string): SVGGElement | null {
    return this.all(`[data-ref="${CSS.escape(ref)}"]`)[0] ?? null;
  }

  all(selector: string): SVGGElement[] {
    return [this.svg, this.sheets].flatMap((root) => [...root.querySelectorAll<SVGGElement>(selector)]);
  }

  holds(node: Node): boolean {
    return this.svg.contains(node) || this.sheets.contains(node);
  }

  /** Draw anew; false where the element itself had to be made anew. */
  update(file: MapFile, options: RawOptions): boolean {
    const drawing = draw(file, options);
    const { scene, body } = drawing;
    const isSmall = Object.values(file.document.cells).reduce((sum, cell) => sum + 1 + Object.keys(cell.cards).length, 0) < SMALL;
    const isSame = this.svg !== undefined && isSmall === this.isSmall && this.body.length === body.length && body.every((element, i) => isRow(element) === "parts" in this.body[i]);
    this.isSmall = isSmall;
    this.fonts = drawing.options.fonts;
    if (isSame) {
      const size = { viewBox: `0 0 ${Math.round(scene.width)} ${Math.round(scene.height)}`, width: String(Math.round(scene.width)), height: String(Math.round(scene.height)) };
      setWhereNew(this.svg, size);
      setWhereNew(this.svg.querySelector(":scope > rect")!, { width: String(scene.width), height: String(scene.height), fill: THEMES[drawing.options.theme].paper });
      body.forEach((element, i) => compareBody(element, this.body[i]));
      // hatching and shades are of the theme, too
      const [old, fresh] = [this.svg, svgNode(rootOf({ ...drawing, body: [] }))].map((root) => root.querySelector(":scope > defs"));
      if (old && fresh && old.outerHTML !== fresh.outerHTML) old.replaceWith(fresh);
    } else {
      this.svg = svgNode(rootOf({ ...drawing, body: [] })) as SVGSVGElement;
      this.body = body.map(make);
      this.sheets.replaceChildren();
      this.svg.append(...this.body.map(({ node }) => node));
    }
    this.cells = this.body.flatMap((each) => ("parts" in each ? each.parts.filter(isFrame) : []));
    if (this.isSmall) for (const cell of this.cells) openAll(cell);
    else this.settle();
    return isSame;
  }

  /** Draw what lies in a box, the nearest to its middle first, at most so many frames; whether something is left, and was done. */
  drawIn(box: Box, most = Infinity): { isLeft: boolean; isChanged: boolean } {
    let done = 0;
    for (;;) {
      const missing = this.emptyIn(box).sort((a, b) => away(a.box, box) - away(b.box, box));
      if (missing.length === 0 || done >= most) return { isLeft: missing.length > 0, isChanged: done > 0 };
      for (const frame of missing.slice(0, most - done)) this.show(frame);
      done += Math.min(missing.length, most - done);
    }
  }

  /** Empty what is far from a box, but for a part that somebody holds. */
  clearFar(box: Box, held: Element | null): void {
    if (this.isSmall) return;
    const near = grown(box, FAR * box.width, FAR * box.height);
    const gone = this.cells.filter((cell) => cell.drawn !== null && !meets(cell.box, near) && !(held && cell.node.contains(held)));
    for (const cell of gone.slice(0, AT_A_TIME)) this.empty(cell);
  }

  /** Draw the cell with this reference, its cards too; false where it is drawn or there is none. */
  openCell(ref: string): boolean {
    const cell = this.cells.find(({ element }) => element.attributes["data-ref"] === ref);
    if (!cell || cell.drawn !== null) return false;
    openAll(cell);
    this.lift(cell);
    return true;
  }

  private show(frame: Frame): void {
    open(frame);
    if (this.cells.includes(frame)) this.lift(frame);
  }

  /** After an edit: what is drawn stands in its sheet at its place, and sheets of what is gone are gone. */
  private settle(): void {
    const nodes = new Set<Element>(this.cells.map(({ node }) => node));
    for (const sheet of [...this.sheets.children]) if (!nodes.has(sheet.firstElementChild!)) sheet.remove();
    for (const cell of this.cells) if (cell.drawn !== null) this.lift(cell);
  }

  /** Give a cell an SVG of its own, in the same measure, over its place. */
  private lift(cell: Frame): void {
    if (this.isSmall) return;
    const { x, y, width, height } = cell.box;
    const around = cell.node.parentElement as Element | null;
    const isLifted = around?.parentElement === this.sheets;
    const sheet = (isLifted ? around : svgNode({ tag: "svg", attributes: { "font-family": this.fonts }, children: [] })) as SVGSVGElement;
    setWhereNew(sheet, { viewBox: `${x} ${y} ${width} ${height}`, width: String(width), height: String(height) });
    Object.assign(sheet.style, { left: `${x}px`, top: `${y}px` });
    cell.sheet = sheet;
    if (isLifted) return;
    sheet.append(cell.node);
    this.sheets.append(sheet);
  }

  /** Its frame goes back into its row. */
  private empty(cell: Frame): void {
    close(cell);
    if (!cell.sheet) return;
    const row = this.body.find((each): each is Row => "parts" in each && each.parts.includes(cell))!;
    row.node.append(cell.node);
    cell.sheet.remove();
    cell.sheet = undefined;
  }

  private emptyIn(box: Box): Frame[] {
    return this.cells.flatMap((cell) => {
      if (!meets(cell.box, box)) return [];
      return cell.drawn === null ? [cell] : cell.drawn.filter((part): part is Frame => isFrame(part) && part.drawn === null && meets(part.box, box));
    });
  }
}

function make(element: DrawnElement): Kept | Row {
  if (!isRow(element)) return { element, node: svgNode(element) };
  const parts = elements(element).map(makePart);
  const node = svgNode({ ...element, children: [] });
  node.append(...parts.map((part) => part.node));
  return { element, node, parts };
}

function makePart(element: DrawnElement): Kept | Frame {
  if (!element.late) return { element, node: svgNode(element) };
  const { x, y, width, height } = elements(element)[0].attributes as unknown as Box;
  return { element, node: svgNode(frameOf(element)), box: { x, y, width, height }, drawn: null };
}

const frameOf = (element: DrawnElement): DrawnElement => ({ ...element, late: undefined });

function open(frame: Frame): void {
  if (frame.drawn !== null) return;
  frame.drawn = frame.element.late!().map(makePart);
  frame.node.append(...frame.drawn.map(({ node }) => node));
}

function openAll(frame: Frame): void {
  open(frame);
  for (const part of frame.drawn!) if (isFrame(part)) openAll(part);
}

/** The frame itself stays. */
function close(frame: Frame): void {
  for (const { node } of frame.drawn ?? []) node.remove();
  frame.drawn = null;
}

// --- an edit ------------------------------------------------------------------------------------------

function compareBody(element: DrawnElement, kept: Kept | Row): void {
  if (!("parts" in kept)) return void compareKept(element, kept);
  const parts = elements(element);
  if (!sameShell(element, kept.element) || parts.length !== kept.parts.length) {
    const fresh = make(element);
    kept.node.replaceWith(fresh.node);
    Object.assign(kept, fresh);
    return;
  }
  kept.parts = parts.map((part, i) => compared(part, kept.parts[i]));
  kept.element = element;
}

function compareKept(element: DrawnElement, kept: Kept): void {
  if (!same(element, kept.element)) {
    const fresh = svgNode(element);
    kept.node.replaceWith(fresh);
    kept.node = fresh;
  }
  kept.element = element;
}

/** What was kept of a part, now showing the element; made anew where it looks different. */
function compared(element: DrawnElement, kept: Kept | Frame): Kept | Frame {
  if (!element.late && !isFrame(kept)) {
    compareKept(element, kept);
    return kept;
  }
  if (!element.late || !isFrame(kept) || !same(frameOf(element), frameOf(kept.element))) {
    const fresh = makePart(element);
    kept.node.replaceWith(fresh.node);
    if (isFrame(fresh) && isFrame(kept) && kept.drawn !== null) openLike(fresh, kept);
    return fresh;
  }
  kept.element = element;
  if (kept.drawn === null) return kept;
  const drawn = element.late();
  if (drawn.length === kept.drawn.length) kept.drawn = drawn.map((part, i) => compared(part, kept.drawn![i]));
  else {
    const before = { ...kept };
    close(kept);
    openLike(kept, before);
  }
  return kept;
}

/** As much is drawn as was before: all cards, where any was. */
function openLike(frame: Frame, before: Frame): void {
  if (before.drawn!.some((part) => isFrame(part) && part.drawn !== null)) openAll(frame);
  else open(frame);
}

function setWhereNew(node: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

const meets = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const away = (a: Box, b: Box) => Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
export const grown = ({ x, y, width, height }: Box, dx: number, dy: number): Box => ({ x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy });

function sameShell(a: DrawnElement, b: DrawnElement): boolean {
  const [names, others] = [Object.keys(a.attributes), Object.keys(b.attributes)];
  return a.tag === b.tag && names.length === others.length && names.every((name) => a.attributes[name] === b.attributes[name]);
}

function same(a: DrawnElement, b: DrawnElement): boolean {
  return a === b || (sameShell(a, b) && sameAll(inside(a), inside(b)));
}

function sameAll(a: readonly (DrawnElement | string)[], b: readonly (DrawnElement | string)[]): boolean {
  return a.length === b.length && a.every((one, i) => { const other = b[i]; return typeof one === "string" || typeof other === "string" ? one === other : same(one, other); });
}
