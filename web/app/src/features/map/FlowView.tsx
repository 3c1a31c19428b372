// The map as a flow: where journeys go next, how many, and how long it takes.
//
// In: touchpoints with their reach and the measured steps between them. Out: one drawing, stages from left to
// right; a line's thickness is the number of journeys, its words the typical wait. Only measured steps are drawn.
import { JourneyMap, textWidth, type MapFile, type Touchpoint, type Value } from "@desireline/map-core";
import { factsOf } from "@desireline/map-view";
import { useMemo } from "react";
import { useSay } from "../../i18n";
import type { Dress } from "./dress";

interface Node {
  touchpoint: Touchpoint;
  reach: Value | undefined;
  x: number;
  y: number;
}

interface Edge {
  binding: string;
  from: Node;
  to: Node;
  value: Value;
}

const [COLUMN, ROW, TOP, LEFT] = [250, 74, 96, 40];

function lay(map: JourneyMap): { nodes: Node[]; edges: Edge[]; width: number; height: number } {
  const { bindings } = map.file.document;
  const reachOf = new Map(Object.values(bindings).filter((each) => each.metric === "reach" && each.touchpoint).map((each) => [each.touchpoint, map.value(each.id)]));
  const nodes = map.stages.flatMap((stage, i) =>
    map.touchpointsOf(stage.id).map((touchpoint, j): Node => ({ touchpoint, reach: touchpoint.key ? reachOf.get(touchpoint.key) : undefined, x: LEFT + i * COLUMN, y: TOP + j * ROW })),
  );
  const byKey = new Map(nodes.flatMap((node) => (node.touchpoint.key ? [[node.touchpoint.key, node] as const] : [])));
  const edges = Object.values(bindings).flatMap((binding): Edge[] => {
    const [from, to] = [byKey.get(binding.touchpoint ?? ""), byKey.get(binding.target ?? "")];
    const value = map.value(binding.id);
    return from && to && from !== to && value?.n && !value.suppressed ? [{ binding: binding.id, from, to, value }] : [];
  });
  const deepest = Math.max(...map.stages.map((stage) => map.touchpointsOf(stage.id).length), 1);
  return { nodes, edges: edges.sort((a, b) => b.value.n! - a.value.n!), width: LEFT * 2 + map.stages.length * COLUMN, height: TOP + deepest * ROW + 40 };
}

function path({ from, to }: Edge): string {
  const [x1, x2] = [from.x + 26, to.x + 2];
  if (to.x > from.x) {
    const bend = (x2 - x1) / 2;
    return `M${x1} ${from.y + 14}C${x1 + bend} ${from.y + 14} ${x2 - bend} ${to.y + 14} ${x2} ${to.y + 14}`;
  }
  const out = 46 + Math.abs(to.y - from.y) / 8;
  return `M${from.x + 2} ${from.y + 14}C${from.x - out} ${from.y + 14} ${to.x - out} ${to.y + 14} ${to.x + 2} ${to.y + 14}`;
}

export function FlowView({ file, dress, onChoose }: { file: MapFile; dress: Dress; onChoose(ref: string): void }) {
  const { say } = useSay();
  const map = useMemo(() => new JourneyMap(file), [file]);
  const { nodes, edges, width, height } = useMemo(() => lay(map), [map]);
  const most = Math.max(...edges.map((edge) => edge.value.n!), 1);
  const teller = { map, ...dress };
  const press = (ref: string) => ({ tabIndex: 0, role: "button", onClick: () => onChoose(ref), onKeyDown: (event: React.KeyboardEvent) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onChoose(ref); } } });
  return (
    <div className="flow-view">
      <p className="muted small">{say("map.flowHint")}</p>
      <svg width={width} height={height} role="group" aria-label={say("view.flow")} fontFamily="Inter, Helvetica, Arial, sans-serif">
        {map.stages.map((stage, i) => (
          <g key={stage.id}>
            {i > 0 && <line x1={LEFT + i * COLUMN - 44} x2={LEFT + i * COLUMN - 44} y1={24} y2={height - 16} stroke="var(--hairline)" strokeWidth="1.5" />}
            <text x={LEFT + i * COLUMN} y={44} fontSize="18" fontWeight="600" fill="var(--ink)">{stage.verb}</text>
          </g>
        ))}
        <g fill="none" stroke="var(--line)" strokeLinecap="round">
          {edges.map((edge) => (
            <path key={edge.binding} className="edge" d={path(edge)} strokeWidth={1.2 + 9 * Math.sqrt(edge.value.n! / most)} strokeOpacity={edge.value.fixed_timer ? 0.16 : 0.28} aria-label={factsOf(`binding:${edge.binding}`, teller)?.sentence ?? undefined} {...press(`binding:${edge.binding}`)}>
              <title>{edge.value.words ?? ""}</title>
            </path>
          ))}
        </g>
        {edges.slice(0, 14).map((edge) => <EdgeWords key={edge.binding} edge={edge} />)}
        {nodes.map((node) => (
          <g key={node.touchpoint.id} className="spot" {...press(`touchpoint:${node.touchpoint.id}`)}>
            <circle cx={node.x + 14} cy={node.y + 14} r={node.reach?.value ? 5 + 11 * Math.sqrt(node.reach.value) : 6} fill={node.touchpoint.measured ? "var(--line)" : "var(--panel)"} stroke={node.touchpoint.measured ? "var(--paper)" : "var(--muted)"} strokeWidth="2" strokeDasharray={node.touchpoint.measured ? undefined : "3 2.5"} />
            <text x={node.x + 36} y={node.y + 13} fontSize="13.5" fontWeight="600" fill="var(--ink)" stroke="var(--paper)" strokeWidth="4" paintOrder="stroke" strokeLinejoin="round">{node.touchpoint.title}</text>
            <text x={node.x + 36} y={node.y + 30} fontSize="12" fill="var(--muted)" stroke="var(--paper)" strokeWidth="4" paintOrder="stroke" strokeLinejoin="round">{node.reach?.text ? `${node.reach.text} · n ${node.reach.n}` : dress.labels.notMeasured}</text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function EdgeWords({ edge }: { edge: Edge }) {
  const { from, to, value } = edge;
  if (!value.text || to.x <= from.x) return null;
  const words = value.text;
  const [x, y] = [to.x - 30, to.y + 12];
  const width = textWidth(words, 11.5, "regular") + 8;
  return (
    <g aria-hidden="true" pointerEvents="none">
      <rect x={x - width + 4} y={y - 9} width={width} height={15} fill="var(--paper)" opacity="0.9" rx="3" />
      <text x={x} y={y + 3} fontSize="11.5" fill="var(--muted)" textAnchor="end">{words}</text>
    </g>
  );
}
