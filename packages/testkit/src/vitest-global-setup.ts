import type { TestProject } from 'vitest/node';
import { startTestPostgres } from './postgres.ts';
import type {} from './test-database.ts';

/** Starts one PostgreSQL for the whole test run; every test file makes its own databases in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  project.provide('coplanTestPostgresUrl', postgres.ownerUrl);
  return postgres.stop;
}
