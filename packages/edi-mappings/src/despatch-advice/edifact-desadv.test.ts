import type { DespatchAdvice } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyDespatchAdvice } from './arbitrary.ts';
import { edifactDespatchAdvice } from './edifact-desadv.ts';
import { x12DespatchAdvice } from './x12-856.ts';

const profiles = [
  agreementProfile({}),
  agreementProfile({
    edifact: {
      version: 'D.01B',
      association: 'EAN010',
      delimiters: { decimal: ',' },
      despatch: { ssccs: ['AW'], packaging: { pallets: ['PX'], cartons: ['PK'] }, markFor: ['11'] },
    },
  }),
];

test.each(profiles)(
  'a ship notice that is sent comes back as the same ship notice ($edifact.version)',
  (profile) => {
    fc.assert(
      fc.property(anyDespatchAdvice, (advice) => {
        const written = edifactDespatchAdvice.write(advice, profile);
        expect(written.issues).toEqual([]);
        const read = edifactDespatchAdvice.read(
          sentAndReceived('DESADV', written.segments, profile),
          profile,
        );
        expect(read).toEqual({ document: advice, issues: [] });
      }),
      { numRuns: 60 },
    );
  },
);

const line = { gtin: '04006381333931', shipped: { amountMilli: 5000, unit: 'CS' as const }, ssccs: [] };
const mixedPallet: DespatchAdvice = {
  documentType: 'despatch-advice',
  purpose: 'original',
  shipmentNumber: 'S-1',
  writtenOn: '2026-11-02' as DespatchAdvice['writtenOn'],
  shipTo: { code: 'DC2' },
  orders: ['4500012345', '4500012346'].map((poNumber) => ({
    poNumber,
    pallets: [{ sscc: '340123450000000017', cartons: [], lines: [line] }],
    cartons: [],
    lines: [],
  })),
};

test('a pallet with goods of two orders is one package in EDIFACT, and stands below both orders in X12', () => {
  const { segments } = edifactDespatchAdvice.write(mixedPallet);
  expect(segments?.filter(([tag]) => tag === 'PAC')).toHaveLength(1);
  expect(edifactDespatchAdvice.read(sentAndReceived('DESADV', segments)).document).toEqual(mixedPallet);
  const x12 = x12DespatchAdvice.write(mixedPallet).segments;
  expect(x12?.filter(([tag]) => tag === 'MAN')).toHaveLength(2);
  expect(x12DespatchAdvice.read(sentAndReceived('856', x12)).document).toEqual(mixedPallet);
});
