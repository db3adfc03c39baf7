import { createHash } from 'node:crypto';

/** SHA-256 of what a document says: its fields in the order of its schema. */
export const hashContent = (document: object): string =>
  createHash('sha256').update(JSON.stringify(document)).digest('hex');
