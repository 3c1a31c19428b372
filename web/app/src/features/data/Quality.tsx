// What to know of the data before believing them: of every file, what became of its rows; when each channel speaks.
//
// In: the quality report. Out: tables with words of people, and a calendar of events by channel and month: a gap in it is a
// gap in every map.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { useMay } from "../../api/session";
import { useSay, type Sentence } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Waiting } from "../../shell/States";
import { Calendar, type Month } from "./Calendar";
import type { FileReport } from "./uploading";
import { Withdraw } from "./Withdraw";

type Report = FileReport & { import_id: string; to_read_again: boolean; imported_at: string; revised: number };
type Row = Record<string, unknown>;
/** What is told of each part, in this order; what is not named here is for programs. */
const COLUMNS = {
  clocks: ["what", "rows", "path", "example"],
  suspects: ["kind", "why", "subjects", "events"],
  fixed_timers: ["source", "before", "after", "hours", "share", "n"],
  damaged_ids: ["path", "words"],
} as const;
const FIELDS = ["text", "rating", "value", "record"] as const;
const MOSTLY = 0.5;

interface Source {
  source: string;
  events: number;
  subjects: number;
  first_at: string | null;
  last_at: string | null;
  late: number;
  ratings_off_scale: number;
  missing: Record<string, number>;
}
type Book = { files: Report[]; sources: Source[]; coverage: Month[] } & Record<keyof typeof COLUMNS, Row[]>;

export function Quality() {
  const { say } = useSay();
  const quality = useQuery({ queryKey: ["quality"], queryFn: async ({ signal }) => (await unwrap(client.GET("/api/v1/quality", { signal }))) as unknown as Book });
  if (quality.isPending) return <Waiting />;
  if (quality.isError) return <Failed error={quality.error} retry={() => void quality.refetch()} />;
  const { files, sources, coverage } = quality.data;
  if (files.length === 0) return <p className="muted">{say("quality.none")}</p>;
  return (
    <>
      <FilesOf files={files} />
      {coverage.length > 0 && <Calendar months={coverage} />}
      {sources.length > 0 && <SourcesOf sources={sources} />}
      {(Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).map((part) => quality.data[part].length > 0 && <Findings key={part} part={part} rows={quality.data[part]} />)}
    </>
  );
}

function FilesOf({ files }: { files: Report[] }) {
  const { say } = useSay();
  const format = useFormats();
  const mayEdit = useMay("edit");
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <table className="rows">
        <thead><tr><th scope="col">{say("data.file")}</th><th scope="col">{say("data.source")}</th><th scope="col">{say("data.imported")}</th><th scope="col" className="right">{say("data.rows")}</th><th scope="col" className="right">{say("data.new")}</th><th scope="col" className="right">{say("data.known")}</th><th scope="col" className="right">{say("data.aside")}</th>{mayEdit && <th scope="col" aria-label={say("withdraw.do")} />}</tr></thead>
        <tbody>{files.map((file, i) => (
          <tr key={i}>
            <th scope="row">{file.path}{file.to_read_again && <p className="tiny">{say("withdraw.unread")}</p>}{file.warnings.length > 0 && <ul className="tiny muted">{file.warnings.map((words) => <li key={words}>{words}</li>)}</ul>}</th>
            <td>{file.source}</td><td className="day">{format.date(file.imported_at)}</td><td className="right">{format.number(file.rows)}</td><td className="right">{format.number(file.accepted)}</td><td className="right">{format.number(file.duplicates)}</td><td className="right">{format.number(file.quarantined)}</td>
            {mayEdit && <td className="right"><Button size="compact-sm" variant="subtle" aria-label={say("withdraw.of", { file: file.path })} onClick={() => setChosen(file.import_id)}>{say("withdraw.do")}</Button></td>}
          </tr>
        ))}</tbody>
      </table>
      {chosen !== null && <Withdraw id={chosen} close={() => setChosen(null)} />}
    </>
  );
}

function SourcesOf({ sources }: { sources: Source[] }) {
  const { say } = useSay();
  const format = useFormats();
  const lacking = (source: Source) => FIELDS.filter((field) => source.missing[field] > MOSTLY).map((field) => `${say(`quality.field.${field}`)} (${format.percent(source.missing[field])})`).join(", ");
  return (
    <section style={{ marginTop: 40 }}>
      <h2>{say("quality.sources")}</h2>
      <table className="rows">
        <thead><tr><th scope="col">{say("data.source")}</th><th scope="col" className="right">{say("data.events")}</th><th scope="col" className="right">{say("quality.subjects")}</th><th scope="col">{say("quality.period")}</th><th scope="col" className="right">{say("quality.late")}</th><th scope="col" className="right">{say("quality.off")}</th><th scope="col">{say("quality.lacks")}</th></tr></thead>
        <tbody>{sources.map((source) => (
          <tr key={source.source}>
            <th scope="row">{source.source}</th><td className="right">{format.number(source.events)}</td><td className="right">{format.number(source.subjects)}</td>
            <td>{source.first_at && source.last_at && `${format.date(source.first_at)} – ${format.date(source.last_at)}`}</td>
            <td className="right">{format.number(source.late)}</td><td className="right">{format.number(source.ratings_off_scale)}</td><td className="small muted">{lacking(source) || "–"}</td>
          </tr>
        ))}</tbody>
      </table>
    </section>
  );
}

function Findings({ part, rows }: { part: keyof typeof COLUMNS; rows: Row[] }) {
  const { say } = useSay();
  const format = useFormats();
  const title = say(`quality.${part}`);
  const shown = (head: string, value: unknown) => (typeof value === "number" ? (head === "share" ? format.percent(value) : format.number(value)) : String(value ?? "–"));
  return (
    <section style={{ marginTop: 40 }}>
      <h2>{title}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label={title}>
        <table className="rows">
          <thead><tr>{COLUMNS[part].map((head) => <th key={head} scope="col">{say(`quality.head.${head}` as Sentence)}</th>)}</tr></thead>
          <tbody>{rows.slice(0, 200).map((row, i) => <tr key={i}>{COLUMNS[part].map((head) => <td key={head} className={typeof row[head] === "number" ? "number" : undefined}>{shown(head, row[head])}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}
