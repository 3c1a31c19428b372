// Every claim that the data carry, in words, with how far it carries: what hurts comes first.
//
// In: the insights as computed last, or those of one topic's journeys. Out: groups of claims with verdicts in words, and
// filters. Long groups show their first claims; who the customers are stands under People and is folded here. A claim of
// one topic is read, not kept: maps and opportunities ask the numbers of everybody.
import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { BringData, Failed, Nothing, Waiting } from "../../shell/States";
import { Claim } from "./Claim";
import { useGoals, useToward } from "./goals";
import { Goals } from "./Goals";
import { Narrowed } from "./Narrowed";
import { useNarrowed, useTopics, type Topic } from "./topics";
import { GROUPS, groupOf, inReadingOrder, kindWords, type Group } from "./kinds";

type Insight = components["schemas"]["Insight"];
const CARRIES = ["shown", "suggested", "continuum"];
/** How many of a group are shown at once. */
const FIRST: Record<Group, number> = { hurts: 6, delights: 3, decides: 4, changed: 3, ways: 3, who: 2, data: 2 };

interface Wanted {
  kind: string | null;
  purpose: string | null;
  topic: number | null;
  /** Name of the goal that all is ranked by. */
  goal: string | null;
  words: string;
  onlyKnown: boolean;
}

export function Claims() {
  const { say } = useSay();
  const format = useFormats();
  const [wanted, setWanted] = useState<Wanted>({ kind: null, purpose: null, topic: null, goal: null, words: "", onlyKnown: true });
  const found = useQuery({ queryKey: ["insights"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/insights", { signal })) });
  const everybody = found.data?.insights ?? [];
  const topics = useTopics(everybody.length > 0);
  const topic = topics.find(({ id }) => id === wanted.topic);
  const narrowed = useNarrowed(topic?.id ?? null);
  const goals = useGoals();
  const toward = useToward(topic ? undefined : goals.data?.goals.find(({ name }) => name === wanted.goal));
  const all = topic ? narrowed.data?.insights ?? [] : toward.data?.insights ?? everybody;
  const groups = useMemo(() => grouped(all, wanted), [all, wanted]);
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (everybody.length === 0) return <Nothing within title={say("why.nothing")} actions={<BringData />}><p>{say("why.nothingLead")}</p></Nothing>;
  const shown = groups.reduce((sum, [, claims]) => sum + claims.length, 0);
  const change = (part: Partial<Wanted>) => setWanted((before) => ({ ...before, ...part }));
  return (
    <>
      <Filters all={everybody} topics={topics} wanted={wanted} change={change} count={shown} />
      {!topic && <Goals chosen={wanted.goal} choose={(goal) => change({ goal })} />}
      {!topic && wanted.goal !== null && <p role="status">{say("goal.ranked", { title: goals.data?.goals.find(({ name }) => name === wanted.goal)?.title ?? wanted.goal })}</p>}
      {topic && <Narrowed topic={topic} topics={topics} found={narrowed.data} error={narrowed.error} purpose={wanted.purpose} show={(next) => change({ topic: next })} />}
      {topic && narrowed.data && shown === 0 && wanted.onlyKnown && <p className="muted">{say("why.topic.nothing", { only: say("why.onlyShown") })}</p>}
      {groups.map(([group, claims]) => <Section key={group} group={group} claims={claims} isKeepable={!topic} isWhole={wanted.kind !== null || wanted.words !== ""} />)}
      <p className="small muted" style={{ marginTop: 24 }}>{say("why.age", { age: format.ago(found.data.age_seconds) })}{found.data.behind && ` ${say("why.behind")}`}</p>
    </>
  );
}

function grouped(all: readonly Insight[], { kind, purpose, words, onlyKnown }: Wanted): [Group, Insight[]][] {
  const sought = words.trim().toLowerCase();
  const fits = all.filter((each) => (!kind || each.kind === kind) && (!purpose || each.purpose === purpose) && (!onlyKnown || CARRIES.includes(each.verdict)) && (!sought || each.words.toLowerCase().includes(sought)));
  const ordered = inReadingOrder(fits);
  return GROUPS.map((group): [Group, Insight[]] => [group, ordered.filter((each) => groupOf(each.kind) === group)]).filter(([, claims]) => claims.length > 0);
}

function Filters({ all, topics, wanted, change, count }: { all: readonly Insight[]; topics: readonly Topic[]; wanted: Wanted; change(part: Partial<Wanted>): void; count: number }) {
  const { say } = useSay();
  const purposes = [...new Set(all.map((each) => each.purpose))];
  const kinds = [...new Set(all.map((each) => each.kind))];
  const data = GROUPS.map((group) => ({ group: say(`why.group.${group}`), items: kinds.filter((kind) => groupOf(kind) === group).map((value) => ({ value, label: kindWords(say, value) })) })).filter(({ items }) => items.length > 0);
  return (
    <div className="filters" role="group" aria-label={say("why.filters")}>
      <TextInput size="sm" w={220} aria-label={say("why.find")} placeholder={say("why.find")} value={wanted.words} onChange={(event) => change({ words: event.currentTarget.value })} />
      <Select size="sm" clearable searchable placeholder={say("why.everyKind")} aria-label={say("why.kind")} value={wanted.kind} onChange={(kind) => change({ kind })} data={data} maxDropdownHeight={420} />
      {purposes.length > 1 && <Select size="sm" clearable placeholder={say("why.everyPurpose")} aria-label={say("why.purpose")} value={wanted.purpose} onChange={(purpose) => change({ purpose })} data={purposes} />}
      {topics.length > 0 && <Select size="sm" w={280} clearable searchable placeholder={say("why.topic.any")} aria-label={say("why.topic.label")} value={wanted.topic === null ? null : String(wanted.topic)} onChange={(topic) => change({ topic: topic === null ? null : Number(topic) })} data={topics.map(({ id, name }) => ({ value: String(id), label: name }))} />}
      <Checkbox label={say("why.onlyShown")} checked={wanted.onlyKnown} onChange={(event) => change({ onlyKnown: event.currentTarget.checked })} />
      <span className="muted small" role="status">{say("why.count", { count })}</span>
    </div>
  );
}

function Section({ group, claims, isWhole, isKeepable }: { group: Group; claims: Insight[]; isWhole: boolean; isKeepable: boolean }) {
  const { say } = useSay();
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen || isWhole ? claims : claims.slice(0, FIRST[group]);
  return (
    <section className="claims" aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`}>{say(`why.group.${group}`)}</h2>
      <ol className="insights">{shown.map((insight, i) => <Claim key={`${insight.kind}${insight.touchpoint}${insight.condition}${insight.metric}${insight.persona}${i}`} insight={insight} isKeepable={isKeepable} />)}</ol>
      {shown.length < claims.length && <Button mt="sm" variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>{say("why.more", { count: claims.length - shown.length })}</Button>}
    </section>
  );
}
