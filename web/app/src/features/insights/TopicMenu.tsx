// What an editor can say of a topic: another name, that it stays, that it is a part of another one.
import { Button, Menu, Modal, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSay } from "../../i18n";
import { Problem } from "../../shell/States";
import { useChoice, type Topic } from "./topics";

export function TopicMenu({ topic, others, show }: { topic: Topic; others: readonly Topic[]; show(topic: number): void }) {
  const { say } = useSay();
  const [asks, setAsks] = useState<"name" | "merge" | null>(null);
  const [name, setName] = useState(topic.name);
  const [into, setInto] = useState<string | null>(null);
  const choice = useChoice(topic.id, show);
  const ask = (what: typeof asks) => { choice.reset(); setName(topic.name); setInto(null); setAsks(what); };
  const close = () => setAsks(null);
  return (
    <>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target><Button size="compact-sm" variant="subtle">{say("why.topic.menu")}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => ask("name")}>{say("why.topic.rename")}</Menu.Item>
          <Menu.Item disabled={topic.pinned} onClick={() => choice.mutate({ pinned: true })}>{say(topic.pinned ? "why.topic.pinned" : "why.topic.pin")}</Menu.Item>
          <Menu.Item disabled={others.length === 0} onClick={() => ask("merge")}>{say("why.topic.merge")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asks === null && <Problem error={choice.error} />}
      <Modal opened={asks === "name"} onClose={close} closeButtonProps={{ "aria-label": say("drawer.close") }} title={say("why.topic.rename")}>
        <form onSubmit={(event) => { event.preventDefault(); choice.mutate({ name: name.trim() }, { onSuccess: close }); }}>
          <TextInput data-autofocus label={say("why.topic.name")} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Problem error={choice.error} />
          <Button mt="md" type="submit" loading={choice.isPending} disabled={name.trim() === "" || name.trim() === topic.name}>{say("why.topic.save")}</Button>
        </form>
      </Modal>
      <Modal opened={asks === "merge"} onClose={close} closeButtonProps={{ "aria-label": say("drawer.close") }} title={say("why.topic.merge")}>
        <form onSubmit={(event) => { event.preventDefault(); choice.mutate({ merged_into: Number(into) }); }}>
          <p className="small">{say("why.topic.mergeLead", { topic: topic.name })}</p>
          <Select mt="sm" data-autofocus searchable label={say("why.topic.into")} value={into} onChange={setInto} data={others.map(({ id, name: label }) => ({ value: String(id), label }))} />
          <Problem error={choice.error} />
          <Button mt="md" type="submit" loading={choice.isPending} disabled={into === null}>{say("why.topic.mergeGo")}</Button>
        </form>
      </Modal>
    </>
  );
}
