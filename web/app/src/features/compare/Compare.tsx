// Two groups of journeys side by side: what differs, and whether that is about them or about who is in them.
//
// In: two conditions, chosen or written. Out: what differs, most surely first, each with both levels, n and an interval.
// What is not known to differ is one click away: a list of differences alone would lie by silence.
import { Button, Checkbox, Select } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { BringData, Failed, Problem, Waiting, Nothing } from "../../shell/States";
import { follow, succeeded } from "../data/uploading";
import { usePurposes } from "./purposes";
import { Segment } from "./Segment";
import { textOf, type Condition } from "./condition";
import "./compare.css";

interface Row {
  metric: string;
  scope: string;
  unit: string;
  n_a: number;
  n_b: number;
  a_text: string;
  b_text: string;
  value: number;
  low: number;
  high: number;
  value_text: string;
  low_text: string;
  high_text: string;
  within: string | null;
  verdict: "shown" | "suggested" | "unknown" | "refused" | "continuum";
  words: string;
}

interface Found {
  journeys: [number, number];
  customers: [number, number];
  in_both: number;
  tried: string[];
  measures: Row[];
}

const FIRST = 14;
const FRESH: Condition = { field: "channel", compare: "=", value: "" };

export function Compare() {
  const { say } = useSay();
  const purposes = usePurposes();
  const [purpose, setPurpose] = useState<string | null>(null);
  const [sides, setSides] = useState<[Condition, Condition]>([FRESH, FRESH]);
  const asked = purpose ?? purposes[0]?.id ?? null;
  const fields = useQuery({ queryKey: ["segment-fields", asked], enabled: asked !== null, staleTime: 300_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/segments/fields", { params: { query: { purpose: asked } }, signal })) });
  const texts = sides.map((side) => textOf(side, fields.data ?? []));
  const compare = useMutation({
    async mutationFn(): Promise<Found> {
      const begun = await unwrap(client.POST("/api/v1/comparisons", { body: { a: texts[0], b: texts[1], purpose: asked } }));
      return succeeded(await follow(begun, () => undefined)).result as Found;
    },
  });
  if (purposes.length === 0) return <Nothing within title={say("compare.none")} actions={<BringData />} />;
  if (fields.isPending) return <Waiting />;
  if (fields.isError) return <Failed error={fields.error} retry={() => void fields.refetch()} />;
  const change = (i: number) => (side: Condition) => setSides((before) => (i === 0 ? [side, before[1]] : [before[0], side]));
  return (
    <div className="compare">
      <form onSubmit={(event) => { event.preventDefault(); compare.mutate(); }}>
        {purposes.length > 1 && <Select label={say("why.purpose")} w={260} allowDeselect={false} value={asked} onChange={setPurpose} data={purposes.map(({ id, title }) => ({ value: id, label: title }))} />}
        <div className="sides">
          <Segment name="A" value={sides[0]} fields={fields.data} change={change(0)} />
          <span className="against muted" aria-hidden="true">{say("compare.against")}</span>
          <Segment name="B" value={sides[1]} fields={fields.data} change={change(1)} />
          <Button type="submit" loading={compare.isPending} disabled={texts.some((text) => !text)}>{say("compare.go")}</Button>
        </div>
      </form>
      <Problem error={compare.error} />
      {compare.data && <Answer found={compare.data} />}
    </div>
  );
}

function Answer({ found }: { found: Found }) {
  const { say } = useSay();
  const format = useFormats();
  const [showsAll, setShowsAll] = useState(false);
  const [isWhole, setWhole] = useState(false);
  // drawings of one unit share a scale, so that a longer line is a larger difference
  const most: Record<string, number> = {};
  for (const { unit, low, high } of found.measures) most[unit] = Math.max(most[unit] ?? 1e-9, Math.abs(low), Math.abs(high));
  const told = found.measures.filter((each) => showsAll || each.verdict !== "unknown");
  const sum = (i: number) => say("compare.sum", { journeys: format.number(found.journeys[i]), customers: format.number(found.customers[i]) });
  return (
    <section className="answer" aria-live="polite">
      <p className="totals"><b>A</b> {sum(0)} <b>B</b> {sum(1)} {found.in_both > 0 && <span className="muted">{say("compare.both", { count: found.in_both, n: format.number(found.in_both) })}</span>}</p>
      {told.length === 0 ? <p>{say("compare.nothing")}</p> : (
        <table className="rows">
          <thead><tr><th scope="col">{say("compare.what")}</th><th scope="col" className="right">A</th><th scope="col" className="right">B</th><th scope="col">{say("compare.difference")}</th><th scope="col">{say("compare.sure")}</th></tr></thead>
          <tbody>{(showsAll || isWhole ? told : told.slice(0, FIRST)).map((row) => <Difference key={row.metric + row.scope} row={row} most={most[row.unit]} />)}</tbody>
        </table>
      )}
      {!showsAll && !isWhole && told.length > FIRST && <Button mt="sm" variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>{say("why.more", { count: told.length - FIRST })}</Button>}
      <Checkbox mt="md" label={say("compare.all", { count: found.measures.length })} checked={showsAll} onChange={(event) => setShowsAll(event.currentTarget.checked)} />
      <p className="small muted" style={{ marginTop: 12 }}>{say("compare.noCause")} {say("compare.tried", { what: found.tried.join(", ") || "–" })}</p>
    </section>
  );
}

function Difference({ row, most }: { row: Row; most: number }) {
  const { say } = useSay();
  const format = useFormats();
  const x = (value: number) => 60 + (value / most) * 54;
  return (
    <tr>
      <th scope="row">{row.metric}{row.scope !== "all" && <span className="muted"> · {row.scope}</span>}{row.within && <p className="tiny muted within">{say("compare.within", { what: row.within })}</p>}</th>
      <td className="right">{row.a_text}<br /><span className="tiny muted">n {format.number(row.n_a)}</span></td>
      <td className="right">{row.b_text}<br /><span className="tiny muted">n {format.number(row.n_b)}</span></td>
      <td>
        <svg width="120" height="14" aria-hidden="true">
          <line x1="60" x2="60" y1="0" y2="14" stroke="var(--muted)" strokeDasharray="2 2" />
          <line x1={x(row.low)} x2={x(row.high)} y1="7" y2="7" stroke="var(--line)" strokeWidth="2" />
          <circle cx={x(row.value)} cy="7" r="4" fill="var(--line)" />
        </svg>
        <br /><span className="number">{row.value_text}</span> <span className="tiny muted number">{say("compare.between", { low: row.low_text, high: row.high_text })}</span>
      </td>
      <td className="small">{say(`verdict.${row.verdict}`)}</td>
    </tr>
  );
}
