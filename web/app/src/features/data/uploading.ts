// Sending files and following the work that they begin.
//
// In: files. Out: uploads with their progress, then a job as it goes on. XHR, because fetch does not say how
// much of a body has been sent.
import { client, problem, unwrap } from "../../api/http";
import type { components } from "../../api/schema";
import { sayNow } from "../../i18n";

export type Job = components["schemas"]["Job"];
export type Uploaded = components["schemas"]["Uploaded"];

export function send(file: File, onProgress: (share: number) => void): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `api/v1/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept-language", document.documentElement.lang);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(request.response as Uploaded);
      else reject(problem(request.response, new Response(null, { status: request.status })));
    });
    request.addEventListener("error", () => reject(problem({ message: sayNow("state.unsent", { name: file.name }) }, new Response(null, { status: 500 }))));
    request.send(file);
  });
}

const EVERY_MS = 400;

/** Follow a job to its end. */
export async function follow(job: Job, onChange: (job: Job) => void, signal?: AbortSignal): Promise<Job> {
  let now = job;
  onChange(now);
  while (now.state === "running" && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    now = await unwrap(client.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: now.id } }, signal }));
    onChange(now);
  }
  return now;
}

/** A job that ended well; one that did not, as its words. */
export function succeeded(done: Job): Job {
  if (done.state === "failed") throw new Error([done.error?.message, done.error?.hint].filter(Boolean).join(" "));
  return done;
}

export interface FileReport {
  path: string;
  source: string | null;
  format: string | null;
  mapping: string | null;
  rows: number;
  events: number;
  accepted: number;
  duplicates: number;
  quarantined: number;
  left_out: number;
  warnings: string[];
  detected: Record<string, unknown>;
  error: { code: string; message: string; hint: string } | null;
}

export interface Question {
  question: string;
  choices: Record<string, string>;
  option: string;
  free: string;
}

/** The question that a job ended with, where the data allow two readings. */
export function questionOf(job: Job): Question | null {
  const error = job.error as (Question & { code: string }) | null | undefined;
  return error?.code === "input.ambiguous" ? error : null;
}
