// Writes packages/map-core/src/generated/map.ts from the published JSON Schema of the map file.
//
// In: docs/reference/map.schema.json. Out: the TypeScript types, committed, so that a change of the
// contract shows in a diff. `--check` writes nothing and fails when the committed file is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(here, "../packages/map-core/src/generated/map.ts");
const source = resolve(here, "../../docs/reference/map.schema.json");

// Every property of pydantic's schema has a title; each would become a type of its own (Id, Id1, Id2 ...).
function withoutPropertyTitles(node) {
  if (Array.isArray(node)) return node.map(withoutPropertyTitles);
  if (node === null || typeof node !== "object") return node;
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "properties") {
      copy[key] = Object.fromEntries(
        Object.entries(value).map(([name, property]) => {
          const { title: _title, ...rest } = property;
          return [name, withoutPropertyTitles(rest)];
        }),
      );
    } else copy[key] = withoutPropertyTitles(value);
  }
  return copy;
}

let schemaText;
try {
  schemaText = readFileSync(source, "utf8");
} catch {
  // A source distribution carries web/ without docs/: the committed types stand.
  console.error("map-types: no docs/reference/map.schema.json, the committed types stand");
  process.exit(0);
}
const schema = withoutPropertyTitles(JSON.parse(schemaText));
// What the file leaves out takes its default on the Python side: a saved file always carries every field.
const everyFieldPresent = (node) => {
  if (node && typeof node === "object") {
    if (node.properties) node.required = Object.keys(node.properties);
    for (const value of Object.values(node)) everyFieldPresent(value);
  }
};
everyFieldPresent(schema);
const text = await compile(schema, "MapFile", {
  bannerComment: "// Generated from docs/reference/map.schema.json by scripts/map-types.mjs. Do not edit.",
  additionalProperties: false,
  format: false,
});
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("map-types: generated/map.ts is stale; run `npm run types` and commit the result");
    process.exit(1);
  }
} else writeFileSync(target, text);
