// Drag files in, see what they were recognised as and what became of every row.
//
// In: files. Out: an import with its progress; a question where the data allow two readings; a table that nobody
// knows is taught in place (`Teach`).
import { Button, FileButton, Progress } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, type DragEvent } from "react";
import { ApiError, client, unwrap } from "../../api/http";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";
import { Ask } from "./Ask";
import { takeFiles } from "./pending";
import { Teach } from "./Teach";
import { follow, succeeded, questionOf, send, type FileReport, type Job, type Question, type Uploaded } from "./uploading";

interface Run {
  files: File[];
  sent: Record<string, number>;
  uploads: Uploaded[];
  job: Job | null;
  question: Question | null;
  answers: Record<string, string>;
  error: unknown;
}

const FRESH: Run = { files: [], sent: {}, uploads: [], job: null, question: null, answers: {}, error: null };

export function Files() {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const queries = useQueryClient();
  const [run, setRun] = useState<Run>(FRESH);
  const [reports, setReports] = useState<FileReport[]>([]);
  const [known, setKnown] = useState<Map<string, File>>(new Map());
  const change = (part: Partial<Run>) => setRun((before) => ({ ...before, ...part }));

  const read = useCallback(async (uploads: Uploaded[], answers: Record<string, string>, mapping: string | null = null) => {
    const begun = await unwrap(client.POST("/api/v1/imports", { body: { uploads: uploads.map((each) => each.id), answers, mapping } }));
    const done = await follow(begun, (job) => change({ job }));
    const question = questionOf(done);
    change({ question });
    if (question) return;
    succeeded(done);
    setReports((before) => [...((done.result as { files: FileReport[] } | null)?.files ?? []), ...before]);
    setRun(FRESH);
    await queries.invalidateQueries();
  }, [queries]);

  const take = useCallback(async (files: File[]) => {
    if (files.length === 0) return;
    setRun({ ...FRESH, files });
    setKnown((before) => new Map([...before, ...files.map((file): [string, File] => [file.name, file])]));
    try {
      const uploads: Uploaded[] = [];
      for (const file of files) {
        try {
          uploads.push(await send(file, (share) => setRun((before) => ({ ...before, sent: { ...before.sent, [file.name]: share } }))));
        } catch (refused) {
          // one file that cannot be taken keeps no other out
          if (!(refused instanceof ApiError) || refused.status >= 500) throw refused;
          setReports((before) => [unsent(file, refused), ...before]);
        }
      }
      if (uploads.length === 0) return setRun(FRESH);
      change({ uploads });
      await read(uploads, {});
    } catch (error) {
      change({ error, job: null });
    }
  }, [read]);

  useEffect(() => takeFiles((files) => void take(files)), [take]);

  const answer = async (key: string) => {
    const answers = { ...run.answers, [run.question!.option]: key };
    change({ answers, question: null });
    await read(run.uploads, answers).catch((error: unknown) => change({ error }));
  };
  const isBusy = run.files.length > 0 && !run.error && !run.question;
  return (
    <>
      {mayEdit && <Drop take={(files) => void take(files)} isBusy={isBusy} />}
      {isBusy && <Going run={run} />}
      {run.question && <Ask question={run.question} answer={(key) => void answer(key)} />}
      <Problem error={run.error} />
      {reports.length > 0 && <h2 style={{ margin: "32px 0 8px" }}>{say("data.read")}</h2>}
      {reports.map((report, i) => (
        <Report key={i} report={report} file={known.get(report.path)} mayEdit={mayEdit} done={(files) => { setReports((before) => [...files, ...before.filter((each) => each !== report)]); void queries.invalidateQueries(); }} />
      ))}
      <Holding />
    </>
  );
}

/** What is said of a file that did not get as far as being read. */
const unsent = (file: File, { message, hint, code }: ApiError): FileReport => ({ path: file.name, source: null, format: null, mapping: null, rows: 0, events: 0, accepted: 0, duplicates: 0, quarantined: 0, left_out: 0, warnings: [], detected: {}, error: { code: code ?? "", message, hint: hint ?? "" } });

function Drop({ take, isBusy }: { take(files: File[]): void; isBusy: boolean }) {
  const { say } = useSay();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!isBusy) take([...event.dataTransfer.files]);
  };
  return (
    <div className={`drop${isOver ? " over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <h2>{say("data.drop")}</h2>
      <p className="muted">{say("data.dropLead")}</p>
      <FileButton multiple onChange={take} disabled={isBusy}>{(props) => <Button {...props} disabled={isBusy}>{say("data.choose")}</Button>}</FileButton>
    </div>
  );
}

function Going({ run }: { run: Run }) {
  const { say } = useSay();
  const { job, files, sent } = run;
  const share = Object.values(sent).reduce((sum, each) => sum + each, 0) / Math.max(files.length, 1);
  const words = job ? job.words || say("data.reading") : say("data.sending", { count: files.length });
  return (
    <div className="going" role="status">
      <p className="small">{words}</p>
      <Progress value={job ? (job.total ? (100 * job.done) / job.total : 100) : 100 * share} animated={!!job && !job.total} color="var(--line)" aria-label={words} />
    </div>
  );
}

function Report({ report, file, mayEdit, done }: { report: FileReport; file: File | undefined; mayEdit: boolean; done(files: FileReport[]): void }) {
  const { say } = useSay();
  const format = useFormats();
  const [isTeaching, setTeaching] = useState(false);
  const { error } = report;
  // where a table can be taught, the hint is a mapping to be filled in
  const as = [report.source, report.format].filter(Boolean).join(" · ");
  return (
    <section className="sheet report">
      <h3>{report.path} {error ? <span className="chip pain">{say("data.unread")}</span> : <span className="chip line">{as}</span>}</h3>
      {error ? (
        <>
          <p>{error.message}</p>
          {!error.hint.includes("\n") && <p className="muted">{error.hint}</p>}
        </>
      ) : (
        <p>{say("data.became", { rows: format.number(report.rows), accepted: format.number(report.accepted), duplicates: format.number(report.duplicates), quarantined: format.number(report.quarantined) })}</p>
      )}
      {report.warnings.length > 0 && <ul className="small">{report.warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul>}
      {mayEdit && file && (error ? error.hint.includes("[[events]]") : report.mapping === null) && !isTeaching && <Button size="compact-sm" variant="default" mt="sm" onClick={() => setTeaching(true)}>{say(error ? "data.teach" : "data.how")}</Button>}
      {isTeaching && file && <Teach file={file} hint={error?.hint ?? null} done={(files) => { setTeaching(false); done(files); }} />}
    </section>
  );
}

/** What the workspace holds already, and what would help most next. */
function Holding() {
  const { say } = useSay();
  const format = useFormats();
  const status = useQuery({ queryKey: ["status"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/status", { signal })) });
  const next = useQuery({ queryKey: ["next-files"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/next-files", { signal })) });
  const held = status.data as { events: number; customers: number; journeys: number; sources: Record<string, number>; first_at: string | null; last_at: string | null } | undefined;
  if (!held || held.events === 0) return null;
  const most = Math.max(...Object.values(held.sources), 1);
  return (
    <section style={{ marginTop: 40 }}>
      <h2>{say("data.held")}</h2>
      <p className="muted">{say("data.heldWords", { events: format.number(held.events), customers: format.number(held.customers), journeys: format.number(held.journeys) })}{held.first_at && held.last_at && ` ${format.date(held.first_at)} – ${format.date(held.last_at)}`}</p>
      <table className="rows" style={{ maxWidth: 720, marginTop: 16 }}>
        <thead><tr><th scope="col">{say("data.source")}</th><th scope="col" className="right">{say("data.events")}</th><th aria-hidden="true" /></tr></thead>
        <tbody>{Object.entries(held.sources).map(([name, events]) => (
          <tr key={name}><th scope="row">{name}</th><td className="right">{format.number(events)}</td><td style={{ width: "55%" }} aria-hidden="true"><div className="bar-of" style={{ width: `${(100 * events) / most}%` }} /></td></tr>
        ))}</tbody>
      </table>
      {next.data && next.data.length > 0 && <><h3 style={{ marginTop: 24 }}>{say("data.next")}</h3><ul>{next.data.map((words) => <li key={words}>{words}</li>)}</ul></>}
    </section>
  );
}
