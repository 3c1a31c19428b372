// The full map in a scrolling pane: zoom, drag to pan, and heads that stay in sight.
//
// The heads are the same drawing seen through a narrow window (an SVG viewBox), so nothing is laid
// out twice.
import { element } from "./dom";

/** Below this, the smallest text of the grid is no longer legible on a screen. */
const LEGIBLE = 0.82;
const [LEAST, MOST] = [0.25, 3];

export class GridPane {
  private scale = 1;
  private svg: SVGSVGElement | null = null;
  private pane: HTMLElement | null = null;
  private wrap: HTMLElement | null = null;
  private crops: { svg: SVGSVGElement; holder: HTMLElement; box: [x: number, y: number, width: number, height: number] }[] = [];
  private chosen: number | null = null;
  isDragging = false;
  didDrag = false;

  show(pane: HTMLElement, svg: SVGSVGElement): void {
    this.svg = svg;
    this.wrap = element("div", { class: "dl-wrap" });
    this.crops = [];
    const number = (name: string) => Number(svg.getAttribute(name));
    const [width, height] = this.size();
    const [top, depth, lane] = [number("data-heads-top"), number("data-heads-height"), number("data-lane-width")];
    this.wrap.append(svg);
    this.crop("dl-heads", [0, top, width, depth]);
    this.crop("dl-lanes", [0, 0, lane, height]);
    this.crop("dl-corner", [0, top, lane, depth]);
    pane.replaceChildren(this.wrap);
    if (this.pane !== pane) this.listen(pane);
    this.pane = pane;
    this.apply(this.chosen ?? this.fitting());
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
    const copy = this.svg!.cloneNode(true) as SVGSVGElement;
    for (const each of copy.querySelectorAll("[data-ref], [tabindex]")) {
      each.removeAttribute("data-ref");
      each.removeAttribute("tabindex");
      each.removeAttribute("aria-label");
    }
    for (const each of copy.querySelectorAll("title, desc")) each.remove();
    copy.removeAttribute("aria-labelledby");
    copy.removeAttribute("role");
    copy.setAttribute("viewBox", box.join(" "));
    const holder = element("div", { class: `dl-crop ${name}`, "aria-hidden": "true" });
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
    if (event.button !== 0 || event.pointerType !== "mouse" || !this.svg?.isConnected) return;
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
