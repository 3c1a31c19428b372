// A recorded call: its turns, masked, each of a customer with its tone; for owners its sound, in which nothing is masked.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { client, unwrap } from "../../../api/http";
import type { components } from "../../../api/schema";
import { useMay } from "../../../api/session";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";
import { Problem } from "../../../shell/States";
import { clock } from "./clock";
import { Tone } from "./Tone";
import { Markable, type MakeCard } from "./Voices";
import { playFrom } from "../../../shell/sound";

export function Call({ call, makeCard }: { call: components["schemas"]["HeardCall"]; makeCard: MakeCard | null }) {
  const { say } = useSay();
  const format = useFormats();
  const isOwner = useMay("own");
  const [isOpen, setOpen] = useState(false);
  const [isGone, setGone] = useState(false);
  const sound = useRef<HTMLAudioElement>(null);
  const turns = useQuery({ queryKey: ["call", call.id], enabled: isOpen && call.has_turns, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/calls/{call_id}", { params: { path: { call_id: call.id } }, signal })) });
  const facts = [format.date(call.day), call.seconds !== null && format.duration(call.seconds), call.silent !== null && say("behind.silent", { share: format.percent(call.silent) }), call.customer !== null && say("behind.customerSpeaks", { share: format.percent(call.customer) })];
  const play = (ms: number) => playFrom(sound.current, ms);
  return (
    <div className="call">
      <p className="small">{facts.filter(Boolean).join(" · ")} <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{say(isOpen ? "act.close" : "behind.read")}</Button></p>
      {isOpen && (
        <>
          {isOwner && !isGone && <audio ref={sound} controls preload="none" src={`api/v1/calls/${call.id}/sound`} onError={() => setGone(true)} aria-label={say("behind.sound")} />}
          <p className="tiny muted">{say(isGone ? "behind.gone" : isOwner ? "behind.unmasked" : "behind.masked")}</p>
          <Problem error={turns.error} />
          <ol className="turns">
            {turns.data?.map((turn) => (
              <li key={turn.turn} className={turn.speaker}>
                <Markable quote={null} makeCard={turn.speaker === "customer" ? makeCard : null}>
                  <p>
                    {isOwner && !isGone ? <button type="button" className="at" onClick={() => play(turn.begins_ms)} aria-label={say("behind.playFrom", { at: clock(turn.begins_ms) })}>{clock(turn.begins_ms)}</button> : <span className="at">{clock(turn.begins_ms)}</span>}
                    <b>{say(`speaker.${turn.speaker === "customer" ? "customer" : "employee"}`)}</b> <span data-said>{turn.text_masked}</span>
                  </p>
                  {turn.speaker === "customer" && <Tone turn={turn} />}
                </Markable>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
