// The purposes that the data have, the largest first.
import { useQuery } from "@tanstack/react-query";
import { client, unwrap } from "../../api/http";

export function usePurposes(): { id: string; title: string }[] {
  const maps = useQuery({ queryKey: ["maps"], queryFn: ({ signal }) => unwrap(client.GET("/api/v1/maps", { signal })) });
  const found = (maps.data ?? []).filter((map) => !map.own && map.journeys > 0).map((map) => map.purpose);
  return found.filter((one, i) => found.findIndex((each) => each.id === one.id) === i);
}
