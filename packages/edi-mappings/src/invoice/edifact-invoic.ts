import { type Invoice, type InvoiceLine, invoice } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import { lineTotalMinor } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { readEdifactItemIds, readQuantity, writeEdifactLine } from '../edifact/items.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { checkEdifactLineCount } from '../edifact/totals.ts';
import { defineMapping } from '../mapping.ts';
import type { PartyFacts } from '../parties.ts';
import { readImd, readPri, writeImd, writePri } from '../purchase-order/edifact-order-lines.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import {
  readCharges,
  readMoney,
  readTaxes,
  writeCharges,
  writeMoney,
  writeTaxes,
} from './edifact-charges.ts';
import { readTerms, writeTerms } from './edifact-terms.ts';

const kindList = ({ edifact }: AgreementProfile) => codeList('kind of invoice', edifact.invoice.kinds);
/** BGM 1225: an original; corrections are invoices of their own. */
const original = '9';
/** CUX 6347 2, reference; 6343 4, of an invoice. */
const currencyUse = ['2', '4'] as const;

/** UN/EDIFACT INVOIC in D.96A and D.01B, EANCOM 1997 and 2002. Totals are checked with the balances. */
export const edifactInvoice = defineMapping<Invoice>({
  type: 'INVOIC',
  document: invoice,
  read(root, from, profile) {
    const { edifact } = profile;
    const beginning = root.first('BGM');
    const { references, orderDates, amounts } = edifact.invoice;
    const order = findGroup(root, 'RFF', references.order);
    const currency =
      from.component(findGroup(root, 'CUX', [currencyUse[0]])?.first('CUX'), 1, 2) ?? profile.currency;
    if (currency === undefined)
      from.complain(undefined, 0, 'the currency is missing: send a CUX or agree one', 'value-missing');
    checkEdifactLineCount(root, root.loops('LIN').length, from);
    const party = (roles: readonly string[]): PartyFacts | undefined => {
      const group = findGroup(root, 'NAD', roles);
      return group === undefined ? undefined : readNad(from, group, profile);
    };
    return {
      documentType: 'invoice',
      kind: from.code(kindList(profile), beginning, [1, 1]),
      invoiceNumber: from.required(beginning, [2, 1], 'invoice number'),
      invoicedOn: readDay(from, findQualified(root, 'DTM', edifact.dates.document), 'day of the invoice'),
      poNumber: from.component(order?.first('RFF'), 1, 2),
      orderedOn: optionalDay(from, findQualified(order, 'DTM', orderDates), 'order day'),
      shipmentNumber: from.component(findGroup(root, 'RFF', references.shipment)?.first('RFF'), 1, 2),
      currency,
      buyer: party(edifact.parties.buyer),
      supplier: party(edifact.parties.supplier),
      invoicee: party(edifact.invoice.invoicee),
      shipTo: party(edifact.parties.shipTo),
      terms: readTerms(root, from, profile),
      lines: root.loops('LIN').map((loop) => readLine(loop, from, profile)),
      charges: readCharges(from, root, profile),
      taxes: readTaxes(from, root, profile),
      totalMinor: readMoney(from, { loop: root, head: undefined, qualifiers: amounts.total }, 'total'),
    };
  },
  write(document, to, profile) {
    const { parties, dates, invoice: agreed } = profile.edifact;
    to.segment('BGM', [kindList(profile).toTheirs(document.kind)], [document.invoiceNumber], original);
    writeDay(to, dates.document[0], document.invoicedOn);
    const { poNumber, orderedOn, shipmentNumber } = document;
    if (poNumber === undefined && orderedOn !== undefined)
      to.complain('the day of an order without its number cannot be said in an INVOIC');
    if (poNumber !== undefined) {
      to.segment('RFF', [agreed.references.order[0], poNumber]);
      writeDay(to, agreed.orderDates[0], orderedOn);
    }
    if (shipmentNumber !== undefined) to.segment('RFF', [agreed.references.shipment[0], shipmentNumber]);
    const party = (roles: readonly string[], facts: PartyFacts | undefined) => {
      if (facts !== undefined) writeNad(to, roles[0], facts, profile);
    };
    party(parties.buyer, document.buyer);
    party(parties.supplier, document.supplier);
    party(agreed.invoicee, document.invoicee);
    party(parties.shipTo, document.shipTo);
    to.segment('CUX', [currencyUse[0], document.currency, currencyUse[1]]);
    if (document.terms !== undefined) writeTerms(document.terms, to, profile);
    writeCharges(to, document.charges, profile);
    for (const line of document.lines) writeLine(line, to, profile);
    to.segment('UNS', 'S');
    to.segment('CNT', ['2', String(document.lines.length)]);
    writeTotals(document, to, profile);
    writeTaxes(to, document.taxes, profile);
  },
});

/** Summary amounts: lines, what is taxed and the tax, and what is to be paid. */
function writeTotals(
  { lines, taxes, totalMinor }: Invoice,
  to: Writing,
  { edifact }: AgreementProfile,
): void {
  const { amounts } = edifact.invoice;
  writeMoney(
    to,
    amounts.lines[0],
    lines.map(amountOf).reduce((sum, amount) => sum + amount, 0),
  );
  if (taxes.length > 0) {
    const tax = taxes.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    writeMoney(to, amounts.taxBase[0], totalMinor - tax);
    writeMoney(to, amounts.tax[0], tax);
  }
  writeMoney(to, amounts.total[0], totalMinor);
}

const amountOf = ({ invoiced, unitPriceMicros }: InvoiceLine): number =>
  lineTotalMinor({ quantityMilli: invoiced.amountMilli, unitPriceMicros });

function readLine(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { quantities } = profile.edifact.invoice;
  const head = loop.first('LIN');
  const unitPriceMicros = readPri(from, loop, profile);
  if (unitPriceMicros === undefined && loop.loops('PRI').length === 0) {
    const why = `the unit price is missing: send a PRI with ${profile.edifact.prices.join(', ')}`;
    from.complain(head, 0, why, 'value-missing');
  }
  return {
    lineNumber: from.text(head, 1),
    ...readEdifactItemIds(from, loop, profile),
    description: readImd(from, loop),
    invoiced: readQuantity(
      from,
      { at: findQualified(loop, 'QTY', quantities), line: head },
      profile,
      'invoiced quantity',
    ),
    unitPriceMicros,
    charges: readCharges(from, loop, profile),
  };
}

function writeLine(line: InvoiceLine, to: Writing, profile: AgreementProfile): void {
  const { quantities, amounts } = profile.edifact.invoice;
  const lineNumber = line.lineNumber ?? String(to.count('LIN') + 1);
  writeEdifactLine(to, { ...line, lineNumber }, profile);
  writeImd(to, line.description);
  to.segment('QTY', [quantities[0], to.decimal(line.invoiced.amountMilli, 3), to.unit(line.invoiced.unit)]);
  writeMoney(to, amounts.line[0], amountOf(line));
  writePri(to, line.unitPriceMicros, profile);
  writeCharges(to, line.charges, profile);
}
