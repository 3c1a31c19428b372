// Act: what people want to make better, by how far it is, each with an owner, a day, and the claim that it began with.
//
// In: opportunities and what the data say of each today. Out: columns by status; every card is changed where it
// stands. A claim that the data no longer make is said to be gone: that may be the success, or the question.
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { Failed, Problem, Waiting } from "../../shell/States";
import { Opportunity, STATUSES } from "./Opportunity";
import "./act.css";

const AGAIN_MS = 30_000;

export function Act() {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const [showsDropped, setShowsDropped] = useState(false);
  useEffect(() => { document.title = `${say("nav.act")} · Desireline`; }, [say]);
  const found = useQuery({ queryKey: ["opportunities"], refetchInterval: AGAIN_MS, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/opportunities", { signal })) });
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const dropped = found.data.filter((each) => each.status === "dropped").length;
  const columns = STATUSES.filter((status) => status !== "dropped" || showsDropped);
  return (
    <div className="page act">
      <header><div><h1>{say("act.title")}</h1><p>{say("act.lead")}</p></div></header>
      {mayEdit && <Begin />}
      {found.data.length === 0 ? (
        <p className="muted empty">{say("act.none")} <Link href="/why">{say("act.find")}</Link></p>
      ) : (
        <div className="columns">
          {columns.map((status) => {
            const here = found.data.filter((each) => each.status === status);
            return (
              <section key={status} aria-labelledby={`status-${status}`}>
                <h2 id={`status-${status}`}>{say(`status_of.${status}`)} <span className="muted number">{here.length}</span></h2>
                <ul>{here.map((each) => <Opportunity key={each.id} it={each} />)}</ul>
              </section>
            );
          })}
        </div>
      )}
      {dropped > 0 && <Button mt="lg" size="compact-sm" variant="subtle" aria-pressed={showsDropped} onClick={() => setShowsDropped(!showsDropped)}>{say(showsDropped ? "act.hideDropped" : "act.showDropped", { count: dropped })}</Button>}
    </div>
  );
}

/** An idea that no claim stands behind. */
function Begin() {
  const { say } = useSay();
  const queries = useQueryClient();
  const [title, setTitle] = useState("");
  const make = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/opportunities", { body: { title: title.trim(), about: null, map: null, owner: null, due: null, note: "" } })),
    async onSuccess() {
      setTitle("");
      await queries.invalidateQueries({ queryKey: ["opportunities"] });
    },
  });
  return (
    <form className="choices" onSubmit={(event) => { event.preventDefault(); if (title.trim()) make.mutate(); }}>
      <TextInput w={420} aria-label={say("act.idea")} placeholder={say("act.idea")} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <Button type="submit" variant="default" loading={make.isPending} disabled={!title.trim()}>{say("act.add")}</Button>
      <Problem error={make.error} />
    </form>
  );
}
