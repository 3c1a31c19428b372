import { resolve } from "node:path";
import { defineConfig } from "vite";

// One script and one style sheet: pasted into a page after map-core.js, they need nothing else. The
// geometry is not bundled a second time; fonts are the page's.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: resolve(import.meta.dirname, "../../../src/desireline/web"),
    emptyOutDir: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "desirelineMapView", fileName: () => "map-view.js", cssFileName: "map-view" },
    rolldownOptions: {
      external: ["@desireline/map-core", "@desireline/map-core/format"],
      output: { globals: { "@desireline/map-core": "desirelineMapCore", "@desireline/map-core/format": "desirelineMapCore" } },
    },
  },
});
