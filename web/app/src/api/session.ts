// Who is here and what they may do.
import { useQuery } from "@tanstack/react-query";
import { client, unwrap } from "./http";

export function useSession() {
  return useQuery({ queryKey: ["session"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/session", { signal })), staleTime: 60_000 });
}

export function useMay(permission: "read" | "comment" | "edit" | "own"): boolean {
  return useSession().data?.permissions.includes(permission) ?? false;
}
