// Goals under Why: each with how far it is, a form to declare and change them, and the choice to rank all claims by one.
//
// In: goals. Out: the chosen goal's name. A goal of recipe.toml is shown and ranked by, and changed in that file.
import { Button, Modal, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";
import { usePurposes } from "../compare/purposes";
import { useGoals, useKeep, useRemove, type Goal, type Wished } from "./goals";

export function Goals({ chosen, choose }: { chosen: string | null; choose(name: string | null): void }) {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const found = useGoals();
  const [open, setOpen] = useState<Goal | "new" | null>(null);
  const goals = found.data?.goals ?? [];
  if (!mayEdit && goals.length === 0) return null;
  return (
    <section className={goals.length === 0 ? "goals none" : "goals"} aria-labelledby="goals-title">
      <h2 id="goals-title" className={goals.length === 0 ? "visually-hidden" : undefined}>{say("goal.title")}</h2>
      {goals.length === 0 ? <p className="small muted">{say("goal.none")}</p> : <ul className="goal-list">{goals.map((goal) => <One key={goal.name} goal={goal} isChosen={goal.name === chosen} choose={choose} edit={mayEdit && goal.version > 0 ? () => setOpen(goal) : undefined} />)}</ul>}
      {mayEdit && <Button size="compact-sm" variant="default" onClick={() => setOpen("new")}>{say("goal.new")}</Button>}
      <Problem error={found.error} />
      <Modal opened={open !== null} onClose={() => setOpen(null)} closeButtonProps={{ "aria-label": say("drawer.close") }} title={say(open === "new" ? "goal.new" : "goal.change")}>
        {open !== null && <Form goal={open === "new" ? null : open} metrics={found.data?.metrics ?? []} done={(removed) => { if (removed === chosen) choose(null); setOpen(null); }} />}
      </Modal>
    </section>
  );
}

function One({ goal, isChosen, choose, edit }: { goal: Goal; isChosen: boolean; choose(name: string | null): void; edit: (() => void) | undefined }) {
  const { say } = useSay();
  const format = useFormats();
  return (
    <li className="goal">
      <p><b>{goal.title}</b> <span className="small muted">{[goal.owner, goal.date && say("act.until", { day: format.date(goal.date) }), goal.version === 0 && say("goal.written")].filter(Boolean).join(" · ")}</span></p>
      {goal.words.length === 0 ? <p className="small muted" role="status">{say("goal.counting")}</p> : goal.words.map((words) => <p className="small" key={words}>{words}</p>)}
      <div className="doings">
        <Button size="compact-xs" variant={isChosen ? "filled" : "default"} aria-pressed={isChosen} onClick={() => choose(isChosen ? null : goal.name)} aria-label={say("goal.rankThis", { title: goal.title })}>{say("goal.rank")}</Button>
        {edit && <Button size="compact-xs" variant="subtle" onClick={edit} aria-label={say("goal.changeThis", { title: goal.title })}>{say("goal.change")}</Button>}
      </div>
    </li>
  );
}

function Form({ goal, metrics, done }: { goal: Goal | null; metrics: string[]; done(removed?: string): void }) {
  const { say } = useSay();
  const purposes = usePurposes();
  const [wish, setWish] = useState<Wished>({ title: goal?.title ?? "", metric: goal?.metric ?? "", target: goal?.target ?? 0, date: goal?.date ?? null, owner: goal?.owner ?? null, purpose: goal?.purpose ?? null });
  const keep = useKeep(goal);
  const known = wish.metric && !metrics.includes(wish.metric) ? [wish.metric, ...metrics] : metrics;
  const change = (part: Partial<Wished>) => setWish((before) => ({ ...before, ...part }));
  return (
    <form onSubmit={(event) => { event.preventDefault(); keep.mutate({ ...wish, title: wish.title.trim() }, { onSuccess: () => done() }); }}>
      <TextInput data-autofocus required maxLength={200} label={say("goal.words")} value={wish.title} onChange={(event) => change({ title: event.currentTarget.value })} />
      <Select mt="sm" required searchable label={say("goal.metric")} description={say("goal.metricLead")} value={wish.metric || null} onChange={(metric) => change({ metric: metric ?? "" })} data={known} nothingFoundMessage={say("goal.noMetric")} />
      <NumberInput mt="sm" required label={say("goal.target")} description={say("goal.targetLead")} value={wish.target} onChange={(target) => typeof target === "number" && change({ target })} step={0.05} />
      <TextInput mt="sm" type="date" label={say("act.due")} value={wish.date ?? ""} onChange={(event) => change({ date: event.currentTarget.value || null })} />
      <TextInput mt="sm" maxLength={200} label={say("act.owner")} value={wish.owner ?? ""} onChange={(event) => change({ owner: event.currentTarget.value || null })} />
      {purposes.length > 1 && <Select mt="sm" clearable label={say("goal.purpose")} placeholder={say("goal.everyMap")} value={wish.purpose ?? null} onChange={(purpose) => change({ purpose })} data={purposes.map(({ id, title }) => ({ value: id, label: title }))} />}
      <Problem error={keep.error} />
      <div className="doings" style={{ marginTop: 16 }}>
        <Button type="submit" loading={keep.isPending} disabled={wish.title.trim() === "" || wish.metric === ""}>{say("goal.keep")}</Button>
        {goal && <Remove goal={goal} done={done} />}
      </div>
    </form>
  );
}

function Remove({ goal, done }: { goal: Goal; done(removed: string): void }) {
  const { say } = useSay();
  const [isSure, setSure] = useState(false);
  const remove = useRemove(goal, done);
  return (
    <>
      <Button variant="subtle" color={isSure ? "red" : undefined} loading={remove.isPending} onClick={() => (isSure ? remove.mutate() : setSure(true))}>{say(isSure ? "home.removeSure" : "do.remove")}</Button>
      <Problem error={remove.error} />
    </>
  );
}
