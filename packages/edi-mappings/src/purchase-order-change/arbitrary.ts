import { type LineChange, lineChanges, type PurchaseOrderChange } from '@coplan/documents';
import fc from 'fast-check';
import {
  anyDay,
  anyGtin,
  anyParty,
  anyPrice,
  anyQuantity,
  anyShipTo,
  optional,
  text,
} from '../arbitraries.ts';

type Line = PurchaseOrderChange['lines'][number];
type Limits = {
  lineNumber: fc.Arbitrary<string>;
  changes: readonly LineChange[];
  textMax: number;
  changeNumberMax: number;
};

/** For tests only: quantities that leave room for a remainder in nine digits, of which POC04 has no more. */
const anyOrdered = fc
  .record({ ordered: anyQuantity, share: optional(fc.nat(1000)) })
  .map(({ ordered, share }) => ({
    ordered,
    leftToReceiveMilli: share === undefined ? undefined : share % (ordered.amountMilli + 1),
  }));

const anyLine = ({ lineNumber, changes, textMax }: Limits): fc.Arbitrary<Line> =>
  fc
    .record({
      lineNumber,
      change: fc.constantFrom(...changes),
      gtin: optional(anyGtin),
      buyerItemNumber: optional(text(textMax)),
      supplierItemNumber: optional(text(textMax)),
      description: optional(text(textMax)),
      quantity: optional(anyOrdered),
      unitPriceMicros: optional(anyPrice),
      deliverOn: optional(anyDay),
    })
    .map(({ quantity, ...line }) => ({
      ...line,
      ordered: quantity?.ordered,
      leftToReceiveMilli: quantity?.leftToReceiveMilli,
    }))
    .filter(
      ({ change, gtin, ordered, unitPriceMicros: price }) =>
        change !== 'added' || (gtin !== undefined && ordered !== undefined && price !== undefined),
    );

const anyChange = (limits: Limits, parties: typeof x12Parties) =>
  fc
    .record({
      documentType: fc.constant('purchase-order-change' as const),
      purpose: fc.constantFrom('change', 'replacement', 'cancellation'),
      poNumber: text(22),
      orderedOn: anyDay,
      changeNumber: optional(text(limits.changeNumberMax)),
      changedOn: anyDay,
      currency: optional(fc.constantFrom('EUR', 'USD', 'JPY')),
      buyer: optional(parties.party),
      supplier: optional(parties.party),
      shipTo: optional(parties.shipTo),
      deliverOn: optional(anyDay),
      lines: fc.uniqueArray(anyLine(limits), { maxLength: 5, selector: (line) => line.lineNumber }),
    })
    .filter(
      ({ purpose, lines, deliverOn, shipTo }) =>
        lines.length > 0 ||
        purpose === 'cancellation' ||
        (purpose === 'change' && (deliverOn ?? shipTo) !== undefined),
    );

const x12Parties = { party: anyParty, shipTo: anyShipTo };

export const anyPurchaseOrderChange: fc.Arbitrary<PurchaseOrderChange> = anyChange(
  { lineNumber: text(20), changes: lineChanges, textMax: 48, changeNumberMax: 8 },
  x12Parties,
);

/** What EDIFACT can tell apart: any change is one code there. */
export const anyEdifactPurchaseOrderChange = (edifactParties: typeof x12Parties) =>
  anyChange(
    {
      lineNumber: fc.integer({ min: 1, max: 999_999 }).map(String),
      changes: ['added', 'deleted', 'changed', 'unchanged'],
      textMax: 35,
      changeNumberMax: 35,
    },
    edifactParties,
  );
