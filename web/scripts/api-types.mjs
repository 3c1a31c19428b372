// Whether the app's types of the HTTP API were made from the contract as it is: its digest stands in their first line.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

export const CONTRACT = resolve(import.meta.dirname, "../../docs/reference/openapi.json");
export const TYPES = resolve(import.meta.dirname, "../app/src/api/schema.d.ts");
export const digestLine = (contract) => `// Generated from docs/reference/openapi.json by tools/api-types; sha256 ${createHash("sha256").update(contract).digest("hex")}`;

if (process.argv[2] === "--check" && existsSync(CONTRACT)) {
  const wanted = digestLine(readFileSync(CONTRACT, "utf8"));
  if (readFileSync(TYPES, "utf8").split("\n")[0] !== wanted) {
    console.error("The API's contract changed: run `npm install && npm run generate` in web/tools/api-types.");
    process.exit(1);
  }
}
