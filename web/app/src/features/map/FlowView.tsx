// The map as a flow: where journeys go next, how many, and how long it takes, in as much detail as wanted.
//
// In: touchpoints with their reach, and every counted move between them. Out: one drawing, stages from left to right; a
// line's thickness is the number of moves, its words the typical wait. The slider says how much of the departures the lines
// carry; the address keeps it. The debatable choice: a share, not a number of lines, so that every touchpoint keeps its main ways.
import { JourneyMap, textWidth, type MapFile } from "@desireline/map-core";
import { duration } from "@desireline/map-core/format";
import { Slider } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { useKept } from "../../shell/address";
import { Problem } from "../../shell/States";
import type { Dress } from "./dress";
import { drawnAt, layNodes, useMoves, type Edge, swing } from "./moves";

/** In percent of the departures. */
const [LEAST, MOST, STEP, USUAL] = [30, 100, 5, 80];
const WORDED = 14;

interface Props {
  file: MapFile;
  persona: string | null;
  dress: Dress;
  onChoose(ref: string): void;
}

export function FlowView({ file, persona, dress, onChoose }: Props) {
  const { say } = useSay();
  const format = useFormats();
  const pane = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const [kept, keep] = useKept("detail");
  const [detail, setDetail] = useState(() => within(Number(kept ?? USUAL)));
  const [chosen, setChosen] = useState<string | null>(null);
  const moves = useMoves(file.document.id, persona);
  const map = useMemo(() => new JourneyMap(file), [file]);
  const { nodes, columns, width, height } = useMemo(() => layNodes(map, room), [map, room]);
  const edges = useMemo(() => drawnAt(moves.data ?? [], detail === MOST ? 1.01 : detail / 100, nodes), [moves.data, detail, nodes]);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setRoom(entry.contentRect.width - 16));
    watch.observe(pane.current!);
    return () => watch.disconnect();
  }, []);
  const most = Math.max(...edges.map(({ move }) => move.n), 1);
  const sentence = ({ move, from, to }: Edge) =>
    say("flow.move", { from: from.touchpoint.title, to: to.touchpoint.title, share: format.percent(move.share.value), low: format.percent(move.share.low), high: format.percent(move.share.high), n: format.number(move.n), departures: format.number(move.share.n), wait: duration(move.median_s, dress.locale) });
  const told = edges.find((edge) => nameOf(edge) === chosen);
  return (
    <div className="flow-view" ref={pane}>
      <div className="flow-bar">
        <p className="muted small">{say("map.flowHint")}</p>
        <div className="detail">
          <span className="small" id="detail">{say("flow.detail")}</span>
          <Slider w={220} size="sm" color="var(--line)" min={LEAST} max={MOST} step={STEP} value={detail} label={(value) => say("flow.carried", { share: format.percent(value / 100) })} thumbProps={{ "aria-labelledby": "detail", "aria-valuetext": say("flow.carried", { share: format.percent(detail / 100) }) }} onChange={setDetail} onChangeEnd={(value) => keep(value === USUAL ? null : String(value))} />
          <span className="small muted number" role="status">{say("flow.shown", { count: edges.length, all: format.number(drawnAt(moves.data ?? [], 1.01, nodes).length) })}</span>
        </div>
        <Problem error={moves.error} />
        <p className="small told" aria-live="polite">{told ? sentence(told) : say("flow.choose")}</p>
      </div>
      <svg width={width} height={height} role="group" aria-label={say("view.flow")} fontFamily="Inter, Helvetica, Arial, sans-serif">
        {columns.map(({ id, left, verb }, i) => (
          <g key={id}>
            {i > 0 && <line x1={left - 44} x2={left - 44} y1={24} y2={height - 16} stroke="var(--hairline)" strokeWidth="1.5" />}
            <text x={left} y={44} fontSize="18" fontWeight="600" fill="var(--ink)">{verb}</text>
          </g>
        ))}
        <g fill="none" stroke="var(--line)" strokeLinecap="round">
          {edges.map((edge) => (
            <path key={nameOf(edge)} className={`edge${nameOf(edge) === chosen ? " chosen" : ""}`} d={path(edge)} strokeWidth={1.2 + 9 * Math.sqrt(edge.move.n / most)} strokeOpacity={edge.move.fixed_timer ? 0.16 : 0.28} aria-label={sentence(edge)} {...press(() => setChosen(nameOf(edge)))}>
              <title>{sentence(edge)}</title>
            </path>
          ))}
        </g>
        {edges.slice(0, WORDED).map((edge) => <EdgeWords key={nameOf(edge)} edge={edge} words={duration(edge.move.median_s, dress.locale)} />)}
        {nodes.map((node) => (
          <g key={node.touchpoint.id} className="spot" {...press(() => onChoose(`touchpoint:${node.touchpoint.id}`))}>
            <circle cx={node.x + 14} cy={node.y + 14} r={node.reach?.value ? 5 + 11 * Math.sqrt(node.reach.value) : 6} fill={node.touchpoint.measured ? "var(--line)" : "var(--panel)"} stroke={node.touchpoint.measured ? "var(--paper)" : "var(--muted)"} strokeWidth="2" strokeDasharray={node.touchpoint.measured ? undefined : "3 2.5"} />
            <text x={node.x + 36} y={node.y + 13} fontSize="13.5" fontWeight="600" fill="var(--ink)" stroke="var(--paper)" strokeWidth="4" paintOrder="stroke" strokeLinejoin="round">{node.touchpoint.title}</text>
            <text x={node.x + 36} y={node.y + 30} fontSize="12" fill="var(--muted)" stroke="var(--paper)" strokeWidth="4" paintOrder="stroke" strokeLinejoin="round">{node.reach?.text ? `${node.reach.text} · n ${format.number(node.reach.n ?? 0)}` : dress.labels.notMeasured}</text>
          </g>
        ))}
      </svg>
    </div>
  );
}

const within = (value: number) => (Number.isFinite(value) ? Math.min(MOST, Math.max(LEAST, Math.round(value / STEP) * STEP)) : USUAL);
const nameOf = ({ move }: Edge) => `${move.source}\n${move.target}`;

function press(act: () => void) {
  return {
    tabIndex: 0,
    role: "button",
    onClick: act,
    onKeyDown(event: React.KeyboardEvent) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    },
  };
}

function path({ from, to }: Edge): string {
  const [x1, x2] = [from.x + 26, to.x + 2];
  if (to.x > from.x) {
    const bend = (x2 - x1) / 2;
    return `M${x1} ${from.y + 14}C${x1 + bend} ${from.y + 14} ${x2 - bend} ${to.y + 14} ${x2} ${to.y + 14}`;
  }
  const out = swing(to.y - from.y);
  return `M${from.x + 2} ${from.y + 14}C${from.x - out} ${from.y + 14} ${to.x - out} ${to.y + 14} ${to.x + 2} ${to.y + 14}`;
}

function EdgeWords({ edge: { from, to }, words }: { edge: Edge; words: string }) {
  if (to.x <= from.x) return null;
  const [x, y] = [to.x - 30, to.y + 12];
  const width = textWidth(words, 11.5, "regular") + 8;
  return (
    <g aria-hidden="true" pointerEvents="none">
      <rect x={x - width + 4} y={y - 9} width={width} height={15} fill="var(--paper)" opacity="0.9" rx="3" />
      <text x={x} y={y + 3} fontSize="11.5" fill="var(--muted)" textAnchor="end">{words}</text>
    </g>
  );
}
