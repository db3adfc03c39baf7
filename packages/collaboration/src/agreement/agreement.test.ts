import { isLocalDate, localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { type AgreementContent, agreementContent } from '../agreement-content.ts';
import { activityTypes, forecastPurposes, scenarios } from '../vocabulary.ts';
import { contentHash } from './content-hash.ts';
import { diffAgreements } from './diff-agreements.ts';
import { agreementPreset } from './presets/agreement-preset.ts';
import { criteriaPreset } from './presets/criteria-preset.ts';
import { leadOptionOf, leadOptions } from './presets/lead-options.ts';
import { maturityLevels, sharingPreset } from './presets/sharing-presets.ts';
import { readAgreement, validateAgreement } from './validate-agreement.ts';

const preset = (changes: Partial<Parameters<typeof agreementPreset>[0]> = {}): AgreementContent =>
  agreementPreset({
    name: 'Beverages',
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 3,
    validFrom: '2026-11-23',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    ...changes,
  });

const errorsAfter = (change: (content: AgreementContent) => void): string[] => {
  const content = preset();
  change(content);
  return validateAgreement(content)
    .filter(({ severity }) => severity === 'error')
    .map(({ path }) => path);
};

test('every scenario, lead option and maturity level starts from a draft that could be signed as it is', () => {
  for (const scenario of scenarios) {
    for (const { code } of leadOptions) {
      for (const { level } of maturityLevels) {
        const content = preset({ scenario, leadOption: code, maturityLevel: level });
        expect(agreementContent.parse(content)).toEqual(content);
        expect(validateAgreement(content).filter(({ severity }) => severity === 'error')).toEqual([]);
      }
    }
  }
});

test('the criteria preset holds every test of the exception arithmetic', () => {
  const criteria = criteriaPreset();
  const tests = new Set(criteria.map((entry) => (entry.kind === 'metric' ? 'metric' : entry.test)));
  expect([...tests].sort()).toEqual([
    'accuracy',
    'bias',
    'commit-mismatch',
    'cumulative-commit-mismatch',
    'frozen-on-hand',
    'metric',
    'missing-pack',
    'no-price',
    'party-comparison',
    'projected-overstock',
    'projected-stock-out',
    'response-required',
    'stale-sales',
    'value',
    'version-change',
    'zero-sales',
  ]);
  const activities = new Set(
    criteria.flatMap((entry) => (entry.kind === 'operational' ? [entry.activity] : [])),
  );
  expect(activityTypes.filter((activity) => !activities.has(activity))).toEqual(['SHIPMENTS']);
});

test('a higher maturity level shares all that the one below shares', () => {
  for (const { level } of maturityLevels.slice(1)) {
    const higher = sharingPreset(level);
    for (const rule of sharingPreset((level - 1) as 0)) expect(higher).toContainEqual(rule);
  }
  expect(sharingPreset(0)).toEqual([]);
  expect(sharingPreset(5).length).toBeGreaterThan(sharingPreset(4).length);
});

test('the four lead options are known again, a mixture is not', () => {
  for (const option of leadOptions) expect(leadOptionOf(option.leads)?.code).toBe(option.code);
  expect(leadOptionOf({ ...leadOptions[0]!.leads, fulfilment: 'buyer' })).toBeNull();
});

test.each<[string, string, (content: AgreementContent) => void]>([
  ['a blank name', 'name', (c) => Object.assign(c, { name: '  ' })],
  ['an end before the start', 'validTo', (c) => Object.assign(c, { validTo: c.validFrom })],
  ['an empty scope', 'scope.itemIds', (c) => Object.assign(c.scope, { itemIds: [] })],
  ['an unknown zone', 'calendar.timeZone', (c) => Object.assign(c.calendar, { timeZone: 'Mars/Base' })],
  ['a cycle without a sales forecast', 'calendar.cycle', (c) => c.calendar.cycle.shift()],
  [
    'a step due before the one it needs',
    'calendar.cycle.6',
    (c) => Object.assign(c.calendar.cycle[6]!, { weekday: 2 }),
  ],
  ['a step due twice', 'calendar.cycle.7', (c) => c.calendar.cycle.push({ ...c.calendar.cycle[6]! })],
  ['windows beyond the horizon', 'horizons.liquidDays', (c) => Object.assign(c.horizons, { liquidDays: 30 })],
  [
    'a slushy window firmer than frozen',
    'horizons.liability.slushy',
    (c) => Object.assign(c.horizons.liability, { frozen: 'none', slushy: 'firm' }),
  ],
  [
    'material liability of nothing',
    'horizons.liability.materialRatio',
    (c) => Object.assign(c.horizons.liability, { materialRatio: 0 }),
  ],
  ['no rule for orders', 'consensus', (c) => c.consensus.pop()],
  ['two rules for sales', 'consensus.2.purpose', (c) => c.consensus.push(c.consensus[0]!)],
  ['no criterion', 'criteria', (c) => Object.assign(c, { criteria: [] })],
  [
    'a code used twice',
    'criteria.1.code',
    (c) => Object.assign(c.criteria[1]!, { code: c.criteria[0]!.code }),
  ],
  [
    'a comparison without tolerance',
    'criteria.0.thresholds',
    (c) => Object.assign(c.criteria[0]!, { thresholds: {} }),
  ],
  [
    'a comparison with oneself',
    'criteria.0.comparisonDataSource',
    (c) => Object.assign(c.criteria[0]!, { comparisonDataSource: 'buyer' }),
  ],
  [
    'an escalation backwards',
    'criteria.0.escalationHours',
    (c) => Object.assign(c.criteria[0]!, { escalationHours: [24, 8] }),
  ],
  ['a rule stated twice', `sharing.${sharingPreset(3).length}`, (c) => c.sharing.push(c.sharing[0]!)],
  ['no goal', 'metrics', (c) => Object.assign(c, { metrics: [] })],
  ['weights beyond the whole', 'metrics', (c) => Object.assign(c.metrics[0]!, { weight: 0.9 })],
  ['no sponsor', 'governance.sellerSponsor', (c) => Object.assign(c.governance, { sellerSponsor: '' })],
])('%s keeps an agreement from being proposed, with its place', (_, path, change) => {
  expect(errorsAfter(change)).toEqual([path]);
});

test('a missing value cannot be settled by an average that needs both', () => {
  const index = preset().criteria.findIndex(
    (entry) => entry.kind === 'forecast' && entry.test === 'response-required',
  );
  expect(
    errorsAfter((content) =>
      Object.assign(content.criteria[index]!, { defaultResolution: 'DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES' }),
    ),
  ).toEqual([`criteria.${index}.defaultResolution`]);
});

test('what cannot work in practice is a warning before signing', () => {
  const content = preset({ leadOption: 'D', maturityLevel: 0 });
  content.criteria = criteriaPreset();
  const warnings = validateAgreement(content).map(({ message }) => message);
  expect(warnings.some((text) => text.includes('does not share point-of-sale data'))).toBe(true);
  expect(warnings.some((text) => text.includes('cannot be evaluated'))).toBe(true);
});

test('a content of the wrong shape is answered with the place and the remedy', () => {
  const { content, problems } = readAgreement({ ...preset(), validFrom: '2026-02-30' });
  expect(content).toBeNull();
  expect(problems).toEqual([
    {
      path: 'validFrom',
      severity: 'error',
      message: 'validFrom: is not a date: write it as 2026-11-22',
    },
  ]);
  expect(readAgreement(preset()).problems).toEqual([]);
});

test('the same content has no changes, and moving entries about is none', () => {
  const content = preset();
  const moved = structuredClone(content);
  moved.criteria.reverse();
  moved.sharing.reverse();
  expect(diffAgreements(content, moved)).toEqual([]);
  expect(diffAgreements(content, content)).toEqual([]);
});

test('changes are told in words with before and after', () => {
  const content = preset();
  const next = structuredClone(content);
  next.horizons.slushyChangeRatio = 0.125;
  next.criteria[0]!.thresholds = { ratio: 0.3 };
  next.sharing = next.sharing.filter(({ measure }) => measure !== 'pos');
  next.calendar.holidays = [localDate('2026-12-25')];
  next.metrics.push({ code: 'otif', goal: 0.95, weight: 0, direction: 'higher-is-better', lagPeriods: 0 });
  const changes = diffAgreements(content, next).map(({ label, before, after, kind }) => [
    label,
    before,
    after,
    kind,
  ]);
  expect(changes).toEqual([
    ['Calendar: Holidays', 'none', '2026-12-25', 'changed'],
    ['Horizons: Change allowed in the slushy window', '20 %', '12.5 %', 'changed'],
    [
      'Exception criterion "Sales forecasts differ": Tolerance',
      '20 % and 24 units and 100.00 EUR',
      '30 %',
      'changed',
    ],
    ['Goal for otif', null, 'goal 0.95', 'added'],
    ['The buyer shares sales (POS)', 'item by location by week, 728 days', null, 'removed'],
  ]);
});

/** Every leaf of the content changed to another value of its type. */
function* singleChanges(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, field] of Object.entries(value)) yield* singleChanges(field, [...path, key]);
  } else {
    yield path;
  }
}

function otherValue(field: string | number, value: unknown): unknown {
  if (field === 'bucketDays') return 1;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return ['x'];
  if (typeof value === 'string' && isLocalDate(value)) return '2031-01-01';
  if (value === 'FALLS_BELOW_EXCEPTION_VALUE') return 'EXCEEDS_EXCEPTION_VALUE';
  return value === 'buyer' ? 'seller' : `${String(value)}x`;
}

test('no change of any field escapes the comparison of two versions', () => {
  const content = preset({ maturityLevel: 5 });
  content.scope.categories = ['Beer'];
  expect(forecastPurposes).toContain(content.consensus[0]!.purpose);
  for (const path of singleChanges(content)) {
    const next = structuredClone(content);
    let at = next as unknown as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
    const leaf = path.at(-1)!;
    at[leaf] = otherValue(leaf, at[leaf]);
    expect(contentHash(next)).not.toBe(contentHash(content));
    expect(diffAgreements(content, next), path.join('.')).not.toEqual([]);
  }
});
