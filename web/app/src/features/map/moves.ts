// Where journeys go next, laid out for the flow view: which moves to draw at a detail, and whose they are.
import type { JourneyMap, Touchpoint, Value } from "@desireline/map-core";
import { useQuery } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";

export type Move = components["schemas"]["NextMove"];

export interface Node {
  touchpoint: Touchpoint;
  reach: Value | undefined;
  x: number;
  y: number;
}

export interface Edge {
  move: Move;
  from: Node;
  to: Node;
}

const [COLUMN, ROW, TOP, LEFT] = [250, 74, 96, 40];

/** How far a move within a column, or back, swings out to the left over so many pixels down. */
export const swing = (down: number) => 46 + Math.abs(down) / 8;

/** All that were counted: a choice of detail asks the server nothing. */
export function useMoves(map: string, persona: string | null) {
  return useQuery({ queryKey: ["moves", map, persona], staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/moves", { params: { path: { map_id: map }, query: { persona } }, signal })) });
}

/** Touchpoints by stage, from left to right; `width` is what there is room for. */
export function layNodes(map: JourneyMap, room: number): { nodes: Node[]; columns: { left: number; verb: string; id: string }[]; width: number; height: number } {
  const { bindings } = map.file.document;
  const reachOf = new Map(Object.values(bindings).filter((each) => each.metric === "reach" && each.touchpoint).map((each) => [each.touchpoint, map.value(each.id)]));
  const deepest = Math.max(...map.stages.map((stage) => map.touchpointsOf(stage.id).length), 1);
  // three quarters of a swing are seen, and half of the thickest line
  const start = Math.max(LEFT, Math.ceil(0.75 * swing((deepest - 1) * ROW)) + 8);
  const column = Math.max(COLUMN, (room - start - LEFT) / Math.max(map.stages.length, 1));
  const nodes = map.stages.flatMap((stage, i) =>
    map.touchpointsOf(stage.id).map((touchpoint, j): Node => ({ touchpoint, reach: touchpoint.key ? reachOf.get(touchpoint.key) : undefined, x: start + i * column, y: TOP + j * ROW })),
  );
  const columns = map.stages.map((stage, i) => ({ left: start + i * column, verb: stage.verb, id: stage.id }));
  return { nodes, columns, width: start + LEFT + map.stages.length * column, height: TOP + deepest * ROW + 40 };
}

/** The fewest moves that carry this share of the departures, between touchpoints that the map draws. */
export function drawnAt(moves: readonly Move[], detail: number, nodes: readonly Node[]): Edge[] {
  const byKey = new Map(nodes.flatMap((node) => (node.touchpoint.key ? [[node.touchpoint.key, node] as const] : [])));
  return moves.flatMap((move): Edge[] => {
    const [from, to] = [byKey.get(move.source), byKey.get(move.target)];
    return from && to && from !== to && move.detail < detail ? [{ move, from, to }] : [];
  });
}
