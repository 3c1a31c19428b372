// The full map as people edit it: choosing, writing in place, dragging, keys. No framework.
//
// In: a map file, again after each change. Out: commands, and which part is chosen. The drawing is map-core's
// own (ADR 23): what is edited is what is printed. Whether commands are accepted is the page's affair.
import type { Labels, Locale, MapFile } from "@desireline/map-core";
import { cellOfCard, type Command } from "@desireline/map-edit";
import { GridPane, type Direction } from "@desireline/map-view";
import type { Say } from "../../../i18n";
import { actionForKey, type Action } from "./actions";
import { startDrag } from "./drag";
import { Drawing } from "./drawing";
import { askInPlace } from "./inline";
import { Overlay, type Other } from "./overlay";
import { partOf, PARTS, split, type Part } from "./part";
import { Places } from "./places";
import { Sight } from "./sight";

export interface CanvasSettings {
  say: Say;
  labels: Labels;
  locale: Locale;
  theme: "light" | "dark";
  /** Beside the curve of everybody, by id; null: all. */
  curves: string[] | null;
  mayEdit: boolean;
  me: string;
}

export interface CanvasEvents {
  choose(ref: string | null): void;
  /** Enter, or a double click where nothing can be edited: what stands behind it. */
  open(ref: string): void;
  run(command: Command): boolean;
  point(at: { x: number; y: number } | null): void;
}

const ARROWS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const [LEAST_WIDTH, POINT_EVERY] = [860, 60];

export class Canvas {
  readonly overlay = new Overlay();
  private readonly drawing = new Drawing();
  private readonly pane: GridPane;
  private readonly sight: Sight;
  private readonly places = new Places(this.drawing);
  private readonly stop = new AbortController();
  private readonly resize: ResizeObserver;
  private file: MapFile | null = null;
  private chosen: string | null = null;
  private pointed = 0;
  private present: readonly Other[] = [];
  private open: ReadonlyMap<string, number> = new Map();
  /** What is to be chosen has been asked for and is not drawn yet. */
  private awaits = false;

  constructor(private readonly host: HTMLElement, private settings: CanvasSettings, private readonly events: CanvasEvents) {
    host.classList.add("dl-stage");
    this.pane = new GridPane({
      liveHeads: true,
      mayPan: (event) => !this.settings.mayEdit || this.movable(event.target as Element) === null,
      onScale: (scale) => {
        this.drawing.scale = this.overlay.scale = scale;
        this.outline();
        this.sight.soon();
      },
    });
    this.sight = new Sight(host, this.drawing, { scale: () => this.pane.scale, held: () => this.shownNode(this.chosen), onDrawn: () => this.onDrawn() });
    this.listen();
    let width = host.clientWidth;
    this.resize = new ResizeObserver(() => {
      if (host.clientWidth === width) return;
      width = host.clientWidth;
      this.redraw();
    });
    this.resize.observe(host);
  }

  show(file: MapFile): void {
    this.file = file;
    this.redraw();
  }

  set(settings: Partial<CanvasSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.redraw();
  }

  choose(ref: string | null, focus = false): void {
    this.chosen = ref;
    const node = this.node(ref);
    if (node) this.rove(node);
    this.awaits = focus && ref !== null && node === null;
    if (focus && node) this.bring(node);
    this.outline();
    this.events.choose(ref);
  }

  private bring(node: SVGGElement): void {
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Carry an action out on the chosen part, asking for words in place where it needs some. */
  act(action: Action): void {
    const part = this.part();
    if (!part || !this.file || !this.settings.mayEdit) return;
    const { document } = this.file;
    const writing = action.write?.(part, document, this.settings.me);
    if (writing) {
      const anchor = this.node(part.ref) ?? this.node(this.chosen);
      if (!anchor) return;
      askInPlace(this.overlay, anchor, this.settings.say(writing.label), writing.value, (words) => {
        const command = words === null ? null : writing.done(words);
        const isDone = command !== null && this.events.run(command);
        this.choose(isDone ? (writing.then ?? this.chosen) : this.chosen, true);
      });
      return;
    }
    const ran = action.run?.(part, document, this.settings.me);
    if (!ran) return;
    const after = ran.then ?? (action.id === "remove" ? this.neighbour(part) : this.chosen);
    if (this.events.run(ran.command)) this.choose(after, true);
  }

  others(others: readonly Other[]): void {
    this.present = others;
    this.overlay.others(others, (ref) => this.shownNode(ref)?.getBBox() ?? null);
  }

  /** Open threads by the part that they are about. */
  talk(open: ReadonlyMap<string, number>): void {
    this.open = open;
    this.overlay.talk(open, (ref) => this.shownNode(ref)?.getBBox() ?? null);
  }

  zoom(factor: number | null): void {
    this.pane.zoom(factor);
  }

  destroy(): void {
    this.stop.abort();
    this.sight.stop();
    this.resize.disconnect();
    this.host.replaceChildren();
  }

  // --- drawing ---------------------------------------------------------------------------------

  private redraw(): void {
    if (!this.file || this.host.clientWidth === 0) return;
    const { theme, labels, locale, curves } = this.settings;
    const width = Math.max(this.host.clientWidth, LEAST_WIDTH);
    const hadFocus = this.host.contains(document.activeElement) && !this.overlay.isAsking;
    const isPatched = this.drawing.update(this.file, { view: "grid", parts: true, prefix: "dlc", theme, labels, locale, curves, width, height: 400 });
    if (isPatched) this.pane.refresh();
    else {
      this.pane.show(this.host, this.drawing.svg);
      const wrap = this.host.querySelector(".dl-wrap")!;
      wrap.append(this.drawing.sheets, this.overlay.root);
      wrap.setAttribute("role", "application");
      wrap.setAttribute("aria-label", this.file.document.title);
    }
    this.places.forget();
    this.sight.now();
    const node = this.node(this.chosen);
    if (!node && !this.awaits) this.chosen = null;
    if (node || !isPatched || this.drawing.all("[tabindex='0']").length === 0) this.rove(node ?? this.drawing.svg.querySelector<SVGGElement>(PARTS));
    if (this.awaits && node) {
      this.awaits = false;
      this.bring(node);
    } else if (hadFocus && node && document.activeElement !== node) node.focus({ preventScroll: true });
    this.outline();
  }

  private onDrawn(): void {
    this.places.forget();
    if (this.present.length > 0) this.others(this.present);
    if (this.open.size > 0) this.talk(this.open);
  }

  private shownNode(ref: string | null): SVGGElement | null {
    return ref === null || !this.drawing.svg ? null : this.drawing.find(ref);
  }

  /** A part's node; its cell is drawn where it was not. */
  private node(ref: string | null): SVGGElement | null {
    const found = this.shownNode(ref);
    if (found || ref === null || !this.file || split(ref)[0] !== "card") return found;
    const cell = cellOfCard(this.file.document, split(ref)[1]);
    return cell && this.drawing.openCell(`cell:${cell.id}`) ? this.shownNode(ref) : null;
  }

  private part(): Part | null {
    return this.chosen && this.file ? partOf(this.chosen, this.file.document) : null;
  }

  private outline(): void {
    const node = this.node(this.chosen);
    this.overlay.outline(node ? node.getBBox() : null);
  }

  /** One part is in the tab order, the arrow keys reach the others. */
  private rove(node: SVGGElement | null): void {
    for (const each of this.drawing.all("[tabindex='0']")) each.setAttribute("tabindex", "-1");
    node?.setAttribute("tabindex", "0");
  }

  // --- pointer ---------------------------------------------------------------------------------

  private listen(): void {
    const { signal } = this.stop;
    this.host.addEventListener("click", (event) => this.onClick(event), { signal });
    this.host.addEventListener("dblclick", (event) => this.onDoubleClick(event), { signal });
    this.host.addEventListener("pointerdown", (event) => this.onPress(event), { signal });
    this.host.addEventListener("pointermove", (event) => this.onMove(event), { signal });
    this.host.addEventListener("pointerleave", () => this.events.point(null), { signal });
    this.host.addEventListener("keydown", (event) => this.onKey(event), { signal });
    this.host.addEventListener("focusin", (event) => this.onFocus(event), { signal });
    this.host.addEventListener("scroll", () => this.sight.soon(), { signal, passive: true });
  }

  private refAt(target: Element): string | null {
    const found = target.closest<SVGElement>(PARTS);
    return found && this.host.contains(found) ? found.dataset.ref! : null;
  }

  private onClick(event: MouseEvent): void {
    if (this.pane.didDrag || this.overlay.root.contains(event.target as Node)) return;
    const ref = this.refAt(event.target as Element);
    this.choose(ref, ref !== null);
  }

  private onDoubleClick(event: MouseEvent): void {
    const ref = this.refAt(event.target as Element);
    if (!ref || this.overlay.root.contains(event.target as Node)) return;
    const [kind] = split(ref);
    const wanted = kind === "place" || kind === "cell" ? "card" : "write";
    const action = actionForKey(new KeyboardEvent("keydown", { key: wanted === "card" ? "n" : "F2" }));
    if (this.settings.mayEdit && action) this.act(action);
    else this.events.open(ref);
  }

  private onMove(event: PointerEvent): void {
    if (event.timeStamp - this.pointed < POINT_EVERY || !this.drawing.svg) return;
    this.pointed = event.timeStamp;
    const box = this.drawing.svg.getBoundingClientRect();
    this.events.point({ x: (event.clientX - box.left) / this.pane.scale, y: (event.clientY - box.top) / this.pane.scale });
  }

  private movable(target: Element): string | null {
    const ref = this.refAt(target);
    return ref && ["card", "stage", "touchpoint", "lane-title"].includes(split(ref)[0]) ? ref : null;
  }

  private onPress(event: PointerEvent): void {
    const ref = this.movable(event.target as Element);
    if (!ref || !this.settings.mayEdit || event.button !== 0 || !this.file) return;
    const part = partOf(ref, this.file.document);
    const node = this.node(ref);
    if (!part || !node) return;
    this.pane.didDrag = false;
    startDrag(event, { part, node, document: this.file.document, host: this.host, drawing: this.drawing, scale: () => this.pane.scale, overlay: this.overlay }, (command) => {
      this.pane.didDrag = true;
      if (command && this.events.run(command)) this.choose(ref, true);
    });
  }

  // --- keys ------------------------------------------------------------------------------------

  private onFocus(event: FocusEvent): void {
    const node = (event.target as Element).closest<SVGGElement>(PARTS);
    if (!node || !node.matches(":focus-visible") || node.dataset.ref === this.chosen) return;
    this.choose(node.dataset.ref!);
  }

  private onKey(event: KeyboardEvent): void {
    if (this.overlay.root.contains(event.target as Node)) return;
    const direction = ARROWS[event.key];
    const action = actionForKey(event);
    if (action) this.act(action);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (direction) this.move(direction);
    else if (event.key === "Enter" || event.key === " ") this.enter();
    else if (event.key === "Escape") this.leave();
    else if (event.key === "+" || event.key === "=") this.zoom(1.25);
    else if (event.key === "-") this.zoom(0.8);
    else if (event.key === "0") this.zoom(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private enter(): void {
    if (this.chosen) this.events.open(this.chosen);
  }

  /** From a card to its cell, from there to nothing. */
  private leave(): void {
    const part = this.part();
    this.choose(part?.kind === "card" ? `cell:${part.cell.id}` : null, part?.kind === "card");
  }

  private move(direction: Direction): void {
    const node = this.node(this.chosen);
    if (node) this.sight.around(node);
    const next = this.places.next(node, direction);
    if (next) this.choose(next.dataset.ref!, true);
  }

  /** Where the focus goes when a part is taken away. */
  private neighbour(part: Part): string | null {
    if (part.kind === "card") return `cell:${part.cell.id}`;
    return this.places.beside(this.node(part.ref))?.dataset.ref ?? null;
  }
}
