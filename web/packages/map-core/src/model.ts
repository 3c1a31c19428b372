// A map file, ready to be drawn: collections in their order, look-ups by id.
import type { Card, Cell, CellState, Curve, Lane, MapFile, QuoteText, Stage, Touchpoint, Value } from "./generated/map";

export type * from "./generated/map";

const byOrder = <T extends { order: string; id: string }>(a: T, b: T) =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1;

export class JourneyMap {
  readonly stages: Stage[];
  readonly touchpoints: Touchpoint[];
  readonly lanes: Lane[];
  private readonly cells = new Map<string, Cell>();

  constructor(readonly file: MapFile) {
    const { document } = file;
    this.stages = Object.values(document.stages).sort(byOrder);
    this.touchpoints = Object.values(document.touchpoints).sort(byOrder);
    this.lanes = Object.values(document.lanes).filter((lane) => !lane.hidden).sort(byOrder);
    for (const cell of Object.values(document.cells)) {
      const key = `${cell.lane}\n${cell.column}`;
      // a persona's own cell is drawn before everybody's
      if (!this.cells.has(key) || cell.persona !== "*") this.cells.set(key, cell);
    }
  }

  /** Beside the feeling curve. */
  get curves(): readonly Curve[] {
    return this.file.snapshot.curves ?? [];
  }

  stage(id: string): Stage | undefined {
    return this.file.document.stages[id];
  }

  touchpoint(id: string): Touchpoint | undefined {
    return this.file.document.touchpoints[id];
  }

  touchpointsOf(stage: string): Touchpoint[] {
    return this.touchpoints.filter((touchpoint) => touchpoint.stage === stage);
  }

  cell(lane: string, column: string): Cell | undefined {
    return this.cells.get(`${lane}\n${column}`);
  }

  /** How far a cell can be believed; null for one that says nothing. */
  stateOf(cell: Cell): CellState | null {
    return this.file.snapshot.cell_states[cell.id] ?? (cell.words ? "assumption" : null);
  }

  /** What the data say to a card's words; null where these claim nothing. */
  stateOfCard(card: Card): CellState | null {
    return this.file.snapshot.card_states?.[card.id] ?? null;
  }

  value(binding: string | null | undefined): Value | undefined {
    return binding ? this.file.snapshot.values[binding] : undefined;
  }

  quote(key: string | null | undefined): QuoteText | undefined {
    return key ? this.file.snapshot.quotes[key] : undefined;
  }

  cards(cell: Cell) {
    return Object.values(cell.cards).sort(byOrder);
  }
}
