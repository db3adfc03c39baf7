import type { Migration } from './platform/index.ts';

/** Every step of the database schema, in the order in which it is carried out. New steps go to the end of their slice. */
export const migrations: readonly Migration[] = [];
