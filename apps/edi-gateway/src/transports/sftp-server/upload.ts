import type { FileHandle } from 'node:fs/promises';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { killPoint } from '@coplan/platform';
import { fileBytesMax, isUnfinished } from '../folder/pick-up.ts';
import { giveName, moveOver, openGrowing } from './real-files.ts';
import { failing } from './requests.ts';

/** A file that a partner is writing. It gets its name when he closes it; if he never does, it was never there. */
export type Upload = {
  kind: 'upload';
  name: string;
  write(offset: number, data: Buffer): Promise<void>;
  /** Bytes so far. */
  size(): number;
  /** Flushed to the disk, then named: only then the partner is told that it worked. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
};

export async function openUpload(inbox: string, name: string): Promise<Upload> {
  const { path, file }: { path: string; file: FileHandle } = await openGrowing(inbox);
  let size = 0;
  let hasFailed = false;
  return {
    kind: 'upload',
    name,
    size: () => size,
    async write(offset, data) {
      try {
        if (offset + data.length > fileBytesMax) {
          throw failing(`A file has at most ${fileBytesMax / 1_000_000} MB.`);
        }
        await file.write(data, 0, data.length, offset);
        size = Math.max(size, offset + data.length);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    },
    async finish() {
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      if (hasFailed) {
        await unlink(path);
        throw failing('A part of this file could not be written; send it again.');
      }
      await (isUnfinished(name) ? moveOver : giveName)(path, join(inbox, name));
      killPoint('sftp.uploaded');
    },
    async abandon() {
      await file.close();
      await unlink(path);
    },
  };
}
