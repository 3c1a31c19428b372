// Who may come in: by a password, by a link, or at once on one's own computer.
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { takeTicket, useSession, useSignIn, type Ticket } from "../api/session";
import { useSay } from "../i18n";
import { Failed, Problem, Waiting } from "./States";

export function Gate({ children }: { children: ReactNode }) {
  const [ticket, setTicket] = useState<Ticket | null>(takeTicket);
  const session = useSession();
  useEffect(() => {
    const listen = () => { const brought = takeTicket(); if (brought) setTicket(brought); };
    window.addEventListener("hashchange", listen);
    return () => window.removeEventListener("hashchange", listen);
  }, []);
  if (session.isPending) return <Waiting />;
  if (session.isError) return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (ticket?.way === "sign-in") return <ByLink ticket={ticket} done={() => setTicket(null)} />;
  if (ticket) return <Form ticket={ticket} done={() => setTicket(null)} />;
  if (!session.data.signed_in) return <Form ticket={null} done={() => undefined} byProvider={session.data.ways.includes("oidc")} />;
  return children;
}

function ByLink({ ticket, done }: { ticket: Ticket; done(): void }) {
  const signIn = useSignIn();
  useEffect(() => signIn.mutate({ way: "sign-in", ticket: ticket.ticket }, { onSuccess: done }), [ticket]);
  return signIn.isError ? <Failed error={signIn.error} /> : <Waiting />;
}

const FIELDS = { account: ["email", "password"], "sign-in": [], setup: ["name", "email", "password"], invitation: ["name", "password"], password: ["password"], guest: ["name"] } as const;

/** The few fields that a way in needs. */
function Form({ ticket, done, byProvider = false }: { ticket: Ticket | null; done(): void; byProvider?: boolean }) {
  const { say } = useSay();
  const signIn = useSignIn();
  const way = ticket?.way ?? "account";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(event.currentTarget).entries()].map(([name, value]) => [name, String(value)]));
    signIn.mutate({ ...values, way, ...(ticket ? { ticket: ticket.ticket } : {}) }, { onSuccess: done });
  };
  return (
    <main className="state" id="main">
      <h1>{say(way === "sign-in" ? "gate.account" : `gate.${way}`)}</h1>
      <form onSubmit={submit} style={{ display: "grid", gap: 12, maxWidth: 360 }}>
        {FIELDS[way].map((field) => field === "password"
          ? <PasswordInput key={field} name={field} required minLength={way === "account" ? undefined : 8} label={say("gate.passwordField")} visibilityToggleButtonProps={{ "aria-label": say("gate.showPassword") }} autoComplete={way === "account" ? "current-password" : "new-password"} />
          : <TextInput key={field} name={field} required type={field === "email" ? "email" : "text"} label={say(`gate.${field}`)} autoComplete={field === "email" ? "username" : "name"} />)}
        <Problem error={signIn.error} />
        <Button type="submit" loading={signIn.isPending}>{say("gate.go")}</Button>
        {byProvider && <Button component="a" href="api/v1/session/oidc" variant="default">{say("gate.provider")}</Button>}
        {byProvider && location.hash.startsWith("#sign-in-failed=") && <p role="alert">{say("gate.providerFailed")}</p>}
      </form>
    </main>
  );
}
