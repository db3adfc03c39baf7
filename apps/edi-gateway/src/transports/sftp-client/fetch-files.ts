import { killPoint } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { SftpSettings } from '../../agreements/transport-settings.ts';
import { archiveReceived, filesPerTurnMax } from '../../archive/interchange-archive.ts';
import { fileRecordLifecycle } from '../../archive/lifecycles.ts';
import { recordMessage } from '../../archive/message-archive.ts';
import { derivedId, sha256 } from '../../ids.ts';
import type { Tools } from '../../tools.ts';
import { fileBytesMax, harmless, isUnfinished } from '../folder/pick-up.ts';
import { inFolder, type Remote, type RemoteFile } from './remote.ts';

const isSame = (left: { size: number; mtime: number } | undefined, right: RemoteFile): boolean =>
  left?.size === right.size && left.mtime === right.mtime;

/** Files that looked the same twice, with a pause in between: a partner may still be writing the others. */
async function findComplete(remote: Remote, folder: string, settleMs: number): Promise<RemoteFile[]> {
  const first = (await remote.list(folder)).filter(({ name }) => !isUnfinished(name));
  if (first.length === 0) return [];
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const before = new Map(first.map((file) => [file.name, file]));
  return (await remote.list(folder))
    .filter((file) => isSame(before.get(file.name), file))
    .slice(0, filesPerTurnMax);
}

async function recordTooLarge(
  tools: Tools,
  agreement: Agreement,
  path: string,
  file: RemoteFile,
): Promise<void> {
  const { agreementId } = agreement;
  await recordMessage(tools.database, {
    ...{
      messageId: derivedId('unread', agreementId, path, file.size, file.mtime),
      agreementId,
      direction: 'in',
    },
    ...{ state: fileRecordLifecycle.initial, now: tools.clock.now() },
    explanation: `${path} on the partner's server is larger than ${fileBytesMax / 1_000_000} MB; ask the partner to split it.`,
  });
}

/**
 * One file: read, durable in the archive, and only then removed or moved there. After a kill in between it is found
 * again: the same name, time and content is the same file, and counts once.
 */
async function fetchOne(
  tools: Tools,
  agreement: Agreement,
  {
    remote,
    settings,
    folder,
    file,
  }: { remote: Remote; settings: SftpSettings; folder: string; file: RemoteFile },
): Promise<void> {
  const { database, clock, log } = tools;
  const { agreementId } = agreement;
  const path = inFolder(folder, file.name);
  if (file.size > fileBytesMax) return recordTooLarge(tools, agreement, path, file);
  const bytes = await remote.read(path, file.size);
  const mark = sha256(JSON.stringify([path, file.mtime, sha256(bytes)])).slice(0, 16);
  const fileName = `sftp-${mark}-${harmless(file.name)}`;
  await archiveReceived(database, { agreementId, fileName, bytes, now: clock.now() });
  killPoint('sftp.fetched');
  log.info(
    { agreement: agreement.name, file: fileName, byteCount: bytes.length },
    'a file was fetched by SFTP',
  );
  // What the partner has written over it meanwhile is another file, and stays for the next visit.
  if (!isSame(await remote.stat(path), file)) return;
  if (settings.afterReceipt === 'remove' || settings.moveTo === undefined) return remote.remove(path);
  const target = inFolder(settings.moveTo, file.name);
  const isTaken = (await remote.stat(target)) !== undefined;
  await remote.rename(path, isTaken ? `${target}.${mark}` : target);
}

/** Fetches what lies complete in the partner's folder. True: there may be more. */
export async function fetchFiles(
  tools: Tools,
  agreement: Agreement,
  { remote, settings }: { remote: Remote; settings: SftpSettings },
): Promise<boolean> {
  const folder = settings.receiveFrom;
  if (folder === undefined) return false;
  const files = await findComplete(remote, folder, settings.settleSeconds * 1_000);
  const failures: unknown[] = [];
  for (const file of files) {
    await fetchOne(tools, agreement, { remote, settings, folder, file }).catch((error) =>
      failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
  return files.length === filesPerTurnMax;
}
