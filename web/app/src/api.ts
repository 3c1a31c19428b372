// The HTTP API as this page uses it. Errors carry the words of the server: what was found, what to do.
import type { MapFile } from "@desireline/map-view";

export interface MapSummary {
  id: string;
  title: string;
  headline?: string | null;
  generated_sample?: boolean;
}

export class ApiError extends Error {
  constructor(message: string, readonly hint: string | null) {
    super(message);
  }
}

async function get<T>(path: string, signal: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { accept: "application/json" } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError("Desireline does not answer.", "Is it still running in its terminal? Start it again, then reload this page.");
  }
  if (!response.ok) throw await problem(response);
  return (await response.json()) as T;
}

async function problem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as { message?: string; hint?: string | null };
  return new ApiError(body.message ?? `The server answered ${response.status}.`, body.hint ?? null);
}

/** Whoever started the server on this computer is let in; a link in the address is used up. */
async function enter(signal: AbortSignal): Promise<void> {
  const session = await get<{ signed_in: boolean; ways: string[] }>("api/v1/session", signal);
  const ticket = /^#sign-in=(.+)$/.exec(location.hash)?.[1];
  if (session.signed_in || !(ticket || session.ways.includes("local"))) return;
  if (ticket) location.hash = "";
  const [path, body] = ticket ? ["link", JSON.stringify({ ticket })] : ["local", undefined];
  const response = await fetch(`api/v1/session/${path}`, { method: "POST", signal, body, headers: { "content-type": "application/json" } });
  if (!response.ok) throw await problem(response);
}

export async function listMaps(signal: AbortSignal): Promise<MapSummary[]> {
  await enter(signal);
  return get<MapSummary[]>("api/v1/maps", signal);
}
export const readMap = (id: string, signal: AbortSignal) => get<MapFile>(`api/v1/maps/${encodeURIComponent(id)}`, signal);
