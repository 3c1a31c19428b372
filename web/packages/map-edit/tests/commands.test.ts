import { describe, expect, it } from "vitest";
import { cellAt, cellId, inOrder, SharedMap, type Command } from "../src";
import { between } from "../src/order";
import { Mirror, registersOf } from "../src/registers";
import { copyOf, example, meet } from "./helpers";

const opened = () => SharedMap.of(example());
const stages = (shared: SharedMap) => inOrder(Object.values(shared.document!.stages)).map((stage) => stage.id);
const spots = (shared: SharedMap, stage: string) => inOrder(Object.values(shared.document!.touchpoints).filter((each) => each.stage === stage)).map((each) => each.id);
const words = (shared: SharedMap, lane: string, column: string) => Object.values(cellAt(shared.document!, lane, column)?.cards ?? {}).map((card) => card.words);

/** One of every command, on the example. */
const EVERY: Command[] = [
  { command: "rename_map", title: "Buying, told anew" },
  { command: "add_stage", id: "st-new", title: "Farewell", verb: "I leave", at: 0 },
  { command: "rename_stage", stage: "st-wait", title: "Delivery", verb: "I hope" },
  { command: "move_stage", stage: "st-help", to: 0 },
  { command: "split_stage", stage: "st-help", before: "", id: "st-later", title: "Later", verb: "I wait again" },
  { command: "merge_stages", stage: "st-wait", into: "st-order" },
  { command: "declare_touchpoint", id: "tp-new", stage: "st-wait", title: "A neighbour tells", channel: "word of mouth" },
  { command: "rename_touchpoint", touchpoint: "", title: "Asked for help" },
  { command: "set_touchpoint_owner", touchpoint: "", owner: "Service" },
  { command: "set_touchpoint_channel", touchpoint: "", channel: "fax" },
  { command: "move_touchpoint", touchpoint: "", stage: "st-choose", to: 0 },
  { command: "split_touchpoint", touchpoint: "", id: "tp-half", title: "The second call" },
  { command: "merge_touchpoints", touchpoint: "", into: "" },
  { command: "remove_touchpoint", touchpoint: "" },
  { command: "add_lane", id: "l-new", kind: "text", title: "Law" },
  { command: "rename_lane", lane: "l-pains", title: "What hurts us" },
  { command: "move_lane", lane: "l-pains", to: 0 },
  { command: "hide_lane", lane: "l-pains", hidden: true },
  { command: "split_lane", lane: "l-pains", id: "l-pains-2", title: "Small pains" },
  { command: "merge_lanes", lane: "l-delights", into: "l-pains" },
  { command: "remove_lane", lane: "l-pains" },
  { command: "set_words", column: "st-wait", lane: "l-needs", words: "Say when it comes.", author: "Eva" },
  { command: "add_card", column: "st-wait", lane: "l-pains", card: { id: "k-new", words: "Nobody writes", author: "Eva" } },
  { command: "set_card_words", card: "k-pain-set_up", words: "Set-up is hard", author: "Eva" },
  { command: "move_card", card: "k-pain-set_up", column: "st-wait", lane: "l-pains" },
  { command: "split_card", card: "k-pain-set_up", first: "Hard", second: "Long", id: "k-half" },
  { command: "merge_cards", card: "k-pain-set_up", into: "k-pain-call_back" },
  { command: "remove_card", card: "k-pain-set_up" },
  { command: "add_action", action: { id: "act-new", title: "Call back" } },
  { command: "set_action_owner", action: "", owner: "Jan", due: "2026-12-01" },
  { command: "remove_action", action: "" },
];

/** Names that the example has, where a command above left one open. */
function named(command: Command): Command {
  const document = example();
  const help = inOrder(Object.values(document.touchpoints).filter((each) => each.stage === "st-help"));
  const fill: Record<string, string> = { touchpoint: help[0].id, into: help[1].id, before: help[1].id, action: Object.keys(document.actions)[0] };
  return Object.fromEntries(Object.entries(command).map(([name, value]) => [name, value === "" ? fill[name] : value])) as Command;
}

describe("commands", () => {
  it.each(EVERY.map((each) => [each.command, named(each)] as const))("%s changes the map, and undo and redo go back and forth exactly", (_, command) => {
    const shared = opened();
    const before = structuredClone(shared.document);
    expect(shared.run(command)).toBe(true);
    const after = structuredClone(shared.document);
    expect(after).not.toEqual(before);
    shared.undo();
    expect(shared.document).toEqual(before);
    shared.redo();
    expect(shared.document).toEqual(after);
  });

  it("a stage is split before a touchpoint and merged again", () => {
    const shared = opened();
    const [first, second, ...rest] = spots(shared, "st-help");
    shared.run({ command: "split_stage", stage: "st-help", before: second, id: "st-later", title: "Later", verb: "I come back" });
    expect(spots(shared, "st-help")).toEqual([first]);
    expect(spots(shared, "st-later")).toEqual([second, ...rest]);
    expect(stages(shared).indexOf("st-later")).toBe(stages(shared).indexOf("st-help") + 1);
    shared.run({ command: "merge_stages", stage: "st-later", into: "st-help" });
    expect(spots(shared, "st-help")).toEqual([first, second, ...rest]);
    expect(stages(shared)).not.toContain("st-later");
  });

  it("merging touchpoints loses no card and no word", () => {
    const shared = opened();
    const [first, second] = spots(shared, "st-help");
    shared.run({ command: "add_card", column: first, lane: "l-pains", card: { id: "k-1", words: "one" } });
    shared.run({ command: "add_card", column: second, lane: "l-pains", card: { id: "k-2", words: "two" } });
    shared.run({ command: "set_words", column: first, lane: "l-needs", words: "quick", author: null });
    shared.run({ command: "merge_touchpoints", touchpoint: first, into: second });
    expect(words(shared, "l-pains", second)).toEqual(expect.arrayContaining(["one", "two"]));
    expect(cellAt(shared.document!, "l-needs", second)?.words).toBe("quick");
  });

  it("a stage with touchpoints is not removed, and words are overruled only where there are some", () => {
    const shared = opened();
    expect(shared.run({ command: "remove_stage", stage: "st-help" })).toBe(false);
    const cell = Object.values(shared.document!.cells).find((each) => !each.words)!;
    expect(shared.run({ command: "overrule_binding", cell: cell.id, overruled: true })).toBe(false);
  });

  it("a command that changes nothing is nothing to undo", () => {
    const shared = opened();
    expect(shared.run({ command: "hide_lane", lane: "l-pains", hidden: false })).toBe(false);
    expect(shared.next.undo).toBeNull();
  });

  it("random commands, all undone, leave the map as it was", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const shared = opened();
    const before = structuredClone(shared.document);
    let done = 0;
    for (let i = 0; i < 300; i++) {
      const command = named(EVERY[random(EVERY.length)]);
      const fresh = Object.fromEntries(Object.entries(command).map(([name, value]) => [name, name === "id" ? `x-${i}` : name === "card" && typeof value === "object" ? { ...value, id: `k-${i}` } : value])) as Command;
      if (shared.run(fresh)) done += 1;
    }
    expect(done).toBeGreaterThan(20);
    while (shared.next.undo) shared.undo();
    expect(shared.document).toEqual(before);
  });
});

describe("several people", () => {
  it("offline edits of one card's text and another's place are both kept", () => {
    const eva = opened();
    const jan = copyOf(eva);
    eva.run({ command: "set_card_words", card: "k-pain-set_up", words: "The app is hard", author: "Eva" });
    jan.run({ command: "move_card", card: "k-pain-set_up", column: "st-wait", lane: "l-pains" });
    meet(eva, jan);
    expect(eva.document).toEqual(jan.document);
    expect(cellAt(eva.document!, "l-pains", "st-wait")?.cards["k-pain-set_up"].words).toBe("The app is hard");
  });

  it("two who open the same empty cell keep the words of one and the card of the other", () => {
    const eva = opened();
    const jan = copyOf(eva);
    const column = spots(eva, "st-help")[0];
    expect(cellAt(eva.document!, "l-needs", column)).toBeUndefined();
    eva.run({ command: "set_words", column, lane: "l-needs", words: "Know who calls", author: "Eva" });
    jan.run({ command: "add_card", column, lane: "l-needs", card: { id: "k-jan", words: "A name" } });
    meet(eva, jan);
    const cell = jan.document!.cells[cellId("l-needs", column)];
    expect([cell.words, cell.cards["k-jan"].words]).toEqual(["Know who calls", "A name"]);
    expect(eva.document).toEqual(jan.document);
  });

  it("what two type into one card at once is merged letter by letter", () => {
    const eva = opened();
    eva.run({ command: "set_words", column: "st-wait", lane: "l-needs", words: "Say when it comes", author: "Eva" });
    const jan = copyOf(eva);
    eva.run({ command: "set_words", column: "st-wait", lane: "l-needs", words: "Say honestly when it comes", author: "Eva" });
    jan.run({ command: "set_words", column: "st-wait", lane: "l-needs", words: "Say when it comes, by text message", author: "Jan" });
    meet(eva, jan);
    expect(cellAt(jan.document!, "l-needs", "st-wait")?.words).toBe("Say honestly when it comes, by text message");
    expect(eva.document).toEqual(jan.document);
  });

  it("words that come while a map is open are read, in parts that nobody had opened before", () => {
    const eva = opened();
    const jan = copyOf(eva);
    jan.run({ command: "set_words", column: "st-wait", lane: "l-needs", words: "Say when", author: "Jan" });
    jan.run({ command: "add_card", column: "st-wait", lane: "l-pains", card: { id: "k-jan", words: "Nobody writes" } });
    const late = new SharedMap();
    expect(late.document).toBeNull();
    meet(late, eva);
    meet(late, jan);
    expect(late.document).toEqual(jan.document);
  });

  it("undo takes back one's own change and leaves another's", () => {
    const eva = opened();
    const jan = copyOf(eva);
    eva.run({ command: "rename_stage", stage: "st-wait", title: "Delivery", verb: "I hope" });
    meet(eva, jan);
    jan.run({ command: "rename_stage", stage: "st-wait", title: "Delivery", verb: "I despair" });
    meet(eva, jan);
    eva.undo();
    meet(eva, jan);
    // Jan's verb stays, Eva's noun goes back
    expect(jan.document!.stages["st-wait"]).toMatchObject({ verb: "I despair", title: example().stages["st-wait"].title });
  });

  it("a touchpoint moved into a stage that another removed is not lost", () => {
    const eva = opened();
    const jan = copyOf(eva);
    const spot = spots(eva, "st-help")[0];
    eva.run({ command: "add_stage", id: "st-new", title: "New", verb: "I try", at: 1 });
    meet(eva, jan);
    eva.run({ command: "remove_stage", stage: "st-new" });
    jan.run({ command: "move_touchpoint", touchpoint: spot, stage: "st-new", to: 0 });
    meet(eva, jan);
    const { document } = eva;
    expect(document!.touchpoints[spot].stage in document!.stages).toBe(true);
    expect(document).toEqual(jan.document);
  });
});

describe("registers", () => {
  it("a document comes back from its registers", () => {
    expect(new Mirror(registersOf(example())).document).toEqual(example());
  });

  it("what did not change stays the same object", () => {
    const shared = opened();
    const before = shared.document!;
    shared.run({ command: "rename_stage", stage: "st-wait", title: "a", verb: "b" });
    expect(shared.document!.cells).toBe(before.cells);
    expect(shared.document!.stages["st-help"]).toBe(before.stages["st-help"]);
  });

  it("there is always room between two order keys", () => {
    let [low, high] = ["1", "2"];
    for (let i = 0; i < 200; i++) {
      const middle = between(low, high);
      expect(low < middle && middle < high).toBe(true);
      if (i % 2) low = middle;
      else high = middle;
    }
  });
});
