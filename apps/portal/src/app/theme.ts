import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Petrol, the one accent; shade 7 reads on paper, shade 3 on ink. */
const petrol: MantineColorsTuple = [
  '#e9f5f5',
  '#d3e8e9',
  '#a5d0d3',
  '#79bcc1',
  '#4fa3aa',
  '#2f8790',
  '#1b727b',
  '#0f5c63',
  '#0b4a50',
  '#07363b',
];

/** Neutral with a trace of green, so that dark surfaces do not turn blue. */
const dark: MantineColorsTuple = [
  '#d9dedd',
  '#b4bcbb',
  '#8e9897',
  '#5f6a69',
  '#3c4645',
  '#2c3534',
  '#222a29',
  '#1a2120',
  '#141a19',
  '#0e1312',
];

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 5 },
  colors: { petrol, dark },
  fontFamily:
    'Inter, "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '11.5px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Modal: { defaultProps: { centered: true, lockScroll: false, overlayProps: { backgroundOpacity: 0.35 } } },
  },
});
