import type { ProductActivity } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyProductActivity } from './arbitrary.ts';
import { x12ProductActivity } from './x12-852.ts';

test('sales and stock by location come back as the same facts', () => {
  fc.assert(
    fc.property(anyProductActivity, (activity) => {
      const written = x12ProductActivity.write(activity);
      const read = x12ProductActivity.read(sentAndReceived('852', written.segments));
      expect(read).toEqual({ document: activity, issues: [] });
    }),
    { numRuns: 100 },
  );
});

test('with one location per message the quantities stand in ZA02 and come back the same', () => {
  const profile = agreementProfile({ activityLayout: 'one-location', version: '005010' });
  fc.assert(
    fc.property(anyProductActivity, (activity) => {
      const [first] = activity.facts;
      const facts = activity.facts.map((fact) => ({ ...fact, location: first?.location ?? fact.location }));
      const written = x12ProductActivity.write({ ...activity, facts }, profile);
      expect(written.segments?.some(([tag]) => tag === 'SDQ')).toBe(false);
      const read = x12ProductActivity.read(sentAndReceived('852', written.segments, profile), profile);
      expect(read).toEqual({ document: { ...activity, facts }, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a partner with one location per message refuses facts of two', () => {
  const quantity = { amountMilli: 1_000, unit: 'EA' as const };
  const activity = {
    documentType: 'product-activity',
    period: { startsOn: '2026-11-02', endsBefore: '2026-11-09' },
    facts: [
      { buyerItemNumber: 'A', location: { code: 'S1' }, measure: 'sold', quantity },
      { buyerItemNumber: 'A', location: { code: 'S2' }, measure: 'sold', quantity },
    ],
  } as unknown as ProductActivity;
  const written = x12ProductActivity.write(activity, agreementProfile({ activityLayout: 'one-location' }));
  expect(written.segments).toBeUndefined();
  expect(written.issues[0]?.message).toMatch(/split the facts by location/);
});

test('the last day of a report belongs to it', () => {
  const message = sentAndReceived('852', [
    ['XQ', 'H', '20261102', '20261108'],
    ['N1', 'RL', '', '92', 'S1'],
    ['LIN', '', 'IN', 'A'],
    ['ZA', 'QS', '12', 'EA'],
    ['CTT', '1'],
  ]);
  expect(x12ProductActivity.read(message).document?.period).toEqual({
    startsOn: '2026-11-02',
    endsBefore: '2026-11-09',
  });
});
