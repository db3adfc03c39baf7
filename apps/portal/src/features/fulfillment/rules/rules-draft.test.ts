import { expect, test } from 'vitest';
import type { AllocationRules } from '../../../app/api-types.ts';
import { decideConflicts, mergeDrafts } from './merge-drafts.ts';
import { diffDrafts, type Words } from './rule-words.ts';
import {
  type CustomerRule,
  changedKeys,
  type Draft,
  entriesOf,
  toDraft,
  toInput,
  withEntry,
  withoutEntry,
} from './rules-draft.ts';

const plain: CustomerRule = {
  customerId: null,
  priority: 5,
  rotation: 'FEFO',
  remainingDays: 0,
  isSingleLot: false,
  isShipComplete: false,
  acceptsSubstitutes: false,
  cancelAfterDays: null,
  shortageMicros: 400_000,
};
const north: CustomerRule = { ...plain, customerId: 'north', priority: 3 };
const saved = toDraft({
  ...{ version: 4, changedAt: null, changedBy: null, policy: 'priority', customers: [] },
  rules: [plain, north].map((rule) => ({ ...rule, customerName: null })),
  pools: [
    {
      ...{ poolId: 'p', name: 'North', itemId: 'oats', itemNumber: 'OATS', description: 'Oats', unit: 'CS' },
      ...{
        locationId: 'w1',
        placeCode: 'W1',
        reservedMilli: 12_000,
        customerIds: ['north'],
        releasesOn: null,
      },
    },
  ],
  substitutes: [],
  places: [
    { locationId: 'w1', code: 'W1', name: 'Main', shipmentMinor: 4_500, perUnitMinor: 12, transitDays: 1 },
    {
      locationId: 'w2',
      code: 'W2',
      name: 'Other',
      shipmentMinor: null,
      perUnitMinor: null,
      transitDays: null,
    },
  ],
} as unknown as AllocationRules);
const words: Words = {
  currency: 'EUR',
  nameOf: (id) => id.toUpperCase(),
  numberOf: (id) => id.toUpperCase(),
  unitOf: () => 'CS',
};
const rule = (draft: Draft, value: CustomerRule): Draft => withEntry(draft, { section: 'customers', value });
const priorityOf = (draft: Draft): number | undefined =>
  entriesOf(draft, 'customers').find(({ value }) => value.customerId === 'north')?.value.priority;

test('what was saved comes back as it was; a place without costs is no rule', () => {
  const { places, pools, rules, policy } = toInput(saved, 4);
  expect(policy).toBe('priority');
  expect(rules).toEqual([plain, north]);
  expect(pools).toHaveLength(1);
  expect(places.map(({ locationId, position }) => [locationId, position])).toEqual([['w1', 1]]);
});

test('before saving each change is named with what it was, in the customer’s money and units', () => {
  const draft = withoutEntry(rule(saved, { ...north, priority: 1, shortageMicros: 900_000 }), 'places w1');
  const sections = diffDrafts(saved, draft, words);
  expect(sections.map(({ title }) => title)).toEqual(['Customers', 'Ship from']);
  expect(sections[0]?.changes.map(({ label, before, after }) => [label, before, after])).toEqual([
    ['NORTH: priority', '3', '1'],
    ['NORTH: a missing unit costs', '€0.40', '€0.90'],
  ]);
  expect(sections[1]?.changes).toMatchObject([
    {
      kind: 'removed',
      label: 'W1',
      after: null,
      before: expect.stringContaining('A shipment costs: €45.00'),
    },
  ]);
});

test('a pool that gets another name is the same stock under a new one, never twice', () => {
  const [pool] = entriesOf(saved, 'pools');
  const renamed = withEntry(
    saved,
    { section: 'pools', value: { ...pool!.value, name: 'Northern' } },
    'pools north',
  );
  expect(entriesOf(renamed, 'pools').map(({ value }) => value.name)).toEqual(['Northern']);
  expect(changedKeys(saved, renamed)).toEqual(['pools north', 'pools northern']);
});

test('two planners who change different things of one customer lose nothing', () => {
  const mine = rule(saved, { ...north, priority: 1 });
  const theirs = withoutEntry(rule(saved, { ...north, remainingDays: 14 }), 'pools north');
  const { merged, conflicts } = mergeDrafts({ base: saved, mine, theirs });
  expect(conflicts).toEqual([]);
  expect(entriesOf(merged, 'customers').map(({ value }) => value)).toEqual([
    plain,
    { ...north, priority: 1, remainingDays: 14 },
  ]);
  expect(entriesOf(merged, 'pools')).toEqual([]);
});

test('what both changed differently, or one removed and the other changed, is asked about', () => {
  const mine = withoutEntry(rule(saved, { ...north, priority: 1, remainingDays: 7 }), 'pools north');
  const [pool] = entriesOf(saved, 'pools');
  const theirs = withEntry(rule(saved, { ...north, priority: 2 }), {
    section: 'pools',
    value: { ...pool!.value, reservedMilli: 24_000 },
  });
  const merge = mergeDrafts({ base: saved, mine, theirs });
  expect(merge.conflicts.map(({ key }) => key)).toEqual(['customers north', 'pools north']);
  expect(priorityOf(merge.merged)).toBe(2);
  const decided = decideConflicts(
    merge,
    new Map([
      ['customers north', 'mine'],
      ['pools north', 'mine'],
    ] as const),
  );
  expect(priorityOf(decided)).toBe(1);
  expect(entriesOf(decided, 'pools')).toEqual([]);
  const left = decideConflicts(merge, new Map([['customers north', 'theirs']] as const));
  expect(entriesOf(left, 'customers')[1]?.value).toMatchObject({ priority: 2, remainingDays: 7 });
});
