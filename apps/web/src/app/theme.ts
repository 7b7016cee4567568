import {
  type ActionIconProps,
  type AlertProps,
  type AnchorProps,
  type BadgeProps,
  type ButtonProps,
  type CardProps,
  type CheckboxProps,
  createTheme,
  type CSSVariablesResolver,
  type DrawerProps,
  type MantineColorsTuple,
  type MenuProps,
  type ModalProps,
  type NotificationProps,
  type NumberInputProps,
  type PopoverProps,
  type ProgressProps,
  type SelectProps,
  type SkeletonProps,
  type TableProps,
  type TooltipProps,
} from '@mantine/core';

import classes from './theme.module.css';

// Shade 7 fills in light and shade 5 in dark, both with white words on them; 9 on 1 and 0 on a
// darkened 9 are the light variant. Each pair has a contrast of 4.5 or more.
const ink: MantineColorsTuple = [
  '#eff1fb',
  '#e3e7f7',
  '#c8cfee',
  '#a9b3e2',
  '#929ede',
  '#5a67c8',
  '#4a56b6',
  '#3b469d',
  '#323b85',
  '#272e69',
];
const red: MantineColorsTuple = [
  '#fdf0f0',
  '#fbe3e3',
  '#f4c4c5',
  '#ee9fa1',
  '#ea8487',
  '#cf444a',
  '#c5363d',
  '#b92b33',
  '#98222a',
  '#791c22',
];
const teal: MantineColorsTuple = [
  '#e8f8f4',
  '#d3f0e8',
  '#a6dfcf',
  '#77ceb6',
  '#52bda1',
  '#15806a',
  '#147663',
  '#106a58',
  '#0d5647',
  '#0b4a3d',
];
const orange: MantineColorsTuple = [
  '#fdf3e7',
  '#fae7d0',
  '#f3cda0',
  '#ecb16d',
  '#e69a45',
  '#b2610d',
  '#a95a0b',
  '#9a5109',
  '#7d4207',
  '#633506',
];
const violet: MantineColorsTuple = [
  '#f4f0fd',
  '#eae3fa',
  '#d4c6f4',
  '#bca6ec',
  '#a98ee6',
  '#7d5bd0',
  '#704dc4',
  '#633fb5',
  '#513394',
  '#40287a',
];
const gray: MantineColorsTuple = [
  '#f8f8fa',
  '#f2f3f5',
  '#e9eaee',
  '#e3e4e9',
  '#cdd0d8',
  '#a9aeba',
  '#656b79',
  '#4c5260',
  '#363b46',
  '#23262e',
];
const dark: MantineColorsTuple = [
  '#d9dbe2',
  '#bdc0ca',
  '#a0a5b3',
  '#8a8f9e',
  '#353946',
  '#2c303b',
  '#242731',
  '#1b1d25',
  '#14151b',
  '#0e0f13',
];

export const heraldTheme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 5 },
  colors: { ink, red, teal, orange, violet, gray, dark },
  black: '#1b1d25',
  fontFamily: "'Inter Variable', 'Inter Fallback', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25', fontWeight: '700' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: {
    xs: '0 1px 2px rgba(20, 22, 34, 0.05)',
    sm: '0 1px 3px rgba(20, 22, 34, 0.08)',
    md: '0 4px 16px rgba(20, 22, 34, 0.1)',
    lg: '0 8px 28px rgba(20, 22, 34, 0.14)',
    xl: '0 16px 48px rgba(20, 22, 34, 0.18)',
  },
  // By name, as `Select.extend` would put all of the kit into the first load.
  components: {
    ActionIcon: preset<ActionIconProps>({ variant: 'subtle', color: 'gray', size: 'lg' }),
    Alert: preset<AlertProps>({ variant: 'light' }),
    Anchor: preset<AnchorProps>({ underline: 'hover' }),
    Badge: preset<BadgeProps>({ variant: 'light', radius: 'xl', size: 'md' }, { root: classes.badge }),
    Button: preset<ButtonProps>({ fw: 550 }),
    Card: preset<CardProps>({ withBorder: true, padding: 'lg', radius: 'md' }),
    Checkbox: preset<CheckboxProps>({ radius: 'sm' }),
    Drawer: preset<DrawerProps>({ overlayProps: { backgroundOpacity: 0.35 } }, { title: classes.modalTitle }),
    InputWrapper: preset<object>({}, { label: classes.label, description: classes.description }),
    Menu: preset<MenuProps>({ shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false }),
    Modal: preset<ModalProps>(
      {
        centered: true,
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { 'aria-label': 'Close' },
        // Its <header> would count as a second banner of the page.
        attributes: { header: { role: 'none' } },
      },
      { title: classes.modalTitle },
    ),
    NavLink: preset<object>({}, { root: classes.navLink }),
    Notification: preset<NotificationProps>({ withBorder: true, closeButtonProps: { 'aria-label': 'Dismiss' } }),
    NumberInput: preset<NumberInputProps>({ thousandSeparator: ',' }),
    Popover: preset<PopoverProps>({ shadow: 'md' }),
    Progress: preset<ProgressProps>({ size: 'sm', radius: 'xl' }),
    Select: preset<SelectProps>({ allowDeselect: false, checkIconPosition: 'right' }),
    Skeleton: preset<SkeletonProps>({ radius: 'sm' }),
    Table: preset<TableProps>(
      { verticalSpacing: 'sm', horizontalSpacing: 'md', highlightOnHover: true },
      { thead: classes.thead, th: classes.th, td: classes.td },
    ),
    Tabs: preset<object>({}, { tab: classes.tab }),
    Tooltip: preset<TooltipProps>({
      openDelay: 250,
      withArrow: true,
      events: { hover: true, focus: true, touch: true },
    }),
  },
});

/** What a component is unless a page says otherwise. */
function preset<Props>(defaultProps: Partial<Props>, classNames: Record<string, string | undefined> = {}) {
  return { defaultProps, classNames };
}

/** Where Mantine's own choice is too faint to read, and the colours that only Herald has. */
export const cssVariables: CSSVariablesResolver = (theme) => ({
  variables: {},
  light: {
    '--herald-page': '#fafafb',
    '--herald-hairline': 'var(--mantine-color-gray-3)',
    '--mantine-color-placeholder': '#6f7583',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-6)',
    '--mantine-color-error': 'var(--mantine-color-red-7)',
    '--mantine-color-success': 'var(--mantine-color-teal-7)',
    '--mantine-color-disabled-color': '#7b8190',
    '--mantine-color-default-border': 'var(--mantine-color-gray-4)',
  },
  dark: {
    '--herald-page': '#14151b',
    '--herald-hairline': 'var(--mantine-color-dark-4)',
    '--mantine-color-placeholder': '#9297a5',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-success': 'var(--mantine-color-teal-4)',
    '--mantine-color-disabled-color': '#8d92a1',
    ...Object.fromEntries(Object.keys(theme.colors).flatMap(quietLight)),
  },
});

/** The light variant on dark: a veil of the colour, where the kit would take its darkest shade. */
function quietLight(color: string): [string, string][] {
  const veil = (percent: number) => `color-mix(in srgb, var(--mantine-color-${color}-4) ${percent}%, transparent)`;
  return [
    [`--mantine-color-${color}-light`, veil(16)],
    [`--mantine-color-${color}-light-hover`, veil(24)],
    [`--mantine-color-${color}-light-color`, `var(--mantine-color-${color}-2)`],
  ];
}
