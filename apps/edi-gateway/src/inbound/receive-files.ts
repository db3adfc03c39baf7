import { killPoint } from '@coplan/platform';
import type { Agreement } from '../agreements/agreement.ts';
import { archiveReceived } from '../archive/interchange-archive.ts';
import { fileRecordLifecycle } from '../archive/lifecycles.ts';
import { recordMessage } from '../archive/message-archive.ts';
import { derivedId } from '../ids.ts';
import type { Tools } from '../tools.ts';
import {
  claimFile,
  type FolderWatch,
  fileBytesMax,
  listClaimed,
  putAway,
  quarantine,
  readClaimed,
} from '../transports/folder/pick-up.ts';
import { ensurePlaces, type FolderPlaces, placesOf } from '../transports/folder/places.ts';

/** A file that is not even read: it gets its explanation and a record, and the next one is taken. */
async function setAsideUnread(
  tools: Tools,
  agreement: Agreement,
  places: FolderPlaces,
  name: string,
): Promise<void> {
  const { database, clock } = tools;
  const explanation = `The file is larger than ${fileBytesMax / 1_000_000} MB; ask the partner to split it.`;
  await quarantine(places, name, explanation);
  await recordMessage(database, {
    messageId: derivedId('unread', agreement.agreementId, name),
    agreementId: agreement.agreementId,
    direction: 'in',
    state: fileRecordLifecycle.initial,
    explanation,
    now: clock.now(),
  });
}

/** The bytes are in the database before the file leaves the folder in which a kill would be noticed. */
async function archiveClaimed(
  tools: Tools,
  agreement: Agreement,
  places: FolderPlaces,
  name: string,
): Promise<void> {
  const { database, clock, log } = tools;
  const bytes = await readClaimed(places, name);
  if (bytes === undefined) return setAsideUnread(tools, agreement, places, name);
  const { agreementId } = agreement;
  await archiveReceived(database, { agreementId, fileName: name, bytes, now: clock.now() });
  killPoint('inbound.archived');
  await putAway(places, name, 'archive');
  log.info({ agreement: agreement.name, file: name, byteCount: bytes.length }, 'a file arrived');
}

/** Takes complete files out of the agreement's inbox into the archive. Files left over by a kill come first. */
export async function receiveFiles(tools: Tools, agreement: Agreement, watch: FolderWatch): Promise<void> {
  const places = placesOf(agreement.folder.inbox);
  await ensurePlaces(places);
  for (const name of await listClaimed(places)) await archiveClaimed(tools, agreement, places, name);
  for (const name of await watch.findComplete(places.inbox)) {
    const claimed = await claimFile(places, name, tools.clock.now());
    if (claimed !== undefined) await archiveClaimed(tools, agreement, places, claimed);
  }
}
