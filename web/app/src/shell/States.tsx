// What a screen says while it waits, when something failed, and when nothing is there yet.
import { Button, Loader } from "@mantine/core";
import { Link } from "wouter";
import { useEffect, useState, type ReactNode } from "react";
import { ApiError } from "../api/http";
import { useSay } from "../i18n";

/** Silent at first: what comes at once needs no announcement. */
export function Waiting({ words }: { words?: string }) {
  const { say } = useSay();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="state" role="status" aria-busy="true">
      {isLate && <p className="muted"><Loader size="xs" mr="sm" color="var(--line)" />{words ?? say("state.waiting")}</p>}
    </div>
  );
}

export function Failed({ title, error, retry }: { title?: string; error?: unknown; retry?: () => void }) {
  const { say } = useSay();
  const words = error instanceof Error ? error.message : null;
  const hint = error instanceof ApiError ? error.hint : null;
  return (
    <div className="state">
      <h1>{title ?? say("state.failed")}</h1>
      {words && <p role="alert">{words}</p>}
      {hint && <p className="muted">{hint}</p>}
      {retry && <div className="actions"><Button variant="default" onClick={retry}>{say("state.again")}</Button></div>}
    </div>
  );
}

export function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  const hint = error instanceof ApiError ? error.hint : null;
  return <p role="alert" className="small" style={{ color: "var(--pain)" }}>{error instanceof Error ? error.message : String(error)}{hint ? ` ${hint}` : ""}</p>;
}

/** `within`: under the heading of a screen that says already where one is. */
export function Nothing({ title, within = false, children, actions }: { title: string; within?: boolean; children?: ReactNode; actions?: ReactNode }) {
  const Head = within ? "h2" : "h1";
  return (
    <div className={`state${within ? " within" : ""}`}>
      <Head>{title}</Head>
      {children}
      {actions && <div className="actions">{actions}</div>}
    </div>
  );
}

/** The way to what is missing. */
export function BringData() {
  const { say } = useSay();
  return <Button component={Link} href="/data">{say("state.bring")}</Button>;
}
