import { type RemittanceAdvice, type RemittedItem, remittanceAdvice } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { optionalDay, readDay, writeDay } from '../edifact/dates.ts';
import { readNad, writeNad } from '../edifact/parties.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import { moneyAt, readMoney, writeMoney } from '../invoice/edifact-charges.ts';
import { defineMapping } from '../mapping.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

const typeList = ({ edifact }: AgreementProfile) =>
  codeList('kind of advice', { advice: edifact.remittance.types });
const methodList = ({ edifact }: AgreementProfile) =>
  codeList('method of payment', edifact.remittance.methods);
const kindList = ({ edifact }: AgreementProfile) =>
  codeList('kind of settled document', edifact.remittance.kinds);
const reasonList = ({ edifact }: AgreementProfile) =>
  codeList('reason of the deduction', edifact.remittance.reasons);
/** BGM 1225: an original. CUX 6347 2, reference; 6343 11, of a payment. */
const original = '9';
const currencyUse = ['2', '11'] as const;

/** UN/EDIFACT REMADV in D.96A and D.01B, EANCOM 1997 and 2002. */
export const edifactRemittanceAdvice = defineMapping<RemittanceAdvice>({
  type: 'REMADV',
  document: remittanceAdvice,
  read(root, from, profile) {
    const { dates, parties, amounts } = profile.edifact.remittance;
    const beginning = root.first('BGM');
    from.code(typeList(profile), beginning, [1, 1]);
    const currency =
      from.component(findGroup(root, 'CUX', [currencyUse[0]])?.first('CUX'), 1, 2) ?? profile.currency;
    if (currency === undefined)
      from.complain(undefined, 0, 'the currency is missing: send a CUX or agree one', 'value-missing');
    const instructions = root.first('PAI');
    if (instructions === undefined)
      from.complain(beginning, 0, 'the method of payment is missing: send a PAI', 'value-missing');
    const party = (roles: readonly string[]) => {
      const group = findGroup(root, 'NAD', roles);
      return group === undefined ? undefined : readNad(from, group, profile);
    };
    return {
      documentType: 'remittance-advice',
      paymentNumber: from.required(beginning, [2, 1], 'payment number'),
      paidOn: readDay(from, findQualified(root, 'DTM', dates.paid), 'day of payment'),
      method: instructions === undefined ? undefined : from.code(methodList(profile), instructions, [1, 3]),
      currency,
      buyer: party(parties.buyer),
      supplier: party(parties.supplier),
      items: root.loops('DOC').map((loop) => readItem(loop, from, profile)),
      totalMinor: readMoney(from, { loop: root, head: undefined, qualifiers: amounts.paid }, 'total'),
    };
  },
  write(advice, to, profile) {
    const { types, dates, parties, amounts } = profile.edifact.remittance;
    to.segment('BGM', [types[0]], [advice.paymentNumber], original);
    writeDay(to, dates.paid[0], advice.paidOn);
    to.segment('PAI', ['', '', methodList(profile).toTheirs(advice.method)]);
    writePayer(to, parties.buyer[0], advice.buyer, profile);
    writePayer(to, parties.supplier[0], advice.supplier, profile);
    to.segment('CUX', [currencyUse[0], advice.currency, currencyUse[1]]);
    for (const item of advice.items) writeItem(item, to, profile);
    to.segment('UNS', 'S');
    writeMoney(to, amounts.paid[0], advice.totalMinor);
  },
});

/** A NAD has no room for a second number in D.96A: a party with a GLN is named by it alone. */
function writePayer(
  to: Writing,
  role: string | undefined,
  party: RemittanceAdvice['buyer'],
  profile: AgreementProfile,
): void {
  if (party === undefined) return;
  const { code, ...others } = party;
  writeNad(to, role, party.gln === undefined ? { ...others, code } : others, profile);
}

function readItem(loop: Loop, from: Reading, profile: AgreementProfile) {
  const { dates, amounts, orderReferences } = profile.edifact.remittance;
  const head = loop.first('DOC');
  const optional = (qualifiers: readonly string[], what: string) => {
    const at = moneyAt(loop, qualifiers);
    return at === undefined ? undefined : from.scaled(at, [1, 2], 2, what);
  };
  return {
    kind: from.code(kindList(profile), head, [1, 1]),
    invoiceNumber: from.required(head, [2, 1], 'invoice number'),
    invoicedOn: optionalDay(from, findQualified(loop, 'DTM', dates.invoice), 'day of the invoice'),
    poNumber: from.component(findQualified(loop, 'RFF', orderReferences), 1, 2),
    paidMinor: readMoney(from, { loop, head, qualifiers: amounts.paid }, 'amount paid'),
    invoicedMinor: optional(amounts.invoiced, 'amount of the invoice'),
    discountMinor: optional(amounts.discount, 'discount'),
    deductions: loop.loops('AJT').map((group) => {
      const at = group.first('AJT');
      return {
        reason: from.code(reasonList(profile), at, 1),
        amountMinor: readMoney(
          from,
          { loop: group, head: at, qualifiers: amounts.deduction },
          'amount of the deduction',
        ),
      };
    }),
  };
}

function writeItem(item: RemittedItem, to: Writing, profile: AgreementProfile): void {
  const { dates, amounts, orderReferences } = profile.edifact.remittance;
  to.segment('DOC', [kindList(profile).toTheirs(item.kind)], [item.invoiceNumber]);
  writeMoney(to, amounts.paid[0], item.paidMinor);
  if (item.invoicedMinor !== undefined) writeMoney(to, amounts.invoiced[0], item.invoicedMinor);
  if (item.discountMinor !== undefined) writeMoney(to, amounts.discount[0], item.discountMinor);
  writeDay(to, dates.invoice[0], item.invoicedOn);
  if (item.poNumber !== undefined) to.segment('RFF', [orderReferences[0], item.poNumber]);
  for (const { reason, amountMinor } of item.deductions) {
    const code = reasonList(profile).toTheirs(reason);
    if (code === '') to.complain(`the reason ${reason} of a deduction is not agreed with this partner`);
    to.segment('AJT', code);
    writeMoney(to, amounts.deduction[0], amountMinor);
  }
}
