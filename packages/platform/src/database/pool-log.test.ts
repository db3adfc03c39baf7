import { createTestDatabase, until } from '@coplan/testkit';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createPool } from './tenant-pool.ts';

test('a connection that breaks while idle is logged without password, key or address of the connection', async () => {
  const database = await createTestDatabase({ migrations: [], roles: [] });
  const lines: string[] = [];
  const log = createLog({ name: 'test' }, { write: (line: string) => lines.push(line) });
  const connectionString = database.ownerUrl;
  const pool = createPool({ connectionString, applicationName: 'pool-log', max: 2, log });
  try {
    await pool.query('select 1');
    await database.asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pool-log'`,
    );
    await until('the break is logged', () => lines.some((line) => line.includes('idle')));
    const text = lines.join('\n');
    expect(text).not.toContain(new URL(connectionString).password);
    expect(text).not.toMatch(/secretKey|connectionParameters/);
    expect(text.length).toBeLessThan(8_000);
    expect(text).toContain('57P01');
  } finally {
    await pool.end();
    await database.drop();
  }
});
