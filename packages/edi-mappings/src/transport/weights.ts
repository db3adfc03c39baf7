import type { Weight } from '@coplan/documents';
import type { PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { decimalText, type Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

export const weightUnitList = ({ transport }: AgreementProfile) =>
  codeList('unit of weight', transport.weightUnits);

/** A weight in two elements; undefined where there is none. */
export function readWeight(
  from: Reading,
  at: PlacedSegment | undefined,
  where: { amount: number; unit: number },
  profile: AgreementProfile,
) {
  if (from.text(at, where.amount) === undefined) return undefined;
  return {
    amountMilli: from.scaled(at, where.amount, 3, 'weight'),
    unit: from.code(weightUnitList(profile), at, where.unit),
  };
}

/** Amount and unit; ten digits are all that X12 has room for. */
export function weightTexts(
  to: Writing,
  weight: Weight | undefined,
  profile: AgreementProfile,
): { amount: string; unit: string } {
  if (weight === undefined) return { amount: '', unit: '' };
  const amount = decimalText(weight.amountMilli, 3);
  if (amount.replace('.', '').length > 10) to.complain(`the weight ${amount} has more than ten digits`);
  return { amount, unit: weightUnitList(profile).toTheirs(weight.unit) };
}
