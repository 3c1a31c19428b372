// Who may come in: waits until the server has said who is here.
import type { ReactNode } from "react";
import { useSession } from "../api/session";
import { Failed, Waiting } from "./States";

export function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  if (session.isPending) return <Waiting />;
  if (session.isError) return <Failed error={session.error} retry={() => void session.refetch()} />;
  return children;
}
