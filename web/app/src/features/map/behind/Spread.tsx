// One scale: bars of how many answered what, and a line of how the mean moved.
//
// In: bars (none known where fewer than five customers stand) and a trend with intervals. Out: two small drawings that say
// themselves in words too. Whether it moved is said only where the interval leaves nought out.
import type { components } from "../../../api/schema";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";

export type Spread = components["schemas"]["Spread"];
const [WIDTH, BARS, LINE] = [336, 64, 72];

export function SpreadOf({ spread, by }: { spread: Spread; by: "week" | "month" }) {
  const { say } = useSay();
  const format = useFormats();
  const { metric, label, mean } = spread;
  const title = metric === "feeling" ? say("behind.feeling") : metric === "wait" ? say("behind.wait") : label;
  return (
    <section>
      <h3>{title}</h3>
      {mean && <p className="small number">{say("behind.mean", { value: format.number(mean.value), low: format.number(mean.low), high: format.number(mean.high), n: format.number(mean.n) })}</p>}
      <Bars spread={spread} />
      {spread.trend.length > 1 && <Trend spread={spread} by={by} />}
    </section>
  );
}

function Bars({ spread: { bars, metric, label } }: { spread: Spread }) {
  const { say } = useSay();
  const format = useFormats();
  const most = Math.max(...bars.map((bar) => bar.n ?? 0), 1);
  const width = WIDTH / bars.length;
  const name = (i: number) => (metric === "wait" ? format.duration(bars[i].low) : format.number(bars[i].low));
  const words = bars.flatMap((bar, i) => (bar.n === 0 ? [] : [`${name(i)}: ${bar.n === null ? say("behind.fewBar") : format.number(bar.n)}`])).join("; ");
  const marked = metric === "wait" ? bars.map((_, i) => i).filter((i) => i % 2 === 1) : metric === "feeling" ? [0, 4, bars.length - 1] : bars.map((_, i) => i);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${BARS + 18}`} role="img" aria-label={say("behind.bars", { what: label, words })} className="bars">
      <line x1="0" x2={WIDTH} y1={BARS} y2={BARS} stroke="var(--hairline)" />
      {bars.map((bar, i) => {
        const height = bar.n === null ? 6 : (bar.n / most) * (BARS - 12);
        return (
          <g key={i}>
            <title>{`${name(i)}: ${bar.n === null ? say("behind.fewBar") : format.number(bar.n)}`}</title>
            <rect x={i * width + 1} width={width - 2} y={0} height={BARS} fill="transparent" />
            <rect x={i * width + 1} width={width - 2} y={BARS - height} height={height} rx="2" fill={bar.n === null ? "url(#few)" : "var(--line)"} />
            {bar.n !== null && bar.n === most && <text x={(i + 0.5) * width} y={BARS - height - 3} textAnchor="middle">{format.number(bar.n)}</text>}
          </g>
        );
      })}
      {marked.map((i) => <text key={i} x={metric === "feeling" ? [0, WIDTH / 2, WIDTH][marked.indexOf(i)] : metric === "wait" ? i * width : (i + 0.5) * width} y={BARS + 14} textAnchor={metric === "feeling" ? (["start", "middle", "end"] as const)[marked.indexOf(i)] : "middle"}>{metric === "feeling" ? [say("people.upset"), "0", say("people.glad")][marked.indexOf(i)] : name(i)}</text>)}
      <defs><pattern id="few" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="5" fill="var(--muted)" /></pattern></defs>
    </svg>
  );
}

export function Trend({ spread, by, height = LINE }: { spread: Spread; by: "week" | "month"; height?: number }) {
  const { say } = useSay();
  const format = useFormats();
  const { trend, label, moved } = spread;
  const known = trend.flatMap((point) => (point.estimate ? [point.estimate] : []));
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known.map((each) => each.low)), Math.max(...known.map((each) => each.high))];
  const x = (i: number) => 6 + (i * (WIDTH - 12)) / Math.max(trend.length - 1, 1);
  const y = (value: number) => 6 + ((high - value) / Math.max(high - low, 1e-9)) * (height - 12);
  const runs: number[][] = [[]];
  trend.forEach((point, i) => { if (point.estimate) runs[runs.length - 1].push(i); else runs.push([]); });
  const at = (i: number) => trend[i].estimate!;
  const words = trend.flatMap((point) => (point.estimate ? [`${format.date(point.start)}: ${format.number(point.estimate.value)}`] : [])).join("; ");
  const direction = moved === null ? null : moved.low > 0 ? "up" : moved.high < 0 ? "down" : "none";
  return (
    <figure className="trend">
      <svg viewBox={`0 0 ${WIDTH} ${height + 16}`} role="img" aria-label={say(`behind.trend.${by}`, { what: label, words })}>
        {runs.filter((run) => run.length > 0).map((run) => (
          <g key={run[0]}>
            <path d={`M${run.map((i) => `${x(i)} ${y(at(i).high)}`).join("L")}L${[...run].reverse().map((i) => `${x(i)} ${y(at(i).low)}`).join("L")}Z`} fill="var(--line)" opacity="0.13" />
            <path d={`M${run.map((i) => `${x(i)} ${y(at(i).value)}`).join("L")}`} fill="none" stroke="var(--line)" strokeWidth="2" strokeLinejoin="round" />
            {run.map((i) => <circle key={i} cx={x(i)} cy={y(at(i).value)} r="2.6" fill={trend[i].whole ? "var(--line)" : "var(--raised)"} stroke="var(--line)"><title>{`${format.date(trend[i].start)}: ${format.number(at(i).value)} (${format.number(at(i).low)} – ${format.number(at(i).high)}), n ${at(i).n}`}</title></circle>)}
          </g>
        ))}
        <text x="0" y={height + 13}>{format.date(trend[0].start)}</text>
        <text x={WIDTH} y={height + 13} textAnchor="end">{format.date(trend[trend.length - 1].start)}</text>
      </svg>
      {direction && moved && <figcaption className="tiny muted">{say(`behind.moved.${direction}`, { value: signed(moved.value, format.number), low: signed(moved.low, format.number), high: signed(moved.high, format.number) })}</figcaption>}
    </figure>
  );
}

export const signed = (value: number, words: (value: number) => string) => `${value > 0 ? "+" : ""}${words(value)}`;
