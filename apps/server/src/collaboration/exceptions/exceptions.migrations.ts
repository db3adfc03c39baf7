import type { Migration } from '../../platform/index.ts';

export const migrations: readonly Migration[] = [];
