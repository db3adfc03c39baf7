import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyInvoice } from './arbitrary.ts';
import { x12Invoice } from './x12-810.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '' }),
  agreementProfile({
    version: '004010VICS',
    invoice: { creditTotals: 'negative', reasons: { freight: ['D250'] }, taxes: { sales: ['SP'] } },
  }),
];

test.each(profiles)('an invoice that is sent comes back as the same invoice ($version)', (profile) => {
  fc.assert(
    fc.property(anyInvoice, (invoice) => {
      const written = x12Invoice.write(invoice, profile);
      expect(written.issues).toEqual([]);
      const read = x12Invoice.read(sentAndReceived('810', written.segments, profile), profile);
      expect(read).toEqual({ document: invoice, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('the total of a credit note has the agreed sign on the wire, and is positive in the document', () => {
  const credit = fc
    .sample(anyInvoice, { numRuns: 30, seed: 1 })
    .find(({ kind, totalMinor }) => kind === 'credit-note' && totalMinor > 0);
  if (credit === undefined) throw new Error('there is a credit note among the samples');
  const profile = agreementProfile({ invoice: { creditTotals: 'negative' } });
  const total = x12Invoice.write(credit, profile).segments?.find(([tag]) => tag === 'TDS')?.[1];
  expect(total).toBe(`-${credit.totalMinor}`);
  expect(x12Invoice.write(credit).segments?.find(([tag]) => tag === 'TDS')?.[1]).toBe(
    String(credit.totalMinor),
  );
});

test('a tax that the buyer owes is refused where an 810 cannot say it', () => {
  const [invoice] = fc.sample(anyInvoice, { numRuns: 1, seed: 1 });
  if (invoice === undefined) throw new Error('there is a sample');
  const taxes = [{ kind: 'vat' as const, category: 'reverse-charge' as const, amountMinor: 0 }];
  expect(x12Invoice.write({ ...invoice, taxes }).issues[0]?.message).toMatch(/reverse charge/);
});
