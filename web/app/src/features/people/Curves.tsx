// How up to five personas feel along one map: a line each, told apart by colour, mark and a name at its end.
//
// In: the curves that the map holds beside that of everybody. Out: one drawing over the map's stages, and the numbers. A line breaks
// where nobody of the persona was heard; dashes are too few to rely on; the band holds the line as a whole.
import { JourneyMap, lookOf, THEMES } from "@desireline/map-core";
import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import type { components } from "../../api/schema";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { useMapFile } from "../map/useMap";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP] = [1180, 320, 52, 236, 52];

export function Curves({ map }: { map: components["schemas"]["MapSummary"] }) {
  const { say } = useSay();
  const file = useMapFile(map.id);
  const base = useMemo(() => (file.data ? new JourneyMap(file.data) : null), [file.data]);
  if (!base?.curves.some((curve) => curve.kind === "persona")) return null;
  return (
    <section className="curves" aria-label={say("people.curves")}>
      <h2>{say("people.curves")}</h2>
      <p className="muted small">{say("people.curvesLead", { map: map.title })} <a href={`#/maps/${encodeURIComponent(map.id)}?view=grid`}>{say("people.onMap")}</a></p>
      <Lines base={base} />
    </section>
  );
}

function Lines({ base }: { base: JourneyMap }) {
  const { say } = useSay();
  const format = useFormats();
  const theme = THEMES[useComputedColorScheme("light")];
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
  const curves = base.curves.filter((curve) => curve.kind === "persona");
  const lines = curves.map((curve) => {
    const runs: { x: number; y: number; low: number; high: number; isSure: boolean }[][] = [[]];
    const heard = new Set(curve.points.filter((point) => point.value !== null).map((point) => point.stage));
    for (const point of curve.points) {
      if (point.value === null) {
        if (!heard.has(point.stage)) runs.push([]);
      } else runs[runs.length - 1].push({ x: x(point.column), y: y(point.value), low: y(point.low ?? point.value), high: y(point.high ?? point.value), isSure: point.state !== "assumption" });
    }
    return { ...curve, look: lookOf(curve, theme), runs: runs.filter((run) => run.length > 0) };
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
        {lines.map(({ id, title, look, runs }, i) => (
          <g key={id} style={{ color: look.colour }}>
            {runs.map((run, j) => (
              <g key={j}>
                <path d={`M${run.map((p) => `${p.x} ${p.high}`).join("L")}L${[...run].reverse().map((p) => `${p.x} ${p.low}`).join("L")}Z`} fill="currentColor" opacity="0.1" />
                {run.slice(1).map((p, k) => <path key={p.x} d={`M${run[k].x} ${run[k].y}L${p.x} ${p.y}`} fill="none" stroke="currentColor" strokeWidth="2.2" strokeDasharray={p.isSure && run[k].isSure ? undefined : "5 5"} strokeLinecap="round" />)}
                {run.map((p) => <path key={p.x} d={look.mark} transform={`translate(${p.x} ${p.y})`} fill="currentColor" />)}
              </g>
            ))}
            <path d={look.mark} transform={`translate(${WIDTH - RIGHT + 12} ${ends[i] - 4})`} fill="currentColor" />
            <Lines2 text={title} wide={30} x={WIDTH - RIGHT + 22} y={ends[i]} anchor="start" name="name" />
          </g>
        ))}
      </svg>
      <details className="small">
        <summary>{say("people.numbers")}</summary>
        <table className="rows">
          <thead><tr><th scope="col">{say("people.persona")}</th><th scope="col">{say("people.where")}</th><th scope="col" className="right">{say("people.feeling")}</th><th scope="col" className="right">n</th></tr></thead>
          <tbody>{curves.flatMap((curve) => curve.points.filter((point) => point.value !== null).map((point) => (
            <tr key={curve.id + point.column}><th scope="row">{curve.title}</th><td>{base.touchpoint(point.column)?.title ?? base.stage(point.column)?.verb}</td><td className="right">{format.number(point.value!)} ({format.number(point.low ?? point.value!)} – {format.number(point.high ?? point.value!)})</td><td className="right">{format.number(point.n)}</td></tr>
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
