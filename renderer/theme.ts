/** Gatehouse's look: calm surfaces, one accent, 8 px grid, targets a thumb can hit; light and dark by the system. */
import { createTheme, type Theme } from '@mui/material/styles';
import type {} from '@mui/material/themeCssVarsAugmentation';

declare module '@mui/material/styles' {
  interface Palette {
    /** The navigation rail: dark in both schemes, it is the product's face. */
    readonly rail: RailColors;
  }
  interface PaletteOptions {
    readonly rail?: RailColors;
  }
  interface TypeBackground {
    /** Wells, table heads, code: one step off the paper. */
    readonly sunken: string;
  }
}

interface RailColors {
  readonly main: string;
  readonly text: string;
  readonly quiet: string;
  readonly hover: string;
  readonly selected: string;
  readonly mark: string;
}

/** Smallest side of anything that is pressed (WCAG 2.5.5). */
export const touchPx = 44;

export const monospace = '"SFMono-Regular", Consolas, "Liberation Mono", Menlo, "DejaVu Sans Mono", monospace';

const sans =
  '"Inter Variable", Inter, "Segoe UI", system-ui, -apple-system, "Noto Sans", "Noto Sans Arabic", sans-serif';

/** Words on any ground of ours can be read (WCAG 1.4.3). */
const contrastThreshold = 4.5;

const light = {
  palette: {
    contrastThreshold,
    primary: { main: '#0b6470', dark: '#084c56', light: '#2f8794', contrastText: '#ffffff' },
    secondary: { main: '#42545b', contrastText: '#ffffff' },
    success: { main: '#1b7a43', contrastText: '#ffffff' },
    warning: { main: '#8f5a00', contrastText: '#ffffff' },
    error: { main: '#b3261e', contrastText: '#ffffff' },
    info: { main: '#245f9e', contrastText: '#ffffff' },
    background: { default: '#f3f6f7', paper: '#ffffff', sunken: '#eaeff1' },
    text: { primary: '#13242a', secondary: '#4a5c63', disabled: '#87969c' },
    divider: '#dbe3e6',
    rail: {
      main: '#0e2a31',
      text: '#ffffff',
      quiet: '#b4c9ce',
      hover: 'rgba(255,255,255,0.07)',
      selected: 'rgba(255,255,255,0.13)',
      mark: '#57c7d1',
    },
  },
} as const;

const dark = {
  palette: {
    contrastThreshold,
    primary: { main: '#5cc6d0', dark: '#8fdbe2', light: '#3aa5b0', contrastText: '#04262b' },
    secondary: { main: '#a9bcc2', contrastText: '#0f1a1d' },
    success: { main: '#6fd197', contrastText: '#06240f' },
    warning: { main: '#f0b455', contrastText: '#2b1a00' },
    error: { main: '#ff8f85', contrastText: '#3a0500' },
    info: { main: '#8bbcf0', contrastText: '#04213f' },
    background: { default: '#0d1517', paper: '#152023', sunken: '#1d2a2e' },
    text: { primary: '#ecf3f4', secondary: '#a8babf', disabled: '#6d7f85' },
    divider: '#2a3a3f',
    rail: {
      main: '#091012',
      text: '#ffffff',
      quiet: '#a5b9be',
      hover: 'rgba(255,255,255,0.06)',
      selected: 'rgba(255,255,255,0.11)',
      mark: '#57c7d1',
    },
  },
} as const;

/** The theme for a reading direction; colours follow the system's light or dark. */
export function makeTheme(direction: 'ltr' | 'rtl'): Theme {
  return createTheme({
    direction,
    cssVariables: { colorSchemeSelector: 'media' },
    colorSchemes: { light, dark },
    spacing: 8,
    shape: { borderRadius: 10 },
    typography: {
      fontFamily: sans,
      h1: { fontSize: '1.625rem', fontWeight: 650, letterSpacing: '-0.015em', lineHeight: 1.25 },
      h2: { fontSize: '1.1875rem', fontWeight: 650, letterSpacing: '-0.01em', lineHeight: 1.3 },
      h3: { fontSize: '1rem', fontWeight: 650, lineHeight: 1.4 },
      subtitle1: { fontSize: '1rem', fontWeight: 500, lineHeight: 1.5 },
      subtitle2: { fontSize: '0.8125rem', fontWeight: 600, lineHeight: 1.4 },
      body1: { fontSize: '0.9375rem', lineHeight: 1.55 },
      body2: { fontSize: '0.875rem', lineHeight: 1.5 },
      caption: { fontSize: '0.8125rem', lineHeight: 1.45 },
      button: { textTransform: 'none', fontWeight: 600, fontSize: '0.9375rem', letterSpacing: 0 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: (theme) => ({
          'html, body, #root': { height: '100%' },
          body: { fontFeatureSettings: '"cv05", "cv11", "ss03"' },
          // One focus ring for everything that can be reached with the keyboard.
          ':focus-visible': { outline: `3px solid ${theme.vars.palette.primary.main}`, outlineOffset: 2 },
          '@media (prefers-reduced-motion: reduce)': {
            '*, *::before, *::after': {
              animationDuration: '0.01ms !important',
              transitionDuration: '0.01ms !important',
            },
          },
        }),
      },
      MuiButtonBase: {
        defaultProps: { disableRipple: true },
        styleOverrides: {
          root: ({ theme }) => ({
            '&.Mui-focusVisible': { outline: `3px solid ${theme.vars.palette.primary.main}`, outlineOffset: 2 },
          }),
        },
      },
      MuiButton: {
        defaultProps: { disableElevation: true },
        styleOverrides: {
          // The library writes left and right; icons stand before the words in both directions.
          startIcon: { marginLeft: 0, marginRight: 0, marginInlineStart: -4, marginInlineEnd: 8 },
          endIcon: { marginLeft: 0, marginRight: 0, marginInlineStart: 8, marginInlineEnd: -4 },
          root: { minHeight: touchPx, paddingInline: 18, borderRadius: 10, whiteSpace: 'nowrap' },
          outlined: ({ theme }) => ({
            borderColor: theme.vars.palette.divider,
            color: theme.vars.palette.text.primary,
            backgroundColor: theme.vars.palette.background.paper,
            '&:hover': {
              borderColor: theme.vars.palette.primary.main,
              backgroundColor: theme.vars.palette.background.sunken,
            },
          }),
        },
      },
      MuiIconButton: { styleOverrides: { root: { minWidth: touchPx, minHeight: touchPx, borderRadius: 10 } } },
      MuiToggleButton: {
        styleOverrides: {
          root: ({ theme }) => ({
            height: touchPx,
            paddingInline: 14,
            textTransform: 'none',
            fontWeight: 600,
            color: theme.vars.palette.text.secondary,
            backgroundColor: theme.vars.palette.background.paper,
            borderColor: theme.vars.palette.divider,
            '&.Mui-selected': { color: theme.vars.palette.primary.main },
            // Under the mouse its ground is lighter in the dark, darker in the light.
            '&.Mui-selected:hover': { color: theme.vars.palette.primary.dark },
          }),
        },
      },
      MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiCard: {
        defaultProps: { elevation: 0 },
        styleOverrides: {
          root: ({ theme }) => ({ border: `1px solid ${theme.vars.palette.divider}`, borderRadius: 12 }),
        },
      },
      MuiDialog: {
        styleOverrides: { paper: { borderRadius: 14 } },
      },
      MuiDialogTitle: {
        styleOverrides: { root: { fontSize: '1.1875rem', fontWeight: 650, paddingBlock: '20px 8px' } },
      },
      MuiDialogActions: { styleOverrides: { root: { padding: '16px 24px 20px', gap: 8 } } },
      // Subtitles label things; they are no headings of the page's outline.
      MuiTypography: { defaultProps: { variantMapping: { subtitle1: 'p', subtitle2: 'p' } } },
      MuiInputLabel: {
        // The small field is 44 px here, not 40: the resting label moves down with its middle.
        styleOverrides: {
          root: {
            '&.MuiInputLabel-sizeSmall:not(.MuiInputLabel-shrink)': { transform: 'translate(14px, 11px) scale(1)' },
          },
        },
      },
      MuiTextField: { defaultProps: { fullWidth: true, size: 'small' } },
      MuiOutlinedInput: {
        styleOverrides: {
          root: ({ theme }) => ({
            minHeight: touchPx,
            backgroundColor: theme.vars.palette.background.paper,
            '&:not(.Mui-focused):not(.Mui-error):not(:hover) .MuiOutlinedInput-notchedOutline': {
              borderColor: `color-mix(in srgb, ${theme.vars.palette.text.secondary} 55%, transparent)`,
            },
          }),
          // The field's border turns into the focus ring; a second ring inside it would only be noise.
          input: { '&:focus-visible': { outline: 'none' } },
        },
      },
      MuiInputAdornment: {
        styleOverrides: {
          positionStart: { marginRight: 0, marginInlineEnd: 8 },
          positionEnd: { marginLeft: 0, marginInlineStart: 8 },
        },
      },
      MuiInputBase: { styleOverrides: { input: { '&:focus-visible': { outline: 'none' } } } },
      MuiFormHelperText: { styleOverrides: { root: { marginInline: 2, fontSize: '0.8125rem' } } },
      MuiCheckbox: { styleOverrides: { root: { width: touchPx, height: touchPx } } },
      MuiRadio: { styleOverrides: { root: { width: touchPx, height: touchPx } } },
      MuiMenuItem: {
        styleOverrides: {
          // MUI drops the least height on wide screens; a touch screen at a desk is wide.
          root: { '&&': { minHeight: touchPx }, borderRadius: 8, marginInline: 6 },
        },
      },
      MuiLink: { defaultProps: { underline: 'hover' } },
      MuiListItemButton: { styleOverrides: { root: { minHeight: touchPx, borderRadius: 10 } } },
      MuiTableCell: {
        styleOverrides: {
          root: ({ theme }) => ({ borderBottomColor: theme.vars.palette.divider, paddingBlock: 10 }),
          head: ({ theme }) => ({
            color: theme.vars.palette.text.secondary,
            backgroundColor: theme.vars.palette.background.paper,
            fontWeight: 600,
            fontSize: '0.8125rem',
            whiteSpace: 'nowrap',
          }),
        },
      },
      MuiChip: { styleOverrides: { root: { fontWeight: 600, borderRadius: 8 } } },
      MuiAlert: {
        styleOverrides: {
          root: { borderRadius: 10, alignItems: 'center' },
          action: { paddingBlock: 0, alignItems: 'center' },
        },
      },
      MuiTooltip: {
        defaultProps: { arrow: true, enterDelay: 400 },
        styleOverrides: { tooltip: { fontSize: '0.8125rem', padding: '6px 10px' } },
      },
      MuiSkeleton: { defaultProps: { animation: 'wave' } },
    },
  });
}
