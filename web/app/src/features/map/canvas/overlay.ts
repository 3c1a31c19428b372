// What lies over the drawing and is not part of the map: the ring of what is chosen, others' rings and
// pointers, the pen, and where a dragged part would land.
export interface Other {
  name: string;
  colour: string;
  ref: string | null;
  point: { x: number; y: number } | null;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export class Overlay {
  readonly root = document.createElement("div");
  isAsking = false;
  private readonly ring = document.createElement("div");
  private readonly landing = document.createElement("div");
  private readonly people = document.createElement("div");
  private readonly talks = document.createElement("div");
  private said: { open: ReadonlyMap<string, number>; boxOf: (ref: string) => Box | null } | null = null;
  private shown: { others: readonly Other[]; boxOf: (ref: string) => Box | null } | null = null;
  private factor = 1;

  constructor() {
    this.root.className = "dl-overlay";
    this.ring.className = "dl-chosen";
    this.landing.className = "dl-landing";
    this.people.setAttribute("aria-hidden", "true");
    this.talks.setAttribute("aria-hidden", "true");
    this.ring.hidden = this.landing.hidden = true;
    this.root.append(this.people, this.talks, this.landing, this.ring);
  }

  get scale(): number {
    return this.factor;
  }

  set scale(scale: number) {
    this.factor = scale;
    if (this.shown) this.others(this.shown.others, this.shown.boxOf);
    if (this.said) this.talk(this.said.open, this.said.boxOf);
  }

  outline(box: Box | null): void {
    this.ring.hidden = box === null;
    if (box) this.place(this.ring, box, 3);
  }

  land(box: Box | null): void {
    this.landing.hidden = box === null;
    if (box) this.place(this.landing, box, 0);
  }

  others(others: readonly Other[], boxOf: (ref: string) => Box | null): void {
    this.shown = { others, boxOf };
    this.people.replaceChildren(...others.flatMap((other) => this.drawOther(other, boxOf)));
  }

  /** How many open threads stand at a part, in its upper right corner. */
  talk(open: ReadonlyMap<string, number>, boxOf: (ref: string) => Box | null): void {
    this.said = { open, boxOf };
    this.talks.replaceChildren(...[...open].flatMap(([ref, count]) => {
      const box = boxOf(ref);
      if (!box) return [];
      const mark = document.createElement("div");
      mark.className = "dl-talk";
      mark.dataset.talk = ref;
      mark.textContent = String(count);
      this.place(mark, { x: box.x + box.width, y: box.y, width: 0, height: 0 }, 0);
      return [mark];
    }));
  }

  place(node: HTMLElement, { x, y, width, height }: Box, grow: number): void {
    const s = this.factor;
    Object.assign(node.style, { left: `${x * s - grow}px`, top: `${y * s - grow}px`, width: `${width * s + 2 * grow}px`, height: `${height * s + 2 * grow}px` });
  }

  private drawOther({ name, colour, ref, point }: Other, boxOf: (ref: string) => Box | null): HTMLElement[] {
    const made: HTMLElement[] = [];
    const box = ref ? boxOf(ref) : null;
    const label = () => {
      const tag = document.createElement("span");
      tag.textContent = name;
      tag.style.background = colour;
      return tag;
    };
    if (box) {
      const ring = document.createElement("div");
      ring.className = "dl-other";
      ring.style.borderColor = colour;
      ring.append(label());
      this.place(ring, box, 3);
      made.push(ring);
    }
    if (point) {
      const pointer = document.createElement("div");
      pointer.className = "dl-pointer";
      pointer.style.color = colour;
      this.place(pointer, { ...point, width: 0, height: 0 }, 0);
      if (!box) pointer.append(label());
      made.push(pointer);
    }
    return made;
  }
}
