import { posix } from 'node:path';
import { isPlainFileName } from '../file-name.ts';

/** What a partner sees: `/`, the two folders of his agreement, and the files in them. There is nothing else. */
export type Place =
  | { kind: 'root' }
  | { kind: 'folder'; folder: 'inbox' | 'outbox' }
  | { kind: 'file'; folder: 'inbox' | 'outbox'; name: string };

const nameBytesMax = 200;
/** Files under which uploads grow until they are complete; partners neither see nor reach them. */
export const growingPrefix = '.coplan-';

const isHarmlessName = (name: string): boolean =>
  isPlainFileName(name) && !name.startsWith(growingPrefix) && Buffer.byteLength(name) <= nameBytesMax;

/** The path as this server writes it: absolute, without `.`, `..` and doubled slashes; `..` at the top stays there. */
export const plainPath = (path: string): string => posix.resolve('/', path);

/** What a path means. Everything outside of the two folders, and every odd name, means nothing. */
export function placeOf(path: string): Place | undefined {
  const [folder, name, ...more] = plainPath(path).split('/').slice(1);
  if (folder === '') return { kind: 'root' };
  if ((folder !== 'inbox' && folder !== 'outbox') || more.length > 0) return undefined;
  if (name === undefined) return { kind: 'folder', folder };
  // What is hidden in the outbox is not finished yet.
  if (!isHarmlessName(name) || (folder === 'outbox' && name.startsWith('.'))) return undefined;
  return { kind: 'file', folder, name };
}
