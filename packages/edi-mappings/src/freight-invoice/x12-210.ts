import { type FreightInvoice, freightInvoice } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { defineMapping } from '../mapping.ts';
import { optionalParty, writePartyWithOneId } from '../parties.ts';
import { type Reading, toCcyymmdd } from '../reading.ts';
import { weightTexts } from '../transport/weights.ts';
import { readReferences, referenceCodes } from '../transport/x12-references.ts';
import type { Writing } from '../writing.ts';
import { readFreightLine, readFreightWeight, writeFreightLine } from './x12-lines.ts';

const correctionList = ({ freight }: AgreementProfile) => codeList('correction', freight.corrections);
const paymentList = ({ transport }: AgreementProfile) =>
  codeList('payment of the freight', transport.payments);
const deliveryList = ({ freight }: AgreementProfile) =>
  codeList('kind of the day in B309', { delivered: freight.days.delivered });
const names = { shipper: 'shipper', consignee: 'consignee', billTo: 'company that pays' } as const;

/** ASC X12 210 at 004010 and 005010. Stops (S5) and equipment (N7) are left out: the invoice is about one load. */
export const x12FreightInvoice = defineMapping<FreightInvoice>({
  type: '210',
  document: freightInvoice,
  read(root, from, profile) {
    const beginning = root.first('B3');
    const total = root.first('L3');
    const { parties } = profile.freight;
    const totalHundredths = from.scaled(beginning, 7, 0, 'amount due');
    checkTotal(from, total, totalHundredths);
    return {
      documentType: 'freight-invoice',
      kind:
        from.text(beginning, 8) === undefined ? 'invoice' : from.code(correctionList(profile), beginning, 8),
      invoiceNumber: from.required(beginning, 2, 'number of the invoice'),
      shipmentNumber: from.text(beginning, 3),
      invoicedOn: from.localDate(beginning, 6, 'day of the invoice'),
      ...readDays(from, root, profile),
      carrierCode: from.required(beginning, 11, 'code of the carrier'),
      payment: from.code(paymentList(profile), beginning, 4),
      currency: readCurrency(from, root, profile),
      shipper: optionalParty(from, root, parties.shipper, profile),
      consignee: optionalParty(from, root, parties.consignee, profile),
      billTo: optionalParty(from, root, parties.billTo, profile),
      references: readReferences(from, [...root.all('N9'), ...root.all('L11')], profile),
      notes: root
        .all('K1')
        .flatMap((at) => [from.text(at, 1), from.text(at, 2)])
        .filter((note) => note !== undefined),
      lines: root.loops('LX').map((loop) => readFreightLine(from, loop, beginning, profile)),
      weight: readFreightWeight(from, total, { amount: 1, unit: 12, beginning }, profile),
      pieces: from.text(total, 11) === undefined ? undefined : from.scaled(total, 11, 0, 'number of pieces'),
      totalHundredths,
    };
  },
  write(invoice, to, profile) {
    writeBeginning(to, invoice, profile);
    to.segment('C3', invoice.currency);
    for (const reference of invoice.references) {
      const { qualifier, value } = referenceCodes(reference, profile);
      if (profile.version >= '005010') to.segment('L11', value, qualifier);
      else to.segment('N9', qualifier, value);
    }
    const { days, parties } = profile.freight;
    if (invoice.pickedUpOn !== undefined) to.segment('G62', days.pickedUp[0], toCcyymmdd(invoice.pickedUpOn));
    const { notes } = invoice;
    for (let index = 0; index < notes.length; index += 2) to.segment('K1', notes[index], notes[index + 1]);
    for (const role of ['shipper', 'consignee', 'billTo'] as const) {
      const party = invoice[role];
      const about = { role: parties[role][0], what: names[role] };
      if (party !== undefined) writePartyWithOneId(to, about, party, profile);
    }
    invoice.lines.forEach((line, index) => {
      writeFreightLine(to, line, index + 1, profile);
    });
    writeTotal(to, invoice, profile);
  },
});

/** B309 with its kind in B310, and a G62. */
function readDays(from: Reading, root: Loop, profile: AgreementProfile) {
  const beginning = root.first('B3');
  const { pickedUp } = profile.freight.days;
  const fetched = root.all('G62').find(({ segment }) => pickedUp.includes(segment.value(1)));
  const isNamed = from.text(beginning, 10) !== undefined;
  if (isNamed) from.code(deliveryList(profile), beginning, 10);
  return {
    pickedUpOn: from.optionalDate(fetched, 2, 'day of pickup'),
    deliveredOn: from.optionalDate(beginning, 9, 'day of delivery'),
  };
}

function readCurrency(from: Reading, root: Loop, { currency }: AgreementProfile): string | undefined {
  const at = root.first('C3');
  return from.text(at, 1) ?? currency ?? from.required(root.first('B3'), 0, 'currency, in a C3,');
}

/** L305 says again what B307 says. */
function checkTotal(from: Reading, at: PlacedSegment | undefined, due: number | undefined): void {
  if (from.text(at, 5) === undefined || due === undefined) return;
  const said = from.scaled(at, 5, 0, 'total charge');
  if (said !== undefined && said !== due)
    from.complain(at, 5, `the total charge is ${said}, B307 says that ${due} are due: send one amount`);
}

function writeBeginning(to: Writing, invoice: FreightInvoice, profile: AgreementProfile): void {
  const { kind, deliveredOn } = invoice;
  to.segment(
    'B3',
    '',
    invoice.invoiceNumber,
    invoice.shipmentNumber,
    paymentList(profile).toTheirs(invoice.payment),
    '',
    toCcyymmdd(invoice.invoicedOn),
    String(invoice.totalHundredths),
    kind === 'invoice' ? '' : correctionList(profile).toTheirs(kind),
    deliveredOn === undefined ? '' : toCcyymmdd(deliveredOn),
    deliveredOn === undefined ? '' : profile.freight.days.delivered[0],
    invoice.carrierCode,
  );
}

function writeTotal(
  to: Writing,
  { weight, pieces, totalHundredths }: FreightInvoice,
  profile: AgreementProfile,
): void {
  const { amount, unit } = weightTexts(to, weight, profile);
  const kind = weight === undefined ? '' : profile.transport.weightKind;
  const count = pieces === undefined ? '' : String(pieces);
  const due = String(totalHundredths);
  to.segment('L3', amount, kind, '', '', due, '', '', '', '', '', count, unit);
}
