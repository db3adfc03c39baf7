import type { LocalDate } from '@coplan/kernel';
import { readBarcodes } from '@coplan/testkit';
import { expect, test } from 'vitest';
import { gs1Bars } from './barcode.ts';
import { drawBillOfLading } from './bill-of-lading.ts';
import { drawCartonLabels } from './carton-label.ts';
import { drawPackingList } from './packing-list.ts';
import type { PaperFacts } from './paper-facts.ts';

const content = {
  lineNumber: '1',
  gtin14: '04006381333931',
  itemNumber: 'A-1',
  description: 'Żurek białowieski, łagodny',
  quantityMilli: 24_000,
  unit: 'EA',
  lotNumber: 'L-2026-11',
  expiresOn: '2027-01-31' as LocalDate,
};

const facts: PaperFacts = {
  shipFrom: { name: 'Valley Mill', gln: null, lines: ['Mill dock, Oslo'] },
  shipTo: { name: 'Store One', gln: '4006381333931', lines: ['Northern Grocers'] },
  buyerName: 'Northern Grocers',
  poNumber: '100001',
  shipmentNumber: 'S000001',
  billOfLadingNumber: '40063810000000017',
  carrierCode: 'POSN',
  carrierName: 'Posten',
  carrierReference: 'PRO-1',
  trailerNumber: null,
  sealNumber: null,
  freightTerms: 'prepaid',
  despatchedOn: '2026-11-30' as LocalDate,
  deliverOn: '2026-12-01' as LocalDate,
  cartons: [
    { sscc: '340063810000000018', cartonCode: 'M', weightGrams: 12_400, contents: [content] },
    {
      sscc: '340063810000000025',
      cartonCode: 'M',
      weightGrams: 9_100,
      contents: [content, { ...content, lineNumber: '2' }],
    },
  ],
  at: new Date('2026-11-30T12:00:00Z'),
};

/** Sheets of a PDF, and whether it ends as one does. */
const read = (bytes: Uint8Array) => {
  const text = Buffer.from(bytes).toString('latin1');
  return {
    pageCount: [...text.matchAll(/\/Type \/Page\b(?!s)/g)].length,
    isWhole: /^%PDF-1\.\d[\s\S]*%%EOF\s*$/.test(text),
    text,
  };
};

test('the papers of a shipment are whole PDFs, one label for each carton, and the same facts give the same bytes', async () => {
  const labels = await drawCartonLabels(facts, facts.cartons);
  expect(read(labels)).toMatchObject({ pageCount: 2, isWhole: true });
  expect(read(await drawBillOfLading(facts))).toMatchObject({ pageCount: 1, isWhole: true });
  expect(read(await drawPackingList(facts))).toMatchObject({ pageCount: 1, isWhole: true });
  expect(Buffer.from(await drawCartonLabels(facts, facts.cartons)).equals(Buffer.from(labels))).toBe(true);
});

test('a scanner reads each label: the carton at the foot, its one thing above it, with the quiet zones and size it needs', async () => {
  const [mixed] = facts.cartons.slice(1);
  const sheets = readBarcodes(await drawCartonLabels(facts, facts.cartons));
  expect(sheets.map((symbols) => symbols.map(({ text }) => text))).toEqual([
    ['02040063813339313724', '10L-2026-11', '00340063810000000018'],
    ['00340063810000000025'],
  ]);
  expect(mixed?.contents).toHaveLength(2);
  for (const { isGs1, moduleMm, heightMm, leftMm, rightMm } of sheets.flat()) {
    expect(isGs1).toBe(true);
    // GS1 General Specifications, 5.12.3.5: logistic units, modules of 0.495 mm and more, 32 mm high, ten modules quiet.
    expect(moduleMm).toBeCloseTo(0.495, 3);
    expect(heightMm).toBeCloseTo(32, 2);
    expect(leftMm).toBeGreaterThanOrEqual(10 * moduleMm - 0.001);
    expect(105 - rightMm).toBeGreaterThanOrEqual(10 * moduleMm - 0.001);
  }
});

test('a packing list of many cartons goes on over as many sheets as it needs', async () => {
  const cartons = Array.from({ length: 120 }, () => facts.cartons[1] as PaperFacts['cartons'][number]);
  expect(read(await drawPackingList({ ...facts, cartons })).pageCount).toBeGreaterThan(8);
});

test('an SSCC is eleven code words of GS1-128 between start, function 1, check and stop', () => {
  // Code set C: start, FNC1, ten pairs of digits, check (11 modules each), stop (13).
  expect(gs1Bars([{ ai: '00', value: '340063810000000018' }])).toMatchObject({
    moduleCount: 13 * 11 + 13,
    text: '(00)340063810000000018',
  });
});

test('the encoder itself refuses a wrong check digit, so that none is ever printed', () => {
  expect(() => gs1Bars([{ ai: '00', value: '340063810000000011' }])).toThrow(/check digit/);
  expect(() => gs1Bars([{ ai: '02', value: '04006381333932' }])).toThrow(/check digit/);
});
