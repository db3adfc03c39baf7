import type { PaymentTerms } from '@coplan/documents';
import type { Loop } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';
import { segmentsOf } from './edifact-charges.ts';
import { percentDecimals } from './x12-charges.ts';

/** PCD 5245 of a discount; C112: days (D) after (3) the reference day. */
const discountPercentage = '12';
const after = '3';
const daysUnit = 'D';

/** PAT groups: one with a discount, one with the days without. */
export function readTerms(root: Loop, from: Reading, { edifact }: AgreementProfile) {
  const { terms } = edifact.invoice;
  const groupOf = (kinds: readonly string[]) =>
    root
      .loops('PAT')
      .find(
        (group) => kinds.includes(group.first('PAT')?.segment.value(1) ?? '') && daysAt(group) !== undefined,
      );
  const daysAt = (group: Loop | undefined) => from.component(group?.first('PAT'), 3, 4);
  const daysOf = (group: Loop): number | undefined => {
    const at = group.first('PAT');
    from.code(codeList('first day of the payment terms', { invoice: terms.bases }), at, [3, 1]);
    from.code(codeList('unit of the payment terms', { days: daysUnit }), at, [3, 3]);
    return from.scaled(at, [3, 4], 0, 'days of the terms');
  };
  const [discount, net] = [groupOf(terms.discount), groupOf(terms.net)];
  if (discount === undefined && net === undefined) return undefined;
  return {
    discount:
      discount === undefined
        ? undefined
        : {
            rateMicros: from.scaled(segmentsOf(discount, 'PCD')[0], [1, 2], percentDecimals, 'discount'),
            days: daysOf(discount),
          },
    netDays: net === undefined ? undefined : daysOf(net),
  };
}

export function writeTerms(
  { discount, netDays }: PaymentTerms,
  to: Writing,
  { edifact }: AgreementProfile,
): void {
  const { terms } = edifact.invoice;
  const time = (days: number) => [terms.bases[0], after, daysUnit, String(days)];
  if (netDays !== undefined) to.segment('PAT', terms.net[0], '', time(netDays));
  if (discount === undefined) return;
  to.segment('PAT', terms.discount[0], '', time(discount.days));
  to.segment('PCD', [discountPercentage, to.decimal(discount.rateMicros, percentDecimals)]);
}
