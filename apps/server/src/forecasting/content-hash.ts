import { createHash } from 'node:crypto';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** One hash for batches, in the order of their numbers. */
export const hashOfBatches = (hashes: readonly string[]): string => sha256(hashes.join('\n'));

/** As the database does it: the hashes (hex) one after another, in the order of the ids. */
export function hashInOrder(hashes: ReadonlyMap<string, string>): string {
  const whole = createHash('sha256');
  for (const id of [...hashes.keys()].sort()) whole.update(Buffer.from(hashes.get(id) ?? '', 'hex'));
  return whole.digest('hex');
}
