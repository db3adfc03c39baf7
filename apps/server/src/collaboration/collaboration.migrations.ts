import type { Migration } from '../platform/index.ts';
import { migrations as agreements } from './agreements/index.ts';
import { migrations as analysis } from './analysis/index.ts';
import { migrations as answers } from './answers/index.ts';
import { migrations as businessPlans } from './business-plans/index.ts';
import { migrations as commits } from './commits/index.ts';
import { migrations as cycles } from './cycles/index.ts';
import { migrations as digests } from './digests/index.ts';
import { migrations as exceptions } from './exceptions/index.ts';
import { migrations as plans } from './plans/index.ts';
import { migrations as scenarios } from './scenarios/index.ts';
import { viewMigrations as sharedViews, migrations as sharing } from './sharing/index.ts';
import { migrations as threads } from './threads/index.ts';

/** Agreements and what they open come first: every later table names them. The shared views name tables of all parts. */
export const migrations: readonly Migration[] = [
  ...agreements,
  ...sharing,
  ...cycles,
  ...plans,
  ...businessPlans,
  ...commits,
  ...scenarios,
  ...exceptions,
  ...threads,
  ...analysis,
  ...answers,
  ...digests,
  ...sharedViews,
];
