import { type RemittanceAdvice, type RemittedItem, remittanceAdvice } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { findParty, readParty, writeParty } from '../parties.ts';
import { decimalText, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';

const handlingList = ({ remittance }: AgreementProfile) =>
  codeList('handling of the payment', { payment: remittance.handlings });
const methodList = ({ remittance }: AgreementProfile) => codeList('method of payment', remittance.methods);
const kindList = ({ remittance }: AgreementProfile) => codeList('kind of settled document', remittance.kinds);
const reasonList = ({ remittance }: AgreementProfile) =>
  codeList('reason of the deduction', remittance.reasons);
/** BPR03: the money goes to the receiver. */
const credit = 'C';
const dayOfPayment = 16;

const money = (from: Reading, at: PlacedSegment | undefined, position: number, what: string) =>
  from.text(at, position) === undefined ? undefined : from.scaled(at, position, 2, what);

/** ASC X12 820 at 004010 and 005010, with the invoices in RMR. */
export const x12RemittanceAdvice = defineMapping<RemittanceAdvice>({
  type: '820',
  document: remittanceAdvice,
  read(root, from, profile) {
    const { parties } = profile.remittance;
    const beginning = root.first('BPR');
    from.code(handlingList(profile), beginning, 1);
    if (from.text(beginning, 3) !== credit)
      from.complain(beginning, 3, 'only a payment to the receiver (C) is taken', 'element-code');
    const currency = from.text(root.first('CUR'), 2) ?? profile.currency;
    if (currency === undefined)
      from.complain(undefined, 0, 'the currency is missing: send a CUR or agree one', 'value-missing');
    const trace = root.first('TRN');
    if (trace === undefined)
      from.complain(beginning, 0, 'the payment number is missing: send a TRN', 'value-missing');
    const party = (roles: readonly string[]) => {
      const loop = findParty(root, roles);
      return loop === undefined ? undefined : readParty(from, loop, profile);
    };
    return {
      documentType: 'remittance-advice',
      paymentNumber: trace === undefined ? undefined : from.required(trace, 2, 'payment number'),
      paidOn: from.localDate(beginning, dayOfPayment, 'day of payment'),
      method: from.code(methodList(profile), beginning, 4),
      currency,
      buyer: party(parties.buyer),
      supplier: party(parties.supplier),
      items: root
        .loops('ENT')
        .flatMap((entity) => entity.loops('RMR'))
        .map((loop) => readItem(loop, from, profile)),
      totalMinor: from.scaled(beginning, 2, 2, 'total'),
    };
  },
  write(advice, to, profile) {
    const { handlings, parties } = profile.remittance;
    const bank = Array<string>(dayOfPayment - 5).fill('');
    const total = decimalText(advice.totalMinor, 2);
    const method = methodList(profile).toTheirs(advice.method);
    to.segment('BPR', handlings[0], total, credit, method, ...bank, toCcyymmdd(advice.paidOn));
    // TRN01 1: the number of the payment itself.
    to.segment('TRN', '1', advice.paymentNumber);
    to.segment('CUR', parties.buyer[0], advice.currency);
    if (advice.buyer !== undefined) writeParty(to, parties.buyer[0], advice.buyer, profile);
    if (advice.supplier !== undefined) writeParty(to, parties.supplier[0], advice.supplier, profile);
    to.segment('ENT', '1');
    for (const item of advice.items) writeItem(item, to, profile);
  },
});

function readItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { orderReferences, invoiceDates } = profile.remittance;
  const head = loop.first('RMR');
  const order = loop.all('REF').find(({ segment }) => orderReferences.includes(segment.value(1)));
  const invoiced = loop.all('DTM').find(({ segment }) => invoiceDates.includes(segment.value(1)));
  return {
    kind: from.code(kindList(profile), head, 1),
    invoiceNumber: from.required(head, 2, 'invoice number'),
    invoicedOn: from.optionalDate(invoiced, 2, 'day of the invoice'),
    poNumber: from.text(order, 2),
    paidMinor: from.scaled(head, 4, 2, 'amount paid'),
    invoicedMinor: money(from, head, 5, 'amount of the invoice'),
    discountMinor: money(from, head, 6, 'discount'),
    deductions: loop.loops('ADX').map((group) => {
      const at = group.first('ADX');
      return {
        reason: from.code(reasonList(profile), at, 2),
        amountMinor: from.scaled(at, 1, 2, 'amount of the deduction'),
      };
    }),
  };
}

function writeItem(item: RemittedItem, to: Writing, profile: AgreementProfile): void {
  const { orderReferences, invoiceDates } = profile.remittance;
  const optional = (minor: number | undefined) => (minor === undefined ? '' : decimalText(minor, 2));
  to.segment(
    'RMR',
    kindList(profile).toTheirs(item.kind),
    item.invoiceNumber,
    '',
    decimalText(item.paidMinor, 2),
    optional(item.invoicedMinor),
    optional(item.discountMinor),
  );
  if (item.poNumber !== undefined) to.segment('REF', orderReferences[0], item.poNumber);
  if (item.invoicedOn !== undefined) to.segment('DTM', invoiceDates[0], toCcyymmdd(item.invoicedOn));
  for (const { reason, amountMinor } of item.deductions) {
    const code = reasonList(profile).toTheirs(reason);
    if (code === '') to.complain(`the reason ${reason} of a deduction is not agreed with this partner`);
    to.segment('ADX', decimalText(amountMinor, 2), code);
  }
}
