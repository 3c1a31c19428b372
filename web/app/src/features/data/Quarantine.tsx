// Rows that could not be read: why, how many, and how to mend them.
import { Button, FileButton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Problem, Waiting } from "../../shell/States";
import { follow, send, succeeded } from "./uploading";

interface Group {
  file: string;
  code: string;
  reason: string;
  rows: number;
  line: number | null;
  example: string;
}

export function Quarantine() {
  const { say } = useSay();
  const format = useFormats();
  const [mayEdit, isOwner] = [useMay("edit"), useMay("own")];
  const queries = useQueryClient();
  const [words, setWords] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const found = useQuery({ queryKey: ["quarantine"], queryFn: async ({ signal }) => (await unwrap(client.GET("/api/v1/quarantine", { signal }))) as unknown as Group[] });
  const mend = async (file: File | null) => {
    if (!file) return;
    setError(null);
    setWords(say("data.reading"));
    try {
      const upload = await send(file, () => undefined);
      const begun = await unwrap(client.POST("/api/v1/quarantine/rows", { params: { query: { upload: upload.id } } }));
      const done = await follow(begun, (job) => setWords(job.words || say("data.reading")));
      succeeded(done);
      const repair = done.result as { mended: number; still: unknown[] };
      setWords(say("data.mended", { count: repair.mended, still: repair.still.length }));
      await queries.invalidateQueries();
    } catch (problem) {
      setError(problem);
      setWords(null);
    }
  };
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <>
      {words && <p role="status">{words}</p>}
      <Problem error={error} />
      {found.data.length === 0 ? <p>{say("data.noneAside")}</p> : (
        <>
          <p className="muted">{say("data.asideLead")}</p>
          <div className="choices">
            {isOwner && <Button component="a" href="api/v1/quarantine/rows" download="quarantine.csv" variant="default">{say("data.takeRows")}</Button>}
            {mayEdit && <FileButton accept=".csv" onChange={(file) => void mend(file)}>{(props) => <Button {...props}>{say("data.mend")}</Button>}</FileButton>}
          </div>
          <table className="rows">
            <thead><tr><th scope="col">{say("data.file")}</th><th scope="col">{say("data.reason")}</th><th scope="col" className="right">{say("data.rows")}</th><th scope="col">{say("data.example")}</th></tr></thead>
            <tbody>{found.data.map((group) => <tr key={group.file + group.code}><th scope="row">{group.file.split("/").at(-1)}</th><td>{group.reason}</td><td className="right">{format.number(group.rows)}</td><td><code className="tiny">{group.line !== null && `${say("data.line")} ${group.line}: `}{group.example}</code></td></tr>)}</tbody>
          </table>
        </>
      )}
    </>
  );
}
