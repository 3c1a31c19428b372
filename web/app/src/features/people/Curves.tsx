// How up to five personas feel along one map: a line each, told apart by colour, dash, mark and a name at its end.
//
// In: the persona maps that were drawn. Out: one drawing over the map's stages, and a button that draws what is
// missing. A line breaks where nobody of the persona was heard; bands are 95 % intervals.
import { JourneyMap } from "@desireline/map-core";
import { Button } from "@mantine/core";
import { useMemo } from "react";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";
import { useMapFile } from "../map/useMap";
import { useDrawing, usePersonaMaps } from "./personaMaps";

type Drawn = components["schemas"]["PersonaMapSummary"];

const MOST = 5;
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP] = [1180, 320, 52, 236, 52];
/** Apart for colour-blind eyes; dash and mark say the same again. */
const LOOKS = [
  { colour: "#0b6aa2", dash: "", mark: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0" },
  { colour: "#b3540a", dash: "7 4", mark: "M-4-4H4V4H-4Z" },
  { colour: "#1b7a54", dash: "2 4", mark: "M0-5L5 4H-5Z" },
  { colour: "#a23b72", dash: "10 3 2 3", mark: "M0-5L5 0L0 5L-5 0Z" },
  { colour: "#6a4fb3", dash: "4 2", mark: "M-5-3.5H5L0 5Z" },
];

export function Curves({ map, personas }: { map: components["schemas"]["MapSummary"]; personas: string[] }) {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const drawn = usePersonaMaps(map.id);
  const drawing = useDrawing(map.id);
  const wanted = personas.slice(0, MOST);
  const there = wanted.flatMap((persona) => drawn.data?.find((each) => each.persona === persona) ?? []);
  const missing = wanted.filter((persona) => !there.some((each) => each.persona === persona && !each.behind));
  return (
    <section className="curves" aria-label={say("people.curves")}>
      <h2>{say("people.curves")}</h2>
      <p className="muted small">{say("people.curvesLead", { map: map.title })}</p>
      {there.length > 0 && <Lines map={map.id} drawn={there} order={wanted} />}
      {mayEdit && missing.length > 0 && drawn.data && (
        <div className="choices">
          <Button variant="default" loading={drawing.isPending} onClick={() => drawing.mutate(missing)}>{say(there.length ? "people.drawAgain" : "people.draw", { count: missing.length })}</Button>
          <span className="small muted" role="status">{drawing.words}</span>
        </div>
      )}
      <Problem error={drawing.error ?? drawn.error} />
    </section>
  );
}

function Lines({ map, drawn, order }: { map: string; drawn: Drawn[]; order: string[] }) {
  const { say } = useSay();
  const format = useFormats();
  const file = useMapFile(map);
  const base = useMemo(() => (file.data ? new JourneyMap(file.data) : null), [file.data]);
  if (!base) return null;
  const stops = base.stages.flatMap((stage) => base.touchpointsOf(stage.id).map((spot) => ({ id: spot.id, stage: stage.id })));
  const step = (WIDTH - LEFT - RIGHT) / Math.max(stops.length, 1);
  const middleOf = (stage: string) => {
    const own = stops.flatMap((stop, i) => (stop.stage === stage ? [i] : []));
    return own.length ? (own[0] + own[own.length - 1]) / 2 : 0;
  };
  const x = (column: string) => {
    const at = stops.findIndex((stop) => stop.id === column);
    return LEFT + step * ((at >= 0 ? at : middleOf(column)) + 0.5);
  };
  const y = (value: number) => TOP + ((1 - value) / 2) * (HEIGHT - TOP - 12);
  const lines = drawn.map((each) => {
    const look = LOOKS[order.indexOf(each.persona)];
    const runs: { x: number; y: number; low: number; high: number }[][] = [[]];
    for (const point of each.curve) {
      if (point.value == null) runs.push([]);
      else runs[runs.length - 1].push({ x: x(point.column), y: y(point.value), low: y(point.low ?? point.value), high: y(point.high ?? point.value) });
    }
    return { ...each, look, runs: runs.filter((run) => run.length > 0) };
  });
  const ends = spaced(lines.map(({ runs }) => runs.at(-1)?.at(-1)?.y ?? y(0)));
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={say("people.curvesStory")} className="lines">
        {base.stages.map((stage, i) => {
          const first = stops.findIndex((stop) => stop.stage === stage.id);
          const edge = LEFT + step * Math.max(first, 0);
          return <g key={stage.id}>{i > 0 && <line x1={edge} x2={edge} y1={8} y2={HEIGHT} stroke="var(--hairline)" />}<Lines2 text={stage.verb} wide={(step * stops.filter((stop) => stop.stage === stage.id).length) / 8} x={LEFT + step * (middleOf(stage.id) + 0.5)} y={20} anchor="middle" name="stage" /></g>;
        })}
        <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(0)} y2={y(0)} stroke="var(--muted)" strokeDasharray="1.5 4" />
        <text x={LEFT - 8} y={y(0.8)} textAnchor="end" className="end">{say("people.glad")}</text>
        <text x={LEFT - 8} y={y(-0.8)} textAnchor="end" className="end">{say("people.upset")}</text>
        {lines.map(({ persona, look, runs }, i) => (
          <g key={persona} style={{ color: `color-mix(in oklab, ${look.colour}, var(--ink) 18%)` }}>
            {runs.map((run, j) => (
              <g key={j}>
                <path d={`M${run.map((p) => `${p.x} ${p.high}`).join("L")}L${[...run].reverse().map((p) => `${p.x} ${p.low}`).join("L")}Z`} fill="currentColor" opacity="0.1" />
                <path d={`M${run.map((p) => `${p.x} ${p.y}`).join("L")}`} fill="none" stroke="currentColor" strokeWidth="2.2" strokeDasharray={look.dash} strokeLinejoin="round" />
                {run.map((p) => <path key={p.x} d={look.mark} transform={`translate(${p.x} ${p.y})`} fill="currentColor" />)}
              </g>
            ))}
            <path d={look.mark} transform={`translate(${WIDTH - RIGHT + 12} ${ends[i] - 4})`} fill="currentColor" />
            <Lines2 text={persona} wide={30} x={WIDTH - RIGHT + 22} y={ends[i]} anchor="start" name="name" />
          </g>
        ))}
      </svg>
      <details className="small">
        <summary>{say("people.numbers")}</summary>
        <table className="rows">
          <thead><tr><th scope="col">{say("people.persona")}</th><th scope="col">{say("people.where")}</th><th scope="col" className="right">{say("people.feeling")}</th><th scope="col" className="right">n</th></tr></thead>
          <tbody>{drawn.flatMap((each) => each.curve.filter((point) => point.value != null).map((point) => (
            <tr key={each.persona + point.column}><th scope="row">{each.persona}</th><td>{base.file.document.touchpoints[point.column]?.title ?? base.file.document.stages[point.column]?.verb}</td><td className="right">{format.number(point.value!)} ({format.number(point.low ?? point.value!)} – {format.number(point.high ?? point.value!)})</td><td className="right">{format.number(point.n ?? 0)}</td></tr>
          )))}</tbody>
        </table>
      </details>
    </>
  );
}

/** Words on at most two lines; what does not fit is cut, and whole in the title. */
function Lines2({ text, wide, x, y, anchor, name }: { text: string; wide: number; x: number; y: number; anchor: "start" | "middle"; name: string }) {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = [lines[lines.length - 1], word].filter(Boolean).join(" ");
    if (line.length <= wide || lines[lines.length - 1] === "") lines[lines.length - 1] = line;
    else lines.push(word);
  }
  const shown = lines.length > 2 ? [lines[0], `${lines[1]} …`] : lines;
  return <text y={y} textAnchor={anchor} className={name}><title>{text}</title>{shown.map((line, i) => <tspan key={i} x={x} dy={i ? 16 : 0}>{line}</tspan>)}</text>;
}

/** Names at the ends of lines keep a line's height between each other. */
function spaced(heights: number[]): number[] {
  const placed: number[] = [...heights];
  let above = -Infinity;
  for (const i of heights.map((_, each) => each).sort((a, b) => heights[a] - heights[b])) {
    placed[i] = Math.max(heights[i] + 4, above + 38);
    above = placed[i];
  }
  return placed;
}
