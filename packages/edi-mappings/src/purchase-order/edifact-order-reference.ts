import type { Loop } from '@coplan/edi';
import type { LocalDate } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import { optionalDay, writeDay } from '../edifact/dates.ts';
import { findGroup, findQualified } from '../edifact/qualified.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** The order that an ORDCHG or ORDRSP is about: RFF with its number, DTM below it with its day. */
export function readOrderReference(root: Loop, from: Reading, { edifact }: AgreementProfile) {
  const { numbers, days } = edifact.orderReference;
  const group = findGroup(root, 'RFF', numbers);
  const at = group?.first('RFF');
  if (at === undefined) {
    from.complain(
      undefined,
      0,
      `the order number is missing: send an RFF with ${numbers.join(', ')}`,
      'value-missing',
    );
  }
  return {
    poNumber: at === undefined ? undefined : from.required(at, [1, 2], 'order number'),
    orderedOn: optionalDay(from, findQualified(group, 'DTM', days), 'order day'),
  };
}

export function writeOrderReference(
  to: Writing,
  { poNumber, orderedOn }: { poNumber: string; orderedOn?: LocalDate | undefined },
  { edifact }: AgreementProfile,
): void {
  const { numbers, days } = edifact.orderReference;
  to.segment('RFF', [numbers[0], poNumber]);
  writeDay(to, days[0], orderedOn);
}
