import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { anyEdifactParty, anyEdifactShipTo } from '../purchase-order/edifact-arbitrary.ts';
import { sentAndReceived } from '../wire.ts';
import { anyEdifactPurchaseOrderChange } from './arbitrary.ts';
import { edifactPurchaseOrderChange } from './edifact-ordchg.ts';

const anyChange = anyEdifactPurchaseOrderChange({ party: anyEdifactParty, shipTo: anyEdifactShipTo });

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: { version: 'D.01B', association: 'EAN010', delimiters: { decimal: ',' } },
  }),
];

const sent = (change: Parameters<typeof edifactPurchaseOrderChange.write>[0], profile = profiles[0]) => {
  const written = edifactPurchaseOrderChange.write(change, profile);
  expect(written.issues).toEqual([]);
  return edifactPurchaseOrderChange.read(sentAndReceived('ORDCHG', written.segments, profile), profile);
};

test.each(profiles)('a change that is sent comes back as the same change ($edifact.version)', (profile) => {
  fc.assert(
    fc.property(anyChange, (change) => {
      expect(sent(change, profile)).toEqual({ document: change, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('EDIFACT says that a line changes, its values say how; an item is not replaced in place', () => {
  const [change] = fc.sample(
    anyChange.filter(({ lines }) => lines[0]?.change === 'changed'),
    { numRuns: 1, seed: 1 },
  );
  if (change === undefined) throw new Error('there is a sample');
  const withChange = (word: 'price-changed' | 'item-replaced') => ({
    ...change,
    lines: change.lines.map((line, index) => (index === 0 ? { ...line, change: word } : line)),
  });
  expect(sent(withChange('price-changed')).document).toEqual(change);
  const { issues } = edifactPurchaseOrderChange.write(withChange('item-replaced'));
  expect(issues[0]?.message).toMatch(/"item-replaced" has no agreed code: delete the line, add another/);
});
