import type {
  DespatchAdvice,
  Invoice,
  OrderConfirmation,
  PurchaseOrder,
  PurchaseOrderChange,
} from '@coplan/documents';
import type { LocalDate } from '@coplan/kernel';
import type { OrderDocument } from './judge-document.ts';

const day = (text: string): LocalDate => text as LocalDate;
export const gtins = ['04006381333931', '04006381333948', '04006381333955', '04006381333962'] as const;
const each = (amount: number) => ({ amountMilli: amount * 1000, unit: 'EA' as const });
const gtin = (index: number): string => gtins[index] ?? gtins[0];

const line = (number: number, amount: number) => ({
  lineNumber: String(number),
  gtin: gtin(number - 1),
  ordered: each(amount),
  unitPriceMicros: 2_500_000,
});

/** For tests: 100, 50 and 20 pieces of three items. */
export const order850: PurchaseOrder = {
  documentType: 'purchase-order',
  purpose: 'original',
  poNumber: '4711',
  orderedOn: day('2026-11-20'),
  currency: 'NOK',
  buyer: { name: 'Northern Grocers' },
  supplier: { name: 'Valley Mill' },
  shipTo: { code: 'S1' },
  deliverOn: day('2026-12-01'),
  lines: [line(1, 100), line(2, 50), line(3, 20)],
};

/** Everything as ordered, line 2 a day late, inside the tolerance. */
export const answer855: OrderConfirmation = {
  documentType: 'order-confirmation',
  poNumber: '4711',
  confirmedOn: day('2026-11-21'),
  lines: [
    { lineNumber: '1', outcome: 'accepted', schedule: [] },
    { lineNumber: '2', outcome: 'changed', schedule: [{ quantity: each(50), deliverOn: day('2026-12-02') }] },
    { lineNumber: '3', outcome: 'accepted', schedule: [] },
  ],
};

/** More of line 1, line 3 no longer, a new line 4. */
export const change860: PurchaseOrderChange = {
  documentType: 'purchase-order-change',
  purpose: 'change',
  poNumber: '4711',
  changeNumber: '1',
  changedOn: day('2026-11-22'),
  lines: [
    { lineNumber: '1', change: 'quantity-increased', ordered: each(120) },
    { lineNumber: '3', change: 'deleted' },
    { ...line(4, 30), change: 'added' },
  ],
};

export const answer865: OrderConfirmation = {
  documentType: 'order-confirmation',
  poNumber: '4711',
  confirmedOn: day('2026-11-23'),
  change: { changeNumber: '1' },
  outcome: 'accepted',
  lines: [],
};

/** Everything, one carton per line. */
export const notice856: DespatchAdvice = {
  documentType: 'despatch-advice',
  purpose: 'original',
  shipmentNumber: 'SH-1',
  writtenOn: day('2026-11-29'),
  despatchedOn: day('2026-11-29'),
  shipTo: { code: 'S1' },
  orders: [
    {
      poNumber: '4711',
      pallets: [
        {
          sscc: '340063810000000018',
          cartons: [
            {
              sscc: '340063810000000025',
              lines: [{ lineNumber: '1', gtin: gtin(0), shipped: each(120), ssccs: [] }],
            },
          ],
          lines: [],
        },
      ],
      cartons: [{ lines: [{ lineNumber: '2', gtin: gtin(1), shipped: each(50), ssccs: [] }] }],
      lines: [{ gtin: gtin(3), shipped: each(30), ssccs: [] }],
    },
  ],
};

export const invoice810: Invoice = {
  documentType: 'invoice',
  kind: 'invoice',
  invoiceNumber: 'R-1',
  invoicedOn: day('2026-11-30'),
  poNumber: '4711',
  currency: 'NOK',
  lines: [
    { lineNumber: '1', gtin: gtin(0), invoiced: each(120), unitPriceMicros: 2_500_000, charges: [] },
    { lineNumber: '2', gtin: gtin(1), invoiced: each(50), unitPriceMicros: 2_500_000, charges: [] },
    { lineNumber: '4', gtin: gtin(3), invoiced: each(30), unitPriceMicros: 2_500_000, charges: [] },
  ],
  charges: [],
  taxes: [],
  totalMinor: 50_000,
};

/** The six messages of one purchase order, in the order in which they are written. */
export const sixMessages: readonly OrderDocument[] = [
  order850,
  answer855,
  change860,
  answer865,
  notice856,
  invoice810,
];

/** The messages of another order: its own numbers for order, shipment and invoice. */
export const numbered = (documents: readonly OrderDocument[], poNumber: string): OrderDocument[] =>
  JSON.parse(
    JSON.stringify(documents)
      .replaceAll('4711', poNumber)
      .replaceAll('SH-1', `SH-${poNumber}`)
      .replaceAll('R-1', `R-${poNumber}`),
  ) as OrderDocument[];

/** Every order in which some things can come: n! of them. */
export function everyOrder<Thing>(things: readonly Thing[]): Thing[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, index) =>
    everyOrder(things.filter((_, at) => at !== index)).map((rest) => [first, ...rest]),
  );
}
