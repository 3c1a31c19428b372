// What of a drawing is in sight: drawn at once; what is near is drawn in the next frames, a little in each.
//
// In: the scrolled element and the drawing. Out: word that something was drawn. What is far is taken out when there is time.
import { grown, type Box, type Drawing } from "./drawing";

/** Frames of cells and cards that are drawn in one frame of the screen, of those that come near. */
const EACH_FRAME = 5;
/** What lies so many windows outside of the window is near. */
const NEAR = 0.6;

export interface Looking {
  scale(): number;
  /** A part that somebody holds is not taken out. */
  held(): Element | null;
  onDrawn(): void;
}

export class Sight {
  private frame = 0;

  constructor(private readonly host: HTMLElement, private readonly drawing: Drawing, private readonly looking: Looking) {}

  now(): void {
    this.drawing.drawIn(this.window());
    this.soon();
  }

  soon(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.look());
  }

  /** Draw what lies about a part: where a key may lead. */
  around(node: SVGGraphicsElement): void {
    const { width, height } = this.window();
    if (this.drawing.drawIn(grown(node.getBBox(), width / 2, height / 2)).isChanged) this.looking.onDrawn();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }

  private window(): Box {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.host;
    const s = this.looking.scale();
    return { x: scrollLeft / s, y: scrollTop / s, width: clientWidth / s, height: clientHeight / s };
  }

  private look(): void {
    this.frame = 0;
    if (!this.drawing.svg) return;
    const window = this.window();
    const now = this.drawing.drawIn(window);
    const near = this.drawing.drawIn(grown(window, NEAR * window.width, NEAR * window.height), EACH_FRAME);
    if (near.isLeft) this.soon();
    this.drawing.clearFar(window, this.looking.held());
    if (now.isChanged || near.isChanged) this.looking.onDrawn();
  }
}
