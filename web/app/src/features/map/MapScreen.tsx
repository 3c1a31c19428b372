// One map: opens in the reading view; evidence and editing lead to the full grid.
//
// In: a map's id. Out: four views of it, the drawer of what is chosen, undo, presence. The debatable choice:
// editing is switched on, not always there, so that a map shown to a board cannot be changed by a stray click.
import { JourneyMap } from "@desireline/map-core";
import { ActionIcon, Avatar, Button, Checkbox, Menu, Modal, SegmentedControl, Tooltip } from "@mantine/core";
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { makePrint } from "@desireline/map-view";
import { useMay, useSession } from "../../api/session";
import { useSay, type Sentence } from "../../i18n";
import { useKept } from "../../shell/address";
import { Failed, Waiting } from "../../shell/States";
import type { Canvas } from "./canvas/canvas";
import { CanvasPane } from "./CanvasPane";
import { Drawer } from "./Drawer";
import { useDress } from "./dress";
import { Keys } from "./Keys";
import { Ladder } from "./Nested";
import { ReadingPane } from "./ReadingPane";
import { usePersonaMap, usePersonaMaps } from "../people/personaMaps";
import { TableView } from "./TableView";
import { refOf } from "./talk/anchor";
import { useComments } from "./talk/Comments";
import { openAt, Talk, TalkButton } from "./talk/Talk";
import { CurvesChoice, useCurves } from "./CurvesChoice";
import { useMap, type Open } from "./useMap";
import { Undrawn, Whose } from "./Whose";
import "./map.css";
import { later } from "../../shell/anew";

const Share = later(() => import("./Share").then((module) => module.Share));
const FlowView = later(() => import("./FlowView").then((module) => module.FlowView));

const VIEWS = ["reading", "grid", "flow", "table"] as const;
/** How ids of maps begin that somebody brought. */
const OWN = "own-";
type View = (typeof VIEWS)[number];

export function MapScreen({ id, persona }: { id: string; persona: string | null }) {
  const { query, open } = useMap(id);
  const drawn = usePersonaMaps(id, persona !== null);
  const theirs = usePersonaMap(id, persona, drawn.data?.some((each) => each.persona === persona) ?? false);
  // one document for all: the persona brings its own answers
  const shown = useMemo(() => (open && persona && theirs.data ? { ...open, file: { ...open.file, snapshot: theirs.data.snapshot } } : open), [open, persona, theirs.data]);
  if (query.isError && !open) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!shown) return <Waiting />;
  return <MapOf open={shown} persona={persona} isTheirs={!persona || theirs.data !== undefined} />;
}

function MapOf({ open, persona, isTheirs }: { open: Open; persona: string | null; isTheirs: boolean }) {
  const { say } = useSay();
  const dress = useDress();
  const mayEdit = useMay("edit");
  const who = useSession().data?.who;
  const me = who?.name ?? say("map.me");
  const mayShare = mayEdit && who?.kind !== "guest";
  const [kept, keep] = useKept("view");
  const [spot, keepSpot] = useKept("at");
  const [curves, chooseCurves] = useCurves();
  const view = VIEWS.find((each) => each === kept) ?? "reading";
  const [isEditing, setEditing] = useState(false);
  const [evidence, setEvidence] = useState(false);
  const [onlyKnown, setOnlyKnown] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const [isTalking, setTalking] = useState(false);
  const comments = useComments(open.file.document.id).data;
  const talks = useMemo(() => openAt(comments ?? [], open.file.document), [comments, open.file.document]);
  const [showsKeys, setShowsKeys] = useState(false);
  const canvas = useRef<Canvas | null>(null);
  const { file, shared, run } = open;
  const { title } = file.document;
  const edits = isEditing && mayEdit && view === "grid";

  useEffect(() => {
    document.title = `${title} · Desireline`;
  }, [title]);

  const teller = useMemo(() => ({ map: new JourneyMap(file), ...dress }), [file, dress]);
  useEffect(() => {
    const print = () => makePrint(file, teller, curves);
    window.addEventListener("beforeprint", print);
    return () => window.removeEventListener("beforeprint", print);
  }, [file, teller, curves]);

  const go = useCallback((next: View, editing = false) => {
    keep(next === "reading" ? null : next);
    setEditing(editing);
    if (next !== "grid") setDrawerOpen(false);
  }, [keep]);
  /** Where somebody says something: a mail or the list of comments leads there. */
  const goTo = useCallback((anchor: string) => {
    go("grid", isEditing);
    keepSpot(anchor);
  }, [go, keepSpot, isEditing]);
  useEffect(() => {
    if (spot === null) return;
    const ref = refOf(spot, file.document);
    if (ref === null) return;
    if (view !== "grid") {
      go("grid", isEditing);
      return;
    }
    keepSpot(null);
    setTalking(false);
    canvas.current?.choose(ref, true);
    requestAnimationFrame(() => document.querySelector("#drawer [data-talk]")?.scrollIntoView({ block: "start" }));
  }, [spot, view, file.document]);
  const undo = useCallback(() => shared.undo(), [shared]);
  const redo = useCallback(() => shared.redo(), [shared]);
  useKeys({
    g: () => go(view === "reading" ? "grid" : "reading"),
    e: () => (view === "reading" ? setEvidence((shown) => !shown) : setDrawerOpen((isOpen) => !isOpen)),
    k: () => setOnlyKnown((only) => !only),
    "?": () => setShowsKeys(true),
    "Mod+z": undo,
    "Mod+Shift+z": redo,
    "Mod+y": redo,
  });

  const choose = useCallback((ref: string | null) => {
    setChosen(ref);
    setDrawerOpen(ref !== null);
    if (ref !== null) setTalking(false);
  }, []);

  return (
    <div className="map-screen">
      <div className="map-bar" role="toolbar" aria-label={say("map.bar")}>
        <h1>{title}</h1>
        {file.document.generated_sample && (view === "flow" || view === "table") && <span className="chip sample">{dress.labels.generatedSample}</span>}
        {!file.document.id.startsWith(OWN) && <Whose map={file.document.id} persona={persona} />}
        <SegmentedControl size="xs" value={view} onChange={(next) => go(next as View, edits && next === "grid")} data={VIEWS.map((each) => ({ value: each, label: say(`view.${each}`) }))} aria-label={say("map.views")} />
        {view === "reading" && <Button size="compact-sm" variant={evidence ? "light" : "subtle"} aria-pressed={evidence} onClick={() => setEvidence(!evidence)}>{say("map.n")}</Button>}
        {view === "reading" && <Button size="compact-sm" variant="default" onClick={() => go("grid")}>{say("map.evidence")}</Button>}
        {(view === "grid" || view === "table") && <Checkbox size="xs" label={say("map.known")} checked={onlyKnown} onChange={(event) => setOnlyKnown(event.currentTarget.checked)} />}
        {view === "grid" && file.snapshot.curves?.length > 0 && <CurvesChoice curves={file.snapshot.curves} shown={curves} choose={chooseCurves} dress={dress} />}
        <span className="space" />
        {mayEdit && view === "grid" && edits && <History next={shared.next} undo={undo} redo={redo} />}
        <Others others={open.others} />
        <span className="saved tiny muted" role="status">{say(`status.${open.status}`)}</span>
        {view === "grid" && <Zoom canvas={canvas.current} />}
        <TalkButton map={file.document.id} isShown={isTalking} toggle={() => { setTalking(!isTalking); setDrawerOpen(false); }} />
        {mayShare && <Button size="compact-sm" variant="subtle" color="gray" style={{ color: "var(--muted)" }} onClick={() => setSharing(true)}>{say("share.share")}</Button>}
        <Export id={file.document.id} />
        <Tooltip label={say("map.keys")}><ActionIcon variant="subtle" color="gray" aria-label={say("map.keys")} onClick={() => setShowsKeys(true)}>?</ActionIcon></Tooltip>
        {mayEdit && <Button size="compact-sm" variant={edits ? "default" : "filled"} onClick={() => (edits ? setEditing(false) : go("grid", true))}>{say(edits ? "map.done" : "map.edit")}</Button>}
      </div>
      {who?.kind !== "guest" && <Ladder map={file.document.id} />}
      {persona && <Undrawn map={file.document.id} persona={persona} />}
      <div className={`map-body${isTalking || (isDrawerOpen && chosen) ? " with-drawer" : ""}`} hidden={!isTheirs}>
        {view === "reading" && <ReadingPane file={file} dress={dress} evidence={evidence} onChoose={choose} />}
        {view === "grid" && <CanvasPane open={open} dress={dress} mayEdit={edits} me={me} onlyKnown={onlyKnown} curves={curves} talks={talks} canvas={canvas} onChoose={choose} onOpen={(ref) => { setChosen(ref); setDrawerOpen(true); document.getElementById("drawer")?.focus(); }} run={run} />}
        {view === "table" && <TableView file={file} dress={dress} onlyKnown={onlyKnown} />}
        {view === "flow" && <Suspense fallback={<Waiting />}><FlowView file={file} persona={persona} dress={dress} onChoose={choose} /></Suspense>}
        {isTalking && <Talk map={file.document.id} document={file.document} go={goTo} close={() => setTalking(false)} />}
        {isDrawerOpen && chosen && (
          <Drawer
            refer={chosen}
            teller={teller}
            mayEdit={edits}
            mayMake={mayEdit}
            isGuest={who?.kind === "guest"}
            me={me}
            run={run}
            act={(action) => canvas.current?.act(action)}
            close={() => { setDrawerOpen(false); canvas.current?.choose(chosen, true); setDrawerOpen(false); }}
          />
        )}
      </div>
      {isSharing && <Suspense><Share map={file.document.id} close={() => setSharing(false)} /></Suspense>}
      <Modal opened={showsKeys} onClose={() => setShowsKeys(false)} closeButtonProps={{ "aria-label": say("drawer.close") }} title={say("map.keys")}><Keys /></Modal>
    </div>
  );
}

/** Keys of the whole screen, where nobody is writing. */
function useKeys(keys: Record<string, () => void>) {
  const live = useRef(keys);
  live.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.target as Element).closest("input, textarea, select, [contenteditable], [role=menu]") || event.altKey || event.defaultPrevented) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const isMod = event.ctrlKey || event.metaKey;
      const found = live.current[`${isMod ? "Mod+" : ""}${isMod && event.shiftKey ? "Shift+" : ""}${key}`];
      if (!found) return;
      event.preventDefault();
      found();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function History({ next, undo, redo }: { next: Open["shared"]["next"]; undo(): void; redo(): void }) {
  const { say } = useSay();
  const words = (name: string | null) => (name ? `: ${say(`command.${name}` as Sentence)}` : "");
  return (
    <ActionIcon.Group>
      <Tooltip label={`${say("map.undo")}${words(next.undo)}`}><ActionIcon variant="default" aria-label={`${say("map.undo")}${words(next.undo)}`} disabled={!next.undo} onClick={undo}>↶</ActionIcon></Tooltip>
      <Tooltip label={`${say("map.redo")}${words(next.redo)}`}><ActionIcon variant="default" aria-label={`${say("map.redo")}${words(next.redo)}`} disabled={!next.redo} onClick={redo}>↷</ActionIcon></Tooltip>
    </ActionIcon.Group>
  );
}

function Others({ others }: { others: Open["others"] }) {
  const { say } = useSay();
  if (others.length === 0) return null;
  const initials = (name: string) => name.split(/\s+/).map((each) => each[0]).join("").slice(0, 2).toUpperCase() || "?";
  return (
    <Avatar.Group aria-label={say("map.others", { count: others.length })} role="group">
      {others.slice(0, 5).map((other, i) => <Tooltip key={i} label={other.name}><Avatar size={26} radius="xl" name={other.name} styles={{ placeholder: { background: other.colour, color: "#fff" } }}>{initials(other.name)}</Avatar></Tooltip>)}
      {others.length > 5 && <Avatar size={26} radius="xl">+{others.length - 5}</Avatar>}
    </Avatar.Group>
  );
}

function Zoom({ canvas }: { canvas: Canvas | null }) {
  const { say } = useSay();
  return (
    <ActionIcon.Group>
      <ActionIcon variant="default" aria-label={say("map.zoomOut")} onClick={() => canvas?.zoom(0.8)}>−</ActionIcon>
      <ActionIcon variant="default" aria-label={say("map.fit")} onClick={() => canvas?.zoom(null)}>○</ActionIcon>
      <ActionIcon variant="default" aria-label={say("map.zoomIn")} onClick={() => canvas?.zoom(1.25)}>+</ActionIcon>
    </ActionIcon.Group>
  );
}

function Export({ id }: { id: string }) {
  const { say, language } = useSay();
  const address = (format: string) => `api/v1/maps/${encodeURIComponent(id)}/export?format=${format}&language=${language}`;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target><Button size="compact-sm" variant="subtle" color="gray" style={{ color: "var(--muted)" }}>{say("map.take")}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => window.print()}>{say("map.print")}</Menu.Item>
        {(["pdf", "png", "svg", "html", "json"] as const).map((format) => <Menu.Item key={format} component="a" href={address(format)} download>{say(`format.${format}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
