// Everything that people say about one map: open threads first, each with the part that it is about and the way there.
import type { Document } from "@desireline/map-core";
import { ActionIcon, Button } from "@mantine/core";
import { useMay } from "../../../api/session";
import { useSay } from "../../../i18n";
import { placeOf, refOf } from "./anchor";
import { Thread, useComments, type Comment } from "./Comments";
import { Pen } from "./Pen";

const isOpen = (first: Comment) => first.resolved_at === null;
const firstsOf = (comments: readonly Comment[]) => comments.filter((each) => each.thread === each.id);

/** How many open threads stand at each part of the drawing. */
export function openAt(comments: readonly Comment[], document: Document): Map<string, number> {
  const found = new Map<string, number>();
  for (const first of firstsOf(comments).filter(isOpen)) {
    const ref = refOf(first.anchor, document);
    if (ref) found.set(ref, (found.get(ref) ?? 0) + 1);
  }
  return found;
}

export function TalkButton({ map, isShown, toggle }: { map: string; isShown: boolean; toggle(): void }) {
  const { say } = useSay();
  const count = firstsOf(useComments(map).data ?? []).filter(isOpen).length;
  const words = count ? say("talk.open", { count }) : say("talk.all");
  return (
    <Button size="compact-sm" variant={isShown ? "light" : "subtle"} color="gray" className="talk-button" aria-label={words} title={words} aria-expanded={isShown} onClick={toggle}>
      <svg width="17" height="17" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 4.5h14v9.5H9.5L5.5 17.5V14H3z" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round" /></svg>
      {count > 0 && <span className="number">{count}</span>}
    </Button>
  );
}

interface Props {
  map: string;
  document: Document;
  go(anchor: string): void;
  close(): void;
}

export function Talk({ map, document, go, close }: Props) {
  const { say } = useSay();
  const mayComment = useMay("comment");
  const comments = useComments(map).data ?? [];
  const firsts = firstsOf(comments);
  const settled = firsts.filter((each) => !isOpen(each));
  const list = (some: readonly Comment[]) => some.map((first) => (
    <div key={first.id} className="talk-at">
      <Where anchor={first.anchor} document={document} go={go} />
      <Thread map={map} first={first} answers={comments.filter((each) => each.thread === first.id && each.id !== first.id)} mayComment={mayComment} />
    </div>
  ));
  return (
    <aside className="drawer" id="talk" tabIndex={-1} aria-label={say("talk.all")} onKeyDown={(event) => event.key === "Escape" && close()}>
      <header>
        <h2>{say("talk.all")}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label={say("drawer.close")} onClick={close}>×</ActionIcon>
      </header>
      {mayComment && <Pen map={map} anchor="" thread={null} />}
      {firsts.length === 0 && <p className="muted small">{say("talk.noneAll")}</p>}
      {list(firsts.filter(isOpen))}
      {settled.length > 0 && <details><summary>{say("talk.settledCount", { count: settled.length })}</summary>{list(settled)}</details>}
    </aside>
  );
}

function Where({ anchor, document, go }: Pick<Props, "document" | "go"> & { anchor: string }) {
  const { say } = useSay();
  if (anchor === "") return <p className="tiny muted">{say("talk.whole")}</p>;
  const place = placeOf(anchor, document);
  return place ? <button type="button" className="linked small" onClick={() => go(anchor)}>{place}</button> : <p className="tiny muted">{say("talk.gone")}</p>;
}
