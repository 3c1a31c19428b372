// Who is here and what they may do; how one comes in and goes out.
//
// In: what the server says of the session, and the ticket in the address where a link brought somebody here.
// Out: the session, permissions, ways in. A ticket is taken out of the address before it is sent.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { forgetAll, type Owner } from "../shell/kept";
import { giveUp } from "../shell/unsaved";
import { problem } from "./http";
import type { components } from "./schema";

export type Session = components["schemas"]["Session"];
export const WAYS_BY_LINK = ["sign-in", "setup", "invitation", "password", "guest"] as const;
export interface Ticket {
  way: (typeof WAYS_BY_LINK)[number];
  ticket: string;
}

async function ask(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<Session> {
  const response = await fetch(`api/v1/session${path}`, { method, headers: { accept: "application/json", "accept-language": document.documentElement.lang, ...(body ? { "content-type": "application/json" } : {}) }, body: body ? JSON.stringify(body) : undefined });
  const answer = (await response.json().catch(() => null)) as Session | null;
  if (!response.ok) throw problem(answer, response);
  return answer as Session;
}

/** The session; whoever started the server is signed in by opening its page. */
async function begin(): Promise<Session> {
  const session = await ask("GET", "");
  return !session.signed_in && session.ways.includes("local") ? ask("POST", "/local") : session;
}

export function useSession() {
  return useQuery({ queryKey: ["session"], queryFn: begin, staleTime: 60_000 });
}

export function useMay(permission: "read" | "comment" | "edit" | "own"): boolean {
  return useSession().data?.permissions.includes(permission) ?? false;
}

/** Whose edits they are that this browser keeps until they are saved. */
export function ownerOf(session: Session | undefined): Owner | null {
  return session?.who ? { workspace: session.workspace, who: session.who.id, erased: session.erased } : null;
}

/** What a link brought: `#invitation=...`; it leaves the address, so that it is in no history and no screenshot. */
export function takeTicket(): Ticket | null {
  const found = /^#\/?([a-z-]+)=(.+)$/.exec(location.hash);
  const way = WAYS_BY_LINK.find((each) => each === found?.[1]);
  if (!found || !way) return null;
  history.replaceState(null, "", `${location.pathname}#/`);
  return { way, ticket: decodeURIComponent(found[2]) };
}

const PATHS: Record<Ticket["way"], string> = { "sign-in": "/link", setup: "/setup", invitation: "/join", password: "/password", guest: "/guest" };

/** Come in: by password, or by what a link needs. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ way, ...body }: { way: Ticket["way"] | "account"; [field: string]: string }) => ask("POST", way === "account" ? "" : PATHS[way], body),
    onSuccess: (session) => queries.setQueryData(["session"], session),
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    networkMode: "always", // a sign-out that waits for the line is none
    async mutationFn() {
      await fetch("api/v1/session", { method: "DELETE" });
      giveUp();
      await forgetAll();
      queries.clear();
      location.hash = "#/";
      location.reload();
    },
  });
}
