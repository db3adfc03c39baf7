import type { PurchaseOrder } from '@coplan/documents';
import type { LocalDate, UnitCode } from '@coplan/kernel';

/** What the document of an order is made of; everything in it was read when the order was placed. */
export type OrderedGoods = {
  poNumber: string;
  orderedOn: LocalDate;
  deliverOn: LocalDate;
  currency: string;
  buyer: { organisationId: string; name: string; gln: string | null };
  supplier: { organisationId: string; name: string; gln: string | null; partnerNumber: string };
  shipTo: { code: string; name: string; gln: string | null };
  lines: readonly {
    lineNumber: string;
    gtin14: string;
    itemNumber: string;
    supplierItemNumber: string | null;
    description: string;
    quantityMilli: number;
    unit: UnitCode;
    unitPriceMicros: number;
  }[];
};

const fits = (text: string, lengthMax: number): string => text.trim().slice(0, lengthMax).trim();
const present = <Key extends string>(key: Key, value: string | null) =>
  value === null ? {} : ({ [key]: value } as Record<Key, string>);

/** The order in the common language of server and gateway. */
export const purchaseOrderDocument = (
  order: OrderedGoods,
  purpose: PurchaseOrder['purpose'],
): PurchaseOrder =>
  ({
    documentType: 'purchase-order',
    purpose,
    poNumber: order.poNumber,
    orderedOn: order.orderedOn,
    currency: order.currency,
    buyer: {
      organisationId: order.buyer.organisationId,
      name: fits(order.buyer.name, 60),
      ...present('gln', order.buyer.gln),
    },
    supplier: {
      organisationId: order.supplier.organisationId,
      name: fits(order.supplier.name, 60),
      code: fits(order.supplier.partnerNumber, 17),
      ...present('gln', order.supplier.gln),
    },
    shipTo: {
      code: fits(order.shipTo.code, 17),
      name: fits(order.shipTo.name, 60),
      ...present('gln', order.shipTo.gln),
    },
    deliverOn: order.deliverOn,
    lines: order.lines.map((line) => ({
      lineNumber: line.lineNumber,
      gtin: line.gtin14,
      buyerItemNumber: fits(line.itemNumber, 48),
      ...present('supplierItemNumber', line.supplierItemNumber),
      description: fits(line.description, 80),
      ordered: { amountMilli: line.quantityMilli, unit: line.unit },
      unitPriceMicros: line.unitPriceMicros,
    })),
  }) as PurchaseOrder;
