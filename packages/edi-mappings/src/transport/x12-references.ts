import type { TransportReference } from '@coplan/documents';
import type { PlacedSegment } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import type { Reading } from '../reading.ts';

const kinds = ({ transport }: AgreementProfile) => codeList('kind of number', transport.references);

/** L11 (number, kind) or N9 (kind, number): those of the agreed kinds. */
export function readReferences(
  from: Reading,
  segments: readonly PlacedSegment[],
  profile: AgreementProfile,
): { kind: TransportReference['kind']; value: string | undefined }[] {
  return segments.flatMap((at) => {
    const isL11 = at.segment.tag === 'L11';
    const kind = kinds(profile).toOurs(at.segment.value(isL11 ? 2 : 1));
    return kind === undefined ? [] : [{ kind, value: from.required(at, isL11 ? 1 : 2, 'number') }];
  });
}

/** Kind and number, to be put in the order of the segment. */
export const referenceCodes = ({ kind, value }: TransportReference, profile: AgreementProfile) => ({
  qualifier: kinds(profile).toTheirs(kind),
  value,
});
