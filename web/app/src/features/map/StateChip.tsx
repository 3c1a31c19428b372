// How sure we are of something: a shape and a word, the same as on the map.
import type { CellState, Labels } from "@desireline/map-core";

const SHAPES: Record<CellState, React.ReactNode> = {
  supported: <circle cx="7" cy="7" r="6" fill="var(--line)" />,
  validated: <><circle cx="7" cy="7" r="6" fill="none" stroke="var(--line)" strokeWidth="1.6" /><path d="M4 7.2l2.2 2.2L10.2 5" fill="none" stroke="var(--line)" strokeWidth="1.8" /></>,
  assumption: <circle cx="7" cy="7" r="6" fill="none" stroke="var(--line)" strokeWidth="1.4" strokeDasharray="2.6 2.2" />,
  contradicted: <path d="M9 1.3A6 6 0 1 0 12.9 6L8 7z" fill="var(--warn)" />,
  stale: <><circle cx="7" cy="7" r="6" fill="none" stroke="var(--line)" strokeWidth="1.6" /><path d="M7 3.4V7l2.4 1.6" fill="none" stroke="var(--line)" strokeWidth="1.6" /></>,
  unmeasured: <><circle cx="7" cy="7" r="6" fill="none" stroke="var(--muted)" strokeWidth="1.2" /><path d="M3 10.5L10.5 3M6 12l6-6M2 7.5L7.5 2" stroke="var(--muted)" strokeWidth="1.1" /></>,
};

export function StateChip({ state, labels }: { state: CellState; labels: Labels }) {
  return <span className="state-chip" title={labels.meaning[state]}><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">{SHAPES[state]}</svg>{labels[state]}</span>;
}
