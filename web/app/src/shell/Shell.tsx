// The slim bar above every screen: the five words, and the rest under More.
import { Button, Menu, useMantineColorScheme } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, Suspense, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { chooseLanguage, LANGUAGES, useSay, type Language, type Sentence } from "../i18n";
import { client, unwrap } from "../api/http";
import { pend } from "../features/data/pending";
import { ownerOf, useMay, useSession, useSignOut } from "../api/session";
import { goAnew, later, useAnew } from "./anew";
import { Boundary } from "./Boundary";
import { drop, left, type Owner } from "./kept";
import { useUnsaved } from "./unsaved";

const Members = later(() => import("../features/members/Members").then((module) => module.Members));

/** Only what works: a word appears when there is a screen behind it. */
const WORDS: { to: string; word: Sentence; owns: (path: string) => boolean }[] = [
  { to: "/", word: "nav.map", owns: (path) => path === "/" || path.startsWith("/maps") || path.startsWith("/match") },
  { to: "/why", word: "nav.why", owns: (path) => path.startsWith("/why") },
  { to: "/people", word: "nav.people", owns: (path) => path.startsWith("/people") },
  { to: "/act", word: "nav.act", owns: (path) => path.startsWith("/act") },
  { to: "/data", word: "nav.data", owns: (path) => path.startsWith("/data") },
];

export function Shell({ children }: { children: ReactNode }) {
  const { say } = useSay();
  const [path] = useLocation();
  const session = useSession();
  const isGuest = session.data?.who?.kind === "guest";
  return (
    <>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>{say("nav.skip")}</a>
      <header className="bar" role="banner">
        <Link href="/" className="brand">
          <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true"><path d="M3 20C9 20 9 9 15 9s7 15 14 12" fill="none" stroke="var(--line)" strokeWidth="4" strokeLinecap="round" /></svg>
          Desireline
        </Link>
        {!isGuest && <Invented />}
        <nav aria-label={say("nav.main")}>
          {!isGuest && WORDS.map(({ to, word, owns }) => (
            <Link key={to} href={to} aria-current={owns(path) ? "page" : undefined}>{say(word)}</Link>
          ))}
        </nav>
        <More />
      </header>
      <Updated />
      <Bring />
      {!path.startsWith("/maps/") && <Unsaved />}
      {!isGuest && <Dropped />}
      <main id="main" tabIndex={-1} style={{ outline: "none" }}><Boundary at={path}>{children}</Boundary></main>
    </>
  );
}

/** Files that fall beside the place for them are taken in all the same; without this the browser would leave the page for them. */
function Dropped() {
  const [, go] = useLocation();
  const mayEdit = useMay("edit");
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (event.defaultPrevented || files.length === 0) return;
      event.preventDefault();
      if (!mayEdit) return;
      pend(files);
      go("/data");
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => { window.removeEventListener("dragover", over); window.removeEventListener("drop", drop); };
  }, [go, mayEdit]);
  return null;
}

/** Desireline was updated under the open page: it loads itself anew as soon as nothing is being written. */
function Updated() {
  const { say } = useSay();
  if (!useAnew()) return null;
  return <div className="updated" role="status">{say("state.updated")} <Button size="compact-xs" variant="default" onClick={goAnew}>{say("state.reload")}</Button></div>;
}

/** Edits of a map that was left before they were saved; on a map itself its own bar says so. */
function Unsaved() {
  const { say } = useSay();
  const unsaved = useUnsaved();
  return unsaved ? <div className="updated" role="status">{say(unsaved === "kept" ? "state.unsavedKept" : "state.unsaved")}</div> : null;
}

/** What a page that was closed offline left goes to the server as soon as the workspace is opened again. */
function Bring() {
  const owner = ownerOf(useSession().data);
  const mayEdit = useMay("edit");
  useEffect(() => {
    if (owner && mayEdit) void bringAll(owner);
  }, [owner?.who, mayEdit]);
  return null;
}

async function bringAll(owner: Owner): Promise<void> {
  const found = await left(owner);
  if (found.length === 0) return;
  const known = new Set((await unwrap(client.GET("/api/v1/maps"))).map(({ id }) => id));
  await drop(found.filter(({ map }) => !known.has(map)).map(({ key }) => key));
  const { lineOf } = await import("../features/map/lines");
  for (const { map } of found) if (known.has(map)) lineOf(map).bring(owner);
}

/** What is invented says so above every screen, not only on its maps. */
function Invented() {
  const { say } = useSay();
  const maps = useQuery({ queryKey: ["maps"], staleTime: 60_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  return maps.data?.some((map) => map.generated_sample) ? <span className="chip sample">{say("home.sample")}</span> : null;
}

function More() {
  const { say, language } = useSay();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const session = useSession();
  const signOut = useSignOut();
  const unsaved = useUnsaved();
  const queries = useQueryClient();
  const isOwner = useMay("own");
  const [showsMembers, setShowsMembers] = useState(false);
  const themes = ["auto", "light", "dark"] as const;
  return (
    <>
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target><Button variant="subtle" color="gray" size="compact-sm" style={{ color: "var(--muted)" }}>{say("nav.more")}</Button></Menu.Target>
      <Menu.Dropdown>
        {session.data?.who && <Menu.Label>{session.data.who.name} · {say(`role.${session.data.who.role}`)}</Menu.Label>}
        {isOwner && <Menu.Item onClick={() => setShowsMembers(true)}>{say("members.title")}</Menu.Item>}
        <Menu.Label>{say("nav.look")}</Menu.Label>
        {themes.map((each) => <Menu.Item key={each} onClick={() => setColorScheme(each)} rightSection={colorScheme === each ? "✓" : null}>{say(`look.${each}`)}</Menu.Item>)}
        <Menu.Label>{say("nav.language")}</Menu.Label>
        {Object.entries(LANGUAGES).map(([code, name]) => <Menu.Item key={code} lang={code} onClick={() => void chooseLanguage(code as Language).then(() => queries.invalidateQueries())} rightSection={language === code ? "✓" : null}>{name}</Menu.Item>)}
        {session.data?.signed_in && !session.data.ways.includes("local") && session.data.ways.length > 0 && <><Menu.Divider /><Menu.Item onClick={() => { if (!unsaved || window.confirm(say("nav.signOutLoses"))) signOut.mutate(); }}>{say("nav.signOut")}</Menu.Item></>}
      </Menu.Dropdown>
    </Menu>
    {showsMembers && <Suspense><Members close={() => setShowsMembers(false)} /></Suspense>}
    </>
  );
}
