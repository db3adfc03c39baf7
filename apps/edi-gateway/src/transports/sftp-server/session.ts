import type { Log } from '@coplan/platform';
import type { SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import { entryOf, fileAttributes, folderAttributes } from './attributes.ts';
import { createHandles, type Handles, type Opened } from './handles.ts';
import type { PartnerFiles } from './partner-files.ts';
import { answerRequest, notAllowed, notOffered, notThere, type Work } from './requests.ts';
import { plainPath } from './view.ts';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
const entriesPerAnswer = 100;

type Channel = {
  sftp: SFTPWrapper;
  files: PartnerFiles;
  handles: Handles;
  /** Answers a request with what `work` answers, with OK, or with its refusal. */
  answer(requestId: number, work: Work): void;
  onUploaded(): void;
};

function open({ files, handles }: Channel, path: string, flags: number): Promise<Opened> {
  handles.requireRoom();
  if ((flags & OPEN_MODE.WRITE) === 0) return files.openDownload(path);
  if ((flags & OPEN_MODE.READ) !== 0) throw notAllowed('A file is either written or read.');
  const isNew = (flags & (OPEN_MODE.TRUNC | OPEN_MODE.EXCL)) !== 0 && (flags & OPEN_MODE.APPEND) === 0;
  return files.openUpload(path, isNew ? 'replace' : 'resume');
}

async function close({ files, onUploaded }: Channel, opened: Opened): Promise<void> {
  if (opened.kind === 'upload') {
    await opened.finish();
    files.recordUploaded(opened);
    onUploaded();
  } else if (opened.kind === 'download') {
    await opened.close();
    if (opened.isComplete()) await files.recordPickedUp(opened);
  }
}

function answerFileRequests(channel: Channel): void {
  const { sftp, handles, answer } = channel;
  sftp.on('OPEN', (requestId, path, flags) =>
    answer(requestId, async () => {
      sftp.handle(requestId, handles.hold(await open(channel, path, flags)));
      return 'answered';
    }),
  );
  sftp.on('WRITE', (requestId, handle, offset, data) =>
    answer(requestId, async () => {
      const opened = handles.find(handle);
      if (opened.kind !== 'upload') throw notAllowed('This handle is not for writing.');
      await handles.inTurn(handle, () => opened.write(offset, data));
    }),
  );
  sftp.on('READ', (requestId, handle, offset, length) =>
    answer(requestId, async () => {
      const opened = handles.find(handle);
      if (opened.kind !== 'download') throw notAllowed('This handle is not for reading.');
      const data = await handles.inTurn(handle, () => opened.read(offset, length));
      if (data === undefined) sftp.status(requestId, STATUS_CODE.EOF);
      else sftp.data(requestId, data);
      return 'answered';
    }),
  );
  sftp.on('CLOSE', (requestId, handle) =>
    answer(requestId, () => handles.release(handle, (opened) => close(channel, opened))),
  );
  sftp.on('FSTAT', (requestId, handle) =>
    answer(requestId, async () => {
      const opened = handles.find(handle);
      if (opened.kind === 'listing') sftp.attrs(requestId, folderAttributes(0));
      else if (opened.kind === 'download') sftp.attrs(requestId, fileAttributes(opened));
      else sftp.attrs(requestId, fileAttributes({ size: opened.size(), mtimeMs: 0 }));
      return 'answered';
    }),
  );
}

function answerPathRequests({ sftp, files, handles, answer, onUploaded }: Channel): void {
  sftp.on('OPENDIR', (requestId, path) =>
    answer(requestId, async () => {
      handles.requireRoom();
      sftp.handle(requestId, handles.hold({ kind: 'listing', entries: await files.list(path) }));
      return 'answered';
    }),
  );
  sftp.on('READDIR', (requestId, handle) =>
    answer(requestId, async () => {
      const opened = handles.find(handle);
      if (opened.kind !== 'listing') throw notAllowed('This handle is not a folder.');
      const entries = opened.entries.splice(0, entriesPerAnswer);
      if (entries.length === 0) sftp.status(requestId, STATUS_CODE.EOF);
      else sftp.name(requestId, entries);
      return 'answered';
    }),
  );
  for (const request of ['STAT', 'LSTAT'] as const) {
    sftp.on(request as 'STAT', (requestId, path) =>
      answer(requestId, async () => {
        sftp.attrs(requestId, await files.attributes(path));
        return 'answered';
      }),
    );
  }
  sftp.on('REALPATH', (requestId, path) =>
    answer(requestId, async () => {
      sftp.name(requestId, [entryOf(plainPath(path), folderAttributes(0))]);
      return 'answered';
    }),
  );
  sftp.on('REMOVE', (requestId, path) => answer(requestId, () => files.remove(path)));
  sftp.on('RENAME', (requestId, from, to) =>
    answer(requestId, async () => {
      await files.rename(from, to);
      onUploaded();
    }),
  );
}

function answerTheRest({ sftp, answer }: Channel): void {
  // Modes and times are ours; clients that set them after an upload are not told otherwise.
  for (const request of ['SETSTAT', 'FSETSTAT'] as const) {
    sftp.on(request as 'SETSTAT', (requestId) => answer(requestId, async () => undefined));
  }
  for (const request of ['MKDIR', 'RMDIR', 'SYMLINK', 'EXTENDED'] as const) {
    sftp.on(request as 'RMDIR', (requestId) => answer(requestId, () => Promise.reject(notOffered())));
  }
  sftp.on('READLINK', (requestId) => answer(requestId, () => Promise.reject(notThere())));
}

/**
 * Answers the requests of one SFTP channel (protocol version 3) on the files of one partner. `end`: the connection is
 * gone, and what was not closed never arrived.
 */
export function serveFiles(
  sftp: SFTPWrapper,
  { files, log, onUploaded }: { files: PartnerFiles; log: Log; onUploaded: () => void },
): { end(): Promise<void> } {
  const handles = createHandles();
  const onFault = (error: unknown): void => log.error({ err: error }, 'an SFTP request failed');
  const answer: Channel['answer'] = (requestId, work) =>
    void answerRequest(sftp, requestId, { work, onFault });
  const channel: Channel = { sftp, files, handles, answer, onUploaded };
  answerFileRequests(channel);
  answerPathRequests(channel);
  answerTheRest(channel);
  const end = (): Promise<void> =>
    handles
      .releaseAll(async (opened) => {
        if (opened.kind === 'upload') await opened.abandon();
        if (opened.kind === 'download') await opened.close();
      })
      .catch(onFault);
  // The client says that he asks no more, and waits until the channel is closed.
  sftp.on('end', () => void end().then(() => sftp.end()));
  return { end };
}
