// How a claim is kept: as a card on the map where it belongs, or as an opportunity.
import type { MapFile } from "@desireline/map-core";
import type { components } from "../../api/schema";
import { hang, type Commands } from "../map/hanging";

type Insight = components["schemas"]["Insight"];
type MapSummary = components["schemas"]["MapSummary"];

const LANES: Record<string, string> = { pain: "pains", potential_pain: "pains", condition: "pains", delight: "delights", moment: "moments", point_of_no_return: "moments", drop_off: "drop_off", exit: "drop_off", wait: "waiting", fixed_timer: "waiting", channel: "channels" };

/** The map of the claim's purpose. */
export function mapOf(insight: Insight, maps: readonly MapSummary[]): MapSummary | undefined {
  return maps.find((map) => map.purpose.id === insight.purpose);
}

function placeOf(insight: Insight, { document }: MapFile): string | undefined {
  const stages = Object.values(document.stages);
  const touchpoint = Object.values(document.touchpoints).find((each) => each.key === insight.touchpoint);
  return touchpoint?.id ?? stages.find((each) => each.key === insight.stage)?.id ?? stages[0]?.id;
}

/** What the claim speaks of, as a binding that the map asks already. */
function bindingOf(insight: Insight, { document }: MapFile): string | null {
  return Object.values(document.bindings).find((each) => each.touchpoint === insight.touchpoint && each.metric === insight.metric && !each.target)?.id ?? null;
}

export function cardCommands(insight: Insight, file: MapFile, author: string): Commands {
  const { document } = file;
  const column = placeOf(insight, file);
  const lanes = Object.values(document.lanes);
  const lane = (lanes.find((each) => each.kind === LANES[insight.kind]) ?? lanes.find((each) => each.kind === "opportunities") ?? lanes[0])?.id;
  if (!column || !lane) return [];
  const stage = document.touchpoints[column]?.stage ?? column;
  const isOpen = (where: string) => Object.values(document.cells).some((each) => each.lane === lane && each.column === where && each.persona === "*");
  const where = !isOpen(column) && isOpen(stage) ? stage : column;
  return hang(document, lane, where, { words: insight.words, author, quote: null, binding: bindingOf(insight, file) });
}

/** What an opportunity is called first; whoever owns it gives it a better name. */
export const titleOf = (insight: Insight): string => insight.touchpoint ?? insight.condition ?? insight.stage ?? insight.words.slice(0, 80);

/** By what the server finds the claim again. */
export function aboutOf({ kind, purpose, touchpoint, condition, stage, persona, channel, topic, metric, rule, outcome }: Insight): components["schemas"]["ClaimKey"] {
  return { kind, purpose, touchpoint, condition, stage, persona, channel, topic, metric, rule, outcome };
}
