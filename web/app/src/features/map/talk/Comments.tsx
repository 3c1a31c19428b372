// What people say about a part of the map: threads that can be answered, settled and opened again.
//
// In: a map and the id of the chosen part. Out: its threads, the oldest first, and a pen. `@name` names a member,
// who hears of it by mail where the server has one.
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../../api/http";
import type { components } from "../../../api/schema";
import { useMay } from "../../../api/session";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";
import { Problem } from "../../../shell/States";
import { Pen } from "./Pen";

export type Comment = components["schemas"]["Comment"];
const AGAIN_MS = 15_000;

export function useComments(map: string) {
  return useQuery({ queryKey: ["comments", map], refetchInterval: AGAIN_MS, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/comments", { params: { path: { map_id: map } }, signal })) });
}

export function Comments({ map, anchor }: { map: string; anchor: string }) {
  const { say } = useSay();
  const mayComment = useMay("comment");
  const comments = useComments(map);
  const here = (comments.data ?? []).filter((each) => each.anchor === anchor);
  const firsts = here.filter((each) => each.thread === each.id);
  return (
    <section aria-label={say("talk.title")} data-talk>
      <h3>{say("talk.title")}</h3>
      {firsts.map((first) => <Thread key={first.id} map={map} first={first} answers={(comments.data ?? []).filter((each) => each.thread === first.id && each.id !== first.id)} mayComment={mayComment} />)}
      {firsts.length === 0 && !mayComment && <p className="muted small">{say("talk.none")}</p>}
      {mayComment && <Pen map={map} anchor={anchor} thread={null} />}
    </section>
  );
}

export function Thread({ map, first, answers, mayComment }: { map: string; first: Comment; answers: Comment[]; mayComment: boolean }) {
  const { say } = useSay();
  const queries = useQueryClient();
  const [isAnswering, setAnswering] = useState(false);
  const isSettled = first.resolved_at !== null;
  const settle = useMutation({
    mutationFn: () => unwrap(client.PUT("/api/v1/maps/{map_id}/comments/{comment_id}/resolved", { params: { path: { map_id: map, comment_id: first.id } }, body: { resolved: !isSettled } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["comments", map] }),
  });
  const body = [first, ...answers].map((each) => <Said key={each.id} comment={each} />);
  return (
    <div className="thread">
      {isSettled ? <details><summary className="small">{say("talk.settled", { name: first.author_name })}</summary>{body}</details> : body}
      {mayComment && (
        <div className="doings">
          {!isSettled && <Button size="compact-xs" variant="default" onClick={() => setAnswering(!isAnswering)}>{say("talk.answer")}</Button>}
          <Button size="compact-xs" variant="default" loading={settle.isPending} onClick={() => settle.mutate()}>{say(isSettled ? "talk.reopen" : "talk.settle")}</Button>
        </div>
      )}
      <Problem error={settle.error} />
      {isAnswering && <Pen map={map} anchor={first.anchor} thread={first.thread} done={() => setAnswering(false)} />}
    </div>
  );
}

function Said({ comment }: { comment: Comment }) {
  const format = useFormats();
  return (
    <div className="said">
      <p className="tiny muted"><b>{comment.author_name}</b> · {format.date(comment.at)}</p>
      <p>{comment.text}</p>
    </div>
  );
}
