import { isSscc } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildPickLists, buildWaves, type PickableLine, recordPick } from './build-waves.ts';
import { type CartonType, type PackItem, packCartons } from './pack-cartons.ts';
import { makeSscc, serialOfSscc } from './sscc.ts';

const small: CartonType = {
  cartonTypeId: 'S',
  lengthMm: 300,
  widthMm: 200,
  heightMm: 150,
  carriesGrams: 5_000,
  emptyGrams: 150,
  costMinor: 200,
};
const large: CartonType = {
  cartonTypeId: 'L',
  lengthMm: 600,
  widthMm: 400,
  heightMm: 400,
  carriesGrams: 20_000,
  emptyGrams: 600,
  costMinor: 450,
};
const item = (lineId: string, unitCount: number, changes: Partial<PackItem> = {}): PackItem => ({
  lineId,
  unitCount,
  lengthMm: 100,
  widthMm: 100,
  heightMm: 150,
  weightGrams: 500,
  isUpright: false,
  ...changes,
});
const anyItems = fc
  .array(
    fc.record({
      units: fc.integer({ min: 0, max: 12 }),
      l: fc.integer({ min: 20, max: 290 }),
      w: fc.integer({ min: 20, max: 190 }),
      h: fc.integer({ min: 20, max: 145 }),
      grams: fc.integer({ min: 10, max: 4_000 }),
      isUpright: fc.boolean(),
      group: fc.constantFrom(undefined, 'food', 'chemistry'),
    }),
    { maxLength: 5 },
  )
  .map((all) =>
    all.map(({ units, l, w, h, grams, isUpright, group }, index) =>
      item(`line ${index}`, units, {
        lengthMm: l,
        widthMm: w,
        heightMm: h,
        weightGrams: grams,
        isUpright,
        ...(group === undefined ? {} : { keepApart: group }),
      }),
    ),
  );

test('every unit is in exactly one carton, inside it, through no other, within its weight, apart from other groups', () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const { cartons, cartonsAtLeast } = packCartons(items, [small, large]);
      const byLine = new Map(items.map((one) => [one.lineId, one]));
      const packed = new Map<string, number>();
      for (const { cartonTypeId, placements, weightGrams } of cartons) {
        const type = cartonTypeId === 'S' ? small : large;
        let grams = type.emptyGrams;
        for (const [index, one] of placements.entries()) {
          const { lineId, xMm, yMm, zMm, lengthMm, widthMm, heightMm } = one;
          const asked = byLine.get(lineId)!;
          expect([lengthMm, widthMm, heightMm].sort()).toEqual(
            [asked.lengthMm, asked.widthMm, asked.heightMm].sort(),
          );
          if (asked.isUpright) expect(heightMm).toBe(asked.heightMm);
          expect(
            xMm + lengthMm <= type.lengthMm &&
              yMm + widthMm <= type.widthMm &&
              zMm + heightMm <= type.heightMm,
          ).toBe(true);
          for (const other of placements.slice(0, index)) {
            const isApart =
              xMm >= other.xMm + other.lengthMm ||
              other.xMm >= xMm + lengthMm ||
              yMm >= other.yMm + other.widthMm ||
              other.yMm >= yMm + widthMm ||
              zMm >= other.zMm + other.heightMm ||
              other.zMm >= zMm + heightMm;
            expect(isApart).toBe(true);
          }
          packed.set(lineId, (packed.get(lineId) ?? 0) + 1);
          grams += asked.weightGrams;
        }
        expect(weightGrams).toBe(grams);
        expect(grams - type.emptyGrams).toBeLessThanOrEqual(type.carriesGrams);
        expect(new Set(placements.map(({ lineId }) => byLine.get(lineId)!.keepApart)).size).toBe(1);
      }
      for (const { lineId, unitCount } of items) expect(packed.get(lineId) ?? 0).toBe(unitCount);
      expect(cartons.length).toBeGreaterThanOrEqual(cartonsAtLeast);
    }),
    { numRuns: 60 },
  );
});

test('six bottles fill the small carton exactly; a seventh asks for the large one', () => {
  expect(packCartons([item('wine', 6)], [small, large])).toMatchObject({
    costMinor: 200,
    cartonsAtLeast: 1,
    cartons: [{ cartonTypeId: 'S', filledRatio: 1 }],
  });
  expect(packCartons([item('wine', 7)], [small, large]).cartons).toMatchObject([{ cartonTypeId: 'L' }]);
});

test('what goes into no carton is refused with its size', () => {
  expect(() => packCartons([item('surfboard', 1, { lengthMm: 2_000 })], [small, large])).toThrow(
    /surfboard \(2000 × 100 × 150 mm/,
  );
});

test('the numbers of cartons are valid SSCC-18, count up, and end where their digits end', () => {
  const range = { extensionDigit: 3, companyPrefix: '4012345' };
  expect(makeSscc(range, 1)).toBe('340123450000000017');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (serial) => {
      const sscc = makeSscc(range, serial);
      expect(isSscc(sscc)).toBe(true);
      expect(serialOfSscc(range, sscc)).toBe(serial);
    }),
  );
  expect(() => makeSscc(range, 1_000_000_000)).toThrow(/next extension digit/);
});

const line = (lineId: string, changes: Partial<PickableLine> = {}): PickableLine => ({
  lineId,
  orderId: `order of ${lineId}`,
  carrierId: 'carrier',
  cutoffAtMs: 1_000,
  priority: 1,
  itemId: 'tea',
  lotId: 'A',
  zone: 'dry',
  bin: 'D-01',
  sequence: 1,
  quantityMilli: 10_000,
  weightGrams: 1_000,
  ...changes,
});
const anyLines = fc
  .array(
    fc.record({
      order: fc.integer({ min: 1, max: 5 }),
      zone: fc.constantFrom('dry', 'cold'),
      bin: fc.integer({ min: 1, max: 6 }),
      cutoff: fc.constantFrom(1_000, 2_000),
      milli: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 15 },
  )
  .map((all) =>
    all.map(({ order, zone, bin, cutoff, milli }, index) =>
      line(`line ${index}`, {
        orderId: `order ${order}`,
        zone,
        bin: `${zone}-${bin}`,
        sequence: bin,
        cutoffAtMs: order % 2 === 0 ? cutoff : 1_000,
        quantityMilli: milli * 1_000,
      }),
    ),
  );

test('every line is in one wave and on one list, whole orders together, whatever the method', () => {
  const methods = [
    { kind: 'order' },
    { kind: 'zone', stopsMax: 3 },
    { kind: 'batch', ordersMax: 2 },
  ] as const;
  fc.assert(
    fc.property(anyLines, (lines) => {
      const ids = lines.map(({ lineId }) => lineId).sort();
      const waves = buildWaves(lines, { linesMax: 6, weightGramsMax: 5_000 });
      expect(waves.flatMap(({ lineIds }) => lineIds).sort()).toEqual(ids);
      for (const order of new Set(lines.map(({ orderId }) => orderId))) {
        const of = lines.filter(({ orderId }) => orderId === order).map(({ lineId }) => lineId);
        expect(waves.filter(({ lineIds }) => of.some((id) => lineIds.includes(id)))).toHaveLength(1);
      }
      for (const method of methods) {
        const lists = buildPickLists(lines, method);
        const stops = lists.flatMap((list) => list.stops);
        expect(stops.flatMap(({ forLines }) => forLines.map(({ lineId }) => lineId)).sort()).toEqual(ids);
        const asked = lines.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
        expect(stops.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0)).toBe(asked);
        expect(buildPickLists([...lines].reverse(), method)).toEqual(lists);
      }
    }),
  );
});

test('what lies in one bin for several orders is one stop of a batch, in walking order', () => {
  const lines = [line('a', { sequence: 2, bin: 'D-02' }), line('b'), line('c', { sequence: 2, bin: 'D-02' })];
  const [list] = buildPickLists(lines, { kind: 'batch', ordersMax: 9 });
  expect(
    list!.stops.map(({ bin, quantityMilli, forLines }) => [bin, quantityMilli, forLines.length]),
  ).toEqual([
    ['D-01', 10_000, 1],
    ['D-02', 20_000, 2],
  ]);
});

test('a short pick gives each line its part, leaves the rest open and asks for a count', () => {
  const [list] = buildPickLists([line('a'), line('b')], { kind: 'batch', ordersMax: 2 });
  expect(recordPick(list!.stops[0]!, 14_000)).toEqual({
    picked: [
      { lineId: 'a', quantityMilli: 10_000 },
      { lineId: 'b', quantityMilli: 4_000 },
    ],
    residual: [{ lineId: 'b', quantityMilli: 6_000 }],
    countTask: { bin: 'D-01', itemId: 'tea', lotId: 'A', missingMilli: 6_000 },
  });
  expect(recordPick(list!.stops[0]!, 20_000)).toMatchObject({ residual: [], countTask: undefined });
});
