import type { IdPool } from './sample-input.ts';

/** SQL as the owner of the database, who passes row-level security by. */
export type Owner = { asOwner<Row>(sql: string, values?: unknown[]): Promise<Row[]> };

type Column = { schema: string; table: string; column: string };

const uuidColumns = `
select table_schema as schema, table_name as table, column_name as column from information_schema.columns
where udt_name = 'uuid' and table_schema in ('public', 'platform') and table_name in (
  select table_name from information_schema.tables where table_type = 'BASE TABLE')`;

const singular = (table: string): string => table.replace(/ies$/, 'y').replace(/s$/, '');
const camel = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Other names under which inputs carry a table's ids. */
const synonyms: Readonly<Record<string, string>> = { organisationId: 'orgId', shipToId: 'locationId' };

/** Every id in the rows that mention one of the organisations, by the field names that would carry them. */
export async function readIdPool(
  database: Owner,
  organisationIds: readonly string[],
): Promise<IdPool & { all: ReadonlySet<string> }> {
  const byField = new Map<string, string[]>();
  const all = new Set<string>();
  const columns = await database.asOwner<Column>(uuidColumns);
  for (const { schema, table, column } of columns) {
    const rows = await database.asOwner<{ id: string }>(
      `select distinct t."${column}"::text as id from "${schema}"."${table}" t
       where t."${column}" is not null and t::text like any ($1)`,
      [organisationIds.map((id) => `%${id}%`)],
    );
    const field = column === 'id' ? `${camel(singular(table))}Id` : camel(column);
    const ids = rows.map(({ id }) => id);
    byField.set(field, [...(byField.get(field) ?? []), ...ids]);
    for (const id of ids) all.add(id);
  }
  const anyId = [...all][0] ?? '';
  return {
    all,
    idFor: (fieldName) => byField.get(fieldName)?.[0] ?? byField.get(synonyms[fieldName] ?? '')?.[0] ?? anyId,
  };
}
