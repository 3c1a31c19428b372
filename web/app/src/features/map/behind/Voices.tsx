// What customers said here, masked, at length. Marked words, or a whole text, become a card on the map.
//
// In: texts. Out: a card with the words that were marked. The debatable choice: a card keeps the words themselves, because people
// cut them for a reason; an erasure looks for them there too.
import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import type { components } from "../../../api/schema";
import { useMay } from "../../../api/session";
import { useSay } from "../../../i18n";
import { useFormats } from "../../../i18n/formats";
import { isMasked, Unmask } from "./Unmask";

type Voice = components["schemas"]["Voice"];
/** Makes a card of words; with the id of the quote that they are from. */
export type MakeCard = (words: string, quote: string | null) => boolean;

export function Voices({ voices, makeCard }: { voices: readonly Voice[]; makeCard: MakeCard | null }) {
  const { say } = useSay();
  const format = useFormats();
  const isOwner = useMay("own");
  return (
    <section>
      <h3>{say("behind.voices", { count: voices.length })}</h3>
      {makeCard && <p className="tiny muted">{say("behind.mark")}</p>}
      {voices.map((voice) => (
        <Markable key={voice.id} quote={voice.id} makeCard={makeCard}>
          <blockquote><p data-said>{voice.text}</p><footer>{voice.source}, {format.date(voice.day)}</footer></blockquote>
          {isOwner && isMasked(voice.text) && <Unmask said={voice.id} />}
        </Markable>
      ))}
    </section>
  );
}

/** Something to read in which words can be marked; its button works without a mouse, too. */
export function Markable({ children, quote, makeCard }: { children: React.ReactNode; quote: string | null; makeCard: MakeCard | null }) {
  const { say } = useSay();
  const body = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState("");
  const [isMade, setMade] = useState(false);
  if (!makeCard) return <>{children}</>;
  const look = () => setMarked(markedIn(body.current));
  const make = () => {
    const words = marked || (body.current?.querySelector("[data-said]")?.textContent ?? "").trim();
    if (words && makeCard(words, quote)) setMade(true);
  };
  return (
    <div className={`markable${marked ? " marked" : ""}`}>
      <div ref={body} onMouseUp={look} onKeyUp={look} onTouchEnd={look}>{children}</div>
      {/* pressing a button would take the marking away before it is read */}
      <Button size="compact-xs" variant={marked ? "filled" : "subtle"} onMouseDown={(event) => event.preventDefault()} onClick={make}>{say(marked ? "behind.cardOfMarked" : "behind.card")}</Button>
      {isMade && <span className="tiny muted" role="status">{say("behind.made")}</span>}
    </div>
  );
}

function markedIn(body: HTMLElement | null): string {
  const selection = window.getSelection();
  if (!body || !selection || selection.isCollapsed || selection.rangeCount === 0) return "";
  return body.contains(selection.getRangeAt(0).commonAncestorContainer) ? selection.toString().trim().slice(0, 500) : "";
}
