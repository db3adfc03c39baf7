import { type Encoded, encodeX12, groupTypes, type WireSegment } from '@coplan/edi';
import type { Agreement } from '../agreements/agreement.ts';
import type { Sql } from '../database.ts';
import { nextControlNumber } from './control-numbers.ts';

export type NumberedInterchange = Encoded & { controlNumber: string; groupNumber: string; fileName: string };

const digits = (instant: Date): string => instant.toISOString().replace(/\D/g, '');

/** Bytes of one interchange with one group to the partner, under the agreement's next control numbers. */
export async function encodeInterchange(
  sql: Sql,
  agreement: Agreement,
  { setType, messages, now }: { setType: string; messages: readonly (readonly WireSegment[])[]; now: Date },
): Promise<NumberedInterchange> {
  const { agreementId, envelope, profile, usage } = agreement;
  const reference = await nextControlNumber(sql, { agreementId, kind: 'interchange' });
  const groupReference = await nextControlNumber(sql, { agreementId, kind: 'group' });
  const { local, partner } = envelope;
  const encoded = encodeX12({
    envelope: {
      sender: { qualifier: local.isaQualifier, id: local.isaId },
      receiver: { qualifier: partner.isaQualifier, id: partner.isaId },
      groupSender: local.gsId ?? local.isaId,
      groupReceiver: partner.gsId ?? partner.isaId,
      version: profile.version,
      isTest: usage === 'test',
      delimiters: profile.delimiters,
      lineBreak: profile.lineBreak,
    },
    reference,
    sentOn: digits(now).slice(0, 8),
    sentTime: digits(now).slice(8, 12),
    groups: [
      {
        type: groupTypes[setType] ?? 'ZZ',
        reference: groupReference,
        messages: messages.map((segments, index) => ({ type: setType, reference: index + 1, segments })),
      },
    ],
  });
  const controlNumber = String(reference).padStart(9, '0');
  return {
    ...encoded,
    controlNumber,
    groupNumber: String(groupReference),
    fileName: `${setType}-${controlNumber}.x12`,
  };
}
