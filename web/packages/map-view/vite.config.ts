import { resolve } from "node:path";
import { defineConfig } from "vite";

// One script and one style sheet, fonts included: pasted into a page, they need nothing else.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: resolve(import.meta.dirname, "../../../src/desireline/web"),
    emptyOutDir: false,
    assetsInlineLimit: 200_000,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "desirelineMapView", fileName: () => "map-view.js", cssFileName: "map-view" },
  },
});
