import { createHash } from 'node:crypto';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** One hash for batches, in the order of their numbers. */
export const hashOfBatches = (hashes: readonly string[]): string => sha256(hashes.join('\n'));
