import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import type { Logger } from './context.ts';
import { queueLogger } from './queue-logger.ts';

const queueRights = `
do $$
declare name text;
begin
  grant usage on schema graphile_worker to coplan_system;
  grant select, insert, update, delete on all tables in schema graphile_worker to coplan_system;
  grant usage, select, update on all sequences in schema graphile_worker to coplan_system;
  grant execute on all functions in schema graphile_worker to coplan_system;
  for name in select relname from pg_class
    where relnamespace = 'graphile_worker'::regnamespace and relkind = 'r' and relrowsecurity
  loop
    if not exists (select 1 from pg_policies
      where schemaname = 'graphile_worker' and tablename = name and policyname = 'coplan_system') then
      execute format('create policy coplan_system on graphile_worker.%I for all to coplan_system using (true) with check (true)', name);
    end if;
  end loop;
end $$`;

/** Installs or upgrades graphile-worker's schema as the owner, and lets only `coplan_system` use it. Safe to repeat. */
export async function prepareQueue({ ownerUrl, log }: { ownerUrl: string; log: Logger }): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, application_name: 'coplan-prepare-queue' });
  const broken = (error: Error): void =>
    log.warn({ err: error }, 'the connection that prepares the queue broke');
  pool.on('error', broken);
  pool.on('connect', (client) => client.on('error', broken));
  try {
    await runMigrations({ pgPool: pool, logger: queueLogger(log) });
    const client = await pool.connect();
    try {
      await client.query('select pg_advisory_lock($1)', [7_787_327]);
      await client.query(queueRights);
    } finally {
      await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
      client.release();
    }
  } finally {
    await pool.end();
  }
}
