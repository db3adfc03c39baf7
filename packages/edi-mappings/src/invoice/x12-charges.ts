import type { InvoiceCharge, InvoiceTax } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { decimalText, type Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** A percentage has four decimals of a millionth: 19 % is 190 000 millionths. */
export const percentDecimals = 4;

const kinds = codeList('kind of allowance or charge', { allowance: 'A', charge: 'C', none: 'N' });
const reasonList = ({ invoice }: AgreementProfile) =>
  codeList('reason of the allowance or charge', invoice.reasons);
const taxList = ({ invoice }: AgreementProfile) => codeList('kind of tax', invoice.taxes);

/** SAC of a line or of the summary; SAC05 has two implied decimals. A service without charge (N) has no amount. */
export function readCharges(from: Reading, loop: Loop, profile: AgreementProfile) {
  return loop.loops('SAC').flatMap((group) => {
    const at = group.first('SAC');
    const kind = from.code(kinds, at, 1);
    if (kind === 'none') return [];
    return [
      {
        kind,
        reason: from.code(reasonList(profile), at, 2),
        amountMinor: from.scaled(at, 5, 0, 'amount of the allowance or charge'),
        rateMicros:
          from.text(at, 7) === undefined ? undefined : from.scaled(at, 7, percentDecimals, 'percentage'),
        description: from.text(at, 15),
      },
    ];
  });
}

export function writeCharges(
  to: Writing,
  charges: readonly InvoiceCharge[],
  profile: AgreementProfile,
): void {
  for (const { kind, reason, amountMinor, rateMicros, description } of charges) {
    const code = reasonList(profile).toTheirs(reason);
    if (code === '') to.complain(`the reason ${reason} of an ${kind} is not agreed with this partner`);
    const percent =
      rateMicros === undefined
        ? ['', '']
        : [profile.invoice.percentBasis, decimalText(rateMicros, percentDecimals)];
    const middle = ['', '', '', '', '', '', ''];
    to.segment(
      'SAC',
      kinds.toTheirs(kind),
      code,
      '',
      '',
      String(amountMinor),
      ...percent,
      ...middle,
      description,
    );
  }
}

const money = (from: Reading, at: PlacedSegment, position: number, what: string) =>
  from.text(at, position) === undefined ? undefined : from.scaled(at, position, 2, what);

/** TXI of the summary; the taxes of the lines are in it. */
export function readTaxes(from: Reading, root: Loop, profile: AgreementProfile) {
  const taxes = root.all('TXI').concat(root.loops('TXI').flatMap((group) => group.all('TXI')));
  if (taxes.length === 0) {
    const inLine = root
      .loops('IT1')
      .flatMap((line) => [...line.all('TXI'), ...line.loops('TXI').flatMap((group) => group.all('TXI'))])
      .find((at) => from.text(at, 2) !== undefined);
    if (inLine !== undefined) from.complain(inLine, 2, 'send the taxes of the whole invoice behind the TDS');
  }
  return taxes.map((at) => {
    const isExempt = profile.invoice.exemptions.includes(at.segment.value(6));
    const rate =
      isExempt || from.text(at, 3) === undefined
        ? undefined
        : from.scaled(at, 3, percentDecimals, 'tax rate');
    return {
      kind: from.code(taxList(profile), at, 1),
      category: isExempt ? 'exempt' : rate === 0 ? 'zero' : 'standard',
      rateMicros: rate,
      amountMinor: isExempt ? (money(from, at, 2, 'tax') ?? 0) : from.scaled(at, 2, 2, 'tax'),
      baseMinor: money(from, at, 8, 'taxed amount'),
    };
  });
}

export function writeTaxes(to: Writing, taxes: readonly InvoiceTax[], profile: AgreementProfile): void {
  for (const { kind, category, rateMicros, amountMinor, baseMinor } of taxes) {
    if (category === 'reverse-charge')
      to.complain('a tax that the buyer owes (reverse charge) cannot be said in an 810');
    to.segment(
      'TXI',
      taxList(profile).toTheirs(kind),
      decimalText(amountMinor, 2),
      rateMicros === undefined ? '' : decimalText(rateMicros, percentDecimals),
      '',
      '',
      category === 'exempt' ? profile.invoice.exemptions[0] : '',
      '',
      baseMinor === undefined ? '' : decimalText(baseMinor, 2),
    );
  }
}
