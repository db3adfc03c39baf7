import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyFreightInvoice } from './arbitrary.ts';
import { x12FreightInvoice } from './x12-210.ts';

test.each([agreementProfile({}), agreementProfile({ version: '005010', lineBreak: '' })])(
  'a freight invoice that is sent comes back as the same invoice ($version)',
  (profile) => {
    fc.assert(
      fc.property(anyFreightInvoice, (invoice) => {
        const written = x12FreightInvoice.write(invoice, profile);
        expect(written.issues).toEqual([]);
        const read = x12FreightInvoice.read(sentAndReceived('210', written.segments, profile), profile);
        expect(read).toEqual({ document: invoice, issues: [] });
      }),
      { numRuns: 60 },
    );
  },
);

const sample = () => {
  const [invoice] = fc.sample(anyFreightInvoice, { numRuns: 1, seed: 1 });
  if (invoice === undefined) throw new Error('there is a sample');
  return invoice;
};

test('an invoice that says two different totals is refused', () => {
  const { segments } = x12FreightInvoice.write({ ...sample(), totalHundredths: 5165 });
  expect(segments?.[0]?.[7]).toBe('5165');
  const changed = (segments ?? []).map((segment) =>
    segment[0] === 'B3'
      ? ([segment[0], ...segment.slice(1, 7), '5166', ...segment.slice(8)] as never)
      : segment,
  );
  expect(
    x12FreightInvoice.read(sentAndReceived('210', changed)).issues.map(({ message }) => message),
  ).toEqual(['L305: the total charge is 5165, B307 says that 5166 are due: send one amount']);
});

test('a charge of another kind is written once a code is agreed for it', () => {
  const charge = { kind: 'other' as const, amountHundredths: 2500, description: 'LIFT GATE' };
  const invoice = { ...sample(), lines: [{ charges: [charge] }] };
  expect(x12FreightInvoice.write(invoice).issues[0]?.message).toBe(
    'the charge "other" has no agreed code in L108',
  );
  const profile = agreementProfile({ freight: { charges: { other: ['LFT'] } } });
  const { segments } = x12FreightInvoice.write(invoice, profile);
  expect(x12FreightInvoice.read(sentAndReceived('210', segments, profile), profile).document).toEqual(
    invoice,
  );
});

test('an invoice without a currency is read in the agreed one, and refused where none is agreed', () => {
  const { segments } = x12FreightInvoice.write(sample());
  const bare = sentAndReceived(
    '210',
    segments?.filter(([tag]) => tag !== 'C3'),
  );
  expect(x12FreightInvoice.read(bare).issues[0]?.message).toMatch(/the currency, in a C3, is missing/);
  expect(x12FreightInvoice.read(bare, agreementProfile({ currency: 'CAD' })).document?.currency).toBe('CAD');
});

test('a weight without a unit is in that of the whole invoice, else in the agreed one, and never guessed', () => {
  const weight = { amountMilli: 7_889_000, unit: 'LBR' as const };
  const invoice = { ...sample(), weight, lines: [{ weight, charges: [] }] };
  const bare = (unit: string) =>
    (x12FreightInvoice.write(invoice).segments ?? []).map((segment) => {
      const cut = { L0: [11, ''], L3: [12, ''], B3: [5, unit] }[segment[0]] ?? [];
      return segment.map((value, index) => (index === cut[0] ? cut[1] : value)) as never;
    });
  const read = (unit: string, deviations: Parameters<typeof agreementProfile>[0]) => {
    const profile = agreementProfile(deviations);
    return x12FreightInvoice.read(sentAndReceived('210', bare(unit), profile), profile);
  };
  const agreed = { freight: { weightUnitWhenAbsent: 'LBR' as const } };
  expect(read('L', {}).document).toEqual(invoice);
  expect(read('', agreed).document).toEqual(invoice);
  expect(read('', {}).issues.map(({ message }) => message)).toEqual([
    'L011: the unit of weight is missing',
    'L312: the unit of weight is missing',
  ]);
});
