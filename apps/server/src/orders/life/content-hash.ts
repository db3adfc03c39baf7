import { createHash } from 'node:crypto';
import { canonicalJson } from '@coplan/platform';

/** SHA-256 of what a document says; the order of its fields says nothing: one that has waited has lost it. */
export const hashContent = (document: object): string =>
  createHash('sha256').update(canonicalJson(document)).digest('hex');
