import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyInvoice } from './arbitrary.ts';
import { edifactInvoice } from './edifact-invoic.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: {
      version: 'D.01B',
      association: 'EAN010',
      delimiters: { decimal: ',' },
      invoice: { reasons: { other: ['ADZ'] }, terms: { net: ['3'] }, amounts: { charge: ['23'] } },
    },
  }),
];

test.each(profiles)(
  'an invoice that is sent comes back as the same invoice ($edifact.version)',
  (profile) => {
    fc.assert(
      fc.property(anyInvoice, (invoice) => {
        const written = edifactInvoice.write(invoice, profile);
        expect(written.issues).toEqual([]);
        const read = edifactInvoice.read(sentAndReceived('INVOIC', written.segments, profile), profile);
        expect(read).toEqual({ document: invoice, issues: [] });
      }),
      { numRuns: 60 },
    );
  },
);

test('a tax that the buyer owes is said with its category', () => {
  const [sample] = fc.sample(anyInvoice, { numRuns: 1, seed: 1 });
  if (sample === undefined) throw new Error('there is a sample');
  const taxes = [{ kind: 'vat' as const, category: 'reverse-charge' as const, amountMinor: 0 }];
  const invoice = { ...sample, taxes };
  const { segments } = edifactInvoice.write(invoice);
  expect(edifactInvoice.read(sentAndReceived('INVOIC', segments)).document).toEqual(invoice);
});
