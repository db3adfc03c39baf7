import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyPurchaseOrderChange } from './arbitrary.ts';
import { x12PurchaseOrderChange } from './x12-860.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '' }),
  agreementProfile({ version: '004010VICS', orderChange: { purposes: { change: ['00', '04'] } } }),
];

test.each(profiles)('a change that is sent comes back as the same change ($version)', (profile) => {
  fc.assert(
    fc.property(anyPurchaseOrderChange, (change) => {
      const written = x12PurchaseOrderChange.write(change, profile);
      expect(written.issues).toEqual([]);
      const read = x12PurchaseOrderChange.read(sentAndReceived('860', written.segments, profile), profile);
      expect(read).toEqual({ document: change, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a change of which the day of the order is not known cannot be sent as an 860', () => {
  const [change] = fc.sample(anyPurchaseOrderChange, { numRuns: 1, seed: 1 });
  if (change === undefined) throw new Error('there is a sample');
  const { issues } = x12PurchaseOrderChange.write({ ...change, orderedOn: undefined });
  expect(issues.map((issue) => issue.message)).toEqual([
    'the day of the order is missing: X12 wants it in BCH06',
  ]);
});
