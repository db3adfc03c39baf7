import type { FileHandle } from 'node:fs/promises';
import { openToRead } from './real-files.ts';

/** A file that a partner is reading. */
export type Download = {
  kind: 'download';
  name: string;
  size: number;
  mtimeMs: number;
  /** Undefined at the end of the file. */
  read(offset: number, length: number): Promise<Buffer | undefined>;
  /** True when every byte from the first to the last was handed out. */
  isComplete(): boolean;
  close(): Promise<void>;
};

const readBytesMax = 256 * 1_024;

export async function openDownload(path: string, name: string): Promise<Download | undefined> {
  const file: FileHandle = await openToRead(path);
  const stats = await file.stat();
  if (!stats.isFile()) {
    await file.close();
    return undefined;
  }
  let readTo = 0;
  return {
    kind: 'download',
    name,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    async read(offset, length) {
      const buffer = Buffer.alloc(Math.min(length, readBytesMax));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      if (bytesRead === 0) return undefined;
      if (offset <= readTo) readTo = Math.max(readTo, offset + bytesRead);
      return buffer.subarray(0, bytesRead);
    },
    isComplete: () => readTo >= stats.size,
    close: () => file.close(),
  };
}
