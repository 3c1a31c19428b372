// The portraits as computed last.
import { useQuery } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";

/** Asked again while nobody has looked for personas yet: it is under way. */
const AGAIN_MS = 8_000;

export function usePersonas(enabled = true) {
  return useQuery({
    queryKey: ["personas"],
    enabled,
    queryFn: ({ signal }) => unwrap(client.GET("/api/v1/personas", { signal })),
    refetchInterval: ({ state }) => (state.data && state.data.computed_at === null ? AGAIN_MS : false),
  });
}
