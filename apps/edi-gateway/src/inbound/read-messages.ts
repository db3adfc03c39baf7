import type { DocumentEnvelope, DocumentIssue } from '@coplan/documents';
import {
  businessNumbersOf,
  type Interchange,
  issuesOf,
  type Message,
  read824,
  read997,
  read999,
  readAperak,
  readContrl,
} from '@coplan/edi';
import { documentIssueOf } from '@coplan/edi-mappings';
import type { OrganisationId } from '@coplan/kernel';
import type { Agreement } from '../agreements/agreement.ts';
import { type NotedState, postedLifecycle, rejectedLifecycle } from '../archive/lifecycles.ts';
import { recordMessage } from '../archive/message-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';
import { readableSets } from '../outbound/mappings.ts';
import { acknowledge } from './answer-interchange.ts';
import {
  recordAcknowledgement,
  recordAdvices,
  recordControlAnswer,
  recordTechnicalAcknowledgement,
} from './record-acknowledgement.ts';

export type Source = {
  interchangeId: string;
  sha256: string;
  now: Date;
  /** Set when the control number came before and the agreement has repetitions used: what is to be told of it. */
  repetition?: string | undefined;
  /** Of a repaired copy the partner gets no answer: he has the one to what he sent. */
  isRepair: boolean;
};

const noted: NotedState = 'noted';

/** One business document, or the issues why there is none; the latter go into our answer as well. */
function readDocument(message: Message, agreement: Agreement, about: { documentId: string; now: Date }) {
  const mapping = readableSets[message.type];
  if (!message.isAccepted || mapping === undefined) return undefined;
  const { document, issues } = mapping.read(message, agreement.profile);
  if (document === undefined) {
    message.isAccepted = false;
    message.issues.push(...issues);
    return undefined;
  }
  const envelope: DocumentEnvelope = {
    documentId: about.documentId,
    documentType: document.documentType,
    schemaVersion: 1,
    senderOrganisationId: agreement.partnerOrganisationId as OrganisationId,
    receiverOrganisationId: agreement.localOrganisationId as OrganisationId,
    createdAt: about.now.toISOString(),
    body: document,
  };
  return envelope;
}

const flagOf = (message: string): DocumentIssue => ({
  ...{ code: 'gateway.repetition', severity: 'warning', place: '', message },
});

async function readMessage(
  sql: Sql,
  agreement: Agreement,
  message: Message,
  { interchangeId, sha256, now, index, repetition }: Source & { index: number },
): Promise<void> {
  const again = repetition === undefined ? [] : [interchangeId];
  const messageId = derivedId('message', agreement.agreementId, sha256, index, ...again);
  const common = {
    messageId,
    agreementId: agreement.agreementId,
    direction: 'in' as const,
    interchangeId,
    controlNumber: message.interchange.reference,
    groupNumber: message.group?.reference ?? '',
    setNumber: message.reference,
    setType: message.type,
    numbers: businessNumbersOf(message),
    now,
  };
  const source = { interchangeId, now };
  const control = readContrl(message);
  if (control !== undefined) {
    const isKnown = await recordControlAnswer(sql, agreement, control, source);
    const explanation = `It answers the interchange ${control.interchangeReference}, which we never sent.`;
    await recordMessage(sql, { ...common, state: noted, ...(isKnown ? {} : { explanation }) });
    return;
  }
  const acknowledgement = read997(message) ?? read999(message);
  if (acknowledgement !== undefined) {
    const isKnown = await recordAcknowledgement(sql, agreement, acknowledgement, {
      ...source,
      kind: message.type,
    });
    const explanation = `It acknowledges the group ${acknowledgement.groupReference}, which we never sent.`;
    await recordMessage(sql, { ...common, state: noted, ...(isKnown ? {} : { explanation }) });
    return;
  }
  const aperak = readAperak(message);
  const advices = aperak === undefined ? read824(message) : [aperak];
  if (advices !== undefined) {
    const unknown = await recordAdvices(sql, agreement, advices, { ...source, kind: message.type });
    const explanation = `It judges ${unknown.join(', ')}, which we never sent.`;
    await recordMessage(sql, { ...common, state: noted, ...(unknown.length === 0 ? {} : { explanation }) });
    return;
  }
  const envelope = readDocument(message, agreement, { documentId: messageId, now });
  if (envelope !== undefined) {
    const flags = repetition === undefined ? [] : [flagOf(repetition)];
    const posted = { ...common, state: postedLifecycle.initial, envelope, postedAs: 'partner' as const };
    await recordMessage(sql, { ...posted, issues: flags });
    return;
  }
  const issues = message.issues.map(documentIssueOf);
  const explanation = issues[0]?.message ?? `Messages of type ${message.type} are not agreed.`;
  await recordMessage(sql, { ...common, state: rejectedLifecycle.initial, issues, explanation });
}

/**
 * Records every message of an interchange and our answer to it; `indexStart` counts messages over the whole file.
 * The control number is taken (so that a repetition is recognised) only when something in it was understood: a partner
 * who corrects a file may send it again under the same number.
 */
export async function readMessages(
  sql: Sql,
  agreement: Agreement,
  interchange: Interchange,
  { indexStart, ...source }: Source & { indexStart: number },
): Promise<{ isUsable: boolean; messageCount: number }> {
  const messages = interchange.groups.flatMap((group) => group.messages);
  let index = indexStart;
  for (const message of messages) {
    await readMessage(sql, agreement, message, { ...source, index });
    index += 1;
  }
  for (const segment of interchange.technicalAcknowledgements) {
    await recordTechnicalAcknowledgement(sql, agreement, segment, source);
  }
  const acknowledgementId = source.isRepair
    ? undefined
    : await acknowledge(sql, agreement, interchange, source);
  const isUsable =
    messages.some(({ isAccepted }) => isAccepted) ||
    (interchange.isAccepted && interchange.technicalAcknowledgements.length > 0);
  if (isUsable) {
    await sql.query(
      `insert into received_control_numbers (agreement_id, control_number, interchange_id, acknowledgement_id)
       values ($1, $2, $3, $4) on conflict (agreement_id, control_number) do nothing`,
      [agreement.agreementId, interchange.header.reference, source.interchangeId, acknowledgementId ?? null],
    );
  }
  return { isUsable, messageCount: messages.length };
}

/** The first complaints about an interchange, for people. */
export const complaintsOf = (interchange: Interchange): string =>
  issuesOf({ interchanges: [interchange], issues: [] })
    .filter(({ severity }) => severity === 'error')
    .map(documentIssueOf)
    .slice(0, 20)
    .map(({ message, place }) => `- ${message} (${place})`)
    .join('\n');
