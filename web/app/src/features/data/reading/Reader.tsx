// One text in sentences: chosen ones, by mouse or keys, become a card on a map.
//
// In: the id of a reading. Out: chosen sentences, in their order. Sentences are buttons in one tab stop; arrows go between
// them, Space or Enter chooses, Shift chooses all from the last one. Of a recorded call an owner hears each from where it begins.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { client, unwrap } from "../../../api/http";
import type { components } from "../../../api/schema";
import { useMay } from "../../../api/session";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";
import { Failed, Waiting } from "../../../shell/States";
import { clock } from "../../map/behind/clock";
import { isMasked, Unmask } from "../../map/behind/Unmask";
import { Hang } from "./Hang";
import { playFrom } from "../../../shell/sound";

type Sentence = components["schemas"]["Sentence"];

export function Reader({ id }: { id: string }) {
  const { say } = useSay();
  const format = useFormats();
  const mayEdit = useMay("edit");
  const isOwner = useMay("own");
  const sound = useRef<HTMLAudioElement>(null);
  const [isGone, setGone] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const found = useQuery({ queryKey: ["reading", id], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/readings/{reading_id}", { params: { path: { reading_id: id } }, signal })) });
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { reading, sentences, sound: call } = found.data;
  const isHeard = call !== null && isOwner && !isGone;
  const play = (ms: number) => playFrom(sound.current, ms);
  const words = sentences.filter((_, i) => chosen.has(i)).map((each) => each.text).join(" ");
  const by = [say(`read.kind.${reading.kind}`), format.date(reading.day)].join(", ");
  const masked = sentences.find((each, i) => (chosen.size === 0 || chosen.has(i)) && isMasked(each.text) && reading.kind === "interview");
  return (
    <article className="reader" aria-label={reading.title || say("read.untitled")}>
      <header>
        <h2>{reading.title || say("read.untitled")}</h2>
        <p className="small muted">{[by, reading.author && say("read.by", { who: reading.author }), reading.touchpoint ?? reading.stage].filter(Boolean).join(" · ")}</p>
        <p className="small muted">{say(reading.kind === "note" || reading.kind === "study" ? "read.hypothesis" : "read.masked")}</p>
        {isHeard && <audio ref={sound} controls preload="none" src={`api/v1/calls/${call}/sound`} onError={() => setGone(true)} aria-label={say("behind.sound")} />}
        {call !== null && <p className="tiny muted">{say(isGone ? "behind.gone" : isOwner ? "behind.unmasked" : "behind.masked")}</p>}
      </header>
      {mayEdit && <p className="tiny muted" id="how-to-choose">{say("read.how")}</p>}
      <Sentences sentences={sentences} chosen={chosen} choose={setChosen} play={isHeard ? play : null} />
      {masked && isOwner && <Unmask key={masked.id} said={masked.id} />}
      {mayEdit && chosen.size > 0 && (
        <Hang words={words} quote={sentences.find((_, i) => chosen.has(i))!.id} source={by} place={{ touchpoint: reading.touchpoint, stage: reading.stage }}>
          <Button size="compact-sm" variant="subtle" onClick={() => setChosen(new Set())}>{say("read.clear")}</Button>
        </Hang>
      )}
    </article>
  );
}

interface Choosing {
  sentences: readonly Sentence[];
  chosen: ReadonlySet<number>;
  choose(chosen: ReadonlySet<number>): void;
  play: ((ms: number) => void) | null;
}

function Sentences({ sentences, chosen, choose, play }: Choosing) {
  const { say } = useSay();
  const list = useRef<HTMLOListElement>(null);
  const [at, setAt] = useState(0);
  const last = useRef(0);
  const press = (i: number, event: MouseEvent) => {
    const next = new Set(chosen);
    const [from, to] = event.shiftKey ? [Math.min(last.current, i), Math.max(last.current, i)] : [i, i];
    const isTaken = !event.shiftKey && chosen.has(i);
    for (let each = from; each <= to; each++) if (isTaken) next.delete(each); else next.add(each);
    last.current = i;
    setAt(i);
    choose(next);
  };
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? sentences.length - 1 : step ? Math.min(Math.max(at + step, 0), sentences.length - 1) : null;
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    list.current?.querySelectorAll<HTMLElement>("[data-sentence]")[to]?.focus();
  };
  return (
    <ol className="sentences" ref={list} onKeyDown={walk} aria-describedby="how-to-choose">
      {sentences.map((each, i) => (
        <li key={i} className={each.speaker}>
          {each.begins_ms !== null && (play ? <button type="button" className="at" onClick={() => play(each.begins_ms!)} aria-label={say("behind.playFrom", { at: clock(each.begins_ms) })}>{clock(each.begins_ms)}</button> : <span className="at">{clock(each.begins_ms)}</span>)}
          {(i === 0 || sentences[i - 1].speaker !== each.speaker) && <b className="small">{say(`speaker.${each.speaker}`)} </b>}
          <button type="button" data-sentence tabIndex={i === at ? 0 : -1} aria-pressed={chosen.has(i)} onClick={(event) => press(i, event)} onFocus={() => setAt(i)}>{each.text}</button>
        </li>
      ))}
    </ol>
  );
}
