/** The page's colours as the canvas needs them; read again when the colour scheme changes. */
const tokens = {
  surface: '--surface',
  raised: '--surface-raised',
  sunk: '--surface-sunk',
  line: '--line',
  lineStrong: '--line-strong',
  ink: '--ink',
  inkSoft: '--ink-soft',
  accent: '--accent',
  accentSoft: '--accent-soft',
  warn: '--warn',
  bad: '--bad',
  selected: '--selected',
  cursor: '--cursor',
  hatch: '--grid-hatch',
} as const;

export type Palette = Record<keyof typeof tokens, string> & {
  authors: readonly string[];
  measures: readonly string[];
  font: string;
  frozenPattern: CanvasPattern | string;
  slushyPattern: CanvasPattern | string;
};

const measureColourCount = 8;

type PatternKind = 'lines' | 'dots';

/** Frozen is hatched, slushy is dotted: readable without colours. */
function patternOf(kind: PatternKind, colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const context = tile.getContext('2d');
  if (context === null) return 'transparent';
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (kind === 'dots') {
    context.fillRect(1, 1, 1, 1);
    context.fillRect(5, 5, 1, 1);
  } else {
    context.beginPath();
    for (const start of [-8, 0, 8]) {
      context.moveTo(start, 8);
      context.lineTo(start + 8, 0);
    }
    context.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? 'transparent';
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (token: string): string => style.getPropertyValue(token).trim();
  const colours = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => [name, read(token)]),
  ) as Record<keyof typeof tokens, string>;
  const numbered = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => read(`--${prefix}-${index}`));
  return {
    ...colours,
    authors: numbered('grid-author', 6),
    measures: numbered('grid-measure', measureColourCount),
    font: style.fontFamily,
    frozenPattern: patternOf('lines', colours.hatch),
    slushyPattern: patternOf('dots', colours.hatch),
  };
}
