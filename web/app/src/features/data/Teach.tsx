// Teaching a table: which column says who, when and what; a preview before anything is kept.
//
// In: a file that nobody knows, or that was guessed. Out: a mapping, tried on the file, then imported. A proposal
// of the server comes first; where it has none, the columns are chosen here and the mapping is written from them.
import { Button, Select, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { ApiError, client, unwrap } from "../../api/http";
import { useSay, type Sentence } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";
import { Ask } from "./Ask";
import { columnsOf, mappingOf, ROLES, type Roles } from "./mapping";
import { follow, send, succeeded, type FileReport, type Uploaded } from "./uploading";

interface Trial {
  files: FileReport[];
  activities: Record<string, number>;
  subjects: number;
  first: Record<string, unknown>[];
  lost: { reason: string; rows?: number; count?: number }[];
}

interface Proposal {
  columns: { column: string; role: string; confidence: number; reason: string }[];
  unused: string[];
  questions: { key: string; asked: string; choices: Record<string, string>; free: string }[];
  warnings: string[];
  toml: string;
  preview: Trial | null;
}

/** What a mapping has where nobody chose a column yet. */
const BLANK = /\{\.\.\.\}|"\.\.\."/;

export function Teach({ file, hint, done }: { file: File; hint: string | null; done(files: FileReport[]): void }) {
  const { say } = useSay();
  const [upload, setUpload] = useState<Uploaded | null>(null);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [columns, setColumns] = useState<string[]>([]);
  const [roles, setRoles] = useState<Roles>({});
  const [toml, setToml] = useState("");
  const [trial, setTrial] = useState<Trial | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  const busy = (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    void work().catch(setError).finally(() => setBusy(false));
  };
  const propose = async (to: Uploaded, given: Record<string, string>) => {
    try {
      const found = (await unwrap(client.POST("/api/v1/uploads/{upload_id}/proposal", { params: { path: { upload_id: to.id } }, body: { answers: given } }))) as unknown as Proposal;
      setProposal(found);
      setToml(found.toml);
      setTrial(found.preview);
    } catch (problem) {
      const words = problem instanceof ApiError ? (problem.hint ?? "") : (hint ?? "");
      if (!(problem instanceof ApiError) || problem.code !== "input.mapping.needed") throw problem;
      skeleton(words);
    }
  };
  const skeleton = (words: string) => {
    setColumns(columnsOf(words));
    setToml(words.slice(words.indexOf("\n") + 1));
  };
  useEffect(() => {
    busy(async () => {
      const sent = await send(file, () => undefined);
      setUpload(sent);
      // the refusal of the import has said already that there is nothing to propose
      if (hint && columnsOf(hint).length > 0) skeleton(hint);
      else await propose(sent, {});
    });
  }, [file]);

  const choose = (role: keyof Roles, column: string | null) => {
    const chosen = { ...roles, [role]: column ?? undefined };
    setRoles(chosen);
    setToml(mappingOf(file.name, columns, chosen));
    setTrial(null);
  };
  const attempt = () => busy(async () => setTrial((await unwrap(client.POST("/api/v1/mappings/trial", { body: { uploads: [upload!.id], mapping: toml, answers } }))) as unknown as Trial));
  const keep = () => busy(async () => {
    const begun = await unwrap(client.POST("/api/v1/imports", { body: { uploads: [upload!.id], answers, mapping: toml || null } }));
    const ended = await follow(begun, () => undefined);
    succeeded(ended);
    done((ended.result as { files: FileReport[] }).files);
  });
  const isLacking = BLANK.test(toml);
  const question = proposal?.questions.find((each) => !(each.key in answers));
  return (
    <div className="teach">
      {proposal && proposal.columns.length > 0 && <Guess proposal={proposal} />}
      {columns.length > 0 && (
        <div className="roles">
          {ROLES.map(({ role, isNeeded }) => (
            <Select key={role} label={say(`role.${role}` as Sentence)} withAsterisk={isNeeded} searchable clearable data={columns} value={roles[role] ?? null} onChange={(column) => choose(role, column)} />
          ))}
        </div>
      )}
      {question && upload && <Ask question={{ question: question.asked, choices: question.choices, option: question.key, free: question.free }} answer={(key) => { const given = { ...answers, [question.key]: key }; setAnswers(given); busy(() => propose(upload, given)); }} />}
      {toml && <details className="small"><summary>{say("data.mapping")}</summary><Textarea mt="sm" aria-label={say("data.mapping")} autosize minRows={6} maxRows={20} styles={{ input: { fontFamily: "ui-monospace, monospace", fontSize: 12.5 } }} value={toml} onChange={(event) => { setToml(event.currentTarget.value); setTrial(null); }} /></details>}
      {trial && <Preview trial={trial} />}
      <Problem error={error} />
      <div className="choices">
        <Button variant="default" loading={isBusy} disabled={!upload || !toml || isLacking} onClick={attempt}>{say("data.try")}</Button>
        <Button loading={isBusy} disabled={!upload || !trial || trial.files.every((each) => each.events === 0)} onClick={keep}>{say("data.import")}</Button>
      </div>
    </div>
  );
}

function Guess({ proposal }: { proposal: Proposal }) {
  const { say } = useSay();
  const format = useFormats();
  return (
    <table className="rows">
      <thead><tr><th scope="col">{say("data.column")}</th><th scope="col">{say("data.takenFor")}</th><th scope="col" className="right">{say("data.confidence")}</th><th scope="col">{say("data.because")}</th></tr></thead>
      <tbody>
        {proposal.columns.map((each) => <tr key={each.column + each.role}><th scope="row">{each.column || "–"}</th><td>{ROLE_WORDS[each.role] ? say(ROLE_WORDS[each.role]) : each.role}</td><td className="right">{format.percent(each.confidence)}</td><td>{each.reason}</td></tr>)}
        {proposal.unused.length > 0 && <tr><th scope="row">{proposal.unused.join(", ")}</th><td colSpan={3} className="muted">{say("data.unused")}</td></tr>}
      </tbody>
    </table>
  );
}

const HEADS = [["at", "role.when"], ["subject", "role.who"], ["activity", "role.what"], ["channel", "role.channel"], ["rating", "quality.field.rating"], ["text", "role.text"]] as const;

/** As it was read, to the second: whoever checks a mapping compares digits, in the file's own zone. */
const moment = (at: unknown) => String(at ?? "").replace("T", " ").replace(/(\.\d+)?(\+00:00|Z)$/, "");

const ROLE_WORDS: Record<string, Sentence> = { time: "role.when", customer: "role.who", activity: "role.what", channel: "role.channel", text: "role.text", rating: "quality.field.rating" };

function Preview({ trial }: { trial: Trial }) {
  const { say } = useSay();
  const format = useFormats();
  const heads = HEADS.filter(([head]) => trial.first.some((row) => row[head] != null));
  const events = trial.files.reduce((sum, each) => sum + each.events, 0);
  const aside = trial.files.reduce((sum, each) => sum + each.quarantined, 0);
  return (
    <section aria-label={say("data.preview")}>
      <h3>{say("data.preview")}</h3>
      <p className="small">{say("data.would", { events: format.number(events), people: format.number(trial.subjects), aside: format.number(aside) })}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={say("data.preview")}>
        <table className="rows">
          <thead><tr>{heads.map(([head, words]) => <th key={head} scope="col">{say(words)}</th>)}</tr></thead>
          <tbody>{trial.first.map((row, i) => <tr key={i}>{heads.map(([head]) => <td key={head}>{head === "at" ? moment(row[head]) : String(row[head] ?? "")}</td>)}</tr>)}</tbody>
        </table>
      </div>
      {trial.lost.length > 0 && <ul className="small">{trial.lost.map((each, i) => <li key={i}>{each.reason}</li>)}</ul>}
    </section>
  );
}
