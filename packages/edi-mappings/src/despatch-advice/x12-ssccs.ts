import type { Loop, PlacedSegment } from '@coplan/edi';
import { isSscc } from '@coplan/kernel';
import type { AgreementProfile } from '../agreement-profile.ts';
import type { Reading } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** SSCCs in MAN, with or without the application identifier 00. Marks of other kinds are left out. */
export function readSsccs(from: Reading, loop: Loop, { despatch }: AgreementProfile): string[] {
  const found: string[] = [];
  const take = (at: PlacedSegment, position: number): void => {
    if (!despatch.ssccs.includes(at.segment.value(position))) return;
    const text = from.required(at, position + 1, 'SSCC');
    const digits = text?.length === 20 && text.startsWith('00') ? text.slice(2) : text;
    if (digits === undefined) return;
    if (isSscc(digits)) found.push(digits);
    else {
      const why = `"${digits}" is no SSCC: 18 digits with a right check digit`;
      from.complain(at, position + 1, why, 'element-code');
    }
  };
  for (const at of loop.all('MAN')) {
    take(at, 1);
    take(at, 4);
  }
  return found;
}

export function writeSscc(to: Writing, sscc: string | undefined, { despatch }: AgreementProfile): void {
  if (sscc === undefined) return;
  to.segment('MAN', despatch.ssccs[0], despatch.hasSsccPrefix ? `00${sscc}` : sscc);
}
