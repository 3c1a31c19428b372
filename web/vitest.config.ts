import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["packages/*/tests/**/*.test.ts", "app/tests/**/*.test.ts"], environment: "node", testTimeout: 60_000 } });
