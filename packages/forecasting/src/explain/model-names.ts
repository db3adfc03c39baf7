const names: Readonly<Record<string, string>> = {
  ses: 'Exponential smoothing',
  'ses-slow': 'Slow smoothing',
  'damped-trend': 'Damped trend',
  theta: 'Theta',
  ces: 'Complex smoothing',
  'ces-simple': 'Complex smoothing of the season',
  'ces-partial': 'Complex smoothing beside a season',
  'ces-full': 'Complex smoothing of level and season',
  'seasonal-smoothing': 'Holt–Winters',
  'seasonal-smoothing-additive': 'Additive Holt–Winters',
  tsb: 'TSB',
  sba: 'SBA',
  naive: 'Same as last time',
  zero: 'No demand',
  ets: 'ETS',
  arima: 'ARIMA',
  mstl: 'MSTL',
  adida: 'ADIDA',
  imapa: 'IMAPA',
  pooled: 'Learnt from all items',
  analogues: 'Items like it',
};

const suffixes: readonly (readonly [string, string])[] = [
  ['-two-seasons', ' with two seasons'],
  ['-promotions', ' with prices and promotions'],
  ['-log', ' on logarithms'],
];

/** The season that a seasonal naive forecast repeats; undefined for every other model. */
export const repeatedSeason = (model: string): number | undefined => {
  const found = /^seasonal-naive-(\d+)$/.exec(model);
  return found === null ? undefined : Number(found[1]);
};

/** A model's name for people: `theta-two-seasons` → "Theta with two seasons"; unknown names become words. */
export const modelName = (model: string): string => {
  const season = repeatedSeason(model);
  if (season !== undefined) return `Same as ${season} periods ago`;
  const known = names[model];
  if (known !== undefined) return known;
  const suffix = suffixes.find(([ending]) => model.endsWith(ending));
  if (suffix !== undefined) return `${modelName(model.slice(0, -suffix[0].length))}${suffix[1]}`;
  const words = model.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
