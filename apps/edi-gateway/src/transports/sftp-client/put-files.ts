import { killPoint } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { SftpSettings } from '../../agreements/transport-settings.ts';
import { type ArchivedInterchange, markStaged } from '../../archive/interchange-archive.ts';
import type { SentState } from '../../archive/lifecycles.ts';
import { recordWritten } from '../../outbound/record-written.ts';
import type { Tools } from '../../tools.ts';
import { inFolder, type Remote } from './remote.ts';

/**
 * Numbered → staged (complete on the partner's server, under a temporary name) → renamed → written. After a kill a
 * staged file whose temporary name is gone has been renamed: he may have taken it already, and gets it no second time.
 */
export async function putFile(
  tools: Tools,
  agreement: Agreement,
  { remote, settings, file }: { remote: Remote; settings: SftpSettings; file: ArchivedInterchange },
): Promise<void> {
  const { database, clock, log } = tools;
  const { interchangeId, fileName, bytes } = file;
  const path = inFolder(settings.sendTo ?? '/', fileName);
  const temporary = `${path}.tmp`;
  if ((file.state as SentState) === 'numbered') {
    await remote.write(temporary, bytes);
    const arrived = (await remote.stat(temporary))?.size;
    if (arrived !== bytes.length) {
      throw new Error(`${bytes.length} bytes were sent, but ${arrived ?? 0} lie on the partner's server`);
    }
    await markStaged(database, interchangeId);
    killPoint('sftp.put');
  }
  if ((await remote.stat(temporary)) !== undefined) await remote.rename(temporary, path);
  killPoint('sftp.renamed');
  await database.transaction((sql) => recordWritten(sql, agreement, interchangeId, clock.now()));
  log.info({ agreement: agreement.name, file: fileName }, 'a file was put on a partner’s server');
}
