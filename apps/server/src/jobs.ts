import type { Job } from './platform/index.ts';

/** Every job that the server can carry out. */
export const jobs: readonly Job[] = [];
