import { type BlanketOrder, blanketOrder } from '@coplan/documents';
import type { UnitCode } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import { actAsDocument } from '../act-as-document.ts';
import type { Order } from '../order.entity.ts';
import { gtinMissing } from '../orders.errors.ts';
import type { OrderParties } from '../read-order-parties.ts';

type Agreed = { startsOn: string; endsOn: string; contractNumber: string | null };
type Item = {
  itemLine: string;
  itemNumber: string;
  supplierItemNumber: string | null;
  description: string;
  gtin14: string | null;
  unit: UnitCode;
  unitPriceMicros: number;
  totalMilli: number | null;
};

const agreedOf = `
select starts_on::text as "startsOn", (ends_before - 1)::text as "endsOn", contract_number as "contractNumber"
from blanket_orders where org_id = $1 and order_id = $2`;
const itemsOf = `
select item_line as "itemLine", item_number as "itemNumber", supplier_item_number as "supplierItemNumber", description,
  gtin14, unit, unit_price_micros::float8 as "unitPriceMicros", total_milli::float8 as "totalMilli"
from blanket_items where org_id = $1 and order_id = $2 order by length(item_line), item_line`;

const fits = (text: string, lengthMax: number): string => text.trim().slice(0, lengthMax).trim();
const given = <Value>(value: Value | null): Value | undefined => value ?? undefined;

/** A blanket order as the document that says the same (850 with BK, ORDERS with 221). Throws `DomainError`. */
export async function blanketDocument(
  tx: Transaction,
  order: Order,
  { parties, purpose }: { parties: OrderParties; purpose: BlanketOrder['purpose'] },
): Promise<BlanketOrder> {
  const about = [order.buyerId, order.id];
  const [agreed] = await tx.query<Agreed>(agreedOf, about);
  const items = await tx.query<Item>(itemsOf, about);
  const unnamed = items.filter(({ gtin14 }) => gtin14 === null).map(({ itemNumber }) => itemNumber);
  if (unnamed.length > 0) throw gtinMissing(unnamed);
  const { buyerId, supplierId, poNumber, orderedOn, currency } = order;
  return actAsDocument(blanketOrder, {
    ...{ documentType: 'blanket-order', purpose, poNumber, orderedOn, currency },
    ...{ ...agreed, contractNumber: given(agreed?.contractNumber ?? null) },
    buyer: { organisationId: buyerId, name: fits(parties.buyerName, 60), gln: given(parties.buyerGln) },
    supplier: {
      ...{
        organisationId: supplierId,
        name: fits(parties.supplierName, 60),
        gln: given(parties.supplierGln),
      },
      code: fits(parties.partnerNumber, 17),
    },
    shipTo: {
      ...{ code: fits(parties.shipToCode, 17), name: fits(parties.shipToName, 60) },
      gln: given(parties.shipToGln),
    },
    lines: items.map((item) => ({
      ...{ lineNumber: item.itemLine, gtin: item.gtin14, buyerItemNumber: fits(item.itemNumber, 48) },
      supplierItemNumber: given(item.supplierItemNumber),
      description: fits(item.description, 80),
      totalMilli: given(item.totalMilli),
      ...{ unit: item.unit, unitPriceMicros: item.unitPriceMicros },
    })),
  });
}
