import { type Interchange, type WireSegment, write997, write999, writeContrl, writeTa1 } from '@coplan/edi';
import { assert } from '@coplan/kernel';
import type { Agreement } from '../agreements/agreement.ts';
import { archiveSent } from '../archive/interchange-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';
import { encodeInterchange } from '../outbound/encode-interchange.ts';

type Source = { interchangeId: string; now: Date };
type Answer = { setType: string; messages: (readonly WireSegment[])[] };

/** What answers an interchange: the agreed acknowledgement of each group in X12, a CONTRL in EDIFACT. */
function answerTo({ profile }: Agreement, interchange: Interchange): Answer {
  if (interchange.header.dialect.name === 'edifact') {
    const isWanted = profile.edifact.control.when === 'always' || interchange.header.isReceiptRequested;
    const answer = isWanted ? writeContrl(interchange) : undefined;
    return { setType: 'CONTRL', messages: answer === undefined ? [] : [answer.segments] };
  }
  const { version, delimiters, functionalAcknowledgement: setType } = profile;
  const write = setType === '999' ? write999 : write997;
  const answers = interchange.groups.map((group) => write(group, { version, delimiters }));
  return {
    setType,
    messages: answers.filter((answer) => answer !== undefined).map(({ segments }) => segments),
  };
}

/** The TA1 that the agreement asks for; undefined when it asks for none, or the partner does not want one. */
function technicalAnswerTo(
  { technicalAcknowledgement: when }: Agreement,
  interchange: Interchange,
): WireSegment | undefined {
  const isWanted =
    when === 'always' ||
    (when === 'when-asked' && interchange.header.isReceiptRequested) ||
    (when === 'when-refused' && !interchange.isAccepted);
  return isWanted ? writeTa1(interchange) : undefined;
}

/** Archives one interchange of ours as an answer; gives its id. */
async function archiveAnswer(
  sql: Sql,
  agreement: Agreement,
  { setType, messages, technical }: Answer & { technical?: WireSegment | undefined },
  { interchangeId, now }: Source,
): Promise<string> {
  const encoded = await encodeInterchange(sql, agreement, { setType, messages, technical, now });
  const { bytes, issues, controlNumber, fileName } = encoded;
  assert(bytes !== undefined, `the ${setType} cannot be written: ${issues[0]?.message}`);
  const acknowledgementId = derivedId('acknowledgement', interchangeId, controlNumber);
  const { agreementId } = agreement;
  const about = { interchangeId: acknowledgementId, agreementId, fileName, bytes, controlNumber, now };
  await archiveSent(sql, about);
  return acknowledgementId;
}

/**
 * Our answers to an interchange, each an interchange of its own: a TA1 where the agreement asks for it, and, unless the
 * interchange as a whole was refused by it, the acknowledgement of what was in it. Gives the id of the latter, by which
 * it is found when the interchange comes again.
 */
export async function acknowledge(
  sql: Sql,
  agreement: Agreement,
  interchange: Interchange,
  source: Source,
): Promise<string | undefined> {
  const technical = technicalAnswerTo(agreement, interchange);
  if (technical !== undefined) {
    await archiveAnswer(sql, agreement, { setType: 'TA1', messages: [], technical }, source);
    if (!interchange.isAccepted) return undefined;
  }
  const answer = answerTo(agreement, interchange);
  return answer.messages.length === 0 ? undefined : archiveAnswer(sql, agreement, answer, source);
}

/** Tells the partner that an interchange was refused because its control number came before: TA1 (025) or CONTRL. */
export async function answerRejected(
  sql: Sql,
  agreement: Agreement,
  interchange: Interchange,
  source: Source,
): Promise<void> {
  const { header } = interchange;
  interchange.isAccepted = false;
  interchange.issues.unshift({
    ...{ code: 'interchange-duplicate', severity: 'error', message: 'The control number came before.' },
    place: { interchange: header.reference, offset: 0 },
  });
  const isX12 = header.dialect.name === 'x12';
  if (isX12 && technicalAnswerTo(agreement, interchange) === undefined) return;
  await acknowledge(sql, agreement, interchange, source);
}
