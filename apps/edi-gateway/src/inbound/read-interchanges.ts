import { type Decoded, decode } from '@coplan/edi';
import { documentIssueOf } from '@coplan/edi-mappings';
import { killPoint } from '@coplan/platform';
import type { Agreement } from '../agreements/agreement.ts';
import {
  type ArchivedInterchange,
  filesPerTurnMax,
  listDue,
  moveInterchange,
  postponeInterchange,
} from '../archive/interchange-archive.ts';
import { fileRecordLifecycle, receivedLifecycle } from '../archive/lifecycles.ts';
import { recordMessage } from '../archive/message-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';
import { attemptsMax, retryAt, type Tools } from '../tools.ts';
import { quarantine } from '../transports/folder/pick-up.ts';
import { placesOf } from '../transports/folder/places.ts';
import { answerRejected } from './answer-interchange.ts';
import { wrongAddress } from './check-address.ts';
import { complaintsOf, readMessages } from './read-messages.ts';
import { answerAgain, findEarlier, repetitionOf } from './recognise-duplicate.ts';

type Outcome = { event: 'read' | 'recognise-duplicate' | 'quarantine'; explanation: string | null };

/** Everything that the file changes, as one transaction: all of it or nothing. */
async function readFile(
  sql: Sql,
  agreement: Agreement,
  file: ArchivedInterchange,
  { decoded, now }: { decoded: Decoded; now: Date },
): Promise<Outcome> {
  const { agreementId } = agreement;
  // One file of an agreement at a time, also among several gateways.
  await sql.query('select 1 from agreements where agreement_id = $1 for update', [agreementId]);
  const notes: string[] = decoded.issues
    .map(documentIssueOf)
    .map(({ message, place }) => `- ${message} (${place})`);
  const isRepair = file.repairsMessageId !== null;
  // A repaired copy may say the same as another file; it is a message of its own all the same.
  const sha256 = isRepair ? file.interchangeId : file.sha256;
  const source = { interchangeId: file.interchangeId, sha256, now, isRepair };
  let [readCount, duplicateCount, index] = [0, 0, 0];
  for (const interchange of decoded.interchanges) {
    const { reference } = interchange.header;
    const wrong = wrongAddress(interchange.header, agreement);
    const earlier =
      wrong === undefined && !isRepair ? await findEarlier(sql, agreementId, reference) : undefined;
    const { duplicatePolicy } = agreement;
    if (wrong !== undefined) notes.push(`- ${wrong}`);
    else if (earlier !== undefined && duplicatePolicy === 'reject') {
      notes.push(`- ${repetitionOf(interchange, earlier)} The agreement has repetitions rejected.`);
      await answerRejected(sql, agreement, interchange, source);
    } else if (earlier !== undefined && duplicatePolicy !== 'flag' && earlier.sha256 === file.sha256) {
      duplicateCount += 1;
      notes.push(`- The interchange ${reference} was received before, in the file ${earlier.fileName}.`);
      await answerAgain(sql, agreement, earlier, { interchangeId: file.interchangeId, now });
    } else if (earlier !== undefined && duplicatePolicy !== 'flag') {
      // The same number with other content is a conflict, never an overwrite: a person has to look.
      notes.push(
        `- The control number ${reference} was used before for other content, by the file ${earlier.fileName}; ask the partner for a new number.`,
      );
    } else {
      const { isUsable, messageCount } = await readMessages(sql, agreement, interchange, {
        ...source,
        indexStart: index,
        ...(earlier === undefined ? {} : { repetition: repetitionOf(interchange, earlier) }),
      });
      if (earlier !== undefined)
        notes.push(`- ${repetitionOf(interchange, earlier)} It was used and flagged.`);
      index += messageCount;
      if (isUsable) readCount += 1;
      else
        notes.push(
          complaintsOf(interchange) || `- The interchange ${reference} holds nothing that we can use.`,
        );
    }
  }
  const explanation = notes.length === 0 ? null : notes.join('\n').slice(0, 8_000);
  if (readCount > 0) return { event: 'read', explanation };
  return { event: duplicateCount > 0 ? 'recognise-duplicate' : 'quarantine', explanation };
}

/** A person has to look: the file lies in quarantine with its explanation, and the record names it. */
async function setAside(
  tools: Tools,
  agreement: Agreement,
  file: ArchivedInterchange,
  why: string,
): Promise<void> {
  const { database, clock, log } = tools;
  const { interchangeId, fileName } = file;
  const { agreementId } = agreement;
  const now = clock.now();
  const text = `This file could not be used.\n\n${why}\n\nCorrect it and put it into the inbox again, or replay it in the gateway once the agreement is right.\n`;
  await quarantine(placesOf(agreement.folder.inbox), fileName, text);
  await database.transaction(async (sql) => {
    const messageId = derivedId('file', interchangeId);
    const state = fileRecordLifecycle.initial;
    const record = {
      messageId,
      agreementId,
      direction: 'in',
      interchangeId,
      state,
      explanation: why,
      now,
    } as const;
    if (!(await recordMessage(sql, record))) {
      await sql.query(
        "update messages set state = $2, explanation = $3, ended_at = $4 where message_id = $1 and state = 'replayed'",
        [messageId, state, why.slice(0, 2_000), now],
      );
    }
    const change = { interchangeId, from: 'received', event: 'quarantine', now, explanation: why } as const;
    await moveInterchange(sql, receivedLifecycle, change);
  });
  log.warn({ agreement: agreement.name, file: fileName }, 'a file is in quarantine');
}

async function readOne(tools: Tools, agreement: Agreement, file: ArchivedInterchange): Promise<void> {
  const { database, clock } = tools;
  const now = clock.now();
  const decoded = decode(file.bytes, { levels: agreement.profile.levels });
  const outcome = await database.transaction(async (sql) => {
    const result = await readFile(sql, agreement, file, { decoded, now });
    if (result.event !== 'quarantine') {
      const { interchangeId } = file;
      await moveInterchange(sql, receivedLifecycle, { interchangeId, from: 'received', now, ...result });
    }
    return result;
  });
  if (outcome.event === 'quarantine') {
    await setAside(tools, agreement, file, outcome.explanation ?? 'The file holds no interchange.');
  }
  killPoint('inbound.parsed');
}

/**
 * Reads the agreement's archived files. A file that makes us fail is tried again and then set aside, never in the way.
 * True when there are more.
 */
export async function readInterchanges(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { database, clock, log } = tools;
  const { keepsOrder } = agreement;
  const due = await listDue(database, { agreement, states: ['received'], now: clock.now() });
  for (const file of due) {
    try {
      await readOne(tools, agreement, file);
    } catch (error) {
      log.error({ err: error, file: file.fileName }, 'a file could not be read');
      const { interchangeId, attemptCount } = file;
      const why = `Reading it failed: ${(error as Error).message}`;
      const nextAttemptAt = retryAt(clock.now(), attemptCount);
      if (attemptCount + 1 < attemptsMax) {
        await postponeInterchange(database, { interchangeId, nextAttemptAt, why });
        if (keepsOrder) return false;
      } else await setAside(tools, agreement, file, why);
    }
  }
  return due.length === filesPerTurnMax;
}
