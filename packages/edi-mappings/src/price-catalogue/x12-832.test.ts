import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyPriceCatalogue } from './arbitrary.ts';
import { x12PriceCatalogue } from './x12-832.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({
    version: '005010',
    lineBreak: '',
    catalogue: { prices: { 'unit-cost': ['ACT'] }, starts: ['092'], ends: ['093'] },
  }),
];

test.each(profiles)('a catalogue that is sent comes back as the same catalogue ($version)', (profile) => {
  fc.assert(
    fc.property(anyPriceCatalogue, (catalogue) => {
      const written = x12PriceCatalogue.write(catalogue, profile);
      expect(written.issues).toEqual([]);
      const read = x12PriceCatalogue.read(sentAndReceived('832', written.segments, profile), profile);
      expect(read).toEqual({ document: catalogue, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('a price sheet without units is read with the unit that was agreed', () => {
  const segments = [
    ['BCT', 'PS', 'C-1'] as const,
    ['CUR', 'SU', 'USD'] as const,
    ['LIN', '1', 'VN', 'V1'] as const,
    ['CTP', '', 'UCP', '26.45'] as const,
  ];
  expect(x12PriceCatalogue.read(sentAndReceived('832', segments)).issues[0]?.message).toMatch(
    /the unit of the price is missing: send it or agree one/,
  );
  const profile = agreementProfile({ catalogue: { unit: 'EA' } });
  expect(
    x12PriceCatalogue.read(sentAndReceived('832', segments), profile).document?.items[0]?.prices,
  ).toEqual([
    {
      kind: 'unit-cost',
      unitPriceMicros: 26_450_000,
      unit: 'EA',
      startsOn: undefined,
      endsBefore: undefined,
    },
  ]);
});

test('days of an item hold for its prices that have none of their own', () => {
  const message = sentAndReceived('832', [
    ['BCT', 'PC', 'C-1'],
    ['CUR', 'SU', 'USD'],
    ['LIN', '1', 'VN', 'V1'],
    ['DTM', '007', '20261101'],
    ['CTP', '', 'UCP', '1', '1', 'EA'],
    ['CTP', '', 'CON', '0.9', '1', 'EA'],
    ['DTM', '007', '20261201'],
  ]);
  expect(x12PriceCatalogue.read(message).document?.items[0]?.prices).toMatchObject([
    { kind: 'unit-cost', startsOn: '2026-11-01' },
    { kind: 'contract', startsOn: '2026-12-01' },
  ]);
});
