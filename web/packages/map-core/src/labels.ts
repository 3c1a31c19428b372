// Every word that the map itself says, in one place, so that a translation is one object.
import type { CellState } from "./generated/map";

export interface Labels {
  glad: string;
  upset: string;
  stillHere: string;
  nobodyAsked: string;
  /** After a share: how many the feeling curve can hear. */
  heard: string;
  notMeasured: string;
  nobodyYet: string;
  by: string;
  suggestedAction: string;
  noActions: string;
  measureNext: string;
  generatedSample: string;
  suggested: string;
  unknown: string;
  whatToDo: string;
  wait: string;
  hours: string;
  days: string;
  weeks: string;
  months: string;
  legend: string;
  areaIsReach: string;
  few: string;
  assumption: string;
  supported: string;
  validated: string;
  contradicted: string;
  stale: string;
  unmeasured: string;
  band: string;
  feelings: string;
  /** The line of all customers, beside those of personas. */
  everybody: string;
  /** Before the answer in which the journey is remembered. */
  remembered: string;
  rank: string;
  more: string;
  page: string;
  tooFew: string;
  fixedTimer: string;
  pain: string;
  delight: string;
  moment: string;
  reading: string;
  grid: string;
  touchpoint: string;
  stage: string;
  reach: string;
  people: string;
  noData: string;
  emptyLane: string;
  nothingFound: string;
  /** What a channel is called where that is not its own name; people may name others. */
  channels: Record<string, string>;
  /** What each state means, in few words. */
  meaning: Record<CellState, string>;
}

export const ENGLISH: Labels = {
  glad: "glad",
  upset: "upset",
  stillHere: "still here",
  nobodyAsked: "nobody asked here",
  heard: "of customers heard",
  notMeasured: "not measured",
  nobodyYet: "nobody yet",
  by: "by",
  suggestedAction: "suggested",
  noActions: "No action is planned yet.",
  measureNext: "Measure next",
  generatedSample: "Generated sample company",
  suggested: "suggested, not proved",
  unknown: "not enough evidence yet",
  whatToDo: "What we do about it",
  wait: "wait",
  hours: "hours",
  days: "days",
  weeks: "weeks",
  months: "months",
  legend: "How sure we are",
  areaIsReach: "area: how many come here",
  few: "ring: too few for the scale",
  assumption: "assumption",
  supported: "supported",
  validated: "validated",
  contradicted: "contradicted",
  stale: "stale",
  unmeasured: "unmeasured",
  band: "95 % band",
  feelings: "feeling",
  everybody: "everybody, as lived",
  remembered: "remembered",
  rank: "rank",
  more: "more",
  page: "page",
  tooFew: "fewer than 5",
  fixedTimer: "a fixed rule",
  pain: "Worst pain",
  delight: "Best delight",
  moment: "Deciding moment",
  reading: "Reading view",
  grid: "Full map",
  touchpoint: "Touchpoint",
  stage: "Stage",
  reach: "reach",
  people: "words of the team",
  noData: "Nothing to draw yet: this map has no stages.",
  emptyLane: "nothing written here yet",
  nothingFound: "nothing found in these data",
  channels: {},
  meaning: {
    supported: "enough answers, not yet confirmed elsewhere",
    validated: "a second source or period agrees",
    assumption: "our words, no data yet",
    contradicted: "the data say otherwise",
    stale: "too old to rely on",
    unmeasured: "nothing can see it",
  },
};

/** A channel in the reader's language. */
export function channelName(channel: string, { channels }: Pick<Labels, "channels">): string {
  return channels[channel] ?? channel;
}

/** The channel that somebody means who writes its name in their language. */
export function channelNamed(name: string, { channels }: Pick<Labels, "channels">): string {
  return Object.keys(channels).find((channel) => channels[channel] === name) ?? name;
}
