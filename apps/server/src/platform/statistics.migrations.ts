import type { Migration } from './migration.ts';

/**
 * The database plans its queries by what it counted when it last looked, and looks about once a minute. Who writes much
 * and reads it in the next moment asks it to look again: else it plans for an empty table, and takes a time that grows
 * with the square of the rows.
 */
export const statisticsMigrations: readonly Migration[] = [
  {
    name: 'platform-0007-recount-tables',
    sql: `
/*
 * Counts tables anew that doubled, halved or changed by a fifth since they were counted. Tables that somebody else is
 * counting at this moment are left to them.
 */
create function platform.recount_tables(table_names text[]) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  stale record;
  counted integer := 0;
begin
  for stale in
    select kept.oid::integer as number, kept.relname as name from pg_class kept
    where kept.relnamespace = 'public'::regnamespace and kept.relkind = 'r' and kept.relname = any (table_names)
      and (kept.reltuples < 0
        or pg_relation_size(kept.oid) / 8192 not between kept.relpages / 2 and kept.relpages * 2
        or pg_stat_get_mod_since_analyze(kept.oid) > 1000 + kept.reltuples / 5)
    order by kept.relname
  loop
    continue when not pg_try_advisory_xact_lock(1130, stale.number);
    execute format('analyze (skip_locked) public.%I', stale.name);
    counted := counted + 1;
  end loop;
  return counted;
end $$;
revoke execute on function platform.recount_tables from public;
grant execute on function platform.recount_tables to coplan_app;`,
  },
];
