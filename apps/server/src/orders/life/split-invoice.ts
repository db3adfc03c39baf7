import type { Invoice, InvoiceLine } from '@coplan/documents';
import { lineTotalMinor } from '@coplan/kernel';
import { billedLine } from './match-invoices.ts';
import { type OrderFacts, shipmentsInForce } from './order-facts.ts';

export type InvoicePart = { poNumber: string; invoice: Invoice };

type Candidate = { facts: OrderFacts; lineNumber: string; shippedMilli: number };

/** Orders whose line this can be: they have the item in that unit, and the shipment holds some of it. */
function candidatesOf(line: InvoiceLine, orders: readonly OrderFacts[], shipmentNumber: string): Candidate[] {
  return orders.flatMap((facts) => {
    const { invoiced, ...names } = line;
    const known = billedLine(facts, { ...names, unit: invoiced.unit, invoicedMilli: invoiced.amountMilli });
    if (known === undefined) return [];
    const shippedMilli = shipmentsInForce(facts)
      .filter((shipment) => shipment.shipmentNumber === shipmentNumber)
      .flatMap(({ lines }) => lines)
      .filter(({ lineNumber }) => lineNumber === known.lineNumber)
      .reduce((sum, shipped) => sum + shipped.shippedMilli, 0);
    return shippedMilli > 0 ? [{ facts, lineNumber: known.lineNumber, shippedMilli }] : [];
  });
}

type Placed = { facts: OrderFacts; line: InvoiceLine };

const placedAt = ({ facts, lineNumber }: Candidate, line: InvoiceLine, amountMilli: number): Placed => ({
  facts,
  line: { ...line, lineNumber, invoiced: { ...line.invoiced, amountMilli } },
});

/**
 * Where a line belongs: to the one order that can be meant; of several to the one that was shipped exactly as much;
 * or to all of them when the line bills the sum of what was shipped for them. Anything else a person decides.
 */
function place(line: InvoiceLine, candidates: readonly Candidate[]): Placed[] | undefined {
  const billedMilli = line.invoiced.amountMilli;
  const [only, second] = candidates;
  if (only === undefined) return undefined;
  if (second === undefined) return [placedAt(only, line, billedMilli)];
  const [exact, another] = candidates.filter(({ shippedMilli }) => shippedMilli === billedMilli);
  if (exact !== undefined) return another === undefined ? [placedAt(exact, line, billedMilli)] : undefined;
  const shippedMilli = candidates.reduce((sum, one) => sum + one.shippedMilli, 0);
  if (shippedMilli !== billedMilli || line.charges.length > 0) return undefined;
  return candidates.map((candidate) => placedAt(candidate, line, candidate.shippedMilli));
}

const goodsMinor = (lines: readonly InvoiceLine[]): number =>
  lines.reduce(
    (sum, { invoiced, unitPriceMicros }) =>
      sum + lineTotalMinor({ quantityMilli: invoiced.amountMilli, unitPriceMicros }),
    0,
  );

/** Shares of an amount in proportion to weights, in whole hundredths; they add up to the amount. */
export function shareOut(totalMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let given = 0;
  let weighed = 0;
  return weights.map((weight, index) => {
    weighed += weight;
    const until =
      index === weights.length - 1 || sum === 0
        ? index === weights.length - 1
          ? totalMinor
          : 0
        : Math.round((totalMinor * weighed) / sum);
    const share = until - given;
    given = until;
    return share;
  });
}

/**
 * One invoice over the orders of a shipment, as one invoice per order; `undefined` where a line could belong to several
 * of them. Charges and taxes of the whole go with the goods, so that the parts add up to the total. The same invoice
 * and the same shipment give the same parts.
 */
export function splitInvoice(
  invoice: Invoice,
  orders: readonly OrderFacts[],
  shipmentNumber: string,
): InvoicePart[] | undefined {
  const placed = invoice.lines.map((line) => place(line, candidatesOf(line, orders, shipmentNumber)));
  if (placed.some((places) => places === undefined)) return undefined;
  const every = placed.flatMap((places) => places ?? []);
  const parts = orders
    .map((facts) => ({
      poNumber: facts.poNumber,
      lines: every.filter((one) => one.facts === facts).map(({ line }) => line),
    }))
    .filter(({ lines }) => lines.length > 0);
  const totals = shareOut(
    invoice.totalMinor,
    parts.map(({ lines }) => goodsMinor(lines)),
  );
  return parts.map(({ poNumber, lines }, index) => ({
    poNumber,
    invoice: { ...invoice, poNumber, lines, charges: [], taxes: [], totalMinor: totals[index] ?? 0 },
  }));
}
