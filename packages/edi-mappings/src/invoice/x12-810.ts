import { type Invoice, type InvoiceLine, invoice } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIds, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, type PartyFacts, writeParty } from '../parties.ts';
import { checkPriceBasis, readDescription, writeDescription } from '../purchase-order/x12-order-lines.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import { checkLineCount } from '../totals.ts';
import type { Writing } from '../writing.ts';
import { percentDecimals, readCharges, readTaxes, writeCharges, writeTaxes } from './x12-charges.ts';

const kindList = ({ invoice: agreed }: AgreementProfile) => codeList('kind of invoice', agreed.kinds);
const termsList = ({ invoice: agreed }: AgreementProfile) =>
  codeList('kind of payment terms', { terms: agreed.terms.kinds });
const basesList = ({ invoice: agreed }: AgreementProfile) =>
  codeList('first day of the payment terms', { invoice: agreed.terms.bases });

/** ASC X12 810 at 004010 and 005010. That the total is the sum of its parts is checked with the balances. */
export const x12Invoice = defineMapping<Invoice>({
  type: '810',
  document: invoice,
  read(root, from, profile) {
    const beginning = root.first('BIG');
    const kind =
      from.text(beginning, 7) === undefined ? 'invoice' : from.code(kindList(profile), beginning, 7);
    const currency = from.text(root.first('CUR'), 2) ?? profile.currency;
    if (currency === undefined)
      from.complain(undefined, 0, 'the currency is missing: send a CUR or agree one', 'value-missing');
    checkLineCount(root, 'IT1', from);
    const total = from.scaled(root.first('TDS'), 1, 0, 'total');
    const isNegative = kind === 'credit-note' && profile.invoice.creditTotals === 'negative';
    return {
      documentType: 'invoice',
      kind,
      invoiceNumber: from.required(beginning, 2, 'invoice number'),
      invoicedOn: from.localDate(beginning, 1, 'day of the invoice'),
      poNumber: from.text(beginning, 4),
      orderedOn: from.optionalDate(beginning, 3, 'order day'),
      shipmentNumber: from.text(
        root.all('REF').find(({ segment }) => profile.invoice.shipmentReferences.includes(segment.value(1))),
        2,
      ),
      currency,
      buyer: optionalParty(from, root, profile.parties.buyer, profile),
      supplier: optionalParty(from, root, profile.parties.supplier, profile),
      invoicee: optionalParty(from, root, profile.invoice.invoicee, profile),
      shipTo: optionalParty(from, root, profile.parties.shipTo, profile),
      terms: readTerms(root, from, profile),
      lines: root.loops('IT1').map((loop) => readInvoiceLine(loop, from, profile)),
      charges: readCharges(from, root, profile),
      taxes: readTaxes(from, root, profile),
      totalMinor: total === undefined ? undefined : isNegative && total !== 0 ? -total : total,
    };
  },
  write(document, to, profile) {
    const { kind, orderedOn, terms, totalMinor } = document;
    to.segment(
      'BIG',
      toCcyymmdd(document.invoicedOn),
      document.invoiceNumber,
      orderedOn === undefined ? '' : toCcyymmdd(orderedOn),
      document.poNumber,
      '',
      '',
      kindList(profile).toTheirs(kind),
    );
    to.segment('CUR', profile.parties.buyer[0], document.currency);
    if (document.shipmentNumber !== undefined)
      to.segment('REF', profile.invoice.shipmentReferences[0], document.shipmentNumber);
    const party = (roles: readonly string[], facts: PartyFacts | undefined) => {
      if (facts !== undefined) writeParty(to, roles[0], facts, profile);
    };
    party(profile.parties.buyer, document.buyer);
    party(profile.parties.supplier, document.supplier);
    party(profile.invoice.invoicee, document.invoicee);
    party(profile.parties.shipTo, document.shipTo);
    if (terms !== undefined) {
      const { discount, netDays } = terms;
      const { kinds, bases } = profile.invoice.terms;
      const rate = discount === undefined ? '' : decimalText(discount.rateMicros, percentDecimals);
      const days = discount === undefined ? '' : String(discount.days);
      to.segment('ITD', kinds[0], bases[0], rate, '', days, '', netDays === undefined ? '' : String(netDays));
    }
    for (const line of document.lines) writeInvoiceLine(line, to, profile);
    const isNegative = kind === 'credit-note' && profile.invoice.creditTotals === 'negative';
    to.segment('TDS', String(isNegative && totalMinor !== 0 ? -totalMinor : totalMinor));
    writeTaxes(to, document.taxes, profile);
    writeCharges(to, document.charges, profile);
    to.segment('CTT', String(document.lines.length));
  },
});

/** The first ITD; its days count from the day of the invoice. */
function readTerms(root: Loop, from: Reading, profile: AgreementProfile) {
  const at = root.first('ITD');
  const days = (position: number) =>
    from.text(at, position) === undefined ? undefined : from.scaled(at, position, 0, 'days of the terms');
  const [discountDays, netDays] = [days(5), days(7)];
  const hasDiscount = from.text(at, 3) !== undefined && discountDays !== undefined;
  if (at === undefined || (!hasDiscount && netDays === undefined)) return undefined;
  if (from.text(at, 1) !== undefined) from.code(termsList(profile), at, 1);
  if (from.text(at, 2) !== undefined) from.code(basesList(profile), at, 2);
  return {
    discount: hasDiscount
      ? { rateMicros: from.scaled(at, 3, percentDecimals, 'discount'), days: discountDays }
      : undefined,
    netDays,
  };
}

export function readInvoiceLine(loop: Loop, from: Reading, profile: AgreementProfile) {
  const head = loop.first('IT1');
  const unit = from.code(unitList(profile), head, 3);
  checkPriceBasis(from, head, 5, unit);
  return {
    lineNumber: from.text(head, 1),
    ...(head === undefined ? {} : readItemIds(from, head, 6, profile)),
    description: readDescription(from, loop),
    invoiced: { amountMilli: from.scaled(head, 2, 3, 'invoiced quantity'), unit },
    unitPriceMicros: from.scaled(head, 4, 6, 'unit price'),
    charges: readCharges(from, loop, profile),
  };
}

export function writeInvoiceLine(line: InvoiceLine, to: Writing, profile: AgreementProfile): void {
  const quantity = decimalText(line.invoiced.amountMilli, 3);
  const price = decimalText(line.unitPriceMicros, 6);
  const ids = writeItemIds(to, line, profile);
  to.segment('IT1', line.lineNumber, quantity, to.unit(line.invoiced.unit), price, '', ...ids);
  writeDescription(to, line.description);
  writeCharges(to, line.charges, profile);
}
