// Above claims of one topic: that they are of its journeys alone, how many those are, and the way back to everybody.
import { Button } from "@mantine/core";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Problem } from "../../shell/States";
import { usePurposes } from "../compare/purposes";
import { TopicMenu } from "./TopicMenu";
import type { Narrowed as Found, Topic } from "./topics";

export function Narrowed({ topic, topics, found, error, purpose, show }: { topic: Topic; topics: readonly Topic[]; found: Found | undefined; error: unknown; purpose: string | null; show(topic: number | null): void }) {
  const { say } = useSay();
  const format = useFormats();
  const mayEdit = useMay("edit");
  const purposes = usePurposes();
  const seen = found?.seen.filter((each) => !purpose || each.purpose === purpose);
  const titleOf = (id: string) => purposes.find((each) => each.id === id)?.title ?? id;
  return (
    <div className="narrowed">
      <p role="status">
        {seen?.length === 0 ? say("why.topic.few", { topic: topic.name }) : say("why.topic.only", { topic: topic.name })}{" "}
        {!seen && !error && <span className="muted">{say("why.topic.asking")}</span>}
        <span className="number">{seen?.map((each) => `${titleOf(each.purpose)}: ${say("compare.sum", { journeys: format.number(each.journeys), customers: format.number(each.customers) })}`).join(" · ")}</span>
      </p>
      <Problem error={error} />
      <Button size="compact-sm" variant="default" onClick={() => show(null)}>{say("why.topic.back")}</Button>
      {mayEdit && <TopicMenu key={topic.id} topic={topic} others={topics.filter(({ id }) => id !== topic.id)} show={show} />}
    </div>
  );
}
