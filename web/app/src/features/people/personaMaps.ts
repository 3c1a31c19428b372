// Maps of one persona each: which there are, and drawing those that are missing, one after the other.
import type { MapFile } from "@desireline/map-core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../../api/http";
import { follow, succeeded } from "../data/uploading";

export function usePersonaMaps(map: string, enabled = true) {
  return useQuery({ enabled, queryKey: ["persona-maps", map], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps/{map_id}/personas", { params: { path: { map_id: map } }, signal })) });
}

/** One of them, whole; asked for where it is known to be there. */
export function usePersonaMap(map: string, persona: string | null, isThere: boolean) {
  return useQuery({
    queryKey: ["persona-maps", map, persona],
    enabled: persona !== null && isThere,
    queryFn: async ({ signal }) => (await unwrap(client.GET("/api/v1/maps/{map_id}/personas/{persona}", { params: { path: { map_id: map, persona: persona! } }, signal }))) as unknown as MapFile,
  });
}

export function useDrawing(map: string) {
  const queries = useQueryClient();
  const [words, setWords] = useState("");
  const drawing = useMutation({
    async mutationFn(personas: string[]) {
      for (const persona of personas) {
        const begun = await unwrap(client.POST("/api/v1/maps/{map_id}/personas", { params: { path: { map_id: map } }, body: { persona } }));
        succeeded(await follow(begun, (job) => setWords(job.words)));
        await queries.invalidateQueries({ queryKey: ["persona-maps", map] });
      }
    },
    onSettled: () => setWords(""),
  });
  return { ...drawing, words };
}
