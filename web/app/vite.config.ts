import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Served by `desireline serve` from the package; during development the API is proxied.
export default defineConfig({
  base: "./",
  plugins: [react()],
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
  build: { target: "es2022", outDir: resolve(import.meta.dirname, "../../src/desireline/web/app"), emptyOutDir: true },
});
