import type { DespatchAdvice, PlanningSchedule, ReceivingAdvice, ShippingSchedule } from '@coplan/documents';
import { addDays, type LocalDate } from '@coplan/kernel';
import { DocumentWaits } from '../life/issues.ts';
import { judgeDocument, type OrderDocument, withFacts } from '../life/judge-document.ts';
import { readOrderLife } from '../life/order-life.ts';
import type { BlanketFacts } from './blanket-facts.ts';
import { type Cumulatives, readCumulatives } from './cumulatives.ts';
import type { OfBlanket } from './judge-release.ts';

export const monday = '2026-11-02' as LocalDate;
export const day = (offset: number): LocalDate => addDays(monday, offset);
export const gtin = '04006381333931';

/** For tests: 14 firm days, one item in pieces, nothing released yet. */
export const agreed = (changed: Partial<BlanketFacts> = {}): OfBlanket => ({
  ...{ poNumber: 'B-1', currency: 'NOK', tolerance: { earlyDays: 1, lateDays: 2, shortRatio: 0 } },
  ...{ lines: [], changes: [], answers: [], shipments: [], receipts: [], invoices: [], closings: [] },
  blanket: {
    ...{ state: 'running', startsOn: '2026-01-01' as LocalDate, endsBefore: '2027-04-01' as LocalDate },
    ...{ firmDays: 14, materialDays: 42, planningDays: 180 },
    ...{ cumulativeFrom: '2026-01-01' as LocalDate, resetsYearly: true },
    ...{ callOffs: [], releases: [] },
    items: [
      {
        ...{ itemLine: '1', itemNumber: 'A', supplierItemNumber: 'S-A', gtin14: gtin, unit: 'EA' },
        ...{ unitPriceMicros: 2_000_000, totalMilli: null },
      },
    ],
    ...changed,
  },
});

type Bucket = PlanningSchedule['lines'][number]['buckets'][number];

/** A week from its Monday on, so many pieces. */
export const week = (offset: number, pieces: number, certainty: Bucket['certainty'] = 'firm'): Bucket => ({
  ...{ startsOn: day(offset), endsBefore: day(offset + 7), amountMilli: pieces * 1000, certainty },
});
export const onDay = (offset: number, pieces: number, time?: string): Bucket => ({
  ...{ startsOn: day(offset), endsBefore: day(offset + 1), amountMilli: pieces * 1000, certainty: 'firm' },
  ...(time === undefined ? {} : { time }),
});

type Given = { number: string; issued: number; from?: number; until: number; buckets: readonly Bucket[] };

const head = ({ number, issued, from = issued, until }: Given) => ({
  ...{ purpose: 'original' as const, basis: 'delivery' as const, reference: number, releaseNumber: number },
  ...{ issuedOn: day(issued), horizon: { startsOn: day(from), endsBefore: day(until) }, poNumber: 'B-1' },
});

export const forecastRelease = (given: Given, changed: Partial<PlanningSchedule> = {}): PlanningSchedule => ({
  ...{ documentType: 'planning-schedule', kind: 'order', amounts: 'discrete', ...head(given) },
  lines: [{ gtin, unit: 'EA', buckets: [...given.buckets], progress: [], authorisations: [] }],
  ...changed,
});

export const shippingRelease = (given: Given): ShippingSchedule => ({
  ...{ documentType: 'shipping-schedule', ...head(given) },
  lines: [{ gtin, unit: 'EA', releases: [...given.buckets], progress: [] }],
});

/** Goods that name the item and the blanket order, and no line of it. */
export const shipped = (shipmentNumber: string, offset: number, pieces: number): DespatchAdvice => ({
  ...{ documentType: 'despatch-advice', purpose: 'original', shipmentNumber, shipTo: { code: 'S1' } },
  ...{ writtenOn: day(offset), despatchedOn: day(offset) },
  orders: [
    {
      ...{ poNumber: 'B-1', pallets: [], cartons: [] },
      lines: [{ gtin, shipped: { amountMilli: pieces * 1000, unit: 'EA' }, ssccs: [] }],
    },
  ],
});

export const received = (
  receiptNumber: string,
  { offset, pieces, shipmentNumber }: { offset: number; pieces: number; shipmentNumber?: string },
): ReceivingAdvice => ({
  ...{ documentType: 'receiving-advice', purpose: 'original', receiptNumber, shipTo: { code: 'S1' } },
  ...{ writtenOn: day(offset), receivedOn: day(offset), shipmentNumber },
  lines: [{ gtin, received: { amountMilli: pieces * 1000, unit: 'EA' }, deviations: [] }],
});

let ids = 0;

/** The facts after a document; the sentence of the issue where it waits. */
export function taking(facts: OfBlanket, document: OrderDocument, reason?: string): OfBlanket | string {
  try {
    const added = judgeDocument(facts, document, () => `id-${ids++}`, { reason });
    return added === null ? facts : (withFacts(facts, added) as OfBlanket);
  } catch (error) {
    if (!(error instanceof DocumentWaits)) throw error;
    return `${error.issue.code}: ${error.issue.text}`;
  }
}

/** All of them, each of which is taken. */
export const afterAllOf = (facts: OfBlanket, ...documents: OrderDocument[]): OfBlanket =>
  documents.reduce<OfBlanket>((before, document) => {
    const after = taking(before, document);
    if (typeof after === 'string') throw new Error(after);
    return after;
  }, facts);

/** Living lines as `day: pieces ordered/shipped`, in the order of their days. */
export const callOffsOf = (facts: OfBlanket): string[] =>
  readOrderLife(facts, 'sent')
    .lines.filter(({ state }) => state !== 'cancelled')
    .sort((left, right) => left.asked.terms.requestedOn.localeCompare(right.asked.terms.requestedOn))
    .map(
      ({ asked, orderedMilli, shippedMilli }) =>
        `${asked.terms.requestedOn}: ${orderedMilli / 1000}/${shippedMilli / 1000}`,
    );

export const sumsOf = (facts: OfBlanket, offset: number): Cumulatives =>
  readCumulatives({ facts, life: readOrderLife(facts, 'sent'), itemLine: '1' }, day(offset));
