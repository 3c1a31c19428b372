import { resolve } from "node:path";
import { defineConfig } from "vite";

// One script without imports, for an embedded JavaScript engine: no DOM, no Intl, no modules.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: resolve(import.meta.dirname, "../../../src/desireline/web"),
    emptyOutDir: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "desirelineMapCoreBundle", fileName: () => "map-core.js" },
  },
});
