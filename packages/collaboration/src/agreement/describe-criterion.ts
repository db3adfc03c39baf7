import type { Criterion } from '../agreement-content.ts';
import { type AgreementBlock, entry } from './agreement-block.ts';
import * as say from './wording.ts';

/** Every field that any kind of criterion has, with its name on the screen and how its value is said. */
const fields: readonly (readonly [
  field: string,
  label: string,
  text: (value: never, currency: string) => string,
])[] = [
  ['name', 'Name', String],
  ['kind', 'Kind', say.words],
  ['test', 'Test', say.words],
  ['activity', 'Activity', (code: string) => say.words(code.toLowerCase())],
  ['metricCode', 'Metric', say.words],
  ['purpose', 'Forecast', String],
  ['dataSource', 'Whose value', String],
  ['comparisonDataSource', 'Compared with', (side: string | null) => side ?? 'what came'],
  ['window', 'Window', say.words],
  ['comparison', 'Raised when the value', say.comparison],
  ['thresholds', 'Tolerance', say.tolerance],
  ['ratioBase', 'Share of', say.words],
  ['valueMilli', 'Value', say.units],
  ['daysOfSupplyMax', 'Days of supply at most', String],
  ['goal', 'Goal', String],
  ['observationsMin', 'Observations needed', String],
  ['bucketsMax', 'Buckets without news', String],
  ['priority', 'Priority', String],
  ['responseHours', 'Answer within', say.hours],
  ['defaultResolution', 'If nobody answers', (code: string) => say.words(code.toLowerCase())],
  ['escalationHours', 'Escalates after', (steps: number[]) => steps.map(say.hours).join(', ') || 'never'],
  ['categories', 'Categories', (names: string[] | null) => say.list(names)],
  ['volumeClasses', 'Volume classes', (names: string[]) => say.list(names)],
  ['isBlocking', 'Blocks the step', (isBlocking: boolean) => (isBlocking ? 'yes' : 'no')],
];
const named = new Set(['code', ...fields.map(([field]) => field)]);

/** One criterion in words, money in the agreement's currency; a field without a name of its own is still said, as it stands. */
export function describeCriterion(criterion: Criterion, currency: string): AgreementBlock {
  const values = criterion as unknown as Record<string, never>;
  const facts = fields.flatMap(([field, label, text]) =>
    values[field] === undefined ? [] : [[field, label, text(values[field], currency)] as const],
  );
  const others = Object.keys(values)
    .filter((field) => !named.has(field) && values[field] !== undefined)
    .map((field) => [field, field, JSON.stringify(values[field])] as const);
  const label = `Exception criterion "${criterion.name}"`;
  return entry(`criteria[${criterion.code}]`, label, say.tolerance(criterion.thresholds, currency), [
    ...facts,
    ...others,
  ]);
}
