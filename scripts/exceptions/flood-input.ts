import { criteriaPreset, type EvaluationInput, pricingByDefault, windowCodes } from '@coplan/collaboration';
import { localDate } from '@coplan/kernel';

const historyCount = 13;
const locationCount = 20;

/** The usual criteria over forecasts of which a tenth differ: some items everywhere, one promotion, and noise. */
export function floodInput(about: {
  rowCount: number;
  bucketCount: number;
  random: () => number;
}): EvaluationInput {
  const { rowCount, bucketCount, random } = about;
  const cellCount = rowCount * bucketCount;
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const itemOf = (row: number) => Math.floor(row / locationCount);
  const name = (kind: string, at: number) => `${kind}-${String(at).padStart(6, '0')}`;
  const buyers = new Float64Array(cellCount).map(() => Math.round(100 + 40 * random()) * 1_000);
  const sellers = buyers.map((value, at) => {
    const row = Math.floor(at / bucketCount);
    if (itemOf(row) % 50 === 7) return value * 2;
    return random() < 0.08 ? Math.round(value * (0.4 + 1.4 * random())) : value;
  });
  const previous = buyers.map((value) => (random() < 0.02 ? value * 1.3 : value));
  const commit = buyers.map((value) => (random() < 0.03 ? value * 0.6 : value));
  const balance = buyers.map(() => Math.round(400 * random() - 10) * 1_000);
  const sales = new Float64Array(rowCount * historyCount).map(() => Math.round(100 + 40 * random()) * 1_000);
  const windows = Int32Array.from({ length: bucketCount }, (_, bucket) =>
    bucket < 2 ? windowCodes.frozen : bucket < 6 ? windowCodes.slushy : windowCodes.liquid,
  );
  return {
    agreementVersionId: 'bench',
    at: '2026-11-23T06:00:00.000Z',
    startsOn: localDate('2026-11-23'),
    bucketDays: 7,
    bucketCount,
    historyCount,
    currency: 'EUR',
    criteria: criteriaPreset(),
    windows,
    rows: {
      itemLocationIds: rows.map((row) => name('place', row)),
      itemIds: rows.map((row) => name('item', itemOf(row))),
      locationIds: rows.map((row) => name('location', row % locationCount)),
      categories: rows.map((row) => name('category', itemOf(row) % 12)),
      volumeClasses: Int32Array.from(rows, (row) => row % 3),
      unitPriceMicros: new Float64Array(rowCount).map(() => Math.round(500_000 + 5_000_000 * random())),
      leadTimeDays: new Float64Array(rowCount).fill(14),
      hasPack: new Int32Array(rowCount).fill(1),
    },
    plan: {
      'sales.buyer': buyers,
      'sales.seller': sellers,
      'order.buyer': buyers,
      'order.seller': sellers,
      'order.buyer.previous': previous,
      commit,
      'projected-balance': balance,
    },
    history: {
      sales,
      'in-stock': new Float64Array(sales.length).fill(1),
      'sales.buyer.at-lag': sales.map((value) => value * 1.1),
      'sales.seller.at-lag': sales.map((value) => value * 0.95),
    },
    events: [
      {
        eventId: 'promotion',
        name: 'Promotion',
        itemLocationIds: rows.slice(0, 340).map((row) => name('place', row)),
        fromBucket: 8,
        beforeBucket: 12,
      },
    ],
    metrics: [],
    responsesDue: [],
    openCauses: [],
    pricing: pricingByDefault,
    exceptionCountMax: 20,
  };
}
