// Generated from docs/reference/map.schema.json by scripts/map-types.mjs. Do not edit.

/**
 * What a row of the map tells.
 */
export type LaneKind = ("goals" | "actions" | "thoughts" | "feelings" | "needs" | "channels" | "waiting" | "effort" | "pains" | "delights" | "moments" | "metrics" | "drop_off" | "front_stage" | "back_stage" | "systems" | "employees" | "opportunities" | "owners" | "text" | "images" | "nested_maps")
/**
 * How far a cell can be believed (see docs/explanation/evidence).
 */
export type CellState = ("assumption" | "supported" | "validated" | "contradicted" | "stale" | "unmeasured")

/**
 * A map as a file: `.journey.json`.
 */
export interface MapFile {
format: "desireline.map/1"
document: Document
snapshot: Snapshot
}
/**
 * What people own of a map.
 */
export interface Document {
id: string
title: string
goal: (string | null)
purpose: Reference
personas: Reference[]
period: Period
state: ("past" | "present" | "projected")
/**
 * The company is invented: said wherever the map shows.
 */
generated_sample: boolean
review_months: number
/**
 * When people looked at the whole of it last; None = never yet.
 */
reviewed: (string | null)
/**
 * Where people put it; None = nobody has: under the map of the data that has its purpose, else at the top.
 */
place: (Placement | null)
stages: {
[k: string]: Stage
}
touchpoints: {
[k: string]: Touchpoint
}
lanes: {
[k: string]: Lane
}
cells: {
[k: string]: Cell
}
bindings: {
[k: string]: Binding
}
actions: {
[k: string]: Action
}
}
/**
 * Purpose or persona: a name for the data, a title for people.
 */
export interface Reference {
id: string
title: string
}
/**
 * The time that the map speaks of, both ends included.
 */
export interface Period {
start: (string | null)
end: (string | null)
}
/**
 * Where a map stands among the others.
 */
export interface Placement {
/**
 * The map above it; None = at the top.
 */
map: (string | null)
/**
 * The stage of that map which it tells in detail; None = of no single one.
 */
stage: (string | null)
}
/**
 * A column of the map, in the customer's words.
 */
export interface Stage {
id: string
/**
 * Fractional index.
 */
order: string
/**
 * The field's noun: Consideration.
 */
title: string
/**
 * What the customer does: I choose.
 */
verb: string
/**
 * The stage's name in the data; None for one that people added.
 */
key: (string | null)
pinned: boolean
}
/**
 * A moment in which customer and company meet, or miss each other.
 */
export interface Touchpoint {
id: string
order: string
/**
 * Stage id.
 */
stage: string
title: string
channel: string
/**
 * The touchpoint's name in the data; None for one that people declared.
 */
key: (string | null)
owner: (string | null)
/**
 * False: nothing can see it (word of mouth). Drawn hatched.
 */
measured: boolean
}
/**
 * A row of the map.
 */
export interface Lane {
id: string
order: string
kind: LaneKind
title: string
hidden: boolean
}
/**
 * Stage or touchpoint x lane x persona. People's words stand beside the binding.
 */
export interface Cell {
id: string
/**
 * Stage id or touchpoint id.
 */
column: string
lane: string
persona: string
words: (string | null)
author: (string | null)
/**
 * Binding ids, most important first.
 */
bindings: string[]
/**
 * People's words are shown instead of the bound value, which stays to be seen.
 */
overruled: boolean
claim: (Claim | null)
/**
 * When people last looked at their words; None = never since they wrote them.
 */
reviewed: (string | null)
cards: {
[k: string]: Card
}
}
/**
 * What people's words say in numbers, so that the data can contradict them.
 */
export interface Claim {
/**
 * Binding id whose answer the words speak of.
 */
binding: string
low: (number | null)
/**
 * The answer is claimed to lie between the two; None = open on that side.
 */
high: (number | null)
}
/**
 * One note in a cell: a pain, a quote, a delight. Quotes are references, never text.
 */
export interface Card {
id: string
order: string
words: (string | null)
author: (string | null)
/**
 * Key of `snapshot.quotes`.
 */
quote: (string | null)
/**
 * Binding id.
 */
binding: (string | null)
/**
 * What the words say in numbers, where a person confirmed what they speak of.
 */
claim: (Claim | null)
}
/**
 * A question that a cell asks the data. Its answer is `snapshot.values[id]`.
 */
export interface Binding {
id: string
/**
 * Name of the insight module.
 */
insight: string
metric: string
/**
 * Stage name in the data.
 */
stage: (string | null)
/**
 * Touchpoint name in the data.
 */
touchpoint: (string | null)
/**
 * Second touchpoint, for a transition.
 */
target: (string | null)
}
/**
 * Something to do about it, with an owner and a date, or nobody yet.
 */
export interface Action {
id: string
order: string
title: string
owner: (string | null)
due: (string | null)
binding: (string | null)
/**
 * Proposed by Desireline from an insight; nobody has agreed yet.
 */
suggested: boolean
/**
 * The insight behind it, in a sentence.
 */
why: (string | null)
}
/**
 * Resolved values of one data version. Reproducible: no clock is read.
 */
export interface Snapshot {
data_version: number
recipe: string
newest_event: (string | null)
coverage: Coverage
/**
 * Binding id -> answer.
 */
values: {
[k: string]: Value
}
/**
 * Cell id -> state.
 */
cell_states: {
[k: string]: CellState
}
/**
 * Card id -> state, of cards whose words claim something.
 */
card_states: {
[k: string]: CellState
}
quotes: {
[k: string]: QuoteText
}
evidence: {
[k: string]: EvidenceRecord
}
/**
 * How many rows stay hidden because fewer than five customers stand behind them.
 */
suppressed_groups: number
/**
 * What a reader must know of the data as a whole: hidden groups, sources that are missing.
 */
notices: string[]
/**
 * Beside the feeling curve: personas', and the remembered one.
 */
curves: Curve[]
reading: Reading
}
/**
 * How much of the customers the map can see.
 */
export interface Coverage {
customers: number
journeys: number
events: number
heard: (Value | null)
/**
 * Events per source.
 */
sources: {
[k: string]: number
}
/**
 * Every channel on the map, and whether anything measures it.
 */
channels: {
[k: string]: boolean
}
}
/**
 * The answer to a binding. `value` None: not measured, suppressed or unknown (see `reason`).
 */
export interface Value {
value: (number | null)
low: (number | null)
high: (number | null)
n: (number | null)
unit_of_n: string
/**
 * share, s, score, count, or a rating's scale: `stars 1-5`.
 */
unit: (string | null)
verdict: ("shown" | "suggested" | "unknown" | "refused" | "continuum")
state: CellState
sources: string[]
evidence: (string | null)
/**
 * Why there is no value, or why it says less than it seems to.
 */
reason: (string | null)
/**
 * What the number is, in at most five words: `typical wait`, `Call-backs never come`.
 */
label: (string | null)
/**
 * The value with its unit, formatted for people: `62 %`, `4.1 of 5`, `2 h 10 min`.
 */
text: (string | null)
/**
 * The same in a sentence, for screen readers, focus and the annex.
 */
words: (string | null)
/**
 * Fewer than five customers: neither their number nor their answer is shown.
 */
suppressed: boolean
/**
 * A wait that is one constant: a rule of the company, not a pain.
 */
fixed_timer: boolean
/**
 * What single sources and halves of the period say: whether they agree, and where it goes.
 */
alone: Alone[]
/**
 * Place among all pains, or among all delights, of the map; None where it has none.
 */
rank: (number | null)
}
/**
 * The same number from one source alone, or from one half of the period alone.
 */
export interface Alone {
/**
 * `source:zendesk`, `period:1`, `period:2`.
 */
who: string
value: number
low: number
high: number
n: number
/**
 * The value with its interval, for people.
 */
text: string
}
/**
 * A customer's masked words.
 */
export interface QuoteText {
text: string
source: string
touchpoint: string
at: string
feeling: (number | null)
}
/**
 * How to compute a number again.
 */
export interface EvidenceRecord {
id: string
insight: string
method: string
query: string
recipe: string
data_version: number
period: Period
sources: string[]
n: number
/**
 * Somebody's data were erased since: the number cannot be computed again exactly.
 */
erased_since: (string | null)
}
/**
 * A line beside the feeling curve: one persona's, or how the journey is remembered.
 */
export interface Curve {
/**
 * `remembered`, or `persona-1`: their place by size.
 */
id: string
kind: ("persona" | "remembered")
/**
 * The persona, or the answer about the whole in which it is remembered: `NPS`.
 */
title: string
/**
 * In the order of the map; the band holds as a whole.
 */
points: CurvePoint[]
/**
 * What the line is and what stands behind it, in a sentence or two.
 */
words: string
/**
 * How to compute it again.
 */
evidence: (string | null)
}
/**
 * One point of the feeling curve. `value` None: nobody was heard, the line breaks.
 */
export interface CurvePoint {
/**
 * Touchpoint id, or stage id where touchpoints are too thin.
 */
column: string
stage: string
value: (number | null)
low: (number | null)
high: (number | null)
n: number
state: CellState
/**
 * The point in a sentence, where no cell of the map says it.
 */
words: (string | null)
}
/**
 * The map in 30 seconds; at most twelve numbers.
 */
export interface Reading {
headline: string
verdict: ("shown" | "suggested" | "unknown")
subtitle: string
curve: CurvePoint[]
river: RiverPoint[]
river_label: string
callouts: Callout[]
stages: ReadingStage[]
/**
 * Action ids, at most three.
 */
actions: string[]
/**
 * What to measure next, when the evidence is thin.
 */
next_measure: (string | null)
/**
 * The whole view in sentences, in reading order: what a screen reader says.
 */
story: string[]
}
/**
 * Share of journeys still here at the end of a stage. None: cannot be seen, hatched.
 */
export interface RiverPoint {
stage: string
remaining: (number | null)
low: (number | null)
high: (number | null)
n: number
/**
 * Only the two largest exits carry a number.
 */
numbered: boolean
/**
 * Share of all journeys that left in this stage.
 */
left: (number | null)
/**
 * What a numbered exit says: `26 % leave`.
 */
text: (string | null)
/**
 * Why it cannot be seen.
 */
reason: (string | null)
}
/**
 * One of at most three: worst pain, best delight, deciding moment.
 */
export interface Callout {
kind: ("pain" | "delight" | "moment")
/**
 * At most five words.
 */
title: string
/**
 * Curve point it belongs to; None for `no single moment decides`.
 */
column: (string | null)
/**
 * One number with its unit, formatted: `score 2.2`.
 */
number: (string | null)
n: (number | null)
/**
 * Key of quotes.
 */
quote: (string | null)
verdict: ("shown" | "suggested" | "unknown" | "refused" | "continuum")
/**
 * How it is inked; None where no number stands behind it.
 */
state: (CellState | null)
/**
 * Where it stands on the scale of the curve (-1 to 1) when it is not on the curve itself: what
 * those felt whose parcel came late, beside the curve of everybody.
 */
level: (number | null)
/**
 * The claim in a sentence with its interval, for focus and screen readers.
 */
words: (string | null)
}
/**
 * What the reading view shows of one stage.
 */
export interface ReadingStage {
stage: string
touchpoints: ReadingTouchpoint[]
/**
 * How many touchpoints stand behind `+6`.
 */
more: number
/**
 * `+6`, or `more` where the view already carries twelve numbers.
 */
more_text: (string | null)
/**
 * Median wait before the next stage: a visible gap when long.
 */
wait_s: (number | null)
/**
 * The wait for people, on focus: `3 days`.
 */
wait_text: (string | null)
/**
 * The wait is a rule of the company: drawn with straight edges, never as a pain.
 */
wait_fixed: boolean
}
/**
 * A channel icon in the row of touchpoints; area is reach.
 */
export interface ReadingTouchpoint {
touchpoint: string
reach: (number | null)
labelled: boolean
state: CellState
}
