import type { LocalDate, UnitCode } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { loadFacts } from './life/load-facts.ts';
import { type OrderFacts, receiptsInForce, type ShippedLine, shipmentsInForce } from './life/order-facts.ts';
import { readOrderLife } from './life/order-life.ts';
import { nothingToReceive } from './orders.errors.ts';

export const findGoodsInput = z.object({ code: z.string().trim().min(1).max(60) });

export type ExpectedGoods = {
  orderLineId: string;
  lineNumber: string;
  itemNumber: string;
  description: string;
  gtin14: string | null;
  unit: UnitCode;
  /** Announced in what was scanned; of an order without a notice what is still open. */
  expectedMilli: number;
  lotNumber: string | null;
  expiresOn: LocalDate | null;
  /** The carton, or else the pallet, that holds it. */
  sscc: string | null;
  /** The receipt that counted it before. */
  countedIn: string | null;
  /** Each unit has a serial number that is to be read. */
  isSerialTracked: boolean;
  /** As the ship notice names them. */
  serialNumbers: readonly string[];
};

export type GoodsToReceive = {
  orderId: string;
  poNumber: string;
  supplierName: string;
  shipToName: string;
  version: number;
  shipmentNumber: string | null;
  carrierReference: string | null;
  deliverOn: LocalDate | null;
  goods: ExpectedGoods[];
};

export type FoundGoods = { kind: 'package' | 'shipment' | 'order'; orders: GoodsToReceive[] };

/** What a scanner sends for an SSCC: the number, alone or behind the application identifier 00 (GS1-128 or its text). */
export function ssccIn(code: string): string | null {
  const digits = code
    .replace(/^\]C1/i, '')
    .replace(/^\(00\)/, '')
    .replaceAll(/\s/g, '');
  const number = /^00\d{18}$/.test(digits) ? digits.slice(2) : digits;
  return /^\d{18}$/.test(number) ? number : null;
}

type OrderRow = Omit<GoodsToReceive, 'goods' | 'shipmentNumber' | 'carrierReference' | 'deliverOn'> & {
  buyerId: string;
};
type LineRow = Pick<
  ExpectedGoods,
  'orderLineId' | 'lineNumber' | 'itemNumber' | 'description' | 'gtin14' | 'unit' | 'isSerialTracked'
>;

/** `$1` is the SSCC or null, `$2` the code as it was read. */
const findOrders = `
select placed.id as "orderId", placed.org_id as "buyerId", placed.po_number as "poNumber",
  placed.supplier_name as "supplierName", placed.ship_to_name as "shipToName", placed.version
from orders placed
where placed.org_id = (select current_setting('app.org')::uuid)
  and (exists (select 1 from ship_notice_lines line where line.org_id = placed.org_id and line.order_id = placed.id
      and $1::text is not null and (line.pallet_sscc = $1 or $1 = any (line.ssccs)))
    or exists (select 1 from ship_notices notice where notice.org_id = placed.org_id and notice.order_id = placed.id
      and notice.shipment_number = $2)
    or placed.po_number = $2)
order by placed.po_number limit 50`;

const linesOf = `
select line.id as "orderLineId", line.line_number as "lineNumber", line.item_number as "itemNumber", line.description,
  line.gtin14, line.unit, item.is_serial_tracked as "isSerialTracked"
from order_lines line join items item on item.org_id = line.org_id and item.id = line.item_id
where line.org_id = $1 and line.order_id = $2`;

const isIn = ({ palletSscc, ssccs }: ShippedLine, sscc: string): boolean =>
  palletSscc === sscc || ssccs.includes(sscc);

function countedIn(facts: OrderFacts, lineNumber: string, sscc: string | null): string | null {
  if (sscc === null) return null;
  const receipt = receiptsInForce(facts).find(({ lines }) =>
    lines.some((line) => line.sscc === sscc && line.lineNumber === lineNumber),
  );
  return receipt?.receiptNumber ?? null;
}

type Looking = { facts: OrderFacts; rows: readonly LineRow[]; sscc: string | null; code: string };

/** What a scanned package or shipment holds of the order. */
function announced({ facts, rows, sscc, code }: Looking) {
  const notice = shipmentsInForce(facts).find(({ shipmentNumber, lines }) =>
    sscc === null ? shipmentNumber === code : lines.some((line) => isIn(line, sscc)),
  );
  if (notice === undefined) return undefined;
  const goods = notice.lines
    .filter((line) => sscc === null || isIn(line, sscc))
    .flatMap((line): ExpectedGoods[] => {
      const row = rows.find(({ lineNumber }) => lineNumber === line.lineNumber);
      const inside = line.ssccs.length === 1 ? (line.ssccs[0] ?? null) : line.palletSscc;
      if (row === undefined) return [];
      const { lotNumber, expiresOn, shippedMilli: expectedMilli, serialNumbers = [] } = line;
      const of = { expectedMilli, lotNumber, expiresOn, sscc: inside, serialNumbers };
      return [{ ...row, ...of, countedIn: countedIn(facts, line.lineNumber, inside) }];
    });
  const { shipmentNumber, carrierReference, deliverOn } = notice;
  return { shipmentNumber, carrierReference, deliverOn, goods };
}

/** What is still to come of an order that nobody announced. */
const unannounced = ({ facts, rows }: Looking) => ({
  ...{ shipmentNumber: null, carrierReference: null, deliverOn: null },
  goods: readOrderLife(facts, 'sent').lines.flatMap((line): ExpectedGoods[] => {
    const row = rows.find(({ lineNumber }) => lineNumber === line.line.lineNumber);
    const expectedMilli = Math.max(line.openMilli, line.shippedMilli - line.arrivedMilli);
    const unread = { lotNumber: null, expiresOn: null, sscc: null, countedIn: null, serialNumbers: [] };
    return row === undefined || expectedMilli <= 0 ? [] : [{ ...row, expectedMilli, ...unread }];
  }),
});

/** What stands at the door, by the code that was scanned: a pallet, a carton, a shipment, or the number of an order. */
export async function findGoods(
  { db }: Context,
  { code }: z.output<typeof findGoodsInput>,
): Promise<FoundGoods> {
  const sscc = ssccIn(code);
  const found = await db.read<OrderRow>(findOrders, [sscc, code]);
  const orders: GoodsToReceive[] = [];
  let kind: FoundGoods['kind'] = 'order';
  for (const { buyerId, ...order } of found) {
    const [facts, rows] = await Promise.all([
      loadFacts(db, { buyerId, orderId: order.orderId }),
      db.read<LineRow>(linesOf, [buyerId, order.orderId]),
    ]);
    if (facts === undefined) continue;
    const looking = { facts, rows, sscc, code };
    const notice = announced(looking);
    if (notice !== undefined) kind = sscc === null ? 'shipment' : 'package';
    orders.push({ ...order, ...(notice ?? unannounced(looking)) });
  }
  if (orders.length === 0) throw nothingToReceive(code);
  return { kind, orders };
}
