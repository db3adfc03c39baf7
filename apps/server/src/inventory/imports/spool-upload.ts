import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { fileTooLarge } from '../inventory.errors.ts';

export const uploadSizeMaxBytes = 2_000_000_000;

export type SpooledFile = { path: string; sha256: string; sizeBytes: number };

/**
 * Writes an upload to disk, then hands it over and removes it. A slow sender thus holds no database transaction, and
 * what arrives is known to be whole before the first row is taken.
 */
export async function withSpooledUpload<Result>(
  upload: ReadableStream<Uint8Array>,
  work: (file: SpooledFile) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'coplan-import-'));
  try {
    const path = join(folder, 'upload.csv');
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sizeBytes += chunk.length;
        if (sizeBytes > uploadSizeMaxBytes) {
          done(fileTooLarge(uploadSizeMaxBytes));
          return;
        }
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(upload as NodeReadableStream<Uint8Array>),
      measure,
      createWriteStream(path),
    );
    return await work({ path, sha256: hash.digest('hex'), sizeBytes });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
