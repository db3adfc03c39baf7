import { join, relative } from 'node:path';
import { killPoint } from '@coplan/platform';
import type { Agreement } from '../agreements/agreement.ts';
import {
  type ArchivedInterchange,
  filesPerTurnMax,
  listToSend,
  markStaged,
  postponeInterchange,
} from '../archive/interchange-archive.ts';
import type { SentState } from '../archive/lifecycles.ts';
import { retryAt, type Tools } from '../tools.ts';
import { revealFile, stageFile } from '../transports/folder/put-file.ts';
import { recordWritten } from './record-written.ts';

const isAcknowledgement = (fileName: string): boolean => /^(997|999|CONTRL|TA1)-/.test(fileName);

/**
 * Numbered → staged (complete, hidden) → renamed → written. A kill between any two steps is resumed from the recorded
 * state, so that the partner sees the file exactly once, in the outbox of the agreement as it was then.
 */
async function writeFile(tools: Tools, agreement: Agreement, file: ArchivedInterchange): Promise<void> {
  const { database, clock, dataFolder } = tools;
  const { interchangeId, fileName, bytes, stagedPlace } = file;
  let { outbox } = agreement.folder;
  if ((file.state as SentState) === 'numbered') {
    await stageFile(outbox, fileName, bytes);
    const place = relative(dataFolder, outbox);
    const about = { interchangeId, way: 'folder', place, now: clock.now(), isClaimed: false } as const;
    if (!(await markStaged(database, about))) return;
  } else if (stagedPlace !== null) outbox = join(dataFolder, stagedPlace);
  await revealFile(outbox, fileName);
  killPoint(isAcknowledgement(fileName) ? '997.written' : '850.file-written');
  await database.transaction((sql) => recordWritten(sql, agreement, interchangeId, clock.now()));
  if (!isAcknowledgement(fileName)) killPoint('850.recorded');
}

/** Writes what is archived for the partner into its outbox; a full disk postpones and loses nothing. True: there is more. */
export async function writeFiles(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { database, clock, log } = tools;
  const { keepsOrder } = agreement;
  const due = await listToSend(database, agreement, { way: 'folder', now: clock.now() });
  for (const file of due) {
    try {
      await writeFile(tools, agreement, file);
      log.info({ agreement: agreement.name, file: file.fileName }, 'a file was written for a partner');
    } catch (error) {
      const { interchangeId, attemptCount } = file;
      log.error({ err: error, file: file.fileName }, 'a file could not be written; it will be tried again');
      const nextAttemptAt = retryAt(clock.now(), attemptCount);
      await postponeInterchange(database, { interchangeId, nextAttemptAt, why: (error as Error).message });
      if (keepsOrder) return false;
    }
  }
  return due.length === filesPerTurnMax;
}
