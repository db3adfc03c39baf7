import { type Encoded, encodeEdifact, encodeX12, groupTypes, type WireSegment } from '@coplan/edi';
import { dialectOf } from '@coplan/edi-mappings';
import type { Agreement } from '../agreements/agreement.ts';
import type { Sql } from '../database.ts';
import { nextControlNumber } from './control-numbers.ts';

/** `groupNumber` is empty where there is no group; `setNumber` is the first message's reference. */
export type NumberedInterchange = Encoded & {
  controlNumber: string;
  groupNumber: string;
  setNumber: string;
  fileName: string;
};

type Content = {
  setType: string;
  messages: readonly (readonly WireSegment[])[];
  /** A TA1, which stands in no group. */
  technical?: WireSegment | undefined;
  now: Date;
};

const digits = (instant: Date): string => instant.toISOString().replace(/\D/g, '');

/** Bytes of one interchange to the partner, under the agreement's next control numbers. */
export const encodeInterchange = (
  sql: Sql,
  agreement: Agreement,
  content: Content,
): Promise<NumberedInterchange> =>
  content.technical !== undefined || dialectOf(content.setType) === 'x12'
    ? encodeX12Group(sql, agreement, content)
    : encodeEdifactMessages(sql, agreement, content);

async function encodeEdifactMessages(
  sql: Sql,
  { agreementId, envelope, profile, usage }: Agreement,
  { setType, messages, now }: Content,
): Promise<NumberedInterchange> {
  const reference = await nextControlNumber(sql, { agreementId, kind: 'interchange' });
  const controlNumber = String(reference);
  const { syntax, delimiters, hasUna, lineBreak, control } = profile.edifact;
  const { version, association } = setType === 'CONTRL' ? control : profile.edifact;
  const { local, partner } = envelope;
  const encoded = encodeEdifact({
    envelope: {
      sender: { qualifier: local.isaQualifier, id: local.isaId },
      receiver: { qualifier: partner.isaQualifier, id: partner.isaId },
      ...{ version, association, syntax, delimiters, hasUna, lineBreak },
      isTest: usage === 'test',
    },
    reference: controlNumber,
    sentOn: digits(now).slice(0, 8),
    sentTime: digits(now).slice(8, 12),
    content: {
      messages: messages.map((segments, index) => ({
        type: setType,
        reference: String(index + 1),
        segments,
      })),
    },
  });
  return {
    ...encoded,
    controlNumber,
    groupNumber: '',
    setNumber: '1',
    fileName: `${setType}-${controlNumber.padStart(9, '0')}.edi`,
  };
}

async function encodeX12Group(
  sql: Sql,
  agreement: Agreement,
  { setType, messages, technical, now }: Content,
): Promise<NumberedInterchange> {
  const { agreementId, envelope, profile, usage } = agreement;
  const reference = await nextControlNumber(sql, { agreementId, kind: 'interchange' });
  const groupReference =
    technical === undefined ? await nextControlNumber(sql, { agreementId, kind: 'group' }) : undefined;
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
    ...(technical === undefined ? {} : { technicalAcknowledgements: [technical] }),
    groups:
      groupReference === undefined
        ? []
        : [
            {
              type: groupTypes[setType] ?? 'ZZ',
              reference: groupReference,
              messages: messages.map((segments, index) => ({
                type: setType,
                reference: index + 1,
                segments,
              })),
            },
          ],
  });
  const controlNumber = String(reference).padStart(9, '0');
  return {
    ...encoded,
    controlNumber,
    groupNumber: groupReference === undefined ? '' : String(groupReference),
    setNumber: '0001',
    fileName: `${setType}-${controlNumber}.x12`,
  };
}
