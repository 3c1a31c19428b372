// The HTTP API as this page uses it. Errors carry the words of the server: what was found, what to do.
//
// They come in the page's language, where the server has it.
// In: a path of the generated contract and its parameters. Out: the answer, typed, or an ApiError.
import createClient from "openapi-fetch";
import { sayNow } from "../i18n";
import type { paths } from "./schema";

export class ApiError extends Error {
  constructor(message: string, readonly hint: string | null, readonly status: number, readonly code: string | null) {
    super(message);
  }
}

async function patient(request: Request): Promise<Response> {
  try {
    request.headers.set("accept-language", document.documentElement.lang);
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ApiError(sayNow("state.silent"), sayNow("state.silentHint"), 0, null);
  }
}

export const client = createClient<paths>({ baseUrl: new URL(".", document.baseURI).href.replace(/\/$/, ""), fetch: patient });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The content of an answer, or its problem as an error. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  throw problem(error, response);
}

export function problem(body: unknown, response: Response): ApiError {
  const { message, hint, code } = (body ?? {}) as { message?: string; hint?: string | null; code?: string };
  return new ApiError(message ?? sayNow("state.answered", { status: response.status }), hint ?? null, response.status, code ?? null);
}
