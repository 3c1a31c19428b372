import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "./api/http";
import { App } from "./App";
import { startLanguage } from "./i18n";
import { listenForUpdates } from "./shell/anew";
import { resolver, theme } from "./theme/theme";
import "@mantine/core/styles.css";
import "@desireline/map-view/fonts.css";
import "./theme/tokens.css";
import "./theme/layout.css";

const queries = new QueryClient({ defaultOptions: { queries: { retry: (failures, error) => failures < 1 && !(error instanceof ApiError && error.status < 500), staleTime: 20_000, refetchOnWindowFocus: true } } });

listenForUpdates();
void startLanguage().then(() =>
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  ),
);
