// What the cards of a brought map speak of: proposed by the machine, confirmed by a person, answered by the data.
//
// In: a map. Out: a row a card with the touchpoint it may be; nothing is bound before somebody presses the button. What
// is bound already can be taken back by choosing nothing.
import { Button, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { useMay } from "../../api/session";
import { useSay } from "../../i18n";
import { useFormats } from "../../i18n/formats";
import { Failed, Problem, Waiting } from "../../shell/States";
import { follow, succeeded } from "../data/uploading";
import "./match.css";

type Match = components["schemas"]["Match"];
type Answers = Record<string, string | null>;

export function MatchScreen({ id }: { id: string }) {
  const { say } = useSay();
  const mayEdit = useMay("edit");
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Answers>({});
  const [words, setWords] = useState("");
  useEffect(() => { document.title = `${say("match.title")} · Desireline`; }, [say]);
  const found = useQuery({ queryKey: ["matches", id], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/matches", { params: { path: { map_id: id } }, signal })) });
  const confirm = useMutation({
    async mutationFn(answers: Answers) {
      const begun = await unwrap(client.POST("/api/v1/maps/{map_id}/matches", { params: { path: { map_id: id } }, body: { answers } }));
      succeeded(await follow(begun, (job) => setWords(job.words)));
      await Promise.all(["matches", "maps", "map"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onSuccess: () => setChosen({}),
    onSettled: () => setWords(""),
  });
  const touchpoints = useMemo(() => found.data?.touchpoints.map((value) => ({ value, label: value })) ?? [], [found.data]);
  if (found.isPending) return <Waiting words={say("match.looking")} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { matches, said } = found.data;
  const wasAsked = matches.some((each) => each.matched);
  const answerOf = (match: Match) => (match.part in chosen ? chosen[match.part] : match.matched ?? (wasAsked ? null : match.proposed)) ?? null;
  const answers = Object.fromEntries(matches.map((match): [string, string | null] => [match.part, answerOf(match)]));
  const changed = Object.fromEntries(matches.filter((match) => answers[match.part] !== (match.matched ?? null)).map((match) => [match.part, answers[match.part]]));
  const count = Object.keys(changed).length;
  return (
    <div className="page match">
      <header><div><h1>{say("match.title")}</h1><p>{say("match.lead")}</p></div></header>
      <Said said={said} />
      <p><Link href={`/maps/${encodeURIComponent(id)}`}>{say("match.map")}</Link></p>
      <table className="rows">
        <thead><tr><th scope="col">{say("match.card")}</th><th scope="col">{say("match.where")}</th><th scope="col">{say("match.speaks")}</th><th scope="col">{say("match.likeness")}</th></tr></thead>
        <tbody>{matches.map((match) => <Row key={match.part} match={match} answer={answers[match.part]} touchpoints={touchpoints} mayEdit={mayEdit} choose={(next) => setChosen((before) => ({ ...before, [match.part]: next }))} />)}</tbody>
      </table>
      <Problem error={confirm.error} />
      {mayEdit && (
        <div className="confirm">
          <Button loading={confirm.isPending} disabled={count === 0} onClick={() => confirm.mutate(changed)}>{say("match.confirm", { count })}</Button>
          <span className="small muted" role="status">{confirm.isPending ? words || say("match.asking") : ""}</span>
        </div>
      )}
    </div>
  );
}

function Row({ match, answer, touchpoints, mayEdit, choose }: { match: Match; answer: string | null; touchpoints: { value: string; label: string }[]; mayEdit: boolean; choose(next: string | null): void }) {
  const { say } = useSay();
  const format = useFormats();
  const like = match.candidates.find((each) => each.touchpoint === answer)?.likeness;
  const near = match.candidates.map((each) => each.touchpoint);
  const data = [...touchpoints].sort((a, b) => rank(near, a.value) - rank(near, b.value));
  return (
    <tr>
      <th scope="row">{match.words}</th>
      <td className="muted">{match.stage}{match.lane && ` · ${match.lane}`}</td>
      <td>{mayEdit ? <Select size="xs" searchable clearable aria-label={say("match.speaksOf", { words: match.words })} placeholder={say("match.nothing")} data={data} value={answer} onChange={choose} /> : answer ?? say("match.nothing")}</td>
      <td className="small">{match.matched && answer === match.matched ? say("match.confirmed") : like != null ? format.percent(like) : ""}</td>
    </tr>
  );
}

const rank = (near: string[], key: string) => (near.includes(key) ? near.indexOf(key) : near.length);

/** The tally as a bar with its words: of 64 cards, 21 supported, 9 contradicted, 34 unmeasured. */
export function Said({ said }: { said: components["schemas"]["Said"] }) {
  const { say } = useSay();
  const parts = ["supported", "contradicted", "undecided", "unmeasured"] as const;
  return (
    <section className="tally" aria-label={say("match.tally")}>
      <div aria-hidden="true">{parts.map((part) => said[part] > 0 && <span key={part} className={part} style={{ flexGrow: said[part] }} />)}</div>
      <p>{say("match.of", { count: said.cards })} {parts.filter((part) => said[part] > 0 || part !== "undecided").map((part, i) => <span key={part}>{i > 0 && ", "}<b className={`word ${part}`}>{say(`match.${part}`, { count: said[part] })}</b></span>)}.</p>
    </section>
  );
}
