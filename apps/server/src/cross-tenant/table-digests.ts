import type { Owner } from '@coplan/testkit';

type Table = { schema: string; table: string; ownColumns: string[] };

/** Everything but the queue, which every call may use. */
const tables = `
select n.nspname as schema, c.relname as table,
  coalesce(array_agg(a.attname::text) filter (where a.attname in ('org_id')), '{}') as "ownColumns"
from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
where c.relkind in ('r', 'p') and n.nspname in ('public', 'platform', 'auth') and c.relname <> 'coplan_migrations'
group by 1, 2 order by 1, 2`;

export type Digests = ReadonlyMap<string, string>;

/**
 * A digest per table over the rows that mention one of `victims`, rows that belong to one of `attackers` left out:
 * what an attacker writes into its own record may name what it asked for.
 */
export async function digestTables(
  database: Owner,
  { victims, attackers }: { victims: readonly string[]; attackers: readonly string[] },
): Promise<Digests> {
  const digests = new Map<string, string>();
  for (const { schema, table, ownColumns } of await database.asOwner<Table>(tables)) {
    const notOwn = ownColumns.includes('org_id')
      ? 'and not (t.org_id = any ($2::uuid[]))'
      : 'and $2::uuid[] is not null';
    const [row] = await database.asOwner<{ digest: string | null }>(
      `select md5(string_agg(t::text, '|' order by t::text)) as digest from "${schema}"."${table}" t
       where t::text like any ($1) ${notOwn}`,
      [victims.map((id) => `%${id}%`), attackers],
    );
    digests.set(`${schema}.${table}`, row?.digest ?? 'nothing');
  }
  return digests;
}

/** The tables whose digest differs. */
export const changedTables = (before: Digests, after: Digests): string[] =>
  [...after].filter(([table, digest]) => before.get(table) !== digest).map(([table]) => table);
