/** Why a forecast is what it is, in a planner's words. Pure. */
import type { ItemForecast } from '../../app/api-types.ts';
import { formatShare } from '../../ui/plain-text.ts';

type Forecast = NonNullable<ItemForecast['forecast']>;
export type Candidate = Forecast['candidates'][number];

const names: Readonly<Record<string, string>> = {
  ses: 'Exponential smoothing',
  'damped-trend': 'Damped trend',
  theta: 'Theta',
  'seasonal-smoothing': 'Holt–Winters',
  tsb: 'TSB, for rare demand',
  sba: 'SBA, for rare demand',
  'slow-smoothing': 'Slow smoothing',
  naive: 'Same as last time',
  zero: 'No demand',
  ets: 'ETS',
  arima: 'ARIMA',
  analogues: 'Items like it',
};

const suffixes: readonly (readonly [string, string])[] = [
  ['-two-seasons', ', two seasons'],
  ['-promotions', ', with prices and promotions'],
  ['-log', ', on logarithms'],
];

/** "theta-two-seasons" → "Theta, two seasons"; unknown names become words. */
export function modelName(model: string): string {
  const naive = /^seasonal-naive-(\d+)$/.exec(model);
  if (naive !== null) return `Same as ${naive[1]} periods ago`;
  const suffix = suffixes.find(([ending]) => model.endsWith(ending));
  if (suffix !== undefined) return `${modelName(model.slice(0, -suffix[0].length))}${suffix[1]}`;
  const words = model.replaceAll('-', ' ');
  return names[model] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const classWords: Readonly<Record<string, string>> = {
  smooth: 'sells in most periods, in similar amounts',
  erratic: 'sells in most periods, in very different amounts',
  intermittent: 'has many periods without a sale, similar amounts otherwise',
  lumpy: 'has many periods without a sale, very different amounts otherwise',
  'no-demand': 'has not sold',
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** Two or three sentences: the kind of demand, who carries the forecast, how close it was in the past. */
export function whyThisModel({ demandClass, candidates, analogues }: Forecast): string {
  if (analogues !== null) {
    const own = formatShare(analogues.ownWeight);
    const named = analogues.isNamed
      ? 'that a planner named'
      : 'most like it by category, place, supplier and price';
    return `This item is new. Its forecast follows the ${analogues.items.length} items ${named}; its own sales count ${own} so far and more with every period.`;
  }
  const kind = `It ${classWords[demandClass] ?? 'sells unevenly'}.`;
  const carrying = candidates
    .filter(({ weight }) => weight >= 0.1)
    .sort((left, right) => right.weight - left.weight);
  const [best] = carrying;
  if (best === undefined) return `${kind} There is too little past to compare ways of forecasting.`;
  const tried = candidates.length;
  const who =
    carrying.length === 1
      ? `${modelName(best.model)} alone carries the forecast`
      : `${listed(carrying.map(({ model }) => modelName(model)))} are averaged`;
  const measured = candidates.some(({ mase }) => mase !== null);
  if (!measured) return `${kind} ${who}; its past is too short to measure them, so each counts by default.`;
  const close =
    best.mase === null
      ? ''
      : best.mase < 1
        ? ` On its own past ${modelName(best.model)} missed by ${formatShare(1 - best.mase)} less than repeating the last season would have.`
        : ` On its own past even ${modelName(best.model)} missed by as much as repeating the last season.`;
  return `${kind} ${who}: of ${tried} ways tried at several moments of its past, ${carrying.length === 1 ? 'it was' : 'they were'} closest.${close}`;
}
