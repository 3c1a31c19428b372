// What to know of the data before believing them: of every file, what became of its rows.
import { useQuery } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Waiting } from "../../shell/States";
import type { FileReport } from "./uploading";

type Report = FileReport & { imported_at: string; revised: number };
type Row = Record<string, unknown>;
const PARTS = ["sources", "clocks", "suspects", "fixed_timers", "damaged_ids"] as const;
type Book = { files: Report[] } & Record<(typeof PARTS)[number], Row[]>;

export function Quality() {
  const { say } = useSay();
  const format = useFormats();
  const quality = useQuery({ queryKey: ["quality"], queryFn: async ({ signal }) => (await unwrap(client.GET("/api/v1/quality", { signal }))) as unknown as Book });
  if (quality.isPending) return <Waiting />;
  if (quality.isError) return <Failed error={quality.error} retry={() => void quality.refetch()} />;
  const { files } = quality.data;
  return (
    <>
      <table className="rows">
        <thead><tr><th scope="col">{say("data.file")}</th><th scope="col">{say("data.source")}</th><th scope="col">{say("data.imported")}</th><th scope="col" className="right">{say("data.rows")}</th><th scope="col" className="right">{say("data.new")}</th><th scope="col" className="right">{say("data.known")}</th><th scope="col" className="right">{say("data.aside")}</th></tr></thead>
        <tbody>{files.map((file, i) => (
          <tr key={i}>
            <th scope="row">{file.path.split("/").at(-1)}{file.warnings.length > 0 && <ul className="tiny muted">{file.warnings.map((words) => <li key={words}>{words}</li>)}</ul>}</th>
            <td>{file.source}</td><td>{format.date(file.imported_at)}</td><td className="right">{format.number(file.rows)}</td><td className="right">{format.number(file.accepted)}</td><td className="right">{format.number(file.duplicates)}</td><td className="right">{format.number(file.quarantined)}</td>
          </tr>
        ))}</tbody>
      </table>
      {PARTS.map((part) => quality.data[part].length > 0 && <Findings key={part} title={say(`quality.${part}`)} rows={quality.data[part]} />)}
    </>
  );
}

/** A table of whatever columns the report has for this part. */
function Findings({ title, rows }: { title: string; rows: Row[] }) {
  const format = useFormats();
  const heads = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => typeof row[key] !== "object" && row[key] != null)))].slice(0, 8);
  const shown = (value: unknown) => (typeof value === "number" ? format.number(value) : String(value ?? ""));
  return (
    <section style={{ marginTop: 32 }}>
      <h2>{title}</h2>
      <div className="scroll" tabIndex={0} role="region" aria-label={title}>
        <table className="rows">
          <thead><tr>{heads.map((head) => <th key={head} scope="col">{head.replaceAll("_", " ")}</th>)}</tr></thead>
          <tbody>{rows.slice(0, 200).map((row, i) => <tr key={i}>{heads.map((head) => <td key={head} className={typeof row[head] === "number" ? "number" : undefined}>{shown(row[head])}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}
