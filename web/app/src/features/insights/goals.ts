// Goals: what ought to be reached, as declared here or in recipe.toml, and the claims ranked by their effect on one.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";
import type { components } from "../../api/schema";

export type Goal = components["schemas"]["OneGoal"];
export type Wished = components["schemas"]["NewGoal"];
/** How often is asked whether the newest goals are counted. */
const ASK_MS = 3_000;

export function useGoals() {
  return useQuery({
    queryKey: ["goals"],
    queryFn: ({ signal }) => unwrap(client.GET("/api/v1/goals", { signal })),
    refetchInterval: ({ state }) => (state.data?.goals.some(({ words }) => words.length === 0) ? ASK_MS : false),
  });
}

/** The claims in the order in which they move a goal; asked again once the goal is counted. */
export function useToward(goal: Goal | undefined) {
  return useQuery({
    queryKey: ["insights", "toward", goal?.name, goal?.version, goal?.words.length],
    enabled: goal !== undefined,
    queryFn: ({ signal }) => unwrap(client.GET("/api/v1/insights", { params: { query: { goal: goal!.name } }, signal })),
  });
}

/** What was changed is asked for again, and with it the claims. */
function useRefresh() {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ["goals"] });
    await queries.invalidateQueries({ queryKey: ["insights"] });
  };
}

export function useKeep(goal: Goal | null) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: Wished) => (goal ? unwrap(client.PATCH("/api/v1/goals/{name}", { params: { path: { name: goal.name } }, body: { version: goal.version, ...body } })) : unwrap(client.POST("/api/v1/goals", { body }))),
    onSuccess,
  });
}

/** `done` is told first: nobody ranks by the goal any more when the claims are asked for again. */
export function useRemove(goal: Goal, done: (removed: string) => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => unwrap(client.DELETE("/api/v1/goals/{name}", { params: { path: { name: goal.name } } })),
    onSuccess: () => {
      done(goal.name);
      return refresh();
    },
  });
}
