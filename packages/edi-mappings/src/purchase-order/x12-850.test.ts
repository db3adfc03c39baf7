import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyPurchaseOrder, blanketOf } from './arbitrary.ts';
import { x12PurchaseOrder } from './x12-850.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '' }),
  agreementProfile({
    version: '004010VICS',
    delimiters: { element: '|', component: '>', segment: '\r', repetition: '^' },
    partyIds: { gln: ['54'], code: ['93'] },
    units: { EA: ['UN'] },
    dates: { deliver: ['106'] },
  }),
];

test.each(profiles)('an order that is sent comes back as the same order ($version)', (profile) => {
  fc.assert(
    fc.property(anyPurchaseOrder, (order) => {
      const written = x12PurchaseOrder.write(order, profile);
      expect(written.issues).toEqual([]);
      const read = x12PurchaseOrder.read(sentAndReceived('850', written.segments, profile), profile);
      expect(read).toEqual({ document: order, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test.each(profiles)('a blanket order that is sent comes back as the same ($version)', (profile) => {
  fc.assert(
    fc.property(blanketOf(anyPurchaseOrder), (order) => {
      const written = x12PurchaseOrder.write(order, profile);
      expect(written.issues).toEqual([]);
      const read = x12PurchaseOrder.read(sentAndReceived('850', written.segments, profile), profile);
      expect(read).toEqual({ document: order, issues: [] });
    }),
    { numRuns: 60 },
  );
});
