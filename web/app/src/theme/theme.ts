// Mantine dressed in our palette: its variables point to the tokens, so that light and dark are told once.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";
import { patient, settle } from "./patience";

const blue: MantineColorsTuple = ["#eef3fa", "#dbe5f3", "#b6c9e6", "#8eabd8", "#6d92cc", "#5781c3", "#4a76bd", "#3a64a7", "#305896", "#27497d"];

export const theme = createTheme({
  fontFamily: "Inter, Helvetica, Arial, sans-serif",
  headings: { fontFamily: "Inter, Helvetica, Arial, sans-serif" },
  primaryColor: "blue",
  primaryShade: { light: 9, dark: 3 },
  autoContrast: true,
  colors: { blue },
  defaultRadius: 8,
  fontSizes: { xs: "12px", sm: "13.5px", md: "15px", lg: "18px", xl: "24px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  respectReducedMotion: true,
  cursorType: "pointer",
  // said out loud, so that the style sheet can tell filled buttons
  components: {
    Button: { defaultProps: { variant: "filled" } },
    // options that are there before the list opens: keys pressed at once find them
    Select: { defaultProps: { comboboxProps: { keepMounted: true }, onDropdownOpen: settle, onKeyDownCapture: patient } },
    Autocomplete: { defaultProps: { onDropdownOpen: settle, onKeyDownCapture: patient } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
});

const variables = {
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--muted)",
  "--mantine-color-default": "var(--raised)",
  "--mantine-color-default-hover": "var(--panel)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--hairline)",
  "--mantine-color-placeholder": "var(--muted)",
  "--mantine-color-anchor": "var(--line)",
  "--mantine-primary-color-filled": "var(--line)",
  "--mantine-primary-color-contrast": "var(--on-line)",
  "--mantine-primary-color-light-color": "var(--line)",
  "--mantine-color-blue-light-color": "var(--line)",
  "--mantine-color-error": "var(--pain)",
};
/** What Mantine paints fields and switches with in the dark, in our own shades. */
const dark = {
  "--mantine-color-dark-4": "var(--hairline)",
  "--mantine-color-dark-5": "var(--hairline)",
  "--mantine-color-dark-6": "var(--panel)",
  "--mantine-color-dark-7": "var(--raised)",
  "--mantine-color-dark-8": "var(--panel)",
};
export const resolver: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: { ...variables, ...dark } });
