// The full map in a scrolling pane: zoom, drag to pan, and heads that stay in sight.
//
// The heads are copies of their part of the drawing, seen through a narrow window (an SVG viewBox), so
// nothing is laid out twice. An editor's heads can be taken hold of like the drawing itself.
import { element } from "./dom";

/** Below this, the smallest text of the grid is no longer legible on a screen. */
const LEGIBLE = 0.82;
const [LEAST, MOST] = [0.25, 3];

export interface PaneSettings {
  /** The copies of heads answer to the pointer. */
  liveHeads: boolean;
  /** Whether a press here may pan. */
  mayPan(event: PointerEvent): boolean;
  onScale?(scale: number): void;
}

export class GridPane {
  scale = 1;
  private svg: SVGSVGElement | null = null;
  private pane: HTMLElement | null = null;
  private wrap: HTMLElement | null = null;
  private crops: { svg: SVGSVGElement; holder: HTMLElement; box: [x: number, y: number, width: number, height: number] }[] = [];
  private chosen: number | null = null;
  isDragging = false;
  didDrag = false;

  constructor(private readonly settings: PaneSettings = { liveHeads: false, mayPan: () => true }) {}

  show(pane: HTMLElement, svg: SVGSVGElement): void {
    this.svg = svg;
    this.wrap = element("div", { class: "dl-wrap" });
    this.crops = [];
    this.wrap.append(svg);
    this.refresh();
    pane.replaceChildren(this.wrap);
    if (this.pane !== pane) this.listen(pane);
    this.pane = pane;
    this.apply(this.chosen ?? this.fitting());
  }

  /** Copy the heads anew, after the drawing was changed in place. */
  refresh(): void {
    const number = (name: string) => Number(this.svg!.getAttribute(name));
    const [width, height] = this.size();
    const [top, depth, lane] = [number("data-heads-top"), number("data-heads-height"), number("data-lane-width")];
    for (const { holder } of this.crops) holder.remove();
    this.crops = [];
    this.crop("dl-heads", [0, top, width, depth]);
    this.crop("dl-lanes", [0, 0, lane, height]);
    this.crop("dl-corner", [0, top, lane, depth]);
    this.crop("dl-title", [0, 0, Math.min(number("data-title-width"), width), top]);
    this.apply(this.scale);
  }

  /** Zoom by a factor around the middle; null goes back to what fits. */
  zoom(factor: number | null): void {
    if (!this.pane?.isConnected || !this.svg?.isConnected) return;
    const { clientWidth, clientHeight } = this.pane;
    this.zoomAt(factor, clientWidth / 2, clientHeight / 2);
  }

  private size(): [number, number] {
    const box = this.svg!.viewBox.baseVal;
    return [box.width, box.height];
  }

  private fitting(): number {
    return Math.max(this.pane!.clientWidth / this.size()[0], LEGIBLE);
  }

  private crop(name: string, box: [number, number, number, number]): void {
    const copy = copyWithin(this.svg!, box);
    for (const each of copy.querySelectorAll("[data-ref], [tabindex]")) {
      if (!this.settings.liveHeads) each.removeAttribute("data-ref");
      each.removeAttribute("tabindex");
      each.removeAttribute("aria-label");
    }
    for (const each of copy.querySelectorAll("title, desc")) each.remove();
    copy.removeAttribute("aria-labelledby");
    copy.removeAttribute("role");
    copy.setAttribute("viewBox", box.join(" "));
    const holder = element("div", { class: `dl-crop ${name}${this.settings.liveHeads ? " dl-live" : ""}`, "aria-hidden": "true" });
    holder.append(copy);
    this.wrap!.append(holder);
    this.crops.push({ svg: copy, holder, box });
  }

  private apply(scale: number): void {
    this.scale = Math.min(Math.max(scale, LEAST), MOST);
    const [width, height] = this.size();
    this.svg!.setAttribute("width", String(width * this.scale));
    this.svg!.setAttribute("height", String(height * this.scale));
    for (const { svg, holder, box } of this.crops) {
      svg.setAttribute("width", String(box[2] * this.scale));
      svg.setAttribute("height", String(box[3] * this.scale));
      holder.style.marginTop = `${box[1] * this.scale}px`;
    }
    this.settings.onScale?.(this.scale);
  }

  private zoomAt(factor: number | null, x: number, y: number): void {
    const pane = this.pane!;
    const before = this.scale;
    this.chosen = factor === null ? null : Math.min(Math.max(before * factor, LEAST), MOST);
    this.apply(this.chosen ?? this.fitting());
    const ratio = this.scale / before;
    pane.scrollLeft = (pane.scrollLeft + x) * ratio - x;
    pane.scrollTop = (pane.scrollTop + y) * ratio - y;
  }

  private listen(pane: HTMLElement): void {
    pane.addEventListener("wheel", (event) => {
      if (!event.ctrlKey || !this.svg?.isConnected) return;
      event.preventDefault();
      const at = pane.getBoundingClientRect();
      this.zoomAt(Math.exp(-event.deltaY / 300), event.clientX - at.left, event.clientY - at.top);
    }, { passive: false });
    pane.addEventListener("pointerdown", (event) => this.startDrag(event, pane));
  }

  private startDrag(event: PointerEvent, pane: HTMLElement): void {
    this.didDrag = false;
    if (event.button !== 0 || event.pointerType !== "mouse" || !this.svg?.isConnected || !this.settings.mayPan(event)) return;
    const start = { x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop };
    const move = (next: PointerEvent) => {
      const [dx, dy] = [next.clientX - start.x, next.clientY - start.y];
      if (!this.isDragging && Math.hypot(dx, dy) < 6) return;
      this.isDragging = this.didDrag = true;
      pane.classList.add("dl-dragging");
      pane.scrollLeft = start.left - dx;
      pane.scrollTop = start.top - dy;
    };
    const end = () => {
      this.isDragging = false;
      pane.classList.remove("dl-dragging");
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  }
}

type Area = [x: number, y: number, width: number, height: number];

/** Heads hold no cells, and a crop shows no line beside it: a copy without them is small, whatever the map holds. */
function copyWithin(svg: SVGSVGElement, [x, y, width, height]: Area): SVGSVGElement {
  const copy = svg.cloneNode(false) as SVGSVGElement;
  const isBeside = (part: Element) => {
    if (part.tagName !== "line") return false;
    const [x1, x2, y1, y2] = ["x1", "x2", "y1", "y2"].map((name) => Number(part.getAttribute(name)));
    return Math.max(x1, x2) < x || Math.min(x1, x2) >= x + width || Math.max(y1, y2) < y || Math.min(y1, y2) >= y + height;
  };
  const isCorner = (part: Element) => width < svg.viewBox.baseVal.width && /^(stage|touchpoint):/.test(part.getAttribute("data-ref") ?? "");
  for (const child of svg.children) {
    if (isBeside(child) || isCorner(child)) continue;
    const isLane = child.getAttribute("data-ref")?.startsWith("lane:");
    if (isLane && height < svg.viewBox.baseVal.height) continue;
    const shallow = child.cloneNode(!isLane) as Element;
    if (isLane) {
      for (const part of child.children) {
        const ref = part.getAttribute("data-ref");
        if ((ref === null && !isBeside(part)) || ref?.startsWith("lane-title:")) shallow.append(part.cloneNode(true));
      }
    }
    copy.append(shallow);
  }
  return copy;
}
