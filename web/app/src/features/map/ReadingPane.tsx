// The reading view: the viewer of exported pages, without its bar, inside React.
import type { MapFile } from "@desireline/map-core";
import { mount, type Viewer } from "@desireline/map-view";
import { useEffect, useRef } from "react";
import type { Dress } from "./dress";

export function ReadingPane({ file, dress, evidence, onChoose }: { file: MapFile; dress: Dress; evidence: boolean; onChoose(ref: string): void }) {
  const host = useRef<HTMLDivElement>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const viewer = useRef<Viewer | null>(null);
  useEffect(() => {
    const made = mount(host.current!, file, { bar: false, theme: dress.theme, labels: dress.labels, words: dress.words, locale: dress.locale, onChoose: (ref) => choose.current(ref) });
    made.setEvidence(evidence);
    viewer.current = made;
    return () => made.destroy();
  }, [file, dress]);
  useEffect(() => viewer.current?.setEvidence(evidence), [evidence]);
  return <div ref={host} className="reading" />;
}
