// Everything that people can do to a map, by name, each worked out into register writes.
//
// In: the document and a command. Out: writes. What takes a command back is not written here: it is
// what stood in the same registers before (`history.ts`). Commands that cannot be meant give no writes.
import type { Action, Card, Cell, Document, LaneKind } from "@desireline/map-core";
import { between, inOrder, keyAt } from "./order";
import { fieldsOf, key, type Collection, type Json, type Write } from "./registers";

export type Command =
  | { command: "rename_map"; title: string; goal?: string | null }
  | { command: "add_stage"; id: string; title: string; verb: string; at?: number }
  | { command: "rename_stage"; stage: string; title: string; verb: string }
  | { command: "move_stage"; stage: string; to: number }
  | { command: "split_stage"; stage: string; before: string; id: string; title: string; verb: string }
  | { command: "merge_stages"; stage: string; into: string }
  | { command: "remove_stage"; stage: string }
  | { command: "declare_touchpoint"; id: string; stage: string; title: string; channel: string; at?: number }
  | { command: "rename_touchpoint"; touchpoint: string; title: string }
  | { command: "set_touchpoint_channel"; touchpoint: string; channel: string }
  | { command: "set_touchpoint_owner"; touchpoint: string; owner: string | null }
  | { command: "move_touchpoint"; touchpoint: string; stage: string; to: number }
  | { command: "split_touchpoint"; touchpoint: string; id: string; title: string }
  | { command: "merge_touchpoints"; touchpoint: string; into: string }
  | { command: "remove_touchpoint"; touchpoint: string }
  | { command: "add_lane"; id: string; kind: LaneKind; title: string; at?: number }
  | { command: "rename_lane"; lane: string; title: string }
  | { command: "move_lane"; lane: string; to: number }
  | { command: "hide_lane"; lane: string; hidden: boolean }
  | { command: "split_lane"; lane: string; id: string; title: string }
  | { command: "merge_lanes"; lane: string; into: string }
  | { command: "remove_lane"; lane: string }
  | { command: "set_words"; column: string; lane: string; persona?: string; words: string | null; author: string | null; reviewed?: string | null }
  | { command: "overrule_binding"; cell: string; overruled: boolean }
  | { command: "add_card"; column: string; lane: string; persona?: string; card: Pick<Card, "id"> & Partial<Card> }
  | { command: "set_card_words"; card: string; words: string; author: string | null }
  | { command: "move_card"; card: string; column: string; lane: string; persona?: string; to?: number }
  | { command: "split_card"; card: string; first: string; second: string; id: string }
  | { command: "merge_cards"; card: string; into: string }
  | { command: "remove_card"; card: string }
  | { command: "add_action"; action: Pick<Action, "id" | "title"> & Partial<Action> }
  | { command: "set_action_owner"; action: string; owner: string | null; due: string | null }
  | { command: "remove_action"; action: string };
export type CommandName = Command["command"];

type Meaning<N extends CommandName> = (document: Document, command: Extract<Command, { command: N }>) => Write[];

export function workOut(document: Document, command: Command): Write[] {
  return (MEANINGS[command.command] as Meaning<CommandName>)(document, command);
}

/** Id of a cell: the same on every computer, so that two who open it at once mean one cell. */
export function cellId(lane: string, column: string, persona = "*"): string {
  return `c-${lane.replace(/^l-/, "")}-${column}-${persona === "*" ? "all" : persona}`;
}

export function cellAt(document: Document, lane: string, column: string, persona = "*"): Cell | undefined {
  return Object.values(document.cells).find((cell) => cell.lane === lane && cell.column === column && cell.persona === persona);
}

export function cellOfCard(document: Document, card: string): Cell | undefined {
  return Object.values(document.cells).find((cell) => card in cell.cards);
}

const set = (collection: Collection | "map", id: string, field: string, value: Json): Write => [key(collection, id, field), value];

function removal<T extends { id: string }>(collection: Collection, part: T): Write[] {
  const { cards, ...fields } = part as T & { cards?: Record<string, Card> };
  const own = Object.keys(fields).map((field): Write => [key(collection, part.id, field), undefined]);
  return [...own, ...Object.values(cards ?? {}).flatMap(cardRemoval)];
}

const cardRemoval = (card: Card): Write[] => [...Object.keys(card), "cell"].map((field) => [key("cards", card.id, field), undefined]);

const touchpointsOf = (document: Document, stage: string) => inOrder(Object.values(document.touchpoints).filter((each) => each.stage === stage));
const cellsWhere = (document: Document, test: (cell: Cell) => boolean) => Object.values(document.cells).filter(test);

/** The cell of a lane and a column, with the writes that make it where nobody has. */
function openCell(document: Document, lane: string, column: string, persona = "*"): { id: string; cell: Cell | undefined; writes: Write[] } {
  const cell = cellAt(document, lane, column, persona);
  if (cell) return { id: cell.id, cell, writes: [] };
  const id = cellId(lane, column, persona);
  const isPlace = lane in document.lanes && (column in document.stages || column in document.touchpoints);
  return { id, cell, writes: isPlace ? fieldsOf("cells", id, { id, lane, column, persona }) : [] };
}

const isOpen = ({ cell, writes }: { cell: Cell | undefined; writes: Write[] }) => cell !== undefined || writes.length > 0;

/** Everything in a cell goes into another one: words under words, cards behind cards, bindings once. */
function pour(document: Document, from: Cell, lane: string, column: string): Write[] {
  const { id, cell, writes } = openCell(document, lane, column, from.persona);
  const words = [cell?.words, from.words].filter(Boolean).join("\n") || null;
  const bindings = [...new Set([...(cell?.bindings ?? []), ...from.bindings])];
  let last = inOrder(Object.values(cell?.cards ?? {})).at(-1)?.order ?? null;
  const cards = inOrder(Object.values(from.cards)).flatMap((card): Write[] => {
    last = between(last, null);
    return [set("cards", card.id, "cell", id), set("cards", card.id, "order", last)];
  });
  const gone = removal("cells", { ...from, cards: {} } as Cell);
  return [...gone, ...writes, set("cells", id, "words", words), set("cells", id, "author", cell?.author ?? from.author), set("cells", id, "bindings", bindings), ...cards];
}

function moved<T extends { id: string; order: string }>(collection: Collection, parts: readonly T[], id: string, to: number): Write[] {
  const others = parts.filter((part) => part.id !== id);
  return [set(collection, id, "order", keyAt(others, Math.max(0, Math.min(to, others.length))))];
}

const MEANINGS: { [N in CommandName]: Meaning<N> } = {
  rename_map: (document, { title, goal }) => [set("map", "", "title", title), set("map", "", "goal", goal === undefined ? document.goal : goal)],

  add_stage(document, { id, title, verb, at }) {
    const stages = inOrder(Object.values(document.stages));
    return fieldsOf("stages", id, { id, order: keyAt(stages, at ?? stages.length), title, verb, key: null, pinned: false });
  },
  rename_stage: (_, { stage, title, verb }) => [set("stages", stage, "title", title), set("stages", stage, "verb", verb)],
  move_stage: (document, { stage, to }) => moved("stages", inOrder(Object.values(document.stages)), stage, to),
  split_stage(document, { stage, before, id, title, verb }) {
    const stages = inOrder(Object.values(document.stages));
    const at = stages.findIndex((each) => each.id === stage);
    const spots = touchpointsOf(document, stage);
    const cut = spots.findIndex((each) => each.id === before);
    if (at < 0 || cut < 1) return [];
    const added = fieldsOf("stages", id, { id, order: keyAt(stages, at + 1), title, verb, key: null, pinned: false });
    return [...added, ...spots.slice(cut).map((spot) => set("touchpoints", spot.id, "stage", id))];
  },
  merge_stages(document, { stage, into }) {
    const gone = document.stages[stage];
    if (!gone || stage === into || !(into in document.stages)) return [];
    let last = touchpointsOf(document, into).at(-1)?.order ?? null;
    const spots = touchpointsOf(document, stage).flatMap((spot): Write[] => {
      last = between(last, null);
      return [set("touchpoints", spot.id, "stage", into), set("touchpoints", spot.id, "order", last)];
    });
    const cells = cellsWhere(document, (cell) => cell.column === stage).flatMap((cell) => pour(document, cell, cell.lane, into));
    return [...spots, ...cells, ...removal("stages", gone)];
  },
  remove_stage(document, { stage }) {
    const gone = document.stages[stage];
    if (!gone || touchpointsOf(document, stage).length > 0) return [];
    return [...cellsWhere(document, (cell) => cell.column === stage).flatMap((cell) => removal("cells", cell)), ...removal("stages", gone)];
  },

  declare_touchpoint(document, { id, stage, title, channel, at }) {
    if (!(stage in document.stages)) return [];
    const spots = touchpointsOf(document, stage);
    return fieldsOf("touchpoints", id, { id, order: keyAt(spots, at ?? spots.length), stage, title, channel, key: null, owner: null, measured: false });
  },
  rename_touchpoint: (_, { touchpoint, title }) => [set("touchpoints", touchpoint, "title", title)],
  set_touchpoint_channel: (_, { touchpoint, channel }) => [set("touchpoints", touchpoint, "channel", channel)],
  set_touchpoint_owner: (_, { touchpoint, owner }) => [set("touchpoints", touchpoint, "owner", owner)],
  move_touchpoint(document, { touchpoint, stage, to }) {
    if (!(stage in document.stages)) return [];
    return [set("touchpoints", touchpoint, "stage", stage), ...moved("touchpoints", touchpointsOf(document, stage), touchpoint, to)];
  },
  split_touchpoint(document, { touchpoint, id, title }) {
    const spot = document.touchpoints[touchpoint];
    if (!spot) return [];
    const spots = touchpointsOf(document, spot.stage);
    const order = keyAt(spots, spots.findIndex((each) => each.id === touchpoint) + 1);
    // the data know one touchpoint: what people see as a second one is not measured on its own
    return fieldsOf("touchpoints", id, { id, order, stage: spot.stage, title, channel: spot.channel, key: null, owner: spot.owner, measured: false });
  },
  merge_touchpoints(document, { touchpoint, into }) {
    const gone = document.touchpoints[touchpoint];
    if (!gone || touchpoint === into || !(into in document.touchpoints)) return [];
    const cells = cellsWhere(document, (cell) => cell.column === touchpoint).flatMap((cell) => pour(document, cell, cell.lane, into));
    return [...cells, ...removal("touchpoints", gone)];
  },
  remove_touchpoint(document, { touchpoint }) {
    const gone = document.touchpoints[touchpoint];
    if (!gone) return [];
    return [...cellsWhere(document, (cell) => cell.column === touchpoint).flatMap((cell) => removal("cells", cell)), ...removal("touchpoints", gone)];
  },

  add_lane(document, { id, kind, title, at }) {
    const lanes = inOrder(Object.values(document.lanes));
    return fieldsOf("lanes", id, { id, order: keyAt(lanes, at ?? lanes.length), kind, title, hidden: false });
  },
  rename_lane: (_, { lane, title }) => [set("lanes", lane, "title", title)],
  move_lane: (document, { lane, to }) => moved("lanes", inOrder(Object.values(document.lanes)), lane, to),
  hide_lane: (_, { lane, hidden }) => [set("lanes", lane, "hidden", hidden)],
  split_lane(document, { lane, id, title }) {
    const lanes = inOrder(Object.values(document.lanes));
    const at = lanes.findIndex((each) => each.id === lane);
    if (at < 0) return [];
    return fieldsOf("lanes", id, { id, order: keyAt(lanes, at + 1), kind: lanes[at].kind, title, hidden: false });
  },
  merge_lanes(document, { lane, into }) {
    const gone = document.lanes[lane];
    if (!gone || lane === into || !(into in document.lanes)) return [];
    const cells = cellsWhere(document, (cell) => cell.lane === lane).flatMap((cell) => pour(document, cell, into, cell.column));
    return [...cells, ...removal("lanes", gone)];
  },
  remove_lane(document, { lane }) {
    const gone = document.lanes[lane];
    if (!gone) return [];
    return [...cellsWhere(document, (cell) => cell.lane === lane).flatMap((cell) => removal("cells", cell)), ...removal("lanes", gone)];
  },

  set_words(document, { lane, column, persona, words, author, reviewed }) {
    const place = openCell(document, lane, column, persona);
    if (!isOpen(place)) return [];
    const own = { words, author, reviewed: reviewed ?? null, ...(words ? {} : { overruled: false }) };
    return [...place.writes, ...fieldsOf("cells", place.id, own)];
  },
  overrule_binding(document, { cell, overruled }) {
    return overruled && !document.cells[cell]?.words ? [] : [set("cells", cell, "overruled", overruled)];
  },
  add_card(document, { lane, column, persona, card }) {
    const place = openCell(document, lane, column, persona);
    if (!isOpen(place)) return [];
    const last = inOrder(Object.values(place.cell?.cards ?? {})).at(-1)?.order ?? null;
    return [...place.writes, ...fieldsOf("cards", card.id, { words: null, author: null, quote: null, binding: null, order: between(last, null), ...card, cell: place.id })];
  },
  set_card_words: (_, { card, words, author }) => [set("cards", card, "words", words), set("cards", card, "author", author)],
  move_card(document, { card, lane, column, persona, to }) {
    const place = openCell(document, lane, column, persona);
    if (!isOpen(place) || !cellOfCard(document, card)) return [];
    const cards = inOrder(Object.values(place.cell?.cards ?? {}));
    return [...place.writes, set("cards", card, "cell", place.id), ...moved("cards", cards, card, to ?? cards.length)];
  },
  split_card(document, { card, first, second, id }) {
    const cell = cellOfCard(document, card);
    if (!cell) return [];
    const cards = inOrder(Object.values(cell.cards));
    const order = keyAt(cards, cards.findIndex((each) => each.id === card) + 1);
    const { author } = cell.cards[card];
    return [set("cards", card, "words", first), ...fieldsOf("cards", id, { id, order, words: second, author, quote: null, binding: null, cell: cell.id })];
  },
  merge_cards(document, { card, into }) {
    const gone = cellOfCard(document, card)?.cards[card];
    const kept = cellOfCard(document, into)?.cards[into];
    if (!gone || !kept || card === into) return [];
    const words = [kept.words, gone.words].filter(Boolean).join("\n") || null;
    return [...cardRemoval(gone), set("cards", into, "words", words), set("cards", into, "quote", kept.quote ?? gone.quote), set("cards", into, "binding", kept.binding ?? gone.binding)];
  },
  remove_card(document, { card }) {
    const gone = cellOfCard(document, card)?.cards[card];
    return gone ? cardRemoval(gone) : [];
  },

  add_action(document, { action }) {
    const last = inOrder(Object.values(document.actions)).at(-1)?.order ?? null;
    return fieldsOf("actions", action.id, { owner: null, due: null, binding: null, suggested: false, why: null, order: between(last, null), ...action });
  },
  set_action_owner: (_, { action, owner, due }) => [set("actions", action, "owner", owner), set("actions", action, "due", due), ...(owner === null ? [] : [set("actions", action, "suggested", false)])],
  remove_action: (document, { action }) => (document.actions[action] ? removal("actions", document.actions[action]) : []),
};
