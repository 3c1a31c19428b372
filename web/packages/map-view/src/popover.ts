// The evidence beside a part of the map: shown on hover and focus, pinned by click or Enter.
import { element, text } from "./dom";
import type { Facts, Section } from "./facts";

export class Popover {
  readonly root: HTMLElement;
  private readonly body: HTMLElement;
  private shownFor: string | null = null;
  isPinned = false;

  constructor(host: HTMLElement, closeWord: string, private readonly onClose: () => void) {
    this.body = element("div", { class: "dl-popover-body" });
    const close = element("button", { type: "button", class: "dl-popover-close", "aria-label": closeWord }, [text("×")]);
    close.addEventListener("click", () => this.onClose());
    this.root = element("div", { class: "dl-popover", hidden: "", id: `dl-popover-${++count}` }, [close, this.body]);
    this.root.setAttribute("role", "status");
    host.append(this.root);
  }

  show(reference: string, facts: Facts, anchor: DOMRect, isPinned: boolean): void {
    if (this.shownFor !== reference) this.body.replaceChildren(...factNodes(facts));
    this.shownFor = reference;
    this.isPinned = isPinned;
    this.root.hidden = false;
    this.root.classList.toggle("dl-pinned", isPinned);
    this.root.setAttribute("role", isPinned ? "dialog" : "status");
    this.root.setAttribute("aria-label", facts.title);
    this.place(anchor);
    if (isPinned) {
      this.root.tabIndex = -1;
      this.root.focus({ preventScroll: true });
    }
  }

  hide(): void {
    this.root.hidden = true;
    this.isPinned = false;
    this.shownFor = null;
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** Beside the part, on the side with more room, always inside the window. */
  private place(anchor: DOMRect): void {
    const { innerWidth, innerHeight } = window;
    const margin = 10;
    this.root.style.maxHeight = `${innerHeight - 2 * margin}px`;
    const { width, height } = this.root.getBoundingClientRect();
    const isWide = anchor.width > innerWidth * 0.4;
    const roomRight = innerWidth - anchor.right;
    let left = roomRight > width + 2 * margin ? anchor.right + margin : anchor.left - width - margin;
    let top = anchor.top + anchor.height / 2 - height / 3;
    if (isWide || left < margin) {
      left = anchor.left + anchor.width / 2 - width / 2;
      top = anchor.bottom + height + margin < innerHeight ? anchor.bottom + margin : anchor.top - height - margin;
    }
    this.root.style.left = `${Math.min(Math.max(left, margin), Math.max(margin, innerWidth - width - margin))}px`;
    this.root.style.top = `${Math.min(Math.max(top, margin), Math.max(margin, innerHeight - height - margin))}px`;
  }
}

let count = 0;

function factNodes(facts: Facts): Node[] {
  return [
    element("h3", {}, [text(facts.title)]),
    ...(facts.sentence ? [element("p", { class: "dl-sentence" }, [text(facts.sentence)])] : []),
    ...facts.sections.filter((section) => section.rows.length > 0).map(sectionNode),
    ...facts.quotes.map((quote) => element("blockquote", {}, [element("p", {}, [text(`“${quote.text}”`)]), element("footer", {}, [text(quote.from)])])),
  ];
}

function sectionNode(section: Section): HTMLElement {
  const rows = section.rows.flatMap((row) => [element("dt", {}, [text(row.label)]), element("dd", {}, [text(row.text)])]);
  const head = section.title ? [element("h4", {}, [text(section.title)])] : [];
  return element("section", section.state ? { "data-state": section.state } : {}, [...head, element("dl", {}, rows)]);
}
