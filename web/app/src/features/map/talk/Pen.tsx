// Where a comment is written. An @ offers the members as one types: arrows go, Enter takes, Escape leaves.
import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { client, unwrap } from "../../../api/http";
import { useSession } from "../../../api/session";
import { useSay } from "../../../i18n";
import { Problem } from "../../../shell/States";
import { mentioned, offered, type Named } from "./mention";

export function Pen({ map, anchor, thread, done }: { map: string; anchor: string; thread: string | null; done?(): void }) {
  const { say } = useSay();
  const isGuest = useSession().data?.who?.kind === "guest";
  const queries = useQueryClient();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [words, setWords] = useState("");
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const found = useQuery({ queryKey: ["members"], enabled: !isGuest, staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/members", { signal })) });
  const members: readonly Named[] = found.data ?? [];
  const send = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/maps/{map_id}/comments", { params: { path: { map_id: map } }, body: { text: words.trim(), anchor, thread, mentions: mentioned(words, members) } })),
    async onSuccess() {
      setWords("");
      await queries.invalidateQueries({ queryKey: ["comments", map] });
      done?.();
    },
  });
  const offer = caret === null ? null : offered(words, caret, members);
  const current = offer ? Math.min(at, offer.members.length - 1) : 0;

  useEffect(() => {
    if (offer) document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  }, [offer?.members.length, id]);

  const take = ({ name }: Named) => {
    if (!offer || caret === null) return;
    const before = `${words.slice(0, offer.from)}${name} `;
    // at once: a letter that is typed before the next frame would stand before the caret is moved
    flushSync(() => {
      setWords(before + words.slice(caret).replace(/^ /, ""));
      setCaret(null);
    });
    field.current?.focus();
    field.current?.setSelectionRange(before.length, before.length);
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
    else if (!offer) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") setAt((current + (event.key === "ArrowDown" ? 1 : offer.members.length - 1)) % offer.members.length);
    else if (event.key === "Enter" || event.key === "Tab") take(offer.members[current]);
    else if (event.key === "Escape") setCaret(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const label = say(thread ? "talk.answer" : "talk.write");
  return (
    <form className="pen" onSubmit={(event) => { event.preventDefault(); if (words.trim()) send.mutate(); }}>
      <Textarea
        ref={field} aria-label={label} placeholder={label} autosize minRows={1} maxRows={6} value={words}
        aria-controls={offer ? id : undefined} aria-activedescendant={offer ? `${id}-${current}` : undefined} aria-autocomplete="list"
        onChange={(event) => { setWords(event.currentTarget.value); setCaret(event.currentTarget.selectionStart); setAt(0); }}
        onBlur={() => setCaret(null)} onKeyDown={onKey}
      />
      {offer && (
        <ul className="offer" id={id} role="listbox" aria-label={say("talk.offer")}>
          {offer.members.map((each, i) => <li key={each.id} id={`${id}-${i}`} role="option" aria-selected={i === current} onMouseDown={(event) => { event.preventDefault(); take(each); }}>{each.name}</li>)}
        </ul>
      )}
      {words && <Button type="submit" size="compact-sm" loading={send.isPending}>{say("talk.send")}</Button>}
      <Problem error={send.error} />
    </form>
  );
}
