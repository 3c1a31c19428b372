// Columns of the grid: touchpoints within stages, each wide enough for its words.
import type { Stage, Touchpoint } from "../generated/map";
import type { JourneyMap } from "../model";
import { share } from "../reading/columns";

export interface GridColumn {
  touchpoint: Touchpoint | null;
  left: number;
  right: number;
}

export interface GridStage {
  stage: Stage;
  left: number;
  right: number;
  columns: GridColumn[];
}

export const COLUMN = 124;
export const STAGE = 186;
export const LANE_TITLE = 132;

/** Least width of a stage. */
export function leastWidth(map: JourneyMap, stage: Stage): number {
  return Math.max(STAGE, map.touchpointsOf(stage.id).length * COLUMN);
}

export function layColumns(map: JourneyMap, stages: readonly Stage[], left: number, right: number): GridStage[] {
  const least = stages.map((stage) => leastWidth(map, stage));
  const widths = share(right - left, stages.map((stage) => Math.max(1.4, map.touchpointsOf(stage.id).length)), least);
  let x = left;
  return stages.map((stage, i) => {
    const touchpoints = map.touchpointsOf(stage.id);
    const width = widths[i] / Math.max(touchpoints.length, 1);
    const start = x;
    x += widths[i];
    const columns = (touchpoints.length ? touchpoints : [null]).map((touchpoint, j) => ({ touchpoint, left: start + j * width, right: start + (j + 1) * width }));
    return { stage, left: start, right: x, columns };
  });
}
