import { mkdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Attributes, FileEntry } from 'ssh2';
import type { Agreement } from '../../agreements/agreement.ts';
import type { Tools } from '../../tools.ts';
import { isUnfinished } from '../folder/pick-up.ts';
import type { SftpAccount } from './accounts.ts';
import { entryOf, fileAttributes, folderAttributes } from './attributes.ts';
import { type Download, openDownload } from './download.ts';
import { giveName, listFiles, moveOver, statFile } from './real-files.ts';
import { failing, notAllowed, notThere } from './requests.ts';
import { openUpload, type Upload } from './upload.ts';
import { growingPrefix, type Place, placeOf } from './view.ts';

/** `resume`: the client would go on with a file that it began before. */
export type UploadMode = 'replace' | 'resume';
type FilePlace = Extract<Place, { kind: 'file' }>;

/** The files of one partner as he may see and change them; every method takes his paths and knows no other folder. */
export type PartnerFiles = {
  list(path: string): Promise<FileEntry[]>;
  attributes(path: string): Promise<Attributes>;
  openUpload(path: string, mode: UploadMode): Promise<Upload>;
  /** The file is complete and named; clients ask for it once more, although it may be taken already. */
  recordUploaded(upload: Upload): void;
  openDownload(path: string): Promise<Download>;
  /** He has read the file to its end. */
  recordPickedUp(download: Download): Promise<void>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
};

const entriesMax = 5_000;
const waitingFilesMax = 5_000;

function fileAt(path: string): FilePlace {
  const place = placeOf(path);
  if (place === undefined) throw notThere();
  if (place.kind !== 'file') throw notAllowed('This is a folder.');
  return place;
}

type Desk = { tools: Tools; agreement: Agreement; account: SftpAccount };

const realPath = ({ agreement }: Desk, { folder, name }: FilePlace): string =>
  join(agreement.folder[folder], name);

async function listPlace({ tools, agreement }: Desk, path: string): Promise<FileEntry[]> {
  const place = placeOf(path);
  if (place === undefined || place.kind === 'file') throw notThere();
  if (place.kind === 'root') {
    const attributes = folderAttributes(tools.clock.now().getTime());
    return ['inbox', 'outbox'].map((name) => entryOf(name, attributes));
  }
  const isShown = (name: string): boolean =>
    place.folder === 'inbox' ? !name.startsWith(growingPrefix) : !name.startsWith('.');
  const files = await listFiles(agreement.folder[place.folder], { isShown, countMax: entriesMax });
  return files.map(({ name, stats }) => entryOf(name, fileAttributes(stats)));
}

async function beginUpload({ agreement: { folder } }: Desk, path: string, mode: UploadMode): Promise<Upload> {
  const place = fileAt(path);
  if (place.folder !== 'inbox') throw notAllowed('Files for us go into /inbox; /outbox holds ours for you.');
  if (mode === 'resume') throw failing('A transfer cannot be resumed here; send the whole file again.');
  const waiting = await listFiles(folder.inbox, { isShown: () => true, countMax: waitingFilesMax });
  if (waiting.length >= waitingFilesMax) throw failing('Too many files wait in /inbox; try again later.');
  return openUpload(folder.inbox, place.name);
}

async function beginDownload(desk: Desk, path: string): Promise<Download> {
  const place = fileAt(path);
  if (place.folder !== 'outbox') throw notAllowed('What you sent cannot be read back.');
  const isThere = (await statFile(realPath(desk, place))) !== undefined;
  const download = isThere ? await openDownload(realPath(desk, place), place.name) : undefined;
  if (download === undefined) throw notThere();
  return download;
}

/** Out of the partner's sight: into our own folder, or away; our archive has it in any case. */
async function putAside({ agreement, account }: Desk, name: string): Promise<void> {
  const path = join(agreement.folder.outbox, name);
  if (account.afterPickUp !== 'archive') return unlink(path);
  const folder = join(dirname(agreement.folder.outbox), 'picked-up');
  await mkdir(folder, { recursive: true });
  await moveOver(path, join(folder, name));
}

async function recordPickedUp(desk: Desk, { name }: Download): Promise<void> {
  const { tools, agreement, account } = desk;
  await tools.database.query(
    `update interchanges set picked_up_at = $3
     where agreement_id = $1 and file_name = $2 and direction = 'out' and picked_up_at is null`,
    [agreement.agreementId, name, tools.clock.now()],
  );
  tools.log.info({ agreement: agreement.name, file: name }, 'a partner has fetched a file by SFTP');
  const isThere = (await statFile(join(agreement.folder.outbox, name))) !== undefined;
  if (account.afterPickUp !== 'keep' && isThere) await putAside(desk, name);
}

async function removeFile(desk: Desk, path: string): Promise<void> {
  const place = fileAt(path);
  if ((await statFile(realPath(desk, place))) === undefined) throw notThere();
  if (place.folder === 'outbox') await putAside(desk, place.name);
  else await unlink(realPath(desk, place));
  const { tools, agreement } = desk;
  tools.log.info({ agreement: agreement.name, ...place }, 'a partner removed a file by SFTP');
}

export function createPartnerFiles(tools: Tools, agreement: Agreement, account: SftpAccount): PartnerFiles {
  const desk: Desk = { tools, agreement, account };
  const uploaded = new Map<string, Attributes>();
  return {
    list: (path) => listPlace(desk, path),
    async attributes(path) {
      const place = placeOf(path);
      if (place === undefined) throw notThere();
      if (place.kind !== 'file') return folderAttributes(tools.clock.now().getTime());
      const stats = await statFile(realPath(desk, place));
      if (stats !== undefined) return fileAttributes(stats);
      const remembered = place.folder === 'inbox' ? uploaded.get(place.name) : undefined;
      if (remembered === undefined) throw notThere();
      return remembered;
    },
    openUpload: (path, mode) => beginUpload(desk, path, mode),
    recordUploaded(upload) {
      const about = { name: upload.name, size: upload.size() };
      uploaded.set(upload.name, fileAttributes({ size: about.size, mtimeMs: tools.clock.now().getTime() }));
      tools.log.info({ agreement: agreement.name, ...about }, 'a file came by SFTP');
    },
    openDownload: (path) => beginDownload(desk, path),
    recordPickedUp: (download) => recordPickedUp(desk, download),
    remove: (path) => removeFile(desk, path),
    async rename(from, to) {
      const [source, target] = [fileAt(from), fileAt(to)];
      if (source.folder !== 'inbox' || target.folder !== 'inbox') {
        throw notAllowed('Files are renamed within /inbox only.');
      }
      const stats = await statFile(realPath(desk, source));
      if (stats === undefined) throw notThere();
      const give = isUnfinished(target.name) ? moveOver : giveName;
      await give(realPath(desk, source), realPath(desk, target));
      uploaded.set(target.name, fileAttributes(stats));
    },
  };
}
