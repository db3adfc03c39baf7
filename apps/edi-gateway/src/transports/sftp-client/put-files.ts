import { killPoint } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { SftpSettings } from '../../agreements/transport-settings.ts';
import { type ArchivedInterchange, markStaged } from '../../archive/interchange-archive.ts';
import type { SentState } from '../../archive/lifecycles.ts';
import { recordUndelivered, recordWritten } from '../../outbound/record-written.ts';
import type { Tools } from '../../tools.ts';
import { inFolder, type Remote } from './remote.ts';

const serverOf = ({ userName, host, port }: SftpSettings): string => `sftp://${userName}@${host}:${port}`;

/** Only the server on which a file was begun can tell whether the partner has it; here it is another. */
async function endElsewhere(tools: Tools, agreement: Agreement, file: ArchivedInterchange): Promise<void> {
  const { database, clock, log } = tools;
  const { interchangeId, stagedPlace } = file;
  const why = `It was begun at ${stagedPlace} when the agreement changed to another server. Ask the partner whether he has it, and try again if not.`;
  const about = { interchangeId, from: 'staged', why, now: clock.now() } as const;
  await database.transaction((sql) => recordUndelivered(sql, agreement, about));
  log.warn({ agreement: agreement.name, file: file.fileName, why }, 'a file was not delivered');
}

/**
 * Numbered → staged (complete on the partner's server, under a temporary name) → renamed → written. After a kill a
 * staged file whose temporary name is gone has been renamed: he may have taken it already, and gets it no second time.
 * What was begun is ended in the folder in which it was begun.
 */
export async function putFile(
  tools: Tools,
  agreement: Agreement,
  { remote, settings, file }: { remote: Remote; settings: SftpSettings; file: ArchivedInterchange },
): Promise<void> {
  const { database, clock, log } = tools;
  const { interchangeId, fileName, bytes } = file;
  const server = serverOf(settings);
  let path = inFolder(settings.sendTo ?? '/', fileName);
  if ((file.state as SentState) === 'staged' && file.stagedPlace !== null) {
    if (!file.stagedPlace.startsWith(`${server} `)) return endElsewhere(tools, agreement, file);
    path = file.stagedPlace.slice(server.length + 1);
  }
  const temporary = `${path}.tmp`;
  if ((file.state as SentState) === 'numbered') {
    await remote.write(temporary, bytes);
    const arrived = (await remote.stat(temporary))?.size;
    if (arrived !== bytes.length) {
      throw new Error(`${bytes.length} bytes were sent, but ${arrived ?? 0} lie on the partner's server`);
    }
    const about = { interchangeId, way: 'sftp', place: `${server} ${path}`, isClaimed: true } as const;
    await markStaged(database, { ...about, now: clock.now() });
    killPoint('sftp.put');
  }
  if ((await remote.stat(temporary)) !== undefined) await remote.rename(temporary, path);
  killPoint('sftp.renamed');
  await database.transaction((sql) => recordWritten(sql, agreement, interchangeId, clock.now()));
  log.info({ agreement: agreement.name, file: fileName }, 'a file was put on a partner’s server');
}
