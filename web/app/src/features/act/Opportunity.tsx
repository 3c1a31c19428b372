// One opportunity: its words, who takes care, until when, and the claim then and today.
import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";

type It = components["schemas"]["OneOpportunity"];
type Changes = Omit<components["schemas"]["ChangedOpportunity"], "version">;
type Status = It["status"];
export const STATUSES: readonly Status[] = ["idea", "planned", "doing", "done", "dropped"];

export function Opportunity({ it }: { it: It }) {
  const { say } = useSay();
  const format = useFormats();
  const mayEdit = useMay("edit");
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ["opportunities"] });
  const change = useMutation({
    scope: { id: it.id }, // one after the other, each upon the version that the one before made
    mutationFn: (changes: Changes) => unwrap(client.PATCH("/api/v1/opportunities/{opportunity_id}", { params: { path: { opportunity_id: it.id } }, body: { version: versionOf(queries, it), ...changes } })),
    onSuccess: (changed) => queries.setQueryData<It[]>(["opportunities"], (all) => all?.map((each) => (each.id === changed.id ? changed : each))),
    onError: refresh,
  });
  const isLate = it.due !== null && it.status !== "done" && it.status !== "dropped" && new Date(it.due) < new Date();
  return (
    <li className="sheet opportunity">
      <h3>{it.title}</h3>
      <p className="small">
        {it.owner ?? <span className="muted">{say("act.nobody")}</span>}
        {it.due && <> · <span className={isLate ? "late" : undefined}>{say(isLate ? "act.late" : "act.until", { day: format.date(it.due) })}</span></>}
      </p>
      {it.claim && <Claim then={it.claim} today={it.today} />}
      {it.note && !isOpen && <p className="small note">{it.note}</p>}
      <div className="doings">
        {mayEdit && <Select size="xs" w={124} aria-label={say("act.statusOf", { title: it.title })} allowDeselect={false} value={it.status} data={STATUSES.map((value) => ({ value, label: say(`status_of.${value}`) }))} onChange={(status) => status && change.mutate({ status: status as Status })} />}
        <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{say(isOpen ? "act.close" : "act.open")}</Button>
        {it.map && <Link className="small" href={`/maps/${encodeURIComponent(it.map)}`}>{say("nav.map")}</Link>}
      </div>
      <Problem error={change.error} />
      {isOpen && <Details it={it} mayEdit={mayEdit} save={(changes) => change.mutate(changes)} refresh={refresh} />}
    </li>
  );
}

const versionOf = (queries: QueryClient, it: It): number => queries.getQueryData<It[]>(["opportunities"])?.find((each) => each.id === it.id)?.version ?? it.version;

type Said = components["schemas"]["ClaimSaid"];

/** What the data said when it began, and where that stands now. */
function Claim({ then, today }: { then: Said; today: Said | null }) {
  const { say } = useSay();
  const isSame = today?.words === then.words;
  return (
    <div className="claim-of small">
      <p>{then.words}</p>
      {!isSame && <p className="today"><b>{say("act.today")}</b> {today?.words ?? say("act.gone")}</p>}
    </div>
  );
}

function Details({ it, mayEdit, save, refresh }: { it: It; mayEdit: boolean; save(changes: Changes): void; refresh(): Promise<void> }) {
  const { say } = useSay();
  const members = useQuery({ queryKey: ["members"], enabled: mayEdit, staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/members", { signal })) });
  const [isSure, setSure] = useState(false);
  const remove = useMutation({ mutationFn: () => unwrap(client.DELETE("/api/v1/opportunities/{opportunity_id}", { params: { path: { opportunity_id: it.id } } })), onSuccess: refresh });
  const names = members.data?.map((each) => each.name) ?? [];
  if (!mayEdit) return <History it={it} />;
  return (
    <div className="details">
      <Line label={say("act.titleOf")} value={it.title} save={(title) => title && save({ title })} />
      <Line label={say("act.owner")} value={it.owner ?? ""} save={(owner) => save({ owner: owner || null })} choices={names} />
      <Line label={say("act.due")} type="date" value={it.due ?? ""} save={(due) => save({ due: due || null })} />
      <Note value={it.note} save={(note) => save({ note })} />
      <History it={it} />
      {isSure ? <Button size="compact-xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{say("home.removeSure")}</Button> : <Button size="compact-xs" variant="subtle" onClick={() => setSure(true)} aria-label={say("home.removeThis", { title: it.title })}>{say("do.remove")}</Button>}
      <Problem error={remove.error} />
    </div>
  );
}

/** Kept when the pen is put down. */
function Line({ label, value, save, type = "text", choices }: { label: string; value: string; save(words: string): unknown; type?: "text" | "date"; choices?: string[] }) {
  const [words, setWords] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    sent.current = value;
    setWords(value);
  }, [value]);
  // pressing Enter and leaving are one change
  const keep = () => {
    if (words.trim() === sent.current) return;
    sent.current = words.trim();
    save(words.trim());
  };
  const id = choices && `choices-${label}`;
  return (
    <>
      <TextInput size="xs" type={type} label={label} value={words} list={id} onChange={(event) => setWords(event.currentTarget.value)} onBlur={keep} onKeyDown={(event) => event.key === "Enter" && keep()} />
      {choices && <datalist id={id}>{choices.map((each) => <option key={each} value={each} />)}</datalist>}
    </>
  );
}

function Note({ value, save }: { value: string; save(words: string): void }) {
  const { say } = useSay();
  const [words, setWords] = useState(value);
  useEffect(() => setWords(value), [value]);
  return <Textarea size="xs" label={say("act.note")} autosize minRows={2} maxRows={8} value={words} onChange={(event) => setWords(event.currentTarget.value)} onBlur={() => words.trim() !== value && save(words.trim())} />;
}

/** Who changed what, the newest first. */
function History({ it }: { it: It }) {
  const { say } = useSay();
  const format = useFormats();
  const found = useQuery({ queryKey: ["opportunities", it.id, it.version], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/opportunities/{opportunity_id}/history", { params: { path: { opportunity_id: it.id } }, signal })) });
  const lines = (found.data ?? []).map((now, i, all) => {
    const before = all[i - 1];
    if (!before) return say("act.began", { who: now.changed_by, day: format.date(now.changed_at) });
    const parts = [before.status !== now.status && say(`status_of.${now.status}`), before.owner !== now.owner && (now.owner ?? say("act.nobody")), before.due !== now.due && (now.due ? say("act.until", { day: format.date(now.due) }) : say("act.noDay")), before.title !== now.title && `“${now.title}”`, before.note !== now.note && say("act.note")];
    return `${format.date(now.changed_at)}, ${now.changed_by}: ${parts.filter(Boolean).join(", ")}`;
  });
  return <details className="tiny muted"><summary>{say("act.history")}</summary><ol reversed>{lines.reverse().map((line, i) => <li key={i}>{line}</li>)}</ol></details>;
}
