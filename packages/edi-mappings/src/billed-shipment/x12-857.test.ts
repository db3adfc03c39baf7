import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import { sentAndReceived } from '../wire.ts';
import { anyBilledShipment } from './arbitrary.ts';
import { x12BilledShipment } from './x12-857.ts';

test.each([
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', despatch: { hasSsccPrefix: false } }),
])('a shipment that is billed by 857 comes back as the same shipment ($version)', (profile) => {
  fc.assert(
    fc.property(anyBilledShipment, (shipment) => {
      const written = x12BilledShipment.write(shipment, profile);
      expect(written.issues).toEqual([]);
      const read = x12BilledShipment.read(sentAndReceived('857', written.segments, profile), profile);
      expect(read).toEqual({ document: shipment, issues: [] });
    }),
    { numRuns: 60 },
  );
});

test('an order whose total is not the sum of its lines is neither sent nor taken', () => {
  const [shipment] = fc.sample(anyBilledShipment, { numRuns: 1, seed: 1 });
  if (shipment === undefined) throw new Error('there is a sample');
  const orders = shipment.orders.map((order) => ({ ...order, totalMinor: order.totalMinor + 100 }));
  expect(x12BilledShipment.write({ ...shipment, orders }).issues[0]?.message).toMatch(/sum of lines/);
  const { segments } = x12BilledShipment.write(shipment);
  const changed = segments?.map((segment) =>
    segment[0] === 'TDS' ? (['TDS', '7777777777'] as const) : segment,
  );
  const read = x12BilledShipment.read(sentAndReceived('857', changed as typeof segments));
  expect(read.issues[0]?.message).toMatch(/sum of lines/);
});
