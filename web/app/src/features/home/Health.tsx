// How a map's customers are: feeling and each kind of rating, with their interval, and how that moved over the period.
import { useQuery } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import type { components } from "../../api/schema";

type Spread = components["schemas"]["Spread"];
const [WIDTH, HEIGHT] = [96, 22];
const MOST_RATINGS = 3;

export function Health({ map }: { map: string }) {
  const { say } = useSay();
  const found = useQuery({ queryKey: ["health", map], staleTime: 300_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/health", { params: { path: { map_id: map } }, signal })) });
  const spreads = (found.data?.spreads ?? []).filter((each) => each.mean !== null);
  const ratings = spreads.filter((each) => each.metric === "rating").sort((a, b) => b.mean!.n - a.mean!.n).slice(0, MOST_RATINGS);
  const shown = [...spreads.filter((each) => each.metric === "feeling"), ...ratings];
  if (found.isSuccess && shown.length === 0) return <p className="small muted health">{say("home.unheard")}</p>;
  return <table className="health"><caption className="visually-hidden">{say("home.health")}</caption><tbody>{shown.map((spread) => <Line key={spread.label} spread={spread} />)}</tbody></table>;
}

function Line({ spread }: { spread: Spread }) {
  const { say } = useSay();
  const format = useFormats();
  const { mean, moved, metric, label } = spread;
  const [name, scale] = metric === "feeling" ? [say("home.feeling"), "−1…1"] : [label.split(" ")[0].toUpperCase(), label.startsWith("nps") ? "−100…100" : label.split(" ").slice(1).join(" ")];
  const direction = moved === null ? "none" : moved.low > 0 ? "up" : moved.high < 0 ? "down" : "none";
  const number = (value: number) => format.number(Math.round(value * (Math.abs(value) >= 10 ? 1 : 100)) / (Math.abs(value) >= 10 ? 1 : 100));
  return (
    <tr>
      <th scope="row">{name}<br /><span className="tiny muted">{scale}</span></th>
      <td className="number"><b>{number(mean!.value)}</b><br /><span className="tiny muted">{number(mean!.low)} – {number(mean!.high)}, n {format.number(mean!.n)}</span></td>
      <td className={`tiny move ${direction}`}><Spark spread={spread} />{say(`home.moved.${direction}`)}</td>
    </tr>
  );
}

function Spark({ spread: { trend } }: { spread: Spread }) {
  const known = trend.flatMap((point) => (point.estimate ? [point.estimate] : []));
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known.map((each) => each.low)), Math.max(...known.map((each) => each.high))];
  const x = (i: number) => 2 + (i * (WIDTH - 4)) / (trend.length - 1);
  const y = (value: number) => 2 + ((high - value) / Math.max(high - low, 1e-9)) * (HEIGHT - 4);
  const runs: number[][] = [[]];
  trend.forEach((point, i) => { if (point.estimate) runs[runs.length - 1].push(i); else runs.push([]); });
  const at = (i: number) => trend[i].estimate!;
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
      {runs.filter((run) => run.length > 0).map((run) => (
        <g key={run[0]}>
          <path d={`M${run.map((i) => `${x(i)} ${y(at(i).high)}`).join("L")}L${[...run].reverse().map((i) => `${x(i)} ${y(at(i).low)}`).join("L")}Z`} fill="var(--line)" opacity="0.16" />
          <path d={`M${run.map((i) => `${x(i)} ${y(at(i).value)}`).join("L")}`} fill="none" stroke="var(--line)" strokeWidth="1.6" strokeLinejoin="round" />
        </g>
      ))}
    </svg>
  );
}
