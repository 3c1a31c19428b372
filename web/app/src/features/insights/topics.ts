// What customers talk about, people's choices of it, and the claims of those alone who speak of one topic.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { follow, succeeded } from "../data/uploading";

export type Topic = components["schemas"]["ShownTopic"];

export interface Narrowed {
  insights: components["schemas"]["Insight"][];
  /** Purposes of which fewer than five customers speak of it are not in it. */
  seen: { purpose: string; journeys: number; customers: number }[];
}

/** Topics that stand for themselves: what was merged counts in another. */
export function useTopics(isAsked: boolean): Topic[] {
  const found = useQuery({ queryKey: ["topics"], enabled: isAsked, staleTime: 300_000, queryFn: ({ signal }) => unwrap(client.GET("/api/v1/topics", { signal })) });
  return (found.data ?? []).filter((each) => each.merged_into === null);
}

/** The claims of one topic are computed when somebody asks, as a job; they stay while the data may be held for the same. */
export function useNarrowed(topic: number | null) {
  return useQuery({
    queryKey: ["topic-insights", topic],
    enabled: topic !== null,
    staleTime: 300_000,
    async queryFn({ signal }): Promise<Narrowed> {
      const begun = await unwrap(client.POST("/api/v1/topics/{topic_id}/insights", { params: { path: { topic_id: topic! } }, signal }));
      return succeeded(await follow(begun, () => undefined, signal)).result as unknown as Narrowed;
    },
  });
}

export function useChoice(topic: number, show: (topic: number) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string } | { merged_into: number } | { pinned: true }) => unwrap(client.PATCH("/api/v1/topics/{topic_id}", { params: { path: { topic_id: topic } }, body })),
    async onSuccess(topics, body) {
      if ("merged_into" in body) show(body.merged_into); // first: who asked goes with the merged topic
      queries.setQueryData(["topics"], topics);
      if (!("pinned" in body)) await queries.invalidateQueries({ queryKey: ["topic-insights"] }); // names stand in the claims
    },
  });
}
