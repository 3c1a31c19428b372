// The viewer: one map, drawn for the size of its place, with its evidence one key away.
//
// In: a host element and a map file. Out: a drawing that follows the window, the theme and the keys.
// All geometry is map-core's; this file only draws again, shows facts and moves the focus.
import { draw, ENGLISH, JourneyMap, toSvg, type Labels, type Locale, type MapFile, type RawOptions } from "@desireline/map-core";
import { element, svgElement, text } from "./dom";
import { factsOf, type Teller } from "./facts";
import { GridPane } from "./grid-pane";
import { chooseLanguage, localeOf } from "./locale";
import { nearest, type Direction } from "./move";
import { Popover } from "./popover";
import { makePrint } from "./print";
import { makeStory } from "./story";
import { makeToolbar, type Toolbar } from "./toolbar";
import { WORDS, type Words } from "./words";

export type View = "reading" | "grid";
export type ThemeChoice = "auto" | "light" | "dark";

export interface Settings {
  view?: View;
  theme?: ThemeChoice;
  labels?: Partial<Labels>;
  words?: Partial<Words>;
  /** The number habits of the page's language; by default the browser's. */
  locale?: Locale;
  /** False: the page around has its own controls and keys for view, evidence and theme. */
  bar?: boolean;
  /** Told instead of showing a popover when a part is chosen. */
  onChoose?: (reference: string) => void;
}

export interface Viewer {
  show(view: View): void;
  setTheme(theme: ThemeChoice): void;
  setEvidence(shown: boolean): void;
  destroy(): void;
}

const NAVIGABLE = "[data-ref]:not([data-ref^='lane:']):not([data-ref^='quote:'])";
const ARROWS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

let serial = 0;

export function mount(host: HTMLElement, file: MapFile, settings: Settings = {}): Viewer {
  return new MapViewer(host, file, settings);
}

class MapViewer implements Viewer {
  private readonly map: JourneyMap;
  private readonly teller: Teller;
  private readonly prefix = `dl${++serial}`;
  private readonly root: HTMLElement;
  private readonly stage: HTMLElement;
  private readonly ring: HTMLElement;
  private readonly help: HTMLElement;
  private readonly story: HTMLElement;
  private readonly popover: Popover;
  private readonly toolbar: Toolbar;
  private readonly pane = new GridPane();
  private readonly darkness = window.matchMedia("(prefers-color-scheme: dark)");
  private readonly resize: ResizeObserver;
  private readonly stop = new AbortController();
  private view: View;
  private theme: ThemeChoice;
  private evidence = false;
  private focused: string | null = null;
  private hover = 0;
  private drawnFor = "";

  constructor(host: HTMLElement, private readonly file: MapFile, private readonly settings: Settings) {
    this.map = new JourneyMap(file);
    const labels = { ...ENGLISH, ...settings.labels };
    const words = { ...WORDS, ...settings.words };
    const language = chooseLanguage(document.documentElement.lang, navigator.languages);
    this.teller = { map: this.map, locale: settings.locale ?? localeOf(language), labels, words };
    this.view = settings.view ?? "reading";
    this.theme = settings.theme ?? "auto";
    this.root = element("div", host.closest("main, [role=main]") ? { class: "dl" } : { class: "dl", role: "main" });
    this.toolbar = makeToolbar(words, {
      view: () => this.toggleView(),
      evidence: () => this.toggleEvidence(),
      text: () => this.toggleText(),
      theme: () => this.nextTheme(),
      save: () => this.save(),
      print: () => window.print(),
      keys: () => this.toggleHelp(),
      zoom: (factor) => this.zoom(factor),
    });
    this.stage = element("div", { class: "dl-stage", role: "application", "aria-label": words.map });
    this.ring = element("div", { class: "dl-ring", hidden: "" });
    this.help = makeHelp(words);
    this.story = makeStory(this.teller);
    const screen = element("div", { class: "dl-screen" }, [...(settings.bar === false ? [] : [this.toolbar.root]), this.stage]);
    this.root.append(screen, this.story, this.ring, this.help);
    this.popover = new Popover(this.root, words.close, () => this.close());
    host.replaceChildren(this.root);
    this.listen();
    this.resize = new ResizeObserver(() => this.redraw());
    this.resize.observe(this.stage);
    this.redraw();
  }

  show(view: View): void {
    this.view = view;
    this.redraw();
  }

  setTheme(theme: ThemeChoice): void {
    this.theme = theme;
    this.redraw();
  }

  setEvidence(shown: boolean): void {
    this.evidence = shown;
    this.redraw();
  }

  destroy(): void {
    this.stop.abort();
    this.resize.disconnect();
    this.root.remove();
  }

  // --- drawing ---------------------------------------------------------------------------------

  private themeNow(): "light" | "dark" {
    if (this.theme !== "auto") return this.theme;
    return this.darkness.matches ? "dark" : "light";
  }

  private options(): RawOptions {
    const { clientWidth, clientHeight } = this.stage;
    const width = Math.max(clientWidth, 860);
    const height = Math.max(clientHeight, width * 0.5, 480);
    const { locale, labels } = this.teller;
    return { view: this.view, theme: this.themeNow(), width, height, evidence: this.evidence, prefix: this.prefix, locale, labels };
  }

  private redraw(): void {
    if (this.stage.clientWidth === 0) return;
    const options = this.options();
    const key = JSON.stringify([options.view, options.theme, options.width, options.height, options.evidence]);
    if (key === this.drawnFor) return;
    this.drawnFor = key;
    this.close(false);
    this.root.dataset.theme = this.themeNow();
    this.root.dataset.view = this.view;
    this.toolbar.update({ view: this.view, theme: this.theme, evidence: this.evidence });
    const svg = svgElement(toSvg(draw(this.file, options)));
    if (this.view === "grid") this.pane.show(this.stage, svg);
    else this.stage.replaceChildren(svg);
    this.prepare(svg);
  }

  /** One part is in the tab order, the arrow keys reach the others. */
  private prepare(svg: SVGSVGElement): void {
    const parts = this.parts(svg);
    for (const part of parts) part.setAttribute("tabindex", "-1");
    const home = parts.find((part) => part.dataset.ref === this.focused) ?? parts[0];
    home?.setAttribute("tabindex", "0");
  }

  private parts(scope: ParentNode = this.stage): SVGElement[] {
    return [...scope.querySelectorAll<SVGElement>(NAVIGABLE)].filter((part) => {
      const outer = part.parentElement?.closest<SVGElement>("[data-ref]:not([data-ref^='lane:'])");
      return !outer && !part.closest("[aria-hidden='true']");
    });
  }

  // --- evidence --------------------------------------------------------------------------------

  private tell(part: SVGElement, isPinned: boolean): void {
    const reference = part.dataset.ref!;
    const facts = factsOf(reference, this.teller);
    if (!facts) return;
    const anchor = part.getBoundingClientRect();
    this.outline(anchor);
    this.popover.show(reference, facts, anchor, isPinned);
  }

  /** Pin the evidence here, or let the page show it. */
  private choose(part: SVGElement): void {
    if (!this.settings.onChoose) {
      this.tell(part, true);
      return;
    }
    this.close(false);
    this.settings.onChoose(part.dataset.ref!);
  }

  private outline(at: DOMRect): void {
    const pad = 5;
    this.ring.hidden = false;
    Object.assign(this.ring.style, { left: `${at.left - pad}px`, top: `${at.top - pad}px`, width: `${at.width + 2 * pad}px`, height: `${at.height + 2 * pad}px` });
  }

  private close(restoresFocus = true): void {
    const wasPinned = this.popover?.isPinned;
    this.popover?.hide();
    this.ring.hidden = true;
    if (wasPinned && restoresFocus) this.part(this.focused)?.focus({ preventScroll: true });
  }

  private part(reference: string | null): SVGElement | undefined {
    return this.parts().find((each) => each.dataset.ref === reference);
  }

  // --- listening -------------------------------------------------------------------------------

  private listen(): void {
    const { signal } = this.stop;
    this.darkness.addEventListener("change", () => this.redraw(), { signal });
    this.stage.addEventListener("pointerover", (event) => this.onHover(event), { signal });
    this.stage.addEventListener("pointerleave", () => this.onLeave(), { signal });
    this.stage.addEventListener("click", (event) => this.onClick(event), { signal });
    this.stage.addEventListener("focusin", (event) => this.onFocus(event), { signal });
    this.stage.addEventListener("scroll", () => this.close(false), { signal });
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
    document.addEventListener("pointerdown", (event) => { if (!this.root.contains(event.target as Node)) this.close(false); }, { signal });
    window.addEventListener("beforeprint", () => makePrint(this.file, this.teller), { signal });
    window.addEventListener("scroll", () => { if (!this.popover.isPinned) this.close(false); }, { signal });
  }

  private onHover(event: PointerEvent): void {
    if (this.popover.isPinned || event.pointerType === "touch" || this.pane.isDragging) return;
    window.clearTimeout(this.hover);
    const part = (event.target as Element).closest<SVGElement>("[data-ref]:not([data-ref^='lane:'])");
    this.hover = window.setTimeout(() => {
      if (part && this.stage.contains(part)) this.tell(part, false);
      else this.close(false);
    }, 110);
  }

  private onLeave(): void {
    window.clearTimeout(this.hover);
    if (!this.popover.isPinned) this.close(false);
  }

  private onClick(event: MouseEvent): void {
    if (this.pane.didDrag) return;
    const part = (event.target as Element).closest<SVGElement>("[data-ref]:not([data-ref^='lane:'])");
    if (!part) {
      this.close(false);
      return;
    }
    const home = this.parts().find((each) => each.contains(part));
    this.focused = home?.dataset.ref ?? this.focused;
    this.choose(part);
  }

  private onFocus(event: FocusEvent): void {
    const part = (event.target as Element).closest<SVGElement>(NAVIGABLE);
    if (!part || !part.matches(":focus-visible")) return;
    for (const each of this.parts()) each.setAttribute("tabindex", each === part ? "0" : "-1");
    this.focused = part.dataset.ref!;
    part.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.tell(part, false);
  }

  private onKey(event: KeyboardEvent): void {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, [contenteditable]")) return;
    if (!this.root.contains(target) && target !== document.body) return;
    if ((this.settings.bar !== false && this.onCommandKey(event)) || this.onMapKey(event, target)) event.preventDefault();
  }

  private onCommandKey({ key }: KeyboardEvent): boolean {
    const commands: Record<string, () => void> = {
      g: () => this.toggleView(),
      e: () => this.toggleEvidence(),
      x: () => this.toggleText(),
      t: () => this.nextTheme(),
      "?": () => this.toggleHelp(),
      "+": () => this.zoom(1.25),
      "=": () => this.zoom(1.25),
      "-": () => this.zoom(0.8),
      "0": () => this.zoom(null),
      Escape: () => this.escape(),
    };
    const command = commands[key.length === 1 ? key.toLowerCase() : key];
    command?.();
    return command !== undefined;
  }

  private onMapKey(event: KeyboardEvent, target: Element): boolean {
    const part = target.closest<SVGElement>(NAVIGABLE);
    if ((event.key === "Enter" || event.key === " ") && part) {
      this.choose(part);
      return true;
    }
    const direction = ARROWS[event.key];
    if (!direction || target.closest(".dl-popover, .dl-bar, .dl-help")) return false;
    if (!part) {
      if (target !== document.body && !this.stage.contains(target)) return false;
      (this.part(this.focused) ?? this.parts()[0])?.focus();
      return true;
    }
    return this.moveFrom(part, direction);
  }

  private moveFrom(part: SVGElement, direction: Direction): boolean {
    const parts = this.parts();
    const places = parts.map((each) => {
      const at = each.getBoundingClientRect();
      return { x: at.left + at.width / 2, y: at.top + at.height / 2 };
    });
    const next = nearest(places, parts.indexOf(part), direction);
    if (next !== null) parts[next].focus();
    return true;
  }

  // --- commands --------------------------------------------------------------------------------

  private toggleView(): void {
    this.show(this.view === "grid" ? "reading" : "grid");
  }

  private toggleEvidence(): void {
    this.evidence = !this.evidence;
    this.redraw();
  }

  private toggleText(): void {
    const isOpen = this.story.classList.toggle("dl-open");
    this.toolbar.setText(isOpen);
    if (isOpen) this.story.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "start" });
  }

  private nextTheme(): void {
    const order: ThemeChoice[] = ["auto", "light", "dark"];
    this.theme = order[(order.indexOf(this.theme) + 1) % order.length];
    this.toolbar.update({ view: this.view, theme: this.theme, evidence: this.evidence });
    this.redraw();
  }

  private toggleHelp(): void {
    const dialog = this.help as HTMLDialogElement;
    if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  private escape(): void {
    (this.help as HTMLDialogElement).close();
    this.close();
  }

  private zoom(factor: number | null): void {
    if (this.view !== "grid") return;
    this.close(false);
    this.pane.zoom(factor);
  }

  private save(): void {
    const source = toSvg(draw(this.file, { ...this.options(), width: 1600, height: 900, prefix: "dl" }));
    const link = element("a", { download: `${this.file.document.id || "map"}-${this.view}.svg` }) as HTMLAnchorElement;
    link.href = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  }
}

function makeHelp(words: Words): HTMLElement {
  const rows = words.help.flatMap(([key, meaning]) => [element("dt", {}, [element("kbd", {}, [text(key)])]), element("dd", {}, [text(meaning)])]);
  const close = element("button", { type: "button" }, [text(words.close)]) as HTMLButtonElement;
  const dialog = element("dialog", { class: "dl-help", "aria-label": words.keys }, [element("h2", {}, [text(words.keys)]), element("dl", {}, rows), close]) as HTMLDialogElement;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return dialog;
}
