import type { BusinessDocument } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementProfile } from '../agreement-profile.ts';
import type { Mapping } from '../mapping.ts';
import { anyStockTransferReceipt } from '../stock-transfer-receipt/arbitrary.ts';
import { x12StockTransferReceipt } from '../stock-transfer-receipt/x12-944.ts';
import { anyStockTransferShipment } from '../stock-transfer-shipment/arbitrary.ts';
import { x12StockTransferShipment } from '../stock-transfer-shipment/x12-943.ts';
import { anyWarehouseOrder } from '../warehouse-order/arbitrary.ts';
import { x12WarehouseOrder } from '../warehouse-order/x12-940.ts';
import { anyWarehouseShipment } from '../warehouse-shipment/arbitrary.ts';
import { x12WarehouseShipment } from '../warehouse-shipment/x12-945.ts';
import { sentAndReceived } from '../wire.ts';

const about = <Document extends BusinessDocument>(
  mapping: Mapping<Document>,
  any: fc.Arbitrary<Document>,
) => ({
  type: mapping.type,
  mapping: mapping as unknown as Mapping<BusinessDocument>,
  any: any as fc.Arbitrary<BusinessDocument>,
});
const messages = [
  about(x12WarehouseOrder, anyWarehouseOrder),
  about(x12WarehouseShipment, anyWarehouseShipment),
  about(x12StockTransferShipment, anyStockTransferShipment),
  about(x12StockTransferReceipt, anyStockTransferReceipt),
];
const profiles = [
  agreementProfile({}),
  agreementProfile({ version: '005010', lineBreak: '', partyIds: { code: ['91'] } }),
];

test.each(
  messages.flatMap((message) =>
    profiles.map((profile) => ({ ...message, version: profile.version, profile })),
  ),
)(
  'what a warehouse and an owner of goods tell each other comes back the same ($type, $version)',
  ({ type, mapping, any, profile }) => {
    fc.assert(
      fc.property(any, (document) => {
        const written = mapping.write(document, profile);
        expect(written.issues).toEqual([]);
        const read = mapping.read(sentAndReceived(type, written.segments, profile), profile);
        expect(read).toEqual({ document, issues: [] });
      }),
      { numRuns: 60 },
    );
  },
);

const orderWith = (change: object) => {
  const [order] = fc.sample(anyWarehouseOrder, { numRuns: 1, seed: 1 });
  if (order === undefined) throw new Error('there is a sample');
  return { ...order, ...change };
};

test('a total that is not that of the lines tells that a line is lost', () => {
  const { segments } = x12WarehouseOrder.write(orderWith({}));
  const cut = (segments ?? []).map((segment) => (segment[0] === 'W76' ? (['W76', '1'] as const) : segment));
  const [issue] = x12WarehouseOrder.read(sentAndReceived('940', cut)).issues;
  expect(issue?.message).toMatch(/^W7601: it says a total of 1, the lines add up to /);
});

test('how to ship is written only with who pays for it', () => {
  const { issues } = x12WarehouseOrder.write(orderWith({ carriage: { mode: 'road' } }));
  expect(issues.map(({ message }) => message)).toEqual([
    'who pays the freight is missing: a 940 wants it where it says how to ship',
  ]);
});

test('the case code of a line is its GTIN only where that is agreed', () => {
  const line = { supplierItemNumber: 'A-1', ordered: { amountMilli: 1000, unit: 'CS' as const } };
  const { segments } = x12WarehouseOrder.write(orderWith({ lines: [line] }));
  const coded = (segments ?? []).map((segment) => {
    const [tag, amount = '', unit = '', , ...rest] = segment;
    return tag === 'W01' ? ([tag, amount, unit, '036000291452', ...rest] as const) : segment;
  });
  const gtinOf = (caseCode: 'left-out' | 'gtin') => {
    const profile = agreementProfile({ warehouse: { caseCode } });
    return x12WarehouseOrder.read(sentAndReceived('940', coded, profile), profile).document?.lines[0]?.gtin;
  };
  expect([gtinOf('left-out'), gtinOf('gtin')]).toEqual([undefined, '00036000291452']);
});

test('a unit that a warehouse never writes can be agreed', () => {
  const [shipment] = fc.sample(anyWarehouseShipment, { numRuns: 1, seed: 1 });
  const { segments } = x12WarehouseShipment.write(shipment ?? ({} as never));
  const bare = (segments ?? []).map((segment) =>
    segment[0] === 'W12'
      ? ([segment[0], ...segment.slice(1).map((value, index) => (index === 4 ? '' : value))] as never)
      : segment,
  );
  const read = (deviations: Parameters<typeof agreementProfile>[0]) => {
    const profile = agreementProfile(deviations);
    return x12WarehouseShipment.read(sentAndReceived('945', bare, profile), profile);
  };
  expect(read({}).issues[0]?.message).toBe('W1205: the unit of measure is missing');
  const { document } = read({ warehouse: { unitWhenAbsent: 'CS' } });
  expect(document?.packages[0]?.lines[0]?.shipped.unit).toBe('CS');
});
