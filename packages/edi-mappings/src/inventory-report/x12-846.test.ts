import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyInventoryReport } from './arbitrary.ts';
import { x12InventoryReport } from './x12-846.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', inventory: { days: ['007'], expectedDays: ['067'] } }),
];

test.each(profiles)('stock that is reported comes back as the same facts ($version)', (profile) => {
  fc.assert(
    fc.property(anyInventoryReport, (report) => {
      const written = x12InventoryReport.write(report, profile);
      expect(written.issues).toEqual([]);
      const read = x12InventoryReport.read(sentAndReceived('846', written.segments, profile), profile);
      expect(read).toEqual({ document: report, issues: [] });
    }),
    { numRuns: 100 },
  );
});

const head = [['BIA', '00', 'SI', 'I-1', '20261102'] as const, ['LIN', '', 'VN', 'V1'] as const];

test('quantities by location are what the agreement says', () => {
  const segments = [...head, ['SDQ', 'EA', '92', 'S1', '5', 'S2', '7'] as const];
  const profile = agreementProfile({ inventory: { splitMeasure: 'available' } });
  const { document } = x12InventoryReport.read(sentAndReceived('846', segments), profile);
  expect(document?.facts).toMatchObject([
    { location: { code: 'S1' }, measure: 'available', quantity: { amountMilli: 5_000 } },
    { location: { code: 'S2' }, measure: 'available', quantity: { amountMilli: 7_000 } },
  ]);
});

test('the same measure as a total and by location is not counted twice but refused', () => {
  const segments = [...head, ['SDQ', 'EA', '92', 'S1', '5'] as const, ['QTY', '17', '5', 'EA'] as const];
  const { issues } = x12InventoryReport.read(sentAndReceived('846', segments));
  expect(issues.map(({ message }) => message)).toEqual([
    'QTY02: the quantity on-hand stands both in QTY and in SDQ: send one of them',
  ]);
});

test('a feed without units is read with the unit that was agreed', () => {
  const segments = [...head, ['QTY', '33', '12'] as const];
  const refused = x12InventoryReport.read(sentAndReceived('846', segments));
  expect(refused.issues[0]?.message).toMatch(/the unit is missing: send it in QTY03 or UIT, or agree one/);
  const profile = agreementProfile({ inventory: { unit: 'EA' } });
  const { document } = x12InventoryReport.read(sentAndReceived('846', segments), profile);
  expect(document?.facts[0]).toMatchObject({
    measure: 'available',
    quantity: { amountMilli: 12_000, unit: 'EA' },
  });
});
