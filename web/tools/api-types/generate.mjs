// Writes the app's types of the HTTP API from the published contract. In a folder of its own, because the
// generator needs an older TypeScript: `npm install && npm run generate` here, after openapi.json changed.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { CONTRACT, digestLine, TYPES } from "../../scripts/api-types.mjs";

const contract = readFileSync(CONTRACT, "utf8");
const tree = await openapiTS(JSON.parse(contract), { defaultNonNullable: false });
writeFileSync(TYPES, `${digestLine(contract)}\n${astToString(tree)}`);
