// The framework-free canvas inside React: made once, told what changed.
import type { Command } from "@desireline/map-edit";
import { useEffect, useRef, type RefObject } from "react";
import { useSay } from "../../i18n";
import { Canvas } from "./canvas/canvas";
import "./canvas/canvas.css";
import type { Dress } from "./dress";
import type { Open } from "./useMap";

interface Props {
  open: Open;
  dress: Dress;
  mayEdit: boolean;
  me: string;
  onlyKnown: boolean;
  curves: string[] | null;
  /** How many open threads stand at each part. */
  talks: ReadonlyMap<string, number>;
  canvas: RefObject<Canvas | null>;
  onChoose(ref: string | null): void;
  onOpen(ref: string): void;
  run(command: Command): boolean;
}

export function CanvasPane({ open, dress, mayEdit, me, onlyKnown, curves, talks, canvas, ...events }: Props) {
  const { say } = useSay();
  const host = useRef<HTMLDivElement>(null);
  const live = useRef(events);
  live.current = events;
  const { tell } = open;

  useEffect(() => {
    const made = new Canvas(host.current!, { say, labels: dress.labels, locale: dress.locale, theme: dress.theme, curves, mayEdit, me }, {
      choose(ref) {
        tell({ ref });
        live.current.onChoose(ref);
      },
      open: (ref) => live.current.onOpen(ref),
      run: (command) => live.current.run(command),
      point: (point) => tell({ point }),
    });
    canvas.current = made;
    return () => {
      tell({ ref: null, point: null });
      made.destroy();
      canvas.current = null;
    };
    // made once: what changes later is told by the effects below
  }, []);

  useEffect(() => canvas.current?.set({ say, labels: dress.labels, locale: dress.locale, theme: dress.theme, curves, mayEdit, me }), [say, dress, curves, mayEdit, me]);
  useEffect(() => canvas.current?.show(open.file), [open.file]);
  useEffect(() => canvas.current?.others(open.others), [open.others, open.file]);

  useEffect(() => canvas.current?.talk(talks), [talks, open.file, dress]);

  return <div ref={host} className={`canvas${mayEdit ? " edits" : ""}${onlyKnown ? " known" : ""}`} />;
}
