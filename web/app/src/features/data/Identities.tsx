// Who is one customer: pairs that a person should decide, each with its reason, and what was decided, to take back.
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Problem, Waiting } from "../../shell/States";
import { follow, succeeded } from "./uploading";

type Pair = components["schemas"]["Pair"];
type Answer = "accept" | "reject" | "undo";

export function Identities() {
  const { say } = useSay();
  const format = useFormats();
  const book = useQuery({ queryKey: ["identities"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/identities", { signal })) });
  if (book.isPending) return <Waiting />;
  if (book.isError) return <Failed error={book.error} retry={() => void book.refetch()} />;
  const { subjects, customers, joined, waiting, decided, numbers = [] } = book.data;
  if (subjects === 0) return <p className="muted">{say("who.nobody")}</p>;
  return (
    <>
      <p>{say("who.sum", { subjects: format.number(subjects), customers: format.number(customers), joined: format.number(joined) })}</p>
      {waiting.length > 0 && <h2 style={{ margin: "24px 0 8px" }}>{say("who.waiting", { count: waiting.length })}</h2>}
      {waiting.length === 0 && <p className="muted">{say("who.none")}</p>}
      {waiting.map((pair) => <PairCard key={pair.id} pair={pair} answers={["accept", "reject"]} />)}
      {numbers.length > 0 && <h2 style={{ margin: "32px 0 8px" }}>{say("who.lists")}</h2>}
      {numbers.map((pair) => <PairCard key={pair.id} pair={pair} answers={[pair.state === "joined" ? "reject" : "accept"]} />)}
      {decided.length > 0 && <h2 style={{ margin: "32px 0 8px" }}>{say("who.decided")}</h2>}
      {decided.map((pair) => <PairCard key={pair.id} pair={pair} answers={["undo"]} />)}
    </>
  );
}

function PairCard({ pair, answers }: { pair: Pair; answers: Answer[] }) {
  const { say } = useSay();
  const format = useFormats();
  const mayEdit = useMay("edit");
  const queries = useQueryClient();
  const decide = useMutation({
    async mutationFn(answer: Answer) {
      const begun = await unwrap(client.POST("/api/v1/identities/{pair_id}", { params: { path: { pair_id: pair.id } }, body: { answer } }));
      const done = await follow(begun, () => undefined);
      succeeded(done);
      await queries.invalidateQueries();
    },
  });
  const kinds = [...new Set([...Object.keys(pair.left.facts ?? {}), ...Object.keys(pair.right.facts ?? {})])];
  return (
    <section className="sheet report pair">
      <p><span className="chip quiet">{say(`who.state.${pair.state}`)}</span> {pair.reason} {pair.confidence != null && <span className="muted small">{say("who.likely", { share: format.percent(pair.confidence) })}</span>}</p>
      <table className="rows">
        <thead><tr><th aria-hidden="true" /><th scope="col">{pair.left.subject} <span className="muted">({pair.left.source})</span></th><th scope="col">{pair.right.subject} <span className="muted">({pair.right.source})</span></th></tr></thead>
        <tbody>{kinds.map((kind) => <tr key={kind}><th scope="row">{kind.replaceAll("_", " ")}</th><td>{(pair.left.facts?.[kind] ?? []).join(", ") || "–"}</td><td>{(pair.right.facts?.[kind] ?? []).join(", ") || "–"}</td></tr>)}</tbody>
      </table>
      <Problem error={decide.error} />
      {mayEdit && <div className="choices">{answers.map((answer) => <Button key={answer} size="compact-md" variant={answer === "accept" ? "filled" : "default"} loading={decide.isPending && decide.variables === answer} disabled={decide.isPending} onClick={() => decide.mutate(answer)}>{say(answer !== "undo" && pair.left.subject.endsWith(":*") ? `who.${answer}List` : `who.${answer}`)}</Button>)}</div>}
    </section>
  );
}
