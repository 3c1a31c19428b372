// Where the parts of the reading view stand, from top to bottom, for any size of window or sheet.
//
// The design is drawn at 1600 x 900. `s` scales it; text never falls below a legible size.
import { clamp, type Box } from "../boxes";
import type { Options } from "../options";

export interface Frame {
  s: number;
  width: number;
  height: number;
  left: number;
  right: number;
  /** Left edge of the plot: the margin in front of it holds `glad` and `upset`. */
  plotLeft: number;
  options: Options;
  /** A text size of the design, scaled, never below `least`. */
  size(design: number, least?: number): number;
}

export interface Bands {
  stages: Box;
  plot: Box;
  river: Box;
  touchpoints: Box;
  actions: Box;
  footer: Box;
}

export function makeFrame(options: Options): Frame {
  const { width, height } = options;
  const s = clamp(Math.min(width / 1600, height / 900), 0.5, 3);
  return {
    s,
    width,
    height,
    left: Math.max(56 * s, 20),
    right: width - Math.max(56 * s, 20),
    plotLeft: Math.max(56 * s, 20) + 58 * s,
    options,
    size: (design, least = 11) => Math.max(design * s, Math.min(design, least)),
  };
}

/** Share the height under the header out: the plot takes what the fixed parts leave. */
export function makeBands(frame: Frame, top: number, needs: { stages: number; touchpoints: number; actions: number }, isSilent: boolean): Bands {
  const { s, left, right, plotLeft, height } = frame;
  const footerTop = height - 40 * s;
  const actionsTop = footerTop - 10 * s - needs.actions;
  const touchpointsTop = actionsTop - 16 * s - needs.touchpoints;
  // where nobody was heard there is no line to read: the river takes its room
  const wished = isSilent ? (touchpointsTop - top - needs.stages) * 0.52 : clamp((height - top) * 0.13, 70 * s, 130 * s);
  const riverHeight = Math.max(wished, 70 * s);
  const riverTop = touchpointsTop - 8 * s - riverHeight;
  const at = (from: number, to: number, x = plotLeft): Box => ({ left: x, right, top: from, bottom: to });
  return {
    stages: at(top, top + needs.stages),
    plot: at(top + needs.stages + 6 * s, riverTop - 12 * s),
    river: at(riverTop, riverTop + riverHeight),
    touchpoints: at(touchpointsTop, touchpointsTop + needs.touchpoints),
    actions: at(actionsTop, actionsTop + needs.actions, left),
    footer: at(footerTop, height - 16 * s, left),
  };
}
