import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, type EmbeddedPostgres, startEmbeddedPostgres } from '@coplan/platform';

const prefix = 'coplan-test-postgres-';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Test runs that were killed leave their folders behind. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const holder = join(tmpdir(), name, 'supervisor.json');
    if (!existsSync(holder)) continue;
    const { pid } = JSON.parse(readFileSync(holder, 'utf8')) as { pid: number };
    if (!isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A PostgreSQL of the test run's own in a temporary folder; `stop` removes both. */
export async function startTestPostgres(): Promise<EmbeddedPostgres> {
  removeLeftovers();
  const dataFolder = mkdtempSync(join(tmpdir(), prefix));
  const log = createLog({ name: 'test-postgres', level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataFolder, log, isDurable: false });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { ...postgres, stop };
}
