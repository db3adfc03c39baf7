import type { OrderDocument } from '../life/judge-document.ts';

/** What a person says about a document that waits: which order is meant, and which of its lines. */
export type Correction = {
  poNumber?: string;
  /** The document's line number → the order's. */
  lineNumbers?: Readonly<Record<string, string>>;
  /** Why a release changes what was firm. */
  reason?: string;
};

type Line = { lineNumber?: string | undefined };

const renumbered = <Given extends Line>(line: Given, { lineNumbers = {} }: Correction): Given => {
  const meant = line.lineNumber === undefined ? undefined : lineNumbers[line.lineNumber];
  return meant === undefined ? line : { ...line, lineNumber: meant };
};

/** The document as it is meant. What it said stays on record; a correction changes how it is read and nothing else. */
export function corrected(document: OrderDocument, correction: Correction): OrderDocument {
  const { poNumber } = correction;
  const line = <Given extends Line>(given: Given): Given => renumbered(given, correction);
  switch (document.documentType) {
    case 'despatch-advice': {
      const isOnly = document.orders.length === 1;
      const orders = document.orders.map((order) => ({
        ...order,
        poNumber: isOnly && poNumber !== undefined ? poNumber : order.poNumber,
        lines: order.lines.map(line),
        cartons: order.cartons.map((carton) => ({ ...carton, lines: carton.lines.map(line) })),
        pallets: order.pallets.map((pallet) => ({
          ...pallet,
          lines: pallet.lines.map(line),
          cartons: pallet.cartons.map((carton) => ({ ...carton, lines: carton.lines.map(line) })),
        })),
      }));
      return { ...document, orders };
    }
    case 'receiving-advice':
      return {
        ...document,
        lines: document.lines.map((one) => ({ ...line(one), poNumber: poNumber ?? one.poNumber })),
      };
    case 'invoice':
      return { ...document, poNumber: poNumber ?? document.poNumber, lines: document.lines.map(line) };
    case 'order-confirmation':
      return { ...document, poNumber: poNumber ?? document.poNumber, lines: document.lines.map(line) };
    case 'purchase-order-change':
      return { ...document, poNumber: poNumber ?? document.poNumber, lines: document.lines.map(line) };
    case 'planning-schedule':
      return { ...document, poNumber: poNumber ?? document.poNumber };
    case 'shipping-schedule':
      return { ...document, poNumber: poNumber ?? document.poNumber };
    case 'purchase-order':
    case 'blanket-order':
      return { ...document, poNumber: poNumber ?? document.poNumber };
  }
}
