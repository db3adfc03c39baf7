import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from './agreement-profile.ts';
import { mappingFor } from './mapped-messages.ts';
import { anyPlanningSchedule } from './planning-schedule/arbitrary.ts';
import { anyPurchaseOrder } from './purchase-order/arbitrary.ts';
import { x12PurchaseOrder } from './purchase-order/x12-850.ts';
import { interchangeOf, sentAndReceived } from './wire.ts';

test('what a partner wants on top is sent, and does not change the order', () => {
  const profile = agreementProfile({
    extraElements: [{ segment: 'BEG', element: 7, value: 'AC' }],
    extraSegments: [{ after: 'CUR', segment: ['REF', 'IA', '771'] }],
  });
  fc.assert(
    fc.property(anyPurchaseOrder, (order) => {
      const { segments } = x12PurchaseOrder.write(order, profile);
      expect(segments?.[0]?.[7]).toBe('AC');
      expect(segments?.[2]).toEqual(['REF', 'IA', '771']);
      expect(x12PurchaseOrder.read(sentAndReceived('850', segments, profile), profile).document).toEqual(
        order,
      );
    }),
    { numRuns: 20 },
  );
});

test('a GTIN that does not fit the agreed qualifier is refused before it is sent', () => {
  const profile = agreementProfile({ itemIds: { gtin: ['UP'] } });
  const [order] = fc.sample(anyPurchaseOrder, { numRuns: 1, seed: 1 });
  if (order === undefined) throw new Error('there is a sample');
  const [line] = order.lines;
  const lines = [{ ...line, gtin: '10036000291459' }];
  const written = x12PurchaseOrder.write({ ...order, lines } as typeof order, profile);
  expect(written.segments).toBeUndefined();
  expect(written.issues[0]?.message).toMatch(/10036000291459 does not fit the agreed qualifier UP/);
});

test('a description that holds a delimiter is refused with its place when it is sent', () => {
  const [order] = fc.sample(anyPurchaseOrder, { numRuns: 1, seed: 1 });
  if (order === undefined) throw new Error('there is a sample');
  const lines = order.lines.slice(0, 1).map((line) => ({ ...line, description: '2*3 pieces' }));
  const { segments } = x12PurchaseOrder.write({ ...order, lines });
  const { bytes, issues } = interchangeOf('850', segments ?? []);
  expect(bytes).toBeUndefined();
  expect(issues[0]).toMatchObject({ code: 'value-holds-delimiter', place: { segment: 'PID', element: 5 } });
});

test('a document that breaks its own schema is not written', () => {
  const [order] = fc.sample(anyPurchaseOrder, { numRuns: 1, seed: 1 });
  const written = x12PurchaseOrder.write({ ...order, lines: [] } as never);
  expect(written.segments).toBeUndefined();
  expect(written.issues[0]?.message).toMatch(/^lines: /);
});

test('a forecast of orders goes by DELFOR, one of sales by SLSFCT unless DELFOR is agreed for it, in X12 both by 830', () => {
  const [forecast] = fc.sample(anyPlanningSchedule, { numRuns: 1, seed: 1 });
  if (forecast === undefined) throw new Error('there is a sample');
  const typeFor = (kind: 'sales' | 'order', deviations: Parameters<typeof agreementProfile>[0]) =>
    mappingFor({ ...forecast, kind }, agreementProfile(deviations))?.type;
  expect(typeFor('order', { dialect: 'edifact' })).toBe('DELFOR');
  expect(typeFor('sales', { dialect: 'edifact' })).toBe('SLSFCT');
  const agreed = { schedule: { delforTypes: { sales: ['289'] } } };
  expect(typeFor('sales', { dialect: 'edifact', edifact: agreed })).toBe('DELFOR');
  expect([typeFor('sales', {}), typeFor('order', {})]).toEqual(['830', '830']);
});
